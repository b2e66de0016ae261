"""Who is to be asked in a round, and when: worked out once, before its day begins anywhere."""

from datetime import date, datetime, timedelta

from bot.features.challenges.cards.live import card_of
from bot.features.challenges.check_ins.domain import (
    CheckIn,
    Person,
    Rhythm,
    Round,
    end_of,
    instant,
    local_day,
    over_everywhere,
)
from bot.features.challenges.ports import Work


async def plan(work: Work, rhythm: Rhythm, day: date, now: datetime) -> None:
    """Plan a round in as many statements however many people there are; then the next one."""
    people = await work.challenges.check_ins.people(rhythm.challenge)
    zones = {each.member: each.zone for each in people}
    planned = [each for person in people if (each := _of(rhythm, person, day, now))]
    if rhythm.asks:
        ends = [end_of(each.ask_on, zones[each.member]) for each in planned]
        told_at = max([*ends, end_of(day, "UTC")])
        await work.challenges.rhythms.begin(Round(rhythm.challenge, day, told_at))
    await work.challenges.check_ins.add(planned)
    await work.challenges.rhythms.plan(rhythm.challenge, _next(rhythm, day, now))
    await work.live.touch(card_of(rhythm.challenge))


async def plan_for(work: Work, challenge: int, member: int, now: datetime) -> None:
    """Let somebody be asked in the round that is planned already, if their hour is to come."""
    rhythm = await work.challenges.rhythms.of(challenge)
    person = await work.challenges.check_ins.person(challenge, member)
    if rhythm is None or rhythm.next_day is None or person is None or not rhythm.asks:
        return
    for day in rhythm.rounds_before(rhythm.next_day - timedelta(days=1), 1):
        planned = _of(rhythm, person, day, now)
        if planned and planned.ask_at and planned.ask_at > now:
            await work.challenges.check_ins.add([planned])


def _of(rhythm: Rhythm, person: Person, day: date, now: datetime) -> CheckIn | None:
    """When somebody is to be asked: not when that day of theirs is over, nor while they rest."""
    on = rhythm.asked_on(day, person.preferences.weekday)
    at = instant(on, person.preferences.hour, person.zone)
    if local_day(now, person.zone) > on or not person.is_asked_on(on):
        return None
    if not rhythm.asks and not person.is_quiet(rhythm, at):
        return None
    return CheckIn(rhythm.challenge, person.member, day, ask_on=on, ask_at=at)


def _next(rhythm: Rhythm, day: date, now: datetime) -> date:
    """The next round; those are left out that went by while nothing was running."""
    next_ = rhythm.after(day)
    if over_everywhere(next_, now):
        return rhythm.first_from((now - timedelta(days=1)).date())
    return next_
