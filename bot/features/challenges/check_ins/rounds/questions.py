"""The question to one person or to several: what it is known by, and taking it back."""

from datetime import datetime

from bot.community.facts import Fact
from bot.delivery.threads import unsay_below
from bot.features.challenges.check_ins.domain import CheckIn
from bot.features.challenges.ports import Work

IN_THREAD = "challenges.check_in_thread"


def to_one(check_in: CheckIn) -> Fact:
    """The question to somebody alone, the last time it was asked."""
    part = f"{check_in.day}:{check_in.asks}"
    return Fact.of("challenges.check_in", check_in.challenge, part=part, member=check_in.member)


def to_several(challenge: int, asked_at: datetime, space: int) -> Fact:
    """The question in the threads of a space."""
    return Fact.of(IN_THREAD, challenge, part=f"{asked_at.isoformat()}:{space}")


async def take_back(work: Work, challenge: int, member: int | None = None) -> None:
    """Ask nothing any more of what is not answered: of all in a challenge, or of one."""
    taken_back = await work.challenges.check_ins.open_of(challenge, member)
    for each in taken_back:
        if each.asks and each.asked_in is None:
            await work.outbox.retract(to_one(each))
    if member is None:
        for at, space in sorted(
            {
                (each.asked_at, each.asked_in)
                for each in taken_back
                if each.asked_at and each.asked_in
            }
        ):
            await unsay_below(work, to_several(challenge, at, space))
    await work.challenges.check_ins.drop_open(challenge, member)
