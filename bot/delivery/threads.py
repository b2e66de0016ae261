"""What is said below live views: in a thread of each place where one hangs, and who speaks there.

A card hangs in channels, and people talk below it. A chat's thread is known by the message at its
top, so what is said there goes to a `Below`. See docs/decisions/0032-threads.md.
"""

from dataclasses import replace
from typing import Protocol

from bot.community.facts import Fact
from bot.delivery.addresses import Below
from bot.delivery.live import LiveViews, View
from bot.delivery.outbox import Composed, Outbox
from bot.delivery.sender import Posted

_BELOW = "below "
"""What the part of a fact ends with that is told in a thread, and the id of the post above it."""


class Work(Protocol):
    """What is needed of a unit of work."""

    @property
    def live(self) -> LiveViews: ...
    @property
    def outbox(self) -> Outbox: ...


async def say_below(
    work: Work,
    view: View,
    message: Composed,
    fact: Fact,
    *,
    community: int,
    space: int | None = None,
) -> list[Below]:
    """Say something once in the thread of every place where a view hangs; returns the threads.

    With a `space`, in those threads alone that are in it.

    It follows the card itself, and what was said below it before. Give the message the title of the
    thread as its `thread`. What cannot be said in one of them is a `DeliveryRefused` of its own, of
    the fact as it was told there (`told_below`); with the thread its view is gone (`ViewGone`).
    """
    threads = await work.live.threads(view, space=space)
    for thread in threads:
        await work.outbox.post(thread, message, _in(thread, fact), community=community)
    return threads


async def say_anew_below(work: Work, message: Composed, fact: Fact) -> None:
    """Put other words in the place of what was said of a fact, in whichever threads that was."""
    for told in await work.outbox.said_below(fact):
        await work.outbox.edit(told, message)


async def unsay_below(work: Work, fact: Fact) -> None:
    """Take back what was said of a fact, in whichever threads that was."""
    for told in await work.outbox.said_below(fact):
        await work.outbox.retract(told)


async def view_above(work: Work, thread: Posted | None, *, community: int) -> View | None:
    """The view below which somebody speaks, by their `Arrival.thread`; be it taken down by now.

    `None` where they are in no thread, or below something that is not Kindred's. What is no live
    view is told of by the kind and the subject of its fact: compare the kind with your own.
    """
    told = await work.outbox.told(thread) if thread else None
    if told is None or told.community != community:
        return None
    return View(told.fact.kind, told.fact.subject)


def told_below(fact: Fact) -> Fact | None:
    """The fact of which something was said in a thread, as it was given; `None` for any other."""
    part, found, _ = f":{fact.part}".rpartition(f":{_BELOW}")
    return replace(fact, part=part.removeprefix(":")) if found else None


def _in(thread: Below, fact: Fact) -> Fact:
    """The same, told in a thread."""
    return replace(fact, part=":".join(filter(None, (fact.part, f"{_BELOW}{thread.post}"))))
