"""Choosing how long before an event one is reminded of it."""

from typing import Annotated

from bot.features.events import feature, words
from bot.features.events.lookup import SeenDate
from bot.features.events.ports import Work
from bot.features.events.reminders import views
from bot.features.events.reminders.domain import CHOICES, NONE, read_choice
from bot.routing.arguments import ChoiceArg
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.messages import Option
from bot.ui.words import listed


def _choices() -> tuple[Option, ...]:
    return tuple(Option(_in_words(each), each) for each in CHOICES)


def _in_words(choice: str) -> str:
    if choice == NONE:
        return words.text("before.none")
    return listed(words.text(f"before.{each}") for each in read_choice(choice))


@feature.command("reminders", action="reminders", carries=("event",))
async def reminders(call: Call, work: Work, event: SeenDate) -> Answer:
    """Show when I am reminded of an event, and let me choose."""
    chosen = await work.events.reminders.chosen(event.event.id, call.me.id)
    return Reply(views.chosen(event, chosen))


@feature.command("remind", action="remind", carries=("event", "before"))
async def remind(
    call: Call, work: Work, before: Annotated[str, ChoiceArg("before", _choices)], event: SeenDate
) -> Answer:
    """Choose when I am reminded of an event, and of all its dates."""
    chosen = read_choice(before)
    await work.events.reminders.choose(event.event.id, call.me.id, chosen)
    return Reply(views.chosen(event, chosen))
