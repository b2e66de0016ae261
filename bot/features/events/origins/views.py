"""What is said of an event that was made of something, to each in their place. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.community.people import Member
from bot.features.events import words
from bot.features.events.agenda.views import HOSTS
from bot.features.events.cards.views import SHOW, answer_buttons
from bot.features.events.dates.views import length_and_where, title_and_time
from bot.features.events.domain import Event
from bot.features.events.ports import Happening
from bot.features.events.rsvps.domain import Answer
from bot.features.events.rsvps.views import Mine, my_answer
from bot.ui.messages import Button, Mention, Message, Note, Part, row, say


def invitation(happening: Happening, what: str) -> Message:
    """To somebody who is interested in what has become an event."""
    event, date = happening.event, happening.date
    return say(
        words("origin.invitation", what=what),
        title_and_time(event, date),
        length_and_where(event, date, comes=False),
        answer_buttons(event, date),
        fallback=words.text("origin.invitation.fallback", title=event.details.title),
    )


def on_the_list(mine: Mine, what: str, now: datetime) -> Message:
    """To somebody who has said already whether they can come then."""
    event = mine.happening.event
    return say(
        words(_hello(mine), what=what),
        *my_answer(mine, now),
        fallback=words.text("origin.invitation.fallback", title=event.details.title),
    )


def _hello(mine: Mine) -> str:
    comes = mine.rsvp is not None and mine.rsvp.answer is Answer.COMING
    return "origin.coming" if comes else "origin.maybe"


def hosting(mine: Mine, by: Member, what: str, now: datetime) -> Message:
    """To somebody who is a host of it now, with a way out."""
    event = mine.happening.event
    when = title_and_time(event, mine.happening.date)
    answered: Sequence[Part | None] = my_answer(mine, now) if mine.rsvp else (when,)
    id_, title = str(event.id), event.details.title
    return say(
        words("origin.hosting", by=Mention(by.id, by.name), what=what),
        *answered,
        row(
            Button(words.text("button.show"), "events.show", id_, command=SHOW(event=title)),
            Button(
                words.text("button.step_down"),
                "events.step_down",
                id_,
                command=HOSTS(event=title),
            ),
        ),
        Note(words("host.what")),
        fallback=words.text("origin.hosting.fallback", title=title),
    )


def stepped_down(event: Event) -> Message:
    """To somebody who hosts it no more."""
    return say(words("origin.stepped_down", title=event.details.title))
