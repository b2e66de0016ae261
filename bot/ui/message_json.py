"""Messages as data: how those that are kept or sent on stand in a database."""

from pydantic import TypeAdapter

from bot.ui.messages import Message

_CODEC = TypeAdapter(Message)


def to_json(message: Message) -> str:
    """The message as JSON text; `from_json` gives an equal message back."""
    return _CODEC.dump_json(message).decode()


def from_json(text: str) -> Message:
    """The message that `to_json` wrote."""
    return _CODEC.validate_json(text)
