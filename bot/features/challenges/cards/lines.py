"""What other parts of a group add to its card: a line or two each, nothing where there is none."""

from collections.abc import Sequence
from datetime import datetime

from bot.delivery.conversation_views import carried
from bot.features.challenges import words
from bot.features.challenges.check_ins.rhythms.lines import in_short
from bot.features.challenges.commitments.views import MOST_ON_CARD, on_card
from bot.features.challenges.domain import ALIVE, Challenge
from bot.features.challenges.ports import Work
from bot.ui.messages import Note, Part


async def of_commitments(work: Work, challenge: Challenge, now: datetime) -> Sequence[Part | None]:
    """What people in it are going to do: a card is the same for all, so it tells no names."""
    book = work.challenges.commitments
    there = await book.open_in(challenge.id, MOST_ON_CARD + 1)
    count = len(there) if len(there) <= MOST_ON_CARD else await book.count_in(challenge.id)
    return on_card(there, count)


async def of_threads(work: Work, challenge: Challenge) -> Sequence[Part | None]:
    """That what is said below this card is carried, and where to; how to say something."""
    conversation = await work.conversations.of(challenge.fact)
    if conversation is None:
        return ()
    places = await work.conversations.places(conversation.id)
    spaces = await work.people.spaces(challenge.community)
    return [*carried(conversation, places, spaces), Note(words("threads.names"))]


async def of_check_ins(work: Work, challenge: Challenge, now: datetime) -> Sequence[Part | None]:
    """On which rhythm the group checks in, and when it does next."""
    rhythm = await work.challenges.rhythms.of(challenge.id)
    if rhythm is None or not rhythm.asks or challenge.state not in ALIVE:
        return ()
    return (in_short(rhythm, now.date()),)
