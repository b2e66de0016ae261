"""One challenge, from a question in Slack to what others find of it: in three chats and zones."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.community.roles import Role
from bot.features.challenges.domain import ChallengeState
from storage.kernel.columns import metadata
from storage.kernel.tables import answers, places
from tests.chat import Chat, Person
from tests.database import engine_at
from tests.stories.across import Both, both_chats, web_chat
from tests.stories.challenges import QUESTION, posted, the_challenge
from tests.stories.ideas import leaves

STEP = "make sense of link worker statistics"
CASE = "How do I tell our funder that we count meals?"


@dataclass(frozen=True)
class Group:
    """Ada in Slack, Bo in Discord and Cy in the web chat; Dee and the others are in no group."""

    chats: Both
    web: Chat
    ada: Person
    bo: Person
    cy: Person
    dee: Person
    others: tuple[Person, ...]
    rowan: Person

    @property
    def all_chats(self) -> tuple[Chat, ...]:
        return self.chats.slack, self.chats.discord, self.web

    @property
    def cards(self) -> list[str]:
        """The group's card, as it hangs in each chat; it was posted first."""
        return [chat.for_all[0] for chat in self.all_chats]

    async def at(self, day: int, *hours: int) -> None:
        """Let it be each of these hours of a day in December, in UTC, and run what falls due."""
        for hour in hours:
            self.chats.slack.clock.at = datetime(2026, 12, day, hour, tzinfo=UTC)
            for _ in range(2):  # what is planned may be due at once
                await self.chats.slack.core.ticks.run_due()
                await self.chats.settle()

    async def a_moment(self) -> None:
        """Let every card be current."""
        await self.chats.slack.a_moment()
        await self.chats.settle()


@pytest.fixture
async def group(sqlite_url: str) -> AsyncIterator[Group]:
    async with engine_at(sqlite_url) as engine, both_chats(engine) as chats:
        web, slack, discord = web_chat(chats), chats.slack, chats.discord
        funders = ("talking to funders",)
        yield Group(
            chats,
            web,
            await slack.person("Ada", zone="America/Los_Angeles", networks=("Labs",)),
            await discord.person("Bo", zone="Europe/Paris", networks=("Yards",)),
            await web.person("Cy", zone="Asia/Tokyo", networks=("Halls",)),
            await web.person("Dee", networks=("Desks",), offers=("link worker statistics",)),
            (
                await slack.person("Eve", networks=("Kitchens",), offers=funders),
                await discord.person("Fay", networks=("Choirs",), offers=funders),
                await web.person("Gus", networks=("Bells",), offers=funders),
            ),
            await web.person("Rowan", Role.FACILITATOR),
        )


@pytest.mark.slow("all of a challenge's life, in three chats and three zones")
async def test_a_challenge_from_slack_is_worked_on_in_three_chats_and_others_find_what_came_of_it(
    group: Group,
) -> None:
    await three_gather_around_a_question(group)
    await each_is_asked_in_their_own_morning(group)
    await somebody_outside_helps_with_a_commitment(group)
    await somebody_who_is_stuck_is_given_half_an_hour(group)
    await they_gather(group)
    await they_leave_an_outcome(group)


@pytest.mark.slow("a card goes in two of three chats")
async def test_where_the_card_is_gone_those_in_that_chat_are_told_alone(group: Group) -> None:
    slack, discord = group.chats.slack, group.chats.discord
    await posted(group.ada)
    await group.chats.settle()
    for person in (group.bo, group.cy, group.others[0]):
        await person.says("/challenge join")
    await group.cy.says(f'/kindred commit "{STEP}"')
    await group.chats.settle()
    for message in list(slack.hall.messages.values()):
        message.deleted = True
    form = await group.ada.says("/challenge update")
    await form.fill(where_we_are="We tell stories.").done()
    await group.chats.settle()
    assert "A card of" in group.ada.inbox[-1]
    eve = group.others[0]
    assert "where we are now: We tell stories." in eve.inbox[-1]
    for person in (group.ada, group.bo, group.cy):
        assert not any("I tell you alone" in line for line in person.inbox)
    await discord.discord.delete_channel(discord.thread)
    form = await (await group.cy.says("/kindred commitments")).press("Ask for help")
    await form.fill(need="How do I read these numbers?", where="group").done()
    await group.chats.settle()
    assert "How do I read these numbers?" in group.bo.inbox[-1]
    assert "How do I read" in group.web.below_post(0)[-1]
    assert "A card of" in group.ada.inbox[-1]
    assert (await the_challenge(group.web)).people == 4
    assert "brought the two of you" in (await group.bo.presses_in_inbox("I can help")).text
    await leaves(group.web, group.cy)  # and nothing of what she said is left
    await group.a_moment()
    assert not any("How do I read" in line for line in group.web.below_post(0))
    assert not any(STEP in card for card in group.web.for_all)
    async with group.web.work(read_only=True) as work:
        for table in metadata.tables.values():
            rows = (await work.connection.execute(select(table))).all()
            found = [row for row in rows for said in (STEP, "How do I read") if said in f"{row}"]
            assert not found or table in (places, answers)  # a room of two; what goes in a day


async def three_gather_around_a_question(group: Group) -> None:
    group.chats.slack.clock.at = datetime(2026, 12, 5, 9, 30, tzinfo=UTC)
    form = await group.rowan.says("/facilitate challenge settings")
    await form.fill(interest="3").done()
    assert "gathers people now" in (await posted(group.ada)).text
    await group.chats.settle()
    joined = await group.chats.discord.press_in_for_all("Join", by=group.bo)
    assert "opens once enough" in joined.text
    await group.web.press_in_for_all("Join", by=group.cy)
    await group.chats.settle()
    for person in (group.ada, group.bo):
        (told,) = [line for line in person.inbox if QUESTION in line]
        assert "3 people are in it, so it begins" in told
    assert not [line for line in group.cy.inbox if QUESTION in line]
    await group.a_moment()
    for card in group.cards:
        assert "3 people in it" in card
        assert "Ada" in card
        assert "Cy" not in card


async def each_is_asked_in_their_own_morning(group: Group) -> None:
    assert "on Monday" in (await group.ada.says("/challenge check-ins weekly on monday")).text
    await (await group.bo.says("/challenge check-in how")).fill(where="thread").done()
    await (await group.cy.says("/challenge check-in how")).fill(glad=["glad"]).done()
    await group.at(6, 11, 23)
    assert group.cy.inbox == []
    await group.at(7, 0)  # nine in the morning in Tokyo
    assert "how is it going" in group.cy.inbox[-1]
    await group.at(7, 8)  # in Paris
    assert "@Bo: how is it going?" in group.chats.discord.below_post(0)[-1]
    assert not any("how is it going" in line for line in group.ada.inbox)
    await group.at(7, 17)  # in Los Angeles
    form = await group.ada.presses_in_inbox("Answer")
    await form.fill(tried="Listening", help="Somebody who has asked funders").done()
    assert "That’s fine" in (await group.cy.presses_in_inbox("Nothing this time")).text
    await group.at(8, 8)  # now Monday is over for all three
    for chat in group.all_chats:
        digest = chat.below_post(0)[-1]
        assert "Somebody who has asked funders" in digest
        assert "Cy is glad to be asked" in digest
        assert len(digest.splitlines()) <= 8
    await group.web.press_below_for_all("I can help Ada", by=group.cy)
    await group.chats.settle()
    assert "Cy could help you" in group.ada.inbox[-1]


async def somebody_outside_helps_with_a_commitment(group: Group) -> None:
    told = await group.cy.says(f'/kindred commit "{STEP}" by wednesday')
    assert f"Noted, for {QUESTION}" in told.text
    await group.a_moment()
    for card in group.cards:
        assert STEP in card
    await group.at(8, 23)
    assert not any("the day you had in mind" in line for line in group.cy.inbox)
    await group.at(9, 0)  # Wednesday has come to Tokyo
    assert f"the day you had in mind: {STEP}" in group.cy.inbox[-1]
    form = await group.cy.presses_in_inbox("Ask for help")
    await form.fill(need="How do I read these numbers?", where="outside").done()
    await group.at(9, 9)
    assert "How do I read these numbers?" in group.dee.inbox[-1]
    assert "Cy" not in group.dee.inbox[-1]
    assert "brought the two of you" in (await group.dee.presses_in_inbox("I can help")).text
    await group.chats.settle()
    (room,) = group.chats.web_rooms  # both live in the web chat
    assert room.members == sorted([group.cy.id, group.dee.id])
    assert f"@Dee can help with this: {STEP}" in room.messages[0]
    done = await (await group.cy.says("/kindred commitments")).press("Done")
    form = await done.press("Say what happened")
    await form.fill(happened="Half of them count calls.", tell=["group", "helpers"]).done()
    await group.chats.settle()
    for chat in group.all_chats:
        assert "Cy has done it" in chat.below_post(0)[-1]
    assert "You helped Cy" in group.dee.inbox[-1]


async def somebody_who_is_stuck_is_given_half_an_hour(group: Group) -> None:
    shown = await group.bo.says(f'/kindred stuck "{CASE}"')
    assert "Nobody is asked yet" in shown.text
    await shown.press("Ask, without my name")
    await group.chats.settle()
    for helper in group.others:
        assert CASE in helper.inbox[-1]
        assert "Bo" not in helper.inbox[-1]
        await helper.presses_in_inbox("Yes, half an hour")
    await group.chats.settle()
    assert "3 people have said yes" in group.bo.inbox[-1]
    await group.bo.presses_in_inbox("Begin")
    await group.chats.settle()
    for one in (group.bo, *group.others):
        assert "reads what you write to each other" in one.inbox[-1]
    for step in ("the case", "clarifying questions", "advice", "what I take away", "thanks"):
        assert step in (await group.bo.says("/kindred stuck next")).text
    note = await group.bo.says("/kindred stuck note")
    await note.fill(note="Call her first.", share="yes").done()
    await group.bo.says("/kindred stuck next")
    await group.chats.settle()
    assert any("Call her first." in line for line in group.others[0].inbox)


async def they_gather(group: Group) -> None:
    ways = await (await group.bo.says("/challenge show")).press("Gather")
    assert "3 people are in" in ways.text
    form = await ways.press("I know when")
    assert form.value("title") == QUESTION
    shown = await form.fill(when="2026-12-11 18:00").done()
    assert "Post it" in shown.buttons
    await shown.press("Post it")
    await group.a_moment()
    for card in group.cards:
        assert "Next gathering" in card
    assert "host" in group.ada.inbox[-1]
    await group.cy.presses_in_inbox("I’m coming")
    for person in (group.bo, group.cy):
        assert "Next gathering" in (await person.says("/challenge show")).text
    await group.at(12, 9)
    await group.a_moment()
    for card in group.cards:
        assert "Next gathering" not in card


async def they_leave_an_outcome(group: Group) -> None:
    form = await group.ada.says("/challenge update")
    await form.fill(where_we_are="Nobody counts; we tell stories.").done()
    await group.chats.settle()
    for chat in group.all_chats:
        assert "we tell stories" in chat.below_post(0)[-1]
    form = await group.ada.says("/challenge close")
    told = form.fill(learned="Stories travel further.", changed="Two funders ask for stories.")
    assert "is closed" in (await told.done()).text
    await group.a_moment()
    for person in (group.bo, group.cy):
        assert len([line for line in person.inbox if "Stories travel further" in line]) == 1
    assert not [line for line in group.dee.inbox if "Stories travel" in line]
    for chat, card in zip(group.all_chats, group.cards, strict=True):
        assert "This challenge is closed" in card
        assert "Stories travel further" in card
        assert "Stories travel further" in chat.below_post(0)[-1]
    for person in (group.dee, *group.others):
        assert "Stories travel further" in (await person.says("/kindred find stories")).text
    assert (await the_challenge(group.web)).state is ChallengeState.CLOSED
