"""What is said when a group ends, or goes on. Pure."""

from datetime import date

from bot.community.dates.echo import in_words
from bot.features.challenges import words
from bot.features.challenges.cards.views import outcome as outcome_of
from bot.features.challenges.domain import Challenge, Outcome
from bot.features.challenges.participants.views import leave_button, show
from bot.ui.commands import named
from bot.ui.messages import Button, Message, row, say

CLOSE = named("challenge close", "challenge")
REOPEN = named("challenge reopen", "challenge")
WITHDRAW = named("challenge withdraw", "challenge")

_TEXT = 1000


def told(challenge: Challenge, outcome: Outcome) -> Message:
    """What everybody is told who took part."""
    return say(
        words("closed.told", question=challenge.question),
        *outcome_of(outcome, _TEXT),
        words("closed.thanks"),
        row(show(challenge)),
        fallback=words.text("closed.fallback", question=challenge.question),
    )


def told_below(challenge: Challenge, outcome: Outcome) -> Message:
    """What is said below its cards."""
    return say(
        words("closed.below"),
        *outcome_of(outcome, _TEXT),
        fallback=words.text("closed.fallback", question=challenge.question),
        thread=challenge.question,
    )


def closed(challenge: Challenge, others: int) -> Message:
    """What is told to whoever has closed it, of which so many others hear."""
    return say(
        words("closed.done" if others else "closed.done_alone", question=challenge.question),
        row(show(challenge), reopen_button(challenge)),
    )


def told_otherwise(challenge: Challenge) -> Message:
    """What is told to whoever has said otherwise what came of it."""
    return say(words("closed.otherwise", question=challenge.question), row(show(challenge)))


def open_again(challenge: Challenge) -> Message:
    """What those are told who were in it when it closed."""
    return say(
        words("reopen.told", question=challenge.question),
        row(show(challenge), leave_button(challenge)),
    )


def reopened(challenge: Challenge, others: int) -> Message:
    """What is told to whoever has opened it again, of which so many others hear."""
    done = "reopen.done" if others else "reopen.done_alone"
    return say(words(done, question=challenge.question), row(show(challenge)))


def opened(challenge: Challenge) -> Message:
    """What a facilitator is told who has opened it."""
    return say(words("open.done", question=challenge.question), row(show(challenge)))


def still_going(challenge: Challenge) -> Message:
    """The question to its hosts, a week past the day until which it was to go on."""
    return say(
        words("overdue.question", question=challenge.question),
        words("overdue.what"),
        row(
            close_button(challenge),
            Button(words.text("button.go_on"), "challenges.go_on", str(challenge.id)),
            show(challenge),
        ),
    )


def goes_on(challenge: Challenge, until: date | None) -> Message:
    """What is told to the host who has said so."""
    day = in_words(until) if until else ""
    key = "overdue.goes_on_until" if until else "overdue.goes_on"
    return say(words(key, question=challenge.question, day=day), row(show(challenge)))


def withdrawn(challenge: Challenge, word: str) -> Message:
    """What those are told who were in a challenge that is taken back."""
    return say(
        words("withdrawn.told", question=challenge.question),
        word or None,
        row(Button(words.text("button.list_open"), "challenges.list", "open")),
    )


def withdrew(challenge: Challenge, others: int) -> Message:
    """What is told to whoever has taken it back."""
    key = "withdrawn.done" if others else "withdrawn.done_alone"
    return say(words(key, question=challenge.question, count=others))


def close_button(challenge: Challenge) -> Button:
    """The button by which it is closed with an outcome."""
    label, command = words.text("button.close"), CLOSE(challenge=challenge.question)
    return Button(label, "challenges.close", str(challenge.id), command=command)


def reopen_button(challenge: Challenge) -> Button:
    """The button by which it is opened again."""
    label, command = words.text("button.reopen"), REOPEN(challenge=challenge.question)
    return Button(label, "challenges.reopen", str(challenge.id), command=command)


def withdraw_button(challenge: Challenge) -> Button:
    """The button by which it is taken back."""
    label, command = words.text("button.withdraw"), WITHDRAW(challenge=challenge.question)
    return Button(label, "challenges.withdraw", str(challenge.id), command=command)
