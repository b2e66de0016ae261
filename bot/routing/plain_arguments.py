"""Reads those kinds of arguments for which nobody and nothing has to be looked up."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.errors import UserError
from bot.routing.arguments import ChoiceArg, FileArg, Given, NumberArg, YesNoArg, choices
from bot.ui.files import GivenFile
from bot.ui.folding import folded
from bot.ui.languages import in_language, spoken_first
from bot.ui.text import read_number
from bot.ui.typed import given_file
from bot.ui.words import WordBook, listed

words = WordBook("bot")


def read_plain(kind: ChoiceArg | NumberArg | YesNoArg | FileArg, given: Given) -> object:
    """The value of what was given; raises `UserError` if it is no such."""
    match kind:
        case ChoiceArg():
            return _chosen(kind, str(given))
        case NumberArg():
            return _number(kind, given)
        case YesNoArg():
            return given if isinstance(given, bool) else _yes_or_no(str(given))
        case FileArg():
            return _file(kind, given)
    assert_never(kind)


def words_of_a_choice(kind: ChoiceArg, said: Sequence[str]) -> int:
    """With how many of these words an option is meant: the longest one, or else one word."""
    named = {folded(each) for option in choices(kind) for each in (option.value, option.label)}
    most = max(len(each.split()) for each in named)
    lengths = range(min(most, len(said)), 1, -1)
    return next((n for n in lengths if folded(" ".join(said[:n])) in named), 1)


def is_a_choice(kind: ChoiceArg, said: Sequence[str]) -> bool:
    """Whether an option is meant by the first of these words."""
    chosen = folded(" ".join(said[: words_of_a_choice(kind, said)]))
    return any(chosen in (folded(o.value), folded(o.label)) for o in choices(kind))


def _chosen(kind: ChoiceArg, said: str) -> str:
    options, key = choices(kind), folded(said)
    for option in options:
        if key in (folded(option.value), folded(option.label)):
            return option.value
    raise UserError(
        words("argument.choice", said=said, options=listed([o.value for o in options], "or"))
    )


def _file(kind: FileArg, given: Given) -> GivenFile | None:
    try:
        said = given.as_typed() if isinstance(given, GivenFile) else str(given)
        return given_file(said, kind.extensions, kind.most)
    except ValueError as wrong:
        raise UserError(str(wrong)) from None


def _number(kind: NumberArg, given: Given) -> int:
    number = read_number(given.strip()) if isinstance(given, str) else given
    if not isinstance(number, int) or not kind.least <= number <= kind.most:
        raise UserError(words("form.number", least=kind.least, most=kind.most))
    return number


def _yes_or_no(said: str) -> bool:
    for key, meant in (("argument.yes", True), ("argument.no", False)):
        if folded(said) in in_all_languages(key):
            return meant
    raise UserError(words("argument.yes_or_no", said=said))


def entries_in_all_languages(book: WordBook, key: str) -> list[str]:
    """What is listed under a key between commas, in the language being spoken and in every other.

    People of one community type in several languages, whatever their chat says of them.
    """
    return list(dict.fromkeys(folded(e) for text in _texts(book, key) for e in text.split(",")))


def in_all_languages(key: str) -> list[str]:
    """The words that are listed under a key of the core, in every language."""
    return [each for text in _texts(words, key) for each in text.split()]


def _texts(book: WordBook, key: str) -> Iterator[str]:
    for language in spoken_first():
        with in_language(language):
            yield book.text(key)
