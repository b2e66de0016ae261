"""What people were asked lately for others' sake, and what waits for their day."""

from sqlalchemy import Boolean, Column, Index, Table, Text

from storage.kernel.columns import Instant, community_column, member_column, metadata

questions = Table(
    "questions",
    metadata,
    community_column(),
    member_column(primary_key=True),
    Column("kind", Text, primary_key=True, doc="of the fact of what they are asked"),
    Column("subject", Text, primary_key=True),
    Column("favour", Boolean, nullable=False, doc="whether it asks for their time"),
    Column("ask_at", Instant, nullable=False, index=True),
    Column("waits", Boolean, nullable=False, doc="whether they are yet to be asked"),
    Index("ix_questions_member_id_ask_at", "member_id", "ask_at"),
)
