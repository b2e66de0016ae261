"""The question to one person or to several: what it is known by, and taking it back."""

from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.delivery.threads import say_anew_below, unsay_below
from bot.features.challenges.check_ins.domain import CheckIn
from bot.features.challenges.check_ins.rounds import views
from bot.features.challenges.ports import Work

IN_THREAD = "challenges.check_in_thread"


def to_one(check_in: CheckIn) -> Fact:
    """The question to somebody alone, the last time it was asked."""
    part = f"{check_in.day}:{check_in.asks}"
    return Fact.of("challenges.check_in", check_in.challenge, part=part, member=check_in.member)


def to_several(challenge: int, asked_at: datetime, space: int) -> Fact:
    """The question in the threads of a space."""
    return Fact.of(IN_THREAD, challenge, part=f"{asked_at.isoformat()}:{space}")


async def address_no_more(work: Work, member: int, challenge: int | None = None) -> None:
    """Let no question in a thread address somebody any more: of all challenges, or of one."""
    book = work.challenges.check_ins
    for each in await book.asked_in_threads(member):
        if (
            each.asked_at is None
            or each.asked_in is None
            or challenge not in (None, each.challenge)
        ):
            continue
        fact = to_several(each.challenge, each.asked_at, each.asked_in)
        asked = {one.member for one in await book.asked_with(each)} - {member}
        left = [one for one in await book.people(each.challenge) if one.member in asked]
        found = await work.challenges.proposals.get(each.challenge)
        rhythm = await work.challenges.rhythms.of(each.challenge)
        if left and found and rhythm:
            told = partial(views.question_in_thread, found, rhythm, each.day, left)
            await say_anew_below(work, told, fact)
        else:
            await unsay_below(work, fact)


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
