"""Where slow computations run: in another process, so that no chat waits for them."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class ProcessExecutor:
    """One process, started when it is needed. Satisfies `bot.routing.dispatch.Executor`."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def __call__(self, function: Callable[..., T], *arguments: object) -> T:
        """Return `function(*arguments)`; both are pickled."""
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=spawn)
        return await asyncio.get_running_loop().run_in_executor(self._pool, function, *arguments)

    def close(self) -> None:
        """End the process, whatever it is at."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)


class ThreadExecutor:
    """A thread of this process: for one command in a terminal, and for tests."""

    async def __call__(self, function: Callable[..., T], *arguments: object) -> T:
        """Return `function(*arguments)`."""
        return await asyncio.to_thread(function, *arguments)
