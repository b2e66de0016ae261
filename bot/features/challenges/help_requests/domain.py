"""Help that somebody asks for with a commitment: whom it is asked of, and who gives it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.community.facts import Fact
from bot.ui.text import label

MOST_NEED = 300
_TITLE = 80
MOST_HELPERS = 3
"""So many help at most; then nobody else is asked."""

ASKED_AT_ONCE = 3
WAVES = 2
WAVE = timedelta(days=2)
"""So long after some were asked without a yes as many others are."""

MONTH = timedelta(days=30)

MOST_ASKED_FOR = 3
"""Requests that one person may make within `MONTH`."""

ASKED = "challenges.help_asked"
"""The kind of fact that somebody is asked for help, alone; one such question at a time."""

WANTED = "challenges.help"
"""The kind of fact that help is asked for below the cards of a challenge."""


class Said(StrEnum):
    """What somebody who was asked has said."""

    NOTHING = ""
    YES = "yes"
    NO = "no"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """What would help with a commitment of `member`; the name is told to all only if `named`.

    It is asked of the `group`, below the cards of its challenge, or of people outside: some at
    once, after `waves` others at `search_at`.
    """

    id: int
    commitment: int
    community: int
    member: int
    need: str
    named: bool
    group: bool
    asked_at: datetime
    waves: int = 0
    search_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def title(self) -> str:
        """What is asked for, in a line."""
        return label(" ".join(self.need.split()), _TITLE)

    @property
    def fact(self) -> Fact:
        """It, as others know it, and what is said of it below the cards of a challenge."""
        return Fact.of(WANTED, self.id)

    def question_to(self, member: int) -> Fact:
        """The question to one person outside."""
        return Fact.of(ASKED, self.id, member=member)

    def room_of(self, helper: int) -> Fact:
        """The room of whoever asked and somebody who helps."""
        return Fact.of("challenges.help_room", self.id, part=str(helper))

    def first_words_to(self, helper: int) -> Fact:
        """The first words in that room."""
        return Fact.of("challenges.help_together", self.id, part=str(helper))


@dataclass(frozen=True, slots=True)
class HelpQuestion:
    """That a member was asked for help, or has offered it, and what they said."""

    request: int
    member: int
    said: Said
