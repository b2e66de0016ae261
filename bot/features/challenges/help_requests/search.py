"""Who outside is asked for help: a few whose offers answer, none of whom it would be too much."""

from dataclasses import replace
from datetime import datetime

from bot.features.challenges.commitments.domain import Commitment
from bot.features.challenges.help_requests.domain import ASKED_AT_ONCE, HelpRequest
from bot.features.challenges.ports import Work
from bot.matching.advisers import Search, advisers
from bot.matching.phrases import stems
from bot.matching.pool import Candidate

_ENOUGH = 2  # words of an offer that answer, however long it is


async def search_for(
    work: Work, request: HelpRequest, commitment: Commitment, now: datetime
) -> Search | None:
    """What it takes to find them; `None` where there is nobody to ask.

    Those in the group are left out, who are asked below its card, and whoever was asked for help
    with this before.
    """
    book = work.challenges.help_requests
    without = {request.member}
    for other in await book.of(commitment.id):
        without |= {each.member for each in await book.questions(other.id)}
    if commitment.challenge is not None:
        people = await work.challenges.participants.all_of(commitment.challenge)
        without |= {each.member for each in people}
    willing = set(await book.may_be_asked(request.community, now))
    free = willing & await work.questions.free(request.community, now) - without
    everybody = {*free, request.member}
    found = {each.id: each for each in await book.candidates(everybody, now)}
    if not free or request.member not in found:
        return None
    return Search(
        asker=found[request.member],
        text=f"{commitment.text}\n{request.need}",
        people=tuple(found[id_] for id_ in sorted(free) if id_ in found),
        known=await work.acquaintances.among(everybody, now),
        count=ASKED_AT_ONCE,
    )


def helpers(search: Search, seed: int) -> tuple[int, ...]:
    """The ids of those to ask: only people whose offers, or topics, answer. Pure."""
    said = frozenset(stem for line in search.text.splitlines() for stem in stems(line))
    fitting = tuple(each for each in search.people if _answers(said, each))
    return advisers(replace(search, people=fitting), seed)


def _answers(said: frozenset[str], person: Candidate) -> bool:
    """Whether some offer or topic of theirs is spoken of: half of its words, or two of them."""
    for each in (*person.offers, *person.topics):
        phrase = frozenset(stems(each))
        shared = len(phrase & said)
        if shared and (shared >= _ENOUGH or 2 * shared >= len(phrase)):
            return True
    return False
