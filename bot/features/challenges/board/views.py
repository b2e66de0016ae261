"""Lists of challenges, and one challenge as somebody sees it who may. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.community.reportables import report_button
from bot.features.challenges import words
from bot.features.challenges.cards.views import EDIT, Known, buttons, line, outline
from bot.features.challenges.domain import ALIVE, Challenge, ChallengeState
from bot.features.challenges.lookup import named_button
from bot.features.challenges.participants.domain import Participant
from bot.features.challenges.participants.views import controls
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import Button, Heading, Message, Note, Part, Plain, RichText, bullets, row, say
from bot.ui.text import label

NEW = named("challenge new")
LIST = named("challenge list", "which")

_SHOWN = 5  # challenges in a list, each with a button
_TITLE_IN_NOTE = 80
_OUTCOME = 200  # characters where a challenge is found
_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Seen:
    """A challenge as one member sees it, with their own part in it.

    They look after it, if it is their `own` or they are facilitators.
    """

    known: Known
    mine: Participant | None
    hosts: bool
    own: bool = False

    @property
    def challenge(self) -> Challenge:
        """What they see."""
        return self.known.challenge


def listed(key: str, there: Sequence[Challenge], query: str = "") -> Message:
    """Challenges; a button for each of the first."""
    if not there:
        return say(words(f"list.none.{key}", query=query), row(new_button(), *_others(key)))
    shown_, rest = there[:_SHOWN], len(there) - _SHOWN
    return say(
        Heading(words.text(f"list.{key}", query=label(query or "–", _TITLE_IN_NOTE))),
        bullets(line(each) for each in shown_),
        row(*(named_button("button.show_title", each, "challenges.show") for each in shown_)),
        Note(words("list.more", count=rest)) if rest > 0 else None,
        row(new_button(), *_others(key)),
        fallback=words.text("list.fallback", count=len(there)),
    )


def shown(seen: Seen) -> Message:
    """All that somebody may know of a challenge, and what they can do about it."""
    challenge = seen.challenge
    if challenge.state is ChallengeState.WITHDRAWN:
        return say(Heading(challenge.question), words("card.withdrawn"))
    return say(
        Heading(challenge.question),
        *outline(seen.known, _TEXT),
        words("card.people", count=challenge.people) if challenge.people else None,
        *_controls(seen),
        *_for_hosts(seen),
        None if seen.own else row(report_button(challenge.fact, challenge.question)),
        fallback=words.text("card.fallback", question=challenge.question),
    )


def found(challenge: Challenge) -> RichText:
    """A challenge in a line where it was looked for: with what came of it."""
    told = " ".join(challenge.outcome.text.split())
    return (*line(challenge), Plain(f" · {short(told, _OUTCOME)}")) if told else line(challenge)


def new_button() -> Button:
    """The button by which somebody begins one."""
    return Button(words.text("button.new"), "challenges.new", command=NEW())


def list_buttons() -> list[Button]:
    """The lists that there are, as buttons."""
    return [_list_button(each) for each in ("open", "mine", "closed")]


def _others(key: str) -> list[Button]:
    return [_list_button(each) for each in ("open", "mine", "closed") if each != key]


def _list_button(which: str) -> Button:
    label_, command = words.text(f"button.list_{which}"), LIST(which=which)
    return Button(label_, "challenges.list", which, command=command)


def _controls(seen: Seen) -> list[Part]:
    challenge = seen.challenge
    if seen.mine is None or challenge.state not in ALIVE:
        return list(buttons(challenge, whole=True))
    return [words("mine.again", question=challenge.question), controls(challenge, seen.mine)]


def _for_hosts(seen: Seen) -> list[Part]:
    challenge = seen.challenge
    if not seen.hosts or challenge.state not in ALIVE:
        return []
    id_, command = str(challenge.id), EDIT(challenge=challenge.question)
    edit = Button(words.text("button.edit"), "challenges.edit", id_, command=command)
    return [row(edit)]
