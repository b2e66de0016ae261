"""What is said in the other chats of somebody whose accounts have become one person's."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.community.people import OWN_CHAT, Account, Member, Ref, name_of
from bot.delivery.addresses import ToAccount
from bot.delivery.outbox import Composed
from bot.features.linking import views
from bot.features.linking.domain import Link
from bot.features.linking.ports import Work
from bot.routing.interaction import Arrival
from bot.ui.languages import in_language


async def where_they_look(work: Work, member: int) -> list[Account]:
    """The accounts by which somebody is written to.

    In a community's own chat these are those who look there, and those who have no other.
    """
    accounts = await work.people.accounts_of(member)
    elsewhere = [account for account in accounts if account.space_ref.platform != OWN_CHAT]
    if not elsewhere or await work.places.in_own_chat([member]):
        return accounts
    return elsewhere


async def tell_of_link(
    work: Work,
    link: Link,
    member: int,
    former: Iterable[Account],
    here: Arrival,
    now: datetime,
) -> None:
    """Tell somebody, wherever else they were before, that this account is theirs now, too."""
    who = await work.people.member(member)
    message = await linked_message(work, link, who) if who else None
    if who and message:
        await _tell(work, "linked", link, who, former, message, here, now)


async def linked_message(work: Work, link: Link, who: Member) -> Composed | None:
    """That an account is a member's now, too, and which."""
    space = await work.people.space(link.account.space_ref)
    if space is None:
        return None
    accounts = await work.members.accounts(who.id)
    called = next((a.name for a in accounts if a.account == link.account.ref.id), "") or who.name
    return partial(views.told, link, who.name, called, name_of(space))


async def tell_of_undoing(
    work: Work,
    link: Link,
    who: Member,
    accounts: Iterable[Account],
    here: Arrival,
    now: datetime,
) -> None:
    """Tell somebody, wherever else they were one person, that they are not any more."""
    message = partial(views.told_undone, who.name)
    await _tell(work, "unlinked", link, who, accounts, message, here, now)


async def _tell(
    work: Work,
    what: str,
    link: Link,
    who: Member,
    accounts: Iterable[Account],
    message: Composed,
    here: Arrival,
    now: datetime,
) -> None:
    """Say it to every account but the one that is answered now."""
    for account in accounts:
        if (account.ref, account.space_ref) == (here.actor, here.space):
            continue
        own = account.space_ref.platform == OWN_CHAT and what == "linked"
        ref = Ref(OWN_CHAT, str(who.id)) if own else account.ref  # of two such, one is left
        part = f"{when(now)}:{account.space}:{ref.id}"
        fact = Fact.of(f"members.{what}", link.id, part=part)
        with in_language(who.locale):  # for an account, the outbox keeps to what is spoken here
            to = ToAccount(account.space, ref)
            await work.outbox.post(to, message, fact, community=who.community)


def when(at: datetime) -> str:
    """An instant, as facts have it."""
    return f"{at:%Y%m%dT%H%M%S}"
