"""Where slow computations run: in another process, so that no chat waits for them."""

import asyncio
import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from bot.errors import NotReady

log = logging.getLogger(__name__)

T = TypeVar("T")

_TRIES = 2


class ProcessExecutor:
    """One process, started when it is needed, and another one where that has died.

    Satisfies `bot.routing.questions.Executor`.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def __call__(self, function: Callable[..., T], *arguments: object) -> T:
        """Return `function(*arguments)`; both are pickled, and it may be begun twice.

        Raises `NotReady` when the process dies of it each time.
        """
        for _ in range(_TRIES):
            pool = self._pool = self._pool or _one_process()
            running = asyncio.get_running_loop()
            try:
                return await running.run_in_executor(pool, function, *arguments)
            except BrokenProcessPool:
                log.warning("the process that computes has died; another one takes its place")
                if self._pool is pool:  # and not a newer one already
                    self._pool = None
                pool.shutdown(wait=False)
        raise NotReady("what was to be computed ended its process")

    def close(self) -> None:
        """End the process, whatever it is at."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _one_process() -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=1, mp_context=spawn, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Leave no process behind that nobody asks any more: its parent may be killed."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101  # this is a child

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


class ThreadExecutor:
    """A thread of this process: for one command in a terminal, and for tests."""

    async def __call__(self, function: Callable[..., T], *arguments: object) -> T:
        """Return `function(*arguments)`."""
        return await asyncio.to_thread(function, *arguments)
