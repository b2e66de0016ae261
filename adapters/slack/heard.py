"""From Slack's events about messages to what has been heard. Pure.

Events: docs.slack.dev/reference/events/message and the pages of its subtypes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from adapters.slack import refs
from adapters.slack.spans import web_address, words
from adapters.slack.written import spans
from bot.delivery.heard import AccountMention, Heard, HeardSpan, LinkedFile
from bot.delivery.sender import Posted
from bot.ui.messages import Plain

Json = dict[str, Any]

SPOKEN = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of messages in which people speak."""

TOMBSTONE = "tombstone"
"""The subtype of what is left of a message that was deleted, where there are answers below it."""

_AFTER_NAME = re.compile(r"^[\s,:]+")


@dataclass(frozen=True, slots=True)
class Told:
    """What an event tells of a message that somebody wrote: the ids, and the message unread.

    `top` is the message above it in a thread, `direct` whether it is in no channel but among a few.
    Of a change, `at` is the instant and `before` the message as it was. In a group, `answers` is
    the message that it answers. What was read `back` may be older than that anybody listened, or
    have been `unknown`. Slack may try `again` to tell what it told before.
    """

    channel: str
    stamp: str
    top: str
    message: Json = field(repr=False)
    change: Literal["new", "edited", "deleted"] = "new"
    at: float = 0.0
    before: Json = field(default_factory=dict, repr=False)
    direct: bool = False
    answers: str = ""
    back: bool = False
    unknown: bool = True
    again: bool = False

    @property
    def alone(self) -> bool:
        """Whether Kindred and whoever wrote it are among themselves."""
        return self.channel.startswith("D")


def told_by(event: Json) -> Told | None:
    """What an event tells; nothing, if it is about what a program wrote, or about no words."""
    kind, inner, before = event.get("subtype"), event, event.get("previous_message") or {}
    change: Literal["new", "edited", "deleted"] = "new"
    at = 0.0
    if kind == "message_deleted":
        change, inner, at = "deleted", before, _seconds(event.get("event_ts") or event.get("ts"))
    elif kind == "message_changed":
        inner = event.get("message") or {}
        change, at = "edited", _seconds((inner.get("edited") or {}).get("ts"))
        if inner.get("subtype") == TOMBSTONE:
            change, inner, at = "deleted", before, _seconds(event.get("event_ts"))
        elif not at or inner.get("edited") == before.get("edited"):
            return None  # a link was unfurled, or somebody answered below it
    stamp = str(event.get("deleted_ts") or inner.get("ts") or "")
    if not stamp or not is_said_by_somebody(inner, change):
        return None
    direct = event.get("channel_type") in ("im", "mpim")
    channel, top = str(event.get("channel") or ""), _top(inner, stamp)
    return Told(channel, stamp, top, inner, change, at, before, direct)


def told_later(
    message: Json, channel: str, since: float, known: Mapping[str, float], *, direct: bool
) -> Told | None:
    """What a message that was read back tells: it is newer than `since`, or was changed.

    `known` are the versions of what was heard before, by when that was written. What stands below
    a message in a group that is `direct` answers it.
    """
    stamp, edited = str(message.get("ts") or ""), _seconds((message.get("edited") or {}).get("ts"))
    if not is_said_by_somebody(message, "new"):
        return None
    if edited <= known[stamp] if stamp in known else _seconds(stamp) <= since:
        return None
    change: Literal["new", "edited"] = "edited" if edited else "new"
    top = _top(message, stamp)
    below, answers = ("", top) if direct else (top, "")
    return Told(
        *(channel, stamp, below, message, change, edited),
        direct=direct,
        answers=answers,
        back=True,
        unknown=stamp not in known,
    )


def told_gone(stamp: str, channel: str, top: str) -> Told:
    """What is told by that a message, heard before, stands where it stood no more."""
    return Told(channel, stamp, top, {}, "deleted", back=True)


def is_said_by_somebody(message: Json, change: str) -> bool:
    """Whether a person wrote it, and no program; of what was deleted, that may be unknown."""
    is_program = message.get("bot_id") or message.get("subtype") not in SPOKEN
    return not is_program and bool(message.get("user") or change == "deleted")


def heard(told: Told, team: str, bot: str, names: Mapping[str, str]) -> Heard:
    """What was written, or has become of it; `names` are of those who are mentioned, by user."""
    top = refs.message(told.top) if told.top else None
    found = Heard(
        Posted(refs.channel(team, told.channel), refs.message(told.stamp), top),
        told.change,
        answers=refs.message(told.answers) if told.answers else None,
        version=told.at,
        # of what has come just now it is no question, even if the clocks do not agree
        written=_seconds(told.stamp) if told.back or told.change != "new" else 0.0,
    )
    if told.change == "deleted":
        return found
    said = without_address(spans(told.message), bot)
    named = tuple(_named(span, names) for span in said)
    return replace(found, spans=named, files=files(told.message))


def _named(span: HeardSpan, names: Mapping[str, str]) -> HeardSpan:
    if isinstance(span, AccountMention) and not span.name:
        return replace(span, name=names.get(span.account.id, ""))
    return span


def mentioned(told: Told) -> list[str]:
    """The users who are named in what was written."""
    people = (span for span in spans(told.message) if isinstance(span, AccountMention))
    return list(dict.fromkeys(each.account.id for each in people if not each.name))


def without_address(said: tuple[HeardSpan, ...], bot: str) -> tuple[HeardSpan, ...]:
    """The words without Kindred's name in front of them."""
    match said:
        case (AccountMention(account=account), *rest) if account.id == bot:
            match rest:
                case [Plain(text=text), *others]:
                    left = _AFTER_NAME.sub("", text)
                    return (Plain(left), *others) if left else tuple(others)
            return tuple(rest)
    return said


def files(message: Json) -> tuple[LinkedFile, ...]:
    """The files that were given with the words; in Slack only who has an account there sees one."""
    return tuple(
        LinkedFile(_name(file), web_address(str(file.get("permalink") or "")) or "", "its space")
        for file in message.get("files") or ()
        if file.get("mode") != "tombstone"
    )


def _name(file: Json) -> str:
    return str(file.get("name") or file.get("title") or words.text("heard.file"))


def _top(message: Json, stamp: str) -> str:
    """The message above one; none above the one that is itself at the top."""
    top = str(message.get("thread_ts") or "")
    return "" if top == stamp else top


def _seconds(stamp: object) -> float:
    try:
        return float(str(stamp or 0))
    except ValueError:
        return 0.0
