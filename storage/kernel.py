"""Answers given, drafts, ticks and settings (`bot.work`)."""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.forms import Raw
from bot.work import Redeemed
from storage.tables.kernel import answers, codes, drafts, settings, ticks


def insert(connection: AsyncConnection, table: Table) -> Any:
    """An insert of this database that knows `on_conflict_…`, which both spell alike."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


class SqlAnswers:
    """Answers already given to interactions."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def given(self, delivery_id: str) -> str | None:
        """Claim the interaction, or return the answer given before (waits for one under way)."""
        claim = (
            insert(self._connection, answers)
            .values(delivery_id=delivery_id, given_at=datetime.now(UTC))
            .on_conflict_do_nothing()
        )
        if (await self._connection.execute(claim)).rowcount:
            return None
        earlier = await self._connection.execute(
            select(answers.c.answer).where(answers.c.delivery_id == delivery_id)
        )
        return earlier.scalar_one() or "null"

    async def keep(self, delivery_id: str, answer: str) -> None:
        """Keep the answer to a claimed interaction."""
        await self._connection.execute(
            update(answers).where(answers.c.delivery_id == delivery_id).values(answer=answer)
        )

    async def kept(self, delivery_id: str) -> str | None:
        """Return the answer to an earlier interaction."""
        found = await self._connection.execute(
            select(answers.c.answer).where(answers.c.delivery_id == delivery_id)
        )
        return found.scalar_one_or_none()

    async def forget_before(self, when: datetime) -> None:
        """Forget what was answered before an instant: nobody delivers it again."""
        await self._connection.execute(delete(answers).where(answers.c.given_at < when))


_DRAFT = ("member_id", "form", "subject")
_SENT = "{}"
"""What is left of a draft, for a while, once its form was sent: when that was."""


class SqlDrafts:
    """Forms left half-way."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, member: int, form: str, subject: str) -> dict[str, Raw]:
        """Return what was typed so far; empty without a draft."""
        found = await self._connection.execute(
            select(drafts.c.typed).where(*_is(member, form, subject))
        )
        typed = found.scalar_one_or_none()
        return dict(json.loads(typed)) if typed else {}

    async def keep(
        self, member: int, form: str, subject: str, values: dict[str, Raw], at: float = 0.0
    ) -> None:
        """Keep what was typed so far in the place of an earlier draft."""
        await self._put(member, form, subject, json.dumps(values, ensure_ascii=False), at)

    async def drop(self, member: int, form: str, subject: str, at: float = 0.0) -> None:
        """Forget the draft; what was typed before `at` and comes in later is none."""
        if at:
            newest = case((drafts.c.typed_at > at, drafts.c.typed_at), else_=at)
            sent = {"typed": _SENT, "typed_at": newest}  # even if clocks differ: nothing is left
            new = self._row(member, form, subject, _SENT, at)
            await self._connection.execute(
                new.on_conflict_do_update(index_elements=_DRAFT, set_=sent)
            )
        else:
            await self._connection.execute(delete(drafts).where(*_is(member, form, subject)))

    async def forget_before(self, when: datetime) -> None:
        """Forget of forms that were sent when that was: nothing older comes in any more."""
        await self._connection.execute(
            delete(drafts).where(drafts.c.typed == _SENT, drafts.c.typed_at < when.timestamp())
        )

    async def _put(self, member: int, form: str, subject: str, typed: str, at: float) -> None:
        new = self._row(member, form, subject, typed, at)
        later = {"typed": typed, "typed_at": at} if at else {"typed": typed}  # 0 is always newest
        await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=_DRAFT,
                set_=later,
                where=drafts.c.typed_at <= at if at else None,
            )
        )

    def _row(self, member: int, form: str, subject: str, typed: str, at: float) -> Any:
        new = insert(self._connection, drafts)
        return new.values(member_id=member, form=form, subject=subject, typed=typed, typed_at=at)

    async def all_of(self, member: int) -> list[dict[str, object]]:
        """Return every draft of a member: form, subject and what was typed."""
        rows = await self._connection.execute(select(drafts).where(drafts.c.member_id == member))
        return [
            {"form": row.form, "subject": row.subject, "typed": json.loads(row.typed)}
            for row in rows
            if row.typed != _SENT
        ]

    async def drop_all(self, member: int) -> None:
        """Forget every draft of a member."""
        await self._connection.execute(delete(drafts).where(drafts.c.member_id == member))


class SqlTicks:
    """Periods of schedules that were run."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, feature: str, schedule: str, period: str, now: datetime) -> bool:
        """Take a period; `False` when another unit of work has taken it."""
        taken = await self._connection.execute(
            insert(self._connection, ticks)
            .values(feature=feature, schedule=schedule, period=period, run_at=now)
            .on_conflict_do_nothing()
        )
        return bool(taken.rowcount)


class SqlCodes:
    """Codes that people carry, known by their digests."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def make(self, purpose: str, community: int, member: int, until: datetime) -> str:
        """Make a code of 79 random bits, in groups that are easy to type."""
        letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
        code = "-".join(letters[at : at + 4] for at in range(0, 16, 4))
        await self._connection.execute(
            codes.insert().values(
                digest=_digest(purpose, code),
                purpose=purpose,
                community_id=community,
                member_id=member,
                until=until,
            )
        )
        return code

    async def redeem(self, purpose: str, code: str, now: datetime) -> Redeemed | None:
        """Use a code up; the look-up by digest takes as long for a near miss as for any other."""
        await self._connection.execute(delete(codes).where(codes.c.until <= now))
        used = await self._connection.execute(
            delete(codes)
            .where(codes.c.digest == _digest(purpose, code))
            .returning(codes.c.community_id, codes.c.member_id)
        )
        row = used.one_or_none()
        return Redeemed(row.community_id, row.member_id) if row else None

    async def void(self, purpose: str, member: int) -> None:
        """Forget the codes that a member has made for this."""
        await self._connection.execute(
            delete(codes).where(codes.c.member_id == member, codes.c.purpose == purpose)
        )

    async def made_by(self, member: int) -> list[tuple[str, datetime]]:
        """Return purpose and end of each code of a member."""
        rows = await self._connection.execute(
            select(codes.c.purpose, codes.c.until)
            .where(codes.c.member_id == member)
            .order_by(codes.c.until)
        )
        return [(row.purpose, row.until) for row in rows]

    async def drop_all(self, member: int) -> None:
        """Forget every code of a member."""
        await self._connection.execute(delete(codes).where(codes.c.member_id == member))


_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another


def _digest(purpose: str, code: str) -> str:
    plain = "".join(letter for letter in code.casefold() if letter in _LETTERS)
    return hashlib.sha256(f"{purpose}:{plain}".encode()).hexdigest()


class SqlSettings:
    """The few things that are set once for all."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, name: str) -> str | None:
        """Return what is set under this name."""
        found = await self._connection.execute(
            select(settings.c.value).where(settings.c.name == name)
        )
        return found.scalar_one_or_none()

    async def hold(self, name: str) -> str:
        """Return what is set, and lock its row, which is made if there is none."""
        held = await self._connection.execute(
            insert(self._connection, settings)
            .values(name=name, value="")
            .on_conflict_do_update(index_elements=["name"], set_={"name": name})
            .returning(settings.c.value)
        )
        return str(held.scalar_one())

    async def beginning(self, with_: str) -> dict[str, str]:
        """Return what is set under every name that begins like this."""
        found = await self._connection.execute(
            select(settings).where(settings.c.name.startswith(with_, autoescape=True))
        )
        return {row.name: row.value for row in found}

    async def put(self, name: str, value: str) -> None:
        """Set a value in the place of an earlier one."""
        await self._connection.execute(
            insert(self._connection, settings)
            .values(name=name, value=value)
            .on_conflict_do_update(index_elements=["name"], set_={"value": value})
        )

    async def drop(self, name: str) -> None:
        """Let nothing be set under this name."""
        await self._connection.execute(delete(settings).where(settings.c.name == name))


def _is(member: int, form: str, subject: str) -> tuple[Any, ...]:
    return drafts.c.member_id == member, drafts.c.form == form, drafts.c.subject == subject
