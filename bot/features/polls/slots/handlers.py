"""Asking for a time: in a line or by a form, shown first, then posted; and with other times."""

from dataclasses import replace
from typing import Annotated

from bot.community.origins import Origin
from bot.community.posting_rules import unbounded
from bot.community.roles import ScopedRole, require
from bot.delivery.cards import hang_in
from bot.errors import UserError
from bot.features.polls import feature, invitations, words
from bot.features.polls.cards.live import card_of
from bot.features.polls.domain import HOSTS, MINUTES, MOST_TITLE, Poll, PollState
from bot.features.polls.lookup import HostedPoll, by_id
from bot.features.polls.ports import Work
from bot.features.polls.slots import views
from bot.features.polls.slots.details import (
    Proposal,
    proposal_of,
    values_of,
    values_of_poll,
)
from bot.features.polls.slots.forms import LONGEST_TEXT, PollForm
from bot.features.polls.slots.pending import plans
from bot.routing.arguments import TextArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.routing.plans import KeptPlan
from bot.routing.posting import PostingChoices, posting_choices
from bot.ui.capabilities import short
from bot.ui.fields import Raw
from bot.ui.forms import FieldErrors
from bot.ui.messages import Message
from bot.ui.text import read_id

_CHANGE = "change."


@feature.command("poll new", opens=PollForm, action="new")
async def new(
    call: Call,
    work: Work,
    title: Annotated[str, TextArg("title", max_length=LONGEST_TEXT, word=True)] = "",
    slots: Annotated[str, TextArg("slots", max_length=LONGEST_TEXT, times=True)] = "",
) -> Answer:
    """Show what a line asks; a form asks for what it does not say."""
    title = " ".join(title.split())
    if len(title) > MOST_TITLE:
        raise UserError(words("new.long_title", count=len(title), limit=MOST_TITLE))
    if not title or not slots:
        said: dict[str, Raw] = {"title": title, "slots": slots}
        return Open(PollForm, values={name: value for name, value in said.items() if value})
    there = await posting_choices(call, work, work.polls.audience)
    form = PollForm(title=title, slots=slots, channels=tuple(there.everywhere()))
    try:
        proposal = proposal_of(form, there, call.me.zone, call.now)
    except FieldErrors as wrong:
        raise UserError(views.unclear(wrong.errors)) from None
    return await _shown(call, work, proposal, there)


@feature.command("poll change", role=HOSTS, opens=PollForm, action="change", carries=("poll",))
async def change(call: Call, work: Work, poll: HostedPoll) -> Answer:
    """Ask about other times: what people have answered to those that stay holds on."""
    _check_it_may_change(poll)
    return Open(PollForm, f"{_CHANGE}{poll.id}")


# By a form ------------------------------------------------------------------------------------


@feature.prefill(PollForm)
async def poll_form(call: Call, work: Work, subject: str) -> Prefill:
    """What most choose; or what the poll is like that is changed, or what it is made of."""
    there = await posting_choices(call, work, work.polls.audience)
    values: dict[str, Raw] = {"minutes": str(MINUTES), **there.defaults()}
    if subject.startswith(_CHANGE):
        poll = await by_id(call, work, subject.removeprefix(_CHANGE))
        values = values_of_poll(poll, call.now)
    elif origin := await plans.origin_behind(call, work, subject):
        values |= _filled_in(origin)
    return Prefill(values, there.options(values["networks"]))


def _filled_in(origin: Origin) -> dict[str, Raw]:
    values: dict[str, Raw] = {
        "title": short(" ".join(origin.title.split()), MOST_TITLE),
        "description": short(origin.description, LONGEST_TEXT),
    }
    if origin.networks:
        values["networks"] = [str(network) for network in origin.networks]
    return values


@feature.submitted(PollForm)
async def poll_filled(call: Call, form: PollForm, work: Work, subject: str) -> Answer:
    """Show what a form asks; or change what a poll asks."""
    there = await posting_choices(call, work, work.polls.audience)
    if subject.startswith(_CHANGE):
        return await _change(call, work, form, there, subject.removeprefix(_CHANGE))
    await plans.origin_behind(call, work, subject)
    proposal = proposal_of(form, there, call.me.zone, call.now)
    return await _shown(call, work, proposal, there, subject)


async def _shown(
    call: Call, work: Work, proposal: Proposal, there: PostingChoices, after: str = ""
) -> Answer:
    name = await plans.keep(call, work, values_of(proposal, call.me.zone), after=after)
    return Reply(views.preview(name, proposal, there))


@plans.post(views.faulty)
async def post(call: Call, work: Work, form: PollForm, plan: KeptPlan) -> Message:
    """Ask what was shown, where it was to be asked."""
    origin = await plans.origin_behind(call, work, plan.name)
    there = await posting_choices(call, work, work.polls.audience)
    proposal = proposal_of(form, there, call.me.zone, call.now)
    poll = await _ask(call, work, proposal, origin)
    waits = await _hang(call, work, poll, proposal)
    invited = await invitations.invite(work, poll, origin, call.me, call.now) if origin else 0
    return views.posted(poll, proposal, there, waits, invited)


async def _hang(call: Call, work: Work, poll: Poll, proposal: Proposal) -> frozenset[int]:
    """Hang its card where it was to be asked, by the rules there; returns where it has to wait."""
    return await hang_in(
        work.cards,
        proposal.channels,
        card_of(poll.id),
        call.me.id,
        call.now,
        community=poll.community,
        unbounded=unbounded(call.standing),
    )


async def _ask(call: Call, work: Work, proposal: Proposal, origin: Origin | None) -> Poll:
    poll = Poll(
        id=0,
        community=call.community.id,
        title=proposal.title,
        description=proposal.description,
        zone=call.me.zone,
        state=PollState.OPEN,
        closes_at=proposal.closes_at,
        made_by=call.me.id,
        made_at=call.now,
        slots=proposal.slots,
        networks=proposal.networks,
        origin=origin.about if origin else None,
    )
    poll = await work.polls.add(poll)
    for host in dict.fromkeys([call.me.id, *(origin.hosts if origin else ())]):
        await work.roles.grant(host, ScopedRole.HOST, poll.scope, call.me.id, call.now)
    return poll


# Other times ----------------------------------------------------------------------------------


async def _change(
    call: Call, work: Work, form: PollForm, there: PostingChoices, id_: str
) -> Answer:
    """Ask about other times, of a closed poll once more; who has answered is told of new ones."""
    former = await work.polls.lock(read_id(id_))
    if former is None or former.community != call.community.id:
        raise UserError(words("poll.gone"))
    require(call.standing, HOSTS, former.scope)
    _check_it_may_change(former)
    proposal = proposal_of(form, there, former.zone, call.now)
    changed = replace(
        former,
        title=proposal.title,
        description=proposal.description,
        state=PollState.OPEN,
        closes_at=proposal.closes_at,
        networks=proposal.networks,
    )
    after = await work.polls.change(changed, proposal.slots)
    await work.live.touch(card_of(after.id))
    waits = await _hang(call, work, after, proposal)
    known = {slot.starts_at for slot in former.slots}
    added = [slot for slot in after.slots if slot.starts_at not in known]
    told = 0
    if added:
        told = await invitations.tell_of_new_slots(work, after, call.me, call.now)
    return Reply(views.changed(after, told, there.waits_note(waits)))


def _check_it_may_change(poll: Poll) -> None:
    if not poll.alive:
        planned = poll.state is PollState.PLANNED
        raise UserError(words("change.planned" if planned else "poll.gone"))
