"""A role in one thing opens the doors that say so, and only for that thing."""

from collections.abc import AsyncIterator
from typing import Annotated

import pytest

from bot.community.roles import Needs, Role, Scope, ScopedRole, require
from bot.routing.arguments import TextArg
from bot.routing.feature import Feature
from bot.routing.interaction import Answer, Call, Dialog, Open, Pressed, Reply, Submitted, Typed
from bot.ui.fields import ShortText
from bot.ui.forms import Page, form
from bot.ui.messages import Option, say
from bot.work import Work
from storage.stores import work_on
from tests.chat import START, text_of
from tests.database import engine_at
from tests.stories.test_interactions import Lab, Words

BO = "Bo Łukasz O’Neill"
HOSTS = Needs(Role.FACILITATOR, or_scoped=ScopedRole.HOST)

feature = Feature[Work]("picnics", Words("bot"))


@form("picnic", title="A picnic", pages=[Page("Where", "where")])
class Picnic:
    where: Annotated[str, ShortText(label="Where to")]


@feature.command("call", role=HOSTS)
async def call_all(
    call: Call,
    work: Work,
    picnic: Annotated[str, TextArg("picnic", word=True)],
    said: Annotated[str, TextArg("words")] = "",
) -> Answer:
    require(call.standing, HOSTS, Scope("event", int(picnic)))
    return Reply(say("called"))


@feature.command("move", role=HOSTS, opens=Picnic)
async def move(call: Call, work: Work) -> Answer:
    return Open(Picnic)


@feature.submitted(Picnic, role=HOSTS)
async def moved(call: Call, picnic: Picnic, work: Work, subject: str) -> Answer:
    return Reply(say("moved"))


@feature.action("close", role=HOSTS)
async def close(call: Call, work: Work, value: str) -> Answer:
    require(call.standing, HOSTS, Scope("event", int(value)))
    return Reply(say("closed"))


@feature.autocomplete("picnic")
async def picnics(call: Call, work: Work, typed: str) -> list[Option]:
    return [Option("1", "1")]


@pytest.fixture
async def lab(database_url: str) -> AsyncIterator[Lab]:
    async with engine_at(database_url) as engine:
        made = Lab(work_on(engine), feature)
        await made.people()
        yield made


async def host(lab: Lab, event: int) -> None:
    """Let Bo be the host of an event."""
    async with lab.open_work() as work:
        await work.roles.grant(lab.ids[BO], ScopedRole.HOST, Scope("event", event), None, START)


async def press(lab: Lab, value: str) -> str:
    shown = await lab.dispatch(lab.arrival(BO), Pressed("picnics.close", value))
    assert isinstance(shown, Reply)
    return text_of(shown.message)


async def test_a_member_who_hosts_nothing_is_told_for_whom_it_is(lab: Lab) -> None:
    for line in ("/kindred call 1", "/kindred move"):
        assert "for those who host this" in await lab.types(line, BO)
    assert "no longer here" in await press(lab, "1")


async def test_a_host_may_do_it_at_their_own_event_only(lab: Lab) -> None:
    await host(lab, 1)
    assert await lab.types("/kindred call 1", BO) == "called"
    assert "for those who host this" in await lab.types("/kindred call 2", BO)
    assert await press(lab, "1") == "closed"
    assert "for those who host this" in await press(lab, "2")


async def test_a_form_opens_for_hosts(lab: Lab) -> None:
    sent = Submitted("picnic", 0, {"where": "Hull"})
    refused = await lab.dispatch(lab.arrival(BO), sent)
    assert isinstance(refused, Reply)
    assert "no longer here" in text_of(refused.message)
    await host(lab, 1)
    assert isinstance(await lab.dispatch(lab.arrival(BO), Typed("/kindred move")), Dialog)
    done = await lab.dispatch(lab.arrival(BO), sent)
    assert isinstance(done, Reply)
    assert text_of(done.message) == "moved"


async def test_a_facilitator_may_do_it_without_being_a_host(lab: Lab) -> None:
    assert await lab.types("/kindred call 1") == "called"


async def test_help_and_suggestions_are_for_those_who_may(lab: Lab) -> None:
    async def sees() -> tuple[bool, bool]:
        here = lab.arrival(BO)
        offered = await lab.dispatch.autocomplete(here, "kindred call", "picnic", "")
        return "/kindred call" in await lab.types("/kindred help", BO), bool(offered)

    assert await sees() == (False, False)
    await host(lab, 1)
    assert await sees() == (True, True)
