"""Tells open pages that something changed: one look at the database for all of them together."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable

from adapters.web.limits import STREAMS
from adapters.web.ports import WebWork
from bot.community.own_chat import ChatChange
from bot.community.people import Member
from bot.work import OpenWork

log = logging.getLogger(__name__)

_PAUSE = 0.4  # seconds between looks
_AFTER_A_FAULT = 3.0
_STILL_HERE = 15.0  # seconds of silence after which a line is sent, so that proxies keep it open
_AT_ONCE = 500  # changes read in one look; more are told to everybody


class _Listener:
    def __init__(self, member: Member) -> None:
        self.member = member
        self.woken = asyncio.Event()

    def concerns(self, change: ChatChange) -> bool:
        return change.community == self.member.community and (
            change.members is None or self.member.id in change.members
        )


class EventStreams:
    """Streams of "something that you can see has changed"; the page then asks what.

    `run` looks for changes while somebody listens; it sees those of other processes too.
    """

    def __init__(self, open_work: OpenWork[WebWork], pause: float = _PAUSE) -> None:
        self._open_work = open_work
        self._pause = pause
        self._listeners: set[_Listener] = set()
        self._seen: int | None = None
        self._look = asyncio.Event()
        self._stopped = False

    async def run(self) -> None:
        """Look for changes until cancelled."""
        while not self._stopped:
            pause = self._pause
            try:
                if self._listeners:
                    await self._tell()
                else:
                    self._seen = None
            except Exception:
                log.exception("the web chat could not look for changes")
                pause = _AFTER_A_FAULT
            await self._rest(pause)

    def nudge(self) -> None:
        """Look soon: this process has just changed something."""
        self._look.set()

    def stop(self) -> None:
        """End all streams, so that the server can close."""
        self._stopped = True
        self.nudge()
        for listener in self._listeners:
            listener.woken.set()

    def is_full_for(self, member: Member) -> bool:
        """Whether a member has as many pages open as may be kept up to date."""
        theirs = sum(each.member.id == member.id for each in self._listeners)
        return theirs >= STREAMS

    async def stream(self, member: Member) -> AsyncIterator[str]:
        """Server-sent events for one open page."""
        listener = _Listener(member)
        self._listeners.add(listener)
        try:
            if self._seen is None:
                self._seen = await self._newest()
            yield "retry: 1000\nevent: hello\ndata:\n\n"
            while not self._stopped:
                try:
                    await asyncio.wait_for(listener.woken.wait(), _STILL_HERE)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                listener.woken.clear()
                if not self._stopped:
                    yield "event: change\ndata:\n\n"
        finally:
            self._listeners.discard(listener)

    async def _newest(self) -> int:
        async with self._open_work(read_only=True) as work:
            return await work.web.ticker()

    async def _tell(self) -> None:
        async with self._open_work(read_only=True) as work:
            newest, seen = await work.web.ticker(), self._seen
            if seen is None or newest == seen:
                return
            changes = await work.web.changes(seen, _AT_ONCE)
        self._seen = newest
        self._wake(changes, everybody=len(changes) == _AT_ONCE)

    def _wake(self, changes: Iterable[ChatChange], everybody: bool) -> None:
        changes = list(changes)
        for listener in self._listeners:
            if everybody or any(listener.concerns(change) for change in changes):
                listener.woken.set()

    async def _rest(self, pause: float) -> None:
        self._look.clear()
        try:
            await asyncio.wait_for(self._look.wait(), pause)
        except TimeoutError:
            return
