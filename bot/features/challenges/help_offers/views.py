"""What the two are told when somebody offers help with a step. Pure."""

from bot.community.people import Member
from bot.features.challenges import words
from bot.features.challenges.commitments.domain import Commitment
from bot.features.challenges.domain import Challenge
from bot.ui.messages import Button, Mention, Message, Note, row, say


def offer(challenge: Challenge, commitment: Commitment, helper: Member) -> Message:
    """The question to whoever set out to do it, whether the two shall meet."""
    about = f"{commitment.id}:{helper.id}"
    return say(
        words(
            "help.question",
            who=Mention(helper.id, helper.name),
            question=challenge.question,
            text=commitment.text,
        ),
        row(
            Button(words.text("button.accept_help"), "challenges.accept_step_help", about),
            Button(words.text("button.decline_help"), "challenges.decline_step_help", about),
        ),
        Note(words("help.small_print")),
        fallback=words.text("help.fallback", name=helper.name),
    )


def together() -> Message:
    """What stands where somebody has said yes."""
    return say(words("helping.accepted"))
