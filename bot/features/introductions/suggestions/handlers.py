"""Suggesting that people meet, two others or somebody and oneself; and saying yes or no to it."""

from collections.abc import Sequence
from typing import Annotated

from bot.community.people import Member, Ref
from bot.errors import UserError
from bot.features.introductions import feature, words
from bot.features.introductions.lookup import addressed, somebody
from bot.features.introductions.ports import Work
from bot.features.introductions.suggestions import views as suggestion_views
from bot.features.introductions.suggestions.consent import answer, between, suggest
from bot.features.introductions.suggestions.domain import Suggestion
from bot.features.introductions.suggestions.forms import LONGEST_WHY, MeetForm, SuggestForm
from bot.matching.eligibility import Barrier
from bot.routing.arguments import PersonArg, TextArg
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.forms import FieldErrors, Raw
from bot.ui.text import name_key, read_number

Why = Annotated[str, TextArg("why", max_length=LONGEST_WHY, after=("because",))]


# Two others -----------------------------------------------------------------------------------


@feature.command("introduce them", opens=SuggestForm)
async def them(
    call: Call,
    work: Work,
    who: Annotated[Member | None, PersonArg("one")] = None,
    whom: Annotated[Member | None, PersonArg("other", after=("to", "and", "with"))] = None,
    why: Why = "",
) -> Answer:
    """Suggest that two people meet: "@Ada to @Bo because both measure trust"."""
    if who and whom:
        return await _them(call, work, who, whom, why)
    values: dict[str, Raw] = {"why": why} if why else {}
    return Open(SuggestForm, str(who.id) if who else "", values)


@feature.action("suggest", opens=SuggestForm)
async def press_suggest(call: Call, work: Work, value: str) -> Answer:
    """Suggest that somebody meets somebody; the value is nothing or the account of one."""
    return Open(SuggestForm, str((await addressed(call, work, value)).id) if value else "")


@feature.prefill(SuggestForm)
async def whom_to_suggest(call: Call, work: Work, subject: str) -> Prefill:
    """The person whom it began with."""
    return await _prefill(call, work, subject)


@feature.submitted(SuggestForm)
async def suggested(call: Call, form: SuggestForm, work: Work, subject: str) -> Answer:
    """Suggest that the two of the form meet."""
    found: dict[str, Member] = {}
    unknown: dict[str, str] = {}
    for name, said in (("who", form.who), ("whom", form.whom)):
        try:
            found[name] = await _in_form(call, work, subject, said)
        except ValueError as wrong:
            unknown[name] = str(wrong)
    if unknown:
        raise FieldErrors(unknown)
    return await _them(call, work, found["who"], found["whom"], form.why)


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
    who: Annotated[Member | None, PersonArg("to_meet", after=("to", "with"))] = None,
    why: Why = "",
) -> Answer:
    """Ask to be introduced to somebody: "@Ada because we both measure trust"."""
    if who is None:
        return Open(MeetForm, values={"why": why} if why else {})
    return await _me(call, work, who, why)


@feature.action("meet", opens=MeetForm)
async def press_meet(call: Call, work: Work, value: str) -> Answer:
    """Ask to be introduced; the value is nothing or the account of whom one would like to meet."""
    return Open(MeetForm, str((await addressed(call, work, value)).id) if value else "")


@feature.prefill(MeetForm)
async def whom_to_meet(call: Call, work: Work, subject: str) -> Prefill:
    """The person whom it began with."""
    return await _prefill(call, work, subject)


@feature.submitted(MeetForm)
async def wants_to_meet(call: Call, form: MeetForm, work: Work, subject: str) -> Answer:
    """Ask to be introduced to whom the form names."""
    try:
        other = await _in_form(call, work, subject, form.who)
    except ValueError as wrong:
        raise FieldErrors({"who": str(wrong)}) from None
    return await _me(call, work, other, form.why)


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


# Who is meant ---------------------------------------------------------------------------------


async def _prefill(call: Call, work: Work, subject: str) -> Prefill:
    member = await _subject(call, work, subject)
    return Prefill({"who": member.name} if member else {})


async def _in_form(call: Call, work: Work, subject: str, said: str) -> Member:
    """Whom a form names; who filled it in at first is known, whoever shares the name."""
    member = await _subject(call, work, subject)
    return member if member and member.name == said else await somebody(call, work, said)


async def _subject(call: Call, work: Work, subject: str) -> Member | None:
    member = await work.people.member(read_number(subject) or 0)
    return member if member and member.community == call.me.community else None


# Saying yes or no -----------------------------------------------------------------------------

Partner = Annotated[str, TextArg("partner", max_length=200)]


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
    if suggestion.opened_at or Barrier.MET in await between(work, suggestion.two, call.now):
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
    id_ = read_number(value) or 0
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
    name = text.strip('"“”@ ')
    called = await work.people.called(call.me.community, name)
    return called[0].id if len(called) == 1 else name_key(name)


async def _names(work: Work, ids: Sequence[int]) -> dict[int, str]:
    people = await work.people.members(list(ids))
    return {id_: name_key(member.name) for id_, member in people.items()}
