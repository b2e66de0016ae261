"""Helping somebody who asked for it, if both like; and reading what the group answered."""

from dataclasses import replace
from datetime import date
from functools import partial

from bot.community.people import Member
from bot.community.told_names import told_to
from bot.delivery.addresses import ToMember
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.check_ins.answers.lookup import CheckedIn, here_as
from bot.features.challenges.check_ins.digests import views
from bot.features.challenges.check_ins.digests.offers import connected_to, declined_to, offer_to
from bot.features.challenges.check_ins.digests.telling import digest_of, renew
from bot.features.challenges.check_ins.domain import CheckIn, Offer
from bot.features.challenges.domain import Challenge
from bot.features.challenges.lookup import SeenChallenge, hosts_itself
from bot.features.challenges.participants.signs import heard_from
from bot.features.challenges.ports import Work
from bot.matching.eligibility import never_meet
from bot.routing.interaction import Answer, Call, Reply, Update
from bot.ui.text import read_id

# Helping --------------------------------------------------------------------------------------


@feature.action("can_help")
async def can_help(call: Call, work: Work, challenge: SeenChallenge, day: str, who: str) -> Answer:
    """Offer help: whoever asked is asked whether the two shall be told of one another."""
    if read_id(who) == call.me.id:
        raise UserError(words("help.yourself"))
    asked = await _open_ask(call, work, challenge, day, read_id(who))
    if await work.challenges.check_ins.offer(asked, call.me.id, call.now):
        await heard_from(work, challenge.id, call.me.id, call.now)
        fact = offer_to(asked, call.me.id)
        question = partial(views.offer, challenge, asked, call.me)
        to = ToMember(asked.member)
        await work.outbox.post(to, question, fact, community=challenge.community)
    return Reply(views.offered(challenge))


async def _open_ask(call: Call, work: Work, challenge: Challenge, day: str, who: int) -> CheckIn:
    """What somebody asked for; it reads alike why there is nothing to help with, or nobody."""
    digest = await digest_of(work, challenge.id, _day(day), call.now)
    for ask in digest.asks:
        if ask.check_in.member == who and not await _never(call, work, who):
            return ask.check_in
    raise UserError(words("help.gone"))


async def _never(call: Call, work: Work, who: int) -> bool:
    known = await work.acquaintances.among([call.me.id, who], call.now)
    return never_meet(call.me.id, who, known)


@feature.action("accept_help")
async def accept_help(
    call: Call, work: Work, challenge: SeenChallenge, day: str, helper: str
) -> Answer:
    """Let the two of us be told of one another."""
    asked, other = await _mine(call, work, challenge, day, helper)
    if await _never(call, work, other.id):
        raise UserError(words("help.gone"))
    if await work.challenges.check_ins.settle(asked, other.id, Offer.ACCEPTED):
        await heard_from(work, challenge.id, call.me.id, call.now)
        fact = connected_to(asked, other.id)
        told = partial(views.connected, call.me, asked, asked=False)
        await work.outbox.post(ToMember(other.id), told, fact, community=challenge.community)
        await renew(work, challenge.id, asked.day, call.now)
    return Update(views.connected(other, asked, asked=True))


@feature.action("decline_help")
async def decline_help(
    call: Call, work: Work, challenge: SeenChallenge, day: str, helper: str
) -> Answer:
    """Leave it at that, this time."""
    asked, other = await _mine(call, work, challenge, day, helper)
    if await work.challenges.check_ins.settle(asked, other.id, Offer.DECLINED):
        fact = declined_to(asked, other.id)
        told = partial(views.not_this_time, challenge)
        await work.outbox.post(ToMember(other.id), told, fact, community=challenge.community)
    return Update(views.declined(other))


async def _mine(
    call: Call, work: Work, challenge: Challenge, day: str, helper: str
) -> tuple[CheckIn, Member]:
    asked = await work.challenges.check_ins.get(challenge.id, call.me.id, _day(day))
    other = await work.people.member(read_id(helper))
    if asked is None or other is None or other.community != challenge.community:
        raise UserError(words("help.gone"))
    return asked, other


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


# Reading --------------------------------------------------------------------------------------


@feature.command("check-in read", action="check_in_read", carries=("challenge",))
async def read(call: Call, work: Work, challenge: CheckedIn) -> Answer:
    """Show what the group answered last: to those in it; what is for hosts to these alone."""
    own = hosts_itself(call, challenge)
    if not own:
        await here_as(call, work, challenge)
    round_ = await work.challenges.rhythms.last_round(challenge.id)
    if round_ is None:
        return Reply(views.answers(challenge, None, []))
    found = await work.challenges.check_ins.answers(challenge.id, round_.day)
    told = await _told(call, work, found, own=own)
    return Reply(views.answers(challenge, round_.day, told))


async def _told(call: Call, work: Work, found: list[CheckIn], *, own: bool) -> list[CheckIn]:
    """Those the reader may read: without a name where it is hidden, and nothing of the blocked."""
    me = call.me.id
    by_name = [replace(each, hidden=False) for each in found]
    named = {each.member for each in await told_to(work, call.me, by_name, call.now)}
    return [
        replace(each, hidden=each.hidden and not own and each.member != me)
        for each in found
        if each.member in named and (own or not each.for_hosts or each.member == me)
    ]
