"""Where a group is, and what was said of its challenge before. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.community.dates.echo import in_words
from bot.features.challenges import words
from bot.features.challenges.domain import Challenge, Change
from bot.features.challenges.participants.views import show
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import (
    Button,
    Heading,
    Mention,
    Message,
    Moment,
    Note,
    Plain,
    RichText,
    bullets,
    row,
    say,
)

UPDATE = named("challenge update", "challenge")
HISTORY = named("challenge history", "challenge")
UPDATED = "challenges.update"
"""The kind of fact that a host has said where a group is."""

_BEFORE = 300  # characters of what was said before


def told(challenge: Challenge, text: str) -> Message:
    """What is said below its card when a host says where the group is."""
    return say(
        words("update.told", text=text),
        fallback=words.text("update.fallback", question=challenge.question),
        thread=challenge.question,
    )


def told_alone(challenge: Challenge) -> Message:
    """What those are told instead in whose chat the card is gone."""
    return say(
        words("update.told_alone", question=challenge.question, text=challenge.where_we_are),
        Note(words("update.why_alone")),
        row(show(challenge)),
        fallback=words.text("update.fallback", question=challenge.question),
    )


def updated(challenge: Challenge, text: str, *, is_new: bool) -> Message:
    """What is told to the host who has said so, or said what stood there already."""
    done = "update.done" if text else "update.taken_off"
    return say(
        words(done if is_new else "update.same", question=challenge.question),
        row(show(challenge), history_button(challenge)),
    )


def history(challenge: Challenge, changes: Sequence[Change]) -> Message:
    """The last changes; what was there before each."""
    if not changes:
        return say(words("history.none", question=challenge.question), row(show(challenge)))
    return say(
        Heading(words.text("history.title", question=challenge.question)),
        bullets(_lines(changes)),
        row(show(challenge)),
        fallback=words.text("history.title", question=challenge.question),
    )


def update_button(challenge: Challenge) -> Button:
    """The button by which a host says where the group is."""
    label, command = words.text("button.update"), UPDATE(challenge=challenge.question)
    return Button(label, "challenges.update", str(challenge.id), command=command)


def history_button(challenge: Challenge) -> Button:
    """The button that shows what was said before."""
    label, command = words.text("button.history"), HISTORY(challenge=challenge.question)
    return Button(label, "challenges.history", str(challenge.id), command=command)


def _lines(changes: Sequence[Change]) -> Iterator[RichText]:
    for change in changes:
        who: Mention | Plain = Plain(words.text("history.somebody"))
        if change.by is not None:
            who = Mention(change.by, change.name)
        before = _before(change)
        yield words(
            "history.line" if before else "history.first",
            who=who,
            when=Moment(change.at, "date"),
            part=words.text(f"part.{change.part}"),
            before=short(" ".join(before.split()), _BEFORE),
        )


def _before(change: Change) -> str:
    if change.part == "until" and change.before:
        return in_words(date.fromisoformat(change.before))
    return change.before
