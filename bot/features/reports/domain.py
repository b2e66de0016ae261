"""What a case is: something that was reported, by whomever, and what was decided about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.community.facts import Fact

KEPT = timedelta(days=365)
"""So long the record of a case is kept after it was decided, or was last reported."""

MOST_A_DAY = 10
"""Reports of one member."""

MOST_WORD = 500
"""Characters of a word about a report, and of a reason."""

MESSAGE = "reports.message"
"""The kind of fact that a message of Kindred's is known by which is nobody's; its subject is the
id of its post."""


class Decision(StrEnum):
    """What facilitators have decided."""

    TAKEN_DOWN = "taken_down"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Case:
    """Something that was reported; `decision` is `None` as long as nobody has decided.

    `author` is `None` for what is nobody's, or of somebody who has left.
    """

    id: int
    community: int
    about: Fact
    title: str
    author: int | None
    opened_at: datetime
    decision: Decision | None = None
    decided_at: datetime | None = None
    decided_by: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """That a member has reported something, with a word if they gave one."""

    case: int
    member: int
    word: str
    at: datetime
