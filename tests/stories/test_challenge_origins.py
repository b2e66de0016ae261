"""From an idea or an event to a challenge, and from it to a gathering, an idea, an introduction."""

from __future__ import annotations

from datetime import timedelta

from tests.chat import Chat
from tests.stories.challenges import challenges
from tests.stories.ideas import ideas, proposed


async def test_each_step_is_one_tap_from_the_last(chat: Chat) -> None:
    ada, bo, cy, dee = [await chat.person(name) for name in ("Ada", "Bo", "Cy", "Dee")]
    await proposed(ada, "Stories instead of scores")
    await bo.says("/idea interested")
    await cy.says("/idea host")
    form = await (await ada.says("/idea show")).press("Work on this")
    assert form.value("question") == "Stories instead of scores"
    told = await form.fill(question="Which stories count?").done()
    assert "2 people who were interested" in told.text
    await chat.settle()
    assert len([line for line in bo.inbox if "Now people work on it" in line]) == 1
    assert len([line for line in cy.inbox if "whether you would host “Which" in line]) == 1
    assert dee.inbox == []
    form = await (await cy.says("/idea event")).press("Work on this")
    like = await form.fill(question="Whose stories?").done()  # of which there is one already
    assert "made a challenge of Stories instead of scores already" in like.text
    assert "Join: Which stories count?" in like.buttons
    other = await like.press("Mine is different: post it")
    assert "1 person who was" in other.text  # Ada, who made the first, is asked to host it
    await chat.settle()
    for person in (bo, cy):  # who heard of the first is left in peace
        assert len(person.inbox) == 1
    await (await cy.says("/challenge withdraw Whose")).fill().done()
    await bo.presses_in_inbox("Join")
    challenge = (await challenges(chat))[0]
    assert challenge.people == 2

    first = await dee.says("/challenge gather")
    assert "Join Which stories count? first" in first.text
    assert first.buttons == ["Join"]
    ways = await (await bo.says("/challenge show")).press("Gather")
    assert "2 people are in" in ways.text
    day = (chat.clock.now() + timedelta(days=9)).date().isoformat()
    form = await ways.press("I know when")
    shown = await form.fill(when=f"{day} 18:00").done()
    await shown.press("Post it")
    await chat.a_moment()
    assert [line for line in ada.inbox if "Which stories count?" in line]
    card = (await dee.says("/challenge show")).text
    assert "Next gathering: Which stories count?" in card
    back = await (await dee.says("/event show")).press("Work on this")
    assert back.value("question") == "Which stories count?"
    sure = await (await bo.says("/event cancel")).press("Yes, cancel it")
    await sure.fill(message="Another time").done()
    await chat.a_moment()
    assert "Next gathering" not in (await dee.says("/challenge show")).text

    form = await (await bo.says("/challenge show")).press("Make it an idea")
    assert form.value("title") == "Which stories count?"
    await form.fill(title="A book of our stories").done()
    assert len(await ideas(chat)) == 2
    await dee.says("/challenge join")
    form = await (await bo.says("/challenge show")).press("Introduce")
    assert form.value("why") == "Both care about “Which stories count?”."
    assert "only if both say yes" in (await form.fill(who="Ada", whom="Dee").done()).text
    await chat.settle()
    assert "You both work on “Which stories count?”" in dee.inbox[-1]
