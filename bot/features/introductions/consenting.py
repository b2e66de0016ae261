"""Saying yes or no to an introduction that somebody suggests."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from bot.community.people import Ref
from bot.errors import UserError
from bot.features.introductions import suggestion_views
from bot.features.introductions.asking import answer, go_on
from bot.features.introductions.choosing import number_of
from bot.features.introductions.ports import Work
from bot.features.introductions.routes import feature, words
from bot.features.introductions.suggestions import Suggestion
from bot.routing.feature import Rest
from bot.routing.interaction import Answer, Call, Reply

Partner = Annotated[str, Rest("with whom")]


@feature.command("introduce accept")
async def accept(call: Call, work: Work, partner: Partner = "") -> Answer:
    """Would like to meet whom somebody suggests."""
    return await _answer(call, work, await _meant(call, work, partner, "accept"), yes=True)


@feature.command("introduce decline")
async def decline(call: Call, work: Work, partner: Partner = "") -> Answer:
    """Would rather not, which nobody is told."""
    return await _answer(call, work, await _meant(call, work, partner, "decline"), yes=False)


@feature.action("accept")
async def press_accept(call: Call, work: Work, value: str) -> Answer:
    """Would like to meet them, by the button."""
    return await _answer(call, work, await _by_id(call, work, value), yes=True)


@feature.action("decline")
async def press_decline(call: Call, work: Work, value: str) -> Answer:
    """Would rather not, by the button."""
    return await _answer(call, work, await _by_id(call, work, value), yes=False)


async def _answer(call: Call, work: Work, meant: Suggestion, *, yes: bool) -> Answer:
    book, me = work.introductions, call.me.id
    await book.suggestions.hold(meant.two)
    suggestion = await book.suggestions.get(meant.id)
    partner = await work.people.member(meant.partner(me))
    if suggestion is None or partner is None:
        raise UserError(words("suggested.none"))
    if suggestion.opened_at:
        raise UserError(words("suggested.introduced", name=partner.name))
    if not suggestion.under_way(call.now):
        raise UserError(suggestion_views.lapsed(partner.name))
    await answer(work, suggestion, me, yes=yes, now=call.now, seed=call.seed)
    if not yes:
        return Reply(suggestion_views.declined())
    until = await book.membership.paused_until(me, call.now)
    return Reply(suggestion_views.accepted(suggestion, partner.name, until))


# Which one ------------------------------------------------------------------------------------


async def _by_id(call: Call, work: Work, value: str) -> Suggestion:
    id_ = number_of(value)
    asked = await work.introductions.suggestions.asked_of(call.me.id)
    found = next((suggestion for suggestion in asked if suggestion.id == id_), None)
    if found is None:
        raise UserError(words("suggested.none"))
    return found


async def _meant(call: Call, work: Work, said: str, verb: str) -> Suggestion:
    """The one with this partner; without a name, the only one that waits for an answer."""
    me = call.me.id
    asked = await work.introductions.suggestions.asked_of(me)
    names = await _names(work, [suggestion.partner(me) for suggestion in asked])
    waiting = [s for s in asked if s.under_way(call.now) and me not in s.said]
    if said.strip():
        partner = await _wanted(call, work, said)
        with_them = [s for s in asked if partner in (s.partner(me), names[s.partner(me)])]
        # one that waits before one that is answered, and that before what is over
        order = sorted(with_them, key=lambda s: (s not in waiting, not s.under_way(call.now)))
    else:
        order = waiting
    if not order:
        raise UserError(words("suggested.none"))
    if len(order) > 1 and not said.strip():
        people = await work.people.members([s.partner(me) for s in order])
        names_now = [people[s.partner(me)].name for s in reversed(order)]
        raise UserError(suggestion_views.which(verb, names_now))
    return order[0]


async def _wanted(call: Call, work: Work, said: str) -> int | str:
    """The id of a member who is meant, or the name of several, in small letters."""
    text = said.strip()
    if text.startswith("<@") and text.endswith(">"):
        member = await work.people.member_behind(Ref.parse(text[2:-1]), call.arrival.space)
        return member.id if member else ""
    name = " ".join(text.strip('"“”@ ').split())
    called = await work.people.called(call.me.community, name)
    return called[0].id if len(called) == 1 else name.casefold()


async def _names(work: Work, ids: Sequence[int]) -> dict[int, str]:
    people = await work.people.members(list(ids))
    return {id_: " ".join(member.name.split()).casefold() for id_, member in people.items()}


# Those that had to wait -----------------------------------------------------------------------


async def _due(work: Work, now: datetime) -> Sequence[str]:
    """Each at most once an hour: what held one up may come back."""
    return [f"{id_}:{now:%Y-%m-%dT%H}" for id_ in await work.introductions.suggestions.ready(now)]


@feature.schedule("suggestions", due=_due)
async def take_up(work: Work, period: str, now: datetime, seed: int) -> None:
    """Ask, or introduce, those for whom the time has come."""
    book, id_ = work.introductions.suggestions, int(period.partition(":")[0])
    suggestion = await book.get(id_)
    if suggestion:
        await book.hold(suggestion.two)
        await go_on(work, id_, now, seed)
