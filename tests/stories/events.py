"""Events for stories: how one is planned, and how its card hangs where everybody reads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.community.places import Purpose
from bot.delivery.addresses import ChannelFor, ToPlace
from bot.features.events import planning
from bot.features.events.cards.live import card_of
from bot.features.events.domain import Details, Event
from bot.features.events.ports import Happening
from bot.features.events.rsvps.domain import Attendee, Rsvp
from bot.routing.reacting import react
from tests.chat import Chat, Person

TEA = Details(
    "Tea",
    datetime.fromisoformat("2026-12-18 18:00"),
    "Europe/London",
    minutes=90,
    description="Tea, and what measuring is for.",
    venue="The Kettle, 3 Mill Lane",
    link="https://meet.example.org/tea",
    capacity=4,
)
"""An event on a Friday evening, three and a half weeks after a story's Monday."""


async def planned(
    chat: Chat, by: Person | None = None, *, hosts: Sequence[Person] = (), **details: Any
) -> Happening:
    """Plan tea, and hang the card of its first date where everybody reads."""
    async with chat.work() as work:
        details_ = replace(TEA, **details)
        others = [host.id for host in hosts]
        by_ = by.id if by else None
        now = chat.clock.now()
        event = await planning.plan(work, chat.community, details_, by_, now, hosts=others)
        date = (await work.events.dates.of(event.id))[0]
        for place in await work.places.channels(chat.community, Purpose.ANNOUNCEMENTS):
            there = ToPlace(ChannelFor(Purpose.ANNOUNCEMENTS, place.id))
            await work.live.hang(there, card_of(date.id), community=chat.community)
        await react(chat.core.registry, work, now)
    await chat.settle()
    return Happening(event, date)


async def as_it_is(chat: Chat, happening: Happening) -> Happening:
    """The event and the date as they are now."""
    async with chat.work(read_only=True) as work:
        date = await work.events.dates.get(happening.date.id)
        event = await work.events.plans.get(date.event) if date else None
    assert date
    assert event
    return Happening(event, date)


async def rsvp_of(chat: Chat, happening: Happening, person: Person) -> Rsvp:
    """What somebody has answered, who has."""
    found = await answer_of(chat, happening, person)
    assert found
    return found


async def answer_of(chat: Chat, happening: Happening, person: Person) -> Rsvp | None:
    """What somebody has answered, if they have."""
    async with chat.work(read_only=True) as work:
        found: Rsvp | None = await work.events.attendance.get(
            happening.date.id, Attendee(person.id)
        )
    return found


async def changes_to(chat: Chat, event: Event, **details: Any) -> None:
    """Let hosts change what is said of an event."""
    async with chat.work() as work:
        now = chat.clock.now()
        await planning.change(work, event, replace(event.details, **details), now)
        await react(chat.core.registry, work, now)
    await chat.settle()


async def is_cancelled(chat: Chat, event: Event, message: str = "") -> None:
    """Let hosts cancel an event."""
    async with chat.work() as work:
        now = chat.clock.now()
        await planning.cancel(work, event, now, message=message)
        await react(chat.core.registry, work, now)
    await chat.settle()


async def at(chat: Chat, when: str) -> None:
    """Let it become this time (in UTC) in one leap, and run what is due by then."""
    left = datetime.fromisoformat(when).replace(tzinfo=chat.clock.at.tzinfo) - chat.clock.at
    await chat.skip_time(hours=left / timedelta(hours=1))
