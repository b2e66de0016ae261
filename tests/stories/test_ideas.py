"""Ideas: proposed in a line or a form, cared for in every chat, and found by whoever looks."""

from __future__ import annotations

from bot.features.ideas.domain import THERE, Idea, IdeaState
from tests.chat import Answer, Chat, Person

TITLE = "A tool library for our street"


async def ideas(chat: Chat) -> list[Idea]:
    """All ideas of the community, the oldest first."""
    async with chat.work(read_only=True) as work:
        found = await work.ideas.proposals.in_community(chat.community, list(IdeaState), 100)
    return list(reversed(found))


async def proposed(person: Person, title: str = TITLE) -> Answer:
    """What somebody is told who posts an idea of this title."""
    return await (await person.says(f"/idea new {title}")).press("Post it")


# Proposing ------------------------------------------------------------------------------------


async def test_a_title_is_enough_and_its_card_counts_whoever_is_interested(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    shown = await ada.says(f"/idea new {TITLE}")
    assert shown.only_for_actor
    assert "nothing is posted yet" in shown.text
    assert await ideas(chat) == []
    told = await shown.press("Post it")
    assert f"{TITLE} is out in the open" in told.text
    assert "put away since" in (await shown.press("Post it")).text
    await chat.settle()
    (card,) = chat.for_all
    for part in (TITLE, "From: Ada", "Nobody has said", "thread or the replies"):
        assert part in card
    for _ in range(2):  # a second tap is the same
        mine = await chat.press_in_for_all("I’m interested", by=bo)
    assert mine.only_for_actor
    assert "Take it back" in mine.buttons
    await chat.press_in_for_all("I could help host", by=cy)
    await chat.a_moment()
    assert "2 interested · 1 could help host" in chat.for_all[0]
    await mine.press("Take it back")
    await chat.a_moment()
    assert "1 interested · 1 could help host" in chat.for_all[0]
    (idea,) = await ideas(chat)
    assert idea.state in THERE
