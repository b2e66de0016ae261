"""What somebody is told of their own part in a challenge, and of others'. Pure."""

from collections.abc import Sequence

from bot.features.challenges import words
from bot.features.challenges.cards.views import SHOW, join_button, unnamed_button, who_button
from bot.features.challenges.domain import Challenge, ChallengeState
from bot.features.challenges.participants.domain import Participant
from bot.ui.commands import named
from bot.ui.messages import (
    Actions,
    Button,
    Mention,
    Message,
    Note,
    Strong,
    bullets,
    row,
    say,
)

LEAVE = named("challenge leave", "challenge")
HIDE_NAME = named("challenge name hide", "challenge")
SHOW_NAME = named("challenge name reveal", "challenge")

_NAMES = 60


def mine(challenge: Challenge, joined: Participant, *, again: bool) -> Message:
    """The answer to whoever joins, to them and nobody else."""
    gathers = challenge.state is ChallengeState.PROPOSED
    key = "mine.proposed" if gathers else "mine.joined"
    return say(
        words("mine.again" if again else key, question=challenge.question),
        Note(words("mine.name_hidden" if joined.hidden else "mine.name_shown")),
        controls(challenge, joined),
    )


def go_on(challenge: Challenge, *, hidden: bool | None) -> Message:
    """What whoever would share its threads with somebody they never want to meet is asked."""
    action = "challenges.unnamed_anyway" if hidden else "challenges.join_anyway"
    button = Button(words.text("button.join_anyway"), action, str(challenge.id))
    return say(words("join.careful", question=challenge.question), row(button, show(challenge)))


def controls(challenge: Challenge, joined: Participant, *, whole: bool = False) -> Actions:
    """What else somebody can do who is in it; the `whole` of it need not be shown again."""
    id_, question = str(challenge.id), challenge.question
    name, command = ("show_name", SHOW_NAME) if joined.hidden else ("hide_name", HIDE_NAME)
    named_ = words.text(f"button.{name}")
    return row(
        who_button(challenge) if whole else show(challenge),
        Button(named_, f"challenges.{name}", id_, command=command(challenge=question)),
        leave_button(challenge),
    )


def leave_button(challenge: Challenge) -> Button:
    """The button by which somebody is in it no more."""
    label, command = words.text("button.leave"), LEAVE(challenge=challenge.question)
    return Button(label, "challenges.leave", str(challenge.id), command=command)


def show(challenge: Challenge) -> Button:
    """The button that shows it."""
    label, command = words.text("button.show"), SHOW(challenge=challenge.question)
    return Button(label, "challenges.show", str(challenge.id), command=command)


def left(challenge: Challenge) -> Message:
    """What somebody is told who has left."""
    again = [] if challenge.state is ChallengeState.CLOSED else [join_button(challenge)]
    return say(words("mine.left", question=challenge.question), row(*again, show(challenge)))


def never_was(challenge: Challenge) -> Message:
    """What somebody is told who leaves what they were not in."""
    return say(words("mine.never_was", question=challenge.question), row(show(challenge)))


def join_first(challenge: Challenge) -> Message:
    """What somebody is told who would say how their name is told where they are not."""
    return say(
        words("name.first_join", question=challenge.question),
        row(join_button(challenge), unnamed_button(challenge)),
    )


def opened(challenge: Challenge) -> Message:
    """What those are told who were waiting for enough people."""
    return say(
        words("opened.told", question=challenge.question, count=challenge.people),
        row(show(challenge), leave_button(challenge)),
    )


def who(
    challenge: Challenge,
    all_: Sequence[Participant],
    told: Sequence[Participant],
    *,
    own: bool = False,
    unnamed: bool = False,
) -> Message:
    """Who is in it: the names that the reader is told, and how many others there are.

    Their `own` is what they host; one who is `unnamed` reads their name here, too.
    """
    names = told[:_NAMES]
    rest = len(all_) - len(names)
    return say(
        (Strong(challenge.question),),
        bullets(Mention(each.member, each.name) for each in names),
        words("who.others" if names else "who.only_others", count=rest) if rest else None,
        None if all_ else words("who.nobody"),
        Note(words("who.for_hosts" if own else "who.small_print")),
        Note(words("who.unnamed")) if unnamed else None,
        row(show(challenge)),
    )
