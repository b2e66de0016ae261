"""How tests are gathered, left out and put in order. What they share is in `tests/fixtures.py`."""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from zlib import crc32

import pytest

from tests.extent import EVERYWHERE

pytest_plugins = ["tests.budget"]

_MOST_WORKERS = 8
_HERE = Path(__file__).parent
_BOTH = {_HERE / name for name in ("storage", "jobs")}
"""What is tried on both databases, always."""

gc.disable()  # all that is imported stays: to look through it again and again is half as much work


def pytest_configure(config: pytest.Config) -> None:
    """Load what tests share, but not in a process that only hands them out to others.

    Until that has begun nobody can do anything, and it took four seconds to import what it never
    uses.
    """
    hands_out = config.getoption("dist", "no") != "no" and config.getoption("tx", [])
    if not hands_out or config.getoption("collectonly"):
        config.pluginmanager.import_plugin("tests.postgres")
        config.pluginmanager.import_plugin("tests.fixtures")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are cores, for what waits; more of them only crowd each other out."""
    return min(_MOST_WORKERS, (os.cpu_count() or 1) + 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to `make test-everywhere` what is marked so, and what runs on the other database.

    What begins with something dear comes first, so that one worker makes it, and not each.
    """
    items.sort(key=lambda item: not begins_dearly(item))
    if EVERYWHERE:
        return
    marked = {item for item in items if item.get_closest_marker("everywhere")}
    left = marked.union(*map(on_the_other, beside_each_other(items)))
    if left:
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for what nobody uses among what comes from now on; the tests themselves stay.

    Seldom: what comes in a test is gone with it, nearly all of it without being looked for.
    """
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


def begins_dearly(item: pytest.Item) -> bool:
    """Whether this needs a browser, or a process that others are forked off."""
    return "forks" in item.keywords or _HERE / "browser" in item.path.parents


def beside_each_other(items: Iterable[pytest.Item]) -> Collection[list[pytest.Item]]:
    """The same tests on one database and on the other, where it is not storage that they are of."""
    same: dict[str, list[pytest.Item]] = {}
    for item in items:
        kind = database_of(item)
        if kind and not _BOTH.intersection(item.path.parents):
            same.setdefault(item.nodeid.replace(kind, "database"), []).append(item)
    return same.values()


def on_the_other(same: list[pytest.Item]) -> list[pytest.Item]:
    """All of these tests but the one that runs: always the same for its name."""
    stays = crc32(same[0].nodeid.replace(database_of(same[0]), "").encode()) % len(same)
    return [item for number, item in enumerate(same) if number != stays]


def database_of(item: pytest.Item) -> str:
    """On which database a test runs that is there for each of them."""
    spec = getattr(item, "callspec", None)
    given = spec.params.values() if spec else ()
    return next((kind for kind in given if kind in ("sqlite", "postgres")), "")
