"""Programmes of introductions for stories: how people set one up and join it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.community.roles import Role
from bot.features.introductions.domain import pair
from bot.matching.ports import Pair
from tests.chat import Answer, Chat, Person

FIRST_ROUND = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
"""When the first round of a weekly programme on Tuesdays opens, seen from the story's Monday."""


async def facilitator(chat: Chat, name: str = "Rowan Hall") -> Person:
    """A facilitator."""
    return await chat.person(name, role=Role.FACILITATOR)


async def set_up(chat: Chat, by: Person, **choices: str) -> Answer:
    """Set up a programme through its form: weekly, on Tuesdays at ten, unless said otherwise."""
    chosen = {
        "name": "Kindred spirits",
        "weeks": "1",
        "weekday": "1",
        "hour": "10",
        "zone": "Europe/London",
        "group_size": "2",
        "taking_part": "standing",
        "weeks_apart": "4",
        "across": "some",
    } | choices
    first = ("name", "weeks", "weekday", "hour", "zone")
    opened = await by.says("/facilitate programme new")
    second = await opened.fill(**{name: chosen[name] for name in first}).next()
    rest = {name: value for name, value in chosen.items() if name not in first}
    answer = await second.fill(**rest).done()
    await chat.settle()
    return answer


async def days_pass(chat: Chat, days: float) -> None:
    """Let days pass one by one: enough for rounds, and faster than by the hour."""
    left = timedelta(days=days)
    while left:
        step = min(left, timedelta(days=1))
        await chat.skip_time(hours=step / timedelta(hours=1))
        left -= step


async def people(chat: Chat, count: int, **profile: Any) -> list[Person]:
    """Some people who have all joined the only programme."""
    names = [f"{first} Example" for first in FIRST_NAMES[:count]]
    return [await joining(chat, name, **profile) for name in names]


async def joining(chat: Chat, name: str, programme: str = "", **profile: Any) -> Person:
    """Somebody who joins a programme."""
    person = await chat.person(name, **profile)
    answer = await person.says(f"/kindred introduce join {programme}".strip())
    assert "You are in" in answer.text
    return person


def pairs(chat: Chat) -> set[Pair]:
    """Who is in a room with whom, by member id, over all rooms there are."""
    return {
        pair(a, b)
        for key, place in chat.platform.places.items()
        if key.startswith("room:")
        for a in place.members
        for b in place.members
        if a < b
    }


def rooms(chat: Chat) -> list[list[str]]:
    """The names of the people of each room, oldest room first."""
    return [
        sorted(chat.names[member] for member in place.members)
        for key, place in chat.platform.places.items()
        if key.startswith("room:")
    ]


def together(text: str, *members: Person) -> bool:
    """Whether a preview has a line with all of these people."""
    return any(all(person.name in line for person in members) for line in introductions(text))


def introductions(text: str) -> Sequence[str]:
    """The lines of a preview that say who meets whom."""
    return [line for line in text.splitlines() if line.startswith("•") and " and " in line]


FIRST_NAMES = (
    "Ada", "Bo", "Cy", "Dee", "Eve", "Fay", "Gus", "Hal", "Ivy", "Jo", "Kit", "Lou", "Max", "Ned",
    "Oz", "Pat", "Quin", "Ray", "Sol", "Tess", "Uma", "Val", "Wyn", "Xan", "Yas", "Zed",
)  # fmt: skip
