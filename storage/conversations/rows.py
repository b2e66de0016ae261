"""Conversations and what was said in them, between rows and what the core calls them."""

from pydantic import TypeAdapter
from sqlalchemy import func, select

from bot.community.facts import Fact
from bot.community.people import Ref
from bot.delivery.addresses import Below, ToPlace
from bot.delivery.conversations import Conversation, ConversationPlace
from bot.delivery.heard import HeardSpan, LinkedFile, bounded
from storage.conversations.tables import conversation_places
from storage.kernel.columns import AnyRow
from storage.kernel.delivery_tables import outbox
from storage.kernel.tables import places

SPANS: TypeAdapter[tuple[HeardSpan, ...]] = TypeAdapter(tuple[HeardSpan, ...])
FILES: TypeAdapter[tuple[LinkedFile, ...]] = TypeAdapter(tuple[LinkedFile, ...])

_MOST_FILES = 50

_P = conversation_places.c
_CHANNEL = func.coalesce(outbox.c.posted_channel, places.c.channel)
PLACES = (
    select(
        conversation_places,
        *(places.c.space_id, places.c.title, _CHANNEL.label("channel")),
    )
    .outerjoin(outbox, outbox.c.id == _P.post_id)
    .outerjoin(places, places.c.id == func.coalesce(_P.place_id, outbox.c.to_place))
)
"""Places with what `as_place` reads of the spaces and channels that they are in."""


def about(row: AnyRow) -> Fact:
    """What a conversation is about, by its row."""
    return Fact(row.kind, row.subject, row.part)


def as_conversation(row: AnyRow) -> Conversation:
    """Make a conversation of its row."""
    its_own = (row.id, row.community_id, about(row), row.title, row.opened_at, row.closed_at)
    return Conversation(*its_own, apart=row.apart)


def spans_as_text(spans: tuple[HeardSpan, ...]) -> str:
    """What was written, as JSON, up to the longest that people can write in any chat."""
    return SPANS.dump_json(bounded(spans)).decode()


def read_spans(text: str | None) -> tuple[HeardSpan, ...] | None:
    """What `spans_as_text` wrote; `None` of words that are kept no more."""
    return SPANS.validate_json(text) if text is not None else None


def files_as_text(files: tuple[LinkedFile, ...]) -> str:
    """Files that were given with the words, as JSON; no chat takes more with one message."""
    return FILES.dump_json(files[:_MOST_FILES]).decode()


def read_files(text: str | None) -> tuple[LinkedFile, ...]:
    """What `files_as_text` wrote."""
    return FILES.validate_json(text) if text is not None else ()


def as_place(row: AnyRow) -> ConversationPlace:
    """Make a place of a row of `PLACES`."""
    channel = Ref.parse(row.channel) if row.channel else None
    its_own = (row.id, row.conversation_id, row.member_id, row.space_id)
    return ConversationPlace(*its_own, channel, row.title or "", where_in(row))


def where_in(row: AnyRow) -> Below | ToPlace:
    """Where in a place something is said, by its row."""
    return Below(row.post_id) if row.post_id else ToPlace(row.place_id)
