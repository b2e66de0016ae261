"""The way back is open for a day, and wrong codes are remembered for an hour."""

from collections.abc import Sequence
from datetime import datetime

from bot.community.codes import old_tries
from bot.features.linking import feature
from bot.features.linking.codes import WRONG
from bot.features.linking.domain import OFFERED_FOR, UNDONE_WITHIN
from bot.features.linking.ports import Work


async def _due(work: Work, now: datetime) -> Sequence[str]:
    old = await work.links.older(now - OFFERED_FOR, now - UNDONE_WITHIN)
    return [f"{each.id}:{each.at:%Y-%m-%dT%H:%M:%S}" for each in old]


@feature.schedule("members.forget_link", due=_due)
async def forget(work: Work, period: str, now: datetime, seed: int) -> None:
    """Erase what was kept for undoing a link, and offers that nobody took."""
    id_, _, at = period.partition(":")
    found = await work.links.get(int(id_))
    if found and f"{found.at:%Y-%m-%dT%H:%M:%S}" == at:
        await work.links.forget(found.id)


async def _tries_due(work: Work, now: datetime) -> Sequence[str]:
    return [f"{now:%Y-%m-%dT%H}"] if await old_tries(work.settings, WRONG, now) else []


@feature.schedule("members.forget_wrong_codes", due=_tries_due)
async def forget_wrong_codes(work: Work, period: str, now: datetime, seed: int) -> None:
    """Forget who tried wrong codes more than an hour ago."""
    for key in await old_tries(work.settings, WRONG, now):
        await work.settings.drop(key)
