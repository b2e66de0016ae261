"""What somebody is told who has checked in, or not this time. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.community.dates.echo import in_words
from bot.features.challenges import words
from bot.features.challenges.check_ins.domain import CheckIn
from bot.features.challenges.check_ins.rounds.views import break_button, how_button
from bot.features.challenges.domain import Challenge
from bot.features.challenges.lookup import named_button
from bot.features.challenges.participants.views import show
from bot.ui.capabilities import short
from bot.ui.commands import named
from bot.ui.messages import Button, Message, Moment, Note, Part, bullets, row, say

READ = named("challenge check-in read", "challenge")

_SHOWN = 5  # challenges to choose from, each with a button
_BEFORE = 200


def answered(challenge: Challenge, check_in: CheckIn, *, before: str = "") -> Message:
    """What is told to whoever has answered: for which day, who reads it, what they can do."""
    return say(
        *_as_said(challenge, check_in),
        Note(words("check_in.before", before=short(before, _BEFORE))) if before else None,
        row(_again(challenge, check_in), _delete(challenge, check_in), read_button(challenge)),
        fallback=words.text("check_in.fallback", question=challenge.question),
    )


def settled(challenge: Challenge, check_in: CheckIn) -> Message:
    """What stands where the question was, once it needs no answer any more."""
    if check_in.answered:
        return answered(challenge, check_in)
    return say(
        words("check_in.skipped", question=challenge.question),
        row(_again(challenge, check_in, "button.after_all"), show(challenge)),
    )


def _as_said(challenge: Challenge, check_in: CheckIn) -> list[Part | None]:
    on = in_words(check_in.own_day)
    readers = "check_in.for_hosts" if check_in.for_hosts else "check_in.for_group"
    key = "check_in.unnamed" if check_in.hidden and not check_in.for_hosts else readers
    return [
        words("check_in.done", question=challenge.question, day=on),
        bullets(each for each in (check_in.tried, check_in.help) if each),
        Note(words(key)),
    ]


def deleted(challenge: Challenge, check_in: CheckIn) -> Message:
    """What is told to whoever has taken their answer back."""
    return say(
        words("check_in.deleted", question=challenge.question),
        row(_again(challenge, check_in, "button.check_in"), show(challenge)),
    )


def later(challenge: Challenge, check_in: CheckIn, at: datetime) -> Message:
    """What is told to whoever wants to be asked later."""
    return say(
        words("check_in.later", question=challenge.question, when=Moment(at)),
        row(_again(challenge, check_in, "button.now"), how_button(challenge)),
    )


def rests(challenge: Challenge, until: date | None) -> Message:
    """What is told to whoever takes a break, or ends one."""
    if until is None:
        told = words("break.over", question=challenge.question)
        return say(told, row(show(challenge), how_button(challenge)))
    end = Button(words.text("button.end_break"), "challenges.check_in_back", str(challenge.id))
    return say(
        words("break.until", question=challenge.question, day=in_words(until)),
        row(end, break_button(challenge)),
    )


def which(mine: Sequence[Challenge]) -> Message:
    """The question with which group somebody checks in."""
    some = mine[:_SHOWN]
    return say(
        words("check_in.which"),
        row(*(_named(each) for each in some)),
    )


def read_button(challenge: Challenge) -> Button:
    """The button that shows what the group has answered."""
    label, command = words.text("button.read"), READ(challenge=challenge.question)
    return Button(label, "challenges.check_in_read", str(challenge.id), command=command)


def _named(challenge: Challenge) -> Button:
    button = named_button("button.check_in_with", challenge, "challenges.check_in")
    return Button(button.label, button.action, f"{challenge.id}:")


def _again(challenge: Challenge, check_in: CheckIn, key: str = "button.change_answer") -> Button:
    about = f"{challenge.id}:{check_in.day}"
    return Button(words.text(key), "challenges.check_in", about)


def _delete(challenge: Challenge, check_in: CheckIn) -> Button:
    about = f"{challenge.id}:{check_in.day}"
    return Button(words.text("button.delete_answer"), "challenges.check_in_delete", about)
