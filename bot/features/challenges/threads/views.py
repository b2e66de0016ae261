"""What is told of threads that are joined up. Pure."""

from bot.delivery.conversation_views import readers_button
from bot.delivery.conversations import Conversation
from bot.features.challenges import words
from bot.features.challenges.domain import Challenge
from bot.ui.commands import named
from bot.ui.messages import Button, Message, Note, row, say

JOIN_THREADS = named("facilitate challenge threads join", "challenge")
PART_THREADS = named("facilitate challenge threads part", "challenge")


def joined(challenge: Challenge, conversation: Conversation, where: str, places: int) -> Message:
    """What whoever joins them up is told."""
    question = challenge.question
    return say(
        words("threads.joined", question=question, where=where),
        Note(words("threads.one" if places < 2 else "threads.told")),
        row(readers_button(conversation), part_button(challenge)),
    )


def parted(challenge: Challenge) -> Message:
    """What whoever parts them is told."""
    return say(words("threads.parted", question=challenge.question), row(join_button(challenge)))


def join_button(challenge: Challenge) -> Button:
    """Joins up the threads below its cards."""
    label, command = words.text("button.join_threads"), JOIN_THREADS(challenge=challenge.question)
    return Button(label, "challenges.join_threads", str(challenge.id), command=command)


def part_button(challenge: Challenge) -> Button:
    """Parts them."""
    label, command = words.text("button.part_threads"), PART_THREADS(challenge=challenge.question)
    return Button(label, "challenges.part_threads", str(challenge.id), command=command)
