"""Keeps live views current: homes are shown anew, the relay is asked to edit what hangs elsewhere.

Nothing is composed here but homes, which no outbox delivers. What is touched while a view is shown
is touched still: nothing is lost when a process ends at any point.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.community.clock import Clock
from bot.community.people import Account
from bot.delivery.live import HomeHanging, ViewBook, digest
from bot.delivery.sender import RateLimit, Receipt, Retry
from bot.errors import NotReady
from bot.routing.interaction import Arrival, Call
from bot.routing.registry import Registry
from bot.ui.languages import in_language
from bot.ui.messages import Message
from bot.work import HomePublisher, OpenWork, Work
from jobs.looking import again_and_again

log = logging.getLogger(__name__)

SETTLED = timedelta(seconds=2)
"""How long a view is left alone after a touch, so that ten touches are one new view."""

RESTED = timedelta(seconds=5)
"""How long what hangs in a place stays as it is, however often it is touched."""

BATCH = 50
_AT_ONCE = 5
_LOOK = 1.0  # seconds between two looks
_AWHILE = timedelta(minutes=1)  # after a fault of ours, or for a chat that another process serves


class LiveWork(Work, Protocol):
    """A unit of work of those who keep views current."""

    @property
    def live(self) -> ViewBook: ...


class LiveRefresher:
    """Refreshes what was touched a moment ago; `nudge` is called when the relay has to edit.

    Homes go through the chats' publishers. They show what there is by the `clock`; how long a chat
    asks to wait is measured by the machine's, if another one is given for that.
    """

    def __init__(
        self,
        open_work: OpenWork[LiveWork],
        registry: Registry,
        home_publishers: Mapping[str, HomePublisher],
        clock: Clock,
        rate_limits: Mapping[str, RateLimit] | None = None,
        machine_clock: Clock | None = None,
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self._open_work = open_work
        self._registry = registry
        self._home_publishers = home_publishers
        self._clock = clock
        self._machine_clock = machine_clock or clock
        self._rate_limits = rate_limits or {}
        self._nudge = nudge
        self._waiting: dict[Account, datetime] = {}

    async def run(self, stopping: asyncio.Event) -> None:
        """Keep views current until `stopping` is set."""

        async def all_that_were_touched() -> None:
            while await self.refresh() and not stopping.is_set():
                pass

        await again_and_again(all_that_were_touched, "keeping views current", stopping, _LOOK)

    async def refresh(self) -> int:
        """Refresh one batch; returns how many homes were settled and edits asked for."""
        now = self._clock.now()
        self._end_waits()
        async with self._open_work(read_only=True) as work:
            touched = await work.homes.touched(now - SETTLED, BATCH + len(self._waiting))
            elsewhere = await work.live.touched(now - SETTLED, now - RESTED)
        asked = await self._ask_for_edits(now) if elsewhere else 0
        due = [each for each in touched if each.account not in self._waiting][:BATCH]
        settled = 0
        for at in range(0, len(due), _AT_ONCE):
            some = due[at : at + _AT_ONCE]
            settled += sum(await asyncio.gather(*(self._keep(each, now) for each in some)))
        return settled + asked

    async def _ask_for_edits(self, now: datetime) -> int:
        async with self._open_work() as work:
            asked = await work.live.ask_for_edits(now - SETTLED, now - RESTED, BATCH)
        self._nudge()
        return asked

    # Homes ------------------------------------------------------------------------------------

    async def _keep(self, home: HomeHanging, now: datetime) -> bool:
        """Show one home; `False` leaves it touched, to be tried again."""
        try:
            return await self._show(home, now)
        except NotReady as away:
            log.warning("the home of account %s waits: %s", home.account.ref, away)
        except Exception:
            log.exception("the home of account %s could not be shown", home.account.ref)
        self._wait(home.account, _AWHILE)
        return False

    async def _show(self, home: HomeHanging, now: datetime) -> bool:
        account, shown = home.account, home.hanging.shown
        publisher = self._home_publishers.get(account.ref.platform)
        if publisher is None:
            self._wait(account, _AWHILE)
            return False
        message = await self._compose(account, now)
        if message and digest(message) != shown:
            outcome = await publisher.publish_home(account, message)
            if isinstance(outcome, Retry):
                self._wait(account, outcome.after)
                return False
            shown = digest(message) if isinstance(outcome, Receipt) else ""
        async with self._open_work() as work:
            if shown:
                await work.live.shown(home.hanging, shown, now)
            else:
                await work.live.let_be(home.hanging)
        return True

    def _wait(self, account: Account, time: timedelta) -> None:
        self._waiting[account] = self._machine_clock.now() + time

    def _end_waits(self) -> None:
        now = self._machine_clock.now()
        self._waiting = {who: until for who, until in self._waiting.items() if until > now}

    async def _compose(self, account: Account, now: datetime) -> Message | None:
        """What the account's member sees now; `None` when they are no member any more."""
        async with self._open_work(read_only=True) as work:
            who = await work.people.acting_member(account.ref, account.space_ref)
            if who is None:
                return None
            arrival = Arrival(account.ref, account.space_ref, account.ref, "")
            with in_language(who.member.locale):
                call = Call(
                    who.member,
                    who.community,
                    arrival,
                    now,
                    0,
                    catalogue=self._registry,
                    rate_limits=self._rate_limits,
                    grants=who.grants,
                )
                return await self._registry.home(call, work)
