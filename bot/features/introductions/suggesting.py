"""Suggesting that people meet: two others, or somebody and oneself."""

import re
from typing import Annotated

from bot.community.people import Member, Ref
from bot.errors import FieldErrors, UserError
from bot.features.introductions import suggestion_views
from bot.features.introductions.asking import suggest
from bot.features.introductions.choosing import behind, number_of, somebody
from bot.features.introductions.forms import WHY, MeetForm, SuggestForm
from bot.features.introductions.ports import Work
from bot.features.introductions.routes import feature, words
from bot.features.introductions.suggestions import APART
from bot.routing.command_line import unknown_person
from bot.routing.feature import Rest
from bot.routing.interaction import Answer, Call, Open, Opening, Reply
from bot.ui.forms import Reading

_BEGINNING = re.compile(r"""<@(?P<ref>[^\s>]+)>|["“”](?P<quoted>[^"“”]+)["“”]""")
_ENDS = re.compile(r"[,:;]\s|\s[–—-]\s|\sbecause\b", re.IGNORECASE)  # a name that is not in quotes
_BECAUSE = re.compile(r"[\s,:;.–—-]*(because\b[\s,:]*)?", re.IGNORECASE)
_PERSON = r"""<@[^\s>]+>|["“”][^"“”]+["“”]|.+?"""
_LINKS = tuple(
    re.compile(rf"({_PERSON})\s+{word}\s+(.+)", re.IGNORECASE | re.DOTALL)
    for word in ("to", "and", "with")
)


# Two others -----------------------------------------------------------------------------------


@feature.command("introduce them", opens=SuggestForm)
async def them(
    call: Call, work: Work, who: Annotated[str, Rest("who to whom, because …")] = ""
) -> Answer:
    """Suggest that two people meet: "@Ada to @Bo because both measure trust"."""
    said = who.strip()
    if not said:
        return Open(SuggestForm)
    links = [found for link in _LINKS if (found := link.fullmatch(said))]
    unclear: UserError | None = None
    for link in sorted(links, key=lambda link: link.start(2)):
        try:
            one, rest = await _person(call, work, link[1])
            other, why = await _person(call, work, link[2])
        except UserError as unknown:
            unclear = unclear or unknown
            continue
        if not rest:
            return await _them(call, work, one, other, _reason(call, why))
    if links:
        raise unclear or UserError(words("suggest.how"))
    alone, _ = await _person(call, work, said)
    return Open(SuggestForm, str(alone.id))


@feature.action("suggest", opens=SuggestForm)
async def press_suggest(call: Call, work: Work, value: str) -> Answer:
    """Suggest that somebody meets somebody; the value is nothing or the account of one."""
    return Open(SuggestForm, str((await _behind(call, work, value)).id) if value else "")


@feature.opening(SuggestForm)
async def whom_to_suggest(call: Call, work: Work, subject: str) -> Opening:
    """The person whom it began with."""
    return await _opening(call, work, subject)


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
    call: Call, work: Work, who: Annotated[str, Rest("to whom, because …")] = ""
) -> Answer:
    """Ask to be introduced to somebody: "@Ada because we both measure trust"."""
    said = re.sub(r"^(to|with)\s+", "", who.strip(), flags=re.IGNORECASE)
    if not said:
        return Open(MeetForm)
    other, why = await _person(call, work, said)
    return await _me(call, work, other, _reason(call, why))


@feature.action("meet", opens=MeetForm)
async def press_meet(call: Call, work: Work, value: str) -> Answer:
    """Ask to be introduced; the value is nothing or the account of whom one would like to meet."""
    return Open(MeetForm, str((await _behind(call, work, value)).id) if value else "")


@feature.opening(MeetForm)
async def whom_to_meet(call: Call, work: Work, subject: str) -> Opening:
    """The person whom it began with."""
    return await _opening(call, work, subject)


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
    book = work.introductions
    if await book.suggestions.introduced(two, call.now - APART):
        raise UserError(words("meet.already", name=other.name))
    await suggest(work, call.me, two, why, call.now, call.seed)
    until = await book.membership.paused_until(call.me.id, call.now)
    return Reply(suggestion_views.meeting(other.name, until))


feature.shortcut("suggest", about="message")
feature.shortcut("meet", about="person")


# Who is meant ---------------------------------------------------------------------------------


async def _person(call: Call, work: Work, said: str) -> tuple[Member, str]:
    """The member with whom a text begins, by mention or by name, and what is said after."""
    begins = _BEGINNING.match(said)
    if begins and begins["ref"]:
        return await _behind(call, work, begins["ref"]), said[begins.end() :]
    if begins:
        names = {begins["quoted"]: begins.end()}
    else:
        ends = [len(said), *(end.start() for end in reversed(list(_ENDS.finditer(said))))]
        names = {said[:end]: end for end in ends}
    for name, end in names.items():
        found = await work.people.called(call.me.community, name.strip().lstrip("@"))
        if len(found) == 1:
            return found[0], said[end:]
    shortest = list(names)[-1].strip()
    raise UserError(await unknown_person(work.people, call.me.community, shortest))


async def _behind(call: Call, work: Work, account: str) -> Member:
    try:
        return await behind(call, work, Ref.parse(account))
    except ValueError as stranger:
        raise UserError(str(stranger)) from None


async def _opening(call: Call, work: Work, subject: str) -> Opening:
    member = await _subject(call, work, subject)
    return Opening({"who": member.name} if member else {})


async def _in_form(call: Call, work: Work, subject: str, said: str) -> Member:
    """Whom a form names; who filled it in at first is known, whoever shares the name."""
    member = await _subject(call, work, subject)
    return member if member and member.name == said else await somebody(call, work, said)


async def _subject(call: Call, work: Work, subject: str) -> Member | None:
    member = await work.people.member(number_of(subject))
    return member if member and member.community == call.me.community else None


def _reason(call: Call, said: str) -> str:
    """What was typed after a name, without the "because"; raises `UserError` if it is too long."""
    reason = _BECAUSE.sub("", said, count=1)
    try:
        return str(WHY.read(reason, Reading(call.me.zone, call.now)))
    except ValueError as wrong:
        raise UserError(str(wrong)) from None
