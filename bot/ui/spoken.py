"""What somebody else has said, for chats in which Kindred speaks under no other name."""

from dataclasses import replace

from bot.ui.messages import Message, Plain, Strong, Text


def with_speaker(message: Message) -> Message:
    """The message with whoever has said it in its first line, for chats that show no other name."""
    if message.speaker is None:
        return message
    who = message.speaker
    line = (Strong(who.name), Plain(f" ({who.network}):" if who.network else ":"))
    told = f"{who.whole}: {message.fallback}"
    return replace(message, blocks=(Text(line), *message.blocks), fallback=told, speaker=None)
