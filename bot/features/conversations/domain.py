"""What was said in a conversation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.heard import HeardSpan, LinkedFile

LATE = timedelta(hours=1)

MANY, A_WHILE = 10, timedelta(minutes=15)
"""So many messages are announced before they come, if the first was written so long ago."""


@dataclass(frozen=True, slots=True)
class SaidMessage:
    """What somebody has said, and where they are at home.

    It has no `name` where they are to be named to nobody, no `spans` any more once it was
    `deleted`, or is too old; no `member` if they are none any more. `answers` is the id of what
    it answers.
    """

    id: int
    conversation: int
    community: int
    member: int | None
    name: str
    network: str
    spans: tuple[HeardSpan, ...] | None
    files: tuple[LinkedFile, ...]
    answers: int | None
    deleted: bool
    said_at: datetime
    heard_at: datetime

    @property
    def is_late(self) -> bool:
        """Whether it was read back long after it was said, so that its instant has to be told."""
        return self.heard_at - self.said_at > LATE


@dataclass(frozen=True, slots=True)
class Tally:
    """How many have put a picture to something."""

    emoji: str
    count: int
