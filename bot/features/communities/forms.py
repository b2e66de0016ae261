"""What facilitators fill in."""

from typing import Annotated

from bot.community.places import FOR_EVERYBODY, Purpose, in_order
from bot.features.communities import words
from bot.ui.fields import Channel, Choices
from bot.ui.forms import Page, form
from bot.ui.messages import Option


def for_what() -> tuple[Option, ...]:
    """What a channel can be for."""
    return tuple(Option.of(words.text(f"channel.for.{each}"), each) for each in Purpose)


@form(
    "communities.channel",
    title=words.later("channel.title"),
    pages=[Page(words.later("channel.title"), "channel", "purposes")],
)
class ChannelForm:
    """A channel of a space and what it is for; empty for nowhere."""

    channel: Annotated[
        str, Channel(label=words.later("channel.label"), hint=words.later("channel.hint"))
    ] = ""
    purposes: Annotated[
        tuple[str, ...],
        Choices(
            label=words.later("channel.purposes"),
            hint=words.later("channel.purposes_hint"),
            options=for_what,
        ),
    ] = in_order(FOR_EVERYBODY)
