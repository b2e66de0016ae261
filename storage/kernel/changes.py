"""Changes of what was posted: other words in its place, or nothing there any more.

However many posts are changed at once, it is a few statements.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from bot.delivery.outbox import Composed
from bot.ui.languages import current_locale, in_language
from bot.ui.message_json import to_json
from bot.ui.messages import Message
from storage.kernel.addresses import ADDRESS
from storage.kernel.columns import AnyRow
from storage.kernel.delivery_tables import FETCHED, HELD, outbox
from storage.kernel.facts import FACT
from storage.kernel.held import change_held
from storage.kernel.queue import BEGINNING
from storage.kernel.tables import mailboxes, members

_AT_ONCE = 5_000  # keys in one query
_AS_THERE = ("community_id", "lane", *ADDRESS, *FACT)
_REWORD = (
    update(outbox)
    .where(outbox.c.id == bindparam("its_id"), outbox.c.state == "waiting")
    .values(body=bindparam("its_body"))
)

T = TypeVar("T")


class Changes:
    """Changes what was posted in one database; nothing gathered is waiting to be written."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def edit(self, said: Mapping[str, Composed]) -> None:
        """Put these words in the place of what was posted under a key, each in its language."""
        for some in slices(list(said)):
            posts = await self._posts(some)
            bodies = {post.key: in_words(said[post.key], _locale(post)) for post in posts}
            waiting = await self._waiting(some)
            reworded = [
                {"its_id": id_, "its_body": bodies[key]} for id_, key in waiting if key in bodies
            ]
            if reworded:
                await self._connection.execute(_REWORD, reworded)
            there = {key for _, key in waiting}
            others = [post for post in posts if post.key not in there]
            await self._follow(others, "edit", bodies)

    async def retract(self, keys: Sequence[str]) -> None:
        """Take back what was posted under these keys, or do not say it in the first place.

        The words of what could not be delivered are forgotten at once.
        """
        not_arrived = or_(outbox.c.attempts == 0, outbox.c.to_mailbox.is_not(None))
        for some in slices(keys):
            await self._connection.execute(
                delete(outbox).where(_concern(some), outbox.c.state == "waiting", not_arrived)
            )
            given_up = update(outbox).where(outbox.c.key.in_(some), outbox.c.state == "dead")
            await self._connection.execute(given_up.values(body=None))
            await self._follow(await self._posts(some), "retract", {})

    async def after(self, posts: Sequence[AnyRow], act: str, bodies: Mapping[str, str]) -> None:
        """Change what was posted, by rows, once all that was said there before is done."""
        change = {"act": act, "due_at": BEGINNING}
        rows = [
            {"about": post.key, "body": bodies.get(post.key), **change}
            | {name: getattr(post, name) for name in _AS_THERE}
            for post in posts
        ]
        if rows:
            await self._connection.execute(outbox.insert(), rows)

    async def follow(self, key: str, act: str) -> None:
        """Do this with what was posted under a key."""
        await self._follow(await self._posts([key]), act, {})

    async def _posts(self, keys: Sequence[str]) -> Sequence[AnyRow]:
        """What was posted under these keys, with the language of whom it is for."""
        its_own = func.coalesce(members.c.locale, mailboxes.c.locale)
        found = await self._connection.execute(
            select(outbox, its_own.label("locale"))
            .outerjoin(members, members.c.id == outbox.c.to_member)
            .outerjoin(mailboxes, mailboxes.c.id == outbox.c.to_mailbox)
            .where(outbox.c.key.in_(keys))
            .order_by(outbox.c.id)
        )
        return found.all()

    async def _waiting(self, keys: Sequence[str]) -> list[tuple[int, str]]:
        """What still waits to be said of them: the ids of rows, each with the key."""
        key = func.coalesce(outbox.c.key, outbox.c.about)
        found = await self._connection.execute(
            select(outbox.c.id, key)
            .where(_concern(keys), outbox.c.act.in_(("post", "edit")))
            .where(outbox.c.state == "waiting", outbox.c.attempts == 0)  # not on its way
            .order_by(outbox.c.id)
            .with_for_update()
        )
        return [(row[0], row[1]) for row in found]

    async def _follow(self, posts: Sequence[AnyRow], act: str, bodies: Mapping[str, str]) -> None:
        spoken = []
        for post in posts:
            if post.state == "dead" or post.to_mailbox is not None:
                continue
            if post.state in (HELD, FETCHED):
                await self._connection.execute(change_held(post.key, bodies.get(post.key)))
                if act == "edit":
                    continue  # what was said of it in public stays as it is
            spoken.append(post)
        await self.after(spoken, act, bodies)


def in_words(said: Composed, locale: str) -> str:
    """A message as JSON, composed in a language unless it was before."""
    if isinstance(said, Message):
        return to_json(said)
    with in_language(locale):
        return to_json(said())


def slices(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    """These keys, as many at once as a query may have."""
    return (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE))


def _locale(post: AnyRow) -> str:
    return post.locale or (current_locale() if post.to_account else "")


def _concern(keys: Sequence[str]) -> ColumnElement[bool]:
    """Whether it is what was posted under one of these keys, or a change of that."""
    return or_(outbox.c.key.in_(keys), and_(outbox.c.key.is_(None), outbox.c.about.in_(keys)))
