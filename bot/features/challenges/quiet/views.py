"""Who has gone quiet, a hello to them, and the question whether they stay. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.community.dates.echo import in_words
from bot.features.challenges import words
from bot.features.challenges.check_ins.domain import Person
from bot.features.challenges.check_ins.rounds.views import break_button
from bot.features.challenges.domain import Challenge
from bot.features.challenges.participants.views import leave_button, show
from bot.ui.commands import named
from bot.ui.messages import Button, Mention, Message, Moment, Note, bullets, row, say
from bot.ui.text import label

QUIET = named("challenge quiet", "challenge")

_BUTTONS = 5  # in a row
_GREETED = 15  # who has a button
_LABEL = 60


def stay(challenge: Challenge) -> Message:
    """The question whether somebody stays: three answers, one as good as the other."""
    return say(
        words("stay.question", question=challenge.question),
        row(
            Button(words.text("button.stay"), "challenges.stay", str(challenge.id)),
            break_button(challenge),
            leave_button(challenge),
        ),
        Note(words("stay.no_answer")),
        fallback=words.text("stay.fallback", question=challenge.question),
    )


def stays(challenge: Challenge) -> Message:
    """What is told to somebody who stays."""
    return say(words("stay.stays", question=challenge.question), row(show(challenge)))


def quiet(
    challenge: Challenge, people: Sequence[Person], others: int, known_since: date | None
) -> Message:
    """Who has gone quiet, as far as the reader may know; and a button for each of the first."""
    if not people and not others:
        key = "quiet.nobody" if known_since else "quiet.too_early"
        return say(words(key, question=challenge.question), row(show(challenge)))
    hello = [
        Button(
            label(words.text("button.hello", name=each.name), _LABEL),
            "challenges.hello",
            f"{challenge.id}:{each.member}",
        )
        for each in people[:_GREETED]
    ]
    return say(
        words("quiet.list", question=challenge.question),
        bullets(
            words(
                "quiet.line",
                who=Mention(each.member, each.name),
                when=Moment(each.heard_at, "date"),
            )
            for each in people
        ),
        words("quiet.others", count=others) if others else None,
        *(row(*hello[at : at + _BUTTONS]) for at in range(0, len(hello), _BUTTONS)),
        Note(words("quiet.what", since=in_words(known_since) if known_since else "")),
        row(show(challenge)),
        fallback=words.text("quiet.fallback", question=challenge.question),
    )


def quiet_button(challenge: Challenge) -> Button:
    """The button by which a host sees who has gone quiet."""
    label_, command = words.text("button.quiet"), QUIET(challenge=challenge.question)
    return Button(label_, "challenges.quiet", str(challenge.id), command=command)


def hello(challenge: Challenge, host: Mention, text: str) -> Message:
    """What somebody is told to whom a host says hello."""
    return say(
        words("hello.from", who=host, question=challenge.question),
        text,
        row(
            Button(words.text("button.check_in_now"), "challenges.check_in", f"{challenge.id}:"),
            break_button(challenge),
            show(challenge),
        ),
        fallback=words.text("hello.fallback", name=host.name),
    )


def said_hello(challenge: Challenge, who: Person) -> Message:
    """What is told to the host who has said it."""
    told = words("hello.done", who=Mention(who.member, who.name))
    return say(told, row(quiet_button(challenge)))
