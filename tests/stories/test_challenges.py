"""Challenges: a question is enough; whoever works on it is on one list, in every chat."""

from __future__ import annotations

from tests.chat import Chat
from tests.stories.challenges import QUESTION, challenges, posted, the_challenge


async def test_a_question_is_enough_and_people_gather_around_it(chat: Chat) -> None:
    ada, bo, cy = [await chat.person(name) for name in ("Ada", "Bo", "Cy")]
    shown = await ada.says(f'/challenge new "{QUESTION}"')
    assert shown.only_for_actor
    assert "nothing is posted yet" in shown.text
    assert await challenges(chat) == []
    told = await shown.press("Post it")
    assert f"{QUESTION} is out in the open" in told.text
    assert "put away since" in (await shown.press("Post it")).text
    await chat.settle()
    (card,) = chat.for_all
    for part in (QUESTION, "Ada", "1 person in it", "thread or the replies"):
        assert part in card
    for _ in range(2):  # a second tap is the same
        mine = await chat.press_in_for_all("Join", by=bo)
    assert mine.only_for_actor
    assert "You are in" in mine.text
    assert "hosts alone" in (await chat.press_in_for_all("Join without my name", by=cy)).text
    assert (await the_challenge(chat)).people == 3
    assert "Cy" not in (await bo.says("/challenge who")).text
    assert "Cy" in (await ada.says("/challenge who")).text
    assert "nobody else does" in (await cy.says("/challenge who")).text
    await ada.says("/kindred introduce never Bo")
    for one, other in (("Ada", bo), ("Bo", ada)):  # neither reads of the other, be it as a host
        assert one not in (await other.says("/challenge who")).text
    assert "is in it" not in (await cy.says("/challenge name reveal")).text
    assert "Cy" in (await bo.says("/challenge who")).text
    like = await bo.says("/challenge new How to measure relationships and not kill them")
    assert "people here work on already" in like.text
    left = await mine.press("Leave")
    assert "The door stays open" in left.text
    assert "were not in" in (await bo.says("/challenge leave measure")).text
    first = await bo.says("/challenge name hide measure")
    assert first.buttons == ["Join", "Join without my name"]
    await chat.a_moment()
    assert "2 people in it" in chat.for_all[0]


async def test_challenges_are_listed_found_and_said_otherwise(chat: Chat) -> None:
    ada, bo = await chat.person("Ada"), await chat.person("Bo")
    assert "What is your question" in (await bo.says("/challenge list")).text
    assert "no challenge yet" in (await bo.says("/challenge show")).text
    await posted(ada)
    form = await (await ada.says("/challenge new Who has the power here?")).press("Say more")
    said = form.fill(why="Two funders left", different="We decide together", welcome="Anybody")
    await (await said.next()).fill(until="31 March").done()
    shown = await (await bo.says("/challenge list")).press("Who has the power here?")
    for part in ("Two funders left", "We decide together", "Anybody", "31 March", "Ada"):
        assert part in shown.text
    await shown.press("Join")
    assert "power" in (await bo.says("/challenge list mine")).text
    assert "host no" in (await bo.says("/challenge list hosted")).text
    assert "power" in (await bo.says("/challenge list FUNDERS")).text
    assert "power" in (await bo.says("/kindred find funders")).text
    assert QUESTION in [o.value for o in await bo.offered("challenge show", "challenge", "how")]
    assert "those who host this" in (await bo.says("/challenge edit power")).text
    form = await ada.says("/challenge edit power")
    assert form.value("why") == "Two funders left"
    assert "is changed" in (await form.fill(why="Three left").done()).text
    assert "Three left" in (await bo.says("/challenge show power")).text
