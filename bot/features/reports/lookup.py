"""What somebody wants to report, and which case facilitators mean."""

from typing import Annotated

from bot.community.facts import Fact
from bot.community.reportables import Reportable, read_reported
from bot.community.roles import Role
from bot.delivery.outbox import Told
from bot.delivery.sender import Posted
from bot.errors import UserError
from bot.features.reports import views, words
from bot.features.reports.domain import MESSAGE, Case
from bot.features.reports.ports import Work
from bot.routing.arguments import Said, ThingArg
from bot.routing.interaction import Call
from bot.ui.text import read_id, title_key

# What is reported -----------------------------------------------------------------------------


async def reported(call: Call, work: Work, about: Fact) -> Reportable:
    """What a fact stands for; raises `UserError` where it is no more, or not told to the actor."""
    if about.kind == MESSAGE:
        told = await work.outbox.post_of(about.id)
        found = _message(told) if told else None
    else:
        found = await work.reportable(about)
    return _told_to(call, found)


def _told_to(call: Call, found: Reportable | None) -> Reportable:
    here = found and found.community == call.community.id
    if found is None or not here or not found.is_known_to(call.me.id):
        raise UserError(words("gone"))
    return found


def _message(told: Told) -> Reportable:
    return Reportable(Fact.of(MESSAGE, told.post), told.community, words.text("message"))


async def _named(call: Call, work: Work, said: Said) -> Reportable:
    """Something that is open, by its title; or what a button is about."""
    if said.by_button:
        return await reported(call, work, read_reported(said.text))
    key = title_key(said.text)
    mine = await work.digests.networks_of(call.me.id)
    found = await work.opportunities(call.community.id, call.now)
    there = [each for each in found if each.is_open_to(mine)]
    called = [each for each in there if key and title_key(each.title) == key]
    if not called:
        raise UserError(words("which.unknown", name=said.text) if key else words("which"))
    return await reported(call, work, called[0].about)


async def _posted(call: Call, work: Work, said: Said) -> Reportable:
    """What a message of Kindred's shows, or else the message itself."""
    told = await work.outbox.told(Posted.parse(said.text)) if " " in said.text else None
    if told is None or told.community != call.community.id:
        raise UserError(words("not_mine"))
    return _told_to(call, await work.reportable(told.fact) or _message(told))


Named = Annotated[Reportable, ThingArg("reported", _named)]
OfMessage = Annotated[Reportable, ThingArg("message", _posted)]


# Cases ----------------------------------------------------------------------------------------


async def case_of(call: Call, work: Work, id_: str, *, lock: bool = False) -> Case:
    """The case that a button is about; raises `UserError`."""
    get = work.reports.lock if lock else work.reports.get
    case = await get(read_id(id_))
    if case is None or case.community != call.community.id:
        raise UserError(words("case.gone"))
    return case


async def undecided(call: Call, work: Work, id_: str) -> Case:
    """A case that the actor may decide now; raises `UserError`."""
    case = await case_of(call, work, id_, lock=True)
    if case.decision:
        raise UserError(views.already(case))
    if not await may_decide(call, work, case):
        raise UserError(words("case.your_own"))
    return case


async def may_decide(call: Call, work: Work, case: Case) -> bool:
    """Whether the actor may: nobody does of their own, if somebody else can."""
    theirs = await authors_of(work, case)
    leads = await work.people.with_role(case.community, Role.FACILITATOR)
    return call.me.id not in theirs or not {lead.id for lead in leads} - theirs


async def authors_of(work: Work, case: Case) -> set[int]:
    """Whose it is, as it is known now or was when it was reported."""
    found = await work.reportable(case.about)
    return {*(found.authors if found else ()), *([case.author] if case.author else [])}
