"""Forms left half-way (`bot.community.records.Drafts`)."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ui.fields import Raw
from storage.kernel.database import insert
from storage.kernel.pruning import Old
from storage.kernel.tables import drafts

_DRAFT = ("member_id", "form", "subject")
_SENT = "{}"
"""What is left of a draft, for a while, once its form was sent: when that was."""

_KEEP_FROM_NOW = (
    update(drafts)
    .where(drafts.c.kept_at.is_(None))
    .values(kept_at=bindparam("now", type_=drafts.c.kept_at.type))
)
_OLD_SENT = Old(delete(drafts), drafts.c.kept_at, drafts.c.typed == _SENT)
_OLD = Old(delete(drafts), drafts.c.kept_at)


class SqlDrafts:
    """Forms left half-way."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, member: int, form: str, subject: str) -> dict[str, Raw]:
        found = await self._connection.execute(
            select(drafts.c.typed).where(*_is(member, form, subject))
        )
        typed = found.scalar_one_or_none()
        return dict(json.loads(typed)) if typed else {}

    async def keep(
        self,
        member: int,
        form: str,
        subject: str,
        values: dict[str, Raw],
        at: float = 0.0,
        *,
        now: datetime,
    ) -> None:
        typed = json.dumps(values, ensure_ascii=False)
        later = {"typed": typed, "kept_at": now}
        later |= {"typed_at": at} if at else {}  # 0 is always newest
        new = self._row(member, form, subject, typed, at, now)
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=_DRAFT,
                set_=later,
                where=drafts.c.typed_at <= at if at else None,
            )
        )

    async def drop(
        self, member: int, form: str, subject: str, at: float = 0.0, *, now: datetime
    ) -> None:
        if at:
            newest = case((drafts.c.typed_at > at, drafts.c.typed_at), else_=at)
            sent = {"typed": _SENT, "typed_at": newest}  # even if clocks differ: nothing is left
            new = self._row(member, form, subject, _SENT, at, now)
            await self._connection.execute(
                new.on_conflict_do_update(index_elements=_DRAFT, set_={**sent, "kept_at": now})
            )
        else:
            await self._connection.execute(delete(drafts).where(*_is(member, form, subject)))

    async def take(
        self, member: int, form: str, subject: str, at: float = 0.0, *, now: datetime
    ) -> dict[str, Raw]:
        if at:
            typed = await self.of(member, form, subject)
            await self.drop(member, form, subject, at, now=now)
            return typed
        dropped = delete(drafts).where(*_is(member, form, subject)).returning(drafts.c.typed)
        text = (await self._connection.execute(dropped)).scalar_one_or_none()
        return dict(json.loads(text)) if text else {}

    async def forget_before(self, sent: datetime, left: datetime, now: datetime) -> bool:
        """Forget of forms that were sent when that was, and what was left half-way.

        Tells whether there is more. What has been kept since nobody knows when is kept from now on.
        """
        await self._connection.execute(_KEEP_FROM_NOW, {"now": now})
        more = await _OLD_SENT.forget(self._connection, sent)
        return await _OLD.forget(self._connection, left) or more

    def _row(
        self, member: int, form: str, subject: str, typed: str, at: float, now: datetime
    ) -> Any:
        new = insert(self._connection, drafts).values(member_id=member, form=form, subject=subject)
        return new.values(typed=typed, typed_at=at, kept_at=now)

    async def all_of(self, member: int) -> list[dict[str, object]]:
        rows = await self._connection.execute(select(drafts).where(drafts.c.member_id == member))
        return [
            {"form": row.form, "subject": row.subject, "typed": json.loads(row.typed)}
            for row in rows
            if row.typed != _SENT
        ]

    async def drop_all(self, member: int) -> None:
        await self._connection.execute(delete(drafts).where(drafts.c.member_id == member))


def _is(member: int, form: str, subject: str) -> tuple[ColumnElement[bool], ...]:
    return drafts.c.member_id == member, drafts.c.form == form, drafts.c.subject == subject
