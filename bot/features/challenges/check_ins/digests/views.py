"""What would help whom, and who could; what the two are told; what the group answered. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.community.dates.echo import in_words
from bot.community.people import Member
from bot.features.challenges import words
from bot.features.challenges.check_ins.digests.domain import MOST_LINES, Ask, Digest, Step
from bot.features.challenges.check_ins.domain import CheckIn
from bot.features.challenges.check_ins.rounds.views import how_button, mentions
from bot.features.challenges.commitments.domain import Committed
from bot.features.challenges.commitments.views import by
from bot.features.challenges.domain import Challenge
from bot.features.challenges.participants.views import show
from bot.ui.capabilities import short
from bot.ui.messages import (
    Button,
    Heading,
    Mention,
    Message,
    Note,
    OneSpan,
    Plain,
    RichText,
    bullets,
    row,
    say,
)
from bot.ui.text import label

_TEXT = 200
_LABEL = 60
_SHOWN = 30  # answers that are read at once


def digest(challenge: Challenge, day: date, told: Digest) -> Message:
    """Eight lines at most, the same for all who read in the thread."""
    if told.all_helped and not told.lines:
        return say(words("digest.all_helped", day=in_words(day)), thread=challenge.question)
    lines, more = told.lines[:MOST_LINES], len(told.lines) - MOST_LINES
    theirs = [each.by.member for each in lines]
    once = [theirs.count(each) == 1 for each in theirs]
    return say(
        words("digest.title", day=in_words(day)),
        bullets(_line(each) for each in lines),
        words("digest.more", count=more) if more > 0 else None,
        row(
            *(
                _help_button(number, each, by_name=named and not each.by.hidden)
                for number, (each, named) in enumerate(zip(lines, once, strict=True), 1)
            )
        ),
        Note(words("digest.small_print")),
        fallback=words.text("digest.fallback", question=challenge.question),
        thread=challenge.question,
    )


def _line(line: Ask | Step) -> RichText:
    said = _ask(line) if isinstance(line, Ask) else _step(line)
    if not line.helpers:
        return said
    could = words("digest.could", count=len(line.helpers), who=mentions(line.helpers))
    return (*said, Plain(" · "), *could)


def _ask(ask: Ask) -> RichText:
    text = short(" ".join(ask.check_in.help.split()), _TEXT)
    return words("digest.line", who=_who(ask.by), text=text)


def _step(step: Step) -> RichText:
    commitment = step.committed.commitment
    key = "digest.step_asked" if step.request else "digest.step"
    return words(key, who=_who(step.by), text=commitment.text, by=by(commitment.day))


def _who(person: CheckIn | Committed) -> OneSpan:
    if person.hidden:
        return Plain(words.text("digest.somebody"))
    return Mention(person.member, person.name)


def _help_button(number: int, line: Ask | Step, *, by_name: bool) -> Button:
    key = "button.can_help" if by_name else "button.can_help_one"
    text = label(words.text(key, name=line.by.name, number=number), _LABEL)
    if isinstance(line, Ask):
        asked = line.check_in
        about = f"{asked.challenge}:{asked.day}:{asked.member}"
        return Button(text, "challenges.can_help", about)
    if line.request:
        return Button(text, "challenges.help_offer", str(line.request.id))
    return Button(text, "challenges.help_with_step", str(line.committed.commitment.id))


# Helping --------------------------------------------------------------------------------------


def offered(challenge: Challenge) -> Message:
    """What is told to whoever offers help."""
    return say(words("help.offered"), row(show(challenge)))


def offer(challenge: Challenge, check_in: CheckIn, helper: Member) -> Message:
    """The question to whoever asked, whether the two shall be told of one another."""
    about = f"{check_in.challenge}:{check_in.day}:{helper.id}"
    return say(
        words(
            "help.question",
            who=Mention(helper.id, helper.name),
            question=challenge.question,
            text=short(" ".join(check_in.help.split()), _TEXT),
        ),
        row(
            Button(words.text("button.accept_help"), "challenges.accept_help", about),
            Button(words.text("button.decline_help"), "challenges.decline_help", about),
        ),
        Note(words("help.small_print")),
        fallback=words.text("help.fallback", name=helper.name),
    )


def connected(other: Member, check_in: CheckIn, *, asked: bool) -> Message:
    """What each of the two is told, once both have agreed."""
    key = "help.connected_asker" if asked else "help.connected_helper"
    text = short(" ".join(check_in.help.split()), _TEXT)
    return say(words(key, who=Mention(other.id, other.name), text=text))


def declined(helper: Member) -> Message:
    """What is told to whoever would rather not."""
    return say(words("help.declined", name=helper.name))


def not_this_time(challenge: Challenge) -> Message:
    """What is told to whoever has offered it."""
    return say(words("help.not_this_time", question=challenge.question), row(show(challenge)))


# Reading --------------------------------------------------------------------------------------


def answers(challenge: Challenge, day: date | None, told: Sequence[CheckIn]) -> Message:
    """What the reader may read of the last round of which there are words."""
    below = row(show(challenge), how_button(challenge))
    if day is None or not told:
        return say(words("read.nothing", question=challenge.question), below)
    return say(
        Heading(words.text("read.title", day=in_words(day))),
        bullets(_answer(each) for each in told[:_SHOWN]),
        words("read.more", count=len(told) - _SHOWN) if len(told) > _SHOWN else None,
        Note(words("read.small_print")),
        below,
        fallback=words.text("read.fallback", question=challenge.question),
    )


def _answer(check_in: CheckIn) -> RichText:
    text = " · ".join(short(" ".join(each.split()), _TEXT) for each in _texts(check_in))
    key = "read.for_hosts" if check_in.for_hosts else "read.line"
    return words(key, who=_who(check_in), text=text)


def _texts(check_in: CheckIn) -> list[str]:
    return [each for each in (check_in.tried, check_in.help) if each]
