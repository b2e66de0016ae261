"""Kindred as a process of its own, looked at from outside."""

import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_PATIENCE = 60.0  # seconds for its start, and for its end
_TICKS = os.sysconf("SC_CLK_TCK")

SECRET = "a secret of at least thirty-two characters"  # noqa: S105  # seals nothing


@dataclass(frozen=True)
class Bot:
    """The process of Kindred, and the file in which it logs."""

    pid: int
    log: Path

    @property
    def megabytes(self) -> float:
        """Its resident memory."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    @property
    def cpu(self) -> float:
        """Seconds that it has computed so far, all threads together."""
        stat = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / _TICKS

    @property
    def complaints(self) -> list[str]:
        """The warnings and errors that it logged."""
        lines = _said(self.log).splitlines()
        return [line for line in lines if " WARNING " in line or " ERROR " in line]


@contextlib.asynccontextmanager
async def running(
    command: Sequence[str], settings: Mapping[str, str], ready: Callable[[], Awaitable[bool]]
) -> AsyncIterator[Bot]:
    """Run a module with these settings and no others until the block ends; begins when `ready`."""
    chats = ("KINDRED_", "SLACK_", "DISCORD_")
    own = {name: value for name, value in os.environ.items() if not name.startswith(chats)}
    own |= {"PYTHONPATH": str(_ROOT), "KINDRED_SECRET_KEY": SECRET, **settings}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("w", encoding="utf-8") as file:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *command), env=own, cwd=folder, stdout=file, stderr=file
            )
        try:
            await _connected(process, log, ready)
            yield Bot(process.pid, log)
        finally:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask it to end as `kill` does; where it does not, say so and end it."""
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _PATIENCE)
    except TimeoutError:
        print(f"Kindred did not end within {_PATIENCE:.0f} s of being told to: killed.", flush=True)
        process.kill()
        await process.wait()


async def _connected(
    process: asyncio.subprocess.Process, log: Path, ready: Callable[[], Awaitable[bool]]
) -> None:
    """Wait until it is reached."""
    async with asyncio.timeout(_PATIENCE):
        while not await ready():
            if process.returncode is not None:
                raise RuntimeError(f"Kindred ended at once: {_said(log)}")
            await asyncio.sleep(0.1)
    await asyncio.sleep(2)  # for what a process does once after its start


def _said(log: Path) -> str:
    return log.read_text(encoding="utf-8")
