"""One idea, from a sentence in Slack to what came of it: across chats, the open web and mail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.community.roles import ScopedRole
from bot.features.events.ports import Happening
from tests.adapters.guests import Door, page_of, web_process
from tests.adapters.mail_server import mail_server
from tests.chat import Person
from tests.database import engine_at
from tests.stories.across import Both, both_chats, web_chat
from tests.stories.events import as_it_is, at
from tests.stories.ideas import TITLE, proposed, the_idea
from tests.stories.polls import respondents, says_to

GIL = "gil@example.org"
LABS, YARDS = ("Labs",), ("Yards",)


@dataclass(frozen=True)
class Street:
    """Ada and Cy in Slack, Bo and Dee in Discord, Eve in the web chat; each of a network."""

    chats: Both
    door: Door
    ada: Person
    bo: Person
    cy: Person
    dee: Person
    eve: Person

    @property
    def members(self) -> tuple[Person, ...]:
        return self.ada, self.bo, self.cy, self.dee, self.eve

    async def at(self, when: str) -> None:
        """Let it become this time, and what is due be done everywhere."""
        await at(self.chats.discord, when)
        await self.chats.settle()


@pytest.fixture
async def street(sqlite_url: str) -> AsyncIterator[Street]:
    async with (
        mail_server() as mail,
        engine_at(sqlite_url) as engine,
        both_chats(engine, mail) as chats,
    ):
        web = web_chat(chats)
        slack, discord = chats.slack, chats.discord
        yield Street(
            chats,
            Door(discord, mail, web_process(discord)),
            await slack.person("Ada Example", networks=LABS),
            await discord.person("Bo Example", networks=YARDS),
            await slack.person("Cy Example", networks=LABS),
            await discord.person("Dee Example", networks=YARDS),
            await web.person("Eve Example", networks=YARDS),
        )


@pytest.mark.slow("all of an idea's life, in two chats, on the web and by mail")
async def test_an_idea_from_slack_becomes_an_event_of_many_chats_and_something_comes_of_it(
    street: Street,
) -> None:
    await street.dee.says("/kindred introduce never Eve Example")
    tea = await from_the_idea_to_an_event(street)
    await a_guest_comes_from_the_open_page(street, tea)
    await who_is_here_is_split_into_groups(street, tea)
    await two_who_would_talk_again_are_introduced(street)
    await what_came_of_it_is_found(street)


async def from_the_idea_to_an_event(street: Street) -> Happening:
    await proposed(street.ada)
    await street.chats.settle()
    for person in (street.bo, street.dee):
        await person.says(f"/idea host {TITLE}")
    for person in (street.cy, street.eve):
        await person.says(f"/idea interested {TITLE}")
    form = await (await street.ada.says(f"/idea event {TITLE}")).press("Find a time together")
    asks = await (await form.fill(slots="thu 10am, fri 2pm").done()).press("Ask")
    await street.chats.settle()
    assert "asked 4 people who are interested" in asks.text
    await helpers_are_named_while_they_like(street)
    await says_to(street.ada, TITLE, "", "maybe")
    await says_to(street.bo, TITLE, "no", "yes")
    await says_to(street.dee, TITLE, "yes", "yes")
    await (await street.cy.presses_in_inbox("Say when I can")).press("All suit me")
    await street.at("2026-11-26 10:00")
    for host in (street.ada, street.bo):
        assert "has closed: 4 people have answered" in host.inbox[-1]
        assert "Best: Fri 27 Nov" in host.inbox[-1]
    form = await street.bo.presses_in_inbox("Make it an event")
    assert form.value("title") == TITLE
    preview = await form.fill(description="Bring a drill").done()
    assert "2 people who would host it are its hosts with you" in preview.text
    posted = await preview.press("Post it")
    await street.chats.settle()
    assert "4 people are on the list already" in posted.text
    assert "invited 1 person" in posted.text
    assert "no longer host" in (await street.dee.presses_in_inbox("I’d rather not host")).text
    assert "has made an event of" in street.ada.inbox[-1]
    assert "you said you can come" in street.cy.inbox[-1]
    assert "there is an event, and you’re invited" in street.eve.inbox[-1]
    chat = street.chats.discord
    async with chat.work(read_only=True) as work:
        found: list[Happening] = await work.events.dates.in_community(
            chat.community, chat.clock.now(), 9
        )
        (tea,) = found
        hosts = await work.roles.holders(ScopedRole.HOST, tea.event.scope)
    assert {host.name for host in hosts} == {"Ada Example", "Bo Example"}
    assert (await the_idea(chat)).event == tea.event.id
    await street.ada.says(f"/event coming {TITLE}")
    await street.eve.presses_in_inbox("I’m coming")
    assert (await as_it_is(chat, tea)).date.tally.seated == 5
    return tea


async def helpers_are_named_while_they_like(street: Street) -> None:
    discord = street.chats.discord
    for line, named in (("hide", False), ("reveal", True)):
        await street.dee.says(f"/idea name {line} {TITLE}")
        await discord.a_moment()
        (card,) = [each for each in discord.for_all if "When can you come" in each]
        assert "Bo Example" in card
        assert ("Dee Example" in card) is named
        if not named:  # nor is she where she says when she can come
            await says_to(street.dee, TITLE, "yes")
            assert (await respondents(discord))["Dee Example"].hidden
            await street.dee.says(f"/kindred poll reveal {TITLE}")


async def a_guest_comes_from_the_open_page(street: Street, tea: Happening) -> None:
    gil = street.door.visitor()
    page = await gil.opens(page_of(tea))
    assert TITLE in page.text
    assert "5 people are coming" in page.text
    assert not any(person.name in page.html for person in street.members)
    await gil.comes(tea, "Gil Guest", GIL)
    assert (await as_it_is(street.chats.discord, tea)).date.tally.seated == 6
    assert "Gil Guest (guest)" in (await street.ada.says(f"/event people {TITLE}")).text


async def who_is_here_is_split_into_groups(street: Street, tea: Happening) -> None:
    await street.at("2026-11-27 13:45")
    for person in street.members:
        assert "checked in" in (await person.says(f"/event here {TITLE}")).text
    day = await street.ada.says(f"/event day {TITLE}")
    assert "✓ Gil Guest" in (await day.choose("Gil Guest")).text
    preview = await street.bo.says(f"/event day groups {TITLE}")
    assert "2 groups. Nobody has been told yet." in preview.text
    assert "Everybody knows their group" in (await preview.press("Tell everybody")).text
    await street.chats.settle()
    async with street.chats.discord.work(read_only=True) as work:
        (told,) = await work.events.breakouts.told(tea.date.id)
    for group in told.groups:
        names = {each.name.split()[0] for each in group}
        assert not {"Dee", "Eve"} <= names
        assert names & {"Ada", "Cy"}
        assert names & {"Bo", "Dee", "Eve"}
    for person in street.members:
        assert "You are in group" in person.inbox[-1]


async def two_who_would_talk_again_are_introduced(street: Street) -> None:
    await street.at("2026-11-28 09:01")
    shown = await street.cy.presses_in_inbox("Choose")
    refused = await street.eve.says(f"/event day with Dee Example {TITLE}")
    assert "isn’t among those" in refused.text
    assert "Take back: Eve Example" in (await shown.choose("Eve Example")).buttons
    assert street.chats.web_rooms == []
    await (await street.eve.presses_in_inbox("Choose")).choose("Cy Example")
    await street.chats.settle()
    assert street.chats.web_rooms == []
    for one in (street.cy, street.eve):
        assert f"fter {TITLE} each of you said" in one.inbox[-1]


async def what_came_of_it_is_found(street: Street) -> None:
    form = await street.bo.presses_in_inbox("What came of it")
    done = await form.fill(text="Forty tools, and a key under the flowerpot.").done()
    assert "told 4 people" in done.text
    await street.chats.settle()
    for person in (street.cy, street.eve):
        assert "flowerpot" in (await person.says("/kindred find flowerpot")).text

    await street.chats.slack.a_moment()
    await street.chats.settle()
    for chat in (street.chats.slack, street.chats.discord):
        idea, poll, event = chat.for_all
        assert "What came of it: Forty tools" in idea
        assert "A time is found" in poll
        assert "This is over. Thank you to everybody who came." in event
        assert "6 people said they’d come" in event
