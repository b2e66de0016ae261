"""How a poll stands, closing it, and what an event is made of."""

from dataclasses import replace
from datetime import datetime

from bot.community.origins import Origin
from bot.community.people import Member
from bot.community.roles import ScopedRole, may
from bot.features.polls import feature
from bot.features.polls.cards.live import overview_of
from bot.features.polls.domain import HOSTS, Poll
from bot.features.polls.domain import Answer as Said
from bot.features.polls.lookup import HostedPoll, MeantPoll, hosts_it
from bot.features.polls.ports import Work
from bot.features.polls.results import views
from bot.features.polls.results.notices import close
from bot.routing.interaction import Answer, Call, Reply
from bot.ui.text import read_id


@feature.action("result")
async def result(call: Call, work: Work, poll: MeantPoll) -> Answer:
    """Show how a poll stands."""
    overview = await overview_of(work, poll, call.now)
    return Reply(views.result(overview, hosts=hosts_it(call, poll)))


@feature.command("poll close", role=HOSTS, action="close", carries=("poll",))
async def close_now(call: Call, work: Work, poll: HostedPoll) -> Answer:
    """Let nobody answer any more, and show what came of it."""
    after = await close(work, poll, call.now, by=call.me.id)
    return Reply(views.result(await overview_of(work, after, call.now), hosts=True))


# What an event is made of ---------------------------------------------------------------------


@feature.origin("poll")
async def poll_origin(subject: str, who: Member, work: Work, now: datetime) -> Origin | None:
    """A poll, at one of its slots, to somebody who looks after it.

    What it looks for a time for stays what the event is about, if it is still there. Hosts of an
    event are named, so one who hides their name is invited as anybody who is interested.
    """
    id_, _, slot_id = subject.partition(":")
    poll = await work.polls.get(read_id(id_))
    if poll is None or poll.community != who.community or not poll.alive:
        return None
    if not may(await work.roles.standing(who), HOSTS, poll.scope):
        return None
    base = await work.origin(poll.origin, who, now) if poll.origin else None
    return await _made_of(work, poll, read_id(slot_id), base, now)


async def _made_of(
    work: Work, poll: Poll, slot_id: int, base: Origin | None, now: datetime
) -> Origin:
    respondents = await work.polls.respondents(poll.id)
    hosts = [each.id for each in await work.roles.holders(ScopedRole.HOST, poll.scope)]
    named = [each.member for each in respondents]
    unnamed = frozenset(each.member for each in respondents if each.hidden)
    hosts += base.hosts if base else ()
    origin = Origin(
        about=base.about if base else poll.fact,
        title=poll.title,
        description=poll.description,
        networks=poll.networks,
        hosts=tuple(dict.fromkeys(each for each in hosts if each not in unnamed)),
        interested=tuple(dict.fromkeys([*named, *(base.interested if base else ())])),
        unnamed=unnamed | (base.unnamed if base else frozenset()),
    )
    slot = poll.slot(slot_id)
    if slot is None or slot.passed(now):
        return origin
    said = {each.member: each.answers.get(slot.id) for each in respondents}
    return replace(
        origin,
        start=slot.start,
        zone=slot.zone,
        minutes=slot.minutes,
        coming=frozenset(member for member, each in said.items() if each is Said.YES),
        maybe=frozenset(member for member, each in said.items() if each is Said.MAYBE),
    )
