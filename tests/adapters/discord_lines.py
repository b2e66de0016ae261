"""A line of a story as a person in Discord types it: a slash command with its options."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.discord.commands import within
from bot.routing.arguments import Arg, DateArg, Given, PersonArg, TextArg, ThingArg, WhenArg
from bot.routing.command_line import Line, read_line
from bot.routing.leading_words import (
    after_lead,
    goes_on,
    is_before_a_time,
    is_flag,
    is_lead,
    number_at_end,
)
from bot.routing.registry import Registry
from bot.routing.time_reader import begins_with_a_time, words_before_a_time, words_of_a_time
from tests.chat import START


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
    said = read_line(registry, text)
    command, line, position = said.command, said.line, said.position
    options: dict[str, Given] = {}
    if command is None or not text.startswith("/") or position < 2:
        return None
    for number, arg in enumerate(command.typed):
        begins, later = position, command.typed[number + 1 :]
        position = after_lead(arg, line, begins)
        if is_flag(arg):
            options |= {arg.parameter: True} if position > begins else {}
            continue
        elsewhere = position >= len(line.tokens) or goes_on(line, position, later)
        elsewhere = elsewhere or _begins_with_a_time(arg, later, line, position)
        if not elsewhere or _known(line, position, names):
            options[arg.parameter], position = _value(arg, later, line, position, names)
    if position < len(line.tokens):
        return None
    return called(registry, command.key, options)


def called(registry: Registry, key: str, options: Mapping[str, Given]) -> Slash:
    """The command of a key, under the name that Discord knows it by; what is empty is left out."""
    root, *words = key.split()
    if not words and key in registry.commands:
        words = [within(registry.commands[key])]
    elif len(words) > 1 or any(other.startswith(f"{key} ") for other in registry.commands):
        words = [words[0], within(registry.commands[key]) if key in registry.commands else words[1]]
    args = registry.commands[key].typed if key in registry.commands else ()
    beside = {arg.parameter: arg.beside for arg in args if isinstance(arg.kind, PersonArg)}
    said = {name: str(value) for name, value in options.items() if value}
    named = {
        beside[name] if name in beside and not value.startswith("<@") else name: value
        for name, value in said.items()
    }
    return Slash(root, words, named)


def _begins_with_a_time(arg: Arg, later: Sequence[Arg], line: Line, position: int) -> bool:
    if not isinstance(arg.kind, TextArg) or not is_before_a_time(line.tokens[position], later):
        return False
    return begins_with_a_time([each.text for each in line.tokens[position:]], START, "UTC")


def _value(
    arg: Arg, later: Sequence[Arg], line: Line, position: int, names: Collection[str]
) -> tuple[str, int]:
    """What stands in one option, and where the next one begins."""
    token = line.tokens[position]
    match arg.kind:
        case DateArg() | ThingArg() | TextArg(word=False):
            end = number_at_end(line, later)
            return line.rest(position, end), end or len(line.tokens)
        case WhenArg():
            said = [each.text for each in line.tokens[position:]]
            quoted = line.tokens[position - 1].quoted
            count = 0 if quoted else words_of_a_time(said, START, "UTC")
            count = count or words_of_a_time(said, START, "UTC", any_language=True) or len(said)
            return " ".join(said[:count]).rstrip(",;:"), position + count
        case TextArg() if is_before_a_time(token, later):
            said = [each.text for each in line.tokens[position:]]
            end = position + words_before_a_time(said, START, "UTC")
            return line.rest(position, end), end
        case PersonArg() if not token.account and not token.quoted:
            return _name(line, position, later, names)
        case _:
            return f"<@{token.account}>" if token.account else token.text, position + 1


def _name(
    line: Line, position: int, later: Sequence[Arg], names: Collection[str]
) -> tuple[str, int]:
    """The longest name that somebody has; of nobody, all that can be meant as one."""
    if known := _known(line, position, names):
        return known
    ends = (n for n in range(position + 1, len(line.tokens)) if is_lead(line, n, later))
    end = next(ends, len(line.tokens) if not later else position + 1)
    return " ".join(each.text for each in line.tokens[position:end]), end


def _known(line: Line, position: int, names: Collection[str]) -> tuple[str, int] | None:
    known = {name.casefold() for name in names}
    for length in range(len(line.tokens) - position, 0, -1):
        said = " ".join(each.text for each in line.tokens[position : position + length])
        if said.lstrip("@").rstrip(",:;").casefold() in known:
            return said.rstrip(",:;"), position + length
    return None
