"""Rows of live views, read into where each hangs (`bot.delivery.live.Hanging`)."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.live import Hanging, View
from bot.ui.languages import DEFAULT_LOCALE
from storage.kernel.columns import AnyRow
from storage.kernel.delivery_tables import live_views, outbox
from storage.kernel.tables import members

HANGS_BY = live_views.c.post_id == outbox.c.id
"""What joins a view with the post that shows it."""

HANGING = tuple(live_views.c[name] for name in ("id", "kind", "subject", "touches", "shown"))
"""The columns that `as_hanging` reads, beside a locale."""


def as_hanging(row: AnyRow) -> Hanging:
    """Make a hanging of the columns of its row, and the locale that it is shown in."""
    view = View(row.kind, row.subject)
    return Hanging(row.id, view, row.locale or DEFAULT_LOCALE, row.touches, row.shown)


async def hangings(connection: AsyncConnection, posts: Collection[str]) -> dict[str, Hanging]:
    """What hangs where these posts are, by their keys."""
    if not posts:
        return {}
    above = outbox.alias("above")  # in whose thread something is said for one alone
    reader = func.coalesce(outbox.c.to_member, above.c.to_member)
    rows = await connection.execute(
        select(*HANGING, outbox.c.key, members.c.locale)
        .join(outbox, HANGS_BY)
        .outerjoin(above, above.c.id == outbox.c.to_post)
        .outerjoin(members, members.c.id == reader)
        .where(outbox.c.key.in_(posts))
    )
    return {row.key: as_hanging(row) for row in rows}
