"""Members report, and facilitators decide."""

from datetime import timedelta
from functools import partial

from bot.community.domain_events import TakenDown
from bot.community.facts import Fact
from bot.community.reportables import Reportable, read_reported
from bot.community.roles import Role
from bot.delivery.addresses import ToMember
from bot.delivery.notices import tell_facilitators, tell_facilitators_anew
from bot.errors import UserError
from bot.features.reports import feature, views, words
from bot.features.reports.domain import MOST_A_DAY, Case, Decision
from bot.features.reports.forms import LeaveForm, ReportForm, TakeDownForm
from bot.features.reports.lookup import (
    Named,
    OfMessage,
    authors_of,
    case_of,
    may_decide,
    reported,
    undecided,
)
from bot.features.reports.ports import Work
from bot.routing.interaction import Answer, Call, Open, Reply

_LISTED = 10

# Reporting ------------------------------------------------------------------------------------


@feature.command("report", opens=ReportForm, action="report", carries=("what",))
async def report(call: Call, work: Work, what: Named) -> Answer:
    """Ask for a word about it, and say who reads that."""
    return await _asked(call, work, what)


@feature.action("report_message", opens=ReportForm)
async def report_message(call: Call, work: Work, message: OfMessage) -> Answer:
    """The same of what a message of Kindred's shows."""
    return await _asked(call, work, message)


feature.shortcut("report_message", about="post")


async def _asked(call: Call, work: Work, what: Reportable) -> Answer:
    await _check(call, work, what)
    return Open(ReportForm, f"{what.about.kind}:{what.about.subject}")


@feature.submitted(ReportForm)
async def filed(call: Call, form: ReportForm, work: Work, subject: str) -> Answer:
    """Keep a report, and tell the facilitators of the case that it belongs to."""
    what = await reported(call, work, read_reported(subject))
    await _check(call, work, what)
    found = await work.reports.file(what, call.me.id, form.word, call.now)
    if found is None:
        return Reply(views.known_already(what.title))
    case, count = found
    message = partial(views.notice, case, count)
    if count == 1:
        await tell_facilitators(work, case.community, message, told_of(case))
    else:
        await tell_facilitators_anew(work, case.community, message, told_of(case))
    return Reply(views.thanks(what.title))


async def _check(call: Call, work: Work, what: Reportable) -> None:
    """Raise `UserError` where something is one's own, or one has reported enough for a day."""
    if call.me.id in what.authors:
        raise UserError(words("your_own"))
    since = call.now - timedelta(days=1)
    if await work.reports.filed_since(call.me.id, since) >= MOST_A_DAY:
        raise UserError(words("too_many"))


def told_of(case: Case) -> Fact:
    """What facilitators are told of a case by."""
    return Fact.of("reports.case", case.id)


# Deciding -------------------------------------------------------------------------------------


@feature.command("reports", role=Role.FACILITATOR, action="list")
async def list_(call: Call, work: Work) -> Answer:
    """The cases that are open, and the record of those that were decided."""
    open_ = await work.reports.open(call.community.id)
    decided = await work.reports.decided(call.community.id, _LISTED)
    by = await work.people.members([each.decided_by for each in decided if each.decided_by])
    return Reply(views.listed(open_, decided, {id_: each.name for id_, each in by.items()}))


@feature.action("case", role=Role.FACILITATOR)
async def show(call: Call, work: Work, case: str) -> Answer:
    """One case: what was reported, by whom, and with which words."""
    found = await case_of(call, work, case)
    what = await work.reportable(found.about)
    mine = call.me.id in await authors_of(work, found)
    reports = [] if mine else await work.reports.reports_of(found.id)
    author = next(iter(what.authors), None) if what else found.author
    people = await work.people.members([author or 0, *(each.member for each in reports)])
    seen = views.Seen(
        found,
        [(people[each.member], each) for each in reports if each.member in people],
        people.get(author or 0),
        what.look if what else None,
        mine,
        found.decision is None and await may_decide(call, work, found),
    )
    return Reply(views.case(seen))


@feature.action("down", role=Role.FACILITATOR, opens=TakeDownForm)
async def take_down(call: Call, work: Work, case: str) -> Answer:
    """Ask why, before anything is taken down."""
    return Open(TakeDownForm, str((await undecided(call, work, case)).id))


@feature.action("leave", role=Role.FACILITATOR, opens=LeaveForm)
async def leave(call: Call, work: Work, case: str) -> Answer:
    """Ask for a word to whoever reported it."""
    return Open(LeaveForm, str((await undecided(call, work, case)).id))


@feature.submitted(TakeDownForm, role=Role.FACILITATOR)
async def taken_down(call: Call, form: TakeDownForm, work: Work, subject: str) -> Answer:
    """Take it down everywhere, with a word to its authors and to whoever reported it."""
    case = await undecided(call, work, subject)
    authors = await authors_of(work, case)
    await _decided(call, work, case, Decision.TAKEN_DOWN, form.why)
    down = TakenDown(case.about, case.community, call.me.id, call.now, form.why)
    work.domain_events.append(down)
    for author in sorted(authors - {call.me.id}):
        await work.outbox.post(
            ToMember(author),
            partial(views.to_author, call.community, case, form.why),
            Fact.of("reports.taken_down", case.id, member=author),
            community=case.community,
        )
    return Reply(views.done(case, Decision.TAKEN_DOWN))


@feature.submitted(LeaveForm, role=Role.FACILITATOR)
async def left(call: Call, form: LeaveForm, work: Work, subject: str) -> Answer:
    """Leave it as it is, with a word to whoever reported it."""
    case = await undecided(call, work, subject)
    await _decided(call, work, case, Decision.LEFT, form.why)
    return Reply(views.done(case, Decision.LEFT))


async def _decided(call: Call, work: Work, case: Case, decision: Decision, why: str) -> None:
    await work.reports.decide(case.id, decision, why, call.me.id, call.now)
    notice = partial(views.decided, case, decision)
    await tell_facilitators_anew(work, case.community, notice, told_of(case))
    for each in await work.reports.reports_of(case.id):
        await work.outbox.post(
            ToMember(each.member),
            partial(views.to_reporter, call.community, case, decision, why),
            Fact.of("reports.decided", case.id, member=each.member),
            community=case.community,
        )
