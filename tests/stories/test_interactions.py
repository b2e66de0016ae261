"""What holds for every interaction, whichever feature answers it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated

import pytest
from sqlalchemy import func, select

from bot.community.facts import Fact
from bot.community.people import Member, Ref
from bot.community.profiles import Profile
from bot.community.roles import Role
from bot.delivery.addresses import ToMember
from bot.routing.arguments import DateArg, PersonArg, TextArg
from bot.routing.background import ThreadExecutor
from bot.routing.dispatch import Dispatcher
from bot.routing.feature import Feature
from bot.routing.interaction import (
    Answer,
    Arrival,
    Call,
    Compute,
    Open,
    Prefill,
    Pressed,
    Reply,
    Submitted,
    Typed,
    Update,
)
from bot.routing.loader import load
from bot.routing.registry import Registry
from bot.ui.fields import Day, Number, Raw, ShortText
from bot.ui.forms import Page, form
from bot.ui.messages import Button, RichText, plain, rich, row, say
from bot.ui.words import WordBook
from bot.work import Work
from storage.kernel.delivery_tables import outbox
from storage.kernel.unit_of_work import OpenSqlWork
from storage.stores import work_on
from tests.chat import START, FakeChance, FakeClock, text_of
from tests.database import engine_at


@form("trip", title="A trip", pages=[Page("Where", "where", "nights"), Page("When", "on", "why")])
class Trip:
    where: Annotated[str, ShortText(label="Where to", max_length=20)]
    nights: Annotated[int | None, Number(label="Nights", most=30)] = None
    on: Annotated[date | None, Day(label="From")] = None
    why: Annotated[str, ShortText(label="Why")] = ""


class Words(WordBook):
    """A feature's words without a file."""

    def __call__(self, key: str, **values: object) -> RichText:
        return rich(key.removeprefix("arg.") if key.startswith("arg.") else f"<{key}>")

    def text(self, key: str, **values: object) -> str:
        return plain(self(key, **values))


def twice(number: int) -> int:
    return 2 * number


feature = Feature[Work]("testing", Words("bot"))


@feature.command("echo")
async def echo(call: Call, work: Work, words: Annotated[str, TextArg("words")]) -> Answer:
    return Reply(say(words, row(Button("Again", "testing.again", "x"))))


@feature.command("greet")
async def greet(
    call: Call,
    work: Work,
    person: Annotated[Member, PersonArg("person")],
    how: Annotated[str, TextArg("how", word=True)] = "hello",
) -> Answer:
    return Reply(say(f"{how} {person.name}"))


@feature.command("meet")
async def meet(call: Call, work: Work, on: Annotated[date, DateArg("day")]) -> Answer:
    return Reply(say(on.isoformat()))


@feature.command("tell", role=Role.FACILITATOR)
async def tell(call: Call, work: Work) -> Answer:
    await work.outbox.post(
        ToMember(call.me.id), say("told"), Fact(f"told:{call.seed}"), community=call.community.id
    )
    return Reply(say("done"))


@feature.command("break")
async def fail(call: Call, work: Work) -> Answer:
    to = ToMember(call.me.id)
    await work.outbox.post(to, say("half"), Fact("half"), community=call.community.id)
    raise RuntimeError("a secret in a fault")


@feature.command("double")
async def double(call: Call, work: Work) -> Answer:
    async def then(later: Work, result: int) -> Answer:
        return Reply(say(f"{result} for {call.me.name}"))

    return Compute(twice, (21,), then)


@feature.command("trip", opens=Trip)
async def trip(call: Call, work: Work) -> Answer:
    return Open(Trip)


@feature.action("again")
async def again(call: Call, work: Work, value: str) -> Answer:
    key = f"again:{call.seed}"
    await work.outbox.post(
        ToMember(call.me.id), say("again"), Fact(key), community=call.community.id
    )
    return Update(say(f"again {value}"))


@feature.prefill(Trip)
async def filled(call: Call, work: Work, subject: str) -> Prefill:
    return Prefill({"why": "to rest"})


@feature.submitted(Trip)
async def booked(call: Call, trip: Trip, work: Work, subject: str) -> Answer:
    return Reply(say(f"{trip.where}, {trip.nights}, {trip.on}, {trip.why}"))


class Lab:
    """A dispatcher with a feature made for these tests, and two people."""

    def __init__(self, open_work: OpenSqlWork, *more: Feature[Work]) -> None:
        self.open_work = open_work
        self.dispatch = Dispatcher(
            Registry.of([feature, load("bot.features.upkeep"), load("bot.features.help"), *more]),
            open_work,
            FakeClock(START),
            FakeChance(),
            ThreadExecutor(),
        )
        self.ids: dict[str, int] = {}
        self.community = 0
        self.count = 0

    async def people(self) -> None:
        async with self.open_work() as work:
            self.community = (await work.people.establish("Lab")).id
            for name in ("Ada Example", "Bo Łukasz O’Neill", "بشرى"):
                profile = Profile(name=name, zone="Europe/Paris")
                self.ids[name] = await work.members.add(self.community, profile, START)
            await work.members.grant(self.ids["Ada Example"], Role.FACILITATOR)

    def arrival(self, name: str, delivery: str = "") -> Arrival:
        self.count += 1
        me = Ref("web", str(self.ids[name]))
        space = Ref("web", str(self.community))
        return Arrival(me, space, Ref("web", "here"), delivery or f"d{self.count}")

    async def types(self, text: str, name: str = "Ada Example", delivery: str = "") -> str:
        shown = await self.dispatch(self.arrival(name, delivery), Typed(text))
        assert isinstance(shown, Reply)
        return text_of(shown.message)

    async def posted(self) -> int:
        async with self.open_work(read_only=True) as work:
            count = await work.connection.execute(select(func.count()).select_from(outbox))
            return int(count.scalar_one())


@pytest.fixture
async def lab(database_url: str) -> AsyncIterator[Lab]:
    async with engine_at(database_url) as engine:
        made = Lab(work_on(engine))
        await made.people()
        yield made


async def test_a_command_works_with_and_without_its_slash(lab: Lab) -> None:
    assert await lab.types("/kindred echo hello  there") == "hello  there"
    assert await lab.types("kindred echo hello") == "hello"
    assert await lab.types("Echo hello") == "hello"


async def test_what_is_not_understood_is_quoted_back_with_the_nearest_command(lab: Lab) -> None:
    answer = await lab.types("/kindred eccho hi <b>")
    assert "“/kindred eccho hi <b>”" in answer
    assert "Did you mean /kindred echo?" in answer


async def test_a_missing_argument_shows_how_it_goes(lab: Lab) -> None:
    answer = await lab.types("/kindred greet")
    assert "person" in answer
    assert "/kindred greet <person> [how]" in answer


async def test_what_is_left_over_is_named(lab: Lab) -> None:
    assert "“and more”" in await lab.types('/kindred greet "Ada Example" hi and more')


@pytest.mark.parametrize(
    "said",
    [
        "Bo Łukasz O’Neill hi",
        '"bo łukasz o’neill" hi',
        "@Bo Łukasz O’Neill hi",
        "“Bo Łukasz O’Neill” hi",
    ],
)
async def test_people_are_named_with_and_without_quotes(lab: Lab, said: str) -> None:
    assert await lab.types(f"/kindred greet {said}") == "hi Bo Łukasz O’Neill"


async def test_a_mention_is_an_account_of_the_chat(lab: Lab) -> None:
    id_ = lab.ids["بشرى"]
    assert await lab.types(f"/kindred greet <@web:{id_}>") == "hello بشرى"
    assert "don’t know this person" in await lab.types("/kindred greet <@web:999>")


async def test_a_misspelt_name_is_answered_with_names_that_come_near(lab: Lab) -> None:
    assert "Did you mean Ada Example?" in await lab.types("/kindred greet Ada Exmaple")
    assert "“Zzyzx”" in await lab.types("/kindred greet Zzyzx")


async def test_dates_are_read_in_the_zone_of_who_says_them(lab: Lab) -> None:
    assert await lab.types("/kindred meet tuesday 10am") == "2026-11-24"
    assert await lab.types("/kindred meet 3 december") == "2026-12-03"
    assert "“31 february”" in await lab.types("/kindred meet 31 february")


async def test_who_may_not_is_told_and_nothing_happens(lab: Lab) -> None:
    answer = await lab.types("/facilitate tell", "Bo Łukasz O’Neill")
    assert "for facilitators" in answer
    assert await lab.posted() == 0


async def test_help_lists_only_what_one_may_use(lab: Lab) -> None:
    mine, theirs = await lab.types("/kindred help"), await lab.types("help", "بشرى")
    assert "/facilitate help" in mine
    assert "/facilitate tell" in await lab.types("/facilitate help")
    assert "/kindred greet — " in theirs
    assert "/kindred greet <person> [how]" in await lab.types("help greet")
    assert "/facilitate" not in theirs


async def test_the_same_command_delivered_twice_acts_once_and_is_answered_alike(lab: Lab) -> None:
    first = await lab.types("/facilitate tell", delivery="same")
    assert await lab.types("/facilitate tell", delivery="same") == first
    assert await lab.posted() == 1


async def test_two_deliveries_of_one_click_at_the_same_moment_act_once(lab: Lab) -> None:
    press = Pressed("testing.again", "x")
    answers = await asyncio.gather(
        *(lab.dispatch(lab.arrival("Ada Example", "same"), press) for _ in range(5))
    )
    assert len(set(answers)) == 1
    assert await lab.posted() == 1


async def test_a_fault_changes_nothing_and_is_logged_once_without_what_was_said(
    lab: Lab, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = await lab.types("/kindred break")
    assert "nothing was changed" in answer
    (record,) = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert record.getMessage().split()[1] in answer
    assert await lab.posted() == 0


async def test_a_stranger_is_told_how_to_join(lab: Lab) -> None:
    arrival = Arrival(
        Ref("web", "999"), Ref("web", str(lab.community)), Ref("web", "here"), "stranger"
    )
    shown = await lab.dispatch(arrival, Typed("/kindred help"))
    assert isinstance(shown, Reply)
    assert "I don’t know you yet" in text_of(shown.message)


async def test_slow_computations_run_between_two_units_of_work(lab: Lab) -> None:
    assert await lab.types("/kindred double") == "42 for Ada Example"


async def test_an_unknown_button_or_form_is_answered_kindly(lab: Lab) -> None:
    for request in (Pressed("testing.gone", "1"), Submitted("gone", 0, {})):
        shown = await lab.dispatch(lab.arrival("Ada Example"), request)
        assert isinstance(shown, Reply)
        assert "no longer here" in text_of(shown.message)


class TestForms:
    async def submit(self, lab: Lab, page: int, turn: str, **values: Raw) -> object:
        request = Submitted("trip", page, values, turn=turn)  # type: ignore[arg-type]
        return await lab.dispatch(lab.arrival("Ada Example"), request)

    async def fields(self, lab: Lab, shown: object) -> dict[str, tuple[Raw, str]]:
        return {f.name: (f.value, f.error) for f in shown.fields}  # type: ignore[attr-defined]

    async def test_pages_are_turned_and_the_end_reaches_the_handler(self, lab: Lab) -> None:
        opened = await lab.dispatch(lab.arrival("Ada Example"), Typed("/kindred trip"))
        assert (await self.fields(lab, opened)).keys() == {"where", "nights"}
        second = await self.submit(lab, 0, "next", where="Hull", nights="2")
        assert (await self.fields(lab, second))["why"] == ("to rest", "")
        first = await self.submit(lab, 1, "back", on="friday", why="fun")
        assert (await self.fields(lab, first))["where"] == ("Hull", "")
        await self.submit(lab, 0, "next", where="Hull", nights="3")
        done = await self.submit(lab, 1, "next", on="friday", why="fun")
        assert isinstance(done, Reply)
        assert done.message.fallback == "Hull, 3, 2026-11-27, fun"

    async def test_a_bad_field_shows_the_form_again_with_all_that_was_typed(self, lab: Lab) -> None:
        shown = await self.submit(lab, 0, "next", where="x" * 21, nights="many")
        fields = await self.fields(lab, shown)
        assert fields["where"] == ("x" * 21, "That is 21 characters; there is room for 20.")
        assert fields["nights"] == ("many", "Please give a whole number from 0 to 30.")

    async def test_a_date_that_does_not_exist_is_named_at_its_field(self, lab: Lab) -> None:
        await self.submit(lab, 0, "next", where="Hull")
        shown = await self.submit(lab, 1, "next", on="31 february", why="<b>&\u202e")
        fields = await self.fields(lab, shown)
        assert "“31 february”" in fields["on"][1]
        assert fields["why"] == ("<b>&", "")

    async def test_a_needed_field_on_an_earlier_page_is_asked_for_there(self, lab: Lab) -> None:
        shown = await self.submit(lab, 1, "done", why="fun")
        fields = await self.fields(lab, shown)
        assert fields["where"] == ("", "Please fill this in.")

    async def test_a_form_left_half_way_is_picked_up_again(self, lab: Lab) -> None:
        await self.submit(lab, 0, "later", where="Hull", nights="not a number")
        opened = await lab.dispatch(lab.arrival("Ada Example"), Typed("/kindred trip"))
        assert (await self.fields(lab, opened))["where"] == ("Hull", "")
        assert (await self.fields(lab, opened))["nights"] == ("not a number", "")
        await self.submit(lab, 0, "done", where="Hull", nights="1")
        again = await lab.dispatch(lab.arrival("Ada Example"), Typed("/kindred trip"))
        assert (await self.fields(lab, again))["where"] == ("", "")

    async def test_fields_that_were_never_declared_are_left_out(self, lab: Lab) -> None:
        shown = await self.submit(lab, 0, "done", where="Hull", role="admin")
        assert isinstance(shown, Reply)
