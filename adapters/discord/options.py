"""A command's arguments as Discord's options, each by its own picker, and what was given in them.

A person is picked, or named in a text option beside the picker: those who are only in another chat
are in no picker of Discord's. Form:
discord.com/developers/docs/interactions/application-commands#application-command-object
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import takewhile
from typing import Any, assert_never

from adapters.discord import modals, parse, refs
from adapters.discord.limits import CHOICE_TEXT, COMMAND_DESCRIPTION, COMMAND_VALUE
from bot.routing.arguments import (
    Arg,
    ChannelArg,
    ChoiceArg,
    DateArg,
    FileArg,
    Given,
    NumberArg,
    PersonArg,
    TextArg,
    ThingArg,
    WhenArg,
    YesNoArg,
    choices,
    longest,
)
from bot.routing.declared import Command
from bot.routing.registry import Registry
from bot.ui.capabilities import short
from bot.ui.commands import SlashCommand
from bot.ui.languages import DEFAULT_LOCALE, in_language
from bot.ui.messages import Words, plain, rich
from bot.ui.words import WordBook

Json = dict[str, Any]

words = WordBook("adapters.discord")

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ATTACHMENT = 3, 4, 5, 6, 7, 11
"""Discord's types of options."""


# From the registry ----------------------------------------------------------------------------


def options_of(registry: Registry, command: Command, locales: Sequence[str]) -> list[Json]:
    """The options of a command, those that are required first."""
    found = [each for arg in command.typed for each in _options(registry, command, arg, locales)]
    return sorted(found, key=lambda option: not option["required"])


def _options(
    registry: Registry, command: Command, arg: Arg, locales: Sequence[str]
) -> Iterator[Json]:
    made = {**described(arg.parameter, arg.about, locales), "required": arg.required}
    offered = {"autocomplete": registry.offers(command, arg)}
    most = {"max_length": min(longest(arg.kind), COMMAND_VALUE)}
    match arg.kind:
        case PersonArg():
            yield made | {"type": USER, "required": False}
            beside = described(arg.beside, partial(_by_name, arg), locales)
            yield beside | {"type": STRING, "required": False} | offered | most
        case ChannelArg():
            yield made | {"type": CHANNEL, "channel_types": list(modals.TEXT_CHANNELS)}
        case ChoiceArg():
            yield made | {"type": STRING, "choices": _choices(arg.kind, locales)}
        case NumberArg(least=least, most=greatest):
            yield made | {"type": INTEGER, "min_value": least, "max_value": greatest}
        case YesNoArg():
            yield made | {"type": BOOLEAN}
        case FileArg():
            yield made | {"type": ATTACHMENT}
        case DateArg() | WhenArg() | TextArg() | ThingArg():
            yield made | {"type": STRING} | offered | most
        case _:
            assert_never(arg.kind)


def _by_name(arg: Arg) -> Words:
    """What the option beside the picker of this person is for."""
    return words("option.beside", who=plain(rich(arg.about())).rstrip(" :."))


def _choices(kind: ChoiceArg, locales: Sequence[str]) -> list[Json]:
    def label(number: int) -> str:
        return short(choices(kind)[number].label, CHOICE_TEXT)

    return [
        {**localized("name", partial(label, number), locales), "value": option.value}
        for number, option in enumerate(choices(kind))
    ]


def described(name: str, about: Callable[[], Words], locales: Sequence[str]) -> Json:
    """A name with its description in every locale; examples of what to type are left out."""

    def text() -> str:
        said = takewhile(lambda span: not isinstance(span, SlashCommand), rich(about()))
        return short(plain(tuple(said)).strip().removesuffix(":").strip(), COMMAND_DESCRIPTION)

    return {"name": name, **localized("description", text, locales)}


def localized(key: str, text: Callable[[], str], locales: Sequence[str]) -> Json:
    """A text under a key, and beside it what differs from that in other locales."""
    usual = _in(DEFAULT_LOCALE, text)
    found = {locale: _in(locale, text) for locale in locales}
    other = {locale: said for locale, said in found.items() if said != usual}
    return {key: usual, **({f"{key}_localizations": other} if other else {})}


def _in(locale: str, text: Callable[[], str]) -> str:
    with in_language(locale):
        return text()


# From Discord ---------------------------------------------------------------------------------


def given_in(options: Sequence[Json], guild: str, resolved: Json) -> dict[str, Given]:
    """What stands in options that somebody filled in, by their names."""
    files = resolved.get("attachments") or {}
    return {each["name"]: _given(each, guild, files) for each in options}


def _given(option: Json, guild: str, files: Json) -> Given:
    value = option["value"]
    match option["type"]:
        case kind if kind == USER:
            return refs.account(str(value))
        case kind if kind == CHANNEL:
            return refs.channel(guild, str(value))
        case kind if kind == INTEGER:
            return int(value)
        case kind if kind == BOOLEAN:
            return bool(value)
        case kind if kind == ATTACHMENT:
            return modals.attached(files[str(value)])
        case _:
            return parse.typed(str(value))


def picks_a_bot(resolved: Mapping[str, Any]) -> bool:
    """Whether somebody picked is no person but a program."""
    return any(user.get("bot") for user in (resolved.get("users") or {}).values())
