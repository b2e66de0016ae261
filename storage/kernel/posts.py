"""Posts by where they stand in a chat: what is said there tells of."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.facts import Fact
from bot.delivery.outbox import Told
from bot.delivery.sender import Posted
from bot.delivery.threads import told_below
from storage.kernel.delivery_tables import outbox
from storage.kernel.facts import FACT, read_fact


def stands_there(posted: Posted) -> ColumnElement[bool]:
    """Whether a post stands there; one that was too long stands in several messages."""
    its_pages = "," + outbox.c.posted_message + ","
    first = f",{posted.message},"  # with the name of the chat, as it stands before the first alone
    other = its_pages.contains(f",{posted.message.id},", autoescape=True)
    return and_(
        outbox.c.posted_channel == str(posted.channel),
        or_(its_pages.startswith(first, autoescape=True), other),
    )


async def told(connection: AsyncConnection, which: ColumnElement[bool]) -> Told | None:
    """What such a post tells of."""
    its_fact = (outbox.c[name] for name in FACT)
    posts = select(outbox.c.id, outbox.c.community_id, *its_fact)
    rows = await connection.execute(posts.where(which, outbox.c.key.is_not(None)))
    row = rows.first()
    return Told(row.id, read_fact(row), row.community_id) if row else None


async def follow(connection: AsyncConnection, rows: Iterable[dict[str, object]]) -> None:
    """Put what is to be said in threads into the lanes and places of the posts above them."""
    below = [row for row in rows if row["to_post"] is not None]
    if not below:
        return
    columns = (outbox.c.id, outbox.c.lane, outbox.c.to_place)
    wanted = {row["to_post"] for row in below}
    found = await connection.execute(select(*columns).where(outbox.c.id.in_(wanted)))
    above = {post.id: {"lane": post.lane, "to_place": post.to_place} for post in found}
    for row in below:
        row.update(above.get(row["to_post"], {}))


async def said_below(connection: AsyncConnection, fact: Fact) -> list[Fact]:
    """What was said of a fact in threads."""
    its_own = (outbox.c.kind == fact.kind) & (outbox.c.subject == fact.subject)
    said = select(*(outbox.c[name] for name in FACT)).where(its_own, outbox.c.key.is_not(None))
    rows = await connection.execute(said.where(outbox.c.to_post.is_not(None)))
    return [told for told in map(read_fact, rows) if told_below(told) == fact]


async def recipient(
    connection: AsyncConnection, posted: Posted, among: Collection[int]
) -> int | None:
    """Which of these members what stands there was for."""
    rows = await connection.execute(
        select(outbox.c.to_member).where(outbox.c.to_member.in_(among), stands_there(posted))
    )
    found = rows.first()
    return found.to_member if found else None
