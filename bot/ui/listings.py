"""What stands in a list of events that a chat itself keeps, beside all that is said in it."""

from dataclasses import dataclass
from datetime import datetime

from bot.ui.files import File


@dataclass(frozen=True, slots=True)
class Listing:
    """One date of an event, as anybody may know it who can look into a chat: plain words.

    Once it has `begun`, its start is not to be changed any more. Its `picture` is a file, for
    a chat that takes no address of one.
    """

    title: str
    description: str
    location: str
    starts_at: datetime
    ends_at: datetime
    begun: bool = False
    picture: File | None = None
