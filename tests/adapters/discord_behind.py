"""What a client sends that is behind the app, or minds no rules: nothing is judged before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.adapters.discord_interactions import AUTOCOMPLETE, COMMAND, Interaction
from tests.adapters.discord_lines import Slash
from tests.adapters.discord_things import Channel, User

if TYPE_CHECKING:
    from tests.adapters.discord_server import DiscordServer

Json = dict[str, Any]


async def command(discord: DiscordServer, user: User, room: Channel, made: Slash) -> Interaction:
    """A command that is not, or no longer, what is registered."""
    options = [_typed(name, value) for name, value in made.options.items()]
    return await discord.interactions.begin(COMMAND, user, room, _data(made, options))


async def completion(
    discord: DiscordServer, user: User, room: Channel, made: Slash, parameter: str, typed: str
) -> list[Json]:
    """What is offered for an option that offers nothing."""
    options = [_typed(parameter, typed) | {"focused": True}]
    told = await discord.interactions.begin(AUTOCOMPLETE, user, room, _data(made, options))
    return told.choices


def _typed(name: str, value: str) -> Json:
    return {"type": 3, "name": name, "value": value}


def _data(made: Slash, options: list[Json]) -> Json:
    for number, name in reversed(list(enumerate(made.words))):
        kind = 1 if number == len(made.words) - 1 else 2
        options = [{"type": kind, "name": name, "options": options}]
    return {"id": "1", "name": made.root, "type": 1, "options": options}
