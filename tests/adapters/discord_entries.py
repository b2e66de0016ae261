"""What people enter into a form's fields; and what a client that is behind sends all the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from adapters.discord import modals
from adapters.discord.routes import value_for
from bot.routing.interaction import Dialog
from bot.ui.fields import Raw
from bot.ui.files import GivenFile
from tests.adapters.discord_interactions import Modal
from tests.adapters.discord_things import User
from tests.adapters.discord_world import World

Json = dict[str, Any]


def entries(modal: Modal, shown: Dialog, values: Mapping[str, Raw], world: World) -> Json:
    """What to enter for values of the core's, by `custom_id`; what stands there already stays."""
    found: Json = {}
    standing = {each.name: each.value for each in shown.fields}
    for id_, part in modal.fields.items():
        name = id_.removesuffix("[]").removesuffix(modals.BESIDE)
        if name not in values or values[name] == standing[name]:
            continue
        value = values[name]
        beside = f"{name}{modals.BESIDE}"
        if part["type"] == modals.USERS or id_ == beside:
            user = _user(value, world)
            found[name], found[beside] = ([user], "") if user else ([], value)
        else:
            found[id_] = _entry(part, value, world)
    return {id_: value for id_, value in found.items() if id_ in modal.fields}


def _user(value: Raw, world: World) -> User | None:
    """Who is mentioned, if that is somebody in this Discord."""
    found = re.fullmatch(r"<@!?(?:discord:)?(\d+)>", value) if isinstance(value, str) else None
    return world.users.get(int(found[1])) if found else None


def _entry(part: Json, value: Raw, world: World) -> Any:
    if part["type"] == modals.CHANNELS:
        assert isinstance(value, str)
        return [world.channels[int(value.rpartition("/")[2])]] if value else []
    if part["type"] == modals.FILES:
        assert isinstance(value, str)
        file = GivenFile.read(value)
        return [each for each in world.attachments.values() if file and each.url == file.id]
    if part["type"] == modals.INPUT:
        return value if isinstance(value, str) else ", ".join(value)
    if isinstance(value, list):
        return [value_for(each) for each in value]
    if part["type"] == modals.RADIOS:
        return value_for(value) if value else None
    return [value_for(value)] if value else []
