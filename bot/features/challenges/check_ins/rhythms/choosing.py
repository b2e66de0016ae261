"""A rhythm begins, goes on or ends, and with it what is asked on it."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.features.challenges.cards.live import card_of
from bot.features.challenges.check_ins.domain import Every, Rhythm, local_day
from bot.features.challenges.check_ins.rounds.questions import take_back
from bot.features.challenges.domain import Challenge, ChallengeState
from bot.features.challenges.ports import Work


async def choose(
    work: Work, challenge: Challenge, rhythm: Rhythm, zone_name: str, now: datetime
) -> Rhythm:
    """Let a rhythm hold from tomorrow on: what was still asked on the old one is asked no more."""
    first = rhythm.first_from(local_day(now, zone_name) + timedelta(days=1))
    is_open = challenge.state is ChallengeState.OPEN
    begun = replace(rhythm, since=first, next_day=first if is_open else None)
    await take_back(work, challenge.id)
    await work.challenges.rhythms.choose(begun)
    await work.live.touch(card_of(challenge.id))
    return begun


async def go_on(work: Work, challenge: int, now: datetime) -> None:
    """Let the rounds of an open challenge be planned; one without a rhythm begins to be watched."""
    tomorrow = local_day(now, "UTC") + timedelta(days=1)
    rhythm = await work.challenges.rhythms.of(challenge)
    if rhythm is None:
        rhythm = Rhythm(challenge, Every.NONE, tomorrow.weekday(), tomorrow)
        await work.challenges.rhythms.choose(replace(rhythm, next_day=tomorrow))
    else:
        await work.challenges.rhythms.plan(challenge, rhythm.first_from(tomorrow))


async def stop(work: Work, challenge: int) -> None:
    """Ask nothing any more; what was answered stays."""
    await take_back(work, challenge)
    await work.challenges.rhythms.end(challenge)
    await work.challenges.rhythms.plan(challenge, None)
