"""Seeing who has gone quiet, saying hello to them; and, for them, that they stay."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.community.facts import Fact
from bot.community.roles import Role, require
from bot.community.told_names import told_to
from bot.delivery.addresses import ToMember
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.check_ins.answers.lookup import here_as
from bot.features.challenges.check_ins.domain import Person, local_day
from bot.features.challenges.check_ins.rounds.planning import plan_for
from bot.features.challenges.domain import ALIVE, Challenge
from bot.features.challenges.lookup import (
    HOSTS,
    HostedChallenge,
    SeenChallenge,
    by_id,
    hosts_itself,
)
from bot.features.challenges.participants.signs import heard_from
from bot.features.challenges.ports import Work
from bot.features.challenges.quiet import views
from bot.features.challenges.quiet.forms import HelloForm
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply, Update
from bot.ui.messages import Mention
from bot.ui.text import clean, read_id


@feature.command("quiet", role=Role.FACILITATOR)
@feature.command("quiet", role=HOSTS, action="quiet", carries=("challenge",))
async def quiet(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Show who was not heard of for three rounds, and takes no break."""
    told, others = await _quiet(call, work, challenge)
    rhythm = await work.challenges.rhythms.of(challenge.id)
    since = rhythm.heard_by(local_day(call.now, call.me.zone)) if rhythm else None
    return Reply(views.quiet(challenge, told, others, since))


async def _quiet(call: Call, work: Work, challenge: Challenge) -> tuple[Sequence[Person], int]:
    """Those whose names the reader is told, and how many others there are."""
    rhythm = await work.challenges.rhythms.of(challenge.id)
    if rhythm is None or challenge.state not in ALIVE:
        return [], 0
    people = await work.challenges.check_ins.people(challenge.id)
    others = [each for each in people if each.member != call.me.id]
    found = [each for each in others if each.is_quiet(rhythm, call.now)]
    own = hosts_itself(call, challenge)
    listed = [replace(each, hidden=False) for each in found] if own else found
    told = await told_to(work, call.me, listed, call.now)
    return told, len(found) - len(told)


@feature.action("hello", role=HOSTS, opens=HelloForm)
async def hello(call: Call, work: Work, challenge: HostedChallenge, who: str) -> Answer:
    """Offer words to say hello with."""
    person = await _one(call, work, challenge, who)
    return Open(HelloForm, f"{challenge.id}:{person.member}")


@feature.prefill(HelloForm)
async def hello_form(call: Call, work: Work, subject: str) -> Prefill:
    """Kind words, in the language of the host."""
    id_, _, who = subject.partition(":")
    found = await by_id(call, work, id_)
    require(call.standing, HOSTS, found.scope)
    person = await _one(call, work, found, who)
    return Prefill({"text": words.text("hello.text", name=person.name, question=found.question)})


@feature.submitted(HelloForm, role=HOSTS)
async def hello_said(call: Call, form: HelloForm, work: Work, subject: str) -> Answer:
    """Say it, in the host's name; once while they are quiet."""
    id_, _, who = subject.partition(":")
    found = await by_id(call, work, id_)
    require(call.standing, HOSTS, found.scope)
    person = await _one(call, work, found, who)
    greeted = person.preferences.greeted_at
    if greeted and greeted > person.heard_at:
        raise UserError(words("hello.already", name=person.name))
    preferences = replace(person.preferences, greeted_at=call.now)
    await work.challenges.check_ins.prefer(found.id, person.member, preferences)
    part = f"{call.me.id}:{call.now.isoformat()}"
    fact = Fact.of("challenges.hello", found.id, part=part, member=person.member)
    me = Mention(call.me.id, call.me.name)
    told = partial(views.hello, found, me, clean(form.text).strip())
    await work.outbox.post(ToMember(person.member), told, fact, community=found.community)
    return Reply(views.said_hello(found, person))


async def _one(call: Call, work: Work, challenge: Challenge, who: str) -> Person:
    told, _ = await _quiet(call, work, challenge)
    for each in told:
        if each.member == read_id(who):
            return each
    raise UserError(words("quiet.no_more"))


@feature.action("stay")
async def stay(call: Call, work: Work, challenge: SeenChallenge) -> Answer:
    """Say that I stay: which is a word, so all is as before."""
    await here_as(call, work, challenge)
    await heard_from(work, challenge.id, call.me.id, call.now)
    await plan_for(work, challenge.id, call.me.id, call.now)
    return Update(views.stays(challenge))
