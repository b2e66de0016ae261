"""What is open just now, for somebody who has come in or has told who they are."""

from datetime import datetime

from bot.community.opportunity_lines import Shown, said_open
from bot.community.people import Member
from bot.community.profiles import Profile
from bot.features.members.ports import Work
from bot.matching.interests import Interests, ranked
from bot.ui.messages import Part

_MOST = 3


async def open_now(work: Work, me: Member, profile: Profile, now: datetime) -> list[Part | None]:
    """Up to three things that somebody may join and has not answered, what suits them first."""
    found = await work.opportunities(me.community, now)
    if not found:
        return []
    networks = await work.members.networks_called(me.community, profile.networks)
    mine = frozenset(network.id for network in networks)
    answered = await work.taken_up(me.id, now)
    there = [each for each in found if each.is_open_to(mine) and each.about not in answered]
    mine_first = ranked(there, [Interests(profile.topics, profile.asks)])[:_MOST]
    return said_open([Shown(each) for each, _ in mine_first])
