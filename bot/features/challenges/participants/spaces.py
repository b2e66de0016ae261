"""Who of a group is in which chat: where its card is gone, its people are told alone."""

from bot.features.challenges.participants.domain import Participant
from bot.features.challenges.ports import Work


async def those_in(work: Work, challenge: int, space: int | None) -> list[Participant]:
    """The people of a challenge who are in a space, the one who joined first first."""
    people = await work.challenges.participants.all_of(challenge)
    found = await work.challenges.proposals.get(challenge)
    spaces = await work.people.spaces(found.community) if found else []
    here = next((each for each in spaces if each.id == space), None)
    if here is None:
        return []
    theirs = await work.people.accounts_in(here.ref, [each.member for each in people])
    return [each for each in people if each.member in theirs]
