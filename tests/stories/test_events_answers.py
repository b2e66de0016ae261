"""Answering an event: by one tap wherever its card hangs, on one list."""

import re

from tests.chat import Chat, Person
from tests.stories.events import (
    TEA,
    as_it_is,
    changes_to,
    is_cancelled,
    planned,
)

YES, MAYBE, NO, WHO, MORE = "I’m coming", "Maybe", "I can’t", "Who’s coming?", "More"


async def people(chat: Chat, *names: str) -> list[Person]:
    return [await chat.person(name) for name in names]


# The card -------------------------------------------------------------------------------------


async def test_a_card_says_what_when_where_and_who_hosts(chat: Chat) -> None:
    rowan = await chat.person("Rowan Hall")
    await planned(chat, rowan)
    (card,) = chat.for_all
    assert "Tea, and what measuring is for." in card
    assert "Friday, 18 December 2026, 18:00 to 19:30 (London, GMT)" in card
    assert "1 hour and 30 minutes" in card
    assert "The Kettle, 3 Mill Lane" in card
    assert "https://meet.example.org/tea" in card
    assert "Hosts: Rowan Hall" in card
    assert "0 people are coming · 4 places left" in card


async def test_a_card_counts_and_never_names(chat: Chat) -> None:
    await planned(chat)
    for person in await people(chat, "Ada Lowe", "Bo Marsh", "Cy Nash"):
        await chat.press_in_for_all(YES if person.name != "Cy Nash" else MAYBE, by=person)
    await chat.a_moment()
    (card,) = chat.for_all
    assert "2 people are coming · 1 maybe · 2 places left" in card
    assert not re.search("Ada|Bo|Cy", card)


async def test_a_place_for_those_alone_who_come_is_told_to_them(chat: Chat) -> None:
    await planned(chat, hidden_place=True)
    ada, bo = await people(chat, "Ada", "Bo")
    assert "Where: Shown to those who come" in chat.for_all[0]
    assert "Mill Lane" not in chat.for_all[0]
    assert "example.org/tea" not in chat.for_all[0]
    assert "Mill Lane" in (await chat.press_in_for_all(YES, by=ada)).text
    assert "Mill Lane" not in (await chat.press_in_for_all(MAYBE, by=bo)).text
    assert "Mill Lane" not in (await chat.press_in_for_all(MORE, by=bo)).text


async def test_a_card_says_that_it_was_moved_cancelled_or_is_over(chat: Chat) -> None:
    tea = await planned(chat)
    await changes_to(chat, tea.event, start=TEA.start.replace(hour=19))
    await chat.a_moment()
    assert "New time. It was to be on Friday, 18 December 2026, 18:00" in chat.for_all[0]
    await is_cancelled(chat, (await as_it_is(chat, tea)).event)
    await chat.a_moment()
    assert "Cancelled." in chat.for_all[0]
    other = await planned(chat, title="Coffee")
    await chat.skip_time(days=30)
    await chat.a_moment()
    assert "This is over." in chat.for_all[1]
    assert (await as_it_is(chat, other)).date.tally.seated == 0


async def test_a_long_description_is_shortened_on_the_card_and_whole_in_more(chat: Chat) -> None:
    await planned(chat, description="Why we measure. " * 40)
    ada = await chat.person("Ada")
    assert chat.for_all[0].count("Why we measure.") < 20
    more = await chat.press_in_for_all(MORE, by=ada)
    assert more.text.count("Why we measure.") == 40
    assert "You haven’t answered yet." in more.text
