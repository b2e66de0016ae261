"""Which way something goes when a chat is away or refuses, and things change meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.community.facts import Fact
from bot.community.people import Account, AccountInfo
from bot.delivery.sender import Refused, Retry, SendResult
from bot.ui.messages import Message, say
from tests.chat import Chat, Person
from tests.places import to_all
from tests.stories.programmes import facilitator, joining, set_up
from tests.stories.test_reaching import choose, general, in_two, moved, town

pytestmark = [
    pytest.mark.not_in("slack", "these happen between the web chat and the town"),
    pytest.mark.not_in("discord", "these happen between the web chat and the town"),
]

AWAY = Retry(timedelta(minutes=1), "away")
CLOSED = Refused("direct messages are closed")


class ScriptedAnswers:
    """Stands before the town's direct messages: what each space answers, while it does.

    What `forgets` delivers, and then its answer is lost.
    """

    def __init__(self, chat: Chat) -> None:
        self.answers: dict[str, SendResult] = {}
        self.forgets: set[str] = set()
        self.tried: list[str] = []
        self._inner = chat.town.direct
        chat.town.direct = self._direct  # type: ignore[method-assign]

    async def _direct(
        self, key: str, account: Account, message: Message, *, again: bool = False
    ) -> SendResult:
        space = account.space_ref.id
        self.tried.append(space)
        if space in self.answers:
            return self.answers[space]
        outcome = await self._inner(key, account, message, again=again)
        return AWAY if space in self.forgets else outcome


async def later(chat: Chat) -> None:
    """A while on, when what waited is tried again."""
    chat.clock.at += timedelta(minutes=5)
    await chat.settle()


async def gone(chat: Chat, person: Person) -> None:
    """Somebody's account is switched off."""
    assert person.account
    assert person.space
    async with chat.work() as work:
        left = AccountInfo("", kind="gone")
        await work.people.follow(person.account, person.space, left, chat.clock.now())


async def dead(chat: Chat) -> list[tuple[str, str]]:
    async with chat.work(read_only=True) as work:
        return await work.queue.dead()


# Ladders that change --------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["they prefer it now", "they left the other"])
async def test_a_way_that_was_away_is_tried_again_whatever_changes_meanwhile(
    chat: Chat, change: str
) -> None:
    hall, library, bo = await in_two(chat)
    scripted = ScriptedAnswers(chat)
    scripted.answers = {"t1": CLOSED, "t2": AWAY}
    chat.town.shut.add("general")
    await bo.says("/kindred introduce me Ada Example")
    await chat.settle()
    if change == "they prefer it now":
        await choose(hall, "The Library")
    else:
        await gone(chat, hall)
    del scripted.answers["t2"]
    await later(chat)
    assert len(library.inbox) == 1
    assert await dead(chat) == []


async def test_what_may_have_arrived_is_asked_after_where_it_was_sent(chat: Chat) -> None:
    hall, library, bo = await in_two(chat)
    scripted = ScriptedAnswers(chat)
    scripted.forgets = {"t1"}
    await bo.says("/kindred introduce me Ada Example")
    await chat.settle()
    await choose(hall, "The Library")
    scripted.forgets = set()
    await later(chat)
    assert (len(hall.inbox), len(library.inbox)) == (1, 0)
    assert scripted.tried == ["t1", "t1"]


async def test_what_may_have_arrived_where_nobody_is_any_more_goes_elsewhere(chat: Chat) -> None:
    hall, library, bo = await in_two(chat)
    scripted = ScriptedAnswers(chat)
    scripted.forgets = {"t1"}
    await bo.says("/kindred introduce me Ada Example")
    await chat.settle()
    await gone(chat, hall)
    await later(chat)
    assert len(library.inbox) == 1


async def test_being_told_to_wait_binds_nobody_to_a_chat(chat: Chat) -> None:
    hall, library, bo = await in_two(chat)
    scripted = ScriptedAnswers(chat)
    scripted.answers = {"t1": Retry(timedelta(minutes=1), "slow down", untouched=True)}
    await bo.says("/kindred introduce me Ada Example")
    await chat.settle()
    await choose(hall, "The Library")
    await later(chat)
    assert (len(hall.inbox), len(library.inbox)) == (0, 1)


async def test_a_way_that_refused_is_not_tried_again_for_the_same_thing(chat: Chat) -> None:
    hall, _, bo = await in_two(chat)
    scripted = ScriptedAnswers(chat)
    scripted.answers = {"t1": CLOSED, "t2": AWAY}
    await bo.says("/kindred introduce me Ada Example")
    await chat.settle()
    await choose(hall, "The Town Hall")
    await later(chat)
    assert scripted.tried == ["t1", "t2", "t2"]
    scripted.answers["t2"] = CLOSED
    chat.clock.at += timedelta(minutes=10)
    await chat.settle()
    assert scripted.tried == ["t1", "t2", "t2", "t2"]
    assert len(general(chat)) == 1


async def test_a_room_whose_opening_was_not_confirmed_is_not_opened_elsewhere(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    two = [await joining(chat, f"{name} Example", topics=("gardens",)) for name in ("Ada", "Bo")]
    hall = await town(chat)
    library = await chat.connect("t2", "The Library")
    for person in two:
        await moved(chat, library, person)
    opened, tried = chat.town.open_room, []

    async def open_room(*args: object, again: bool = False) -> SendResult:
        tried.append(args[1].space.ref.id)  # type: ignore[attr-defined]
        outcome = await opened(*args, again=again)  # type: ignore[arg-type]
        return outcome if again else AWAY

    chat.town.open_room = open_room  # type: ignore[method-assign, assignment]
    await rowan.says("/facilitate round open")
    await chat.settle()
    for person in two:
        await moved(chat, hall, person)
    await later(chat)
    assert tried == ["t2", "t2"]


# Who is told ----------------------------------------------------------------------------------


async def test_without_a_room_each_reads_in_their_own_language_and_talks_through_kindred(
    chat: Chat,
) -> None:
    chat.town.roomless = {"t1"}
    rowan = await facilitator(chat)
    await set_up(chat, rowan)
    space = await town(chat)
    names = ("Ada Example", "Bo Example")
    two = [await moved(chat, space, await joining(chat, n, topics=("gardens",))) for n in names]
    await (await two[0].speaks("fr")).says("/kindred help")
    await rowan.says("/facilitate round open")
    await chat.settle()
    (told,) = two[0].inbox
    assert "Je vous mets en relation avec" in told
    assert "je transmets ce que vous vous écrivez" in told
    assert "I’m introducing you to" in two[1].inbox[0]


async def test_what_hinders_a_word_to_all_promises_no_other_way(chat: Chat) -> None:
    rowan = await facilitator(chat)
    space = await town(chat)

    async def post(*_: object, again: bool = False) -> SendResult:
        return Refused("no permission", "Allow me to write in the channel.")

    chat.town.post = post  # type: ignore[method-assign, assignment]
    async with chat.work() as work:
        to = await to_all(work, space)
        await work.outbox.post(to, say("hello"), Fact("x"), community=chat.community)
    await chat.settle()
    (told,) = rowan.inbox
    assert "Allow me to write in the channel." in told
    assert "other ways where there are any" in told
