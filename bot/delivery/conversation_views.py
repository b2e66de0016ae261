"""What places say in which a conversation shows: where else it does, and how to see who reads."""

from collections.abc import Sequence

from bot.community.people import OWN_CHAT, Space, name_of
from bot.delivery.conversations import Conversation, ConversationPlace
from bot.ui.commands import named
from bot.ui.messages import Button, Note, Part, row
from bot.ui.words import WordBook, listed

words = WordBook("bot")

REPLY = named("kindred conversation reply", "conversation")
READERS = named("kindred conversation readers", "conversation")
LEAVE = named("kindred conversation leave", "conversation")
JOIN = named("kindred conversation join", "conversation")


def carried(
    conversation: Conversation, places: Sequence[ConversationPlace], spaces: Sequence[Space]
) -> list[Part]:
    """That what is written here is carried, and where to; and how to say something and follow."""
    return [
        words("conversation.carried", where=where(places, spaces)),
        Note(words("conversation.how")),
        row(reply_button(conversation), readers_button(conversation), follow_button(conversation)),
    ]


def where(places: Sequence[ConversationPlace], spaces: Sequence[Space]) -> str:
    """Where a conversation shows: the chats, and how many have it to themselves."""
    names = {space.id: _called(space) for space in spaces}
    chats = dict.fromkeys(names[each.space] for each in places if each.space in names)
    own = sum(1 for each in places if each.member is not None)
    alone = [words.text("conversation.alone", count=own)] if own else []
    return listed([*chats, *alone])


def _called(space: Space) -> str:
    """What a space is called, and which chat it is in where its name does not say so."""
    name, chat = name_of(space), f"chat.{space.ref.platform}"
    if not space.name or space.ref.platform == OWN_CHAT or not words.has(chat):
        return name
    return words.text("conversation.chat", name=name, chat=words.text(chat))


def reply_button(conversation: Conversation) -> Button:
    """Lets somebody say something in all places, where Kindred cannot read what they write."""
    label, command = words.text("button.reply"), REPLY(conversation=conversation.title)
    return Button(label, "conversations.reply", str(conversation.id), command=command)


def readers_button(conversation: Conversation) -> Button:
    """Tells who reads what is said in it."""
    label, command = words.text("button.readers"), READERS(conversation=conversation.title)
    return Button(label, "conversations.readers", str(conversation.id), command=command)


def follow_button(conversation: Conversation) -> Button:
    """Lets somebody take part where they are alone with Kindred."""
    label, command = words.text("button.follow"), JOIN(conversation=conversation.title)
    return Button(label, "conversations.join", str(conversation.id), command=command)
