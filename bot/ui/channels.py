"""A channel in a text: each chat shows it so that it can be clicked."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ChannelMention:
    """A channel of the space where it is shown, by how its chat knows it (`platform:space/id`)."""

    channel: str
    kind: Literal["channel"] = "channel"

    @property
    def id(self) -> str:
        """Its id in its space."""
        return self.channel.rpartition("/")[2]

    @property
    def text(self) -> str:
        """What it is called where its name is not known."""
        return f"#{self.id}"
