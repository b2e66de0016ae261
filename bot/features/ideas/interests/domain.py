"""What somebody has said about an idea."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Interest:
    """That a member is interested in an idea, since when, and whether they could help host it.

    The name of one who is `hidden` is told to nobody.
    """

    idea: int
    member: int
    name: str
    can_host: bool
    hidden: bool
    since: datetime

    @property
    def helps_by_name(self) -> bool:
        """Whether they would help host it, and others may read their name."""
        return self.can_host and not self.hidden
