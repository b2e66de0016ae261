"""What somebody types who has not read how anything goes: it is answered, and kindly."""

import pytest

from tests.chat import Chat
from tests.stories.events import planned
from tests.stories.ideas import ideas, proposed

MARKS = "@everyone <!channel> [link](http://x)"
HOURS = ", ".join(f"fri {hour:02}:15" for hour in range(13, 24))
TOLD = {
    "/idea": "A tool library for our street",
    "/idea new 🎉🎉": "nothing is posted yet",
    "/idea new שלום עולם": "שלום עולם",
    f"/idea new {MARKS}": MARKS,
    "/idea show nothing": "I know no idea that is called “nothing”. Do you mean one of these?",
    '/kindred poll new "Tea" any afternoon': "“any afternoon” is not a date and a time",
    '/kindred poll new "Tea" wed or thu': "At what time? Write it like 2026-11-25 18:00.",
    '/kindred poll new "Tea" yesterday 5pm': "has passed",
    f'/kindred poll new "Tea" {HOURS}': "ten at most",
    '/kindred poll new "Tea" wed 10am, wed 10am': "Nothing is asked yet",
    "/kindred poll mine": "Nobody is looking for a time just now",
    "/event here": "Is there a code at the door?",
    "/event here WRONG1": "That code isn’t one of mine",
    "/event here nothing": "I know no event that is called “nothing”",
    "/event day Tea": "for those who host this",
    "/event day groups 99": "for those who host this",
    "/event day with @nobody": "I know nobody called “nobody”",
    "/kindred report": "Please say what you mean",
    "/kindred report nothing": "I find nothing open that is called “nothing”",
    "/facilitate reports": "is for facilitators",
    "hello": "Hello! I am Kindred",
    "Merci !": "You’re welcome",
    "What can you do?": "What I can do",
    "Who works on zzzzz?": "zzzzz",
}


@pytest.mark.slow("all that strangers type")
async def test_whatever_a_stranger_types_is_answered_kindly(chat: Chat) -> None:
    rowan, bo = await chat.person("Rowan"), await chat.person("Bo")
    await planned(chat, rowan)
    await proposed(rowan)
    for line, told in TOLD.items():
        assert told in (await bo.says(line)).text, line
    assert "room for" in (await bo.says("/idea new " + "so many words " * 150)).text
    assert (await bo.says("/idea new")).dialog
    told = (await rowan.says("/event day nothing")).text
    assert "I know no event of yours that is called “nothing”. Do you mean one of these?" in told
    told = (await (await rowan.says("/idea show tool")).press("Make it an event")).text
    assert "could happen. Do you know when" in told
    await chat.settle()
    assert len(await ideas(chat)) == 1
