"""How long it takes to import people, and how much memory: `python -m bench.importing`."""

import argparse
import asyncio
import csv
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from bench.directory import databases
from bench.people import people
from bot.features.members.importing.export import cells_of
from bot.features.members.importing.headings import COLUMNS
from bot.features.members.importing.importer import ImportReport, import_members
from storage.kernel.database import connect
from storage.stores import work_on


def write(file: Path, rows: int) -> None:
    """Write a CSV file of invented people."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows(cells_of(profile, COLUMNS) for profile in people(rows))


def measure(name: str, url: str, file: Path) -> None:
    """Print a line each for a first import and for the same one again."""
    for what in ("new", "again"):
        began = time.perf_counter()
        report = asyncio.run(_import(url, file))
        spent = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        kind = f"{name} {what}"
        print(f"{kind:<18} {report.rows:>8} {report.rejected:>5} {spent:>8.1f} {peak:>8.0f}")
        sys.stdout.flush()


async def _import(url: str, file: Path) -> ImportReport:
    engine = connect(url)
    open_work = work_on(engine)
    report = await import_members(open_work, "Bench", file, datetime.now(UTC))
    await engine.dispose()
    return report


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure both databases, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, databases() as urls:
        file = Path(folder) / "people.csv"
        write(file, options.rows)
        print(f"{'database':<18} {'rows':>8} {'bad':>5} {'seconds':>8} {'peak MB':>8}")
        sys.stdout.flush()
        for name, url in urls:
            process = get_context("spawn").Process(target=measure, args=(name, url, file))
            process.start()
            process.join()


if __name__ == "__main__":
    main()
