"""Whom I would like to talk to again, which nobody is told; and what came of it."""

from collections.abc import Sequence
from typing import Annotated

from bot.community.domain_events import WantedToTalkAgain
from bot.community.people import Member
from bot.community.roles import require
from bot.errors import UserError
from bot.features.events import feature, words
from bot.features.events.afterwards import outcomes, views
from bot.features.events.afterwards.attendance import members_of, met_by
from bot.features.events.afterwards.domain import MOST_AGAIN, OPEN_FOR
from bot.features.events.afterwards.forms import OutcomeForm
from bot.features.events.audience import HOSTS, hosts_it
from bot.features.events.check_in.domain import has_begun
from bot.features.events.check_in.lookup import Begun
from bot.features.events.plans.remarks import as_link
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.standing import happening_of
from bot.routing.arguments import NumberArg, PersonArg, Said, ThingArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply, Update
from bot.ui.folding import says_all, unaccented
from bot.ui.forms import FieldErrors
from bot.ui.messages import Message, Part
from bot.ui.text import read_id

_LOOKED_THROUGH = 200  # dates of which it is known what came
_FOUND = 3


# Again ----------------------------------------------------------------------------------------


async def _been_at(call: Call, work: Work, said: Said) -> Happening:
    """A date at which the actor was not long ago; raises `UserError`."""
    if said.by_button:
        found = await happening_of(work, read_id(said.text))
        if found and await _open_to(call, work, found):
            return found
        raise UserError(words("again.closed"))
    over = await work.events.dates.over(call.now - OPEN_FOR, call.now)
    key = unaccented(said.text)
    meant = [
        each
        for each in over
        if each.event.community == call.me.community
        and unaccented(each.event.details.title).startswith(key)
    ]
    mine = await work.events.check_ins.was_at(call.me.id, [each.date.id for each in meant])
    for each in reversed(meant):
        if each.date.id in mine:
            return each
    raise UserError(words("again.none"))


async def _open_to(call: Call, work: Work, happening: Happening) -> bool:
    date = happening.date
    if not date.ends_at <= call.now < date.ends_at + OPEN_FOR:
        return False
    return bool(await work.events.check_ins.was_at(call.me.id, [date.id]))


BeenAt = Annotated[Happening, ThingArg("been_at", _been_at)]
Page = Annotated[int, NumberArg("page", 1, 40, after=("page",))]


@feature.command("day again", action="again_list", carries=("event", "page"))
async def list_(call: Call, work: Work, event: BeenAt, page: Page = 1) -> Answer:
    """Show who was there, for me to name whom I would like to talk to again."""
    return Reply(await _shown(call, work, event, page))


@feature.action("again_turn")
async def turn(call: Call, work: Work, event: BeenAt, page: Page = 1) -> Answer:
    """Show others of them."""
    return Update(await _shown(call, work, event, page))


@feature.command("day with")
async def with_(
    call: Call, work: Work, who: Annotated[Member, PersonArg("talk_to")], event: BeenAt
) -> Answer:
    """Name somebody whom I would like to talk to again."""
    return Reply(await _name(call, work, event, who))


@feature.action("again")
async def again(
    call: Call, work: Work, event: BeenAt, who: Annotated[Member, PersonArg("talk_to")]
) -> Answer:
    """Name somebody of the list."""
    return Update(await _name(call, work, event, who))


@feature.action("not_again")
async def not_again(
    call: Call, work: Work, event: BeenAt, who: Annotated[Member, PersonArg("talk_to")]
) -> Answer:
    """Take it back."""
    await work.events.afterwards.take_back(event.date.id, call.me.id, who.id)
    return Update(await _shown(call, work, event, 1))


async def _name(call: Call, work: Work, event: Happening, who: Member) -> Message:
    date, book, me = event.date.id, work.events.afterwards, call.me.id
    there = await met_by(work, call.me, await work.events.check_ins.present(date), call.now)
    if who.id not in members_of(there):
        raise UserError(words("again.not_there", name=who.name))
    await book.lock(date, (me, who.id))
    named = await book.named(date, me)
    if who.id not in named and len(named) >= MOST_AGAIN:
        raise UserError(words("again.enough", count=MOST_AGAIN))
    new = await book.name(date, me, who.id, call.now)
    if new and me in await book.named(date, who.id):
        title, community = event.event.details.title, event.event.community
        work.domain_events.append(WantedToTalkAgain(community, (me, who.id), date, title, call.now))
    return await _shown(call, work, event, 1)


async def _shown(call: Call, work: Work, event: Happening, page: int) -> Message:
    present = await work.events.check_ins.present(event.date.id)
    there = await met_by(work, call.me, present, call.now)
    named = await work.events.afterwards.named(event.date.id, call.me.id)
    return views.again(event, there, named, page)


# What came of it ------------------------------------------------------------------------------


@feature.command("day outcome", role=HOSTS, opens=OutcomeForm, action="outcome", carries=("event",))
async def outcome(call: Call, work: Work, event: Begun) -> Answer:
    """Ask a host what came of it."""
    if not has_begun(event.date, call.now):
        raise UserError(words("outcome.early"))
    return Open(OutcomeForm, str(event.date.id))


@feature.prefill(OutcomeForm)
async def what_was_told(call: Call, work: Work, subject: str) -> Prefill:
    """What was told before."""
    happening = await happening_of(work, read_id(subject))
    if happening is None or happening.event.community != call.community.id:
        return Prefill()
    require(call.standing, HOSTS, happening.event.scope)
    found = await work.events.afterwards.outcome(happening.date.id)
    return Prefill({"text": found.text, "link": found.link}) if found else Prefill()


@feature.submitted(OutcomeForm, role=HOSTS)
async def told(call: Call, form: OutcomeForm, work: Work, subject: str) -> Answer:
    """Keep what came of it, and tell those who were there."""
    happening = await happening_of(work, read_id(subject))
    if happening is None or happening.event.community != call.community.id:
        raise UserError(words("event.gone"))
    require(call.standing, HOSTS, happening.event.scope)
    try:
        link = as_link(form.link)
    except ValueError as unclear:
        raise FieldErrors({"link": str(unclear)}) from None
    text = form.text.strip()
    await outcomes.keep(work, happening, text, link, call.me.id, call.now)
    if not text and not link:
        await outcomes.take_back(work, happening)
        return Reply(views.outcome_gone(happening))
    return Reply(views.outcome_told(happening, await outcomes.tell(work, happening, call.me.id)))


@feature.search
async def outcomes_about(call: Call, work: Work, query: str) -> Sequence[Part | None]:
    """What came of events, where that is about what is looked for."""
    mine, found = await work.events.audience.of(call.me.id), []
    for each in await work.events.afterwards.in_community(call.community.id, _LOOKED_THROUGH):
        said = says_all(f"{each.title} {each.outcome.text}", query)
        event = await work.events.plans.get(each.event) if said else None
        if event and (event.details.open_to(mine) or hosts_it(call, event)):
            found.append(each)
    return views.found(found[:_FOUND]) if found else []
