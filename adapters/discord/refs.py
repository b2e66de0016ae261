"""How Discord's ids become refs: an account is `12`, a server `34`, a channel `34/56`.

A server's Events tab is `34/events`. A direct conversation has the server that its person came
from: Discord's own has none.
"""

from adapters.discord.limits import PLATFORM
from bot.community.people import Ref


def server(guild: str) -> Ref:
    """A server as a space."""
    return Ref(PLATFORM, guild)


def account(user: str) -> Ref:
    """A user, who is the same in every server."""
    return Ref(PLATFORM, user)


def channel(guild: str, channel_id: str) -> Ref:
    """A channel, a thread or a direct conversation."""
    return Ref(PLATFORM, f"{guild}/{channel_id}")


def guild_and_channel(ref: Ref) -> tuple[str, str]:
    """The server and the channel that `channel` put together."""
    guild, _, id_ = ref.id.partition("/")
    return guild, id_


def message(message_id: str) -> Ref:
    """A message, wherever it stands."""
    return Ref(PLATFORM, message_id)


_EVENTS = "events"


def agenda(guild: str) -> Ref:
    """The Events tab of a server."""
    return channel(guild, _EVENTS)


def is_agenda(ref: Ref) -> bool:
    """Whether this is the Events tab of a server."""
    return guild_and_channel(ref)[1] == _EVENTS
