"""Which workspaces Kindred is in, and the token for each."""

from dataclasses import dataclass

from adapters.slack import places
from adapters.slack.errors import Away
from adapters.slack.ports import SlackWork
from adapters.slack.vault import Vault
from bot.community.clock import Clock
from bot.community.domain_events import SpaceLost
from bot.routing.dispatch import react
from bot.routing.registry import Registry
from bot.work import OpenWork

_FIXED = "slack.team"
"""Under this name it is kept which workspace the token of the settings last belonged to."""


@dataclass(frozen=True, slots=True)
class Key:
    """What opens one workspace, called `name`: the bot's token, and the user the bot is there."""

    team: str
    token: str
    bot: str
    name: str = ""
    bot_id: str = ""


class Keys:
    """The keys of all workspaces: the one from the settings, and those installed by OAuth.

    Which workspace the token of the settings belongs to, Slack tells (`found`). While that is
    `expecting` to be told, nothing can be known about any workspace.
    """

    def __init__(
        self,
        open_work: OpenWork[SlackWork],
        vault: Vault,
        registry: Registry,
        clock: Clock,
        *,
        expecting: bool,
    ) -> None:
        self._open_work = open_work
        self._vault = vault
        self._registry = registry
        self._clock = clock
        self._expecting = expecting
        self._known: dict[str, Key] = {}
        self.fixed: Key | None = None

    async def of(self, team: str) -> Key | None:
        """The key of a workspace, or `None` when Kindred is not in it. May raise `Away`."""
        if self.fixed and self.fixed.team == team:
            return self.fixed
        if team in self._known:
            return self._known[team]
        async with self._open_work(read_only=True) as work:
            installed = await work.slack.of(team)
        if installed is None:
            if self._expecting:
                raise Away("Slack has not told yet which workspace this is")
            return None
        token = self._vault.open(installed.token)
        if token is None:
            raise Away(f"the token of {installed.name} is sealed with another KINDRED_SECRET_KEY")
        self._known[team] = Key(team, token, installed.bot, installed.name)
        return self._known[team]

    async def installed(self) -> list[tuple[Key | None, str]]:
        """Every workspace that is installed by OAuth, with its name.

        Without a key where the token was sealed with another secret.
        """
        async with self._open_work(read_only=True) as work:
            rows = await work.slack.all()
        opened = [(row, self._vault.open(row.token)) for row in rows]
        return [
            (Key(r.team, token, r.bot, r.name) if token else None, r.name) for r, token in opened
        ]

    async def renewed(self, key: Key) -> Key | None:
        """Another key of the same workspace, if there is one by now: it was installed anew."""
        self._known.pop(key.team, None)
        newer = await self.of(key.team)
        return newer if newer and newer.token != key.token else None

    async def keep(self, key: Key) -> None:
        """Keep the key of a workspace in which Kindred has just been installed."""
        async with self._open_work() as work:
            await work.slack.save(
                key.team,
                name=key.name,
                token=self._vault.seal(key.token),
                bot=key.bot,
                installed_at=self._clock.now(),
            )
            await work.people.regain(places.workspace(key.team), key.name)
        self._known[key.team] = key

    async def lose(self, team: str, why: str) -> None:
        """Note that a workspace has put Kindred out; its facilitators are told elsewhere."""
        self._known.pop(team, None)
        if self.fixed and self.fixed.team == team:
            self.fixed = None
        now = self._clock.now()
        async with self._open_work() as work:
            await work.slack.drop(team)
            space = await work.people.lose(places.workspace(team), why, now)
            if space:
                work.events.append(SpaceLost(space, why))
                await react(self._registry, work, now)

    async def found(self, key: Key) -> None:
        """Note which workspace the token of the settings belongs to, and that it works."""
        self.fixed, self._expecting = key, False
        async with self._open_work() as work:
            await work.settings.put(_FIXED, key.team)
            await work.people.regain(places.workspace(key.team), key.name)

    async def refused(self, why: str) -> None:
        """Note that the token of the settings opens nothing; its workspace is lost, if known."""
        async with self._open_work(read_only=True) as work:
            team = await work.settings.get(_FIXED)
        if team:
            self._expecting = False
            await self.lose(team, why)
