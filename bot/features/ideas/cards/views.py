"""What a card says of an idea, and an idea in a line. Pure."""

from collections.abc import Sequence

from bot.features.ideas import words
from bot.features.ideas.domain import Idea, IdeaState
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Heading,
    Message,
    Note,
    Part,
    RichText,
    fields,
    row,
    say,
)
from bot.ui.words import listed

INTERESTED = named("idea interested", "idea")
HOST = named("idea host", "idea")
WHO = named("idea who", "idea")
SHOW = named("idea show", "idea")
EDIT = named("idea edit", "idea")
EVENT = named("idea event", "idea")
WAKE = named("idea wake", "idea")
OUTCOME = named("idea outcome", "idea")

_WHY = 500  # characters on a card


def card(idea: Idea, proposers: Sequence[str]) -> Message:
    """An idea as everybody sees it: no name of anybody who is interested."""
    if idea.state is IdeaState.WITHDRAWN:
        return say(Heading(idea.title), words("card.withdrawn"))
    return say(
        Heading(idea.title),
        state(idea),
        short(idea.details.why, _WHY) or None,
        about(idea, proposers),
        counts(idea),
        *buttons(idea),
        Note(words("card.talk")) if idea.state is IdeaState.OPEN else None,
        fallback=words.text("card.fallback", title=idea.title),
        thread=idea.title,
    )


def state(idea: Idea) -> RichText | None:
    """What has become of an idea, if it is not simply open."""
    if idea.outcome:
        return words("card.outcome", outcome=idea.outcome)
    if idea.held_at:
        return words("card.held")
    if idea.state is IdeaState.OPEN:
        return None
    return words(f"card.{idea.state}")


def about(idea: Idea, proposers: Sequence[str]) -> Part | None:
    """Who proposed it, and who might care."""
    return fields(
        [
            (words.text("fact.from"), listed(proposers) if proposers else ""),
            (words.text("fact.topics"), ", ".join(idea.details.topics)),
        ]
    )


def counts(idea: Idea) -> str:
    """How many are interested, and how many of them could help host it."""
    if not idea.interested:
        return words.text("card.nobody_yet")
    told = words.text("card.interested", count=idea.interested)
    if not idea.hosting:
        return told
    key = "card.hosting.alone" if idea.interested == 1 else "card.hosting"
    return words.text(key, interested=told, count=idea.hosting)


def line(idea: Idea) -> RichText:
    """An idea in a line: its title, and how many are interested."""
    told = words.text("card.interested", count=idea.interested) if idea.interested else ""
    rest = [told, words.text(f"line.{idea.state}") if idea.state is not IdeaState.OPEN else ""]
    return words("line.idea", title=idea.title, rest="".join(f" · {each}" for each in rest if each))


# Buttons --------------------------------------------------------------------------------------


def buttons(idea: Idea, *, whole: bool = False) -> list[Actions]:
    """What anybody can do with an idea; the `whole` of it need not be shown again."""
    id_, title = str(idea.id), idea.title
    who = Button(words.text("button.who"), "ideas.who", id_, command=WHO(idea=title))
    show = Button(words.text("button.more"), "ideas.show", id_, command=SHOW(idea=title))
    rest = [who] if whole else [who, show]
    if idea.state is IdeaState.PLANNED:
        return [row(*planned_buttons(idea), *rest)]
    if idea.state is IdeaState.RESTING:
        wake = words.text("button.wake")
        return [row(Button(wake, "ideas.wake", id_, "primary", WAKE(idea=title)), *rest)]
    make = Button(words.text("button.event"), "ideas.event", id_, command=EVENT(idea=title))
    return [
        row(interested_button(idea), host_button(idea)),
        row(unnamed_button(idea), *rest, make),
    ]


def interested_button(idea: Idea) -> Button:
    """The button by which somebody is interested."""
    label, command = words.text("button.interested"), INTERESTED(idea=idea.title)
    return Button(label, "ideas.interested", str(idea.id), "primary", command)


def host_button(idea: Idea) -> Button:
    """The button by which somebody offers to help host it."""
    label, command = words.text("button.host"), HOST(idea=idea.title)
    return Button(label, "ideas.host", str(idea.id), command=command)


def unnamed_button(idea: Idea) -> Button:
    """The button by which somebody is interested whose name is told to nobody."""
    return Button(words.text("button.unnamed"), "ideas.unnamed", str(idea.id))


def planned_buttons(idea: Idea) -> list[Button]:
    """What leads on to the event, and to what came of it."""
    event = Button(words.text("button.the_event"), "events.show", str(idea.event), "primary")
    if not idea.held_at:
        return [event]
    label, command = words.text("button.outcome"), OUTCOME(idea=idea.title)
    return [event, Button(label, "ideas.outcome", str(idea.id), command=command)]
