"""Whom and what a message names."""

from bot.ui.commands import SlashCommand
from bot.ui.messages import Block, Bullets, Fields, Mention, Message, Note, RichText, Table, Text


def mentioned_in(message: Message) -> set[int]:
    """The ids of the members that a message mentions."""
    spans = (span for block in message.blocks for span in _spans_of(block))
    return {span.member for span in spans if isinstance(span, Mention)}


def any_command_in(message: Message) -> bool:
    """Whether a message names a command."""
    return any(isinstance(s, SlashCommand) for block in message.blocks for s in _spans_of(block))


def _spans_of(block: Block) -> RichText:
    match block:
        case Text(spans=spans) | Note(spans=spans):
            return spans
        case Bullets(items=items):
            return tuple(span for item in items for span in item)
        case Fields(facts=facts):
            return tuple(span for fact in facts for span in fact.spans)
        case Table(rows=rows):
            return tuple(span for line in rows for cell in line for span in cell)
        case _:
            return ()
