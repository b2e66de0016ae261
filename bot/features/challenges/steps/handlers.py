"""Lists of commitments, and what can become of one: done, kept, changed, let go."""

from dataclasses import replace
from typing import Annotated

from bot.community.roles import Role
from bot.community.told_names import told_to
from bot.delivery.addresses import ToMember
from bot.delivery.threads import say_below
from bot.errors import UserError
from bot.features.challenges import feature, words
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.commitments import views
from bot.features.challenges.commitments.changes import be_private, keep, say_otherwise, settle
from bot.features.challenges.commitments.domain import (
    Commitment,
    CommitmentState,
    happened_of,
)
from bot.features.challenges.commitments.forms import ChangeForm, HappenedForm
from bot.features.challenges.commitments.handlers import step_text
from bot.features.challenges.commitments.lookup import mine, questions_of
from bot.features.challenges.domain import Challenge
from bot.features.challenges.help_requests.closing import helpers_of
from bot.features.challenges.lookup import SeenChallenge, hosts_itself
from bot.features.challenges.ports import Work
from bot.routing.arguments import TextArg
from bot.routing.declared import KINDRED
from bot.routing.interaction import Answer, Call, Open, Prefill, Reply
from bot.ui.folding import says_all
from bot.ui.messages import Option
from bot.ui.text import clean

_LONGEST_QUERY = 200
_MOST_LISTED = 200
_GROUP, _HELPERS = "group", "helpers"


# Lists ----------------------------------------------------------------------------------------


@feature.command("commitments", root=KINDRED, action="commitments")
async def commitments(
    call: Call,
    work: Work,
    which: Annotated[str, TextArg("my_commitment", max_length=_LONGEST_QUERY)] = "",
) -> Answer:
    """List what the actor has yet to do; or the one of these words, with what can become of it."""
    there = await work.challenges.commitments.open_of(call.me.id)
    meant = [each for each in there if says_all(each.text, which)]
    return Reply(views.mine(meant or there, await questions_of(work, there)))


@feature.action("commitment")
async def commitment(call: Call, work: Work, commitment: str) -> Answer:
    """Show one, with what can become of it."""
    found = await mine(call, work, commitment)
    return Reply(views.one(found, await questions_of(work, [found])))


@feature.command("commitments", role=Role.FACILITATOR, action="all_commitments")
async def all_commitments(call: Call, work: Work) -> Answer:
    """List what people in all groups have yet to do; by the names that every member is told."""
    there = await work.challenges.commitments.open_everywhere(call.community.id, _MOST_LISTED)
    told = {each.commitment.id for each in await told_to(work, call.me, there, call.now)}
    questions = await questions_of(work, [each.commitment for each in there])
    return Reply(views.of_all(there, questions, told))


@feature.command("commitments", action="commitments_of", carries=("challenge",))
async def commitments_of(call: Call, work: Work, challenge: SeenChallenge) -> Answer:
    """List what people in a challenge have yet to do; to its hosts also who hides their name."""
    there = await work.challenges.commitments.open_in(challenge.id, _MOST_LISTED)
    own = hosts_itself(call, challenge)
    listed = [replace(each, hidden=False) for each in there] if own else there
    told = {each.commitment.id for each in await told_to(work, call.me, listed, call.now)}
    return Reply(views.of_group(challenge, there, told, own=own))


# What becomes of one --------------------------------------------------------------------------


@feature.action("commitment_done")
async def done(call: Call, work: Work, commitment: str) -> Answer:
    """It is done."""
    return await _settle(call, work, commitment, CommitmentState.DONE)


@feature.action("commitment_let_go")
async def let_go(call: Call, work: Work, commitment: str) -> Answer:
    """It is let go, which is as good."""
    return await _settle(call, work, commitment, CommitmentState.LET_GO)


async def _settle(call: Call, work: Work, id_: str, state: CommitmentState) -> Answer:
    found = await settle(work, await mine(call, work, id_), state, call.now)
    told = bool(await _audience(work, found))
    return Reply(views.settled(found, told=told))


@feature.action("commitment_keep")
async def kept(call: Call, work: Work, commitment: str) -> Answer:
    """It stays as it is, and is asked about in a week."""
    found = await keep(work, await mine(call, work, commitment), call.me, call.now)
    return Reply(views.kept(found))


@feature.action("commitment_private")
async def private(call: Call, work: Work, commitment: str) -> Answer:
    """Nobody else sees it from now on."""
    found = await mine(call, work, commitment)
    if not found.private:
        found = await be_private(work, found, call.now)
    return Reply(views.is_private(found))


@feature.action("commitment_change", opens=ChangeForm)
async def change(call: Call, work: Work, commitment: str) -> Answer:
    """Ask what it says from now on, and by when."""
    return Open(ChangeForm, str((await mine(call, work, commitment)).id))


@feature.prefill(ChangeForm)
async def change_form(call: Call, work: Work, subject: str) -> Prefill:
    """What it says; a day that is over is asked for anew."""
    found = await mine(call, work, subject)
    coming = found.day if found.day and found.day >= call.now.date() else None
    return Prefill({"what": found.text, "until": coming.isoformat() if coming else ""})


@feature.submitted(ChangeForm)
async def changed(call: Call, form: ChangeForm, work: Work, subject: str) -> Answer:
    """Let it say that."""
    text = step_text(form.what)
    found = await mine(call, work, subject)
    return Reply(
        views.changed(await say_otherwise(work, found, call.me, text, form.until, call.now))
    )


# What happened --------------------------------------------------------------------------------


@feature.action("commitment_happened", opens=HappenedForm)
async def what_happened(call: Call, work: Work, commitment: str) -> Answer:
    """Ask what happened, and who may know."""
    return Open(HappenedForm, str((await mine(call, work, commitment)).id))


@feature.prefill(HappenedForm)
async def happened_form(call: Call, work: Work, subject: str) -> Prefill:
    """Those who may be told."""
    found = await mine(call, work, subject)
    there = await _audience(work, found)
    options = [Option.of(words.text(f"happened.to.{each}"), each) for each in there]
    return Prefill({"happened": found.happened}, {"tell": options})


@feature.submitted(HappenedForm)
async def happened(call: Call, form: HappenedForm, work: Work, subject: str) -> Answer:
    """Note it, and tell those who may know; each of them once."""
    found = await mine(call, work, subject)
    if found.open:
        raise UserError(words("commitment.gone"))
    found = replace(found, happened=" ".join(clean(form.happened).split()))
    await work.challenges.commitments.save(found)
    if _GROUP in form.tell and found.challenge is not None:
        await _tell_group(call, work, found)
    if _HELPERS in form.tell:
        await _tell_helpers(call, work, found)
    return Reply(views.noted())


async def _tell_group(call: Call, work: Work, found: Commitment) -> None:
    challenge = await _challenge_of(work, found)
    if challenge is None:
        return
    me = await work.challenges.participants.get(challenge.id, call.me.id)
    name = call.me.name if me and not me.hidden else ""
    told = views.happened_below(name, found, challenge.question)
    card, fact = card_of(challenge.id), happened_of(found)
    await say_below(work, card, told, fact, community=found.community)


async def _tell_helpers(call: Call, work: Work, found: Commitment) -> None:
    for helper in await helpers_of(work, found):
        told = views.happened_to_helper(call.me.name, found)
        fact = happened_of(found).to(helper)
        await work.outbox.post(ToMember(helper), told, fact, community=found.community)


async def _audience(work: Work, found: Commitment) -> list[str]:
    """Who may be told what happened: the group, those who helped."""
    there = [_GROUP] if await _challenge_of(work, found) else []
    return [*there, _HELPERS] if await helpers_of(work, found) else there


async def _challenge_of(work: Work, found: Commitment) -> Challenge | None:
    if found.challenge is None:
        return None
    return await work.challenges.proposals.get(found.challenge)
