"""What follows for people once a challenge was made of something: each is written to once, alone.

Whoever was written to when something else was made of the same is left in peace.

Nobody is in it who has not said so, and whoever would host it is asked.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.community.origins import Origin
from bot.community.people import Member
from bot.delivery.addresses import ToMember
from bot.delivery.outbox import Composed
from bot.features.challenges.domain import Challenge
from bot.features.challenges.hosts import views as host_views
from bot.features.challenges.origins import views
from bot.features.challenges.ports import Work
from bot.matching.eligibility import never_meet


async def invite(
    work: Work, challenge: Challenge, origin: Origin, by: Member, now: datetime
) -> int:
    """Ask its hosts whether they host this, too, and tell the others; returns to how many."""
    before = await work.challenges.origins.made_of(origin.about)
    await work.challenges.origins.add(challenge.id, origin.about)
    known = await _told_of(work, before, {*origin.hosts, *origin.interested})
    hosts = await _reached(work, challenge, _without(origin.hosts, known), by, now)
    for host in hosts:
        if await work.challenges.host_requests.ask(challenge.id, host, by.id, now):
            question = partial(host_views.question, challenge, by)
            await _post(work, challenge, host, question)
    others = _without(origin.interested, {*known, *hosts})
    told = await _reached(work, challenge, others, by, now)
    for member in told:
        await _post(work, challenge, member, partial(views.invitation, challenge, origin.title))
    return len(hosts) + len(told)


async def _told_of(work: Work, made: Sequence[Challenge], people: Collection[int]) -> set[int]:
    """Who of these was written to when one of those was made."""
    facts = {_fact(each, member): member for each in made for member in people}
    return {facts[fact] for fact in await work.outbox.posted(facts)} if facts else set()


def _without(named: Sequence[int], known: Collection[int]) -> list[int]:
    return [each for each in named if each not in known]


async def _reached(
    work: Work, challenge: Challenge, named: Sequence[int], by: Member, now: datetime
) -> list[int]:
    """Those who are there, may join, and do not want to be kept apart from whoever asks."""
    found = await work.people.members(list(dict.fromkeys(named)))
    ours = [each for each in found if found[each].community == challenge.community]
    ours = [each for each in dict.fromkeys(named) if each in ours and each != by.id]
    gone = await work.people.gone(ours)
    known = await work.acquaintances.among([by.id, *ours], now)
    theirs = await work.challenges.audience.of_each(ours)
    return [
        each
        for each in ours
        if each not in gone
        and not never_meet(by.id, each, known)
        and challenge.details.open_to(theirs[each])
    ]


async def _post(work: Work, challenge: Challenge, member: int, message: Composed) -> None:
    fact = _fact(challenge, member)
    await work.outbox.post(ToMember(member), message, fact, community=challenge.community)


def _fact(challenge: Challenge, member: int) -> Fact:
    return Fact.of("challenges.made_of", challenge.id, member=member)
