"""What those read who were introduced to each other and share no room. Pure."""

from collections.abc import Callable
from dataclasses import replace

from bot.delivery.conversation_views import LEAVE, reply_button
from bot.delivery.conversations import Conversation
from bot.features.conversations import words
from bot.ui.commands import named
from bot.ui.messages import Button, Message, Note, Plain, row, say

SHARE = named("kindred conversation share", "conversation")


def head(conversation: Conversation, opening: Message | None, *, is_in: bool) -> Message:
    """Who the others are and why, how to talk with them, and how to end it."""
    if opening is None:
        opening = say((Plain(conversation.title),))
    if conversation.closed_at is not None or not is_in:
        first = replace(opening, blocks=opening.blocks[:2])  # who they are, and no more
        return replace(first, blocks=(*first.blocks, *say(words("apart.closed")).blocks))
    more = say(
        words("apart.how"),
        row(reply_button(conversation), _share_button(conversation), close_button(conversation)),
        Note(words("apart.small_print")),
    )
    return replace(opening, blocks=(*opening.blocks, *more.blocks), thread=conversation.title)


def close_button(conversation: Conversation) -> Button:
    """Ends it for who presses it; and for the other, where they are two."""
    label, command = words.text("button.close"), LEAVE(conversation=conversation.title)
    return Button(label, "conversations.leave", str(conversation.id), command=command)


def _share_button(conversation: Conversation) -> Button:
    label, command = words.text("button.share"), SHARE(conversation=conversation.title)
    return Button(label, "conversations.share", str(conversation.id), command=command)


def left(*, closed: bool) -> Message:
    """The answer to whoever has closed it, or left the others."""
    return say(words("apart.you_closed" if closed else "apart.you_left"))


def one_left(name: str) -> Message:
    """That one of several takes part no more, without a reason."""
    return say(words("apart.one_left", name=name) if name else words("apart.somebody_left"))


def out_of_reach(name: str) -> Message:
    """That one of them cannot be written to any more."""
    return say(words("apart.out_of_reach", name=name))


def closed_by(told: Message | Callable[[], Message]) -> Callable[[], Message]:
    """The same words to the last who is left: it is closed by that."""

    def composed() -> Message:
        first = told if isinstance(told, Message) else told()
        return replace(first, blocks=(*first.blocks, *say(words("apart.closed")).blocks))

    return composed


def quiet() -> Message:
    """That it was closed since nobody has said anything for long."""
    return say(words("apart.quiet"), words("apart.closed"))


def exchanged(conversation: Conversation) -> Message:
    """That all know now how the others are reached."""
    return say(words("apart.exchanged"), row(close_button(conversation)))


def shared(contact: str) -> str:
    """What somebody says by saying how they are reached."""
    return words.text("share.said", contact=contact)
