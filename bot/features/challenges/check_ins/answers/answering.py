"""An answer is kept, and what follows: the question is put away, the digest said otherwise."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.features.challenges.check_ins.answers import views
from bot.features.challenges.check_ins.digests.telling import renew
from bot.features.challenges.check_ins.domain import Answered, CheckIn, Person, local_day
from bot.features.challenges.check_ins.rounds.questions import to_one
from bot.features.challenges.domain import Challenge
from bot.features.challenges.participants.signs import heard_from
from bot.features.challenges.ports import Work


async def keep(
    work: Work, challenge: Challenge, person: Person, check_in: CheckIn, now: datetime
) -> CheckIn:
    """Keep what somebody has made of a round; nothing more is asked of them for it."""
    on = check_in.answered_on or local_day(now, person.zone)
    kept = replace(check_in, ask_at=None, answered_on=on)
    await work.challenges.check_ins.keep(kept)
    await heard_from(work, challenge.id, person.member, now)
    if kept.asks and kept.asked_in is None:
        await work.outbox.edit(to_one(kept), partial(views.settled, challenge, kept))
    await renew(work, challenge.id, kept.day, now)
    return kept


async def delete(
    work: Work, challenge: Challenge, person: Person, check_in: CheckIn, now: datetime
) -> CheckIn:
    """Take the words of an answer away, wherever they were told."""
    without = replace(check_in, tried="", help="", for_hosts=False, state=Answered.SKIPPED)
    return await keep(work, challenge, person, without, now)
