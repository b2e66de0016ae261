"""Carries what is in the outbox to the platforms: leased, sent, recorded, in order for each place.

No transaction is open while a platform is spoken to. What was sent but not recorded (a crash) is
sent again under the same key, which a `Sender` knows. Each space has a line of its own for rooms
and one for messages (`jobs.turns`), so that none waits for another.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.community.clock import Clock
from bot.community.domain_events import (
    DeliveryArrived,
    DeliveryHindered,
    DeliveryRefused,
    RoomOpened,
)
from bot.community.people import Ref
from bot.delivery.addresses import ToMember, ToRoom
from bot.delivery.destinations import Apart, Callout, Destination, Direct, NewRoom, Reached
from bot.delivery.queue import Delivery, DeliveryQueue
from bot.delivery.sender import Outcome, Receipt, Refused, Retry, Sender
from bot.delivery.views import alone
from bot.errors import NotReady
from bot.routing.dispatch import react
from bot.routing.registry import Registry
from bot.ui.languages import DEFAULT_LOCALE, speaking
from bot.work import OpenWork, Work
from jobs.speaking import Speaker, backoff
from jobs.turns import Bound, Line, bound, bound_for

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
BATCH = 50
MOST_ATTEMPTS = 100
"""About a day of them: see docs/decisions/0003-outbox.md."""

MOST_UNDER_WAY = 200
_PATIENCE = 0.5  # seconds between two looks when nobody nudges
_LAST_WORDS = 20.0  # seconds for what is under way at the end
_NOT_NOW = "waits for its turn"

Bearing = tuple[Delivery, Destination]


class Bag(DeliveryQueue, Protocol):
    """What the relay needs of the outbox besides."""

    async def done(self, delivery: Delivery, receipt: Receipt, space: Ref | None = None) -> None:
        """Record where it arrived; a room also in which space."""
        ...

    async def postponed(self, now: datetime) -> list[tuple[int, datetime, Destination]]:
        """Id, turn and destination of everything that waits for its turn."""
        ...


class RelayWork(Work, Protocol):
    """A unit of work of the relay."""

    @property
    def queue(self) -> Bag: ...


class Relay:
    """Drains the outbox of one database through the senders, each space at its own pace."""

    def __init__(
        self,
        open_work: OpenWork[RelayWork],
        senders: Mapping[str, Sender],
        registry: Registry,
        clock: Clock,
    ) -> None:
        self._open_work = open_work
        self._senders = senders
        self._speaker = Speaker(senders)
        self._registry = registry
        self._clock = clock
        self._nudged = asyncio.Event()
        self._lines: dict[Bound, Line] = {}
        self._remembers = False
        self._under_way: set[asyncio.Task[None]] = set()

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
                while not stopping.is_set() and (await self._take_on())[0]:
                    pass
            except NotReady as away:
                log.warning("the relay waits for the database: %s", away)
            except Exception:
                log.exception("the relay stumbled, and goes on")
            try:
                await asyncio.wait_for(self._nudged.wait(), _PATIENCE)
            except TimeoutError:
                continue
        await self._end()

    async def drain(self) -> int:
        """Deliver what is due and whose turn it is; returns how many deliveries were due."""
        taken, tasks = await self._take_on()
        if tasks:
            await asyncio.wait(tasks)
        return taken

    async def _end(self) -> None:
        for line in self._lines.values():
            line.disturb()
        if not self._under_way:
            return
        _, left = await asyncio.wait(self._under_way, timeout=_LAST_WORDS)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    # Taking on ------------------------------------------------------------------------------

    async def _take_on(self) -> tuple[int, list[asyncio.Task[None]]]:
        """Claim what is due; begin with what is its turn, and put off the rest.

        Where a platform needs no pace, all is delivered and recorded together before it returns.
        """
        limit = min(BATCH, MOST_UNDER_WAY - len(self._under_way))
        if limit <= 0:
            return 0, []
        now = self._clock.now()
        async with self._open_work() as work:
            await self._remember(work, now)
            claimed = await work.queue.claim(now, LEASE, limit)
            destinations = await work.queue.destinations(claimed)
            bearings = list(zip(claimed, destinations, strict=True))
            there = [bearing for bearing in bearings if not await self._set_aside(work, *bearing)]
            in_line = {each.id: self._line(bound(each, where)) for each, where in there}
            starts, turns = _line_up(in_line, now)
            await work.queue.take_turns(turns)
        tasks = [
            self._begin(bearing, line, starts[bearing[0].id])
            for bearing in there
            if (line := in_line[bearing[0].id]) and bearing[0].id in starts
        ]
        at_once = [bearing for bearing in there if in_line[bearing[0].id] is None]
        if at_once:
            outcomes = await asyncio.gather(*(self._send(*bearing) for bearing in at_once))
            await self._record(at_once, outcomes)
        return len(bearings), tasks

    async def _set_aside(self, work: RelayWork, delivery: Delivery, where: Destination) -> bool:
        """Do what needs no chat: change what is held, write to each alone without a room."""
        if delivery.held and delivery.act == "edit":
            await work.queue.amend_held(delivery)
            return True
        if not isinstance(where, Apart) or delivery.posted:
            return False
        for each in where.people:
            await _write_alone(work, delivery, each, where)
        await work.queue.set_apart(delivery)
        return True

    async def _remember(self, work: RelayWork, now: datetime) -> None:
        """Line up anew, after a start, what had been given turns before."""
        if self._remembers:
            return
        for id_, at, destination in await work.queue.postponed(now):
            line = self._line(bound_for(destination))
            if line:
                line.expect(id_, at)
        self._remembers = True

    def _line(self, where: Bound | None) -> Line | None:
        """The line to stand in; none where no pace is to be kept."""
        sender = self._senders.get(where.space.platform) if where else None
        if where is None or sender is None or not (sender.pace.room or sender.pace.message):
            return None
        return self._lines.setdefault(where, Line(where.seconds(sender.pace)))

    # Carrying out ---------------------------------------------------------------------------

    def _begin(self, bearing: Bearing, line: Line, start: datetime) -> asyncio.Task[None]:
        line.enter(bearing[0].id)
        task = asyncio.create_task(self._carry(bearing, line, start))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _carry(self, bearing: Bearing, line: Line, start: datetime) -> None:
        """Wait for the turn, send, record."""
        delivery = bearing[0]
        try:
            outcome = await self._in_turn(bearing, line, start)
            if isinstance(outcome, Retry) and outcome.untouched:
                line.expect(delivery.id, self._clock.now() + outcome.after)
            await self._record([bearing], [outcome])
        except NotReady as away:
            log.warning("%s waits for its lease to end: %s", delivery.key, away)
        except Exception:
            log.exception("recording %s failed; it waits for its lease to end", delivery.key)
        finally:
            line.leave(delivery.id)
            self.nudge()

    async def _in_turn(self, bearing: Bearing, line: Line, start: datetime) -> Outcome:
        wait = (start - self._clock.now()).total_seconds()
        if wait > 0:
            try:
                await asyncio.wait_for(line.disturbed.wait(), wait)
            except TimeoutError:
                pass
            else:
                now = self._clock.now()
                return Retry(max(line.held or now, now) - now, _NOT_NOW, untouched=True)
        outcome = await self._send(*bearing)
        if isinstance(outcome, Retry) and outcome.untouched:
            line.hold(self._clock.now() + outcome.after)
        return outcome

    async def _send(self, delivery: Delivery, destination: Destination) -> Outcome:
        try:
            outcome = await self._speaker.speak(delivery, destination)
        except Exception:
            log.exception("sending %s failed", delivery.key)
            return Retry(backoff(delivery), "an error on our side")
        match outcome:
            case Retry(after=after, reason=reason, untouched=True):
                return Retry(max(after, timedelta(seconds=_PATIENCE)), reason, untouched=True)
            case Retry(after=after, reason=reason) if delivery.attempts > 1:
                return Retry(max(after, backoff(delivery)), reason)
        return outcome

    # Recording ------------------------------------------------------------------------------

    async def _record(self, carried: Sequence[Bearing], outcomes: Sequence[Outcome]) -> None:
        async with self._open_work() as work:
            for (delivery, destination), outcome in zip(carried, outcomes, strict=True):
                await self._note(work, delivery, destination, outcome)
            await react(self._registry, work, self._clock.now())

    async def _note(
        self, work: RelayWork, delivery: Delivery, destination: Destination, outcome: Outcome
    ) -> None:
        match outcome:
            case Receipt() if isinstance(destination, Callout):
                await work.queue.hold(delivery, outcome, self._clock.now())
                await work.homes.touch([destination.member], self._clock.now())
            case Receipt():
                if isinstance(destination, Direct) and destination.closed:
                    await work.queue.closed(destination.account, None)
                    await work.homes.touch([destination.account.member], self._clock.now())
                opened = destination.space.ref if isinstance(destination, NewRoom) else None
                await work.queue.done(delivery, outcome, opened)
                if opened and isinstance(delivery.address, ToRoom):
                    work.events.append(RoomOpened(delivery.fact, delivery.community, opened))
                if delivery.act == "post":
                    arrived = DeliveryArrived(delivery.fact, delivery.community, outcome.channel)
                    work.events.append(arrived)
            case Retry(after=after, reason=reason, untouched=untouched) if (
                untouched or delivery.attempts < MOST_ATTEMPTS
            ):
                at = self._clock.now() + after
                await work.queue.later(delivery, at, reason, untouched=untouched)
            case Refused():
                await self._refused(work, delivery, destination, outcome)
            case Retry(reason=reason):
                await self._give_up(work, delivery, reason)

    async def _refused(
        self, work: RelayWork, delivery: Delivery, destination: Destination, why: Refused
    ) -> None:
        """Go another way, if there is one; and tell what would open this one."""
        fact = delivery.fact.whole
        if why.remedy:
            line = bound_for(destination)
            space = line.space if line else None
            work.events.append(DeliveryHindered(fact, delivery.community, why.remedy, space))
        if isinstance(destination, Direct) and destination.account.member:
            await work.queue.closed(destination.account, self._clock.now())
            await work.homes.touch([destination.account.member], self._clock.now())
        says = delivery.act in ("post", "open_room")
        if not (says and await work.queue.go_on(delivery, destination, why.reason)):
            await self._give_up(work, delivery, why.reason)

    async def _give_up(self, work: RelayWork, delivery: Delivery, reason: str) -> None:
        """Park it; what only could not be changed has reached its people all the same."""
        await work.queue.give_up(delivery, reason)
        if delivery.act in ("edit", "retract"):
            return
        member = await work.queue.recipient(delivery)
        work.events.append(DeliveryRefused(delivery.fact, delivery.community, member, reason))


async def _write_alone(work: Work, delivery: Delivery, who: Reached, where: Apart) -> None:
    """Write to one of the people of a room that is none, and tell them who the others are."""
    fact, message = delivery.fact.alone_to(who.member), delivery.message
    if delivery.act == "retract":
        await work.outbox.retract(fact)
    if message is None:
        return
    others = [each for each in where.people if each is not who] if delivery.opening else []
    with speaking(DEFAULT_LOCALE):  # as what was to be said to all of them
        said = alone(message, others)
    if delivery.act == "edit":
        await work.outbox.edit(fact, said)
    else:
        await work.outbox.post(ToMember(who.member), said, fact, community=delivery.community)


def _line_up(
    in_line: Mapping[int, Line | None], now: datetime
) -> tuple[dict[int, datetime], dict[int, datetime]]:
    """When each delivery that stands in a line may start, or else when its turn comes."""
    for each in {line for line in in_line.values() if line}:
        each.look(now)
    starts: dict[int, datetime] = {}
    turns: dict[int, datetime] = {}
    for id_, line in sorted(in_line.items(), key=lambda item: item[0]):
        if line:
            start, when = line.admit(id_, now)
            (turns if when else starts)[id_] = when or start
    return starts, turns
