"""Kindred speaks to everyone in their own language, whoever caused it to be said."""

import pytest

from bot.ui.languages import in_language
from bot.ui.words import WordBook
from tests.chat import Chat, Person
from tests.stories.programmes import days_pass, facilitator, joining, people, set_up

core = WordBook("bot")
members = WordBook("bot.features.members")
introductions = WordBook("bot.features.introductions")


def french(book: WordBook, key: str, **values: str | int) -> str:
    """A text in French, which is another than the English one."""
    with in_language("fr"):
        text = book.text(key, **values)
    assert text != book.text(key, **values), f"{key} is not translated"
    return text


async def ada_who_speaks(chat: Chat, locale: str) -> Person:
    ada = await chat.person("Ada Example", topics=("tea",))
    return await ada.speaks(locale)


async def locale_of(chat: Chat, person: Person) -> str:
    return (await chat.member(person)).locale


# What is answered -----------------------------------------------------------------------------


@pytest.mark.parametrize("locale", ["fr", "fr-FR", "fr-CA"])
async def test_who_speaks_french_is_answered_in_french(chat: Chat, locale: str) -> None:
    ada = await ada_who_speaks(chat, locale)
    answer = await ada.says("/kindred introduce")
    assert french(introductions, "mine.no_programme") in answer.text
    assert french(members, "help.find") in (await ada.says("/kindred help find")).text


async def test_what_is_not_understood_is_told_in_french(chat: Chat) -> None:
    ada = await ada_who_speaks(chat, "fr")
    answer = await ada.says("/kindred introduce never Nemo")
    assert french(core, "person.unknown", name="Nemo") in answer.text


async def test_a_form_is_french_from_its_title_to_its_faults(chat: Chat) -> None:
    ada = await ada_who_speaks(chat, "fr")
    form = await ada.says("/kindred profile")
    assert form.dialog.title == french(members, "profile.title")
    second = await form.fill().next()
    languages = next(field for field in second.dialog.fields if field.name == "languages")
    assert languages.label == french(members, "profile.languages")
    assert french(members, "profile.languages.hint") in languages.hint
    again = await second.fill(languages=[f"language {number}" for number in range(13)]).next()
    assert again.error("languages") == french(core, "form.too_many", limit=12)
    last = await (await second.fill(languages=["Breton"]).next()).fill().next()
    options = {o.label for field in last.dialog.fields for o in field.options}
    assert french(core, "visible.everyone") in options


async def test_a_language_that_nobody_translated_is_answered_in_english(chat: Chat) -> None:
    ada = await ada_who_speaks(chat, "cy-GB")
    answer = await ada.says("/kindred introduce")
    assert introductions.text("mine.no_programme") in answer.text


async def test_what_is_no_language_at_all_is_forgotten(chat: Chat) -> None:
    ada = await ada_who_speaks(chat, "!klingon")
    answer = await ada.says("/kindred introduce")
    assert introductions.text("mine.no_programme") in answer.text
    assert await locale_of(chat, ada) == "en"


# What is remembered ---------------------------------------------------------------------------


async def test_a_chat_that_tells_no_language_is_answered_in_the_last_one(chat: Chat) -> None:
    ada = await ada_who_speaks(chat, "fr-FR")
    await ada.says("/kindred introduce")
    assert await locale_of(chat, ada) == "fr-FR"
    silent = Person(chat, ada.id, ada.name) if type(ada) is Person else ada
    answer = await silent.says("/kindred introduce")
    assert french(introductions, "mine.no_programme") in answer.text


async def test_who_changes_their_language_is_followed(chat: Chat) -> None:
    ada = await ada_who_speaks(chat, "fr")
    await ada.says("/kindred introduce")
    ada = await ada.speaks("en-GB")
    answer = await ada.says("/kindred introduce")
    assert introductions.text("mine.no_programme") in answer.text
    assert await locale_of(chat, ada) == "en-GB"


async def test_who_comes_from_a_french_chat_is_welcomed_in_french(chat: Chat) -> None:
    await chat.connect()
    zed = chat.stranger("Zed Example", email="zed@example.org", locale="fr-FR")
    answer = await zed.says("/kindred join")
    welcome = french(members, "joined.new", community="The Test Table", name="Zed Example")
    assert welcome in answer.text
    member = await chat.behind(zed)
    assert member is not None
    assert member.locale == "fr-FR"
    await zed.becomes(locale="en-GB")
    member = await chat.behind(zed)
    assert member is not None
    assert member.locale == "en-GB"


# What is said to others, and later ------------------------------------------------------------


async def test_what_a_french_member_causes_is_said_to_others_in_theirs(chat: Chat) -> None:
    ada, bo = await chat.person("Ada Example"), await chat.person("Bo Sample")
    cy = await (await chat.person("Cy Example")).speaks("fr")
    bo = await bo.speaks("fr")
    await bo.says("/kindred introduce")
    await cy.says("/kindred introduce them Ada Example to Bo Sample")
    await chat.settle()
    by, here = "@Cy Example", introductions
    assert here.text("suggested.question", by=by, other="Bo Sample") in ada.inbox[0]
    assert french(here, "suggested.question", by=by, other="Ada Example") in bo.inbox[0]
    await ada.presses_in_inbox("Yes, please")
    await chat.settle()
    await bo.presses_in_inbox(french(introductions, "button.accept"))
    await chat.settle()
    (room,) = ada.rooms
    assert introductions.text("suggested.privacy", by="Cy Example") in room.messages[0]
    assert room.title == "Ada and Bo"
    thanks = french(introductions, "suggested.thanks", names="Ada Example et Bo Sample")
    assert thanks in cy.inbox[-1]


async def test_what_falls_due_is_said_in_the_language_of_each(chat: Chat) -> None:
    rowan = await facilitator(chat)
    await set_up(chat, rowan, taking_part="asked")
    bo = await joining(chat, "Bo Sample")
    ada = await (await joining(chat, "Ada Example")).speaks("fr")
    await ada.says("/kindred introduce")
    await days_pass(chat, 7)
    assert introductions.text("ask.small_print") in bo.inbox[-1]
    assert french(introductions, "ask.small_print") in ada.inbox[-1]


async def test_a_room_and_the_channel_for_all_are_english(chat: Chat) -> None:
    rowan = await (await facilitator(chat)).speaks("fr")
    await rowan.says("/kindred introduce")
    await set_up(chat, rowan)
    assert introductions.text("invitation.standing") in chat.for_all[-1]
    for person in await people(chat, 2):
        await (await person.speaks("fr")).says("/kindred introduce")
    await days_pass(chat, 9)
    (room,) = person.rooms
    assert introductions.text("room.why") in room.messages[0]
    assert room.title == "Ada and Bo"
