"""Answers given, forms left half-way, periods run, and the few things set once for all."""

from sqlalchemy import Column, Float, Table, Text

from storage.tables.columns import Instant, community_column, member_column, metadata

answers = Table(
    "answers",
    metadata,
    Column("delivery_id", Text, primary_key=True),
    Column("answer", Text),
    Column("given_at", Instant, nullable=False, index=True),
)

drafts = Table(
    "drafts",
    metadata,
    member_column(primary_key=True),
    Column("form", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("typed", Text, nullable=False, doc="as JSON; {} once the form was sent"),
    Column("typed_at", Float(53), nullable=False, server_default="0", doc="as the chat told; or 0"),
)

ticks = Table(
    "ticks",
    metadata,
    Column("feature", Text, primary_key=True),
    Column("schedule", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("run_at", Instant, nullable=False),
)

codes = Table(
    "codes",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    community_column(),
    member_column(index=True),
    Column("until", Instant, nullable=False, index=True),
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
