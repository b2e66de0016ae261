"""Plays the script of the demo community into an empty database, a day after the other.

What members and facilitators do is done in the same ways as anywhere: by the import, the
dispatcher, the ticks and the relay, with the clock set back and moved on day by day.
"""

import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from importlib import resources
from typing import Any

from bot.community.clock import CLOCK, MovableClock, kept_clock, read_clock
from bot.community.people import Community, Member
from bot.community.places import PlaceKind
from bot.community.roles import Role
from bot.community.zones import zone
from bot.demo.assists import Assists
from bot.demo.cast import Cast, cast_of
from bot.demo.challenges import Challenges
from bot.demo.events import Events
from bot.demo.ideas import Ideas
from bot.demo.polls import Polls
from bot.demo.ports import Core
from bot.features.members.importing.importer import import_members
from bot.routing.interaction import Request, Submitted, Typed
from bot.ui.messages import say

_PLAYED = "demo.told"
_AHEAD = "demo.seconds_ahead"
"""Where the release before kept how far ahead the clock is."""
_ANSWERED_AFTER = 10  # days after the first round opened
_COMMANDS = {"met": "met", "planned": "planned", "not this time": "not"}


class DemoCommunity:
    """The demo community, in which one may be anybody (`adapters.web.ports.Demo`)."""

    def __init__(
        self, core: Core, clock: MovableClock, community: Community, first: datetime
    ) -> None:
        self._core = core
        self._clock = clock
        self._community = community
        self._first = first

    async def people(self) -> Sequence[Member]:
        """Everybody, facilitators first and then by name."""
        async with self._core.open_work(read_only=True) as work:
            found = await work.people.with_role(self._community.id, Role.MEMBER)
        facilitators = [m for m in found if m.may(Role.FACILITATOR)]
        others = [m for m in found if not m.may(Role.FACILITATOR)]
        return [*facilitators, *sorted(others, key=lambda m: m.name)]

    async def move(self, days: int) -> None:
        """Move the clock on a day at a time, doing what falls due and what people do that day."""
        cast = cast_of(self._core, self._community.id, await self.people())
        events, ideas = Events(cast, self._first), Ideas(cast, self._first)
        polls, assists = Polls(cast, self._first), Assists(cast, self._first)
        challenges = Challenges(cast, self._first)
        for _ in range(days):
            self._clock.ahead += timedelta(days=1)
            await run_due_by_noon(self._core, self._clock)
            await say_yes(cast)
            day = (self._clock.now() - self._first).days
            await events.happen(day)
            await ideas.happen(day)
            await polls.happen(day)
            await assists.happen(day)
            await challenges.happen(day)
            await run_due(self._core)
        async with self._core.open_work() as work:
            await work.settings.put(CLOCK, kept_clock(self._clock.ahead))


async def run_due_by_noon(core: Core, clock: MovableClock) -> None:
    """Do what was due by the last noon: some is done by day alone, and it may be night now."""
    now, ahead = clock.now(), clock.ahead
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    clock.ahead += (noon if noon <= now else noon - timedelta(days=1)) - now
    await run_due(core)
    clock.ahead = ahead


async def run_due(core: Core) -> None:
    """Do what is due now, and deliver it."""
    await core.ticks.run_due()
    while await core.relay.drain():
        pass


async def say_yes(cast: Cast) -> None:
    """Let those be in the next round who are asked before each; one in six does not answer."""
    async with cast.core.open_work(read_only=True) as work:
        running = await work.introductions.programmes.running(cast.community)
        asking = [each for each in running if each.terms.asks]
        asked = {each.id: await work.introductions.programmes.members(each.id) for each in asking}
    names = {id_: name for name, id_ in cast.ids.items()}
    for each in asking:
        line = Typed(f"/kindred introduce yes {each.name}")
        for number, member in enumerate(asked[each.id]):
            if number % 6 and member in names:
                await cast.does(names[member], line, f"yes:{each.id}:{each.number}:{member}")


async def is_played(core: Core) -> bool:
    """Whether the script has been played to its end in this database."""
    async with core.open_work(read_only=True) as work:
        return await work.settings.get(_PLAYED) is not None


async def play(core: Core, clock: MovableClock) -> DemoCommunity:
    """Return the demo, played first if it has not been; the database is empty or has all of it."""
    script = tomllib.loads(resources.files("bot.demo").joinpath("story.toml").read_text("utf-8"))
    name = script["community"]["name"]
    if not await is_played(core):
        await _Player(core, clock, script).play()
    async with core.open_work() as work:
        community = await work.people.establish(name)
        kept = await work.settings.get(CLOCK) or await work.settings.get(_AHEAD)
        clock.ahead = read_clock(kept) or timedelta()
        await work.settings.put(CLOCK, kept_clock(clock.ahead))
        first = datetime.fromisoformat(await work.settings.get(_PLAYED) or "")
    return DemoCommunity(core, clock, community, first)


class _Player:
    """Plays the script, from its first day to today."""

    def __init__(self, core: Core, clock: MovableClock, script: dict[str, Any]) -> None:
        self._core = core
        self._clock = clock
        self._script = script
        self._today = datetime.now(UTC)
        self._cast = Cast(core, 0)
        self._acts = 0

    async def play(self) -> None:
        first = max(each["days_ago"] for each in self._script["programme"])
        self._clock.ahead = timedelta(days=-first - 1)
        await self._gather()
        events, ideas = Events(self._cast, self._today), Ideas(self._cast, self._today)
        polls, assists = Polls(self._cast, self._today), Assists(self._cast, self._today)
        challenges = Challenges(self._cast, self._today)
        for days_ago in range(first, -1, -1):
            self._clock.ahead = timedelta(days=-days_ago)
            await self._found_programmes(days_ago)
            await run_due_by_noon(self._core, self._clock)
            await say_yes(self._cast)
            await self._talk(days_ago)
            if days_ago == first - _ANSWERED_AFTER:
                await self._answer()
            await events.happen(-days_ago)
            await ideas.happen(-days_ago)
            await polls.happen(-days_ago)
            await assists.happen(-days_ago)
            await challenges.happen(-days_ago)
        await run_due(self._core)
        async with self._core.open_work() as work:
            await work.settings.put(_PLAYED, self._today.isoformat())

    async def _gather(self) -> None:
        name = self._script["community"]["name"]
        with resources.as_file(resources.files("bot.demo").joinpath("community.csv")) as file:
            await import_members(self._core.open_work, name, file, now=self._clock.now())
        async with self._core.open_work() as work:
            community = (await work.people.establish(name)).id
            everybody = await work.people.with_role(community, Role.MEMBER)
            self._cast = cast_of(self._core, community, everybody)
            for facilitator in self._script["facilitators"]["names"]:
                await work.members.grant(self._cast.ids[facilitator], Role.FACILITATOR)
        wanted = Typed("/facilitate channel for digests")
        await self._does(self._script["facilitators"]["names"][0], wanted)
        for each in self._script["never"]:
            one, other = each["names"]
            await self._does(one, Typed(f'/kindred introduce never "{other}"'))
        for each in self._script["paused"]:
            until = (self._today + timedelta(weeks=each["weeks"])).date().isoformat()
            await self._does(each["name"], Typed(f"/kindred introduce pause {until}"))

    async def _found_programmes(self, days_ago: int) -> None:
        facilitator = self._script["facilitators"]["names"][0]
        members = {each["name"]: each.get("members", []) for each in self._script["programme"]}
        for each in self._script["programme"]:
            if each["days_ago"] != days_ago:
                continue
            values = {
                field: str(each.get(field, ""))
                for field in ("name", "weeks", "hour", "zone", "group_size", "taking_part")
            }
            values["weeks_apart"], values["across"] = str(each["weeks_apart"]), each["across"]
            values["weekday"] = str(each.get("weekday", self._today.weekday()))
            form = Submitted("introductions.programme", 0, dict(values), turn="done")
            await self._does(facilitator, form)
            for member in members[each.get("members_like", each["name"])]:
                await self._does(member, Typed(f'/kindred introduce join "{each["name"]}"'))

    async def _answer(self) -> None:
        for each in self._script["answer"]:
            await self._does(each["name"], Typed(f"/kindred introduce {_COMMANDS[each['answer']]}"))
            if each.get("story"):
                await self._tell_story(each)

    async def _tell_story(self, each: dict[str, Any]) -> None:
        member = self._cast.ids[each["name"]]
        async with self._core.open_work() as work:
            introduction = await work.introductions.follow_up.latest_of(member)
            if introduction:
                await work.introductions.follow_up.tell(
                    introduction.id, member, each["story"], share=each["share"]
                )

    async def _talk(self, days_ago: int) -> None:
        async with self._core.open_work() as work:
            for number, each in enumerate(self._script["talk"]):
                if each["days_ago"] == days_ago:
                    place = await work.web.open_place(*self._channel(each["channel"]))
                    await work.web.post(
                        f"demo.talk:{number}",
                        place,
                        say(each["text"]),
                        self._at(days_ago, each["time"]),
                        author=self._cast.ids[each["who"]],
                    )

    def _channel(self, name: str) -> tuple[str, PlaceKind, str, int]:
        if name == "welcome":
            return f"square:{self._cast.community}", PlaceKind.CHANNEL, name, self._cast.community
        return (
            f"channel:{self._cast.community}:{name}",
            PlaceKind.CHANNEL,
            name,
            self._cast.community,
        )

    def _at(self, days_ago: int, clock_time: str) -> datetime:
        day = (self._today - timedelta(days=days_ago)).date()
        at = datetime.combine(day, time.fromisoformat(clock_time), tzinfo=zone("Europe/London"))
        return min(at.astimezone(UTC), self._today)

    async def _does(self, name: str, request: Request) -> None:
        self._acts += 1
        await self._cast.does(name, request, str(self._acts))
