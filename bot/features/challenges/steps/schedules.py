"""What falls due: people are asked about what they have set themselves, in their own day."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from bot.community.zones import zone
from bot.delivery.addresses import ToMember
from bot.features.challenges import feature
from bot.features.challenges.commitments import views
from bot.features.challenges.commitments.domain import AGAIN, Commitment
from bot.features.challenges.commitments.lookup import questions_of
from bot.features.challenges.ports import Work
from bot.ui.text import read_id

_EARLIEST = timedelta(hours=14)
"""So far ahead of UTC a day begins somewhere."""


async def _due(work: Work, now: datetime) -> list[str]:
    there = await work.challenges.commitments.to_ask((now + _EARLIEST).date())
    due = [each.commitment for each in there if each.is_due(now)]
    gone = await work.people.gone([each.member for each in due]) if due else frozenset()
    return [each.period for each in due if each.member not in gone]


@feature.schedule("commitments", due=_due)
async def ask(work: Work, period: str, now: datetime, seed: int) -> None:
    """Ask somebody what has become of it: once, and once more if they do not answer."""
    found = await work.challenges.commitments.lock(read_id(period.partition(":")[0]))
    me = await work.people.member(found.member) if found else None
    if found is None or me is None or found.period != period or not found.open:
        return
    today, again = now.astimezone(zone(me.zone)).date(), found.asked > 0
    if found.question:
        await work.outbox.retract(found.asked_by)
    asked = replace(
        found,
        asked=found.asked + 1,
        ask_on=None if again else today + AGAIN,
        question=f"{found.since.isoformat()}.{found.asked + 1}",
    )
    await work.challenges.commitments.save(asked)
    of = (await questions_of(work, [found])).get(found.challenge or 0, "")
    question = partial(views.question, found, of, _how(found, today))
    await work.outbox.post(ToMember(me.id), question, asked.asked_by, community=found.community)


def _how(found: Commitment, today: date) -> str:
    """How it is asked: again, on the day itself, late since Kindred was down, or on another day."""
    if found.asked:
        return views.AGAIN
    if found.day is None or found.ask_on != found.day:
        return "due.since"
    return "due.late" if today > found.day else "due.question"
