"""What features do when something happened: in the same unit of work."""

from datetime import datetime

from bot.routing.registry import Registry
from bot.work import Work


async def react(registry: Registry, work: Work, now: datetime) -> None:
    """Let features react to what happened in this unit of work, until nothing new happens."""
    while work.domain_events:
        event = work.domain_events.pop(0)
        for reaction in registry.reactions(event):
            await reaction(event, work, now)
