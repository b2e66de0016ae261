"""What Discord's client lets a person type of a command, and what it then sends."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.adapters.discord_rights import rights
from tests.adapters.discord_things import BITS, Attachment, Channel, Guild, Role, User
from tests.adapters.discord_world import World

Json = dict[str, Any]
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
THINGS = {
    USER: User,
    CHANNEL: Channel,
    ROLE: Role,
    MENTIONABLE: (User, Role),
    ATTACHMENT: Attachment,
}


class CannotDo(Exception):
    """Discord's client would not let a person do this; says why."""


def find(world: World, user: User, channel: Channel, kind: int, name: str) -> Json:
    """Return a registered command that this person is offered in this channel."""
    guild = channel.guild
    offered = [*world.commands.get(None, []), *world.commands.get(guild.id if guild else -1, [])]
    known = [each for each in offered if each["type"] == kind]
    found = next((each for each in known if each["name"] == name), None)
    if found is None:
        raise CannotDo(f"There is no {name!r}; there are {[each['name'] for each in known]}")
    contexts = found["contexts"]
    if contexts is not None and (0 if guild else 1) not in contexts:
        raise CannotDo(f"{name!r} is not offered {'in servers' if guild else 'here'}")
    if guild:
        _may_use(guild, user, channel, found)
    return found


def _may_use(guild: Guild, user: User, channel: Channel, command: Json) -> None:
    allowed = rights(guild, user.id, channel)
    if not allowed & BITS["use_application_commands"]:
        raise CannotDo(f"{user.name} may not use commands in {channel.name}")
    needed = command["default_member_permissions"]
    if needed is None:
        return
    if allowed & int(needed) != int(needed) or (int(needed) == 0 and not allowed & 8):
        raise CannotDo(f"{user.name} is not offered {command['name']!r}")


def descend(command: Json, words: Sequence[str]) -> list[Json]:
    """Return the groups and the subcommand that the words name, outermost first."""
    path: list[Json] = []
    here = command
    for word in words:
        inner = [each for each in here.get("options") or [] if each["type"] in (1, 2)]
        found = next((each for each in inner if each["name"] == word), None)
        if found is None:
            there = [each["name"] for each in inner]
            raise CannotDo(f"{here['name']!r} has no {word!r}; it has {there}")
        path.append(found)
        here = found
    left = [each["name"] for each in here.get("options") or [] if each["type"] in (1, 2)]
    if left:
        raise CannotDo(f"{here['name']!r} is not complete; go on with one of {left}")
    return path


def options_of(
    place: Json, given: Mapping[str, Any], *, focused: str | None = None
) -> tuple[list[Json], list[Any]]:
    """Return the options as they are sent, and the people and things among them.

    With ``focused`` the person is still typing that one: nothing needs to be complete.
    """
    known = {each["name"]: each for each in place.get("options") or []}
    if unknown := set(given) - set(known):
        raise CannotDo(f"{place['name']!r} has no {sorted(unknown)}; it has {sorted(known)}")
    missing = [name for name, each in known.items() if each.get("required") and name not in given]
    if missing and focused is None:
        raise CannotDo(f"{place['name']!r} needs {missing}")
    sent, things = [], []
    for name, value in given.items():
        option = known[name]
        if focused != name:
            judge_value(option, value)
        if option["type"] in THINGS:
            things.append(value)
        told = str(value.id) if option["type"] in THINGS else value
        said = {"name": name, "type": option["type"], "value": told}
        sent.append(said | ({"focused": True} if focused == name else {}))
    return sent, things


def judge_value(option: Json, value: Any) -> None:
    """Raise CannotDo for a value that the client would not take."""
    name, kind = option["name"], option["type"]
    if kind in THINGS:
        right = isinstance(value, THINGS[kind])  # type: ignore[arg-type]
    elif kind == STRING:
        right = isinstance(value, str) and bool(value)
    elif kind == BOOLEAN:
        right = isinstance(value, bool)
    elif kind == INTEGER:
        right = isinstance(value, int) and not isinstance(value, bool)
    else:
        right = isinstance(value, int | float) and not isinstance(value, bool)
    if not right:
        raise CannotDo(f"{name} does not take {value!r}")
    choices = [choice["value"] for choice in option.get("choices") or []]
    if choices and value not in choices:
        raise CannotDo(f"{name} is one of {choices}, not {value!r}")
    if kind == STRING:
        size = len(value)
        if size < option.get("min_length", 0) or size > option.get("max_length", 6000):
            raise CannotDo(f"{name} has {size} characters")
    low, high = option.get("min_value"), option.get("max_value")
    if (low is not None and value < low) or (high is not None and value > high):
        raise CannotDo(f"{name} is {value}, not from {low} to {high}")


def wrapped(path: Sequence[Json], options: list[Json]) -> list[Json]:
    """Put the options into the subcommand and groups they belong to."""
    for place in reversed(path):
        options = [{"name": place["name"], "type": place["type"], "options": options}]
    return options
