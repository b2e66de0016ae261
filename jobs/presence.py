"""Asks the chats whether the accounts that are in doubt are still somebody's."""

import asyncio
import itertools
import logging
import time
from collections.abc import Mapping, Sequence

from bot.community.people import Account, Ref
from bot.community.presence import Roster
from bot.routing.dispatch import Dispatcher
from bot.routing.interaction import Arrival, Changed
from bot.work import OpenWork, Work
from jobs.looking import again_and_again

log = logging.getLogger(__name__)

_LOOK = 10.0  # seconds between two looks
_BATCH = 200


class PresenceWatch:
    """Asks about the accounts that are in doubt; what a chat tells is taken as if it told it.

    Each process that works does. An account of which a chat tells nothing stays in doubt until it
    does; one of a chat that is not connected is left alone.
    """

    def __init__(
        self,
        open_work: OpenWork[Work],
        rosters: Mapping[str, Roster],
        dispatcher: Dispatcher,
    ) -> None:
        self._open_work = open_work
        self._rosters = rosters
        self._dispatcher = dispatcher

    async def run(self, stopping: asyncio.Event) -> None:
        """Look until `stopping` is set."""
        await again_and_again(self.look, "asking who is still there", stopping, _LOOK)

    async def look(self) -> None:
        """Ask about those that have been in doubt the longest."""
        async with self._open_work(read_only=True) as work:
            doubtful = await work.presence.doubtful(_BATCH)
        by_space = sorted(doubtful, key=lambda account: account.space)
        for _, those in itertools.groupby(by_space, key=lambda account: account.space):
            await self._ask(list(those))

    async def _ask(self, accounts: Sequence[Account]) -> None:
        space = accounts[0].space_ref
        roster = self._rosters.get(space.platform)
        if roster is None:
            async with self._open_work() as work:
                await work.presence.leave_alone(accounts)
            return
        told = await roster.told_of(space, [account.ref for account in accounts])
        for account, who in told.items():
            await self._dispatcher(_arrival(space, account), Changed(who))
        if len(told) < len(accounts):
            log.info("%s tells nothing of %d accounts", space, len(accounts) - len(told))


def _arrival(space: Ref, account: Ref) -> Arrival:
    delivery = f"presence:{space}:{account.id}:{time.time_ns()}"
    return Arrival(account, space, space, delivery, once=True)
