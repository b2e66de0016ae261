"""What is said where ideas become events, and afterwards. Pure."""

from bot.community.origins import carried, work_on_button
from bot.features.ideas import words
from bot.features.ideas.cards.views import OUTCOME, host_button, planned_buttons
from bot.features.ideas.domain import Idea
from bot.ui.messages import Button, Message, Note, row, say


def make_event(idea: Idea) -> Message:
    """The two ways from an idea to an event."""
    about = carried(idea.fact)
    how = "event.how" if idea.interested else "event.nobody"
    return say(
        words(how, title=idea.title, count=idea.interested),
        row(
            Button(words.text("button.find_time"), "polls.from", about, "primary"),
            Button(words.text("button.know_when"), "events.from", about),
            work_on_button(idea.fact),
        ),
        Note(words("event.what")),
    )


def for_hosts(idea: Idea) -> Message:
    """What somebody is told who may make no event of an idea: how they would."""
    return say(words("event.for_hosts", title=idea.title), row(host_button(idea)))


def planned(idea: Idea) -> Message:
    """That an idea is an event already."""
    return say(words("mine.planned", title=idea.title), row(*planned_buttons(idea)))


def what_came(idea: Idea) -> Message:
    """The question to its proposers what came of an idea."""
    label, command = words.text("button.outcome"), OUTCOME(idea=idea.title)
    return say(
        words("outcome.question", title=idea.title),
        row(Button(label, "ideas.outcome", str(idea.id), "primary", command)),
    )


def called_off(idea: Idea) -> Message:
    """What its proposers are told when a date of its event does not take place."""
    return say(
        words("event.called_off", title=idea.title),
        row(Button(words.text("button.go_on"), "ideas.wake", str(idea.id))),
    )


def told(idea: Idea) -> Message:
    """What is told to whoever has told what came of an idea."""
    return say(words("outcome.done", title=idea.title))
