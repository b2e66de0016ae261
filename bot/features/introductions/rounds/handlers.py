"""Preparing and opening rounds: what facilitators do."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

from bot.community.people import Member
from bot.community.roles import Role
from bot.errors import Conflict, UserError
from bot.features.introductions import feature, words
from bot.features.introductions.domain import Adjustments, Programme, Stage
from bot.features.introductions.lookup import (
    ProgrammeInHand,
    ProgrammeSaid,
    RoundOfButton,
    by_id,
    in_hand,
    likely,
)
from bot.features.introductions.ports import Round, Work
from bot.features.introductions.rounds import domain as rounds
from bot.features.introductions.rounds import views as round_views
from bot.features.introductions.rounds.exhausted import nobody_left, possible_from
from bot.features.introductions.rounds.forms import DropForm, HoldForm, ReleaseForm, SwapForm
from bot.features.introductions.rounds.opening import (
    how_far,
    keep_and_open,
    open_round,
)
from bot.features.introductions.rounds.preparation import NextRound, keep, load_next_round
from bot.matching.eligibility import GroupMembers, possible
from bot.matching.plan import Plan
from bot.matching.pool import Rules
from bot.routing.arguments import NumberArg, PersonArg, Said
from bot.routing.interaction import Answer, Call, Compute, Open, Prefill, Reply, Update
from bot.ui.messages import Message, Option, Plain, RichText

Someone = Annotated[Member | None, PersonArg("who")]


# Looking --------------------------------------------------------------------------------------


@feature.command("round preview", role=Role.FACILITATOR, action="preview", carries=("programme",))
async def preview(call: Call, work: Work, programme: ProgrammeInHand) -> Answer:
    """Show who would meet whom in the next round, and why."""
    return await _look(call, work, programme)


@feature.command("round more", role=Role.FACILITATOR)
async def more(
    call: Call,
    work: Work,
    first: Annotated[int, NumberArg("from", least=1)],
    programme: ProgrammeInHand,
) -> Answer:
    """Show further introductions of the preview."""
    return await _look(call, work, programme, first - 1)


@feature.action("more", role=Role.FACILITATOR)
async def turn(
    call: Call,
    work: Work,
    about: RoundOfButton,
    start: Annotated[int, NumberArg("start")] = 0,
) -> Answer:
    """Turn a page of the preview."""
    programme, round_ = about
    if round_.stage is not Stage.DRAFT:
        return Reply(await _already_open(work, round_))
    answer = await _look(call, work, programme, start)
    return Update(answer.message) if isinstance(answer, Reply) else answer


async def _look(call: Call, work: Work, programme: Programme, start: int = 0) -> Answer:
    """The preview as it was matched; matched again only when what it is made of has changed."""
    round_ = await _next_round(call, work, programme)
    draft = round_.draft
    if not round_.enough:
        return Reply(round_views.nobody_yet(round_))
    if draft and draft.plan and draft.fingerprint == round_.problem.fingerprint:
        return Reply(round_views.preview(round_, draft, draft.plan, start))
    note = words("preview.again") if draft and draft.plan else None
    return _match(call, round_, note)


async def _next_round(call: Call, work: Work, programme: Programme) -> NextRound:
    if programme.opens_at is None:
        raise UserError(words("programme.no_more_rounds"))
    return await load_next_round(work, programme, call.now)


def _match(
    call: Call, round_: NextRound, note: RichText | None, keeping: tuple[GroupMembers, ...] = ()
) -> Compute[Plan]:
    """Match the round and show the preview; groups in `keeping` stay as they are."""
    problem = round_.problem
    rules = rounds.keeping(problem.rules, keeping) if keeping else problem.rules
    work_out = (rounds.work_out, (problem.candidates, rules, round_.seed(call.seed)))
    return Compute(*work_out, _show(call, round_, note))


def _match_around(
    call: Call, round_: NextRound, note: RichText, kept: tuple[GroupMembers, ...]
) -> Compute[Plan]:
    """Match those who are in none of these groups; the groups change only if they have to."""
    problem = round_.problem

    async def then(work: Work, plan: Plan) -> Reply:
        stay = set(kept) <= set(rounds.groups_of(plan))
        told = words("adjusted.others_stay" if stay else "adjusted.others_changed")
        return await _show(call, round_, (*note, Plain(" "), *told))(work, plan)

    given = (problem.candidates, problem.rules, kept, round_.seed(call.seed))
    return Compute(rounds.work_out_around, given, then)


def _show(
    call: Call, round_: NextRound, note: RichText | None
) -> Callable[[Work, Plan], Awaitable[Reply]]:
    """What keeps a plan and shows it."""

    async def show(work: Work, plan: Plan) -> Reply:
        draft = await keep(work, round_, plan, call.seed)
        if draft is None:
            raise Conflict("another facilitator changed or opened the round meanwhile")
        return Reply(round_views.preview(round_, draft, plan, note=note))

    return show


# Changing -------------------------------------------------------------------------------------


@feature.prefill(HoldForm)
@feature.prefill(ReleaseForm)
@feature.prefill(DropForm)
@feature.prefill(SwapForm)
async def whose_round(call: Call, work: Work, subject: str) -> Prefill:
    """The programme it began with, or else the one that is most likely meant."""
    running = await work.introductions.programmes.running(call.me.community)
    meant = await likely(call, work, running)
    chosen = subject or (str(meant[0].id) if len(meant) == 1 else "")
    options = [Option.of(each.name, str(each.id)) for each in running]
    return Prefill({"programme": chosen}, options={"programme": options})


async def _ask(call: Call, work: Work, form: type, programme: Said) -> Answer:
    """Ask in a form who is meant, and of which programme."""
    if not await work.introductions.programmes.running(call.me.community):
        raise UserError(words("programme.none"))
    named = str((await in_hand(call, work, programme)).id) if programme.text else ""
    return Open(form, named)


@feature.command("round hold", role=Role.FACILITATOR, opens=HoldForm)
async def hold(call: Call, work: Work, who: Someone, programme: ProgrammeSaid) -> Answer:
    """Let somebody sit out this round, and be first in line for the next."""
    if who is None:
        return await _ask(call, work, HoldForm, programme)
    return await _hold(call, work, who, await in_hand(call, work, programme))


@feature.submitted(HoldForm, role=Role.FACILITATOR)
async def held(call: Call, form: HoldForm, work: Work, subject: str) -> Answer:
    """Let whom the form names sit out."""
    return await _hold(call, work, form.who, await by_id(call, work, form.programme))


async def _hold(call: Call, work: Work, who: Member, programme: Programme) -> Answer:
    round_ = await _next_round(call, work, programme)
    if who.id not in round_.participants.by_id:
        raise UserError(words("round.not_in", name=who.name))
    again = round_.adjusted(round_.adjustments.hold(who.id), call.now)
    note = words("adjusted.held", name=who.name)
    if round_.draft is None or round_.draft.plan is None:
        return _match(call, again, note)
    others = [each for each in rounds.groups_of(round_.draft.plan) if who.id not in each]
    kept = possible(others, again.problem.candidates, again.problem.rules.known)
    return _match_around(call, again, note, kept)


@feature.command("round release", role=Role.FACILITATOR, opens=ReleaseForm)
async def release(call: Call, work: Work, who: Someone, programme: ProgrammeSaid) -> Answer:
    """Undo what was changed about somebody."""
    if who is None:
        return await _ask(call, work, ReleaseForm, programme)
    return await _release(call, work, who, await in_hand(call, work, programme))


@feature.submitted(ReleaseForm, role=Role.FACILITATOR)
async def released(call: Call, form: ReleaseForm, work: Work, subject: str) -> Answer:
    """Undo what was changed about whom the form names."""
    return await _release(call, work, form.who, await by_id(call, work, form.programme))


async def _release(call: Call, work: Work, who: Member, programme: Programme) -> Answer:
    round_ = await _next_round(call, work, programme)
    adjusted = round_.adjustments.release(who.id)
    if adjusted == round_.adjustments:
        raise UserError(words("round.nothing_to_release", name=who.name))
    return _adjust(call, round_, adjusted, words("adjusted.released", name=who.name))


@feature.command("round drop", role=Role.FACILITATOR, opens=DropForm)
async def drop(call: Call, work: Work, who: Someone, programme: ProgrammeSaid) -> Answer:
    """Let the introduction somebody is in not happen, and match everyone again."""
    if who is None:
        return await _ask(call, work, DropForm, programme)
    return await _drop(call, work, who, await in_hand(call, work, programme))


@feature.submitted(DropForm, role=Role.FACILITATOR)
async def dropped(call: Call, form: DropForm, work: Work, subject: str) -> Answer:
    """Let the introduction not happen that whom the form names is in."""
    return await _drop(call, work, form.who, await by_id(call, work, form.programme))


async def _drop(call: Call, work: Work, who: Member, programme: Programme) -> Answer:
    round_ = await _next_round(call, work, programme)
    group = rounds.group_with(_plan(round_), who.id)
    if group is None:
        raise UserError(words("round.in_no_group", name=who.name))
    return _adjust(call, round_, round_.adjustments.drop(group), words("adjusted.dropped"))


@feature.command("round swap", role=Role.FACILITATOR, opens=SwapForm)
async def swap(
    call: Call,
    work: Work,
    one: Annotated[Member | None, PersonArg("swapped")],
    other: Annotated[Member | None, PersonArg("swapped_with", after=("with", "and"))],
    programme: ProgrammeSaid,
) -> Answer:
    """Let two people change places; the other introductions stay as they are."""
    if one is None or other is None:
        return await _ask(call, work, SwapForm, programme)
    return await _swap(call, work, (one, other), await in_hand(call, work, programme))


@feature.submitted(SwapForm, role=Role.FACILITATOR)
async def swapped(call: Call, form: SwapForm, work: Work, subject: str) -> Answer:
    """Let the two of the form change places."""
    programme = await by_id(call, work, form.programme)
    return await _swap(call, work, (form.one, form.other), programme)


async def _swap(call: Call, work: Work, two: tuple[Member, Member], programme: Programme) -> Answer:
    one, other = two
    round_ = await _next_round(call, work, programme)
    plan = _plan(round_)
    planned = {m for group in rounds.groups_of(plan) for m in group}
    planned |= {left.member for left in plan.left_out}
    for who in two:
        if who.id not in planned or who.id not in round_.participants.by_id:
            raise UserError(words("round.not_in", name=who.name))
    try:
        groups = rounds.swapped(plan, one.id, other.id)
    except ValueError:
        raise UserError(words("round.same_group")) from None
    changed = [group for group in groups if group & {one.id, other.id}]
    problem = round_.problem
    if len(possible(changed, problem.candidates, problem.rules.known)) < len(changed):
        # Not which of the reasons: one of them is confidential.
        raise UserError(words("round.may_not_meet"))
    adjusted = round_.adjusted(round_.adjustments.pin(changed), call.now)
    kept = possible(groups, problem.candidates, problem.rules.known)
    note = words("adjusted.swapped", one=one.name, other=other.name)
    return _match(call, adjusted, note, kept)


def _adjust(call: Call, round_: NextRound, adjusted: Adjustments, note: RichText) -> Answer:
    again = round_.adjusted(adjusted, call.now)
    return _match(call, again, note)


def _plan(round_: NextRound) -> Plan:
    if round_.draft is None or round_.draft.plan is None:
        raise UserError(words("round.preview_first", name=round_.programme.name))
    return round_.draft.plan


# Opening --------------------------------------------------------------------------------------


@feature.command("round open", role=Role.FACILITATOR)
async def open_(call: Call, work: Work, programme: ProgrammeInHand) -> Answer:
    """Open the round as it was previewed; without a preview, match and open it."""
    running = await work.introductions.rounds.latest_opened(programme.id)
    drafted = await work.introductions.rounds.draft(programme.id, programme.number)
    if running and running.stage is not Stage.OVER and drafted is None:
        by = await work.people.member(running.opened_by) if running.opened_by else None
        return Reply(round_views.still_running(programme, running, by))
    return await _open(call, work, await _next_round(call, work, programme), Reply)


@feature.action("open", role=Role.FACILITATOR)
async def open_as_seen(
    call: Call,
    work: Work,
    about: RoundOfButton,
    version: Annotated[int, NumberArg("version")] = 0,
) -> Answer:
    """Open the round that was looked at, exactly as it was looked at."""
    programme, draft = about
    if draft.stage is not Stage.DRAFT:
        return Reply(await _already_open(work, draft))
    round_ = await _next_round(call, work, programme)
    if draft.plan and version != draft.version:
        return Reply(round_views.preview(round_, draft, draft.plan, note=words("preview.newer")))
    return await _open(call, work, round_, Update)


async def _open(
    call: Call, work: Work, round_: NextRound, show: Callable[[Message], Answer]
) -> Answer:
    if not round_.enough:
        return Reply(round_views.nobody_yet(round_))
    draft = round_.draft
    if draft is None:
        return _match_and_open(call, round_, round_.problem.rules)
    if draft.plan is None:
        return _match(call, round_, words("preview.again"))
    changed = rounds.changes(draft.plan, round_.problem)
    if changed:
        return _match(call, round_, round_views.what_changed(changed, round_.participants.by_id))
    if not draft.plan.groups:
        return Reply(await _nobody_left(work, round_, draft.plan, call.now))
    if draft.fingerprint != round_.problem.fingerprint:  # the groups hold; why may be out of date
        return _match_and_open(call, round_, rounds.as_planned(round_.problem, draft.plan))
    if not await open_round(work, round_, draft, call.now, call.me.id):
        fresh = await work.introductions.rounds.get(draft.id)
        return Reply(await _already_open(work, fresh or draft))
    return show(await _opened(call, work, round_, draft))


def _match_and_open(call: Call, round_: NextRound, rules: Rules) -> Compute[Plan]:
    programme, seed = round_.programme, round_.seed(call.seed)

    async def then(work: Work, plan: Plan) -> Reply:
        latest = await work.introductions.rounds.latest_opened(programme.id)
        if latest and latest.number >= programme.number:
            return Reply(await _already_open(work, latest))
        if not plan.groups:
            return Reply(await _nobody_left(work, round_, plan, call.now))
        draft = await keep_and_open(work, round_, plan, seed, call.now, call.me.id)
        return Reply(await _opened(call, work, round_, draft))

    return Compute(rounds.work_out, (round_.problem.candidates, rules, seed), then)


async def _nobody_left(work: Work, round_: NextRound, plan: Plan, now: datetime) -> Message:
    possible = await possible_from(work, round_, now)
    return nobody_left(round_.programme, plan.left_out, possible)


async def _opened(call: Call, work: Work, round_: NextRound, draft: Round) -> Message:
    programme = round_.programme
    after = programme.terms.opening_after(programme.opens_at or call.now, call.now)
    way: RichText | None = None
    if any(rate_limit.room or rate_limit.message for rate_limit in call.rate_limits.values()):
        introductions = await work.introductions.follow_up.of_round(draft.id)
        left = (await how_far(work, introductions, call.rate_limits, call.now)).left
        way = round_views.under_way(draft, left) if left > round_views.A_WHILE else None
    return round_views.opened(round_, draft, after, way)


async def _already_open(work: Work, round_: Round) -> Message:
    by = await work.people.member(round_.opened_by) if round_.opened_by else None
    return round_views.already_open(round_, by)
