"""What people enter into a form's fields; and what a client that is behind sends all the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.discord import modals
from adapters.discord.routes import value_for
from bot.routing.interaction import Dialog
from bot.ui.files import GivenFile
from bot.ui.forms import Raw
from tests.adapters.discord_interactions import Modal
from tests.adapters.discord_world import World

Json = dict[str, Any]


def entries(modal: Modal, shown: Dialog, values: Mapping[str, Raw], world: World) -> Json:
    """What to enter for values of the core's, by `custom_id`; what stands there already stays."""
    found: Json = {}
    standing = {each.name: each.value for each in shown.fields}
    for id_, part in modal.fields.items():
        name = id_.removesuffix("[]")
        if name in values and values[name] != standing[name]:
            found[id_] = _entry(part, values[name], world)
    return found


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
