"""What falls due: a reminder to those who have not answered, and the end of polls."""

from datetime import datetime, timedelta

from bot.community.good_hours import is_day
from bot.features.polls import feature, invitations
from bot.features.polls.domain import Poll
from bot.features.polls.ports import Work
from bot.features.polls.results.notices import close
from bot.ui.text import read_id

REMINDED = timedelta(days=1)
"""So long before it closes people are reminded of a poll, or for the second half of a short one."""


async def _over(work: Work, now: datetime) -> list[str]:
    return [f"{poll.id}:{poll.closes_at.isoformat()}" for poll in await work.polls.closing(now)]


@feature.schedule("close", due=_over)
async def close_polls(work: Work, period: str, now: datetime, seed: int) -> None:
    """Close a poll whose time is over, and tell those who look after it."""
    poll = await work.polls.get(read_id(period.partition(":")[0]))
    if poll and poll.closes_at <= now:
        await close(work, poll, now)


async def _to_remind(work: Work, now: datetime) -> list[str]:
    """Each every quarter of an hour: at no other time a day begins, in any zone."""
    quarter = f"{now:%Y-%m-%dT%H}:{now.minute // 15 * 15:02}"
    closing = await work.polls.closing(now + REMINDED)
    return [f"{poll.id}:{quarter}" for poll in closing if poll.origin and _is_time(poll, now)]


@feature.schedule("remind", due=_to_remind)
async def remind(work: Work, period: str, now: datetime, seed: int) -> None:
    """Remind those whose day it is, each once, who are interested and have not answered."""
    poll = await work.polls.get(read_id(period.partition(":")[0]))
    if poll and poll.takes_answers(now):
        await invitations.remind(work, poll, await _without_answer(work, poll, now))


def _is_time(poll: Poll, now: datetime) -> bool:
    half = (poll.closes_at - poll.made_at) / 2
    return poll.closes_at - min(REMINDED, half) <= now < poll.closes_at


async def _without_answer(work: Work, poll: Poll, now: datetime) -> list[int]:
    """Who is interested, has not answered, and is awake."""
    answered = {each.member for each in await work.polls.respondents(poll.id)}
    named = [each for each in await invitations.interested(work, poll, now) if each not in answered]
    asked = await invitations.may_be_asked(work, poll, named, now, by=poll.made_by)
    people = await work.people.members(asked)
    return [member for member in asked if is_day(now, people[member].zone)]
