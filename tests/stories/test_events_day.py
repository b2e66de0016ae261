"""The day of an event: who is there, in which groups, in which room."""

import re
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.community.people import Member
from bot.features.events.check_in.domain import CODE_LASTS, code_at
from bot.features.events.ports import Happening
from bot.features.events.rsvps.domain import Answer as Coming
from bot.features.events.rsvps.domain import Attendee, Response
from bot.routing.pages import PageNotFound, Pages, Sent, ServedPage
from bot.ui.messages import Actions, LinkButton, Message
from tests.chat import ADDRESS, Chat, Person, text_of
from tests.stories.events import as_it_is, at, is_cancelled, planned, rsvp_of
from tests.stories.programmes import facilitator

HALF_PAST_FIVE = "2026-12-18 17:30"
SIX = "2026-12-18 18:00"
OVER = "2026-12-18 19:31"


async def people(chat: Chat, *names: str) -> list[Person]:
    return [await chat.person(name) for name in names]


async def come(happening: Happening, *who: Person) -> None:
    for person in who:
        await person.says(f"/event coming {happening.event.details.title}")


async def guest_of(chat: Chat, happening: Happening, name: str) -> int:
    """A guest who has confirmed their address, by their id."""
    async with chat.work() as work:
        now, event = chat.clock.now(), happening.event
        until = now + timedelta(days=40)
        mailbox = await work.mailboxes.open(event.community, "g@example.org", until=until)
        assert mailbox
        guest = await work.events.guests.add(event.id, mailbox.id, name, "UTC", "en", now)
        await work.events.guests.confirm(guest.id, name, now)
    return int(guest.id)


async def code_of(chat: Chat, happening: Happening) -> str:
    """What stands at the door now."""
    async with chat.work() as work:
        key = await work.events.check_ins.open_door(happening.date.id)
    return code_at(key, chat.clock.now())


async def here(chat: Chat, happening: Happening) -> list[str]:
    async with chat.work(read_only=True) as work:
        return [each.name for each in await work.events.check_ins.of(happening.date.id)]


# Checking in ----------------------------------------------------------------------------------


async def test_who_comes_says_so_by_a_tap_from_half_an_hour_before_until_the_end(
    chat: Chat,
) -> None:
    rowan, ada, bo = await people(chat, "Rowan", "Ada", "Bo")
    tea = await planned(chat, rowan)
    await come(tea, ada)
    assert "from" in (await ada.says("/event here Tea")).text
    assert "I’m here" not in (await ada.says("/event show Tea")).buttons
    await at(chat, HALF_PAST_FIVE)
    assert "about to begin: 1 person comes" in rowan.inbox[-1]
    shown = await ada.says("/event show Tea")
    assert "You’re checked in at Tea" in (await shown.press("I’m here")).text
    await at(chat, SIX)
    assert "checked in" in (await ada.presses_in_inbox("I’m here")).text
    assert await here(chat, tea) == ["Ada"]
    assert "haven’t answered" in (await bo.says("/event here Tea")).text
    await bo.says("/event maybe Tea")
    assert "checked in" in (await bo.says("/event here")).text
    assert (await rsvp_of(chat, tea, bo)).seats == 1
    await at(chat, OVER)
    assert "is over" in (await ada.presses_in_inbox("I’m here")).text


async def test_the_code_at_the_door_is_good_for_two_periods_and_lets_in_who_has_room(
    chat: Chat,
) -> None:
    rowan, ada, bo, cy, di = await people(chat, "Rowan", "Ada", "Bo", "Cy", "Di")
    tea = await planned(chat, rowan, capacity=2)
    await come(tea, ada)
    await at(chat, SIX)
    code = await code_of(chat, tea)
    chat.clock.at += CODE_LASTS
    assert "checked in" in (await bo.says(f"/event here {code.lower()}")).text
    assert (await rsvp_of(chat, tea, bo)).seats == 1
    asked = await cy.says(f"/event here {code}")
    assert "no free place for you" in asked.text
    assert await here(chat, tea) == ["Bo"]
    await chat.settle()
    assert "Cy is at the door of Tea" in rowan.inbox[-1]
    assert "noted as here" in (await rowan.presses_in_inbox("Let in, past the limit")).text
    await chat.settle()
    assert rowan.inbox[-1] == "Cy is in."
    assert await here(chat, tea) == ["Bo", "Cy"]
    assert (await as_it_is(chat, tea)).date.tally.seated == 3
    chat.clock.at += CODE_LASTS
    assert "changes every few minutes" in (await di.says(f"/event here {code}")).text


async def test_facilitators_let_in_whose_name_is_for_hosts_alone(chat: Chat) -> None:
    lead = await facilitator(chat, "Lea Dee")
    ada, bo = await people(chat, "Ada", "Bo")
    tea = await planned(chat, capacity=1)
    await come(tea, ada, bo)
    await bo.says("/event name hide Tea")
    await at(chat, SIX)
    await bo.says(f"/event here {await code_of(chat, tea)}")
    await chat.settle()
    assert "is at the door of Tea" in lead.inbox[-1]
    told = await lead.presses_in_inbox("Let in, past the limit")
    await chat.settle()
    assert "Bo" not in " ".join([*lead.inbox, told.text])
    assert await here(chat, tea) == ["Bo"]


async def test_a_host_ticks_people_off_a_list_expected_or_not(chat: Chat) -> None:
    rowan, ada, bo, _ = await people(chat, "Rowan", "Ada", "Bo", "Cy")
    tea = await planned(chat, rowan)
    await ada.says("/event coming Tea party 2")
    await bo.says("/event no Tea")
    await guest_of(chat, tea, "Gil")
    refused = await ada.says("/event day Tea")
    assert "• Ada" not in refused.text
    await at(chat, SIX)
    day = await rowan.says("/event day Tea")
    assert "• Ada" in day.text
    assert "0 people here · 2 still expected" in day.text
    day = await day.choose("Ada")
    assert "✓ Ada" in day.text
    await rowan.says("/event day tick @Cy Tea")
    await rowan.says("/event day name Grace Tea")
    await rowan.says("/event day name grace Tea")
    day = await rowan.says("/event day")
    assert "✓ Grace (not expected)" in day.text
    assert "• Bo (said no)" in day.text
    assert "4 people here · 0 still expected" in day.text
    day = await day.choose("Cy")
    assert "• Cy" in day.text
    await chat.skip_time(days=2)
    await rowan.says("/event day tick @Bo Tea")
    assert await here(chat, tea) == ["Ada", "Grace", "Bo"]
    files = await chat.received(await rowan.says("/event export Tea"))
    (table,) = [content.decode("utf-8-sig") for content in files.values()]
    rows = {line.split(",")[3]: line.split(",")[-1] for line in table.splitlines()}
    assert rows == {"name": "came", "Ada": "2", "Bo": "1", "Cy": "", "Grace": "1"}
    await chat.skip_time(days=7)
    assert "a week after" in (await day.choose("Ada")).text
    await chat.skip_time(days=24)
    assert await here(chat, tea) == ["Ada", "", "Bo"]
    assert "A guest (not expected)" in (await day.press("Look again")).text


# Groups ---------------------------------------------------------------------------------------


async def in_groups(chat: Chat, happening: Happening) -> list[list[str]]:
    async with chat.work(read_only=True) as work:
        told = await work.events.breakouts.told(happening.date.id)
    return [sorted(each.name for each in group) for group in told[-1].groups] if told else []


def together(groups: Sequence[Sequence[str]], *names: str) -> bool:
    return any(set(names) <= set(group) for group in groups)


async def test_who_is_there_is_split_into_groups_that_only_a_host_sees_first(chat: Chat) -> None:
    names = ("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus")
    rowan = await chat.person("Rowan")
    all_ = await people(chat, *names)
    tea = await planned(chat, rowan, capacity=None)
    await come(tea, *all_)
    ada = all_[0]
    await ada.says("/kindred introduce never @Bo")
    await at(chat, SIX)
    preview = await rowan.says("/event day groups Tea")
    assert "2 groups. Nobody has been told yet." in preview.text
    assert not any("group" in line for line in ada.inbox)
    preview = await preview.press("Other groups")
    told = await preview.press("Tell everybody")
    assert "Everybody knows their group" in told.text
    first = await in_groups(chat, tea)
    assert sorted(map(len, first)) == [3, 4]
    assert not together(first, "Ada", "Bo")
    await chat.settle()
    mine = next(group for group in first if "Ada" in group)
    assert "You are in group" in ada.inbox[-1]
    assert all(name in ada.inbox[-1] for name in mine if name != "Ada")
    opened = await told.press("A room for each group")
    assert "rooms for 2 groups" in opened.text
    await chat.settle()
    assert ada.rooms[-1].members == mine
    again = await told.press("New groups")
    await again.press("Tell everybody")
    second = await in_groups(chat, tea)
    assert first != second
    assert not together(second, "Ada", "Bo")


async def test_groups_begin_with_three_and_nobody_is_left_alone(chat: Chat) -> None:
    rowan = await chat.person("Rowan")
    tea = await planned(chat, rowan, capacity=None)
    await at(chat, SIX)
    groups = "/event day groups Tea"
    assert "Nobody is here yet" in (await rowan.says(groups)).text
    all_ = await people(chat, "Ada", "Bo", "Cy", "Di", "Ed")
    await come(tea, *all_[:2])
    assert "You are two" in (await rowan.says(groups)).text
    await all_[0].says("/kindred introduce never @Cy")
    await come(tea, *all_[2:4])
    assert "One group" in (await rowan.says(groups)).text
    await rowan.says("/event day name Grace Tea")
    for person in all_[:4]:
        await person.says("/event here Tea")
    preview = await rowan.says(groups)
    assert "Grace" in preview.text
    assert "please tell them: Grace" in (await preview.press("Tell everybody")).text


async def test_hidden_names_and_a_never_that_was_said_since_hold_in_groups(chat: Chat) -> None:
    rowan, ada, bo, cy = await people(chat, "Rowan", "Ada", "Bo", "Cy")
    tea = await planned(chat, rowan, capacity=None)
    await come(tea, ada, bo, cy)
    gil = await guest_of(chat, tea, "Gil")
    async with chat.work() as work:
        come_ = Response(Coming.COMING, hidden=True)
        await work.events.rsvps.answer(tea.date.id, Attendee(guest=gil), come_, chat.clock.now())
    await at(chat, SIX)
    preview = await rowan.says("/event day groups Tea")
    assert "Gil" in preview.text  # to a host
    told = await preview.press("Tell everybody")
    await chat.settle()
    assert "one more person" in ada.inbox[-1]
    assert "Gil" not in "".join(each.inbox[-1] for each in (ada, bo, cy))
    lead = await facilitator(chat, "Lea Dee")
    groups = await (await lead.says("/event day groups Tea")).press("Tell everybody")
    assert "Gil" not in groups.text
    await ada.says("/kindred introduce never @Bo")
    await told.press("A room for each group")
    await chat.settle()
    assert [room.members for room in bo.rooms] == [["Bo", "Cy"]]
    assert ada.rooms == []


# Rooms ----------------------------------------------------------------------------------------


@pytest.mark.not_in("slack")  # where a group keeps those it began with
async def test_a_room_for_those_who_come_follows_them_and_is_put_away(chat: Chat) -> None:
    rowan, ada, bo, cy = await people(chat, "Rowan", "Ada", "Bo", "Cy")
    tea = await planned(chat, rowan)
    await come(tea, ada, cy)
    await cy.says("/event name hide Tea")
    opened = await rowan.says("/event day room Tea")
    assert "opened a room" in opened.text
    assert "1 person hides their name" in opened.text
    await chat.settle()
    (room,) = ada.rooms
    assert room.members == ["Ada", "Rowan"]
    assert "This is the room of those who come" in room.messages[0]
    await come(tea, bo)
    await chat.settle()
    assert room.members == ["Ada", "Bo", "Rowan"]
    await cy.presses_in_inbox("Come in")
    await ada.says("/event no Tea")
    await chat.settle()
    assert room.members == ["Bo", "Cy", "Rowan"]
    word = await (await rowan.says("/event day tell Tea")).fill(message="Bring cups.").done()
    assert "written to 2 people" in word.text
    await chat.settle()
    assert "Bring cups." in bo.inbox[-1]
    await is_cancelled(chat, (await as_it_is(chat, tea)).event)
    await chat.settle()
    assert "doesn’t take place" in room.messages[-1]
    await at(chat, "2026-12-26 12:00")
    await chat.settle()
    async with chat.work(read_only=True) as work:
        assert await work.events.rooms.of(tea.date.id) == []


@pytest.mark.not_in("slack")  # where a group keeps those it began with
async def test_nobody_is_put_into_a_room_with_whom_they_never_want_to_meet(chat: Chat) -> None:
    rowan, ada, bo, cy, di = await people(chat, "Rowan", "Ada", "Bo", "Cy", "Di")
    await ada.says("/kindred introduce never @Bo")
    await cy.says("/kindred introduce never @Di")
    tea = await planned(chat, rowan, capacity=None)
    await come(tea, ada, bo, cy)
    await rowan.says("/event day room Tea")
    await chat.settle()
    (room,) = bo.rooms
    assert room.members == ["Bo", "Cy", "Rowan"]
    assert "you never want to meet" in ada.inbox[-1]
    await come(tea, di)
    await chat.settle()
    assert room.members == ["Bo", "Di", "Rowan"]
    await cy.presses_in_inbox("Come in")
    await chat.settle()
    assert room.members == ["Bo", "Cy", "Di", "Rowan"]


async def test_a_host_who_leaves_and_a_check_in_after_the_end_break_nothing(chat: Chat) -> None:
    rowan, ada = await people(chat, "Rowan", "Ada")
    tea = await planned(chat, rowan)
    await come(tea, ada)
    await rowan.says("/event day room Tea")
    await at(chat, SIX)
    await ada.says("/event here Tea")
    async with chat.work() as work:
        for held in chat.core.registry.personal_data:
            await held.erase(work, rowan.id)
    await chat.skip_time(hours=20)
    assert "Thank you for coming to Tea" in ada.inbox[-1]
    assert "I couldn’t" not in ada.inbox[-1]


# Pages at the door ----------------------------------------------------------------------------


async def seen(
    chat: Chat, path: str, *, by: Person | None = None, sent: dict[str, str] | None = None
) -> ServedPage:
    """What is seen at an address, or comes of what is sent there."""
    routes = chat.core.registry.pages if sent is None else chat.core.registry.sent_pages
    patterns = {re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", declared): declared for declared in routes}
    (route, found), *_ = [
        (routes[declared], match)
        for pattern, declared in sorted(patterns.items(), key=lambda each: -len(each[0]))
        if (match := re.fullmatch(pattern, path))
    ]

    async def who(work: object) -> Member | None:
        return await chat.member(by) if by else None

    return await Pages(chat.work, chat.clock)(
        route, found.groupdict(), {}, who, "en", Sent(sent) if sent is not None else None
    )


async def test_a_screen_at_the_door_leads_those_in_who_scan_it(chat: Chat) -> None:
    rowan, ada = await people(chat, "Rowan", "Ada")
    tea = await planned(chat, rowan)
    await at(chat, SIX)
    given = await rowan.says("/event day page Tea")
    (link,) = [c for b in given.message.blocks if isinstance(b, Actions) for c in b.controls]
    assert isinstance(link, LinkButton)
    path = link.url.removeprefix(ADDRESS)
    shown = (await seen(chat, path)).answer
    code = await code_of(chat, tea)
    assert isinstance(shown.body, Message)
    assert f"/event here {code}" in text_of(shown.body)
    assert "Nobody has checked in yet." in text_of(shown.body)
    assert shown.qr == f"{ADDRESS}/here/{code}"
    assert 0 < shown.again_after <= 20
    door = await seen(chat, f"/here/{code}")
    assert "I use the web chat" in text_of(message_of(door))
    led = (await seen(chat, f"/here/{code}/member", by=ada)).answer
    assert led.status == 303
    mine = led.headers["Location"]
    assert "You are Ada. Are you here?" in text_of(message_of(await seen(chat, mine)))
    said = await seen(chat, mine, sent={"here": "yes"})
    assert "You’re checked in at Tea" in text_of(message_of(said))
    assert await here(chat, tea) == ["Ada"]
    another = mine.replace(f"/{ada.id}-", f"/{rowan.id}-")
    assert (await seen(chat, another, sent={})).answer.status == 410
    chat.clock.at += 2 * CODE_LASTS
    for old in (f"/here/{code}", mine):
        assert "isn’t good any more" in text_of(message_of(await seen(chat, old)))
    day = await rowan.says("/event day Tea")
    await is_cancelled(chat, tea.event)
    cancelled = (await seen(chat, path)).answer
    assert isinstance(cancelled.body, Message)
    assert "doesn’t take place" in text_of(cancelled.body)
    assert (code not in text_of(cancelled.body), cancelled.qr) == (True, "")
    pressed = (await day.press("Page for the door")).text  # in a chat without buttons: by its name
    assert "doesn’t take place" in pressed or "There is no event to come" in pressed
    async with chat.work() as work:
        await work.roles.end(tea.event.scope)
    with pytest.raises(PageNotFound):
        await seen(chat, path)


def message_of(served: ServedPage) -> Message:
    assert isinstance(served.body, Message)
    return served.body
