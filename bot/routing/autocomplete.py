"""What is offered while a command's argument is typed: what fits best, best first."""

from collections.abc import Collection, Sequence

from rapidfuzz import fuzz

from bot.community.people import Named
from bot.community.roles import may
from bot.routing.arguments import ChoiceArg, PersonArg, choices
from bot.routing.interaction import Call
from bot.routing.registry import Registry
from bot.ui.folding import unaccented
from bot.ui.messages import Option
from bot.work import Work

MOST = 25
"""More is never offered: no chat shows more."""

LONGEST = 100
"""Characters of a value that every chat with such offers takes; what is longer is not offered."""

_FARTHEST = 3 + 30  # a slip of typing has at least 70 of 100 points of rapidfuzz
_SHORTEST_SLIP = 3  # letters


async def autocomplete(
    registry: Registry, call: Call, work: Work, command: str, parameter: str, typed: str
) -> list[Option]:
    """What to offer a member for one argument of a command; nothing for what is not theirs."""
    declared = registry.commands.get(command)
    if declared is None or not may(call.standing, declared.needs, "any"):
        return []
    arg = next((a for a in declared.typed if parameter in (a.parameter, a.beside)), None)
    handler = registry.autocompletions.get((command, arg.parameter)) if arg else None
    if handler:
        found = await handler(call, work, typed)
    elif arg and isinstance(arg.kind, PersonArg):
        everybody = declared.needs.for_facilitators  # who prepares rounds reads all their names
        named = await people(call, work, typed, everybody=everybody)
        found = [Option.of(each.label, each.said) for each in named]
    elif arg and isinstance(arg.kind, ChoiceArg):
        found = list(choices(arg.kind))
    else:
        return []
    return best(typed, found)


def best(typed: str, found: Sequence[Option]) -> list[Option]:
    """At most `MOST` of the options, each value once: those that fit what was typed, best first."""
    each = {option.value: option for option in reversed(found) if len(option.value) <= LONGEST}
    options = [option for option in found if each.get(option.value) is option]
    return [options[i] for i in nearest(typed, [option.label for option in options])[:MOST]]


def nearest(typed: str, labels: Sequence[str]) -> list[int]:
    """The positions of those labels that fit what was typed, best first.

    First come those that begin with it, then those of which a word does, then those that hold it,
    then those that are spelled nearly so. Nothing typed fits all.
    """
    said = fold(typed)
    if not said:
        return list(range(len(labels)))
    ranked = [(_distance(said, fold(label)), i) for i, label in enumerate(labels)]
    return [i for distance, i in sorted(ranked) if distance <= _FARTHEST]


def _distance(said: str, label: str) -> float:
    if label.startswith(said):
        return 0
    if f" {said}" in label:
        return 1
    if said in label:
        return 2
    if len(said) < _SHORTEST_SLIP:
        return _FARTHEST + 1
    return 3 + 100 - fuzz.WRatio(said, label)


async def people(
    call: Call,
    work: Work,
    typed: str,
    *,
    everybody: bool = False,
    without: Collection[int] = (),
) -> list[Named]:
    """Members whose names fit what was typed, best first.

    Only those whose profiles the actor may see, unless it is for `everybody`.
    """
    here = call.arrival.space
    return await work.names.autocomplete(
        call.me, here, typed, MOST, everybody=everybody, without=without
    )


def fold(text: str) -> str:
    """Text in small letters without accents, and without what marks a name as one."""
    return unaccented(text.replace("@", ""))
