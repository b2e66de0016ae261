"""Kills processes at random moments until one comes to the end of what it has to do."""

import os
import random
import signal
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.synchronize import Event

from tests.forks import FORKS

LEASES_RUN_OUT = timedelta(minutes=5)


def kill_until_done(
    target: Callable[[str, timedelta, Event], None],
    url: str,
    dice: random.Random,
    enough: int,
    longest: float,
) -> int:
    """Kill processes until one comes to the end; returns how many were killed.

    Each runs `target`, with a clock of the machine that is so far ahead that what the one before
    had leased is free, and sets the event when it delivers. It is killed at most `longest` seconds
    after that; every fourth one already before. When there were `enough`, one may end.
    """
    for kills in range(100):
        delivering = FORKS.Event()
        process = FORKS.Process(target=target, args=(url, kills * LEASES_RUN_OUT, delivering))
        process.start()
        if kills >= enough:
            process.join(timeout=120)
        elif kills % 4 == 0:
            process.join(timeout=dice.uniform(0.0, longest / 2))
        else:
            assert delivering.wait(60)
            process.join(timeout=dice.uniform(0.0, longest))
        if process.exitcode is not None:
            assert process.exitcode == 0
            return kills
        assert process.pid
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    raise AssertionError("it never comes to an end")
