"""How soon Kindred acknowledges what happens in Discord, and shows its answer.

50 interactions a second, arriving by the clock whether or not earlier ones are done with. Discord
and its people are in this process, Kindred is `kindred serve` in another.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator

from adapters.discord.refs import account, server
from bench.answering import Found, Times, heading, show
from bench.people import TOPICS
from bench.places import community, databases
from bench.process import Bot, running
from bot.community.people import AccountInfo
from bot.community.roles import Role
from tests.adapters.discord_answers import CHOICES
from tests.adapters.discord_interactions import Interaction
from tests.adapters.discord_server import DiscordServer
from tests.adapters.discord_things import Channel, Guild, Message, User

PEOPLE = 1_000
PER_SECOND = 50
SECONDS = 20
SHARES = {
    "/kindred help": 20,
    "/kindred find WORD": 25,
    "/kindred profile": 10,
    "suggestions": 20,
    "a button": 20,
    "a form's page": 5,
}
"""Of 100 interactions."""

_WORDS = TOPICS.split()
_PATIENCE = 30.0  # seconds for the last answers
_AT_ONCE = 4  # people who get ready at the same time


class Crowd:
    """A thousand people, of whom each does one thing."""

    def __init__(
        self, discord: DiscordServer, guild: Guild, users: list[User], dice: random.Random
    ) -> None:
        self._discord = discord
        self._hall: Channel = next(iter(guild.channels.values()))
        self._dice = dice
        kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
        self._plan = [(user, kinds[n % len(kinds)]) for n, user in enumerate(users)]
        dice.shuffle(self._plan)
        self._plan = self._plan[: PER_SECOND * SECONDS]
        self._latest: dict[int, Message] = {}
        self.slip = 0.0
        self.times: dict[str, Times] = {kind: Times() for kind in SHARES}

    async def get_ready(self) -> None:
        """Let there be an answer with buttons before those who press one, and forms to submit."""
        one_of_few = asyncio.Semaphore(_AT_ONCE)

        async def ready(user: User, kind: str) -> None:
            words = {"a button": ["home"], "a form's page": ["profile"]}[kind]
            async with one_of_few:
                made = await self._discord.slash(user, self._hall, "kindred", words)
                await self._discord.until(lambda: _is_shown(made), _PATIENCE)
                if made.original:
                    self._latest[user.id] = made.original

        waiting = [
            (user, kind) for user, kind in self._plan if kind in ("a button", "a form's page")
        ]
        await asyncio.gather(*(ready(user, kind) for user, kind in waiting))

    async def act(self) -> None:
        """Do everything at its time, and wait for the answers."""
        began = time.perf_counter()
        acts = []
        for number, (user, kind) in enumerate(self._plan):
            due = began + number / PER_SECOND
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            self.slip = max(self.slip, time.perf_counter() - due)
            acts.append(asyncio.create_task(self._one(user, kind, due)))
        await asyncio.gather(*acts)

    async def _one(self, user: User, kind: str, due: float) -> None:
        times = self.times[kind]
        made = await self._does(user, kind)
        if made.ack_seconds is not None:
            times.acked.append(made.ack_seconds)
        try:
            await self._discord.until(lambda: _is_shown(made), _PATIENCE)
        except TimeoutError:
            times.unanswered += 1
        else:
            times.seen.append(time.perf_counter() - due)

    async def _does(self, user: User, kind: str) -> Interaction:
        discord, word = self._discord, self._dice.choice(_WORDS)
        match kind:
            case "a button":
                message = self._latest[user.id]
                return await discord.press(user, message, "members.find")
            case "a form's page":
                return await discord.submit(user, {})
            case "suggestions":
                await discord.autocomplete(user, self._hall, "kindred", ["find"], "query", word[:3])
                return _latest_of(discord, user)
            case _:
                words = kind.split()[1:2]
                options = {"query": word} if kind.endswith("WORD") else {}
                return await discord.slash(user, self._hall, "kindred", words, options)


def _latest_of(discord: DiscordServer, user: User) -> Interaction:
    return next(each for each in reversed(discord.interactions.all) if each.user is user)


def _is_shown(made: Interaction) -> bool:
    """Whether somebody sees more than that an answer is coming."""
    if made.modal or made.answer == CHOICES:
        return True
    return bool(made.original and not made.original.loading)


async def settle(url: str, discord: DiscordServer, size: int) -> tuple[Guild, list[User]]:
    """Let a community of so many live in a server of this Discord."""
    guild, users = discord.world.guild("Northern Commons"), list[User]()
    async with community(url, size) as (core, id_), core.open_work() as work:
        place = server(str(guild.id))
        space = await work.people.connect(id_, place, guild.name)
        members = await work.people.with_role(id_, Role.MEMBER)
        for member in sorted(members, key=lambda each: each.id):
            users.append(discord.world.member(guild, member.name))
            ref, who = account(str(users[-1].id)), AccountInfo(member.name)
            await work.people.attach(member.id, space, ref, who)
    return guild, users


@contextlib.asynccontextmanager
async def kindred(url: str, discord: DiscordServer) -> AsyncIterator[Bot]:
    """Run Kindred over a database that is furnished, until the block ends; connected to Discord."""
    settings = {
        "KINDRED_DATABASE_URL": url,
        "KINDRED_WEB_PORT": "0",
        "DISCORD_BOT_TOKEN": discord.token,
        "DISCORD_API_URL": discord.base,
    }

    async def ready() -> bool:
        return bool(discord.gateway.live and discord.world.commands.get(None))

    async with running(("bot", "serve"), settings, ready) as bot:
        yield bot


async def measure(url: str) -> Found:
    """Let a thousand people do something each, and look what Kindred did."""
    async with DiscordServer() as discord:
        guild, users = await settle(url, discord, PEOPLE)
        async with kindred(url, discord) as bot:
            crowd = Crowd(discord, guild, users, random.Random(7))
            await crowd.get_ready()
            before, theirs, ours = bot.megabytes, bot.cpu, time.process_time()
            await crowd.act()
            failures = [f"{m.name}: {m.failure}" for m in discord.interactions.all if m.failure]
            return Found(
                crowd.times,
                crowd.slip,
                (bot.cpu - theirs, time.process_time() - ours),
                (before, bot.megabytes),
                len(discord.late),
                [*discord.violations, *failures, *bot.complaints],
            )


def main() -> None:
    """Print the measurements on each database."""
    heading(PEOPLE, PER_SECOND, SECONDS)
    with databases() as urls:
        for name, url in urls.items():
            show(name, asyncio.run(measure(url)))


if __name__ == "__main__":
    main()
