"""Digests fall due once the day is over for everybody who was asked."""

from dataclasses import replace
from datetime import date, datetime

from bot.features.challenges import feature
from bot.features.challenges.check_ins.digests.domain import by_day_of_most
from bot.features.challenges.check_ins.digests.telling import renew
from bot.features.challenges.ports import Work
from bot.ui.text import read_id


async def _to_tell(work: Work, now: datetime) -> list[str]:
    due = await work.challenges.rhythms.to_tell(now)
    return [f"{challenge}@{day}@{at.isoformat()}" for challenge, day, at in due]


@feature.schedule("check_in_digests", due=_to_tell)
async def tell(work: Work, period: str, now: datetime, seed: int) -> None:
    """Tell what would help, and who could, if anybody could; from now on it is kept true.

    By day of most of those in the group; what is due in the night waits for the morning.
    """
    id_, day, _ = period.split("@")
    round_ = await work.challenges.rhythms.round(read_id(id_), date.fromisoformat(day))
    if round_ and round_.digest_at and round_.digest_at <= now:
        people = await work.challenges.check_ins.people(round_.challenge)
        morning = by_day_of_most(now, [each.zone for each in people])
        if morning > now:
            await work.challenges.rhythms.told(replace(round_, digest_at=morning))
            return
        await work.challenges.rhythms.told(replace(round_, digest_at=None))
        await renew(work, round_.challenge, round_.day, now, due=True)
