"""What is said where challenges are made of something, and something is made of them. Pure."""

from bot.community.origins import carried
from bot.features.challenges import words
from bot.features.challenges.cards.views import join_button
from bot.features.challenges.domain import Challenge
from bot.features.challenges.participants.views import show
from bot.ui.commands import named
from bot.ui.messages import Actions, Button, Message, Note, row, say

GATHER = named("challenge gather", "challenge")


def invitation(challenge: Challenge, what: str) -> Message:
    """To somebody who is interested in what people now work on."""
    return say(
        words("origin.invitation", what=what, question=challenge.question),
        row(join_button(challenge), show(challenge)),
        fallback=words.text("origin.invitation.fallback", question=challenge.question),
    )


def gather(challenge: Challenge) -> Message:
    """The two ways to a gathering of those who are in it."""
    about = carried(challenge.fact)
    return say(
        words("gather.how", question=challenge.question, count=challenge.people),
        row(
            Button(words.text("button.find_time"), "polls.from", about, "primary"),
            Button(words.text("button.know_when"), "events.from", about),
        ),
        Note(words("gather.what")),
    )


def join_first(challenge: Challenge) -> Message:
    """What somebody is told who would bring people together and is not among them."""
    return say(words("gather.join_first", question=challenge.question), row(join_button(challenge)))


def steps(challenge: Challenge) -> Actions:
    """What those in it can make of it, one tap away."""
    id_, command = str(challenge.id), GATHER(challenge=challenge.question)
    gather_ = words.text("button.gather")
    return row(
        Button(gather_, "challenges.gather", id_, command=command),
        Button(
            words.text("button.introduce"), "introductions.suggest_for", carried(challenge.fact)
        ),
        Button(words.text("button.idea"), "ideas.from", carried(challenge.fact)),
    )
