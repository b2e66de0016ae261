"""Where a conversation shows, who reads it, and what its people are told of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community.people import Space
from bot.delivery.conversation_views import (
    LEAVE,
    follow_button,
    readers_button,
    reply_button,
    where,
)
from bot.delivery.conversations import Conversation, ConversationPlace
from bot.features.conversations import words
from bot.ui.commands import named
from bot.ui.messages import (
    Button,
    Heading,
    Mention,
    Message,
    Moment,
    Note,
    Strong,
    bullets,
    row,
    say,
)

JOIN_KINDRED = named("kindred join")
_NAMES = 60


@dataclass(frozen=True, slots=True)
class Readers:
    """Where a conversation shows, the `names` that the reader is told, how many `others`.

    Words are kept for so many `days`.
    """

    conversation: Conversation
    places: Sequence[ConversationPlace]
    spaces: Sequence[Space]
    names: Sequence[tuple[int, str]]
    others: int
    days: int


def readers(shown: Readers) -> Message:
    """Who reads what is said."""
    conversation = shown.conversation
    there = where(shown.places, shown.spaces)
    names = shown.names[:_NAMES]
    rest = shown.others + len(shown.names) - len(names)
    return say(
        (Strong(conversation.title),),
        words("readers.where", where=there) if there else words("readers.nowhere"),
        words("readers.people") if names else None,
        bullets(Mention(member, name) for member, name in names),
        words("readers.others", count=rest) if rest else None,
        Note(words("readers.kept", days=shown.days)),
        row(follow_button(conversation), reply_button(conversation)),
    )


def head(
    conversation: Conversation,
    places: Sequence[ConversationPlace],
    spaces: Sequence[Space],
    *,
    is_in: bool,
) -> Message:
    """What stands on top of somebody's own place: `places` are the others."""
    if conversation.closed_at is not None:
        return say(Heading(conversation.title), words("head.closed"))
    if not is_in:
        return say(
            Heading(conversation.title), words("head.left"), row(follow_button(conversation))
        )
    there = where(places, spaces)
    return say(
        Heading(conversation.title),
        words("head.where", where=there) if there else words("head.nobody"),
        Note(words("head.how")),
        row(reply_button(conversation), readers_button(conversation), _leave(conversation)),
        fallback=words.text("head.fallback", title=conversation.title),
        thread=conversation.title,
    )


def head_elsewhere(conversation: Conversation) -> Message:
    """What stands there once two who read it alone are one, and read it in the other place."""
    return say(Heading(conversation.title), words("head.elsewhere"))


def go_on(conversation: Conversation) -> Message:
    """What whoever would share it with somebody whom they never want to meet is asked, alone."""
    label = words.text("button.go_on")
    button = Button(label, "conversations.join_anyway", str(conversation.id))
    return say(words("join.careful", title=conversation.title), row(button))


def entered(conversation: Conversation) -> Message:
    """What somebody is told, alone, when such a person has said something in it."""
    return say(
        words("entered.careful", title=conversation.title),
        row(readers_button(conversation), _leave(conversation)),
    )


def left(conversation: Conversation) -> Message:
    """The answer to whoever leaves."""
    return say(words("leave.done", title=conversation.title), row(follow_button(conversation)))


def _leave(conversation: Conversation) -> Button:
    label, command = words.text("button.leave"), LEAVE(conversation=conversation.title)
    return Button(label, "conversations.leave", str(conversation.id), command=command)


# What becomes of words ------------------------------------------------------------------------


def stays_there(conversation: Conversation) -> Message:
    """What somebody is told who is no member: what they write is not carried."""
    label = words.text("button.join_kindred")
    join = Button(label, "members.join", style="primary", command=JOIN_KINDRED())
    return say(words("stranger.told", title=conversation.title), row(join))


def how_to_speak(conversation: Conversation) -> Message:
    """What somebody is told whose words cannot be read."""
    return say(
        words("unread.told", title=conversation.title),
        row(reply_button(conversation), follow_button(conversation)),
    )


def too_late(conversation: Conversation) -> Message:
    """What somebody is told who writes where a conversation showed that is closed."""
    if conversation.apart:
        return say(words("late.apart"))
    return say(words("late.told", title=conversation.title))


def missed(since: datetime, conversation: Conversation, place: str) -> Message:
    """That something may have been written elsewhere which cannot be read any more."""
    told = words("missed.told", place=place, when=Moment(since))
    return say(Note(told), thread=conversation.title)


def read_back(count: int, since: datetime, conversation: Conversation, place: str) -> Message:
    """That much was written elsewhere while nobody carried it, and comes now."""
    told = words("read_back.told", count=count, place=place, when=Moment(since))
    return say(Note(told), thread=conversation.title)


def not_delivered(conversation: Conversation, place: str, reason: str) -> Message:
    """What somebody is told whose words did not arrive in a place."""
    return say(
        words("undelivered.told", title=conversation.title, place=place),
        Note(words("undelivered.why", reason=reason)),
        row(readers_button(conversation)),
    )


def place_gone(conversation: Conversation, place: str) -> Message:
    """What is said in the other places, and to facilitators, when one is there no more."""
    return say(words("gone.told", title=conversation.title, place=place), thread=conversation.title)
