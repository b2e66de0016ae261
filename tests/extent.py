"""How much a test run covers: minutes by default, everything in `make test-everywhere`.

`KINDRED_TEST_EVERYWHERE=1` asks for every story in every chat, every point at which a process can
be killed, and the large counts for seeds and examples.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import pytest

T = TypeVar("T")

EVERYWHERE = os.environ.get("KINDRED_TEST_EVERYWHERE", "") not in ("", "0")
"""Whether nothing is to be left out."""

everywhere_only = pytest.mark.everywhere
"""Marks what only `make test-everywhere` runs: what proves a stand-in and not Kindred itself, or
tells at length what a test of the default run tells in short."""

each_once = pytest.mark.each_once
"""Marks a matrix of which the default run takes as many fields as meet each row and each column."""

on_both = pytest.mark.on_both
"""Marks tests of storage or jobs in which the databases differ: the default run tries both."""


def some_rows(some: int) -> pytest.MarkDecorator:
    """Marks a table of which the default run takes so many rows, spread evenly."""
    return pytest.mark.some_rows(some)


def few_or_all(few: T, all_: T) -> T:
    """A count or a list: small by default, large everywhere."""
    return all_ if EVERYWHERE else few


def some_or_all(items: Sequence[T], some: int) -> list[T]:
    """All items everywhere; by default `some` of them, spread evenly from the first to the last."""
    return list(items) if EVERYWHERE else spread(items, some)


def spread(items: Sequence[T], some: int) -> list[T]:
    """So many of these, spread evenly from the first to the last; or all, if there are no more."""
    if len(items) <= some:
        return list(items)
    last = len(items) - 1
    return [items[round(n * last / max(some - 1, 1))] for n in range(some)]


def meeting_each(fields: Iterable[tuple[T, Mapping[str, Any]]]) -> list[T]:
    """Of the fields of a matrix, each with where it stands, few in which each occurs."""
    left, chosen = list(fields), list[T]()
    met: set[tuple[str, Any]] = set()
    while left:
        news = [{*where.items()} - met for _, where in left]
        best = max(range(len(left)), key=lambda n: len(news[n]))
        if not news[best]:
            break
        met |= news[best]
        chosen.append(left.pop(best)[0])
    return chosen
