"""What the Slack adapter remembers (`adapters.slack.ports.Installations`)."""

import hashlib
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.installations import Installation
from storage.kernel.database import insert
from storage.slack.tables import slack_installations, slack_states

_COLUMNS = tuple(slack_installations.c[name] for name in ("team", "name", "token", "bot"))


class SqlSlack:
    """Installations and expected installers of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def save(
        self,
        team: str,
        *,
        name: str,
        token: str,
        bot: str,
        installed_at: datetime,
    ) -> None:
        values = {
            "team": team,
            "name": name,
            "token": token,
            "bot": bot,
            "installed_at": installed_at,
        }
        await self._connection.execute(
            insert(self._connection, slack_installations)
            .values(**values)
            .on_conflict_do_update(index_elements=["team"], set_=values)
        )

    async def of(self, team: str) -> Installation | None:
        found = await self._connection.execute(
            select(*_COLUMNS).where(slack_installations.c.team == team)
        )
        row = found.one_or_none()
        return Installation(*row) if row else None

    async def all(self) -> list[Installation]:
        rows = await self._connection.execute(
            select(*_COLUMNS).order_by(slack_installations.c.installed_at)
        )
        return [Installation(*row) for row in rows]

    async def drop(self, team: str) -> None:
        await self._connection.execute(
            delete(slack_installations).where(slack_installations.c.team == team)
        )

    async def expect(self, state: str, wish: str, now: datetime, until: datetime) -> None:
        await self._forget_late(now)
        await self._connection.execute(
            slack_states.insert().values(digest=_digest(state), wish=wish, until=until)
        )

    async def returned(self, state: str, now: datetime) -> str | None:
        await self._forget_late(now)
        found = await self._connection.execute(
            delete(slack_states)
            .where(slack_states.c.digest == _digest(state))
            .returning(slack_states.c.wish)
        )
        wish: str | None = found.scalar_one_or_none()
        return wish

    async def _forget_late(self, now: datetime) -> None:
        await self._connection.execute(delete(slack_states).where(slack_states.c.until <= now))


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
