"""Closing a challenge with an outcome, opening it again, taking it back, letting it go on."""

from functools import partial

from bot.community.domain_events import ChallengeClosed, ChallengeOpened
from bot.community.facts import Fact
from bot.community.roles import Role, require
from bot.delivery.addresses import ToMember
from bot.delivery.outbox import Composed
from bot.delivery.threads import say_below
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.domain import ALIVE, Challenge, ChallengeState, Outcome
from bot.features.challenges.lookup import HOSTS, HostedChallenge, OverChallenge, by_id, locked
from bot.features.challenges.outcomes import views
from bot.features.challenges.outcomes.forms import CloseForm, GoOnForm, WithdrawForm
from bot.features.challenges.participants.joining import open_now
from bot.features.challenges.ports import Work
from bot.features.challenges.updates.history import go_on_until
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.fields import Raw
from bot.ui.forms import FieldErrors
from bot.ui.submit_words import SAVE
from bot.ui.text import clean, read_id

# Closing --------------------------------------------------------------------------------------


@feature.command("close", role=Role.FACILITATOR, opens=CloseForm)
@feature.command("close", role=HOSTS, opens=CloseForm, action="close", carries=("challenge",))
async def close(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Ask for an outcome; nothing is closed before it is sent. Later it can be said otherwise."""
    if challenge.state is ChallengeState.WITHDRAWN:
        raise UserError(words("close.withdrawn", question=challenge.question))
    return Open(CloseForm, str(challenge.id))


@feature.prefill(CloseForm)
async def close_form(call: Call, work: Work, subject: str) -> Prefill:
    """What has been told so far."""
    found = await by_id(call, work, subject)
    told, before = found.outcome, found.state is ChallengeState.CLOSED
    values: dict[str, Raw] = {"learned": told.learned, "changed": told.changed, "next": told.next}
    return Prefill(values, submit=SAVE if before else "")


@feature.submitted(CloseForm, role=HOSTS)
async def closed(call: Call, form: CloseForm, work: Work, subject: str) -> Answer:
    """Close it, and tell everybody who is in it, once; or say otherwise what came of it."""
    found = await locked(call, work, read_id(subject))
    require(call.standing, HOSTS, found.scope)
    if found.state is ChallengeState.WITHDRAWN:
        raise UserError(words("close.withdrawn", question=found.question))
    said = (clean(each).strip() for each in (form.learned, form.changed, form.next))
    outcome = Outcome(*said)
    if not outcome:
        raise FieldErrors({"learned": words.text("fault.no_outcome")})
    await work.challenges.proposals.tell_outcome(found.id, outcome)
    await work.live.touch(card_of(found.id))
    if found.state is ChallengeState.CLOSED:
        return Reply(views.told_otherwise(found))
    await work.challenges.proposals.become(found.id, ChallengeState.CLOSED, call.now)
    await work.cards.withdraw(card_of(found.id))
    await _end(call, work, found, outcome.text)
    told = partial(views.told, found, outcome)
    others = await _tell(call, work, found, told, "challenges.closed")
    fact = Fact.of("challenges.closed", found.id, part=call.now.isoformat())
    below = partial(views.told_below, found, outcome)
    await say_below(work, card_of(found.id), below, fact, community=found.community)
    return Reply(views.closed(found, others))


@feature.command("reopen", role=Role.FACILITATOR)
@feature.command("reopen", role=HOSTS, action="reopen", carries=("challenge",))
async def reopen(call: Call, work: Work, challenge: OverChallenge) -> Answer:
    """Let a group go on that was closed; what it told stays."""
    found = await locked(call, work, challenge.id)
    if found.state is not ChallengeState.CLOSED:
        raise UserError(words("reopen.not_closed", question=found.question))
    await work.challenges.proposals.become(found.id, ChallengeState.OPEN, call.now)
    await go_on_until(work, found, None, call.me.id, call.now)
    opened = ChallengeOpened(found.id, found.community, found.question, call.now)
    work.domain_events.append(opened)
    told = partial(views.open_again, found)
    others = await _tell(call, work, found, told, "challenges.reopened")
    return Reply(views.reopened(found, others))


# Opening, and going on ------------------------------------------------------------------------


@feature.command("open", role=Role.FACILITATOR, action="open", carries=("challenge",))
async def open_(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Open a challenge that gathers people, however many there are."""
    found = await locked(call, work, challenge.id)
    if found.state is not ChallengeState.PROPOSED:
        raise UserError(words("open.already", question=found.question))
    await open_now(work, found, call.me.id, call.now)
    return Reply(views.opened(found))


@feature.action("go_on", role=HOSTS, opens=GoOnForm)
async def go_on(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Ask until when it goes on."""
    _check_alive(challenge)
    return Open(GoOnForm, str(challenge.id))


@feature.submitted(GoOnForm, role=HOSTS)
async def goes_on(call: Call, form: GoOnForm, work: Work, subject: str) -> Answer:
    """Let it go on until that day, or for as long as the group likes."""
    found = await locked(call, work, read_id(subject))
    require(call.standing, HOSTS, found.scope)
    _check_alive(found)
    await go_on_until(work, found, form.until, call.me.id, call.now)
    return Reply(views.goes_on(found, form.until))


# Taking back ----------------------------------------------------------------------------------


@feature.command("withdraw", role=Role.FACILITATOR, opens=WithdrawForm)
@feature.command(
    "withdraw", role=HOSTS, opens=WithdrawForm, action="withdraw", carries=("challenge",)
)
async def withdraw(call: Call, work: Work, challenge: HostedChallenge) -> Answer:
    """Ask for a word to those who are in it; nothing is taken back before it is sent."""
    _check_alive(challenge)
    return Open(WithdrawForm, str(challenge.id))


@feature.submitted(WithdrawForm, role=HOSTS)
async def withdrawn(call: Call, form: WithdrawForm, work: Work, subject: str) -> Answer:
    """Take it back, and tell those who are in it."""
    found = await locked(call, work, read_id(subject))
    require(call.standing, HOSTS, found.scope)
    _check_alive(found)
    await work.challenges.proposals.become(found.id, ChallengeState.WITHDRAWN, call.now)
    await work.live.touch(card_of(found.id))
    await work.cards.withdraw(card_of(found.id))
    await _end(call, work, found, "")
    told = partial(views.withdrawn, found, clean(form.word).strip())
    others = await _tell(call, work, found, told, "challenges.withdrawn")
    return Reply(views.withdrew(found, others))


async def _end(call: Call, work: Work, challenge: Challenge, outcome: str) -> None:
    people = await work.challenges.participants.all_of(challenge.id)
    members = tuple(each.member for each in people)
    ended = (challenge.id, challenge.community, challenge.question, members, outcome, call.now)
    work.domain_events.append(ChallengeClosed(*ended))


async def _tell(call: Call, work: Work, challenge: Challenge, told: Composed, kind: str) -> int:
    """Tell everybody who is in it but the actor, each alone; returns how many."""
    people = await work.challenges.participants.all_of(challenge.id)
    others = [each.member for each in people if each.member != call.me.id]
    for member in others:
        fact = Fact.of(kind, challenge.id, part=call.now.isoformat(), member=member)
        await work.outbox.post(ToMember(member), told, fact, community=challenge.community)
    return len(others)


def _check_alive(challenge: Challenge) -> None:
    if challenge.state not in ALIVE:
        raise UserError(words("edit.too_late", question=challenge.question))
