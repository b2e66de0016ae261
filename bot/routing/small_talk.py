"""What people write who give no command: a greeting, thanks, or a question. Pure."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.routing.plain_arguments import entries_in_all_languages
from bot.ui.folding import folded
from bot.ui.words import WordBook

words = WordBook("bot")

_SIGNS = " \t\n.,;:!?¡¿…&*~()🙂😀😊👋🙏👍❤\ufe0f"


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """What somebody wants by words that are no command; `query` is what they look for."""

    wish: Literal["hello", "thanks", "help", "search"]
    query: str = ""


def small_talk(text: str) -> SmallTalk | None:
    """What is meant by a line that is no command, in any language; `None` if it is none of these.

    A question loses the words that make it one; what is left is looked for.
    """
    said = _without_greeting(_plain(text))
    if said in _listed("hello"):
        return SmallTalk("hello")
    if said in _listed("thanks"):
        return SmallTalk("thanks")
    if said in _listed("help") or (not said and "?" in text):
        return SmallTalk("help")
    if not said:
        return SmallTalk("thanks" if set(text) & set("🙏👍❤") else "hello")
    query = _begun(said, _listed("search"))
    if query is not None:
        return SmallTalk("search", _without_thanks(query)) if query else SmallTalk("help")
    return SmallTalk("search", said) if text.rstrip().endswith("?") else None


def _listed(kind: str) -> list[str]:
    return [each for each in entries_in_all_languages(words, f"talk.{kind}") if each]


def _plain(text: str) -> str:
    """The line as it is spoken: without signs around its words."""
    said = " ".join(word.strip(_SIGNS) for word in folded(text).split())
    return " ".join(re.sub(r"^(/\s*)?kindred\b", "", said).split())


def _without_greeting(said: str) -> str:
    """What follows a greeting, whoever is greeted: "hello everyone, who …" is "who …"."""
    rest = _begun(said, _listed("hello"))
    if rest is None:
        return said
    named = _begun(rest, _listed("named"))
    rest = rest if named is None else named
    return rest or _listed("hello")[0]


def _without_thanks(said: str) -> str:
    for polite in sorted(_listed("thanks") + _listed("polite"), key=len, reverse=True):
        said = said.removesuffix(f" {polite}")
    return said


def _begun(said: str, beginnings: list[str]) -> str | None:
    """What stands behind the longest of these with which a line begins."""
    found = [each for each in beginnings if f"{said} ".startswith(each + " " * (each[-1] != "'"))]
    return said[len(max(found, key=len)) :].strip(" -,") if found else None
