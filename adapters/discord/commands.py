"""Discord's commands: made of the registry, and read back to what the registry knows.

Form: discord.com/developers/docs/interactions/application-commands.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from adapters.discord.limits import (
    COMMAND_LOCALES,
    COMMAND_NAME,
    COMMAND_TEXT,
    MENU_NAME,
    SUBCOMMANDS,
)
from adapters.discord.options import described, given_in, localized, options_of
from bot.routing.declared import Command, Root, Shortcut
from bot.routing.feature import Feature
from bot.routing.interaction import Filled
from bot.routing.registry import Registry
from bot.ui.capabilities import short
from bot.ui.words import WordBook

Json = dict[str, Any]

words = WordBook("adapters.discord")

SHOW = "show"
"""What a command is called whose words are also those that others begin with …"""
CODE = "code"
"""… and what it is called where it takes a code."""

_CHAT, _SUBCOMMAND, _GROUP = 1, 1, 2
_MENU = {"person": 2, "message": 3, "post": 3}
_IN_SERVERS, _ALONE = 0, 1
_TO_SERVERS = 0
_NAME = re.compile(r"[-_'a-z0-9]+")  # a part of what Discord takes; all that ours need


# From the registry ----------------------------------------------------------------------------


def tree(registry: Registry) -> list[Json]:
    """All commands and menu entries, as `PUT /applications/{id}/commands` takes them.

    They are made once for the same features, and not to be changed. Raises `ValueError` when they
    are more than Discord takes, or two have one name.
    """
    return _tree(registry.features)


@lru_cache(maxsize=2)
def _tree(features: tuple[Feature[Any], ...]) -> list[Json]:
    registry = Registry.of(features)
    books = [words, *(feature.words for feature in registry.features)]
    locales = sorted(set().union(*(book.translations() for book in books)) & COMMAND_LOCALES)
    if taken := [key for key in registry.commands if _without(key) in registry.commands]:
        raise ValueError(f"{taken} would not be told from commands that others begin with")
    made = [_root(registry, root, locales) for root in registry.roots]
    made += [_menu(s, locales) for s in registry.shortcuts if s.about in _MENU]
    _each_once(f"{entry['type']} {entry['name']}" for entry in made)
    return made


def digest_of(registry: Registry) -> str:
    """What changes when and only when the commands of these features do."""
    return _digest_of(registry.features)


@lru_cache(maxsize=2)
def _digest_of(features: tuple[Feature[Any], ...]) -> str:
    return digest(_tree(features))


def digest(commands: list[Json]) -> str:
    """What changes when and only when the commands do."""
    text = json.dumps(commands, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def are_alike(wanted: list[Json], there: Sequence[Json]) -> bool:
    """Whether Discord has these commands and no others; what it adds of its own is left aside."""
    known = {(command.get("type", _CHAT), command["name"]): command for command in there}
    return len(there) == len(wanted) and all(
        _alike(command, known.get((command.get("type", _CHAT), command["name"])))
        for command in wanted
    )


_COMPARED = (
    "type",
    "name",
    "description",
    "required",
    "autocomplete",
    "max_length",
    "min_value",
    "max_value",
    "channel_types",
    "choices",
    "value",
    "options",
    "contexts",
    "integration_types",
    "default_member_permissions",
    "name_localizations",
    "description_localizations",
)
"""What of a command counts; the rest is Discord's own, such as ids and versions."""


def _alike(wanted: object, there: object) -> bool:
    match wanted, there:
        case dict(), dict() if "name" in wanted:
            return all(_alike(wanted.get(key), there.get(key)) for key in _COMPARED)
        case dict(), dict():
            return wanted == there
        case list(), list():
            return len(wanted) == len(there) and all(map(_alike, wanted, there))
        case _:
            return str(wanted or "") == str(there or "")


def _root(registry: Registry, root: Root, locales: list[str]) -> Json:
    families = _families(registry, root)
    made = {
        **described(root.name, root.about, locales),
        "type": _CHAT,
        "options": [_family(registry, *family, locales) for family in families.items()],
        "contexts": [_IN_SERVERS, _ALONE],
        "integration_types": [_TO_SERVERS],
    }
    _fits(made)
    return made


def _families(registry: Registry, root: Root) -> dict[str, list[Command]]:
    """The commands of a root by their first words; that without words by what it is called."""
    found: dict[str, list[Command]] = {}
    for command in registry.commands.values():
        if command.root == root.name:
            first = command.words.split()[0] if command.words else within(command)
            found.setdefault(first, []).append(command)
    return found


def _is_alone(name: str, family: Sequence[Command]) -> bool:
    """Whether a command is all of its family, and so a subcommand rather than a group of them."""
    return [command.words or within(command) for command in family] == [name]


def within(command: Command) -> str:
    """What a command is called within its group: by all but its first word, if it has others."""
    further = command.words.split()[1:]
    by_itself = CODE if CODE in (arg.parameter for arg in command.typed) else SHOW
    return "-".join(further) or by_itself


def names(registry: Registry, ids: Mapping[str, str]) -> dict[str, str]:
    """What Discord calls each command of the registry: "kindred introduce show:123".

    `ids` are those of the commands that Discord has, by their first words; without one there is
    none behind the name.
    """
    found = {}
    for root in registry.roots:
        behind = f":{ids[root.name]}" if root.name in ids else ""
        for first, family in _families(registry, root).items():
            for command in family:
                said = first if _is_alone(first, family) else f"{first} {within(command)}"
                found[command.key] = f"{root.name} {said}{behind}"
    return found


def ids_of(there: Iterable[Json]) -> dict[str, str]:
    """The ids of the slash commands that Discord has, by name."""
    return {each["name"]: each["id"] for each in there if each.get("type", _CHAT) == _CHAT}


def _family(registry: Registry, name: str, commands: list[Command], locales: list[str]) -> Json:
    """The commands that begin with one word: a subcommand, or a group of them."""
    if _is_alone(name, commands):
        return _subcommand(registry, name, commands[0], locales)
    called = {within(c): c for c in commands}
    if len(called) < len(commands):
        raise ValueError(f"“{name} {SHOW}” would be two commands in Discord")
    bare = next((c for c in commands if c.words == name), None)
    listed = ", ".join(called)
    return {
        **described(name, bare.help if bare else lambda: listed, locales),
        "type": _GROUP,
        "options": [_subcommand(registry, sub, c, locales) for sub, c in called.items()],
    }


def _subcommand(registry: Registry, name: str, command: Command, locales: list[str]) -> Json:
    options = options_of(registry, command, locales)
    made = {**described(name, command.help, locales), "type": _SUBCOMMAND}
    return {**made, "options": options} if options else made


def _menu(shortcut: Shortcut, locales: list[str]) -> Json:
    def label() -> str:
        return short(shortcut.label(), MENU_NAME)

    return {
        **localized("name", label, locales),
        "type": _MENU[shortcut.about],
        "contexts": [_IN_SERVERS],
        "integration_types": [_TO_SERVERS],
    }


# What Discord takes ---------------------------------------------------------------------------


def _fits(command: Json) -> None:
    for part in parts(command):
        name, options = part["name"], part.get("options", [])
        if len(name) > COMMAND_NAME or not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a command in Discord")
        if len(options) > SUBCOMMANDS:
            raise ValueError(f"{name!r} has {len(options)} parts; Discord takes {SUBCOMMANDS}")
        _each_once(option["name"] for option in options)
    text = sum(characters(part) for part in parts(command))
    if text > COMMAND_TEXT:
        raise ValueError(f"/{command['name']} has {text} characters; Discord takes {COMMAND_TEXT}")


def parts(command: Json) -> Iterator[Json]:
    """A command with everything in it."""
    yield command
    for option in command.get("options", []):
        yield from parts(option)


def characters(part: Json) -> int:
    """Characters of a name, its description and its choices, each in its longest translation."""
    own = sum(_longest(part, key) for key in ("name", "description"))
    offered = part.get("choices", [])
    return own + sum(_longest(each, "name") + len(str(each["value"])) for each in offered)


def _longest(part: Json, key: str) -> int:
    return max(map(len, (part[key], *part.get(f"{key}_localizations", {}).values())))


def _each_once(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"two commands in Discord would be called {name!r}")
        seen.add(name)


# From Discord ---------------------------------------------------------------------------------


def filled(registry: Registry, data: Json, guild: str) -> Filled:
    """The command of an interaction's data, with what stands in its options."""
    command, options = _said(registry, data)
    return Filled(command, given_in(options, guild, data.get("resolved") or {}))


def focused(registry: Registry, data: Json) -> tuple[str, str, str]:
    """The command, the parameter that is being typed, and what was typed of it so far."""
    command, options = _said(registry, data)
    for each in options:
        if each.get("focused"):
            return command, each["name"], str(each.get("value", ""))
    return command, "", ""


def shortcut(registry: Registry, data: Json) -> Shortcut | None:
    """A menu's entry; `None` for one that is no longer there."""
    for each in registry.shortcuts:
        if _MENU.get(each.about) == data["type"] and _menu(each, [])["name"] == data["name"]:
            return each
    return None


def _said(registry: Registry, data: Json) -> tuple[str, list[Json]]:
    """The registry's key of a command, and the options that belong to it."""
    said, options = [data["name"]], data.get("options") or []
    while options and options[0]["type"] in (_SUBCOMMAND, _GROUP):
        said.append(options[0]["name"])
        options = options[0].get("options") or []
    return key_of(registry, said), options


def key_of(registry: Registry, said: Sequence[str]) -> str:
    """The registry's key of a command that Discord calls by these words.

    Words that Kindred itself writes with a hyphen are known by it, as "check-in" is.
    """
    key = _as_words(" ".join(said))
    known = {_as_words(each): each for each in registry.commands}
    return known.get(key) or known.get(_without(key)) or key


def _as_words(key: str) -> str:
    return key.replace("-", " ")


def _without(key: str) -> str:
    """The key of the command that this would be if its last word were not its own; or nothing."""
    rest, _, last = key.rpartition(" ")
    return rest if last in (SHOW, CODE) else ""
