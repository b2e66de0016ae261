"""Of what challenges were made (`bot.features.challenges.ports.Origins`)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.community.facts import Fact
from bot.features.challenges.domain import Challenge
from storage.challenges.proposals import some
from storage.challenges.tables import challenge_origins, challenges

_IT = challenge_origins.c


class SqlOrigins:
    """The origins of one database."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, challenge: int, about: Fact) -> None:
        new = {"challenge_id": challenge, "kind": about.kind, "subject": about.subject}
        await self._connection.execute(challenge_origins.insert().values(new))

    async def made_of(self, about: Fact) -> list[Challenge]:
        its_own = select(_IT.challenge_id)
        its_own = its_own.where(_IT.kind == about.kind, _IT.subject == about.subject)
        return await some(self._connection, challenges.c.id.in_(its_own))
