"""What is kept for members to fetch whom nothing could be written to alone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Update, and_, exists, func, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.addresses import ToPlace
from storage.kernel.addresses import ADDRESS, address_values
from storage.kernel.columns import AnyRow
from storage.kernel.delivery_tables import FETCHED, FINISHED, HELD, outbox
from storage.kernel.facts import FACT
from storage.kernel.pruning import PORTION, Old
from storage.kernel.tables import accounts, places, spaces

KEPT = outbox.c.state.in_((HELD, FETCHED))
"""Posts of which there was only word in public."""

_after = outbox.alias("after")
_TAKEN_BACK = exists().where(
    _after.c.about == outbox.c.key, _after.c.act == "retract", _after.c.state == "waiting"
)
_WAITS = and_(outbox.c.state == HELD, outbox.c.body.is_not(None), not_(_TAKEN_BACK))
_READ = and_(outbox.c.state == FETCHED, outbox.c.body.is_not(None))

_OLD_FETCHED = Old(update(outbox).values(body=None), outbox.c.due_at, FINISHED, _READ)


class SqlHeld:
    """Held words from their members' side: a part of `storage.kernel.outbox.SqlOutbox`.

    `due_at` is since when they are held, and then when they were first fetched.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, member: int) -> list[int]:
        """Return the ids of what a member has not fetched yet, oldest first."""
        theirs = select(outbox.c.id).where(is_to(member), _WAITS).order_by(outbox.c.id)
        return list(await self._connection.scalars(theirs))

    async def read_last(self, member: int) -> int | None:
        """Return the id of what a member fetched last, of what is kept."""
        theirs = select(outbox.c.id).where(is_to(member), _READ)
        latest = theirs.order_by(outbox.c.due_at.desc(), outbox.c.id.desc()).limit(1)
        return await self._connection.scalar(latest)

    async def fetch(self, member: int, held: int, now: datetime) -> AnyRow | None:
        """Return the row as it was, as often as the member asks while the words are kept."""
        found = await self._connection.execute(
            select(outbox).where(outbox.c.id == held, is_to(member), or_(_WAITS, _READ))
        )
        row = found.one_or_none()
        if row and row.state == HELD:
            await self._connection.execute(
                update(outbox).where(outbox.c.id == held).values(state=FETCHED, due_at=now)
            )
        return row

    async def forget(self, before: datetime) -> Sequence[AnyRow]:
        """Empty what has been held since before, a portion; return where it is told of, as rows."""
        old = and_(FINISHED, outbox.c.state == HELD, outbox.c.body.is_not(None))
        told = ("id", "key", "community_id", "lane", *ADDRESS, *FACT)
        some = select(*(outbox.c[name] for name in told)).where(old, outbox.c.due_at < before)
        some = some.order_by(outbox.c.due_at).limit(PORTION).with_for_update(skip_locked=True)
        unread = (await self._connection.execute(some)).all()
        if unread:
            there = outbox.c.id.in_([row.id for row in unread])
            await self._connection.execute(update(outbox).where(there).values(body=None))
        return unread

    async def forget_fetched(self, before: datetime) -> bool:
        """Empty what was fetched before; tell whether there is more."""
        return await _OLD_FETCHED.forget(self._connection, before)

    async def leave(self, member: int) -> Sequence[AnyRow]:
        """Keep of what is held for a member nothing but where it is told of, as rows to retract."""
        theirs = select(outbox).where(is_to(member), outbox.c.state == HELD)
        rows = (await self._connection.execute(theirs)).all()
        channels = {row.posted_channel for row in rows}
        known = (
            select(places.c.channel, func.min(places.c.id).label("id"))
            .where(places.c.channel.in_(channels))
            .group_by(places.c.channel)
        )
        for place in (await self._connection.execute(known)).all():
            there = [row.id for row in rows if row.posted_channel == place.channel]
            nobodys = {**address_values(ToPlace(place.id)), "state": "done", "body": None}
            await self._connection.execute(
                update(outbox).where(outbox.c.id.in_(there)).values(**nobodys)
            )
        left = select(outbox).where(outbox.c.id.in_([row.id for row in rows]))
        return (await self._connection.execute(left)).all()


def change_held(key: str, body: str | None) -> Update:
    """Give held words other ones, unless they were forgotten, or empty them."""
    return (
        update(outbox)
        .where(outbox.c.key == key, KEPT, outbox.c.body.is_not(None))
        .values(body=body)
    )


def empty_held(key: str) -> Update:
    """Empty held words, unless they were fetched."""
    return update(outbox).where(outbox.c.key == key, outbox.c.state == HELD).values(body=None)


def is_to(member: int) -> ColumnElement[bool]:
    """Whether something is addressed to a member, or to one of the accounts they have now."""
    their_account = (
        exists()
        .where(accounts.c.member_id == member, accounts.c.space_id == outbox.c.to_space)
        .where(spaces.c.id == accounts.c.space_id)
        .where(outbox.c.to_account == spaces.c.platform + ":" + accounts.c.external_id)
    )
    return or_(outbox.c.to_member == member, their_account)
