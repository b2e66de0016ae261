"""Making commitments, saying them otherwise and settling them; and what follows for others."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial

from bot.community.people import Member
from bot.community.zones import zone
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.check_ins.digests.telling import renew_steps
from bot.features.challenges.commitments import views
from bot.features.challenges.commitments.domain import (
    KEPT,
    Commitment,
    CommitmentState,
    first_question,
)
from bot.features.challenges.domain import Challenge
from bot.features.challenges.help_requests.closing import close_requests
from bot.features.challenges.participants.signs import heard_from
from bot.features.challenges.ports import Work


async def make(
    work: Work, me: Member, text: str, day: date | None, challenge: Challenge | None, now: datetime
) -> Commitment:
    """Let somebody commit to something, in a challenge or just for themselves."""
    new = Commitment(
        id=0,
        community=me.community,
        member=me.id,
        challenge=challenge.id if challenge else None,
        text=text,
        day=day,
        state=CommitmentState.OPEN,
        made_at=now,
        since=now,
        ask_on=first_question(day, now, me.zone),
    )
    made = await work.challenges.commitments.add(new)
    await _is_seen(work, made, now)
    return made


async def say_otherwise(
    work: Work, found: Commitment, me: Member, text: str, day: date | None, now: datetime
) -> Commitment:
    """Let it say something else, or be for another day; it is asked about anew."""
    ask_on = first_question(day, now, me.zone)
    changed = _open_again(replace(found, text=text, day=day), ask_on, now)
    await _put(work, found, changed, "answered.changed", now)
    return changed


async def keep(work: Work, found: Commitment, me: Member, now: datetime) -> Commitment:
    """Let it be the same, a week from today; or open again, where it was settled.

    What has no day gets none by that.
    """
    day = now.astimezone(zone(me.zone)).date() + KEPT if found.day else None
    kept = _open_again(replace(found, day=day), day, now)
    await _put(work, found, kept, "answered.kept", now)
    return kept


async def settle(
    work: Work, found: Commitment, state: CommitmentState, now: datetime
) -> Commitment:
    """Let it be done, or let go: what was asked for with it is needed no more."""
    if found.state is state:
        return found
    settled = replace(found, state=state, settled_at=now, ask_on=None, question="")
    await _put(work, found, settled, f"answered.{state}", now)
    await close_requests(work, [found], now)
    return settled


async def wait_for_help(work: Work, found: Commitment, me: Member, now: datetime) -> None:
    """Ask about it again in a week, since somebody may help meanwhile."""
    week = now.astimezone(zone(me.zone)).date() + KEPT
    waits = replace(found, ask_on=week, asked=0, since=now)
    await _put(work, found, waits, "answered.help", now)


async def be_private(work: Work, found: Commitment, now: datetime) -> Commitment:
    """Let nobody else see it any more; its day stays."""
    private = replace(found, challenge=None)
    await work.challenges.commitments.save(private)
    await close_requests(work, [found], now, in_group=True)
    await _is_seen(work, found, now)
    return private


async def part_with_group(
    work: Work, challenge: int, now: datetime, member: int | None = None
) -> list[Commitment]:
    """Let all that people, or one of them, have yet to do in a group be theirs alone.

    It takes as many statements for three as for three hundred. Nobody is heard of by that.
    """
    private = await work.challenges.commitments.be_private(challenge, member)
    if private:
        await close_requests(work, private, now, in_group=True)
        await work.live.touch(card_of(challenge))
        await renew_steps(work, challenge, now)
        await work.homes.touch(sorted({each.member for each in private}), now)
    return private


def _open_again(changed: Commitment, ask_on: date | None, now: datetime) -> Commitment:
    opened = replace(changed, state=CommitmentState.OPEN, settled_at=None, ask_on=ask_on)
    return replace(opened, since=now, asked=0, question="")


async def _put(work: Work, found: Commitment, now_: Commitment, key: str, now: datetime) -> None:
    """Keep it as it is now; a question that was asked says from now on what was answered."""
    await work.challenges.commitments.save(now_)
    if found.question:
        await work.outbox.edit(found.asked_by, partial(views.answered, now_, key))
    await _is_seen(work, now_, now)


async def _is_seen(work: Work, commitment: Commitment, now: datetime) -> None:
    if commitment.challenge is not None:
        await heard_from(work, commitment.challenge, commitment.member, now)
        await work.live.touch(card_of(commitment.challenge))
        await renew_steps(work, commitment.challenge, now)
    await work.homes.touch([commitment.member], now)
