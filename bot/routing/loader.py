"""Finds the parts of a feature by the names of their files."""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from rapidfuzz import fuzz

from bot.routing.feature import Feature

DECLARE = (
    "forms",
    "handlers",
    "visits",
    "schedules",
    "reactions",
    "home",
    "autocomplete",
    "live",
    "pages",
    "personal",
)
"""Modules of a feature, or of one of its nouns, that declare something when they are imported."""

FIXED = ("domain", "ports", "views", "messages", *DECLARE)
"""Every name that means the same in all features; each is optional. Other names are free."""

_NEARLY = 85.0  # of 100 points of rapidfuzz: a slip of the pen, or singular for plural


class Misnamed(Exception):
    """A package that is no feature, or a file in it that would never be found."""


@cache
def load(package: str) -> Feature[Any]:
    """Import all parts of the feature in this package, and return it.

    Raises `Misnamed` for a package without a `feature`, and for a file whose name is nearly one of
    those that mean something.
    """
    root = import_module(package)
    feature = getattr(root, "feature", None)
    if not isinstance(feature, Feature):
        raise Misnamed(f"{package} has no `feature = Feature(…)` in its __init__.py")
    for module in _declaring(root):
        import_module(module)
    return feature


def _declaring(root: ModuleType) -> Iterator[str]:
    """The modules that declare something: of the feature itself, then of each of its nouns."""
    nouns = []
    for _, name, is_package in pkgutil.iter_modules(root.__path__):
        _check(root.__name__, name)
        if is_package:
            nouns.append(name)
        elif name in DECLARE:
            yield f"{root.__name__}.{name}"
    for name in nouns:
        yield from _declaring(import_module(f"{root.__name__}.{name}"))


def _check(package: str, name: str) -> None:
    nearest = max(FIXED, key=lambda fixed: fuzz.ratio(name, fixed))
    if name not in FIXED and fuzz.ratio(name, nearest) >= _NEARLY:
        raise Misnamed(f"{package}.{name} is never looked for; did you mean {nearest}.py?")
