"""Places and messages of the web chat (`adapters.web.ports.WebChatBook`)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.own_chat import ChatChange, ChatMessage, ChatPlace, ListedPlace
from bot.community.people import Member
from bot.community.places import PlaceKind
from bot.community.sealing import Seal
from bot.ui.message_json import to_json
from bot.ui.messages import Message
from storage.kernel.columns import AnyRow
from storage.kernel.database import insert
from storage.kernel.rows import MEMBER, as_member
from storage.kernel.tables import members
from storage.web.rows import (
    as_message,
    audience,
    is_sealed,
    read_body,
    sealed_body,
    seen_by,
    select_messages,
    visible_to,
)
from storage.web.tables import (
    web_logins,
    web_messages,
    web_place_members,
    web_places,
    web_sessions,
    web_ticker,
)


class SqlWebChat:
    """Places and messages of every community; each query is scoped to who looks."""

    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    # Places -----------------------------------------------------------------------------------

    async def open_place(
        self, key: str, kind: PlaceKind, title: str, community: int, members: Sequence[int] = ()
    ) -> int:
        opened = await self._connection.execute(
            insert(self._connection, web_places)
            .values(key=key, kind=kind, title=title, community_id=community)
            .on_conflict_do_nothing()
        )
        found = await self.place_called(key)
        assert found is not None  # noqa: S101  # it was there, or has just been opened
        if opened.rowcount and members:
            await self._connection.execute(
                web_place_members.insert(),
                [{"place_id": found, "member_id": member} for member in sorted(set(members))],
            )
        return found

    async def let_be_in(self, place: int, members: Collection[int]) -> None:
        inside = web_place_members.c
        others = delete(web_place_members).where(inside.place_id == place)
        await self._connection.execute(others.where(inside.member_id.not_in(members)))
        rows = [{"place_id": place, "member_id": member} for member in sorted(set(members))]
        if rows:
            new = insert(self._connection, web_place_members).on_conflict_do_nothing()
            await self._connection.execute(new, rows)

    async def place_called(self, key: str) -> int | None:
        found = await self._connection.execute(
            select(web_places.c.id).where(web_places.c.key == key)
        )
        return found.scalar_one_or_none()

    async def place(self, place: int, viewer: Member) -> ChatPlace | None:
        columns = (web_places.c.id, web_places.c.key, web_places.c.kind, web_places.c.title)
        found = await self._connection.execute(
            select(*columns).where(web_places.c.id == place, seen_by(viewer))
        )
        row = found.one_or_none()
        return ChatPlace(row.id, row.key, PlaceKind(row.kind), row.title) if row else None

    async def places(self, viewer: Member, most_unread: int) -> list[ListedPlace]:
        mine = web_place_members.alias("mine")
        there = web_messages.c.place_id == web_places.c.id
        newest = select(web_messages.c.id).where(there, visible_to(viewer.id))
        newest = newest.order_by(web_messages.c.id.desc()).limit(1).correlate(web_places)
        unread = (
            select(web_messages.c.id)
            .where(there, visible_to(viewer.id))
            .where(web_messages.c.id > func.coalesce(mine.c.last_read, 0))
            .where(web_messages.c.author_id.is_distinct_from(viewer.id))
            .correlate(web_places, mine)
            .limit(most_unread)
            .subquery()
        )
        rows = await self._connection.execute(
            select(
                *(web_places.c.id, web_places.c.key, web_places.c.kind, web_places.c.title),
                select(func.count()).select_from(unread).scalar_subquery().label("unread"),
                func.coalesce(newest.scalar_subquery(), 0).label("newest"),
            )
            .outerjoin(mine, (mine.c.place_id == web_places.c.id) & (mine.c.member_id == viewer.id))
            .where(seen_by(viewer))
            .order_by(web_places.c.id)
        )
        return [
            ListedPlace(row.id, row.key, PlaceKind(row.kind), row.title, row.unread, row.newest)
            for row in rows
        ]

    async def people_in(self, place: int, limit: int) -> list[Member]:
        rows = await self._connection.execute(
            select(*MEMBER)
            .join(web_place_members, web_place_members.c.member_id == members.c.id)
            .where(web_place_members.c.place_id == place)
            .order_by(members.c.name_key, members.c.id)
            .limit(limit)
        )
        return [as_member(row) for row in rows]

    async def read_up_to(self, place: int, member: int, message: int) -> None:
        marks = insert(self._connection, web_place_members).values(
            place_id=place, member_id=member, last_read=message
        )
        await self._connection.execute(
            marks.on_conflict_do_update(
                index_elements=["place_id", "member_id"],
                set_={"last_read": marks.excluded.last_read},
                where=web_place_members.c.last_read < marks.excluded.last_read,
            )
        )

    # Messages ---------------------------------------------------------------------------------

    async def page(
        self, place: int, viewer: int, *, limit: int, before: int | None, since: int | None
    ) -> list[ChatMessage]:
        query = select_messages(viewer).where(
            web_messages.c.place_id == place, web_messages.c.thread_id.is_(None)
        )
        if before is not None:
            query = query.where(web_messages.c.id < before)
        if since is not None:
            query = query.where(web_messages.c.id >= since)
        found = await self._connection.execute(
            query.order_by(web_messages.c.id.desc()).limit(limit)
        )
        rows = found.all()[::-1]
        return await self._with_replies(rows, viewer)

    async def thread(self, root: int, viewer: int, limit: int) -> list[ChatMessage]:
        first = await self.message(root, viewer)
        if first is None or first.thread is not None:
            return []
        replies = select_messages(viewer).where(web_messages.c.thread_id == root)
        newest = replies.order_by(web_messages.c.id.desc()).limit(limit)
        rows = (await self._connection.execute(newest)).all()[::-1]
        return [first, *(as_message(row, 0, self._seal) for row in rows)]

    async def message(self, message: int, viewer: int) -> ChatMessage | None:
        found = await self._connection.execute(
            select_messages(viewer).where(web_messages.c.id == message)
        )
        return next(iter(await self._with_replies(found.all(), viewer)), None)

    async def post(
        self,
        key: str,
        place: int,
        body: Message,
        at: datetime,
        *,
        author: int | None = None,
        only_for: int | None = None,
        thread: int | None = None,
        asked_by: int | None = None,
        asked: str = "",
        sealed: bool = False,
    ) -> int:
        change = await self._tick()
        kept_body = sealed_body(body, self._seal) if sealed else to_json(body)
        await self._connection.execute(
            insert(self._connection, web_messages)
            .values(key=key, place_id=place, body=kept_body, at=at, change=change)
            .values(author_id=author, only_for=only_for, thread_id=thread)
            .values(asked_by=asked_by, asked=asked)
            .on_conflict_do_nothing(index_elements=["key"])
        )
        kept = await self._connection.execute(
            select(web_messages.c.id).where(web_messages.c.key == key)
        )
        return int(kept.scalar_one())

    async def edit(self, message: int, body: Message) -> bool:
        before = select(web_messages.c.body).where(_there(message))
        sealed = is_sealed(await self._connection.scalar(before) or "")
        kept = sealed_body(body, self._seal) if sealed else to_json(body)
        return await self._change(_there(message), body=kept)

    async def stands(self, message: int) -> bool:
        there = select(web_messages.c.id).where(_there(message))
        return await self._connection.scalar(there) is not None

    async def retract(self, message: int) -> None:
        await self._change(web_messages.c.id == message, body="", asked="", gone=True)

    async def _change(self, which: ColumnElement[bool], **values: object) -> bool:
        change = await self._tick()
        changed = await self._connection.execute(
            update(web_messages).where(which).values(change=change, **values)
        )
        return bool(changed.rowcount)

    async def _with_replies(self, rows: Sequence[AnyRow], viewer: int) -> list[ChatMessage]:
        if not rows:
            return []
        counted = await self._connection.execute(
            select(web_messages.c.thread_id, func.count())
            .where(web_messages.c.thread_id.in_([row.id for row in rows]), visible_to(viewer))
            .group_by(web_messages.c.thread_id)
        )
        replies = {row[0]: row[1] for row in counted}
        return [as_message(row, replies.get(row.id, 0), self._seal) for row in rows]

    # Changes ----------------------------------------------------------------------------------

    async def _tick(self) -> int:
        """Count up. The row stays locked until the commit, so changes are seen in their order."""
        counting = insert(self._connection, web_ticker).values(id=1, change=1)
        counted = await self._connection.execute(
            counting.on_conflict_do_update(
                index_elements=["id"], set_={"change": web_ticker.c.change + 1}
            ).returning(web_ticker.c.change)
        )
        return int(counted.scalar_one())

    async def ticker(self) -> int:
        found = await self._connection.execute(select(web_ticker.c.change))
        return found.scalar_one_or_none() or 0

    async def changes(self, since: int, limit: int) -> list[ChatChange]:
        found = await self._connection.execute(
            select(web_messages.c.change, web_messages.c.place_id, web_messages.c.only_for)
            .add_columns(web_places.c.community_id, web_places.c.kind)
            .join(web_places, web_places.c.id == web_messages.c.place_id)
            .where(web_messages.c.change > since)
            .order_by(web_messages.c.change)
            .limit(limit)
        )
        rows = found.all()
        closed = {row.place_id for row in rows if row.kind != PlaceKind.CHANNEL}
        inside: dict[int, set[int]] = {place: set() for place in closed}
        if closed:
            for place, member in await self._connection.execute(
                select(web_place_members.c.place_id, web_place_members.c.member_id).where(
                    web_place_members.c.place_id.in_(closed)
                )
            ):
                inside[place].add(member)
        return [ChatChange(r.change, r.community_id, audience(r, inside)) for r in rows]

    # Links to come in by ----------------------------------------------------------------------

    async def keep_login(self, token_hash: str, member: int, expires: datetime) -> None:
        await self._connection.execute(
            web_logins.insert().values(token_hash=token_hash, member_id=member, expires_at=expires)
        )

    async def login(self, token_hash: str, now: datetime) -> int | None:
        found = await self._connection.execute(
            select(web_logins.c.member_id).where(
                web_logins.c.token_hash == token_hash, web_logins.c.expires_at > now
            )
        )
        return found.scalar_one_or_none()

    async def use_login(self, token_hash: str, now: datetime) -> int | None:
        used = await self._connection.execute(
            delete(web_logins)
            .where(web_logins.c.token_hash == token_hash, web_logins.c.expires_at > now)
            .returning(web_logins.c.member_id)
        )
        member = used.scalar_one_or_none()
        await self._connection.execute(delete(web_logins).where(web_logins.c.expires_at <= now))
        return member

    # Personal data ----------------------------------------------------------------------------

    async def words_of(self, member: int) -> list[dict[str, str]]:
        rows = await self._connection.execute(
            select_messages(member)
            .add_columns(web_places.c.title)
            .join(web_places, web_places.c.id == web_messages.c.place_id)
            .where(
                or_(
                    web_messages.c.author_id == member,
                    web_messages.c.only_for == member,
                    web_messages.c.asked_by == member,
                    web_places.c.key == f"direct:{member}",
                )
            )
            .order_by(web_messages.c.id)
        )
        return [
            {
                "at": row.at.isoformat(),
                "where": row.title,
                "by": row.author_name or "Kindred",
                "asked": row.asked,
                "text": read_body(row.body).fallback,
            }
            for row in rows
        ]

    async def forget(self, member: int) -> None:
        direct = select(web_places.c.id).where(web_places.c.key == f"direct:{member}")
        told = or_(web_messages.c.only_for == member, web_messages.c.place_id.in_(direct))
        nobody = {"author_id": None, "only_for": None, "asked_by": None}
        await self._change(
            or_(web_messages.c.author_id == member, told), body="", asked="", gone=True, **nobody
        )
        await self._change(web_messages.c.asked_by == member, asked="", asked_by=None)
        for table in (web_place_members, web_logins, web_sessions):
            await self._connection.execute(delete(table).where(table.c.member_id == member))


async def in_own_chat(connection: AsyncConnection, people: Collection[int]) -> set[int]:
    """Which of these members have read, said or asked for anything in the web chat."""
    wanted = sorted(people)
    author, asked = web_messages.c.author_id, web_messages.c.asked_by
    found: set[int] = set()
    said = await connection.execute(
        select(author, asked).where(or_(author.in_(wanted), asked.in_(wanted))).distinct()
    )
    for row in said:
        found.update(id_ for id_ in row if id_ is not None)
    read = await connection.execute(
        select(web_place_members.c.member_id)
        .where(web_place_members.c.member_id.in_(wanted), web_place_members.c.last_read > 0)
        .distinct()
    )
    return (found | set(read.scalars())) & set(wanted)


def _there(message: int) -> ColumnElement[bool]:
    """Whether it is this message, unless that was taken back."""
    return (web_messages.c.id == message) & ~web_messages.c.gone
