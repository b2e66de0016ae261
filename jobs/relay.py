"""Carries what is in the outbox to the platforms: leased, sent, recorded, in order for each place.

No transaction is open while a platform is spoken to. What was sent but not recorded (a crash) is
sent again under the same key, which a `Sender` knows. Rooms and messages of each space are paced
separately (`jobs.rate_limits`), so that none waits for another.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.community.clock import Clock
from bot.community.domain_events import (
    ChannelGone,
    DeliveryArrived,
    DeliveryHindered,
    RoomOpened,
)
from bot.community.people import Account, Space
from bot.community.permission_changes import note_missing
from bot.community.places import Purpose
from bot.delivery.conversations import Conversations
from bot.delivery.destinations import (
    Callout,
    Destination,
    EachAlone,
    Into,
    RateLine,
    channel_of,
    rate_line,
)
from bot.delivery.live import ViewBook
from bot.delivery.queue import Delivery, DeliveryQueue
from bot.delivery.sender import Receipt, Refused, Retry, Sender, SendResult
from bot.errors import NotReady
from bot.routing.reacting import react
from bot.routing.registry import Registry
from bot.work import OpenWork, Work
from jobs.each_alone import write_each_alone
from jobs.rate_limits import RateLimiter, admit, line_of
from jobs.recorder import Recorder
from jobs.senders import Senders, backoff
from jobs.view_composer import Outcome, ViewComposer
from jobs.view_records import give_up, note_shown, refused, settle

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
BATCH = 50
MOST_ATTEMPTS = 100
"""About a day of them: see docs/decisions/0003-outbox.md."""

MOST_UNDER_WAY = 200
_POLL_INTERVAL = 0.5  # seconds between two looks when nobody nudges
_SHUTDOWN_GRACE = 20.0  # seconds for what is under way at the end
_UNTIL_ASKED = timedelta(seconds=15)  # until a chat is asked whether somebody has left it
_NOT_NOW = "postponed to keep the rate limit"

Resolved = tuple[Delivery, Destination]
"""A delivery, and where its address leads now."""


class RelayQueue(DeliveryQueue, Protocol):
    """What the relay alone needs of the delivery queue."""

    async def done(self, delivery: Delivery, receipt: Receipt, space: Space | None = None) -> None:
        """Record where it arrived; a room also in which space."""
        ...

    async def postponed(self, now: datetime) -> list[tuple[int, datetime, Destination]]:
        """Id, instant and destination of everything that is postponed."""
        ...


class RelayWork(Work, Protocol):
    """A unit of work of the relay."""

    @property
    def queue(self) -> RelayQueue: ...
    @property
    def live(self) -> ViewBook: ...
    @property
    def conversations(self) -> Conversations: ...


class Relay:
    """Drains the outbox of one database through the senders, each space within its limits.

    What it notes for features is of the `clock` that they go by; leases and waits are of the
    machine's, if another one is given for them.
    """

    def __init__(
        self,
        open_work: OpenWork[RelayWork],
        senders: Mapping[str, Sender],
        registry: Registry,
        clock: Clock,
        machine_clock: Clock | None = None,
    ) -> None:
        self._open_work = open_work
        self._senders = Senders(senders)
        self._registry = registry
        self._composer = ViewComposer(open_work, registry, clock)
        self._clock = clock
        self._machine_clock = machine_clock or clock
        self._nudged = asyncio.Event()
        self._limiters: dict[RateLine, RateLimiter] = {}
        self._restored = False
        self._under_way: set[asyncio.Task[None]] = set()
        self._recorder = Recorder(self._record)

    def nudge(self) -> None:
        """Look at once: something may have been posted."""
        self._nudged.set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Drain until `stopping` is set.

        What is being sent then is sent and recorded; what waits to be sent goes back at once. What
        takes longer than 20 seconds is left to its lease.
        """
        while not stopping.is_set():
            self._nudged.clear()
            try:
                while not stopping.is_set() and await self._take_more():
                    pass
            except NotReady as away:
                log.warning("the relay waits for the database: %s", away)
            except Exception:
                log.exception("the relay stumbled, and goes on")
            try:
                await asyncio.wait_for(self._nudged.wait(), _POLL_INTERVAL)
            except TimeoutError:
                continue
        await self._end()

    async def _take_more(self) -> bool:
        """Take what is due; whether more may be, of which nobody tells: what is under way does."""
        taken, tasks = await self._take_on()
        return len(tasks) < taken or taken == BATCH

    async def drain(self) -> int:
        """Deliver what is due and may start now; returns how many deliveries were due."""
        taken, tasks = await self._take_on()
        if tasks:
            await asyncio.wait(tasks)
        return taken

    async def _end(self) -> None:
        for limiter in self._limiters.values():
            limiter.interrupt()
        if not self._under_way:
            return
        _, left = await asyncio.wait(self._under_way, timeout=_SHUTDOWN_GRACE)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    # Claiming -------------------------------------------------------------------------------

    async def _take_on(self) -> tuple[int, list[asyncio.Task[None]]]:
        """Claim what is due; start what its limiter admits, and postpone the rest.

        Where a platform has no limit, all is delivered and recorded together before it returns.
        """
        limit = min(BATCH, MOST_UNDER_WAY - len(self._under_way))
        if limit <= 0:
            return 0, []
        now = self._machine_clock.now()
        async with self._open_work() as work:
            await self._restore(work, now)
            claimed = await work.queue.claim(now, LEASE, limit)
            destinations = await work.queue.destinations(claimed)
            due = list(zip(claimed, destinations, strict=True))
            to_send = [each for each in due if not await self._settled_here(work, *each)]
            await react(self._registry, work, self._clock.now())
            limiters = {each.id: self._limiter(line_of(each, where)) for each, where in to_send}
            starts, postponed = admit(limiters, now)
            await work.queue.postpone(postponed)
        ready = [each for each in to_send if each[0].id not in postponed]
        to_send = await self._put_into_words(ready)
        tasks = [
            self._start(each, limiter, starts[each[0].id])
            for each in to_send
            if (limiter := limiters[each[0].id])
        ]
        unlimited = [each for each in to_send if limiters[each[0].id] is None]
        if unlimited:
            outcomes = await asyncio.gather(*(self._send(*each) for each in unlimited))
            await self._record(list(zip(unlimited, outcomes, strict=True)))
        return len(due), tasks

    async def _settled_here(self, work: RelayWork, delivery: Delivery, where: Destination) -> bool:
        """Do what needs no chat: change what is held, write to each alone without a room."""
        if delivery.held and delivery.act == "edit":
            await work.queue.amend_held(delivery)
            return True
        if not isinstance(where, EachAlone) or delivery.posted:
            return False
        await write_each_alone(work, delivery, where)
        return True

    async def _put_into_words(self, ready: Sequence[Resolved]) -> list[Resolved]:
        """Compose live views now that they go out; what came of some already is recorded."""
        composed = await self._composer.compose([delivery for delivery, _ in ready])
        both = list(zip(ready, composed, strict=True))
        known = [(each, said) for each, said in both if not isinstance(said, Delivery)]
        if known:
            await self._record(known)
        return [(said, where) for (_, where), said in both if isinstance(said, Delivery)]

    async def _restore(self, work: RelayWork, now: datetime) -> None:
        """Tell the limiters, after a start, what had been postponed before."""
        if self._restored:
            return
        for id_, until, destination in await work.queue.postponed(now):
            limiter = self._limiter(rate_line(destination))
            if limiter:
                limiter.postpone(id_, until)
        self._restored = True

    def _limiter(self, line: RateLine | None) -> RateLimiter | None:
        """What these deliveries are limited by; none where there is no limit."""
        rate_limit = self._senders.rate_limit(line.space.platform) if line else None
        if line is None or rate_limit is None or not (rate_limit.room or rate_limit.message):
            return None
        return self._limiters.setdefault(line, RateLimiter(line.seconds(rate_limit)))

    # Sending --------------------------------------------------------------------------------

    def _start(self, resolved: Resolved, limiter: RateLimiter, at: datetime) -> asyncio.Task[None]:
        limiter.start(resolved[0].id)
        task = asyncio.create_task(self._deliver(resolved, limiter, at))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _deliver(self, resolved: Resolved, limiter: RateLimiter, at: datetime) -> None:
        """Wait until it may start, send, record."""
        delivery = resolved[0]
        try:
            outcome = await self._send_at(resolved, limiter, at)
            if isinstance(outcome, Retry) and outcome.holds_up_all:
                limiter.postpone(delivery.id, self._machine_clock.now() + outcome.after)
            await self._recorder((resolved, outcome))
        except NotReady as away:
            log.warning("%s waits for its lease to end: %s", delivery.key, away)
        except Exception:
            log.exception("recording %s failed; it waits for its lease to end", delivery.key)
        finally:
            limiter.finish(delivery.id)
            self.nudge()

    async def _send_at(self, resolved: Resolved, limiter: RateLimiter, at: datetime) -> SendResult:
        wait = (at - self._machine_clock.now()).total_seconds()
        if wait > 0:
            try:
                await asyncio.wait_for(limiter.interrupted.wait(), wait)
            except TimeoutError:
                pass
            else:
                now = self._machine_clock.now()
                return Retry(max(limiter.paused_until or now, now) - now, _NOT_NOW, untouched=True)
        outcome = await self._send(*resolved)
        if isinstance(outcome, Retry) and outcome.holds_up_all:
            limiter.pause(self._machine_clock.now() + outcome.after)
        return outcome

    async def _send(self, delivery: Delivery, destination: Destination) -> SendResult:
        try:
            outcome = await self._senders.send(delivery, destination)
        except Exception:
            log.exception("sending %s failed", delivery.key)
            return Retry(backoff(delivery), "an error on our side")
        match outcome:
            case Retry(after=after, untouched=True):
                return replace(outcome, after=max(after, timedelta(seconds=_POLL_INTERVAL)))
            case Retry(after=after, reason=reason) if delivery.attempts > 1:
                return Retry(max(after, backoff(delivery)), reason)
        return outcome

    # Recording ------------------------------------------------------------------------------

    async def _record(self, ended: Sequence[tuple[Resolved, Outcome]]) -> None:
        async with self._open_work() as work:
            for (delivery, destination), outcome in ended:
                if await settle(work, delivery, destination, outcome, self._clock.now()):
                    continue
                await self._note(work, delivery, destination, outcome)
            await react(self._registry, work, self._clock.now())

    async def _note(
        self, work: RelayWork, delivery: Delivery, destination: Destination, outcome: Outcome
    ) -> None:
        match outcome:
            case Receipt() if isinstance(destination, Callout) and not delivery.posted:
                await work.queue.hold(delivery, outcome, self._clock.now())
                if delivery.hanging:
                    await work.live.hold(delivery.hanging)
                await work.homes.touch([destination.member], self._clock.now())
            case Receipt():
                account = _alone_with(destination)
                if account and isinstance(destination, Into) and destination.closed:
                    await work.queue.closed(account, None)
                    await work.homes.touch([account.member], self._clock.now())
                opened = _opened(delivery, destination)
                await work.queue.done(delivery, outcome, opened)
                await note_shown(work, delivery, self._clock.now())
                if opened:
                    told = RoomOpened(delivery.fact, delivery.community, opened.ref)
                    work.domain_events.append(told)
                if delivery.act == "post":
                    arrived = DeliveryArrived(delivery.fact, delivery.community, outcome.channel)
                    work.domain_events.append(arrived)
            case Retry(after=after, reason=reason, untouched=untouched) if (
                untouched or delivery.attempts < MOST_ATTEMPTS
            ):
                at = self._machine_clock.now() + after
                await work.queue.later(delivery, at, reason, untouched=untouched)
            case Refused():
                await self._refused(work, delivery, destination, outcome)
            case Retry(reason=reason):
                await self._give_up(work, delivery, destination, reason)

    async def _refused(
        self, work: RelayWork, delivery: Delivery, destination: Destination, why: Refused
    ) -> None:
        """Go another way, if there is one; and tell what would open this one."""
        if why.gone and await self._leave_channel(work, delivery, destination):
            await work.queue.later(delivery, self._machine_clock.now(), why.reason, untouched=True)
            return
        if why.absent and await work.presence.doubt(why.absent, self._clock.now()):
            at = self._machine_clock.now() + max(_UNTIL_ASKED, backoff(delivery))
            await work.queue.later(delivery, at, why.reason)
            return
        fact = delivery.fact.whole
        line = rate_line(destination)
        space = line.space if line else None
        if space and why.missing:  # what else is missing there, and what not, is not known by this
            await note_missing(work, space, (), why.missing)
        if why.remedy:
            work.domain_events.append(DeliveryHindered(fact, delivery.community, why.remedy, space))
        account = _alone_with(destination)
        if account and account.member:
            await work.queue.closed(account, self._clock.now())
            await work.homes.touch([account.member], self._clock.now())
        says = delivery.act in ("post", "open_room")
        if not (says and await work.queue.go_on(delivery, destination, why.reason)):
            await self._give_up(work, delivery, destination, why.reason, gone=why.gone)

    async def _leave_channel(
        self, work: RelayWork, delivery: Delivery, destination: Destination
    ) -> bool:
        """Let a channel that is gone be for nothing; whether there is another one instead."""
        channel = channel_of(destination)
        if channel is None or not isinstance(destination, Into | Callout):
            return False
        space = destination.place.space
        purposes = await work.places.withdraw(space, list(Purpose), channel)
        if purposes:
            work.domain_events.append(ChannelGone(space, channel, purposes, delivery.fact))
        (now,) = await work.queue.destinations([delivery])
        return channel_of(now) not in (None, channel)

    async def _give_up(
        self,
        work: RelayWork,
        delivery: Delivery,
        where: Destination,
        reason: str,
        *,
        gone: bool = False,
    ) -> None:
        """Park it; what only could not be changed has reached its people all the same."""
        if await give_up(work, delivery, where, gone=gone):
            return
        await work.queue.give_up(delivery, reason)
        if delivery.act not in ("post", "open_room"):
            return
        member = await work.queue.recipient(delivery)
        work.domain_events.append(refused(delivery, where, member, reason))


def _alone_with(destination: Destination) -> Account | None:
    """The account that a destination is a direct message to."""
    return destination.place.account if isinstance(destination, Into) else None


def _opened(delivery: Delivery, destination: Destination) -> Space | None:
    """The space in which a room was opened by this."""
    if delivery.act != "open_room" or not isinstance(destination, Into):
        return None
    return None if destination.place.ref else destination.place.space
