"""The current language: what is composed inside `in_language` is in that one."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib import resources

from babel import Locale, UnknownLocaleError

DEFAULT_LOCALE = "en"
"""What is said to several people, and to those of whom no language is known."""

_BRITISH = "en_GB"  # lists without a comma before "and"
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_LONGEST = 20

_COLONS = {"fr": "\u00a0:"}  # after a space at which no line breaks

_current: ContextVar[str] = ContextVar("locale", default=DEFAULT_LOCALE)


@contextmanager
def in_language(locale: str) -> Iterator[None]:
    """Say everything inside the block in `locale`, where there is a translation."""
    token = _current.set(locale or DEFAULT_LOCALE)
    try:
        yield
    finally:
        _current.reset(token)


def switch_language(locale: str) -> None:
    """Change to `locale` for the rest of the `in_language` block that this is called in."""
    _current.set(locale or DEFAULT_LOCALE)


def current_locale() -> str:
    """The locale of the block that this is called in."""
    return _current.get()


def colon() -> str:
    """What stands between a label and what it says, as it is written in the current language."""
    return _COLONS.get(culture(current_locale()).language, ":")


def read_locale(text: str) -> str:
    """A locale as a chat writes it ("fr", "en-GB", "pt_BR"), tidied; empty for what is none."""
    tag = text.strip().replace("_", "-")
    known = len(tag) <= _LONGEST and _TAG.fullmatch(tag) and _parsed(tag)
    return tag if known else ""


@lru_cache(maxsize=256)
def culture(locale: str) -> Locale:
    """How dates, lists and plurals go in a locale; as in Britain if the core has no words in it."""
    found = _parsed(locale)
    if found is None or found.language == DEFAULT_LOCALE or found.language not in languages():
        return Locale.parse(_BRITISH)
    return found


def preferred(tags: Iterable[str]) -> str:
    """The first of these languages that there are words in, or else the default one."""
    known = (tag for tag in map(read_locale, tags) if tag.split("-")[0] in languages())
    return next(known, DEFAULT_LOCALE)


def spoken_first() -> list[str]:
    """The languages that there are words in: the one being spoken, the default one, the others."""
    spoken = current_locale().split("-")[0]
    known = [DEFAULT_LOCALE, *sorted(languages())]
    return list(dict.fromkeys([spoken, *known] if spoken in known else known))


@cache
def languages() -> frozenset[str]:
    """The languages that the core itself is translated into."""
    files = resources.files("bot").joinpath("messages").iterdir()
    return frozenset(re.split(r"[-.]", file.name)[0] for file in files)


@cache
def _parsed(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return None
