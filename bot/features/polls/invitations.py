"""Who is asked when they can come: those who are interested in what the poll is about."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from bot.community.facts import Fact
from bot.community.origins import Origin
from bot.community.people import Member
from bot.community.roles import Role, ScopedRole
from bot.delivery.addresses import ToMember
from bot.features.polls.answers import views
from bot.features.polls.domain import Poll
from bot.features.polls.ports import Work
from bot.matching.eligibility import never_meet
from bot.ui.messages import Message


async def invite(work: Work, poll: Poll, origin: Origin, by: Member, now: datetime) -> int:
    """Ask everybody who is interested, or would host it, by one message each."""
    named = [*origin.hosts, *origin.interested]
    asked = await may_be_asked(work, poll, named, now, by=by.id)
    message = partial(views.invitation, poll, origin.title)
    await _post(work, poll, asked, message, Fact.of("polls.invited", poll.id))
    return len(asked)


async def tell_of_new_slots(work: Work, poll: Poll, by: Member, now: datetime) -> int:
    """Tell those who have answered, or are interested, that there are other times."""
    answered = [each.member for each in await work.polls.respondents(poll.id)]
    named = [*answered, *await interested(work, poll, now)]
    asked = await may_be_asked(work, poll, named, now, by=by.id)
    fact = Fact.of("polls.new_slots", poll.id, part=now.isoformat())
    await _post(work, poll, asked, partial(views.new_slots, poll), fact)
    return len(asked)


async def remind(work: Work, poll: Poll, members: Iterable[int]) -> None:
    """Remind people who have not answered, once."""
    fact = Fact.of("polls.reminder", poll.id)
    await _post(work, poll, members, partial(views.reminder, poll), fact)


async def interested(work: Work, poll: Poll, now: datetime) -> tuple[int, ...]:
    """Who is interested in what a poll is about, by what that says now, hosts first."""
    origin = await origin_now(work, poll, now)
    return (*origin.hosts, *origin.interested) if origin else ()


async def origin_now(work: Work, poll: Poll, now: datetime) -> Origin | None:
    """What a poll is about, as somebody sees it who looks after it."""
    if poll.origin is None:
        return None
    hosts = await work.roles.holders(ScopedRole.HOST, poll.scope)
    hosts.sort(key=lambda each: each.id != poll.made_by)
    for who in [*hosts, *await work.people.with_role(poll.community, Role.FACILITATOR)]:
        if origin := await work.origin(poll.origin, who, now):
            return origin
    return None


async def may_be_asked(
    work: Work, poll: Poll, named: Iterable[int], now: datetime, *, by: int | None
) -> list[int]:
    """Those of these who are there, may come, and do not avoid, nor are avoided by, who asks."""
    members = [each for each in dict.fromkeys(named) if each != by]
    there = await work.people.members(members)
    gone, networks = await work.people.gone(members), await work.polls.audience.of_each(members)
    hosts = {each.id for each in await work.roles.holders(ScopedRole.HOST, poll.scope)}
    known = await work.acquaintances.among([*members, *([by] if by else [])], now)
    return [
        each
        for each in members
        if each in there
        and there[each].community == poll.community
        and each not in gone
        and (poll.open_to(networks[each]) or each in hosts)
        and not never_meet(by or 0, each, known)
    ]


async def _post(
    work: Work,
    poll: Poll,
    members: Iterable[int],
    message: Callable[[], Message],
    fact: Fact,
) -> None:
    for member in members:
        to, each = ToMember(member), fact.to(member)
        await work.outbox.post(to, message, each, community=poll.community)
