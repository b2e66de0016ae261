"""How tests are gathered, left out and put in order. What they share is in `tests/fixtures.py`."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from zlib import crc32

import pytest

from tests.extent import EVERYWHERE, meeting_each, spread

pytest_plugins = ["tests.budget"]

_MOST_WORKERS = 8
_HERE = Path(__file__).parent
_OF_SQL = {_HERE / name for name in ("storage", "jobs")}
"""What is tried on PostgreSQL, the stricter one; all else on one of the two, told by its name."""

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
    stay = [item for item in items if not item.get_closest_marker("everywhere")]
    for leave_out in (on_the_other, fields_beyond, rows_beyond):
        stay = leave_out(stay)
    left = set(items).difference(stay)
    if left:
        config.hook.pytest_deselected(items=list(left))
        items[:] = stay


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


def on_the_other(items: list[pytest.Item]) -> list[pytest.Item]:
    """All but those that run on another database beside them."""
    pairs = gathered(items, lambda i: i.nodeid.replace(database_of(i), "database"), database_of)
    return without(items, (pair for pair in pairs if len(pair) > 1), on_its_own)


def on_its_own(pair: list[pytest.Item]) -> list[pytest.Item]:
    """Of a test on each database the one that runs: always the same for its name."""
    if pair[0].get_closest_marker("on_both"):
        return pair
    if _OF_SQL.intersection(pair[0].path.parents):
        return [item for item in pair if database_of(item) == "postgres"]
    return [pair[crc32(pair[0].nodeid.replace(database_of(pair[0]), "").encode()) % len(pair)]]


def fields_beyond(items: list[pytest.Item]) -> list[pytest.Item]:
    """All but the fields of a matrix whose row and column are met without them."""
    matrices = gathered(items, table_of, lambda item: item.get_closest_marker("each_once"))
    return without(items, matrices, lambda them: meeting_each((i, place_of(i)) for i in them))


def rows_beyond(items: list[pytest.Item]) -> list[pytest.Item]:
    """All but the rows of a table that are more than it is to have by default."""
    tables = gathered(items, table_of, lambda item: item.get_closest_marker("some_rows"))
    return without(items, tables, lambda them: spread(them, _most_of(them[0])))


def _most_of(row: pytest.Item) -> int:
    marked = row.get_closest_marker("some_rows")
    return int(marked.args[0]) if marked else 0


def without(
    items: list[pytest.Item],
    groups: Iterable[list[pytest.Item]],
    stay: Callable[[list[pytest.Item]], list[pytest.Item]],
) -> list[pytest.Item]:
    """The items, but of each group only those that stay."""
    left = {item for group in groups for item in set(group).difference(stay(group))}
    return [item for item in items if item not in left]


def gathered(
    items: Iterable[pytest.Item],
    by: Callable[[pytest.Item], str],
    such: Callable[[pytest.Item], object],
) -> Collection[list[pytest.Item]]:
    """Those items that are such, with those that have the same beside them, in their order."""
    found: dict[str, list[pytest.Item]] = {}
    for item in sorted(filter(such, items), key=lambda item: (*place_of(item).values(),)):
        found.setdefault(by(item), []).append(item)
    return found.values()


def table_of(item: pytest.Item) -> str:
    """What all rows of a table have in common."""
    return item.nodeid.partition("[")[0]


def place_of(item: pytest.Item) -> dict[str, int]:
    """Where in a table or a matrix a test stands, wherever it runs."""
    spec = getattr(item, "callspec", None)
    given = spec.params.items() if spec else ()
    where = [name for name, kind in given if str(kind).startswith(("sqlite", "postgres"))]
    return {name: n for name, n in spec.indices.items() if name not in where} if spec else {}


def database_of(item: pytest.Item) -> str:
    """On which database a test runs that is there for each of them."""
    spec = getattr(item, "callspec", None)
    given = spec.params.values() if spec else ()
    return next((kind for kind in given if kind in ("sqlite", "postgres")), "")
