"""Two members become one: accounts, drafts, codes, what is said to them, and their own rows."""

from dataclasses import dataclass

from sqlalchemy import and_, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.member_secrets import new_generation
from bot.community.people import OWN_CHAT, Ref
from bot.delivery.addresses import ToMember
from storage.kernel.addresses import Lane
from storage.kernel.changes import Changes
from storage.kernel.delivery_tables import live_views, outbox
from storage.kernel.facts import FACT, read_fact
from storage.kernel.hangings import HANGS_BY
from storage.kernel.journal import Journal
from storage.kernel.question_tables import questions
from storage.kernel.roles import THING
from storage.kernel.store import Merging
from storage.kernel.tables import (
    accounts,
    codes,
    drafts,
    member_secrets,
    members,
    place_members,
    places,
    posted_cards,
    scoped_roles,
    spaces,
)


async def merge(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let all of it be the one's who is kept, and say to them what was to be said to either."""
    await _accounts(connection, journal, gone, kept)
    await journal.join(drafts.c.member_id, gone, kept, lambda old, new: {})
    await journal.move(codes.c.member_id, gone, kept)
    await _renew_secrets(connection, kept)
    await journal.drop(member_secrets, member_secrets.c.member_id == gone)
    await _rename(connection, journal, gone, kept)
    await journal.move(outbox.c.to_member, gone, kept)
    await journal.move(outbox.c.lane, *(Lane.to(ToMember(member)).text for member in (gone, kept)))
    await _views(connection, journal, gone, kept)
    own = (str(Ref(OWN_CHAT, str(member))) for member in (gone, kept))
    await journal.move(outbox.c.to_account, *own)
    await journal.move(posted_cards.c.member_id, gone, kept)
    await journal.join(questions.c.member_id, gone, kept, lambda old, new: {})
    await journal.join(place_members.c.member_id, gone, kept, lambda old, new: {})
    await journal.join(scoped_roles.c.member_id, gone, kept, lambda old, new: {})
    await journal.move(scoped_roles.c.granted_by, gone, kept)


async def part(connection: AsyncConnection, kept: int, gone: int) -> None:
    """Let neither know the other's secret addresses, nor those that they had as one."""
    for member in (kept, gone):
        await _renew_secrets(connection, member)


MERGING = Merging(
    references=(
        accounts.c.member_id,
        drafts.c.member_id,
        codes.c.member_id,
        member_secrets.c.member_id,
        outbox.c.to_member,
        outbox.c.told_id,
        place_members.c.member_id,
        posted_cards.c.member_id,
        questions.c.member_id,
        scoped_roles.c.member_id,
        scoped_roles.c.granted_by,
    ),
    merge=merge,
    part=part,
)


async def _accounts(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Each member has one account in the own chat: that of the one who is kept."""
    in_own_chat = select(spaces.c.id).where(spaces.c.platform == OWN_CHAT)
    of_gone = and_(accounts.c.member_id == gone, accounts.c.space_id.in_(in_own_chat))
    its_home = live_views.c.account_id.in_(select(accounts.c.id).where(of_gone))
    await journal.drop(live_views, its_home)
    await journal.drop(accounts, of_gone)
    await journal.move(accounts.c.member_id, gone, kept)


async def _views(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Let a view that hangs where each of them is alone hang once, with who is kept."""
    there, here = (Lane.to(ToMember(member)).text for member in (gone, kept))
    other = live_views.alias()
    theirs = select(other.c.kind, other.c.subject).where(other.c.hangs_in == here)
    same = tuple_(live_views.c.kind, live_views.c.subject).in_(theirs)
    twice = and_(live_views.c.hangs_in == there, same)
    posts = select(outbox.c.key).join(live_views, HANGS_BY).where(twice)
    await Changes(connection).retract(list(await connection.scalars(posts)))
    await journal.drop(live_views, twice)
    await journal.move(live_views.c.hangs_in, there, here)


async def leave(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """Delete the row of who is gone; who is kept may do what either might, since the earlier."""
    rows = await connection.execute(select(members).where(members.c.id.in_((gone, kept))))
    by_id = {row.id: row for row in rows}
    one, other = by_id[kept], by_id[gone]
    nobodys = {"email": None, "email_key": None}  # their profile keeps it, to be given back
    await connection.execute(update(members).where(members.c.id == gone).values(**nobodys))
    await journal.drop(members, members.c.id == gone)
    await journal.change(
        members,
        members.c.id == kept,
        role=max(one.role, other.role),
        joined_at=min(one.joined_at, other.joined_at),
        reached_in=one.reached_in or other.reached_in,
    )


@dataclass(frozen=True, slots=True)
class Rights:
    """What a member may do: their role on the ladder, and the keys of their roles in things."""

    role: int
    scoped: frozenset[tuple[str, str, int]]


async def rights(connection: AsyncConnection, member: int) -> Rights:
    """What a member may do now."""
    role = await connection.scalar(select(members.c.role).where(members.c.id == member))
    rows = await connection.execute(select(*THING).where(scoped_roles.c.member_id == member))
    return Rights(role or 0, frozenset(tuple(row) for row in rows))


async def limit_rights(connection: AsyncConnection, member: int, than: Rights) -> None:
    """Let a member do no more than this."""
    lower = update(members).where(members.c.id == member, members.c.role > than.role)
    await connection.execute(lower.values(role=than.role))
    beyond = (await rights(connection, member)).scoped - than.scoped
    theirs = scoped_roles.c.member_id == member
    await connection.execute(delete(scoped_roles).where(theirs, tuple_(*THING).in_(list(beyond))))


async def drop_waiting(journal: Journal, room: str) -> None:
    """Let a room not be opened, and nothing be said in it, that nobody is on the way to do."""
    waiting = and_(outbox.c.state == "waiting", outbox.c.attempts == 0)
    there = select(places.c.id).where(places.c.key == room)
    dropped = and_(waiting, outbox.c.to_place.in_(there))
    shows = live_views.c.post_id.in_(select(outbox.c.id).where(dropped))
    await journal.drop(live_views, shows)
    await journal.drop(outbox, dropped)


async def _renew_secrets(connection: AsyncConnection, member: int) -> None:
    """Let all secrets that somebody has be good for nothing; no undoing brings them back."""
    theirs = update(member_secrets).where(member_secrets.c.member_id == member)
    await connection.execute(theirs.values(generation=new_generation()))


async def _rename(connection: AsyncConnection, journal: Journal, gone: int, kept: int) -> None:
    """What is told to a member is known by a key that says who it is.

    The chat goes on knowing it by its former key (`about`), so that what is under way is not sent
    twice; edits and retractions that wait follow the new one.
    """
    told = await connection.execute(
        select(outbox.c.id, outbox.c.key, *(outbox.c[name] for name in FACT))
        .where(outbox.c.told_id == gone)
        .where(outbox.c.key.is_not(None))
    )
    rows = {row.id: (row.key, read_fact(row).to(kept).key) for row in told}
    keys = [key for _, key in rows.values()]
    taken = set(await connection.scalars(select(outbox.c.key).where(outbox.c.key.in_(keys))))
    for id_, (former, key) in rows.items():
        if key not in taken:
            await journal.change(outbox, outbox.c.id == id_, key=key)
            changes = select(outbox.c.id).where(outbox.c.about == former, outbox.c.key.is_(None))
            for change in list(await connection.scalars(changes)):
                await journal.change(outbox, outbox.c.id == change, about=key)
    await journal.move(outbox.c.told_id, gone, kept)
