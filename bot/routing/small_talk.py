"""What people say to Kindred as they would to a neighbour: a greeting, thanks, a question."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.routing.plain_arguments import entries_in_all_languages
from bot.ui.folding import unaccented
from bot.ui.languages import current_locale
from bot.ui.words import WordBook

words = WordBook("bot")

Kind = Literal["hello", "thanks", "goodbye", "help", "question"]

_KINDS: tuple[Kind, ...] = ("hello", "thanks", "goodbye", "help")
_QUESTIONS = {"talk.questions": "", "talk.questions.in": "in ", "talk.questions.offers": "offers "}
_SIGNS = re.compile(r"[^\w\s'+#&/.-]+|(?<!\w)[.\-]+|[.\-]+(?!\w)")
_SIGNED: dict[str, Kind] = {"?": "help", "👋": "hello", "🙏": "thanks", "👍": "thanks"}
_NAME = "kindred"
_LONGEST = 300  # characters; what is longer is no small talk


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """What was said. Of a question, `asked` is what is looked for, without its question words."""

    kind: Kind
    asked: str = ""


def small_talk(said: str) -> SmallTalk | None:
    """What somebody said who named no command, in any language; `None` for anything else.

    "Hi Kindred, who works on measurement?" is the question, whatever stands before it.
    """
    if len(said) > _LONGEST:
        return None
    plain = " ".join(_SIGNS.sub(" ", unaccented(said)).split())
    for each in (plain, rest := _addressed(plain), _without_greeting(rest)):
        if kind := _kind(each):
            return SmallTalk(kind)
    if not rest:
        return _by_signs(said)
    rest = _without_greeting(rest)
    asked = _asked(rest) or (rest if said.rstrip().endswith("?") else "")
    return SmallTalk("question", asked) if asked else None


def _by_signs(said: str) -> SmallTalk | None:
    """What is said without any word: "?", or a hand that waves."""
    kinds: dict[str, Kind] = {
        "?": "help",
        "👋": "hello",
        "🙏": "thanks",
        "👍": "thanks",
        "❤": "thanks",
    }
    return next((SmallTalk(kind) for sign, kind in kinds.items() if sign in said), None)


def _addressed(plain: str) -> str:
    """What was said, without Kindred's name and without courtesies."""
    for last in (*_phrases("courtesies"), _NAME):
        plain = plain.removesuffix(f" {last}")
    return plain.removeprefix(f"{_NAME} ")


def _without_greeting(plain: str) -> str:
    greeting = next((each for each in _phrases("hello") if plain.startswith(f"{each} ")), "")
    return plain.removeprefix(f"{greeting} ").removeprefix(f"{_NAME} ")


def _kind(plain: str) -> Kind | None:
    return next((kind for kind in _KINDS if plain in _phrases(kind)), None)


def _asked(plain: str) -> str:
    """What is looked for, as it is typed after `/kindred find`."""
    for lead, instead in _leads():
        if plain.startswith(f"{lead} "):
            return instead + plain.removeprefix(f"{lead} ")
    return ""


def _phrases(kind: str) -> tuple[str, ...]:
    return _in_languages(f"talk.{kind}", current_locale())


def _leads() -> Iterator[tuple[str, str]]:
    """The beginnings of questions, the longest first, each with what stands for it."""
    locale = current_locale()
    leads = ((lead, to) for key, to in _QUESTIONS.items() for lead in _in_languages(key, locale))
    return iter(sorted(leads, key=lambda each: -len(each[0])))


@cache
def _in_languages(key: str, locale: str) -> tuple[str, ...]:
    found = (unaccented(each) for each in entries_in_all_languages(words, key))
    return tuple(sorted(found, key=len, reverse=True))
