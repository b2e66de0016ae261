"""What is said in the other chats of somebody whose accounts have become one person's."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from bot.community.joining import name_of
from bot.community.people import OWN_CHAT, Account, Member, Ref
from bot.delivery.outbox import DeliveryRefused, Said, ToAccount, ToMember
from bot.features.members import link_views
from bot.features.members.linking import Link
from bot.features.members.ports import Work
from bot.features.members.routes import feature
from bot.routing.interaction import Arrival
from bot.ui.languages import speaking

_LINKED = "members.linked:"


async def where_they_look(work: Work, member: int) -> list[Account]:
    """The accounts by which somebody is written to.

    In a community's own chat these are those who look there, and those who have no other.
    """
    accounts = await work.people.accounts_of(member)
    elsewhere = [account for account in accounts if account.home.platform != OWN_CHAT]
    if not elsewhere or await work.members.in_own_chat(member):
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
    message = await _linked(work, link, who) if who else None
    if who and message:
        await _tell(work, "linked", link, who, former, message, here, now)


async def _linked(work: Work, link: Link, who: Member) -> Said | None:
    """That an account is a member's now, too, and which."""
    space = await work.people.space(link.account.home)
    if space is None:
        return None
    accounts = await work.members.accounts(who.id)
    called = next((a.name for a in accounts if a.account == link.account.ref.id), "") or who.name
    return partial(link_views.told, link, who.name, called, name_of(space))


@feature.when(DeliveryRefused)
async def could_not_tell(refused: DeliveryRefused, work: Work, now: datetime) -> None:
    """Tell somebody of an account of theirs in any other way, if there was none to the former."""
    if not refused.key.startswith(_LINKED):
        return
    id_, when, *_ = refused.key.removeprefix(_LINKED).split(":")
    link = await work.links.get(int(id_))
    who = await work.people.member(link.member) if link and link.done else None
    message = await _linked(work, link, who) if link and who else None
    if who and message:
        key = f"members.told_of_linked:{id_}:{when}"  # once, however many accounts refused it
        await work.outbox.post(ToMember(who.id), message, key, community=who.community)


async def tell_of_undoing(
    work: Work,
    link: Link,
    who: Member,
    accounts: Iterable[Account],
    here: Arrival,
    now: datetime,
) -> None:
    """Tell somebody, wherever else they were one person, that they are not any more."""
    message = partial(link_views.told_undone, who.name)
    await _tell(work, "unlinked", link, who, accounts, message, here, now)


async def _tell(
    work: Work,
    what: str,
    link: Link,
    who: Member,
    accounts: Iterable[Account],
    message: Said,
    here: Arrival,
    now: datetime,
) -> None:
    """Say it to every account but the one that is answered now."""
    for account in accounts:
        if (account.ref, account.home) == (here.actor, here.space):
            continue
        own = account.home.platform == OWN_CHAT and what == "linked"
        ref = Ref(OWN_CHAT, str(who.id)) if own else account.ref  # of two such, one is left
        key = f"members.{what}:{link.id}:{now:%Y%m%dT%H%M%S}:{account.space}:{ref.id}"
        with speaking(who.locale):  # for an account, the outbox keeps to what is spoken here
            to = ToAccount(account.space, ref)
            await work.outbox.post(to, message, key, community=who.community)
