"""Conversations and what was said in them, between rows and what the core calls them."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.community.facts import Fact
from bot.delivery.conversations import Conversation
from bot.delivery.heard import HeardSpan, LinkedFile

SPANS: TypeAdapter[tuple[HeardSpan, ...]] = TypeAdapter(tuple[HeardSpan, ...])
FILES: TypeAdapter[tuple[LinkedFile, ...]] = TypeAdapter(tuple[LinkedFile, ...])


def about(row: Row[*tuple[Any, ...]]) -> Fact:
    """What a conversation is about, by its row."""
    return Fact(row.kind, row.subject, row.part)


def as_conversation(row: Row[*tuple[Any, ...]]) -> Conversation:
    """Make a conversation of its row."""
    its_own = (row.id, row.community_id, about(row), row.title, row.opened_at, row.closed_at)
    return Conversation(*its_own)


def spans_as_text(spans: tuple[HeardSpan, ...]) -> str:
    """What was written, as JSON."""
    return SPANS.dump_json(spans).decode()


def read_spans(text: str | None) -> tuple[HeardSpan, ...] | None:
    """What `spans_as_text` wrote; `None` of words that are kept no more."""
    return SPANS.validate_json(text) if text is not None else None


def files_as_text(files: tuple[LinkedFile, ...]) -> str:
    """Files that were given with the words, as JSON."""
    return FILES.dump_json(files).decode()


def read_files(text: str | None) -> tuple[LinkedFile, ...]:
    """What `files_as_text` wrote."""
    return FILES.validate_json(text) if text is not None else ()
