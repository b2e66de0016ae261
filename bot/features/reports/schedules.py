"""The record of cases is kept for a while only."""

from collections.abc import Sequence
from datetime import datetime

from bot.community.domain_events import RecordForgotten
from bot.features.reports import feature
from bot.features.reports.domain import KEPT, Decision
from bot.features.reports.ports import Work


async def _due(work: Work, now: datetime) -> Sequence[str]:
    old = await work.reports.any_before(now - KEPT)
    return [now.date().isoformat()] if old else []


@feature.schedule("forget", due=_due)
async def forget(work: Work, period: str, now: datetime, seed: int) -> None:
    """Forget cases that are older than that, and have what was taken down forgotten by them."""
    for case in await work.reports.forget_before(now - KEPT):
        if case.decision is Decision.TAKEN_DOWN:
            work.domain_events.append(RecordForgotten(case.about, case.community, now))
