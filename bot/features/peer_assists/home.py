"""Peer assists on everybody's home: what I am asked, what I asked for, what I help with."""

from collections.abc import Sequence

from bot.features.peer_assists import feature, words
from bot.features.peer_assists.domain import ALIVE
from bot.features.peer_assists.lookup import concerning, waiting_for
from bot.features.peer_assists.overview.views import lines
from bot.features.peer_assists.ports import Work
from bot.routing.interaction import Call
from bot.ui.messages import Heading, Part


@feature.home
async def half_hours(call: Call, work: Work) -> Sequence[Part | None]:
    """What waits for me, and what goes on."""
    there = [each for each in await concerning(work, call.me) if each.state in ALIVE]
    waiting = await waiting_for(work, call.me.id)
    if not there and not waiting:
        return []
    return [Heading(words.text("home.title")), *lines(call.me.id, there, waiting)]
