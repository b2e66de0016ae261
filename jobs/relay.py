"""Carries what is in the outbox to the platforms: leased, sent, recorded, in order for each place.

No transaction is open while a platform is spoken to. What was sent but not recorded (a crash) is
sent again under the same key, which a `Sender` knows.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

from bot.clock import Clock
from bot.dispatch import react
from bot.errors import NotReady
from bot.outbox import (
    Delivery,
    DeliveryRefused,
    Destination,
    Direct,
    InChannel,
    NewRoom,
    Nowhere,
    Outcome,
    Receipt,
    Refused,
    Retry,
    Sender,
    ToMember,
)
from bot.registry import Registry
from bot.work import OpenWork, Work

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
BATCH = 50
MOST_ATTEMPTS = 12
_PATIENCE = 0.5  # seconds between two looks when nobody nudges


class Relay:
    """Drains the outbox of one database through the senders, by platform."""

    def __init__(
        self,
        open_work: OpenWork[Work],
        senders: Mapping[str, Sender],
        registry: Registry,
        clock: Clock,
    ) -> None:
        self._open_work = open_work
        self._senders = senders
        self._registry = registry
        self._clock = clock
        self._nudged = asyncio.Event()

    def nudge(self) -> None:
        """Look at once: something may have been posted."""
        self._nudged.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Drain until `stopping` is set; what was claimed by then is sent and recorded."""
        while not stopping.is_set():
            self._nudged.clear()
            try:
                while await self.drain() and not stopping.is_set():
                    pass
            except NotReady as away:
                log.warning("the relay waits for the database: %s", away)
            except Exception:
                log.exception("the relay stumbled, and goes on")
            try:
                await asyncio.wait_for(self._nudged.wait(), _PATIENCE)
            except TimeoutError:
                continue

    async def drain(self) -> int:
        """Deliver one batch; returns how many deliveries it took on."""
        async with self._open_work() as work:
            claimed = await work.mailbag.claim(self._clock.now(), LEASE, BATCH)
            there = [(delivery, await work.mailbag.destination(delivery)) for delivery in claimed]
        if not there:
            return 0
        outcomes = await asyncio.gather(*(self._send(*pair) for pair in there))
        async with self._open_work() as work:
            for (delivery, _), outcome in zip(there, outcomes, strict=True):
                await self._record(work, delivery, outcome)
            await react(self._registry, work, self._clock.now())
        return len(there)

    async def _send(self, delivery: Delivery, destination: Destination) -> Outcome:
        try:
            return await self._speak(delivery, destination)
        except Exception:
            log.exception("sending %s failed", delivery.key)
            return Retry(_backoff(delivery), "an error on our side")

    async def _speak(self, delivery: Delivery, destination: Destination) -> Outcome:
        if delivery.act in ("edit", "retract"):
            return await self._amend(delivery)
        match destination:
            case Nowhere(reason=reason):
                return Refused(reason)
            case NewRoom(space=space, title=title, members=members):
                sender = self._senders.get(space.ref.platform)
                if sender is None:
                    return _unserved(delivery)
                return await sender.open_room(delivery.key, space, members, title)
            case Direct(account=account):
                sender = self._senders.get(account.ref.platform)
                if sender is None or delivery.message is None:
                    return _unserved(delivery)
                return await sender.direct(delivery.key, account, delivery.message)
            case InChannel(channel=channel):
                sender = self._senders.get(channel.platform)
                if delivery.message is None:  # the room is open already
                    return Receipt(channel)
                if sender is None:
                    return _unserved(delivery)
                return await sender.post(delivery.key, channel, delivery.message)

    async def _amend(self, delivery: Delivery) -> Outcome:
        posted = delivery.posted
        if posted is None:
            return Refused("what was to be changed never arrived")
        sender = self._senders.get(posted.channel.platform)
        if sender is None:
            return _unserved(delivery)
        if delivery.message is None:
            return await sender.retract(delivery.key, posted)
        return await sender.edit(delivery.key, posted, delivery.message)

    async def _record(self, work: Work, delivery: Delivery, outcome: Outcome) -> None:
        match outcome:
            case Receipt():
                await work.mailbag.done(delivery, outcome)
            case Retry(after=after, reason=reason) if delivery.attempts < MOST_ATTEMPTS:
                await work.mailbag.later(delivery, self._clock.now() + after, reason)
            case Refused(reason=reason) if await self._another_way(work, delivery):
                await work.mailbag.next_rung(delivery, reason)
            case Retry(reason=reason) | Refused(reason=reason):
                await work.mailbag.give_up(delivery, reason)
                to = delivery.address
                member = to.member if isinstance(to, ToMember) else None
                work.events.append(
                    DeliveryRefused(delivery.key, delivery.community, member, reason)
                )

    async def _another_way(self, work: Work, delivery: Delivery) -> bool:
        if not isinstance(delivery.address, ToMember) or delivery.act != "post":
            return False
        ways = await work.mailbag.ways(delivery.address.member)
        return delivery.rung + 1 < ways


def _unserved(delivery: Delivery) -> Retry:
    return Retry(_backoff(delivery), "this chat is not connected")


def _backoff(delivery: Delivery) -> timedelta:
    return timedelta(seconds=min(2**delivery.attempts, 3600))
