"""What others have said, as Slack shows it: whose it is, who is called, and where it stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.slack.speakers import CUSTOMIZE, Speakers
from bot.community.facts import Fact
from bot.community.profiles import Profile
from bot.delivery.addresses import ToPlace
from tests.adapters.slack_talk import Talk, talk_in_slack
from tests.adapters.slack_things import Message
from tests.database import engine_at


@pytest.fixture
async def talk(sqlite_url: str) -> AsyncIterator[Talk]:
    async with engine_at(sqlite_url) as engine, talk_in_slack(engine) as talk:
        yield talk


async def test_a_name_stands_in_the_first_line_unless_slack_shows_it(talk: Talk) -> None:
    slack, kindred = talk.slack, talk.chat.kindred.platform

    async def says(text: str) -> Message:
        said = await talk.says(talk.ada, text, talk.hall)
        await talk.settle()
        return said

    slack.team.scopes -= {CUSTOMIZE}  # which Slack tells with the answer to the first
    said = [await says("One"), await says("Two")]
    slack.team.scopes |= {CUSTOMIZE}
    said += [await says("Three"), await says("Four")]
    lines = "Ada (Lantern Lane):\nOne", "Ada (Lantern Lane):\nTwo", "Ada (Lantern Lane):\nThree"
    assert talk.read(talk.square) == [*lines, "Ada (Lantern Lane): Four"]
    assert talk.below(talk.square)[0].text == "Ada (Lantern Lane): One"
    assert talk.below(talk.square)[3].text == "Four"
    for mark in ("?", "!"):
        for message in (said[0], said[3]):
            await slack.edit(talk.ada.user, message, f"{message.text}{mark}")
        await talk.settle()
        one, *_, four = talk.read(talk.square)
        assert (one, four) == (f"{lines[0]}{mark}", f"Ada (Lantern Lane): Four{mark}")
        said[0].text, said[3].text = "One", "Four"
        kindred.sender._speakers = Speakers(kindred.api)  # as after a restart


async def test_nobody_is_called_but_who_was_meant(talk: Talk) -> None:
    """The case L23, in the other direction, too: names and words with markup."""
    slack, bo, team = talk.slack, talk.bo.user, talk.slack.team
    cyd = slack.world.user("Cyd <!channel> *x*")
    talk.hall.members.append(cyd.id)
    typed = (
        f"<!channel> @everyone <!here> <!subteam^S0ALL> <@{bo.id}> <@{cyd.id}>"
        " <https://example.org|x>"
    )
    await talk.says(talk.ada, typed, talk.hall)
    async with talk.chat.work() as work:
        named = Profile(name="*Bo* <!channel> _" + "x" * 90)
        await work.members.save(talk.bo.id, named, talk.chat.clock.now())
    await talk.says(talk.bo, "Hi", talk.hall)
    await talk.settle()
    said, nickname = talk.below(talk.square)
    assert said.words == (f"@channel @everyone @here @group <@{bo.id}> @Cyd <!channel> *x* x")
    called = [e for e in elements(said.blocks) if e["type"] not in ("text", "link")]
    assert called == [{"type": "user", "user_id": bo.id}]
    assert [e["url"] for e in elements(said.blocks) if e["type"] == "link"] == [
        "https://example.org"
    ]
    assert "<!" not in said.text
    assert "<@" not in said.text
    assert nickname.username.startswith("*Bo* <!channel> _x")
    assert len(nickname.username) <= 80
    assert team.bot_user in talk.hall.members


def elements(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every inline element of a message."""
    parts = [part for block in blocks for part in block.get("elements", ())]
    return [e for part in parts for e in part.get("elements", ())]


async def test_what_is_long_comes_whole_below_the_card_and_shrinks_with_an_edit(
    talk: Talk,
) -> None:
    said = await talk.says(talk.ada, "word " * 1500, talk.hall)
    await talk.settle()
    pages = talk.below(talk.square)
    assert {page.username for page in pages} == {"Ada (Lantern Lane)"}
    assert "".join(page.words for page in pages).count("word") == 1500
    await talk.slack.edit(talk.ada.user, said, "word")
    await talk.settle()
    assert talk.read(talk.square) == ["Ada (Lantern Lane): word"]


async def test_in_a_group_one_talks_by_writing_and_answers_below_a_message(talk: Talk) -> None:
    slack, both = talk.slack, [talk.ada.id, talk.bo.id]
    async with talk.chat.work() as work:
        fact = Fact("introductions.opened", "7")
        await work.outbox.open_room(fact, both, "Ada and Bo", community=talk.chat.community)
        await work.conversations.show_in(talk.conversation, ToPlace(fact))
    await talk.settle()
    (group,) = [c for c in slack.world.channels.values() if c.kind == "mpim"]
    first = await talk.says(talk.ada, "Who knows?", talk.hall)
    await talk.settle()
    (copy,) = group.timeline
    assert (copy.username, copy.words) == ("Ada (Lantern Lane)", "Who knows?")
    await slack.say(talk.bo.user, group, "We do", thread_ts=copy.ts)
    await slack.say(talk.bo.user, group, "And you?")
    await slack.say(talk.bo.user, group, f"<@{slack.team.bot_user}> or not")
    await talk.settle()
    assert talk.read(talk.hall) == ["Bo: ↪ Ada: Who knows?\nWe do", "Bo: And you?", "Bo: or not"]
    assert first.told[0].acked


async def test_in_a_place_of_ones_own_one_talks_in_its_thread(talk: Talk) -> None:
    slack, bo = talk.slack, talk.bo
    async with talk.chat.work() as work:
        await work.conversations.let_in(talk.conversation, bo.id)
    await talk.settle()
    (head,) = slack.world.dm(bo.user)
    await talk.says(talk.ada, "Who knows?", talk.hall)
    await talk.settle()
    below = [m for m in slack.world.dm(bo.user) if m.thread_ts == head.ts]
    assert [(m.username, m.words) for m in below] == [("Ada (Lantern Lane)", "Who knows?")]
    for text, top in (("I do", head.ts), ("and Cyd", None), ("help", head.ts), ("help", None)):
        await slack.say(bo.user, None, text, thread_ts=top)
        await talk.settle()
    assert talk.read(talk.hall) == ["Bo: I do", "Bo: and Cyd"]
    answered = [m for m in slack.world.dm(bo.user) if m.bot_id and m not in (head, *below)]
    assert [m.thread_ts for m in answered] == [head.ts, None]
    slack.subscriptions = set()  # and of what is missed nothing is lost
    for text, top in (("One", head.ts), ("Two", None), ("help", head.ts), ("Three", head.ts)):
        await slack.say(bo.user, None, text, thread_ts=top)
    await talk.catches_up()
    await talk.settle()
    assert talk.read(talk.hall)[2:] == ["Bo: One", "Bo: Two", "Bo: Three"]
