"""The question to one person or to several: what it is known by, and taking it back."""

from collections.abc import Sequence
from functools import partial

from bot.community.facts import Fact
from bot.delivery.threads import say_anew_below, unsay_below
from bot.features.challenges.check_ins.domain import CheckIn
from bot.features.challenges.check_ins.rounds import views
from bot.features.challenges.domain import Challenge
from bot.features.challenges.ports import Work

IN_THREAD = "challenges.check_in_thread"


def to_one(check_in: CheckIn) -> Fact:
    """The question to somebody alone, the last time it was asked."""
    part = f"{check_in.day}:{check_in.asks}"
    return Fact.of("challenges.check_in", check_in.challenge, part=part, member=check_in.member)


def to_several(check_in: CheckIn) -> Fact | None:
    """The question in the threads of a space, to all who were asked there at once for a round."""
    if check_in.asked_at is None or check_in.asked_in is None:
        return None
    part = f"{check_in.day}:{check_in.asked_at.isoformat()}:{check_in.asked_in}"
    return Fact.of(IN_THREAD, check_in.challenge, part=part)


async def address_no_more(work: Work, member: int, challenge: int | None = None) -> None:
    """Let no question in a thread address somebody any more: of all challenges, or of one."""
    for each in await work.challenges.check_ins.asked_in_threads(member):
        if challenge in (None, each.challenge):
            await address_there_no_more(work, each)


async def address_there_no_more(work: Work, check_in: CheckIn) -> None:
    """Let the question in a thread by which somebody was asked this address them no more."""
    fact = to_several(check_in)
    if fact is None:
        return
    book = work.challenges.check_ins
    asked = {one.member for one in await book.asked_with(check_in)} - {check_in.member}
    there = [one for one in await book.people(check_in.challenge) if not one.hidden]
    left = [one for one in there if one.member in asked]
    found = await work.challenges.proposals.get(check_in.challenge)
    rhythm = await work.challenges.rhythms.of(check_in.challenge)
    if left and found and rhythm:
        told = partial(views.question_in_thread, found, rhythm, check_in.day, left)
        await say_anew_below(work, told, fact)
    else:
        await unsay_below(work, fact)


async def put_away_before(work: Work, challenge: Challenge, asked: Sequence[CheckIn]) -> None:
    """Put away what these were asked last and have not answered: no questions pile up."""
    days = {each.member: each.day for each in asked}
    there = await work.challenges.check_ins.open_of(challenge.id) if asked else []
    before = [each for each in there if each.member in days and each.day < days[each.member]]
    for each in {each.member: each for each in before}.values():  # they are in order of their days
        if each.asks and each.asked_in is None and each.ask_at is None:
            await work.outbox.edit(to_one(each), partial(views.passed, challenge, each))


async def take_back(work: Work, challenge: int, member: int | None = None) -> None:
    """Ask nothing any more of what is not answered: of all in a challenge, or of one."""
    taken_back = await work.challenges.check_ins.open_of(challenge, member)
    await _unask(work, taken_back, of_all=member is None)
    for each in taken_back if member is not None else ():
        await address_there_no_more(work, each)
    await work.challenges.check_ins.drop_open(challenge, member)


async def take_back_all(work: Work, challenge: int) -> None:
    """Let nothing stand any more of what was asked in a challenge, nor of what was answered."""
    await _unask(work, await work.challenges.check_ins.asked_of(challenge), of_all=True)
    await work.challenges.check_ins.drop_open(challenge)


async def _unask(work: Work, asked: Sequence[CheckIn], *, of_all: bool) -> None:
    """Take back questions to people alone; those in threads too where they are taken `of_all`."""
    for each in asked:
        if each.asks and each.asked_in is None:
            await work.outbox.retract(to_one(each))
    for fact in dict.fromkeys(map(to_several, asked)) if of_all else ():
        if fact:
            await unsay_below(work, fact)
