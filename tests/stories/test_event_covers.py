"""A picture for an event: given by its host, seen on its card, described, taken away."""

from dataclasses import replace

import pytest

from bot.community.roles import Role
from bot.routing.interaction import Pressed, Typed
from bot.routing.pages import PageNotFound, Pages
from bot.ui.content import Gathered
from bot.ui.files import GivenFile
from bot.ui.messages import Actions, Button, Image
from storage.events.tables import event_covers
from tests.chat import ADDRESS, Answer, Chat, Person
from tests.domain.test_pictures import JPEG, PNG, SECRET, exif, segment
from tests.stories.events import as_it_is, changes_to, planned
from tests.stories.test_events_planning import at

PHOTO = JPEG[:20] + segment(0xE1, b"Exif\0\0" + exif(6)) + JPEG[20:]


async def gives(
    host: Person, name: str, content: bytes, alt: str = "", event: str = "Tea"
) -> Answer:
    """Give a picture in the form that asks for one."""
    form = await host.says(f"/event cover {event}")
    return await form.fill(file=host.chat.file(name, content), alt=alt).done()


def pictures(chat: Chat) -> list[Image]:
    """The pictures on what everybody reads."""
    return [
        block
        for message in chat.posted_for_all
        for block in message.blocks
        if isinstance(block, Image)
    ]


async def seen(chat: Chat, url: str) -> bytes:
    """What is at the address of a picture."""
    pages = Pages(chat.work, chat.clock)
    key = url.removeprefix(f"{ADDRESS}/covers/")
    route = chat.core.registry.pages["/covers/{key}"]
    served = await pages(route, {"key": key}, {}, _nobody)
    assert isinstance(served.body, Gathered)
    content = served.body.read()
    served.body.close()
    return content


async def _nobody(work: object) -> None:
    return None


async def kept(chat: Chat) -> int:
    async with chat.work(read_only=True) as work:
        return len((await work.connection.execute(event_covers.select())).all())


async def test_a_picture_stands_on_the_card_in_every_chat_without_where_it_was_taken(
    chat: Chat,
) -> None:
    rowan = await chat.person("Rowan")
    tea = await planned(chat, rowan)
    told = await gives(rowan, "people.jpg", PHOTO, "People around a table")
    assert "It stands on its card" in told.text
    await chat.a_moment()
    (picture,) = pictures(chat)
    assert picture.alt == "People around a table"
    content = await seen(chat, picture.url)
    assert content.startswith(b"\xff\xd8")
    assert SECRET not in content
    assert picture.alt in (await rowan.says("/event show Tea")).text
    # What is changed otherwise, and what continues a series, keeps it.
    await changes_to(chat, (await as_it_is(chat, tea)).event, title="Tea and cake")
    await chat.a_moment()
    assert pictures(chat) == [picture]


async def test_the_same_as_last_time_has_the_same_picture(chat: Chat) -> None:
    rowan = await chat.person("Rowan")
    tea = await planned(chat, rowan)
    await gives(rowan, "people.png", PNG, "A kettle")
    form = await rowan.says("/event copy Tea")
    form = await form.fill(when=at(form, "2026-12-19", "18:00", "19:00"), title="More tea").next()
    shown = await (await form.fill().next()).fill().done()
    changed = await shown.press("Change")
    changed = await changed.fill(title="Even more tea").next()
    await (await (await changed.fill().next()).fill().done()).press("Post it")
    assert "A kettle" in (await rowan.says("/event show Even more tea")).text
    async with chat.work() as work:
        await work.events.covers.put(tea.event.id, None, "", chat.clock.now())
    assert await kept(chat) == 1
    assert "A kettle" in (await rowan.says("/event show Even more tea")).text


async def test_another_picture_takes_the_place_of_the_first_and_goes_when_it_is_taken_away(
    chat: Chat,
) -> None:
    rowan = await chat.person("Rowan")
    await planned(chat, rowan)
    first = await gives(rowan, "people.png", PNG)
    assert "no words yet" in first.text
    assert "The picture of “Tea”" in first.text
    form = await (await rowan.says("/event cover Tea")).press("Another picture")
    await form.fill(alt="A kettle").done()
    await chat.a_moment()
    (before,) = pictures(chat)
    assert before.alt == "A kettle"
    form = await (await rowan.says("/event cover Tea")).press("Another picture")
    assert form.value("alt") == "A kettle"
    await form.fill(file=chat.file("other.png", PNG)).done()
    await chat.a_moment()
    (after,) = pictures(chat)
    assert after.url != before.url
    assert await kept(chat) == 1
    with pytest.raises(PageNotFound):
        await seen(chat, before.url)
    gone = await (await rowan.says("/event cover Tea")).press("Take it away")
    assert "has no picture any more" in gone.text
    await chat.a_moment()
    assert pictures(chat) == []
    assert await kept(chat) == 0


@pytest.mark.not_in("slack", "said in tests/adapters/test_slack_files_taken.py")
@pytest.mark.not_in("discord", "nothing is given there with words alone")
async def test_a_host_gives_a_picture_without_a_word(chat: Chat) -> None:
    rowan, ada = await chat.person("Rowan", Role.FACILITATOR), await chat.person("Ada")
    await planned(chat, rowan)
    file = GivenFile.read(chat.file("people.png", PNG))
    assert file
    assert "people.png" in (await ada.does(Typed("", (file,)))).text
    asked = await rowan.does(Typed("", (replace(file, kept=True),)))
    assert "What shall I do with “people.png”?" in asked.text
    told = await rowan.does(Typed("event cover Tea", (file,)))
    assert "It stands on its card" in told.text
    (button,) = [c for b in asked.message.blocks if isinstance(b, Actions) for c in b.controls]
    assert isinstance(button, Button)
    assert "It stands on" in (await rowan.does(Pressed(button.action, button.value))).text


async def test_what_is_no_picture_is_refused_and_only_hosts_give_one(chat: Chat) -> None:
    rowan, ada = await chat.person("Rowan"), await chat.person("Ada")
    await planned(chat, rowan)
    refused = await gives(rowan, "people.png", b"<svg/>")
    assert "“people.png” is no picture" in refused.text
    assert "between" not in refused.text
    form = await (await rowan.says("/event cover Tea")).fill(alt="A kettle").done()
    assert "Please choose a picture" in form.error("file")
    of_another_kind = await gives(rowan, "people.svg", b"<svg/>")
    assert ".png" in of_another_kind.error("file")
    assert "Ada" not in (await ada.says("/event cover Tea")).text
    assert await kept(chat) == 0
