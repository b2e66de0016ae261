"""What an event, a poll, a challenge or an idea can be made of, in words that features share.

A feature says what one of its rows gives (`Feature.origin`); who makes something of it asks
`work.origin`, and says by the same fact of what it was made.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.community.facts import Fact
from bot.ui.messages import Button
from bot.ui.words import WordBook

words = WordBook("bot")


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known already of something that is to be made.

    `about` is the row that it comes of, by a kind of the feature's own. `networks` are those whose
    members may come, none of them: everybody. `hosts` would host it, and `interested` members are
    told of it once it is there, those first who said so first; who of them `coming` and `maybe`
    count have answered already, for the time that was found. Of the `unnamed` no name is to be
    shown. `start` is local to the `zone`, where a time has been found.
    """

    about: Fact
    title: str
    description: str = ""
    networks: tuple[int, ...] = ()
    hosts: tuple[int, ...] = ()
    interested: tuple[int, ...] = ()
    start: datetime | None = None
    zone: str = ""
    minutes: int = 60
    coming: frozenset[int] = frozenset()
    maybe: frozenset[int] = frozenset()
    unnamed: frozenset[int] = frozenset()


def carried(about: Fact) -> str:
    """What a button carries that makes something of this: `read_carried` reads it."""
    return f"{about.kind}:{about.subject}"


def work_on_button(about: Fact) -> Button:
    """Makes a challenge of this, that people work on together; its form opens filled in."""
    return Button(words.text("button.work_on"), "challenges.from", carried(about))


def commit_button() -> Button:
    """Asks to which small step somebody commits, who has just come from something."""
    return Button(words.text("button.commit"), "challenges.commit_to")


def read_carried(value: str) -> Fact:
    """The row that a button says something is to be made of."""
    kind, _, subject = value.partition(":")
    return Fact(kind, subject)


def put_behind(name: str, about: Fact) -> str:
    """A subject of a form that also says of what it is filled in: `read_behind` reads it."""
    return f"{name}/{about.kind}/{about.subject.replace(':', '/')}"


def read_behind(subject: str) -> Fact | None:
    """Of what a form is filled in by this subject, if it is of anything."""
    _, _, about = subject.partition("/")
    kind, _, row = about.partition("/")
    return Fact(kind, row.replace("/", ":")) if kind and row else None
