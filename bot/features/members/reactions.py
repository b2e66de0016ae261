"""The directory keeps in step with what chats tell about members."""

from dataclasses import replace
from datetime import datetime

from bot.community.people import MemberChanged
from bot.features.members import feature
from bot.features.members.ports import Work


@feature.when(MemberChanged)
async def index_again(changed: MemberChanged, work: Work, now: datetime) -> None:
    """Let the directory know a member by their new name, and no longer by the former one."""
    profile = await work.members.profile(changed.member)
    if profile is None:
        return
    if changed.former_name:  # so that saving the new one forgets the words of the former
        await work.members.save(changed.member, replace(profile, name=changed.former_name), now)
    await work.members.save(changed.member, profile, now)
