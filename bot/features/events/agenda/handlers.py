"""Lists of events, and one event."""

from collections.abc import Sequence
from typing import Annotated

from bot.community.roles import Role, ScopedRole
from bot.features.events import feature, words
from bot.features.events.agenda import views
from bot.features.events.audience import hosts_it
from bot.features.events.cards.live import hosts_of
from bot.features.events.covers.pages import address_of
from bot.features.events.dates.domain import DateState
from bot.features.events.lookup import EverSeen, SeenDate, next_dates, visible
from bot.features.events.ports import Happening, Work
from bot.features.events.rsvps.domain import Answer as Said
from bot.features.events.rsvps.domain import Attendee
from bot.features.events.rsvps.standing import mine_of
from bot.routing.arguments import TextArg
from bot.routing.interaction import Answer, Call, Reply
from bot.routing.plain_arguments import entries_in_all_languages
from bot.ui.folding import folded, says_all
from bot.ui.messages import Part, bullets

_LONGEST_QUERY = 200
_FOUND = 3  # events beside people
_OUTCOMES = 3  # dates of which is shown what came of them


@feature.command("list", role=Role.FACILITATOR)
@feature.command("list", action="list", carries=("which",))
async def list_(
    call: Call,
    work: Work,
    which: Annotated[str, TextArg("which", max_length=_LONGEST_QUERY)] = "",
) -> Answer:
    """List what is open, what is mine, or what some words are about."""
    key = folded(which)
    if key in entries_in_all_languages(words, "said.mine"):
        return Reply(views.listed("mine", await mine(call, work)))
    there = await visible(call, work)
    if not key or key in entries_in_all_languages(words, "said.open"):
        return Reply(views.listed("open", there))
    return Reply(views.listed("about", about(there, which), which))


@feature.command("show", role=Role.FACILITATOR)
@feature.command("show", action="show", carries=("event",))
async def show(call: Call, work: Work, event: EverSeen) -> Answer:
    """Show all that the reader may know of an event, and what they have answered."""
    return Reply(views.shown(await seen(call, work, event)))


@feature.action("more")
async def more(call: Call, work: Work, event: SeenDate) -> Answer:
    """Show the same of the date on whose card this stands."""
    return Reply(views.shown(await seen(call, work, event)))


async def seen(call: Call, work: Work, happening: Happening) -> views.Seen:
    """An event as the actor sees it."""
    event = happening.event
    networks = await work.events.audience.networks(call.community.id)
    named = [each.name for each in networks if each.id in event.details.networks]
    mine = await mine_of(work, happening, call.me.id, call.me.zone)
    hosting = hosts_it(call, event)
    outcomes = await work.events.afterwards.of_event(event.id, _OUTCOMES)
    cover = address_of(work, event.details.cover.key) if event.details.cover else ""
    hosts = await hosts_of(work, event)
    own = hosts_itself(call, happening)
    return views.Seen(happening, hosts, named, mine, call.now, hosting, cover, outcomes, own)


async def mine(call: Call, work: Work) -> list[Happening]:
    """What the actor comes to, or is a host of, soonest first."""
    coming = await answered(call, work, Said.COMING, Said.MAYBE)
    hosted = [each for each in await visible(call, work) if hosts_itself(call, each)]
    return next_dates(sorted([*coming, *hosted], key=lambda each: each.date.starts_at))


async def answered(call: Call, work: Work, *answers: Said) -> list[Happening]:
    """The dates that take place, to which the actor has answered one of these."""
    found = await work.events.dates.of_attendee(Attendee(call.me.id), call.now)
    there = [each for each, rsvp in found if rsvp.answer in answers]
    return [each for each in there if each.date.state is DateState.PLANNED]


def hosts_itself(call: Call, happening: Happening) -> bool:
    """Whether the actor is one of the hosts, and not only a facilitator."""
    role = (ScopedRole.HOST, happening.event.scope)
    return role in call.standing.things


def about(there: Sequence[Happening], query: str) -> list[Happening]:
    """Those of which title, description and place have all of these words."""
    return [each for each in there if says_all(_said(each), query)]


def _said(happening: Happening) -> str:
    details = happening.event.details
    venue = "" if details.hidden_place else details.venue
    return f"{details.title} {details.description} {venue}"


@feature.search
async def events_about(call: Call, work: Work, query: str) -> Sequence[Part | None]:
    """Events that are about what is looked for."""
    found = about(await visible(call, work), query)[:_FOUND]
    return (
        [words("find.events", count=len(found)), bullets(map(views.line, found))] if found else []
    )
