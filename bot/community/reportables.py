"""What can be reported to facilitators, in words that features share: ideas, events, comments.

A feature says whose one of its rows is (`Feature.reportable`), puts `report_button` where a reader
looks at it alone, and hears `TakenDown`, upon which nobody sees it any more.
"""

from dataclasses import dataclass

from bot.community.facts import Fact
from bot.ui.commands import named
from bot.ui.messages import Button
from bot.ui.words import WordBook

words = WordBook("bot")

REPORT = named("kindred report", "what")


@dataclass(frozen=True, slots=True)
class Reportable:
    """Something that somebody has put where others see it.

    `about` is the row that it is, however it was found; `authors` put it there, the first of them
    first of all. `look` shows it. Where it was told to some alone, these are its `readers`.
    """

    about: Fact
    community: int
    title: str
    authors: tuple[int, ...] = ()
    look: Button | None = None
    readers: tuple[int, ...] | None = None

    def is_known_to(self, member: int) -> bool:
        """Whether somebody of the community may know of it."""
        return self.readers is None or member in (*self.authors, *self.readers)


def report_button(about: Fact, title: str) -> Button:
    """Reports something to the facilitators, by its fact; a word about it is asked first."""
    value = f"{about.kind}:{about.subject}"
    return Button(words.text("button.report"), "reports.report", value, command=REPORT(what=title))


def read_reported(value: str) -> Fact:
    """The fact that such a button carries."""
    kind, _, subject = value.partition(":")
    return Fact.of(kind, subject)
