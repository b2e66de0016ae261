"""A line of a story as a person in Discord types it: a slash command with its options."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from adapters.discord.commands import itself
from bot.community.roles import Role, Standing
from bot.errors import UserError
from bot.routing.command_line import Line, find_command
from bot.routing.feature import Arg, Command, Rest, When, Who
from bot.routing.registry import Registry


@dataclass(frozen=True)
class Slash:
    """A command, its subcommands, and what is typed into its options."""

    root: str
    words: list[str]
    options: dict[str, str] = field(default_factory=dict)


def slash(registry: Registry, text: str, names: Collection[str]) -> Slash | None:
    """The line as a slash command; nothing for what Discord's client has no command for.

    `names` are those of people, who may be called by several words.
    """
    try:
        command, line, position = find_command(registry, text, Standing(Role.ADMIN))
    except UserError:
        return None
    options: dict[str, str] = {}
    if not text.startswith("/") or position < 2:
        return None
    for arg in command.args:
        if position < len(line.tokens):
            options[arg.parameter], position = _value(arg, command, line, position, names)
    if position < len(line.tokens):
        return None
    return called(registry, command.key, options)


def called(registry: Registry, key: str, options: Mapping[str, str]) -> Slash:
    """The command of a key, under the name that Discord knows it by; what is empty is left out."""
    root, *words = key.split()
    if any(other.startswith(f"{key} ") for other in registry.commands):
        words.append(itself(registry.commands[key]))
    return Slash(root, words, {name: value for name, value in options.items() if value})


def _value(
    arg: Arg, command: Command, line: Line, position: int, names: Collection[str]
) -> tuple[str, int]:
    """What stands in one option, and where the next one begins."""
    token, last = line.tokens[position], arg is command.args[-1]
    if isinstance(arg.kind, Rest | When):
        return line.rest(position), len(line.tokens)
    if token.ref:
        return f"<@{token.ref}>", position + 1
    if not isinstance(arg.kind, Who) or token.quoted:
        return token.text, position + 1
    if last:
        return line.rest(position), len(line.tokens)
    known = {name.casefold() for name in names}
    for length in range(len(line.tokens) - position, 1, -1):
        said = " ".join(each.text for each in line.tokens[position : position + length])
        if said.lstrip("@").casefold() in known:
            return said, position + length
    return token.text, position + 1
