"""The words that people read, kept in `messages/<locale>.md` beside each feature.

What is said follows the language that is being spoken (`languages`): for "fr-CA" the texts of
`fr-CA.md`, then `fr.md`, then `en.md`, key by key.

A file is a list of `## key` headings, each with its text. A text may hold `{name}` placeholders,
`**strong**` words, `` `things to type` `` and `` `/commands` `` (`bot.ui.commands`); what is put
into a placeholder is always taken literally. A key that ends in `.one` or `.other` (or another
plural of the language) is chosen by the value called `count`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from importlib import resources
from typing import Literal

from babel.lists import format_list

from bot.ui.commands import SlashCommand, read_command
from bot.ui.languages import DEFAULT_LOCALE, culture, current_locale
from bot.ui.messages import Code, OneSpan, Plain, RichText, Strong, plain

Value = str | int | OneSpan | RichText
_TOKEN = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|`(?:(?P<command>/[^`]+)|(?P<code>[^`]+))`|\{(?P<name>\w+)\}"
)
_MARKS = re.compile(r"[*`{]")


def listed(items: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
    """The items as people list them: "Ada, Bo and Cy"; with style "or", "Ada, Bo or Cy"."""
    return format_list(list(items), style=style, locale=culture(current_locale()))


def listed_spans(spans: Sequence[OneSpan]) -> RichText:
    """Spans as people list them, such as those who are mentioned: "@Ada, @Bo and @Cy"."""
    # They are listed with the locale's own words between them, so each becomes a mark first.
    pieces = listed(f"\x00{number}\x00" for number in range(len(spans))).split("\x00")
    return tuple(
        spans[int(piece)] if at % 2 else Plain(piece) for at, piece in enumerate(pieces) if piece
    )


class WordBook:
    """The texts of one package; `words("key", name=…)` gives spans, `text` a plain string."""

    def __init__(self, package: str) -> None:
        self.package = package

    def __call__(self, key: str, **values: Value) -> RichText:
        """Return the text called `key` as spans, with `values` put in; `KeyError` without it."""
        return tuple(_spans(self._template(key, values.get("count")), values))

    def text(self, key: str, **values: Value) -> str:
        """Return the text called `key` as a plain string, for labels and titles."""
        template = self._template(key, values.get("count"))
        if not _MARKS.search(template):
            return template
        return plain(tuple(_spans(template, values)))

    def later(self, key: str, **values: Value) -> Callable[[], str]:
        """What gives the text called `key` in the language that is spoken when it is shown."""
        return partial(self.text, key, **values)

    def translations(self) -> set[str]:
        """The locales that these texts are translated into, `DEFAULT_LOCALE` left out."""
        folder = resources.files(self.package).joinpath("messages")
        files = folder.iterdir() if folder.is_dir() else ()
        locales = {file.name.removesuffix(".md") for file in files if file.name.endswith(".md")}
        return locales - {DEFAULT_LOCALE}

    def commands(self) -> Iterator[tuple[str, str, SlashCommand]]:
        """Every command that a text names, with the text's locale and key."""
        for locale in sorted({DEFAULT_LOCALE, *self.translations()}):
            for key, text in _texts(self.package, locale).items():
                for token in _TOKEN.finditer(text):
                    if token["command"]:
                        yield locale, key, read_command(token["command"])

    def has(self, key: str) -> bool:
        """Tell whether there is a text called `key`."""
        return key in _texts(self.package, DEFAULT_LOCALE)

    def check(self, *keys: str) -> None:
        """Raise `KeyError` unless there is a text, or one for each count, of every key."""
        lost = [key for key in keys if not self.has(key) and not self.has(f"{key}.other")]
        if lost:
            raise KeyError(f"{self.package} has no texts called {', '.join(lost)}")

    def _template(self, key: str, count: Value | None) -> str:
        locale = current_locale()
        for code in (locale, locale.split("-")[0], DEFAULT_LOCALE):
            texts = _texts(self.package, code)
            if isinstance(count, int):
                form = f"{key}.{culture(code).plural_form(count)}"
                key_in_form = form if form in texts else f"{key}.other"
                if key_in_form in texts:
                    return texts[key_in_form]
            if key in texts:
                return texts[key]
        raise KeyError(f"{self.package} has no text called {key!r}")


def _spans(template: str, values: dict[str, Value]) -> Iterator[OneSpan]:
    def put_in(part: str) -> str:
        return plain(tuple(_spans(part, values)))

    end = 0
    for token in _TOKEN.finditer(template):
        if token.start() > end:
            yield Plain(template[end : token.start()])
        end = token.end()
        if token["strong"]:
            yield Strong(put_in(token["strong"]))
        elif token["command"]:
            yield read_command(token["command"], put_in)
        elif token["code"]:
            yield Code(put_in(token["code"]))
        else:
            yield from _value(values[token["name"]])
    if end < len(template):
        yield Plain(template[end:])


def _value(value: Value) -> RichText:
    if isinstance(value, tuple):
        return value
    return (Plain(str(value)),) if isinstance(value, str | int) else (value,)


@cache
def _texts(package: str, locale: str) -> dict[str, str]:
    file = resources.files(package).joinpath("messages", f"{locale}.md")
    if not re.fullmatch(r"[\w-]+", locale) or not file.is_file():
        return {}
    parts = re.split(r"^## +(\S+) *$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {key: text.strip() for key, text in zip(parts[1::2], parts[2::2], strict=True)}
