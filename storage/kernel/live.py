"""The live views and where they hang (`bot.delivery.live.ViewBook`)."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Update,
    and_,
    bindparam,
    case,
    delete,
    exists,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.clock import Clock
from bot.community.facts import Fact
from bot.community.places import PlaceKind
from bot.delivery.addresses import Below, ToMember, ToPlace
from bot.delivery.live import Hanging, View
from bot.delivery.outbox import Told
from bot.delivery.views import no_more
from bot.ui.message_json import to_json
from storage.kernel.addresses import Lane
from storage.kernel.changes import Changes, slices
from storage.kernel.columns import instant
from storage.kernel.database import insert
from storage.kernel.delivery_tables import live_views, outbox
from storage.kernel.direct import AtTheEnd, Direct
from storage.kernel.facts import FACT, read_fact
from storage.kernel.hangings import HANGS_BY
from storage.kernel.outbox import SqlOutbox
from storage.kernel.tables import places

_change = outbox.alias("change")
_BEING_CHANGED = exists().where(
    _change.c.about == outbox.c.key, _change.c.key.is_(None), _change.c.state == "waiting"
)


class SqlLive:
    """Hangs, touches and takes down; what was touched is written at the end, by `flush`.

    So the rows of a view, which many may touch at once, are locked for a moment only.
    """

    def __init__(
        self, connection: AsyncConnection, outbox: SqlOutbox, clock: Clock, at_the_end: AtTheEnd
    ) -> None:
        self._connection = connection
        self._at_the_end = at_the_end
        self._outbox = outbox
        self._clock = clock
        self._posted: list[tuple[int, str]] = []
        self._touched: dict[View, None] = {}
        self._otherwise = False

    async def hang(self, to: ToMember | ToPlace | Below, view: View, *, community: int) -> None:
        await self.hang_each([(to, view)], community=community)

    async def hang_each(
        self, views: Sequence[tuple[ToMember | ToPlace | Below, View]], *, community: int
    ) -> None:
        if not views:
            return
        there = [(to, view, Lane.to(to).text) for to, view in views]
        rows = [
            {"kind": view.kind, "subject": view.subject, "hangs_in": lane}
            for _, view, lane in there
        ]
        new = insert(self._connection, live_views).values(rows).on_conflict_do_nothing()
        hung = live_views.c.id, live_views.c.kind, live_views.c.subject, live_views.c.hangs_in
        found = await self._connection.execute(new.returning(*hung))
        ids = {(row.kind, row.subject, row.hangs_in): row.id for row in found}
        for to, view, lane in there:
            hanging = ids.get((view.kind, view.subject, lane))
            if hanging is None:
                continue
            fact = Fact.of(view.kind, view.subject, part=secrets.token_hex(8))
            await self._outbox.post(to, None, fact, community=community)
            self._posted.append((hanging, fact.key))

    async def touch(self, *views: View) -> None:
        self._touched |= dict.fromkeys(views)

    async def take_down(
        self, *views: View, hangs_in: ToMember | ToPlace | Below | None = None
    ) -> None:
        await self.flush()
        await self._at_the_end.flush()
        for some in slices(views):
            here = _of(some)
            if hangs_in:
                here = and_(here, live_views.c.hangs_in == Lane.to(hangs_in).text)
            posts = select(*(outbox.c[name] for name in FACT)).join(live_views, HANGS_BY)
            hanging = (await self._connection.execute(posts.where(here))).all()
            await self._outbox.retract(*map(read_fact, hanging))
            await self._connection.execute(delete(live_views).where(here))

    async def threads(self, view: View, *, space: int | None = None) -> list[Below]:
        if self._posted:
            await self.flush()
        spoken = (PlaceKind.CHANNEL, PlaceKind.ROOM)
        hung = (
            select(live_views.c.post_id)
            .join(outbox, HANGS_BY)
            .join(places, places.c.id == outbox.c.to_place)
            .where(live_views.c.kind == view.kind, live_views.c.subject == view.subject)
            .where(outbox.c.to_post.is_(None), places.c.kind.in_(spoken))
            .order_by(live_views.c.post_id)
        )
        if space is not None:
            hung = hung.where(places.c.space_id == space)
        return [Below(post) for post in await self._connection.scalars(hung)]

    async def hung(self, post: int) -> View | None:
        found = await self._connection.execute(
            select(live_views.c.kind, live_views.c.subject).where(live_views.c.post_id == post)
        )
        row = found.one_or_none()
        return View(row.kind, row.subject) if row else None

    def shown_otherwise(self) -> None:
        self._otherwise = True

    async def flush(self) -> None:
        """Write what was hung and touched; the unit of work does so before it is committed."""
        await self._outbox.flush()
        posted, self._posted = self._posted, []
        if posted:
            its_key = case(dict(posted), value=live_views.c.id)
            post = select(outbox.c.id).where(outbox.c.key == its_key).scalar_subquery()
            these = update(live_views).where(live_views.c.id.in_([id_ for id_, _ in posted]))
            await self._connection.execute(these.values(post_id=post))
        touched, self._touched = list(self._touched), {}
        if not touched:
            return
        now = {"now": self._clock.now()}
        if len(touched) == 1 and not self._otherwise:
            (one,) = touched
            self._at_the_end.ask(_TOUCH_ONE, now | {"its_kind": one.kind, "its": one.subject})
            return
        for some in slices(touched):
            touching = _touching(_of(some))
            touching = touching.values(shown="") if self._otherwise else touching
            await self._connection.execute(touching, now)

    # Keeping them current ---------------------------------------------------------------------

    async def touched(self, before: datetime, rested: datetime) -> bool:
        return await self._connection.scalar(_touched(before, rested).limit(1)) is not None

    async def ask_for_edits(self, before: datetime, rested: datetime, limit: int) -> int:
        touched = _touched(before, rested).order_by(live_views.c.touched_at, live_views.c.id)
        posts = (await self._connection.execute(touched.limit(limit))).all()
        await Changes(self._connection).after(posts, "edit", {})
        return len(posts)

    async def shown(self, hanging: Hanging, shown: str, now: datetime) -> None:
        current = live_views.c.touches == hanging.touches
        touched = case((current, None), else_=now) if shown else now
        await self._change(hanging, shown=shown, shown_at=now, touched_at=touched)

    async def let_be(self, hanging: Hanging) -> None:
        current = live_views.c.touches == hanging.touches
        touched = case((current, None), else_=live_views.c.touched_at)
        await self._change(hanging, shown="", touched_at=touched)

    async def try_again(self, hanging: Hanging, at: datetime) -> None:
        await self._change(hanging, touched_at=at)

    async def hold(self, hanging: Hanging) -> None:
        post = select(live_views.c.post_id).where(live_views.c.id == hanging.id).scalar_subquery()
        stands_for_it = to_json(no_more())
        await self._connection.execute(
            update(outbox).where(outbox.c.id == post).values(body=stands_for_it)
        )

    async def gone(self, hanging: Hanging) -> None:
        await self._connection.execute(delete(live_views).where(live_views.c.id == hanging.id))

    async def lose(self, thread: Below) -> Told | None:
        lost = delete(live_views).where(live_views.c.post_id == thread.post)
        if not (await self._connection.execute(lost)).rowcount:
            return None
        return await self._outbox.post_of(thread.post)

    async def _change(self, hanging: Hanging, **values: object) -> None:
        its_own = update(live_views).where(live_views.c.id == hanging.id)
        await self._connection.execute(its_own.values(**values))


def _touched(before: datetime, rested: datetime) -> Select[*tuple[Any, ...]]:
    """The posts of what was touched, and is not being changed already."""
    return (
        select(outbox)
        .join(live_views, HANGS_BY)
        .where(live_views.c.touched_at <= before)
        .where(live_views.c.shown_at.is_(None) | (live_views.c.shown_at <= rested))
        .where(outbox.c.state == "done", outbox.c.posted_message.is_not(None))
        .where(~_BEING_CHANGED)
    )


def _touching(such: ColumnElement[bool]) -> Update:
    """Note that they are to be shown anew since now, if that is not so already."""
    # In the order of ids, so that no two who touch the same wait for each other.
    these = select(live_views.c.id).where(such).order_by(live_views.c.id)
    now, earlier = instant("now"), live_views.c.touched_at
    since = case((earlier < now, earlier), else_=now)  # it may be to be tried later
    touching = update(live_views).where(live_views.c.id.in_(these.with_for_update()))
    return touching.values(touches=live_views.c.touches + 1, touched_at=since)


def _of(views: Iterable[View]) -> ColumnElement[bool]:
    these = [(view.kind, view.subject) for view in views]
    return tuple_(live_views.c.kind, live_views.c.subject).in_(these)


_TOUCH_ONE = Direct(
    _touching(
        (live_views.c.kind == bindparam("its_kind")) & (live_views.c.subject == bindparam("its"))
    )
)
