"""What challenges hear of the events that were made of them: their cards show the next one."""

from datetime import datetime

from bot.community.domain_events import (
    EventCancelled,
    EventChanged,
    EventHeld,
    EventPlanned,
)
from bot.features.challenges import feature
from bot.features.challenges.cards.live import card_of
from bot.features.challenges.domain import fact_of
from bot.features.challenges.ports import Work


@feature.when(EventPlanned)
async def is_planned(planned: EventPlanned, work: Work, now: datetime) -> None:
    """Let a group have one gathering more."""
    if planned.origin is None or planned.origin.kind != fact_of(0).kind:
        return
    found = await work.challenges.proposals.get(planned.origin.id)
    if found is not None and found.community == planned.community:
        await work.challenges.gatherings.add(found.id, planned.event, now)
        await work.live.touch(card_of(found.id))


@feature.when(EventChanged)
async def is_changed(changed: EventChanged, work: Work, now: datetime) -> None:
    """Show the next gathering as it is now."""
    await _show_anew(work, changed.event)


@feature.when(EventCancelled)
async def is_cancelled(cancelled: EventCancelled, work: Work, now: datetime) -> None:
    """Show the gathering after one that does not take place."""
    await _show_anew(work, cancelled.event)


@feature.when(EventHeld)
async def is_held(held: EventHeld, work: Work, now: datetime) -> None:
    """Show the gathering after one that was."""
    await _show_anew(work, held.event)


async def _show_anew(work: Work, event: int) -> None:
    behind = await work.challenges.gatherings.behind(event)
    await work.live.touch(*(card_of(each.id) for each in behind))
