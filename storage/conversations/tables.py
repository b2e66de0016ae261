"""Conversations, where they show, and what was said in them."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from storage.kernel.columns import Id, Instant, community_column, id_column, metadata

_GONE = "CASCADE"

conversations = Table(
    "conversations",
    metadata,
    id_column(),
    community_column(),
    Column("kind", Text, nullable=False, doc="of the fact that it is about, as in the outbox"),
    Column("subject", Text, nullable=False),
    Column("part", Text, nullable=False, server_default=""),
    Column("open_key", Text, unique=True, doc="of that fact; null once it is closed"),
    Column("title", Text, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant, index=True),
    Column(
        "apart", Boolean, nullable=False, server_default=false(), doc="its people share no room"
    ),
    sqlite_autoincrement=True,  # else a button of one that has gone would be about another
)

conversation_places = Table(
    "conversation_places",
    metadata,
    id_column(),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete=_GONE), nullable=False),
    Column(
        "post_id",
        Id,
        ForeignKey("outbox.id", ondelete=_GONE),
        index=True,
        doc="below which it shows; of somebody's own place, its head",
    ),
    Column("place_id", Id, ForeignKey("places.id", ondelete=_GONE), index=True, doc="a room"),
    Column("member_id", Id, ForeignKey("members.id", ondelete=_GONE), index=True, doc="whose own"),
    Column("added_at", Instant, nullable=False),
    Column("ended_at", Instant, doc="since when nothing is carried there"),
    Column(
        "away", Boolean, nullable=False, server_default=false(), doc="its space put Kindred out"
    ),
    Column("shared_at", Instant, doc="when its member said how they are reached elsewhere"),
    UniqueConstraint("conversation_id", "post_id"),
    UniqueConstraint("conversation_id", "place_id"),
    UniqueConstraint("conversation_id", "member_id"),
)

conversation_messages = Table(
    "conversation_messages",
    metadata,
    id_column(),
    Column(
        "conversation_id",
        Id,
        ForeignKey("conversations.id", ondelete=_GONE),
        nullable=False,
        index=True,
    ),
    Column(
        "place_id",
        Id,
        ForeignKey("conversation_places.id", ondelete="SET NULL"),
        index=True,
        doc="where it was said; null by a form",
    ),
    Column("member_id", Id, ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("channel", Text, doc="where it stands in its chat; null if it was said by a form"),
    Column("message", Text),
    Column("spans", Text, doc="as JSON; null once it is deleted, or too old"),
    Column("files", Text, doc="as JSON, with the spans"),
    Column(
        "answers_id", Id, ForeignKey("conversation_messages.id", ondelete="SET NULL"), index=True
    ),
    Column("said_at", Instant, nullable=False),
    Column("heard_at", Instant, nullable=False),
    Column("version", Float(53), nullable=False, server_default="0", doc="as the chat tells it"),
    Column("deleted_at", Instant),
    UniqueConstraint("channel", "message"),
    sqlite_autoincrement=True,  # else a copy of one that has gone would show another
)

_KEPT = conversation_messages.c.spans.is_not(None)
Index(
    "ix_conversation_messages_words",
    conversation_messages.c.said_at,
    sqlite_where=_KEPT,
    postgresql_where=_KEPT,
)

conversation_reactions = Table(
    "conversation_reactions",
    metadata,
    Column(
        "message_id",
        Id,
        ForeignKey("conversation_messages.id", ondelete=_GONE),
        primary_key=True,
    ),
    Column("account", Text, primary_key=True, doc="whose it is, as its chat knows them"),
    Column("emoji", Text, primary_key=True),
)

conversation_unnamed = Table(
    "conversation_unnamed",
    metadata,
    Column(
        "conversation_id",
        Id,
        ForeignKey("conversations.id", ondelete=_GONE),
        primary_key=True,
    ),
    Column(
        "member_id",
        Id,
        ForeignKey("members.id", ondelete=_GONE),
        primary_key=True,
        index=True,
        doc="whose words are carried without their name",
    ),
)

TABLES = (
    conversations,
    conversation_places,
    conversation_messages,
    conversation_reactions,
    conversation_unnamed,
)
