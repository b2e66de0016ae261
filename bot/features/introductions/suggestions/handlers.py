"""Suggesting that people meet, two others or somebody and oneself; and saying yes or no to it."""

from collections.abc import Sequence
from typing import Annotated

from bot.community.naming import PeopleReader
from bot.community.origins import read_carried
from bot.community.people import Member, Ref
from bot.errors import UserError
from bot.features.introductions import feature, words
from bot.features.introductions.ports import Work
from bot.features.introductions.suggestions import views as suggestion_views
from bot.features.introductions.suggestions.consent import answer, between, suggest
from bot.features.introductions.suggestions.domain import Suggestion
from bot.features.introductions.suggestions.forms import LONGEST_WHY, MeetForm, SuggestForm
from bot.matching.eligibility import Barrier
from bot.routing.arguments import PersonArg, Said, TextArg, ThingArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.fields import Raw
from bot.ui.folding import folded
from bot.ui.text import read_id

Why = Annotated[str, TextArg("why", max_length=LONGEST_WHY, after=("because",))]


# Two others -----------------------------------------------------------------------------------


@feature.command("introduce them", opens=SuggestForm, action="suggest", carries=("who",))
async def them(
    call: Call,
    work: Work,
    who: Annotated[Member | Ref | None, PersonArg("one", takes="account")] = None,
    whom: Annotated[
        Member | Ref | None, PersonArg("other", takes="account", after=("to", "and", "with"))
    ] = None,
    why: Why = "",
) -> Answer:
    """Suggest that two people meet: "@Ada to @Bo because both measure trust"."""
    one, other = _joined(call, who), _joined(call, whom)
    if one and other:
        return await _them(call, work, one, other, why)
    values: dict[str, Raw] = {"why": why} if why else {}
    return Open(SuggestForm, str(one.id) if one else "", values)


@feature.action("suggest_for", opens=SuggestForm)
async def for_something(call: Call, work: Work, origin: str) -> Answer:
    """Suggest that two meet who care about something: it says why, and they are named."""
    found = await work.origin(read_carried(origin), call.me, call.now)
    if found is None:
        raise UserError(words("suggest.nothing_there"))
    return Open(SuggestForm, values={"why": words.text("suggest.care_about", what=found.title)})


@feature.prefill(SuggestForm)
async def whom_to_suggest(call: Call, work: Work, subject: str) -> Prefill:
    """The person whom it began with."""
    return await _prefill(call, work, subject)


@feature.submitted(SuggestForm)
async def suggested(call: Call, form: SuggestForm, work: Work, subject: str) -> Answer:
    """Suggest that the two of the form meet."""
    return await _them(call, work, form.who, form.whom, form.why)


async def _them(call: Call, work: Work, one: Member, other: Member, why: str) -> Answer:
    if call.me.id in (one.id, other.id):
        return await _me(call, work, other if one.id == call.me.id else one, why)
    if one.id == other.id:
        raise UserError(words("suggest.same"))
    await suggest(work, call.me, (one.id, other.id), why, call.now, call.seed)
    return Reply(suggestion_views.suggested(one.name, other.name))


# Oneself --------------------------------------------------------------------------------------


@feature.command("introduce me", opens=MeetForm)
async def me(
    call: Call,
    work: Work,
    who: Annotated[
        Member | Ref | None, PersonArg("to_meet", takes="account", after=("to", "with"))
    ] = None,
    why: Why = "",
) -> Answer:
    """Ask to be introduced to somebody: "@Ada because we both measure trust"."""
    other = _joined(call, who)
    if other is None:
        return Open(MeetForm, values={"why": why} if why else {})
    return await _me(call, work, other, why)


@feature.action("meet", opens=MeetForm)
async def ask_why(
    call: Call,
    work: Work,
    who: Annotated[Member | Ref | None, PersonArg("to_meet", takes="account")] = None,
) -> Answer:
    """Ask whom one would like to meet, and why; a button may know whom already."""
    other = _joined(call, who)
    return Open(MeetForm, str(other.id) if other else "")


@feature.prefill(MeetForm)
async def whom_to_meet(call: Call, work: Work, subject: str) -> Prefill:
    """The person whom it began with."""
    return await _prefill(call, work, subject)


@feature.submitted(MeetForm)
async def wants_to_meet(call: Call, form: MeetForm, work: Work, subject: str) -> Answer:
    """Ask to be introduced to whom the form names."""
    return await _me(call, work, form.who, form.why)


async def _me(call: Call, work: Work, other: Member, why: str) -> Answer:
    if other.id == call.me.id:
        raise UserError(words("never.yourself"))
    two = (call.me.id, other.id)
    if Barrier.MET in await between(work, two, call.now):
        raise UserError(words("meet.already", name=other.name))
    await suggest(work, call.me, two, why, call.now, call.seed)
    until = await work.introductions.membership.paused_until(call.me.id, call.now)
    return Reply(suggestion_views.meeting(other.name, until))


feature.shortcut("suggest", about="message")
feature.shortcut("meet", about="person")


def _joined(call: Call, who: Member | Ref | None) -> Member | None:
    """Whoever is meant; raises `UserError` that says how somebody who is no member becomes one."""
    if isinstance(who, Ref):
        raise UserError(words("suggest.stranger", community=call.community.name))
    return who


# Whom it began with ---------------------------------------------------------------------------


async def _prefill(call: Call, work: Work, subject: str) -> Prefill:
    member = await work.people.member(read_id(subject))
    if member is None or member.community != call.me.community:
        return Prefill()
    return Prefill({"who": member.name}, people={"who": member})


# Which one ------------------------------------------------------------------------------------


async def _meant(call: Call, work: Work, said: Said) -> Suggestion:
    """The one with this partner; without a name, the only one that waits for an answer."""
    me = call.me.id
    asked = await work.introductions.suggestions.asked_of(me)
    if said.by_button:
        order = [suggestion for suggestion in asked if suggestion.id == read_id(said.text)]
    else:
        order = await _in_order(call, work, said.text, asked)
    if not order:
        raise UserError(words("suggested.none"))
    if len(order) > 1 and not said.text:
        people = await work.people.members([s.partner(me) for s in order])
        names_now = [people[s.partner(me)].name for s in reversed(order)]
        raise UserError(suggestion_views.which(said.command, names_now))
    return order[0]


async def _in_order(
    call: Call, work: Work, said: str, asked: Sequence[Suggestion]
) -> list[Suggestion]:
    """Those that may be meant: one that waits before one that is answered, then what is over."""
    me = call.me.id
    waiting = [s for s in asked if s.under_way(call.now) and me not in s.said]
    if not said:
        return waiting
    names = await _names(work, [suggestion.partner(me) for suggestion in asked])
    partner = await _wanted(call, work, said)
    with_them = [s for s in asked if partner in (s.partner(me), names[s.partner(me)])]
    return sorted(with_them, key=lambda s: (s not in waiting, not s.under_way(call.now)))


async def _wanted(call: Call, work: Work, said: str) -> int | str:
    """The id of a member who is meant, or the name of several, in small letters."""
    reader = PeopleReader(work.people, call.me.community, call.arrival.space)
    try:
        who = await reader.look(said)
    except UserError:  # several, or somebody who had the name then
        return folded(said.strip('"“”@ '))
    return who.id if isinstance(who, Member) else ""


async def _names(work: Work, ids: Sequence[int]) -> dict[int, str]:
    people = await work.people.members(list(ids))
    return {id_: folded(member.name) for id_, member in people.items()}


# Saying yes or no -----------------------------------------------------------------------------

Meant = Annotated[Suggestion, ThingArg("partner", _meant)]


@feature.command("introduce accept", action="accept", carries=("partner",))
async def accept(call: Call, work: Work, partner: Meant) -> Answer:
    """Would like to meet whom somebody suggests."""
    return await _answer(call, work, partner, yes=True)


@feature.command("introduce decline", action="decline", carries=("partner",))
async def decline(call: Call, work: Work, partner: Meant) -> Answer:
    """Would rather not, which nobody is told."""
    return await _answer(call, work, partner, yes=False)


async def _answer(call: Call, work: Work, meant: Suggestion, *, yes: bool) -> Answer:
    book, me = work.introductions, call.me.id
    await book.suggestions.lock(meant.two)
    suggestion = await book.suggestions.get(meant.id)
    partner = await work.people.member(meant.partner(me))
    if suggestion is None or partner is None:
        raise UserError(words("suggested.none"))
    if suggestion.opened_at or Barrier.MET in await between(work, suggestion.two, call.now):
        raise UserError(words("suggested.introduced", name=partner.name))
    if not suggestion.under_way(call.now):
        raise UserError(suggestion_views.lapsed(partner.name))
    await answer(work, suggestion, me, yes=yes, now=call.now, seed=call.seed)
    if not yes:
        return Reply(suggestion_views.declined())
    until = await book.membership.paused_until(me, call.now)
    return Reply(suggestion_views.accepted(suggestion, partner.name, until))
