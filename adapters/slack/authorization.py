"""Which workspaces Kindred is in, and the token for each."""

from dataclasses import dataclass

from adapters.slack import refs
from adapters.slack.ports import SlackWork
from bot.community.clock import Clock
from bot.community.domain_events import SpaceLost, SpaceRegained
from bot.community.sealing import Seal
from bot.delivery.errors import Away
from bot.routing.reacting import react
from bot.routing.registry import Registry
from bot.work import OpenWork

_FIXED = "slack.team"
"""Under this name it is kept which workspace the token of the settings last belonged to."""


@dataclass(frozen=True, slots=True)
class Authorization:
    """What Kindred acts with in a workspace called `name`: its token, and the user that it is."""

    team: str
    token: str
    bot: str
    name: str = ""
    bot_id: str = ""


class Authorizations:
    """For all workspaces: the one of the settings, and those installed by OAuth.

    Which workspace the token of the settings belongs to, Slack tells (`confirm`). While that is
    `awaited`, nothing can be known about any workspace.
    """

    def __init__(
        self,
        open_work: OpenWork[SlackWork],
        seal: Seal,
        registry: Registry,
        clock: Clock,
        *,
        awaited: bool,
    ) -> None:
        self._open_work = open_work
        self._seal = seal
        self._registry = registry
        self._clock = clock
        self._awaited = awaited
        self._known: dict[str, Authorization] = {}
        self.from_settings: Authorization | None = None

    async def of(self, team: str) -> Authorization | None:
        """That of a workspace, or `None` when Kindred is not in it. May raise `Away`."""
        if self.from_settings and self.from_settings.team == team:
            return self.from_settings
        if team in self._known:
            return self._known[team]
        async with self._open_work(read_only=True) as work:
            installed = await work.slack.of(team)
        if installed is None:
            if self._awaited:
                raise Away("Slack has not told yet which workspace this is")
            return None
        token = self._seal.open(installed.token)
        if token is None:
            raise Away(
                f"the token of {installed.name} is encrypted with another KINDRED_SECRET_KEY"
            )
        self._known[team] = Authorization(team, token, installed.bot, installed.name)
        return self._known[team]

    async def installed(self) -> list[tuple[Authorization | None, str]]:
        """Every workspace that is installed by OAuth, with its name.

        Without an authorization where the token was encrypted with another secret.
        """
        async with self._open_work(read_only=True) as work:
            rows = await work.slack.all()
        tokens = [(row, self._seal.open(row.token)) for row in rows]
        return [
            (Authorization(row.space, token, row.bot, row.name) if token else None, row.name)
            for row, token in tokens
        ]

    async def teams(self) -> list[str]:
        """Every workspace in which Kindred is."""
        async with self._open_work(read_only=True) as work:
            found = [row.space for row in await work.slack.all()]
        return [*found, self.from_settings.team] if self.from_settings else found

    async def renewed(self, authorization: Authorization) -> Authorization | None:
        """A newer one of the same workspace, if there is one by now: it was installed anew."""
        self._known.pop(authorization.team, None)
        newer = await self.of(authorization.team)
        return newer if newer and newer.token != authorization.token else None

    async def save(self, authorization: Authorization) -> None:
        """Keep that of a workspace in which Kindred has just been installed."""
        async with self._open_work() as work:
            await work.slack.save(
                authorization.team,
                name=authorization.name,
                token=self._seal.close(authorization.token),
                bot=authorization.bot,
                installed_at=self._clock.now(),
            )
            await self._regain(work, authorization)
        self._known[authorization.team] = authorization

    async def _regain(self, work: SlackWork, authorization: Authorization) -> None:
        name, workspace = authorization.name, refs.workspace(authorization.team)
        if space := await work.people.regain(workspace, name):
            work.domain_events.append(SpaceRegained(space))
            await react(self._registry, work, self._clock.now())

    async def lose(self, team: str, why: str) -> None:
        """Note that a workspace has put Kindred out; its facilitators are told elsewhere."""
        self._known.pop(team, None)
        if self.from_settings and self.from_settings.team == team:
            self.from_settings = None
        now = self._clock.now()
        async with self._open_work() as work:
            await work.slack.drop(team)
            space = await work.people.lose(refs.workspace(team), why, now)
            if space:
                work.domain_events.append(SpaceLost(space, why))
                await react(self._registry, work, now)

    async def confirm(self, authorization: Authorization) -> None:
        """Note which workspace the token of the settings belongs to, and that it works."""
        self.from_settings, self._awaited = authorization, False
        async with self._open_work() as work:
            await work.settings.put(_FIXED, authorization.team)
            await self._regain(work, authorization)

    async def reject(self, why: str) -> None:
        """Note that the token of the settings opens nothing; its workspace is lost, if known."""
        async with self._open_work(read_only=True) as work:
            team = await work.settings.get(_FIXED)
        if team:
            self._awaited = False
            await self.lose(team, why)
