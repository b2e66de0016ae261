"""What people write in a place that is listened to, as a chat tells it."""

from dataclasses import dataclass, field
from typing import Literal

from bot.community.people import Ref
from bot.delivery.sender import Posted
from bot.ui.messages import Code, Link, Plain, Strong


@dataclass(frozen=True, slots=True)
class AccountMention:
    """Somebody who is named in what was written; `name` as far as the chat tells it."""

    account: Ref
    name: str = ""


HeardSpan = Plain | Strong | Code | Link | AccountMention
"""What was written, as far as it can be shown elsewhere. Who and what a chat calls by signs of its
own (channels, groups, everybody, pictures) is plain words: it calls nobody anywhere else.
"""


MOST_HEARD = 40_000
"""Characters of one message that are heard, addresses included: no chat lets people write more."""

_MOST_SPANS = 4_000
_CUT = (Plain, Strong, Code)


def bounded(spans: tuple[HeardSpan, ...]) -> tuple[HeardSpan, ...]:
    """What was written, up to `MOST_HEARD`: what a program can make of it has no bound."""
    left = MOST_HEARD
    for number, span in enumerate(spans[:_MOST_SPANS]):
        size = _size(span)
        if size > left:
            cut = type(span)(span.text[:left]) if isinstance(span, _CUT) and left else None
            return (*spans[:number], *([cut] if cut else []))
        left -= size
    return spans[:_MOST_SPANS]


def _size(span: HeardSpan) -> int:
    match span:
        case AccountMention(account=account, name=name):
            return len(name) + len(account.id)
        case Link(text=text, url=url):
            return len(text) + len(url)
        case _:
            return len(span.text)


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """A file that was given with the words, and where it can be opened; empty if nowhere.

    `opens_for` tells who can: anybody, for a while only, or who has an account in that space.
    """

    name: str
    url: str
    opens_for: Literal["anybody", "a while", "its space"] = "anybody"


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody wrote, or what has become of it.

    `message` is where it stands, as a receipt tells it, and below what. Where a thread is a channel
    of its own, that is the channel; that of the message at its top is in `Arrival.thread`, which
    stands for the place in every chat. Where somebody is alone with Kindred, `below` is the message
    that they answer. `version` orders what became of one message: the instant (seconds since 1970)
    of the change as the chat tells it, 0 for what is new. `answers` is the message that it answers,
    where the chat has answers. What is `unread` was written, too, but the chat does not let Kindred
    read it. It was `written` at an instant (seconds since 1970), 0 if the chat does not tell: what
    was there before a place was listened to is never carried, though it may be edited now. Of what
    was deleted nothing is known but its message: who did it may be nobody's account, with an empty
    id.
    """

    message: Posted
    change: Literal["new", "edited", "deleted"] = "new"
    spans: tuple[HeardSpan, ...] = field(default=(), repr=False)  # people's words are in no log
    files: tuple[LinkedFile, ...] = field(default=(), repr=False)
    answers: Ref | None = None
    version: float = 0.0
    unread: bool = False
    written: float = 0.0


@dataclass(frozen=True, slots=True)
class Reacted:
    """A picture that somebody put to a message, or took back: an emoji, or its name in colons."""

    message: Posted
    emoji: str
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class ReactionsCleared:
    """Pictures that a moderator took off a message: all of them, or all of one `emoji`."""

    message: Posted
    emoji: str = ""
