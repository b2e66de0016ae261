"""What is known to be missing in each space, so that word of it goes out once, when it changes."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.community.domain_events import PermissionsChanged
from bot.community.people import Ref
from bot.community.permissions import Missing, Permission

_MISSING = "permissions.missing:"
"""Before the names of spaces, under which it is set what is missing there."""

Known = dict[tuple[str, str], str]
"""By channel (empty for the space as a whole) and permission: what the channel is called."""


class Settings(Protocol):
    """What is set by name (`bot.community.records.Settings`)."""

    async def get(self, name: str) -> str | None: ...
    async def lock(self, name: str) -> str: ...
    async def put(self, name: str, value: str) -> None: ...
    async def drop(self, name: str) -> None: ...


class Work(Protocol):
    """A unit of work in which it is noted (`bot.work.Work`)."""

    @property
    def settings(self) -> Settings: ...
    @property
    def domain_events(self) -> list[object]: ...


async def note_missing(
    work: Work, space: Ref, looked_at: Collection[Ref | None], missing: Sequence[Missing]
) -> None:
    """Note what is missing in these channels, and in the space as a whole where `None` is in them.

    Raises `PermissionsChanged` when something is missing that was not before, or nothing any more.
    """
    name, there = f"{_MISSING}{space}", {str(each or "") for each in looked_at}
    now = {_key(each): each.channel_name for each in missing}
    known = _read(await work.settings.get(name))
    if _changed(known, there, now).keys() == known.keys():
        return
    known = _read(await work.settings.lock(name))  # somebody else may be noting the same
    after = _changed(known, there, now)
    if not after:
        await work.settings.drop(name)
    else:
        await work.settings.put(name, json.dumps([[*key, called] for key, called in after.items()]))
    if after.keys() - known.keys():
        work.domain_events.append(PermissionsChanged(space, tuple(missing)))
    elif known and not after:
        work.domain_events.append(PermissionsChanged(space, ()))


async def known_channels(settings: Settings, space: Ref) -> list[Ref]:
    """The channels of a space in which something is known to be missing."""
    known = _read(await settings.get(f"{_MISSING}{space}"))
    return [Ref.parse(channel) for channel in dict.fromkeys(name for name, _ in known) if channel]


async def known_missing(
    settings: Settings, space: Ref, permissions: Sequence[Permission]
) -> list[Missing]:
    """What was missing in a space when it was looked at last."""
    known = _read(await settings.get(f"{_MISSING}{space}"))
    by_name = {each.name: each for each in permissions}
    return [
        Missing(by_name[name], str, Ref.parse(channel) if channel else None, called)
        for (channel, name), called in known.items()
        if name in by_name
    ]


def _changed(known: Known, there: Collection[str], now: Mapping[tuple[str, str], str]) -> Known:
    return {key: called for key, called in known.items() if key[0] not in there} | dict(now)


def _key(missing: Missing) -> tuple[str, str]:
    return str(missing.channel or ""), missing.permission.name


def _read(kept: str | None) -> Known:
    return {(channel, name): called for channel, name, called in json.loads(kept or "[]")}
