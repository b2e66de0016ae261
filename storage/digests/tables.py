"""What was shown in a channel, so that it is never shown there again."""

from sqlalchemy import Column, ForeignKey, Table, Text

from storage.kernel.columns import Id, Instant, metadata

digest_items = Table(
    "digest_items",
    metadata,
    Column("place_id", Id, ForeignKey("places.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True, doc="of the fact that it is known by"),
    Column("subject", Text, primary_key=True),
    Column("digest", Text, nullable=False, doc="which one of that channel"),
    Column("shown_at", Instant, nullable=False),
)
