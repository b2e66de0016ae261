"""How much a test run covers: minutes by default, everything in `make test-everywhere`.

`KINDRED_TEST_EVERYWHERE=1` asks for every story in every chat, every point at which a process can
be killed, and the large counts for seeds and examples.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")

EVERYWHERE = os.environ.get("KINDRED_TEST_EVERYWHERE", "") not in ("", "0")
"""Whether nothing is to be left out."""

everywhere_only = pytest.mark.everywhere
"""Marks what proves a stand-in and not Kindred itself: only `make test-everywhere` runs it."""


def few_or_all(few: T, all_: T) -> T:
    """A count or a list: small by default, large everywhere."""
    return all_ if EVERYWHERE else few


def some_or_all(items: Sequence[T], some: int) -> list[T]:
    """All items everywhere; by default `some` of them, spread evenly from the first to the last."""
    if EVERYWHERE or len(items) <= some:
        return list(items)
    last = len(items) - 1
    return [items[round(n * last / max(some - 1, 1))] for n in range(some)]
