"""Mailboxes of people who are no members (`bot.community.ports.MailboxBook`)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.mailboxes import (
    NAME_LENGTH,
    Mailbox,
    MailboxKey,
    MailLink,
    Unsubscribing,
    read_address,
)
from bot.community.zones import ZONES
from bot.ui.languages import read_locale
from bot.ui.text import label
from storage.kernel.columns import AnyRow, instant
from storage.kernel.database import insert
from storage.kernel.delivery_tables import outbox
from storage.kernel.pruning import PORTION
from storage.kernel.tables import communities, mailboxes, unsubscribed

_MAILBOX = tuple(
    mailboxes.c[name] for name in ("id", "community_id", "address", "name", "locale", "zone")
)
_WANTS_NONE = exists().where(
    unsubscribed.c.community_id == mailboxes.c.community_id,
    unsubscribed.c.digest == mailboxes.c.digest,
)
_WAITED_FOR = exists().where(outbox.c.to_mailbox == mailboxes.c.id, outbox.c.state == "waiting")
_OLD = (
    select(mailboxes.c.id)
    .where(mailboxes.c.kept_until < instant("now"), not_(_WAITED_FOR))
    .order_by(mailboxes.c.kept_until)
    .limit(PORTION)
    .with_for_update(skip_locked=True, of=mailboxes)
)


class SqlMailboxes:
    """Addresses as they were given, and digests of those that want no mail."""

    def __init__(self, connection: AsyncConnection, key: MailboxKey, *, served: bool) -> None:
        self._connection = connection
        self._key = key
        self.served = served

    async def open(
        self,
        community: int,
        address: str,
        *,
        name: str = "",
        locale: str = "",
        zone: str = "",
        until: datetime,
        by_stranger: bool = False,
    ) -> Mailbox | None:
        known = read_address(address)
        if known is None:
            return None
        told = {
            "name": label(name, NAME_LENGTH) if name.strip() else "",
            "locale": read_locale(locale),
            "zone": zone if zone in ZONES else "",
        }
        given = {"address": known, **{each: said for each, said in told.items() if said}}
        digest = self._key.digest(community, known)
        new = insert(self._connection, mailboxes).values(
            {"community_id": community, "digest": digest, "kept_until": until, **given}
        )
        latest = _latest(self._connection)(mailboxes.c.kept_until, new.excluded.kept_until)
        opened = await self._connection.execute(
            new.on_conflict_do_update(
                index_elements=["community_id", "digest"],
                set_={**({} if by_stranger else given), "kept_until": latest},
            ).returning(*_MAILBOX)
        )
        return _as_mailbox(opened.one())

    async def find(self, mailbox: int) -> Mailbox | None:
        found = await mailboxes_wanting_mail(self._connection, {mailbox})
        return found[mailbox][0] if mailbox in found else None

    async def close(self, mailbox: int) -> None:
        await self._forget([mailbox])

    def proof(self, about: str) -> str:
        return self._key.proof(about)

    async def wants_mail(self, mailbox: Mailbox) -> bool:
        digest = self._key.digest(mailbox.community, mailbox.address)
        return await self._wants_mail(Unsubscribing(mailbox.community, digest))

    async def any_unsubscribed(self, address: str) -> bool:
        known = read_address(address) or address
        ids = await self._connection.scalars(select(communities.c.id))
        told = [Unsubscribing(each, self._key.digest(each, known)) for each in ids]
        return not all([await self._wants_mail(each) for each in told])

    async def linked(self, secret: str) -> MailLink | None:
        about = self._key.read(secret)
        if about is None:
            return None
        named = select(communities.c.name).where(communities.c.id == about.community)
        name = await self._connection.scalar(named)
        return MailLink(name, await self._wants_mail(about)) if name is not None else None

    async def unsubscribe(self, secret: str, now: datetime) -> bool:
        about = self._key.read(secret)
        if about is None or await self.linked(secret) is None:
            return False
        new = insert(self._connection, unsubscribed).values(
            community_id=about.community, digest=about.digest, made_with=self._key.name, since=now
        )
        await self._connection.execute(new.on_conflict_do_nothing())
        return True

    async def subscribe_again(self, secret: str) -> bool:
        about = self._key.read(secret)
        if about is None:
            return False
        await self._connection.execute(delete(unsubscribed).where(_is(about)))
        return True

    async def waiting(self) -> int:
        mails = and_(outbox.c.to_mailbox.is_not(None), outbox.c.state == "waiting")
        return await self._connection.scalar(select(func.count()).where(mails)) or 0

    async def unknown_unsubscribed(self) -> int:
        others = unsubscribed.c.made_with != self._key.name
        return await self._connection.scalar(select(func.count()).where(others)) or 0

    async def forget_before(self, now: datetime) -> bool:
        old = list(await self._connection.scalars(_OLD, {"now": now}))
        if old:
            await self._forget(old)
        return len(old) == PORTION

    async def _forget(self, ids: Sequence[int]) -> None:
        await self._connection.execute(delete(outbox).where(outbox.c.to_mailbox.in_(ids)))
        await self._connection.execute(delete(mailboxes).where(mailboxes.c.id.in_(ids)))

    async def _wants_mail(self, about: Unsubscribing) -> bool:
        asked = await self._connection.scalar(select(exists().where(_is(about))))
        return not asked


async def mailboxes_wanting_mail(
    connection: AsyncConnection, ids: Collection[int]
) -> dict[int, tuple[Mailbox, bool]]:
    """These mailboxes, and whether mail is wanted there."""
    rows = await connection.execute(
        select(*_MAILBOX, _WANTS_NONE.label("wants_none")).where(mailboxes.c.id.in_(sorted(ids)))
    )
    return {row.id: (_as_mailbox(row), not row.wants_none) for row in rows}


def _as_mailbox(row: AnyRow) -> Mailbox:
    return Mailbox(row.id, row.community_id, row.address, row.name, row.locale, row.zone)


def _is(about: Unsubscribing) -> ColumnElement[bool]:
    return and_(
        unsubscribed.c.community_id == about.community, unsubscribed.c.digest == about.digest
    )


def _latest(connection: AsyncConnection) -> Any:
    """The function of this database that gives the latest of some instants."""
    return func.max if connection.dialect.name == "sqlite" else func.greatest
