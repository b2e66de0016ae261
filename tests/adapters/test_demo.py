"""The demo as it is played: its events, on the day of the loading and as the clock moves on."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.web.sender import WebSender
from bot.bootstrap import Core, assemble
from bot.community.clock import MovableClock, SystemChance
from bot.community.facts import Fact
from bot.demo.cast import Cast, cast_of
from bot.demo.scenario import DemoCommunity, play
from bot.features.challenges.domain import ChallengeState
from bot.features.events.dates.domain import DateState
from bot.features.events.domain import EventState
from bot.features.events.ports import Happening
from bot.features.ideas.domain import Idea, IdeaState
from bot.features.peer_assists.domain import Assist, AssistState, Step
from bot.features.polls.domain import PollState
from bot.routing.background import ThreadExecutor
from bot.routing.interaction import Reply, Typed
from storage.stores import work_on
from tests.chat import text_of
from tests.database import copied, engine_at, made_once, shared_place
from tests.extent import everywhere_only

pytestmark = pytest.mark.timeout(180)


@dataclass
class Demo:
    """The demo that has been played, and everybody in it."""

    core: Core
    clock: MovableClock
    community: DemoCommunity
    cast: Cast

    async def events(self) -> dict[str, list[Happening]]:
        """The dates of each event, by its title, soonest first."""
        found: dict[str, list[Happening]] = {}
        async with self.core.open_work(read_only=True) as work:
            for number in range(1, 30):
                if event := await work.events.plans.get(number):
                    dates = await work.events.dates.of(event.id)
                    found[event.details.title] = [Happening(event, each) for each in dates]
        return found

    async def ideas(self) -> dict[str, Idea]:
        """Each idea by its title."""
        async with self.core.open_work(read_only=True) as work:
            states, community = list(IdeaState), self.cast.community
            found = await work.ideas.proposals.in_community(community, states, 100)
        return {idea.title: idea for idea in found}

    async def challenges(self) -> set[str]:
        """The states in which there is a challenge."""
        async with self.core.open_work(read_only=True) as work:
            states, community = list(ChallengeState), self.cast.community
            found = await work.challenges.proposals.in_community(community, states, 100)
        return {each.state.value for each in found}

    async def says(self, name: str, line: str) -> str:
        """What somebody reads who types this."""
        shown = await self.cast.does(name, Typed(line), f"test:{name}:{line}")
        assert isinstance(shown, Reply)
        return text_of(shown.message)


@asynccontextmanager
async def played(url: str) -> AsyncIterator[Demo]:
    """The demo in a database, played first if it has not been."""
    async with engine_at(url) as engine:
        clock, open_work = MovableClock(), work_on(engine)
        senders = {"web": WebSender(open_work, clock)}
        core = assemble(engine, senders, clock, SystemChance(), ThreadExecutor())
        community = await play(core, clock)
        people = await community.people()
        yield Demo(core, clock, community, cast_of(core, people[0].community, people))


class Days:
    """The days of the demo, each played once in a test run, by whoever asks for it first."""

    AFTER = (0, 1, 3, 4, 6, 8)
    """After how many days it is looked at: 0 is the day of the loading, and what is further than
    the day after is only looked at by `make test-everywhere`."""

    def __init__(self, empty: Path, shared: Path, own: Path) -> None:
        self._empty = empty
        self._shared = shared
        self._own = own

    @asynccontextmanager
    async def after(self, days: int) -> AsyncIterator[Demo]:
        """The demo as it is after so many days, in a database of one's own."""
        made = await asyncio.to_thread(self._played, days)
        async with played(copied(Path(shutil.copy(made, self._own / made.name)))) as demo:
            yield demo

    def _played(self, days: int) -> Path:
        before = max((each for each in self.AFTER if each < days), default=0)
        begins = self._played(before) if days else self._empty

        async def play_on(file: Path) -> None:
            shutil.copy(begins, file)
            async with played(f"sqlite:///{file}") as demo:
                await demo.community.move(days - before)

        def play_on_in(file: Path) -> None:
            asyncio.run(play_on(file))

        return made_once(self._shared, f"demo-after-{days}.sqlite3", play_on_in)


@pytest.fixture(scope="module")
def days(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Days:
    return Days(sqlite_template, shared_place(tmp_path_factory), tmp_path_factory.mktemp("demo"))


@pytest.fixture
async def demo(days: Days) -> AsyncIterator[Demo]:
    async with days.after(0) as opened:
        yield opened


async def test_there_is_an_event_in_every_state(demo: Demo) -> None:
    programmes = await demo.says("Rowan Achterberg", "/facilitate programme")
    assert "Taking part: 18" in programmes.partition("Measurement trio")[2]
    preview = "/facilitate round preview Measurement trio"
    assert "15 people" in await demo.says("Rowan Achterberg", preview)
    events = await demo.events()
    now = demo.clock.now()
    first = {title: dates[0] for title, dates in events.items()}
    cancelled = [t for t, each in first.items() if each.event.state is EventState.CANCELLED]
    assert cancelled == ["Open gates at the allotments"]
    over = [t for t, each in first.items() if each.date.ends_at <= now]
    assert sorted(over) == ["An evening of honest failures", "Supper at Maureen’s table"]
    failures = first["An evening of honest failures"].date
    assert failures.tally.seated == 11  # as many as are said to have been there
    soup = first["Measuring what matters, over soup"].date
    assert soup.free
    full = first["Mend it: an evening in the shed"].date
    assert (full.free, full.tally.offered, full.tally.waiting) == (0, 1, 4)
    assert len(events["Sunday evening call"]) > 5
    asked = first["Specifications, with the embarrassing parts left in"].date
    assert (asked.tally.seated, asked.tally.pending) == (2, 2)
    assert first["Coffi a sgwrs"].event.details.networks
    assert first["An hour on endings"].event.details.hidden_place
    assert len(events) == 10
    assert {each.date.state for t, each in first.items() if t not in cancelled} == {
        DateState.PLANNED
    }


@pytest.mark.slow("the demo lives through days")
async def test_people_answer_as_the_clock_moves(demo: Demo, days: Days) -> None:
    before = (await demo.events())["Measuring what matters, over soup"][0].date.tally
    async with days.after(1) as later:
        after = (await later.events())["Measuring what matters, over soup"][0].date.tally
        then = later.clock.ahead
        both = (later.community.move(1), later.community.move(1))  # in two windows
        await asyncio.gather(*both)
        assert later.clock.ahead == then + timedelta(days=2)
        shed = (await later.events())["Mend it: an evening in the shed"][0].date.tally
    assert after.seated == before.seated + 2
    assert shed.taken == 6
    assert shed.declined == 2


@everywhere_only
@pytest.mark.slow("a fortnight of the demo")
async def test_what_is_open_elsewhere_is_shown_and_a_report_waits(demo: Demo, days: Days) -> None:
    assert "One report waits" in await demo.says("Rowan Achterberg", "/facilitate reports")
    title = "Trust, and how to lose it"
    event = (await demo.events())[title][0].event.id
    home = await demo.says("Niamh Corrigan", "/kindred home")
    assert title in home.partition("Open in other networks")[2]
    async with days.after(8) as later:
        later.clock.ahead += timedelta(hours=(12 - later.clock.now().hour) % 24)  # nobody is woken
        await later.community.move(6)
        async with later.core.open_work(read_only=True) as work:
            (channel,) = await work.digests.channels()
            assert Fact.of("events.event", event) in await work.digests.shown(channel.place)


async def test_there_are_ideas_and_challenges_in_every_state(demo: Demo) -> None:
    before = await demo.ideas()
    assert {idea.state for idea in before.values()} == {
        IdeaState.OPEN,
        IdeaState.PLANNED,
        IdeaState.RESTING,
        IdeaState.WITHDRAWN,
    }
    assert "nine failures" in await demo.says("Joyce Entwhistle", "/kindred find biscuits")
    assert await demo.challenges() == {"closed", "open", "proposed", "withdrawn"}
    async with demo.core.open_work(read_only=True) as work:
        assert len(await work.challenges.rhythms.standing(2)) == 1  # a digest, with steps
    assert "done twice as often" in await demo.says("Joyce Entwhistle", "/kindred find minutes")
    shown = await demo.says("Joyce Entwhistle", "/challenge show measure")
    for part in ("Philippa Stannage and Deepesh Vyas", "five sets of questions", "8 people in it"):
        assert part in shown
    readers = await demo.says("Joyce Entwhistle", "/kindred conversation readers measure")
    assert "the web chat and 2 people’s direct messages" in readers
    assert "Sunniva Thorburn" in readers
    for part in ("Ask our funder which number", "Try one of the five sets"):
        assert part in shown
    assert "One report waits" in await demo.says("Rowan Achterberg", "/facilitate reports")
    assert [each.state for each in await assists(demo)] == [
        AssistState.ASKING,
        AssistState.UNDER_WAY,
        AssistState.OVER,
    ]


@everywhere_only
@pytest.mark.slow("the demo lives through days")
async def test_people_care_for_ideas_as_the_clock_moves(demo: Demo, days: Days) -> None:
    before = await demo.ideas()
    library = "A library of things in every branch"
    assert (before[library].interested, before[library].hosting) == (7, 1)
    async with days.after(4) as later:
        after = await later.ideas()
        assert await later.challenges() == {"closed", "open", "withdrawn"}
    assert (after[library].interested, after[library].hosting) == (9, 2)
    assert after["Walk and talk along the canal"].state is IdeaState.OPEN
    assert after["A repair bench in every chapel"].interested == 3
    assert "Repair benches in our chapels" not in after


@everywhere_only
@pytest.mark.slow("the demo lives through days")
async def test_a_time_is_found_for_an_idea_and_it_becomes_an_event(demo: Demo, days: Days) -> None:
    title = "One set of questions that we all ask"
    async with demo.core.open_work(read_only=True) as work:
        before = await work.polls.respondents(1)
    assert len(before) == 4
    async with days.after(6) as later:
        async with later.core.open_work(read_only=True) as work:
            poll = await work.polls.get(1)
            assert len(await work.polls.respondents(1)) == 7
        assert poll
        assert poll.state is PollState.PLANNED
        (happening,) = (await later.events())[title]
        assert (happening.date.tally.seated, happening.date.tally.maybe) == (5, 2)
        assert (await later.ideas())[title].event == happening.event.id


async def test_only_those_who_come_read_where_an_online_event_is(demo: Demo) -> None:
    link = "meet.example.org/endings"
    assert link not in await demo.says("Ellis Wainfleet", "/event show An hour on endings")
    assert link in await demo.says("Morag Inverarity", "/event show An hour on endings")


@pytest.mark.slow("the demo lives through days")
async def test_the_demo_goes_on_where_it_was(days: Days) -> None:
    async with days.after(1) as demo:
        before = {t: [each.date.tally for each in d] for t, d in (await demo.events()).items()}
        clock = MovableClock()
        again = await play(demo.core, clock)
        assert clock.ahead == demo.clock.ahead >= timedelta(days=1)
        assert [m.id for m in await again.people()] == [m.id for m in await demo.community.people()]
        assert {t: [e.date.tally for e in d] for t, d in (await demo.events()).items()} == before


@everywhere_only
@pytest.mark.slow("the demo lives through days")
async def test_people_are_stuck_in_every_state_and_one_tells_what_came_of_it(
    demo: Demo, days: Days
) -> None:
    before = await assists(demo)
    assert [each.state for each in before] == [
        AssistState.ASKING,
        AssistState.UNDER_WAY,
        AssistState.OVER,
    ]
    assert before[1].step is Step.QUESTIONS
    assert len(before[2].helpers) == 4
    async with days.after(8) as later:
        after = await assists(later)
    assert len(after[0].helpers) >= 2
    assert "cinema" in after[2].outcome


async def assists(demo: Demo) -> list[Assist]:
    """The peer assists of the community, the newest first."""
    async with demo.core.open_work(read_only=True) as work:
        found: list[Assist] = await work.peer_assists.in_state(
            demo.cast.community, list(AssistState)
        )
    return found
