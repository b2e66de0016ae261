"""Keeps the homes that people look at in their chats current, a moment after something changes."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.community.clock import Clock
from bot.community.people import Account
from bot.delivery.sender import RateLimit, Retry, SendResult
from bot.errors import NotReady
from bot.routing.interaction import Arrival, Call
from bot.routing.registry import Registry
from bot.ui.languages import in_language
from bot.ui.messages import Message
from bot.work import HomePublisher, OpenWork, Work
from jobs.looking import again_and_again

log = logging.getLogger(__name__)

SETTLED = timedelta(seconds=2)
"""How long a home is left alone after a touch, so that ten touches are one new view."""
BATCH = 50
_AT_ONCE = 5
_LOOK = 1.0  # seconds between two looks
_AWHILE = timedelta(minutes=1)  # after a fault of ours, or for a chat that another process serves


class HomeRefresher:
    """Shows the homes that were touched, each composed anew, through the chats' publishers.

    They show what there is by the `clock`; how long a chat asks to wait is measured by the
    machine's, if another one is given for that.
    """

    def __init__(
        self,
        open_work: OpenWork[Work],
        registry: Registry,
        home_publishers: Mapping[str, HomePublisher],
        clock: Clock,
        rate_limits: Mapping[str, RateLimit] | None = None,
        machine_clock: Clock | None = None,
    ) -> None:
        self._open_work = open_work
        self._registry = registry
        self._home_publishers = home_publishers
        self._clock = clock
        self._machine_clock = machine_clock or clock
        self._rate_limits = rate_limits or {}
        self._waiting: dict[Account, datetime] = {}

    async def run(self, stopping: asyncio.Event) -> None:
        """Keep homes current until `stopping` is set."""

        async def all_that_were_touched() -> None:
            while await self.refresh() and not stopping.is_set():
                pass

        await again_and_again(all_that_were_touched, "keeping homes current", stopping, _LOOK)

    async def refresh(self) -> int:
        """Show one batch of homes anew; returns how many were settled, one way or another."""
        now = self._clock.now()
        self._end_waits()
        as_of = now - SETTLED
        async with self._open_work(read_only=True) as work:
            touched = await work.homes.touched(as_of, BATCH + len(self._waiting))
        due = [account for account in touched if account not in self._waiting][:BATCH]
        settled = 0
        for at in range(0, len(due), _AT_ONCE):
            some = due[at : at + _AT_ONCE]
            settled += sum(await asyncio.gather(*(self._keep(who, now, as_of) for who in some)))
        return settled

    async def _keep(self, account: Account, now: datetime, as_of: datetime) -> bool:
        """Show one home; `False` leaves it touched, to be tried again."""
        try:
            return await self._show(account, now, as_of)
        except NotReady as away:
            log.warning("the home of account %s waits: %s", account.ref, away)
        except Exception:
            log.exception("the home of account %s could not be shown", account.ref)
        self._wait(account, _AWHILE)
        return False

    async def _show(self, account: Account, now: datetime, as_of: datetime) -> bool:
        publisher = self._home_publishers.get(account.ref.platform)
        if publisher is None:
            self._wait(account, _AWHILE)
            return False
        message = await self._compose(account, now)
        outcome: SendResult | None = (
            await publisher.publish_home(account, message) if message else None
        )
        if isinstance(outcome, Retry):
            self._wait(account, outcome.after)
            return False
        async with self._open_work() as work:
            # What was touched since then may have been committed after it was composed.
            await work.homes.shown(account, as_of)
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
