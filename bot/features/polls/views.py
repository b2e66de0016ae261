"""Lists of polls. Pure."""

from collections.abc import Sequence

from bot.features.polls import words
from bot.features.polls.cards.views import SHOW
from bot.features.polls.domain import Poll
from bot.features.polls.slots.views import NEW
from bot.ui.messages import Button, Heading, Message, Moment, Note, Part, bullets, row, say
from bot.ui.text import label

_SHOWN = 5  # polls in a list, each with a button
_LABEL = 60


def listed(polls: Sequence[Poll]) -> Message:
    """Polls that are open; a button for each of the first."""
    new = Button(words.text("button.new"), "polls.new", "", command=NEW())
    if not polls:
        return say(words("list.none"), row(new))
    rest = len(polls) - _SHOWN
    return say(
        Heading(words.text("list.title")),
        *lines(polls[:_SHOWN]),
        Note(words("list.more", count=rest)) if rest > 0 else None,
        row(new),
    )


def lines(polls: Sequence[Poll]) -> list[Part | None]:
    """Each poll in a line, and a button for each."""
    return [
        bullets(
            words("list.line", title=poll.title, until=Moment(poll.closes_at)) for poll in polls
        ),
        row(*map(show_button, polls)),
    ]


def show_button(poll: Poll) -> Button:
    """The button that asks whoever presses it when they can come."""
    text = label(words.text("button.show_title", title=poll.title), _LABEL)
    return Button(text, "polls.show", str(poll.id), command=SHOW(poll=poll.title))
