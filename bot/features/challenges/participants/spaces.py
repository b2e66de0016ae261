"""Who of a group is in which chat: where its card is gone, its people are told alone."""

from bot.features.challenges.participants.domain import Participant
from bot.features.challenges.ports import Work


async def those_in(work: Work, challenge: int, space: int | None) -> list[Participant]:
    """The people of a challenge who are in a space, the one who joined first first."""
    return [
        each
        for each in await work.challenges.participants.all_of(challenge)
        if space in {account.space for account in await work.people.accounts_of(each.member)}
    ]
