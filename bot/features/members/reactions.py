"""The directory keeps in step with what chats tell; people learn of accounts that are theirs."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.community.domain_events import AccountAdded, AccountGone, MemberChanged
from bot.community.facts import Fact
from bot.community.people import OWN_CHAT, Member, Space, name_of
from bot.delivery.addresses import Address, ToAccount, ToMember
from bot.delivery.notices import tell_facilitators
from bot.features.members import feature, words
from bot.features.members.ports import Work
from bot.ui.languages import in_language
from bot.ui.messages import Message, Note, say


@feature.when(MemberChanged)
async def index_again(changed: MemberChanged, work: Work, now: datetime) -> None:
    """Let the directory know a member by their new name, and no longer by the former one."""
    profile = await work.members.profile(changed.member)
    if profile is None:
        return
    if changed.former_name:  # so that saving the new one forgets the words of the former
        await work.members.save(changed.member, replace(profile, name=changed.former_name), now)
    await work.members.save(changed.member, profile, now)


@feature.when(AccountAdded)
async def tell_elsewhere(added: AccountAdded, work: Work, now: datetime) -> None:
    """Tell somebody in a chat they use that their profile is used in another one, too."""
    known, space, account = added.account.member, added.space, added.account.ref
    who = await work.people.member(known)
    to = await _elsewhere(work, who, space) if who else None
    if who and to:
        fact = Fact.of("members.account_added", known, part=f"{space.id}:{account.id}")
        message = partial(_account_added, added.name, space)
        with in_language(who.locale):  # for an account, the outbox keeps to what is spoken here
            await work.outbox.post(to, message, fact, community=who.community)


def _account_added(name: str, space: Space) -> Message:
    return say(words("join.account_added", name=name, space=name_of(space)))


async def _elsewhere(work: Work, known: Member, space: Space) -> Address | None:
    """Where somebody looks beside this space: in another chat, or else in the community's own."""
    own: Address | None = None
    for other in await work.people.spaces(known.community):
        if other.id == space.id:
            continue
        account = (await work.people.accounts_in(other.ref, [known.id])).get(known.id)
        if account and other.ref.platform != OWN_CHAT:
            return ToMember(known.id)
        if account and await work.places.in_own_chat([known.id]):
            own = ToAccount(other.id, account)
    return own


@feature.when(AccountGone)
async def tell_of_somebody_gone(gone: AccountGone, work: Work, now: datetime) -> None:
    """Tell the facilitators, once a day, of somebody who is in none of the chats any more."""
    member = gone.account.member
    who = await work.people.member(member)
    if who and await work.people.has_gone(member):
        fact = Fact.of("members.gone", member, part=f"{now:%Y-%m-%d}")
        await tell_facilitators(work, gone.community, partial(_gone, who.name), fact)


def _gone(name: str) -> Message:
    return say(words("gone.told", name=name), Note(words("gone.back")))
