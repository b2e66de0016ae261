"""Who hosts a challenge: asking somebody, saying yes or no, stepping down, taking one on."""

from functools import partial
from typing import Annotated

from bot.community.facts import Fact
from bot.community.people import Member
from bot.community.roles import Role, ScopedRole, require
from bot.delivery.addresses import ToMember
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.domain import ALIVE, Challenge
from bot.features.challenges.hosts import views
from bot.features.challenges.hosts.forms import HostForm
from bot.features.challenges.lookup import HOSTS, HostedChallenge, SeenChallenge, by_id, locked
from bot.features.challenges.participants.joining import join
from bot.features.challenges.ports import Work
from bot.routing.arguments import PersonArg
from bot.routing.interaction import Answer, Call, Open, Reply, Update
from bot.ui.messages import Message
from bot.ui.text import read_id


@feature.command("hosts", role=Role.FACILITATOR)
@feature.command("hosts", role=HOSTS, action="hosts", carries=("challenge",))
async def hosts(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Show who looks after a challenge, and who is asked to."""
    return Reply(await _shown(work, challenge))


@feature.command("host", role=Role.FACILITATOR)
@feature.command("host", role=HOSTS)
async def host(
    call: Call,
    work: Work,
    who: Annotated[Member, PersonArg("new_host")],
    challenge: HostedChallenge,
) -> Answer:
    """Ask somebody to look after a challenge, too."""
    return await _ask(call, work, challenge, who)


@feature.action("add_host", role=HOSTS, opens=HostForm)
async def add_host(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Ask who is to be asked."""
    return Open(HostForm, str(challenge.id))


@feature.submitted(HostForm, role=HOSTS)
async def host_named(call: Call, form: HostForm, work: Work, subject: str) -> Answer:
    """Ask whom the form names."""
    found = await by_id(call, work, subject)
    require(call.standing, HOSTS, found.scope)
    return await _ask(call, work, found, form.who)


async def _ask(call: Call, work: Work, challenge: Challenge, who: Member) -> Answer:
    _check_alive(challenge)
    there = await work.roles.holders(ScopedRole.HOST, challenge.scope)
    if who.id in [each.id for each in there]:
        raise UserError(words("host.already", name=who.name))
    if who.id == call.me.id:
        await _take_on(call, work, challenge)
        return Reply(await _shown(work, challenge))
    if not await work.challenges.host_requests.ask(challenge.id, who.id, call.me.id, call.now):
        raise UserError(words("host.asked_already", name=who.name))
    fact = Fact.of("challenges.host", challenge.id, part=call.now.isoformat(), member=who.id)
    question = partial(views.question, challenge, call.me)
    await work.outbox.post(ToMember(who.id), question, fact, community=challenge.community)
    return Reply(views.asked(challenge, who))


# Answers --------------------------------------------------------------------------------------


@feature.action("be_host")
async def be_host(call: Call, work: Work, challenge: str) -> Answer:
    """Say yes: be a host, which is being in it, too."""
    found = await locked_for_host(call, work, challenge)
    if not await work.challenges.host_requests.take(found.id, call.me.id):
        raise UserError(words("host.not_asked", question=found.question))
    _check_alive(found)
    await _take_on(call, work, found)
    await _tell_hosts(call, work, found, "host.said_yes")
    return Update(views.is_host(found))


@feature.action("not_host")
async def not_host(call: Call, work: Work, challenge: str) -> Answer:
    """Say no, which is fine."""
    found = await locked_for_host(call, work, challenge)
    if await work.challenges.host_requests.take(found.id, call.me.id):
        await _tell_hosts(call, work, found, "host.said_no")
    return Update(views.is_no_host(found))


async def locked_for_host(call: Call, work: Work, challenge: str) -> Challenge:
    """A challenge that somebody may host who was asked to, be it for other networks than theirs."""
    found = await work.challenges.proposals.lock(read_id(challenge))
    if found is None or found.community != call.community.id:
        raise UserError(words("challenge.gone"))
    return found


@feature.action("step_down", role=HOSTS)
async def step_down(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Host it no more; one host stays."""
    await locked(call, work, challenge.id)  # so that two last ones do not go at once
    there = await work.roles.holders(ScopedRole.HOST, challenge.scope)
    if call.me.id not in [each.id for each in there]:
        raise UserError(words("host.never_was", question=challenge.question))
    present = await work.roles.present_holders(ScopedRole.HOST, challenge.scope)
    if not any(each.id != call.me.id for each in present):
        raise UserError(words("host.last"))
    await work.roles.withdraw(call.me.id, ScopedRole.HOST, challenge.scope)
    await work.live.touch(card_of(challenge.id))
    return Update(views.stepped_down(challenge))


@feature.action("adopt")
async def adopt(call: Call, work: Work, challenge: SeenChallenge) -> Answer:
    """Take on a challenge whose hosts have gone: the first who does has it."""
    await locked(call, work, challenge.id)
    _check_alive(challenge)
    there = await work.roles.present_holders(ScopedRole.HOST, challenge.scope)
    if there and call.me.id not in [each.id for each in there]:
        raise UserError(words("adopt.too_late", question=challenge.question, who=there[0].name))
    await _take_on(call, work, challenge)
    return Reply(views.is_host(challenge))


async def _take_on(call: Call, work: Work, challenge: Challenge) -> None:
    me = call.me.id
    await work.roles.grant(me, ScopedRole.HOST, challenge.scope, me, call.now)
    await work.challenges.proposals.is_looked_after(challenge.id)
    await join(work, challenge, me, call.now)
    await work.live.touch(card_of(challenge.id))


async def _tell_hosts(call: Call, work: Work, challenge: Challenge, key: str) -> None:
    for each in await work.roles.holders(ScopedRole.HOST, challenge.scope):
        if each.id != call.me.id:
            part = f"{call.me.id}:{call.now.isoformat()}"
            fact = Fact.of("challenges.host_answer", challenge.id, part=part, member=each.id)
            told = partial(views.answered, challenge, call.me, key)
            await work.outbox.post(ToMember(each.id), told, fact, community=challenge.community)


async def _shown(work: Work, challenge: Challenge) -> Message:
    there = await work.roles.present_holders(ScopedRole.HOST, challenge.scope)
    asked = await work.challenges.host_requests.all_of(challenge.id)
    return views.hosts(challenge, there, asked)


def _check_alive(challenge: Challenge) -> None:
    if challenge.state not in ALIVE:
        raise UserError(words("edit.too_late", question=challenge.question))
