"""Discord's limits on application commands.

Source: developers/interactions/application-commands of Discord's documentation, and
ApplicationCommandUpdateRequest with its options in the OpenAPI description. Where the two differ,
the narrower one holds; `default_member_permissions` is the whole number of the description, which
the documentation calls a string and Discord takes as either.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from tests.adapters.discord_field_rules import (
    Faults,
    Json,
    Rule,
    by_type,
    doubles,
    in_order,
    listed,
    number,
    one_of,
    snowflake,
    text,
    thing,
    whole,
    yes_no,
)
from tests.adapters.discord_input_rules import CHANNEL_TYPES

CHAT, USER, MESSAGE = 1, 2, 3
MOST_COMMANDS = {CHAT: 100, USER: 15, MESSAGE: 15}
MOST_LETTERS = 8000
INT53 = 2**53 - 1
SUBCOMMAND, GROUP = 1, 2
# AvailableLocalesEnum, as far as the documentation has them too.
LOCALES = frozenset(
    {
        *("bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "hi"),
        *("hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru"),
        *("sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW"),
    }
)


def name(value: object, path: str) -> Faults:
    r"""A name as in `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, in lower case."""
    yield from text(1, 32)(value, path)
    if isinstance(value, str):
        odd = sorted({letter for letter in value if not _may_stand_in_a_name(letter)})
        if odd:
            yield f"{path}: {odd} cannot stand in a name"
        if value != value.lower():
            yield f"{path}: {value!r} must be in lower case"


def _may_stand_in_a_name(letter: str) -> bool:
    script = unicodedata.name(letter, "").split(" ")[0]
    return (
        letter in "-_'"
        or unicodedata.category(letter)[0] in "LN"
        or script in {"DEVANAGARI", "THAI"}
    )


def translated(rule: Rule) -> Rule:
    """Translations by locale, each of which keeps the rule of what it translates."""

    def judge(value: object, path: str) -> Faults:
        if not isinstance(value, dict):
            yield f"{path}: must be an object of translations, not {value!r}"
            return
        for locale, words in value.items():
            if locale not in LOCALES:
                yield f"{path}: {locale!r} is no locale of Discord's"
            yield from rule(words, f"{path}/{locale}")

    return judge


# Options ---------------------------------------------------------------------------------------


def _choices(value: Rule) -> Rule:
    choice = thing(
        "ApplicationCommandOptionChoice",
        {"name": text(1, 100), "value": value},
        {"name_localizations": translated(text(1, 100))},
    )
    return listed(choice, 0, 25)


def _choices_or_autocomplete(part: Json, path: str) -> Faults:
    if part.get("autocomplete") and part.get("choices") is not None:
        yield f"{path}: choices or autocomplete, not both"


def _option(
    kind: int,
    schema: str,
    may: dict[str, Rule] | None = None,
    *also: Callable[[Json, str], Faults],
) -> Rule:
    must = {"type": one_of(kind), "name": name, "description": text(1, 100)}
    words: dict[str, Rule] = {
        "name_localizations": translated(name),
        "description_localizations": translated(text(1, 100)),
    }
    return thing(f"ApplicationCommand{schema}Option", must, {**words, **(may or {})}, *also)


def _value(kind: int, schema: str, may: dict[str, Rule] | None = None, low: str = "") -> Rule:
    also = [_choices_or_autocomplete] + [in_order(f"min_{low}", f"max_{low}")] * bool(low)
    return _option(kind, schema, {"required": yes_no, **(may or {})}, *also)


_WHOLE = whole(-INT53, INT53)
VALUES: dict[int, Rule] = {
    3: _value(
        3,
        "String",
        {
            "autocomplete": yes_no,
            # The description has 6000 for a choice's value where the documentation has 100.
            "choices": _choices(text(1, 100)),
            "min_length": whole(0, 6000),
            "max_length": whole(1, 6000),
        },
        "length",
    ),
    4: _value(
        4,
        "Integer",
        {
            "autocomplete": yes_no,
            "choices": _choices(_WHOLE),
            "min_value": _WHOLE,
            "max_value": _WHOLE,
        },
        "value",
    ),
    5: _value(5, "Boolean"),
    6: _value(6, "User"),
    7: _value(7, "Channel", {"channel_types": listed(one_of(*CHANNEL_TYPES), 0, 12, unique=True)}),
    8: _value(8, "Role"),
    9: _value(9, "Mentionable"),
    10: _value(
        10,
        "Number",
        {
            "autocomplete": yes_no,
            "choices": _choices(number),
            "min_value": number,
            "max_value": number,
        },
        "value",
    ),
    11: _value(11, "Attachment"),
}


def _parts(value: object) -> list[Json]:
    """The objects of a list, whatever else may stand in it."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _siblings(options: object, path: str) -> Faults:
    """What options of one command must keep to among themselves."""
    each = _parts(options)
    needed = [bool(option.get("required")) for option in each]
    if any(late and not early for early, late in pairwise(needed)):
        yield f"{path}: required options stand before optional ones"
    plain = [option.get("name") for option in each]
    yield from doubles(plain, path, "name")
    for locale in sorted(LOCALES):
        words = [_in(option, locale) for option in each]
        yield from doubles(words, path, f"name in {locale}")
        for n, word in enumerate(words):
            if word is not None and word in plain[:n] + plain[n + 1 :]:
                yield f"{path}: {word!r} in {locale} is another option's own name"


def _in(option: Json, locale: str) -> object:
    words = option.get("name_localizations")
    return words.get(locale) if isinstance(words, dict) else None


def _options(where: str, rules: dict[int, Rule]) -> Rule:
    each = listed(by_type(where, rules), 0, 25)

    def judge(value: object, path: str) -> Faults:
        yield from each(value, path)
        yield from _siblings(value, path)

    return judge


_SUBCOMMAND = _option(SUBCOMMAND, "Subcommand", {"options": _options("a subcommand", VALUES)})
_GROUP = _option(
    GROUP, "SubcommandGroup", {"options": _options("a group", {SUBCOMMAND: _SUBCOMMAND})}
)
_ANY = _options("a command", {SUBCOMMAND: _SUBCOMMAND, GROUP: _GROUP, **VALUES})


def _command_options(value: object, path: str) -> Faults:
    yield from _ANY(value, path)
    nests = [option.get("type") in (SUBCOMMAND, GROUP) for option in _parts(value)]
    if any(nests) and not all(nests):
        yield f"{path}: a command has subcommands or values, not both"


# Commands --------------------------------------------------------------------------------------


def letters(part: Json) -> int:
    """Characters of names, descriptions and values, by the longest translation of each."""
    total = _longest(part, "name") + _longest(part, "description")
    value = part.get("value")
    total += len(value) if isinstance(value, str) else 0
    return total + sum(letters(inner) for inner in _inner(part))


def _inner(part: Json) -> Iterator[Json]:
    for key in ("options", "choices"):
        yield from part.get(key) or []


def _longest(part: Json, key: str) -> int:
    words = [part.get(key) or "", *(part.get(f"{key}_localizations") or {}).values()]
    return max(len(each) for each in words)


def _not_too_long(part: Json, path: str) -> Faults:
    total = letters(part)
    if total > MOST_LETTERS:
        yield f"{path}: {total} characters in all, {MOST_LETTERS} allowed"


_EVERY: dict[str, Rule] = {
    "id": snowflake,
    "default_member_permissions": whole(0, 18014398509481983),
    "contexts": listed(one_of(0, 1, 2), 1, 3, unique=True),
    "integration_types": listed(one_of(0, 1), 1, 2, unique=True),
}
_CHAT = thing(
    "ApplicationCommandUpdateRequest",
    {"name": name, "description": text(1, 100)},
    {
        **_EVERY,
        "type": one_of(CHAT),
        "name_localizations": translated(name),
        "description_localizations": translated(text(1, 100)),
        "options": _command_options,
    },
    _not_too_long,
)
_MENU = thing(
    "ApplicationCommandUpdateRequest",
    {"name": text(1, 32), "type": one_of(USER, MESSAGE)},
    {
        **_EVERY,
        "name_localizations": translated(text(1, 32)),
        "description": text(0, 0),
    },
)


def command(value: object, path: str) -> Faults:
    """A slash command, or a line in the menu of a person or a message."""
    menu = isinstance(value, dict) and value.get("type") in (USER, MESSAGE)
    yield from (_MENU if menu else _CHAT)(value, path)


def commands(value: object, path: str) -> Faults:
    """All commands of an application, which take the place of those that were there.

    Most are the same as before: then so is what there is to say of them.
    """
    yield from _judged(json.dumps(value), path)


@lru_cache(maxsize=4)
def _judged(text: str, path: str) -> tuple[str, ...]:
    return tuple(_of_all(json.loads(text), path))


def _of_all(value: object, path: str) -> Faults:
    yield from listed(command, 0, sum(MOST_COMMANDS.values()))(value, path)
    each = _parts(value)
    for kind, most in MOST_COMMANDS.items():
        names = [part.get("name") for part in each if (part.get("type") or CHAT) == kind]
        if len(names) > most:
            yield f"{path}: {len(names)} commands of type {kind}, {most} allowed"
        yield from doubles(names, path, "name")
