"""Every kind of argument arrives alike, whether it was typed in a line or picked in a field."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

import pytest

from bot.bootstrap import registry
from bot.community.dates.exact import typed
from bot.community.dates.reading import Either
from bot.community.dates.when import When
from bot.community.domain_events import MemberLeft, MembersMerged
from bot.community.people import Member, Ref
from bot.errors import UserError
from bot.routing.arguments import (
    ChannelArg,
    ChoiceArg,
    DateArg,
    Given,
    NumberArg,
    PersonArg,
    Said,
    TextArg,
    ThingArg,
    Unclear,
    WhenArg,
    YesNoArg,
)
from bot.routing.feature import Feature
from bot.routing.interaction import (
    Answer,
    Call,
    Filled,
    Pressed,
    Reply,
    Request,
    Typed,
    Visit,
)
from bot.routing.registry import Registry
from bot.routing.routes import route
from bot.ui.messages import Option, Plain, say
from bot.work import Work
from storage.stores import work_on
from tests.chat import text_of
from tests.database import engine_at
from tests.extent import some_rows
from tests.stories.test_interactions import Lab, Words

feature = Feature[Work]("teas", Words("bot"))

TEAS = {"green": 1, "black": 2}


async def tea_called(call: Call, work: Work, said: Said) -> int:
    """The number of a tea; without a name, that of the green one."""
    if said.text and said.text not in TEAS:
        again = said.command.filled(tea="green")
        raise UserError((Plain("no such tea: type "), again))
    return TEAS[said.text or "green"]


@feature.command("pour")
async def pour(
    call: Call,
    work: Work,
    who: Annotated[Member, PersonArg("who")],
    cups: Annotated[int, NumberArg("cups", least=1, most=9)],
    size: Annotated[
        str, ChoiceArg("size", (Option("A large one", "large"), Option("A small one", "small")))
    ],
    milk: Annotated[bool, YesNoArg("milk")] = False,
    on: Annotated[date | None, DateArg("on", after=("on",))] = None,
) -> Answer:
    return Reply(say(f"{who.name}, {cups}, {size}, {milk}, {on}"))


@feature.command("gather")
async def gather(
    call: Call,
    work: Work,
    when: Annotated[When, WhenArg("when")],
    seats: Annotated[int, NumberArg("seats", least=2, most=99)] = 9,
) -> Answer:
    return Reply(say(f"{typed(when)}, {seats}"))


@feature.command("ponder")
async def ponder(
    call: Call, work: Work, when: Annotated[When | Either | Unclear, WhenArg("when", asks=True)]
) -> Answer:
    if isinstance(when, Either):
        return Reply(say(f"{typed(when.first)} or {typed(when.second)}?"))
    return Reply(say(when.told if isinstance(when, Unclear) else typed(when)))


@feature.command("invite")
async def invite(
    call: Call,
    work: Work,
    who: Annotated[Member | Ref, PersonArg("who", takes="account")],
    where: Annotated[Ref | None, ChannelArg("where")] = None,
    gladly: Annotated[bool, YesNoArg("gladly", after=("gladly",))] = False,
    why: Annotated[str, TextArg("why", max_length=20, after=("because",))] = "",
) -> Answer:
    said = who.name if isinstance(who, Member) else f"the account {who}"
    return Reply(say(f"{said}, {where}, {why}{' gladly' if gladly else ''}"))


@feature.command("recipe")
async def recipe(
    call: Call,
    work: Work,
    about: Annotated[str, TextArg("about")] = "",
    page: Annotated[int, NumberArg("page", least=1, most=9, after=("page",))] = 1,
) -> Answer:
    return Reply(say(f"{about}, {page}"))


@feature.command("brew")
async def brew(
    call: Call,
    work: Work,
    who: Annotated[Member, PersonArg("who")],
    tea: Annotated[int, ThingArg("tea", tea_called)],
) -> Answer:
    return Reply(say(f"{who.name} brews {tea}"))


@feature.command("serve", action="serve", carries=("who", "tea"))
async def serve(
    call: Call,
    work: Work,
    who: Annotated[Member | None, PersonArg("who")] = None,
    *,
    tea: Annotated[int, ThingArg("tea", tea_called)],
    cup: Annotated[int, NumberArg("cup")] = 1,
) -> Answer:
    return Reply(say(f"{who.name if who else 'nobody'}, {tea}, {cup}"))


@feature.action("wash")
async def wash(call: Call, work: Work, cup: Annotated[int, NumberArg("cup")], rest: str) -> Answer:
    return Reply(say(f"{cup}, {rest}"))


@pytest.fixture
async def lab(database_url: str) -> AsyncIterator[Lab]:
    async with engine_at(database_url) as engine:
        made = Lab(work_on(engine), feature)
        await made.people()
        yield made


async def picks(lab: Lab, command: str, **given: Given) -> str:
    """Give a command in fields; what is answered."""
    shown = await lab.dispatch(lab.arrival("Ada Example"), Filled(f"kindred {command}", given))
    assert isinstance(shown, Reply)
    return text_of(shown.message)


async def test_each_kind_is_read_from_a_line_and_from_fields(lab: Lab) -> None:
    bo = lab.ids["Bo Łukasz O’Neill"]
    poured = "Bo Łukasz O’Neill, 3, large, True, 2026-12-03"
    assert await lab.types("/kindred pour Bo Łukasz O’Neill 3 large yes on 3 december") == poured
    given: dict[str, Given] = {"cups": 3, "size": "large", "milk": True, "on": "3 december"}
    assert await picks(lab, "pour", who=Ref("web", str(bo)), **given) == poured
    typed = {"cups": "3", "size": "a LARGE one", "milk": "Y", "on": "2026-12-03"}
    assert await picks(lab, "pour", who_name="bo łukasz o’neill", **typed) == poured
    assert await lab.types("/kindred pour <@web:1> 1 small") == "Ada Example, 1, small, False, None"


async def test_a_time_ends_where_the_line_goes_on_with_something_else(lab: Lab) -> None:
    at_ten = "2026-12-03 10:00 - 11:30 Europe/Paris"
    for line in (
        "3 december 10am for 90 minutes, 20",
        "3 december from 10 to 11:30 20",
        "“3 december” 10-11:30, 20",
    ):
        assert await lab.types(f"/kindred gather {line}") == f"{at_ten}, 20"
    assert await lab.types("/kindred gather 3 december 10-11:30") == f"{at_ten}, 9"
    given: dict[str, Given] = {"when": "3 december 10-11:30", "seats": 20}
    assert await picks(lab, "gather", **given) == f"{at_ten}, 20"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("3 december", "“3 december” is Thursday, 3 December 2026. At what time?"),
        ("yesterday at 10", "that has passed. When is meant?"),
        ("someday", "“someday” is not a date and a time that I can read."),
        ("3 december at 3", "15:00 (Paris, CET) (2026-12-03 15:00 Europe/Paris) or Thursday"),
    ],
)
async def test_a_time_that_is_not_sure_is_asked_about(lab: Lab, line: str, words: str) -> None:
    assert words in await lab.types(f"/kindred gather {line}")


async def test_a_handler_may_ask_which_of_two_times_is_meant(lab: Lab) -> None:
    first, second = "2026-12-03 15:00 Europe/Paris", "2026-12-03 03:00 Europe/Paris"
    assert await lab.types("/kindred ponder 3 december at 3") == f"{first} or {second}?"
    assert await lab.types(f"/kindred ponder {second}") == second


async def test_what_is_none_of_a_kind_says_what_would_do(lab: Lab) -> None:
    pour = "/kindred pour <@web:1>"
    assert "from 1 to 9" in await lab.types(f"{pour} 10 small")
    assert "from 1 to 9" in await lab.types(f"{pour} many small")
    assert "from 1 to 9" in await picks(lab, "pour", who="Ada Example", cups=0, size="small")
    assert "large or small" in await lab.types(f"{pour} 3 huge")
    assert "neither yes nor no" in await lab.types(f"{pour} 3 small perhaps")
    assert "not a date" in await lab.types(f"{pour} 3 small no on someday")
    assert "I need one more thing: size" in await lab.types(f"{pour} 3")
    assert "room for 20" in await lab.types(f"/kindred invite <@web:1> because {'x' * 21}")


async def test_a_channel_is_mentioned_or_picked(lab: Lab) -> None:
    here = "Ada Example, web:here/7, to talk"
    assert await lab.types("/kindred invite <@web:1> <#web:here/7|tea> because to talk") == here
    assert (
        await picks(lab, "invite", who="Ada Example", where=Ref("web", "here/7"), why="to talk")
        == here
    )
    assert "which channel “tea” is" in await lab.types("/kindred invite <@web:1> tea")
    said_there = "Ada Example, web:here, to talk"
    assert await lab.types("/kindred invite <@web:1> here because to talk") == said_there
    assert await picks(lab, "invite", who="Ada Example", where="Here", why="to talk") == said_there
    assert await lab.types("/kindred echo in <#web:here/7|tea> now") == "in #tea now"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("with milk page 2", "with milk, 2"),
        ('"with milk" Page 2', '"with milk", 2'),
        ("page 2 and milk", "page 2 and milk, 1"),
        ("milk page 10", "milk page 10, 1"),
        ("page 2", ", 2"),
        ("page", "page, 1"),
        ("milk", "milk, 1"),
    ],
)
async def test_a_text_ends_where_a_number_ends_the_line_after_its_word(
    lab: Lab, said: str, meant: str
) -> None:
    assert await lab.types(f"/kindred recipe {said}") == meant


async def test_a_word_by_itself_says_yes(lab: Lab) -> None:
    said = "Ada Example, None, of tea gladly"
    assert await lab.types("/kindred invite Ada Example gladly because of tea") == said
    assert await lab.types("/kindred invite <@web:1> Gladly of tea") == said
    assert await picks(lab, "invite", who="Ada Example", gladly=True, why="of tea") == said
    assert await picks(lab, "invite", who="Ada Example", gladly="no") == "Ada Example, None, "


async def test_who_is_no_member_arrives_as_an_account_where_the_route_takes_one(lab: Lab) -> None:
    assert await lab.types("/kindred invite <@web:99>") == "the account web:99, None, "
    assert await picks(lab, "invite", who=Ref("web", "99")) == "the account web:99, None, "
    assert "don’t know this person" in await picks(lab, "pour", who=Ref("web", "99"), cups=1)
    assert "nobody called “Cy”" in await lab.types("/kindred invite Cy")


async def test_a_picked_person_and_a_name_beside_it_must_be_one(lab: Lab) -> None:
    ada = Ref("web", str(lab.ids["Ada Example"]))
    assert await picks(lab, "brew", who=ada, who_name="Ada Example") == "Ada Example brews 1"
    asked = await picks(lab, "brew", who=ada, who_name="Bo Łukasz O’Neill")
    assert "You picked Ada Example and wrote Bo Łukasz O’Neill" in asked
    assert "I need one more thing: who" in await picks(lab, "brew")
    assert "did not understand “x”" in await picks(lab, "brew", who=ada, tea_name="x")


async def test_a_thing_is_found_by_its_feature_also_where_nothing_is_said(lab: Lab) -> None:
    assert await lab.types("/kindred brew Ada Example black") == "Ada Example brews 2"
    assert await lab.types("/kindred brew Ada Example") == "Ada Example brews 1"
    assert await picks(lab, "brew", who="Ada Example", tea="black") == "Ada Example brews 2"
    again = 'type /kindred brew "Ada Example" green'
    assert again in await lab.types("/kindred brew Ada Example oolong")
    assert again in await picks(lab, "brew", who="Ada Example", tea="oolong")


async def test_a_name_goes_on_to_the_words_before_what_comes_next(lab: Lab) -> None:
    invited = await lab.types("/kindred invite Ada Example because of tea")
    assert invited == "Ada Example, None, of tea"
    assert "“Bo nobody”" in await lab.types("/kindred pour Bo nobody")
    assert "nobody called" in await lab.types('/kindred invite "" because')


async def presses(lab: Lab, action: str, value: str) -> str:
    """Press a button; what is answered."""
    shown = await lab.dispatch(lab.arrival("Ada Example"), Pressed(f"teas.{action}", value))
    assert isinstance(shown, Reply)
    return text_of(shown.message)


async def test_a_button_carries_arguments_of_the_command_it_stands_for(lab: Lab) -> None:
    bo = lab.ids["Bo Łukasz O’Neill"]
    assert await presses(lab, "serve", f"{bo}:black") == "Bo Łukasz O’Neill, 2, 1"
    assert await presses(lab, "serve", str(bo)) == "Bo Łukasz O’Neill, 1, 1"
    assert await presses(lab, "serve", "") == "nobody, 1, 1"
    assert await lab.types("/kindred serve Ada Example") == "Ada Example, 1, 1"
    assert "did not understand “black”" in await lab.types("/kindred serve Ada Example black")
    assert "did not understand “black”" in await picks(lab, "serve", tea="black")
    assert "no longer here" in await presses(lab, "serve", "99999:black")
    assert await presses(lab, "wash", "3:a saucer: and a spoon") == "3, a saucer: and a spoon"
    assert "whole number" in await presses(lab, "wash", "many:x")


def test_a_button_carries_all_that_is_needed() -> None:
    async def handler(call: Call, work: Work, cup: Annotated[int, NumberArg("cup")]) -> Answer:
        return None

    wrong = Feature[Work]("wrong", Words("bot"))
    for carries in ((), ("saucer",)):
        with pytest.raises(TypeError, match="the button wash carries"):
            wrong.command("wash", action="wash", carries=carries)(handler)


@pytest.mark.parametrize(
    ("request_", "opens"),
    [
        (Typed("/kindred introduce never"), True),
        (Typed("/kindred introduce never Ada"), False),
        (Typed("/kindred introduce me because we bake"), True),
        (Typed("/kindred introduce me to Ada because we bake"), False),
        (Typed("/kindred introduce them Ada"), True),
        (Filled("kindred introduce them", {"who": Ref("web", "1")}), True),
        (Filled("kindred introduce them", {"who": Ref("web", "1"), "whom_name": "Bo"}), False),
        (Typed("/kindred introduce pause"), True),
        (Pressed("introductions.never", ""), True),
    ],
)
def test_a_form_that_asks_for_people_is_not_awaited_where_all_are_named(
    request_: Request, opens: bool
) -> None:
    assert route(registry(), request_).opens is opens


# Who is no member -----------------------------------------------------------------------------

visits = Feature[Work]("doors", Words("bot"))


Times = Annotated[int, NumberArg("times", 1, 9)]
Said_ = Annotated[str, TextArg("said", max_length=20)]


@visits.command("knock", action="knock", carries=("times", "said"))
async def knock(call: Call, work: Work, times: Times = 1, said: Said_ = "") -> Answer:
    return Reply(say("you are in"))


@visits.command("knock on")
async def knock_on(call: Call, work: Work, day: Annotated[date, DateArg("day")]) -> Answer:
    return Reply(say("you are in"))


@visits.visit("knock", action="knock", carries=("times", "said"))
async def let_in(visit: Visit, work: Work, times: Times = 1, said: Said_ = "") -> Answer:
    return Reply(say(f"come in: {times}, {said}"))


@visits.visit("knock on")
async def let_in_on(visit: Visit, work: Work, day: Annotated[date, DateArg("day")]) -> Answer:
    return Reply(say(f"come in on {day:%d %B}"))


@some_rows(4)
@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (Typed("/kindred knock"), "come in: 1, "),
        (Typed('KNOCK 2 "and wait"'), "come in: 2, and wait"),
        (Typed("/kindred Knock 2  and  wait"), "come in: 2, and  wait"),
        (Typed("/kindred knock softly"), "give a whole number from 1 to 9."),
        (Typed(f"/kindred knock 2 {'a' * 21}"), "That is 21 characters; there is room for 20."),
        (Typed("/kindred knock on 3 March"), "come in on 03 March"),
        (Typed("/kindred knock on"), "/kindred knock on <day>"),
        (Filled("kindred knock", {"times": 3, "said": "and wait "}), "come in: 3, and wait"),
        (Filled("kindred knock", {"what": "else"}), "“else”"),
        (Pressed("doors.knock", "5:x"), "come in: 5, x"),
        (Pressed("doors.knock", "many:x"), "give a whole number from 1 to 9."),
    ],
)
async def test_who_is_no_member_is_understood_as_everybody_is(
    database_url: str, request_: Request, answer: str
) -> None:
    async with engine_at(database_url) as engine:
        lab = Lab(work_on(engine), visits)
        await lab.people()
        shown = await lab.dispatch(replace(lab.arrival("بشرى"), actor=Ref("web", "99")), request_)
        assert isinstance(shown, Reply)
        assert answer in text_of(shown.message)
        assert await lab.types("/kindred knock 2") == "you are in"


@pytest.mark.parametrize(
    ("visit", "why"),
    [
        (("knock", ""), "no command 'kindred knock' to type"),
        (("", "knock"), "no button 'wrong.knock' to press"),
        (("open", ""), "/kindred open takes something else"),
        (("", "open"), "the button wrong.open says something else"),
        (("", "turned"), "the button wrong.turned says something else"),
    ],
)
def test_who_is_no_member_says_what_members_say(visit: tuple[str, str], why: str) -> None:
    wrong = Feature[Work]("wrong", Words("bot"))

    @wrong.command("open", action="open", carries=("door",))
    async def open_(call: Call, work: Work, door: Annotated[int, NumberArg("door")]) -> Answer:
        return None

    @wrong.command("turn", action="turned", carries=("said", "times"))
    async def turn(call: Call, work: Work, times: Times = 1, said: Said_ = "") -> Answer:
        return None

    said, action = visit
    wrong.visit(said, action=action)(let_in)
    with pytest.raises(ValueError, match=why):
        Registry.of([wrong])


def test_who_is_no_member_looks_for_nobody() -> None:
    async def look(visit: Visit, work: Work, who: Annotated[Member, PersonArg("who")]) -> Answer:
        return None

    with pytest.raises(TypeError, match="may not look for"):
        Feature[Work]("wrong", Words("bot")).visit("look")(look)


# Declared wrongly -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hint", "why"),
    [
        (Annotated[str, PersonArg("who")], "arrives as"),
        (Annotated[Member, PersonArg("who", takes="account")], "arrives as"),
        (Annotated[str | None, NumberArg("cups")], "arrives as"),
        (Annotated[str, ChoiceArg("size", ())], "too many options, or none"),
        (int, "does not say which kind"),
    ],
)
def test_an_argument_that_cannot_arrive_as_declared_is_found_at_import(
    hint: object, why: str
) -> None:
    async def handler(call: Call, work: Work, it: object) -> Answer:
        return None

    handler.__annotations__["it"] = hint
    with pytest.raises(TypeError, match=why):
        Feature[Work]("wrong", Words("bot")).command("wrong")(handler)


def test_a_reaction_takes_what_it_hears_of() -> None:
    async def reaction(left: MemberLeft, work: Work, now: datetime) -> None:
        """Take one."""

    with pytest.raises(TypeError, match="hears"):
        Feature[Work]("wrong", Words("bot")).when(MemberLeft, MembersMerged)(reaction)
