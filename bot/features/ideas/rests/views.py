"""What is said of ideas that rest, wake, go into other hands, or are withdrawn. Pure."""

from datetime import datetime

from bot.community.people import Member
from bot.features.ideas import words
from bot.features.ideas.cards.views import SHOW, WAKE, counts
from bot.features.ideas.domain import Idea
from bot.ui.messages import Button, Mention, Message, Moment, Note, row, say


def still_alive(idea: Idea, until: datetime) -> Message:
    """The question to its proposers whether a quiet idea is still alive."""
    id_ = str(idea.id)
    return say(
        words("alive.question", title=idea.title),
        counts(idea),
        words("alive.until", until=Moment(until, "date")),
        row(
            Button(words.text("button.keep"), "ideas.keep", id_, "primary"),
            Button(words.text("button.rest"), "ideas.rest", id_),
        ),
    )


def kept(idea: Idea) -> Message:
    """What is told to whoever says that it is still alive."""
    return say(words("alive.kept", title=idea.title), row(_show(idea)))


def rests(idea: Idea) -> Message:
    """What is told to whoever lets an idea rest."""
    wake = Button(
        words.text("button.wake"), "ideas.wake", str(idea.id), command=WAKE(idea=idea.title)
    )
    return say(words("rest.done", title=idea.title), row(wake, _show(idea)))


def woken(idea: Idea) -> Message:
    """What is told to whoever has woken an idea."""
    return say(words("wake.done", title=idea.title), row(_show(idea)))


def woken_by(idea: Idea, who: Member | None) -> Message:
    """What its proposers are told when somebody else has woken it, perhaps without their name."""
    if who is None:
        return say(words("wake.told_unnamed", title=idea.title), row(_show(idea)))
    return say(
        words("wake.told", title=idea.title, who=Mention(who.id, who.name)), row(_show(idea))
    )


def take_on(idea: Idea) -> Message:
    """The question to somebody who could help host an idea whose proposer has gone."""
    adopt = Button(words.text("button.adopt"), "ideas.adopt", str(idea.id), "primary")
    return say(
        words("adopt.question", title=idea.title),
        Note(words("adopt.no_hurry")),
        row(adopt, _show(idea)),
    )


def adopted(idea: Idea) -> Message:
    """What is told to whoever has taken an idea on."""
    return say(words("adopt.done", title=idea.title), row(_show(idea)))


def withdrawn(idea: Idea, message: str) -> Message:
    """What those are told who were interested in an idea that is withdrawn."""
    return say(
        words("withdrawn.told", title=idea.title),
        message or None,
        row(Button(words.text("button.list_open"), "ideas.list", "open")),
    )


def withdrew(idea: Idea, interested: int) -> Message:
    """What is told to whoever has withdrawn an idea."""
    key = "withdrawn.done" if interested else "withdrawn.done_alone"
    return say(words(key, title=idea.title, count=interested))


def _show(idea: Idea) -> Button:
    id_, command = str(idea.id), SHOW(idea=idea.title)
    return Button(words.text("button.show"), "ideas.show", id_, command=command)
