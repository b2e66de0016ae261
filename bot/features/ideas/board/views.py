"""Lists of ideas, and one idea as somebody sees it who may. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.community.origins import work_on_button
from bot.community.reportables import report_button
from bot.features.ideas import words
from bot.features.ideas.cards.views import EDIT, about, buttons, counts, line, state
from bot.features.ideas.domain import ALIVE, Idea, IdeaState
from bot.features.ideas.interests.domain import Interest
from bot.features.ideas.interests.views import controls
from bot.features.ideas.lookup import named_button
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import (
    Button,
    Heading,
    Message,
    Note,
    Part,
    Plain,
    RichText,
    bullets,
    fields,
    row,
    say,
)
from bot.ui.text import label
from bot.ui.words import listed as enumerated

NEW = named("idea new")
LIST = named("idea list")
WITHDRAW = named("idea withdraw", "idea")
REST = named("idea rest", "idea")

_SHOWN = 5  # ideas in a list, each with a button
_TITLE_IN_NOTE = 80
_OUTCOME = 200  # characters where an idea is found


@dataclass(frozen=True, slots=True)
class Seen:
    """An idea as one member sees it: with who proposed it, for whom, and what they said of it.

    They look after it, if it is their `own` or they are facilitators.
    """

    idea: Idea
    proposers: Sequence[str]
    networks: Sequence[str]
    mine: Interest | None
    proposes: bool
    own: bool = False


def listed(key: str, ideas: Sequence[Idea], query: str = "") -> Message:
    """Ideas; a button for each of the first."""
    if not ideas:
        return say(words(f"list.none.{key}", query=query), row(new_button(), *_others(key)))
    shown, rest = ideas[:_SHOWN], len(ideas) - _SHOWN
    return say(
        Heading(words.text(f"list.{key}", query=label(query or "–", _TITLE_IN_NOTE))),
        bullets(line(idea) for idea in shown),
        row(*(named_button("button.show_title", idea, "ideas.show") for idea in shown)),
        Note(words("list.more", count=rest)) if rest > 0 else None,
        row(new_button(), *_others(key)),
        fallback=words.text("list.fallback", count=len(ideas)),
    )


def shown(seen: Seen) -> Message:
    """All that somebody may know of an idea, and what they can do about it."""
    idea = seen.idea
    who = words.text("who.networks", networks=enumerated(seen.networks)) if seen.networks else ""
    return say(
        Heading(idea.title),
        words("card.withdrawn") if idea.state is IdeaState.WITHDRAWN else state(idea),
        idea.details.why or None,
        about(idea, seen.proposers),
        fields([(words.text("fact.for"), who)]),
        counts(idea),
        *_controls(seen),
        *_for_proposers(seen),
        None if seen.own else row(report_button(idea.fact, idea.title)),
        fallback=words.text("card.fallback", title=idea.title),
    )


def found(idea: Idea) -> RichText:
    """An idea in a line where it was looked for: with what came of it."""
    if not idea.outcome:
        return line(idea)
    return (*line(idea), Plain(f" · {short(' '.join(idea.outcome.split()), _OUTCOME)}"))


def _controls(seen: Seen) -> list[Part]:
    idea = seen.idea
    if idea.state is IdeaState.WITHDRAWN:
        return []
    if not seen.proposers and idea.state in ALIVE:
        adopt = Button(words.text("button.adopt"), "ideas.adopt", str(idea.id))
        return [words("adopt.nobodys"), row(adopt), *buttons(idea, whole=True)]
    if seen.mine is None or idea.state is not IdeaState.OPEN:
        return [*buttons(idea, whole=True)]
    key = "mine.host" if seen.mine.can_host else "mine.interested"
    _, second = buttons(idea, whole=True)
    rest = [each for each in second.controls if _leads_on(each)]
    return [words(f"{key}.again", title=idea.title), controls(idea, seen.mine), row(*rest)]


def _leads_on(control: object) -> bool:
    """Whether a button of the card leads to more than what is shown here."""
    return isinstance(control, Button) and control.action in ("ideas.who", "ideas.event")


def _for_proposers(seen: Seen) -> list[Part]:
    """What only those can do who look after an idea."""
    idea, id_, title = seen.idea, str(seen.idea.id), seen.idea.title
    if not seen.proposes or idea.state not in ALIVE:
        return []
    edit = Button(words.text("button.edit"), "ideas.edit", id_, command=EDIT(idea=title))
    rest = Button(words.text("button.rest"), "ideas.rest", id_, command=REST(idea=title))
    withdraw = Button(
        words.text("button.withdraw"), "ideas.withdraw", id_, "danger", WITHDRAW(idea=title)
    )
    is_open = idea.state is IdeaState.OPEN
    return [row(edit, *([rest, work_on_button(idea.fact)] if is_open else []), withdraw)]


# Parts ----------------------------------------------------------------------------------------


def new_button() -> Button:
    """The button by which somebody proposes an idea."""
    return Button(words.text("button.new"), "ideas.new", "", "primary", NEW())


def list_buttons() -> list[Button]:
    """What stands below ideas on a home."""
    return [new_button(), *_others("")]


def _others(key: str) -> list[Button]:
    """The other lists."""
    return [
        Button(words.text(f"button.list_{other}"), "ideas.list", other, command=LIST())
        for other in ("open", "interested", "mine")
        if other != key
    ]
