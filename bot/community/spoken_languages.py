"""Languages that people speak: read from names in many languages, kept as codes, shown by name."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.ui.folding import unaccented
from bot.ui.languages import culture, current_locale
from bot.ui.languages import languages as translations

_READ_IN = (
    *("en", "fr", "de", "es", "it", "pt", "nl", "pl", "cs", "sk", "hu", "ro", "bg", "el", "sr"),
    *("hr", "sl", "uk", "ru", "be", "lt", "lv", "et", "fi", "sv", "nb", "da", "is", "ga", "cy"),
    *("eu", "ca", "gl", "tr", "ar", "fa", "he", "hi", "bn", "ta", "ur", "pa", "gu", "mr", "te"),
    *("zh", "ja", "ko", "th", "vi", "id", "sw", "am", "so", "yo", "ha", "af", "sq", "mk"),
)
"""In which languages their names are read, as CLDR has them; what is earlier goes first."""

_ALSO = {
    **dict.fromkeys(("mandarin", "chinese mandarin", "simplified chinese"), "zh"),
    **dict.fromkeys(("cantonese", "chinese cantonese"), "yue"),
    **dict.fromkeys(("farsi", "dari"), "fa"),
    **dict.fromkeys(("castilian", "castellano"), "es"),
    **dict.fromkeys(("flemish", "vlaams"), "nl"),
    **dict.fromkeys(("gaelic", "scots gaelic"), "gd"),
    **dict.fromkeys(("bsl", "british sign language"), "bfi"),
    **dict.fromkeys(("asl", "american sign language"), "ase"),
    **dict.fromkeys(("lsf", "langue des signes francaise"), "fsl"),
    "panjabi": "pa",
    "norwegian": "no",
}
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_HOW_WELL = re.compile(r"\s*(?:\(.*\)|[-–—:/].*)$")
"""What may follow a name: "French (basic)", "English – fluent"."""


@lru_cache(maxsize=4096)
def language_code(said: str) -> str:
    """The code of the language that is named, such as "cy"; empty for one that is not known.

    A name in one of many languages, or a code in any letters, with or without a country.
    """
    whole = unaccented(said)
    return _code_of(whole) or _code_of(_HOW_WELL.sub("", whole))


def language_codes(said: Iterable[str]) -> tuple[str, ...]:
    """The same for several, each once; what names no language stays as it was written."""
    return tuple(dict.fromkeys(language_code(each) or each for each in said))


def codes_only(languages: Iterable[str]) -> frozenset[str]:
    """The languages in which people may meet: a word that names none keeps nobody from meeting."""
    return frozenset(filter(None, map(language_code, languages)))


def language_name(language: str, locale: str = "") -> str:
    """What a language is called in the one being spoken, or in `locale`; other words as they are.

    As it stands in lists: "Welsh", "gallois".
    """
    name = culture(locale or current_locale()).languages.get(language, "")
    return name or language


def names_in_all(language: str) -> tuple[str, ...]:
    """What a language is called in each language that Kindred speaks, and in itself."""
    locales = ["en", *sorted(translations())]
    own = _locale(language).languages.get(language, "") if _known(language) else ""
    names = (*(language_name(language, each) for each in locales), own)
    return tuple(dict.fromkeys(filter(None, names)))


def _code_of(said: str) -> str:
    if found := _ALSO.get(said) or _names().get(said):
        return found
    tag = _TAG.fullmatch(said)
    code = tag[1].lower() if tag else ""
    code = get_global("language_aliases").get(code, code)
    return code if code in _locale("en").languages else ""


@cache
def _names() -> dict[str, str]:
    """Codes by the folded names of languages, in each of those in which they are read."""
    found: dict[str, str] = {}
    for tag in _READ_IN:
        for code, name in _plain(_locale(tag)):
            found.setdefault(unaccented(name), code)
    return found


def _plain(locale: Locale) -> Iterator[tuple[str, str]]:
    """Codes with their names; a name of a variant, as "British English", is of the language."""
    for code, name in locale.languages.items():
        yield code.partition("_")[0], name


@cache
def _known(language: str) -> bool:
    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return False
    return True


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag)
