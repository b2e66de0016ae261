"""What facilitators fill in."""

from typing import Annotated

from bot.features.communities import words
from bot.ui.forms import Channel, Page, form


@form(
    "communities.channel",
    title=words.later("channel.title"),
    pages=[Page(words.later("channel.title"), "channel")],
)
class ChannelForm:
    """Where everybody in a space may be spoken to; empty for nowhere."""

    channel: Annotated[
        str, Channel(label=words.later("channel.label"), hint=words.later("channel.hint"))
    ] = ""
