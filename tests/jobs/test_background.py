"""The process that computes: it may die, and it outlives nobody."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import NotReady
from bot.routing.background import ProcessExecutor

PROGRAM = """
import asyncio, os
from bot.routing.background import ProcessExecutor

async def main():
    print(await ProcessExecutor()(os.getpid), flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


def die_once(mark: Path) -> int:
    """End this process without a word, the first time."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


@pytest.mark.slow("processes are started")
@pytest.mark.forks
async def test_when_the_process_dies_another_one_does_it_again(tmp_path: Path) -> None:
    executor = ProcessExecutor()
    try:
        first = await executor(os.getpid)
        assert await executor(die_once, tmp_path / "mark") != first
        with pytest.raises(NotReady):
            await executor(os._exit, 1)
        assert await executor(os.getpid)
    finally:
        executor.close()


@pytest.mark.forks
def test_a_program_that_is_killed_leaves_no_process_behind() -> None:
    program = subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True)
    assert program.stdout
    child = os.pidfd_open(int(program.stdout.readline()))
    program.kill()
    program.wait()
    ended = select.poll()
    ended.register(child, select.POLLIN)
    assert ended.poll(20_000)
    os.close(child)
    program.stdout.close()
