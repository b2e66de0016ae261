"""What somebody is told of their own interest in an idea, and of others'. Pure."""

from collections.abc import Sequence

from bot.features.ideas import words
from bot.features.ideas.cards.views import (
    EVENT,
    SHOW,
    WHO,
    host_button,
    interested_button,
    planned_buttons,
)
from bot.features.ideas.domain import Idea, IdeaState
from bot.features.ideas.interests.domain import Interest
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Heading,
    Mention,
    Message,
    Note,
    Part,
    Strong,
    bullets,
    row,
    say,
)

LEAVE = named("idea leave", "idea")
HIDE_NAME = named("idea name hide", "idea")
SHOW_NAME = named("idea name reveal", "idea")

_NAMES = 60


def mine(idea: Idea, said: Interest, *, again: bool) -> Message:
    """The answer to whoever is interested, to them and nobody else."""
    key = "host" if said.can_host else "interested"
    hidden = "host_hidden" if said.can_host else "name_hidden"
    return say(
        words(f"mine.{key}.again" if again else f"mine.{key}", title=idea.title),
        Note(words(f"mine.{hidden}" if said.hidden else "mine.name_shown")),
        controls(idea, said),
    )


def controls(idea: Idea, said: Interest) -> Actions:
    """What else somebody can do who is interested."""
    id_, title = str(idea.id), idea.title
    name, command = ("show_name", SHOW_NAME) if said.hidden else ("hide_name", HIDE_NAME)
    not_host = Button(words.text("button.not_host"), "ideas.not_host", id_)
    return row(
        not_host if said.can_host else host_button(idea),
        Button(words.text(f"button.{name}"), f"ideas.{name}", id_, command=command(idea=title)),
        Button(words.text("button.leave"), "ideas.leave", id_, command=LEAVE(idea=title)),
    )


def could_host(idea: Idea) -> Message:
    """What its proposers are told when somebody offers to help; who that is, they look up."""
    id_, title = str(idea.id), idea.title
    return say(
        words("host.offered", title=title),
        row(
            Button(words.text("button.event"), "ideas.event", id_, "primary", EVENT(idea=title)),
            Button(words.text("button.who"), "ideas.who", id_, command=WHO(idea=title)),
        ),
    )


def taken_back(idea: Idea) -> Message:
    """What somebody is told who is interested no more."""
    return say(words("mine.taken_back", title=idea.title), row(interested_button(idea)))


def never_was(idea: Idea) -> Message:
    """What somebody is told who takes back what they never said."""
    return say(words("mine.never_was", title=idea.title), row(interested_button(idea)))


def too_late(idea: Idea) -> Message:
    """What somebody is told who would be interested in what is no idea any more."""
    if idea.state is IdeaState.WITHDRAWN:
        return say(words("mine.withdrawn", title=idea.title))
    return say(words("mine.planned", title=idea.title), row(*planned_buttons(idea)))


def who(idea: Idea, all_: Sequence[Interest], told: Sequence[Interest]) -> Message:
    """Who could help host and who is interested: the names that the reader is told, and how many.

    How many others there are is said of both, so that nobody is left out.
    """
    parts: list[Part | None] = [(Strong(idea.title),)]
    for key, can_host in (("host", True), ("interested", False)):
        there = [each for each in all_ if each.can_host is can_host]
        names = [each for each in told if each.can_host is can_host][:_NAMES]
        rest = len(there) - len(names)
        if there:
            parts.append(Heading(words.text(f"who.{key}")))
            parts.append(bullets(Mention(each.member, each.name) for each in names))
        if rest:
            parts.append(words("who.others" if names else "who.only_others", count=rest))
    if not all_:
        parts.append(words("who.nobody"))
    id_, command = str(idea.id), SHOW(idea=idea.title)
    show = Button(words.text("button.show"), "ideas.show", id_, command=command)
    return say(*parts, Note(words("who.small_print")), row(show))
