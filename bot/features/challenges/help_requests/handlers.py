"""Asking for help with a commitment; offering it, and what else people say who are asked."""

from functools import partial

from bot.community.people import Member
from bot.delivery.threads import say_below
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.check_ins.digests.telling import renew_steps
from bot.features.challenges.commitments.changes import wait_for_help
from bot.features.challenges.commitments.domain import Commitment
from bot.features.challenges.commitments.lookup import alive, mine
from bot.features.challenges.help_requests import views
from bot.features.challenges.help_requests.closing import close
from bot.features.challenges.help_requests.domain import (
    MONTH,
    MOST_ASKED_FOR,
    MOST_HELPERS,
    HelpRequest,
    Said,
)
from bot.features.challenges.help_requests.forms import GROUP, NAMED, OUTSIDE, UNNAMED, HelpForm
from bot.features.challenges.help_requests.meeting import bring_together
from bot.features.challenges.lookup import may_see, reader
from bot.features.challenges.participants.signs import heard_from
from bot.features.challenges.ports import Work
from bot.matching.eligibility import never_meet
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply, Update
from bot.ui.forms import FieldErrors
from bot.ui.messages import Option
from bot.ui.text import clean, read_id

# Asking ---------------------------------------------------------------------------------------


@feature.action("commitment_help", opens=HelpForm)
async def ask_what(call: Call, work: Work, commitment: str) -> Answer:
    """Ask what would help, and of whom it is asked."""
    return Open(HelpForm, str((await mine(call, work, commitment)).id))


@feature.prefill(HelpForm)
async def help_form(call: Call, work: Work, subject: str) -> Prefill:
    """The group is asked only about what it sees."""
    found = await mine(call, work, subject)
    there = [OUTSIDE] if found.private else [GROUP, OUTSIDE]
    options = [Option.of(words.text(f"helping.from.{each}"), each) for each in there]
    return Prefill({"where": there[0], "name": UNNAMED}, {"where": options})


@feature.submitted(HelpForm)
async def wanted(call: Call, form: HelpForm, work: Work, subject: str) -> Answer:
    """Ask the group below its cards, or let people outside be looked for."""
    found = await mine(call, work, subject)
    group = form.where == GROUP and not found.private
    await _check(call, work, found, group=group)
    need = clean(form.need).strip()
    if not need:
        raise FieldErrors({"need": words.text("fault.no_need")})
    search_at = None if group else call.now
    request = await work.challenges.help_requests.add(
        found.id, need, call.now, named=form.name == NAMED, group=group, search_at=search_at
    )
    if group:
        await _ask_group(call, work, found, request)
    await wait_for_help(work, found, call.me, call.now)
    return Reply(views.asked(group=group))


async def _check(call: Call, work: Work, found: Commitment, *, group: bool) -> None:
    book = work.challenges.help_requests
    if not found.open:
        raise UserError(words("commitment.gone"))
    open_ = [each for each in await book.of(found.id) if each.closed_at is None]
    if any(each.group is group for each in open_):
        raise UserError(words("helping.already"))
    if await book.made_since(call.me.id, call.now - MONTH) >= MOST_ASKED_FOR:
        raise UserError(words("helping.too_many", most=MOST_ASKED_FOR))


async def _ask_group(call: Call, work: Work, found: Commitment, request: HelpRequest) -> None:
    challenge = await alive(call, work, found.challenge or 0)
    name = call.me.name if request.named else ""
    told = partial(views.wanted, request, found, name, challenge.question)
    card, here = card_of(challenge.id), found.community
    if not await say_below(work, card, told, request.fact, community=here):
        raise FieldErrors({"where": words.text("helping.nowhere")})


# Being asked ----------------------------------------------------------------------------------


@feature.action("help_offer")
async def offer(call: Call, work: Work, request: str) -> Answer:
    """Say that one can help: the two are told of one another, in a room of their own."""
    book = work.challenges.help_requests
    found = await book.lock(read_id(request))
    if found is None or found.community != call.community.id:
        raise UserError(words("helping.over"))
    commitment = await work.challenges.commitments.get(found.commitment)
    asker = await work.people.member(found.member)
    said = {each.member: each.said for each in await book.questions(found.id)}
    if found.member == call.me.id:
        raise UserError(words("helping.yourself"))
    if said.get(call.me.id) is Said.YES:
        return Reply(views.thanked())
    if found.closed_at or commitment is None or asker is None:
        raise UserError(words("helping.over"))
    asked = call.me.id in said or (found.group and await _sees(call, work, commitment))
    if not asked or await _apart(call, work, asker):
        raise UserError(words("helping.over"))
    await book.ask(found.id, call.me.id, call.now, Said.YES)
    await work.outbox.edit(found.question_to(call.me.id), views.thanked)
    await bring_together(work, found, commitment, asker, call.me)
    if commitment.challenge is not None:
        await heard_from(work, commitment.challenge, call.me.id, call.now)
        await renew_steps(work, commitment.challenge, call.now)
    if list(said.values()).count(Said.YES) + 1 >= MOST_HELPERS:
        await close(work, found, call.now)
    return Reply(views.thanked())


@feature.action("help_no")
async def decline(call: Call, work: Work, request: str) -> Answer:
    """Say that one cannot help this time, which nobody is told."""
    await _say_no(call, work, request)
    return Update(views.declined())


@feature.action("help_never")
async def never(call: Call, work: Work, request: str) -> Answer:
    """Be asked no such questions any more."""
    await _say_no(call, work, request)
    await work.challenges.help_requests.refuse(call.me.id, call.now)
    return Update(views.never_again())


@feature.action("help_welcome")
async def welcome(call: Call, work: Work) -> Answer:
    """Be asked again."""
    await work.challenges.help_requests.welcome(call.me.id)
    return Update(views.welcome_again())


async def _say_no(call: Call, work: Work, request: str) -> None:
    book = work.challenges.help_requests
    found = await book.lock(read_id(request))
    if found is None:
        return
    for each in await book.questions(found.id):
        if each.member == call.me.id and each.said is Said.NOTHING:
            await book.ask(found.id, call.me.id, call.now, Said.NO)


async def _sees(call: Call, work: Work, commitment: Commitment) -> bool:
    """Whether the actor may see the group in which help was asked for."""
    challenge = await work.challenges.proposals.get(commitment.challenge or 0)
    return challenge is not None and may_see(call, challenge, await reader(call, work))


async def _apart(call: Call, work: Work, asker: Member) -> bool:
    """Whether the two are never to meet, which neither is told."""
    known = await work.acquaintances.among([call.me.id, asker.id], call.now)
    return never_meet(call.me.id, asker.id, known)
