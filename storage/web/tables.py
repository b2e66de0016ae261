"""The web chat's own tables: places, who is in them, what was said, links and sessions."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text

from storage.kernel.columns import Id, Instant, community_column, id_column, member_column, metadata

web_places = Table(
    "web_places",
    metadata,
    id_column(),
    community_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False, doc="channel, room or direct"),
    Column("title", Text, nullable=False),
    Index("ix_web_places_community_id_kind", "community_id", "kind"),
)

web_place_members = Table(
    "web_place_members",
    metadata,
    Column("place_id", Id, ForeignKey("web_places.id", ondelete="CASCADE"), primary_key=True),
    member_column(primary_key=True, index=True),
    Column("last_read", Id, nullable=False, server_default="0", doc="a message's id"),
)

web_messages = Table(
    "web_messages",
    metadata,
    id_column(),
    Column("place_id", Id, ForeignKey("web_places.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False, unique=True, doc="one key is one message"),
    Column("thread_id", Id, ForeignKey("web_messages.id", ondelete="CASCADE"), index=True),
    Column("author_id", Id, ForeignKey("members.id", ondelete="CASCADE"), index=True),
    Column("only_for", Id, ForeignKey("members.id", ondelete="CASCADE"), index=True),
    Column("asked_by", Id, ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("asked", Text, nullable=False, server_default="", doc="the command it answers"),
    Column("body", Text, nullable=False, doc="the message as JSON; empty once taken back"),
    Column("gone", Boolean, nullable=False, default=False, doc="taken back"),
    Column("at", Instant, nullable=False),
    Column("change", Id, nullable=False, index=True, doc="counts up whenever it changes"),
    Index("ix_web_messages_place_id_id", "place_id", "id"),
)

web_ticker = Table(
    "web_ticker",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False, doc="there is one row"),
    Column("change", Id, nullable=False, doc="the newest change of any message"),
)

web_logins = Table(
    "web_logins",
    metadata,
    Column("token_hash", Text, primary_key=True),
    member_column(index=True),
    Column("expires_at", Instant, nullable=False, index=True),
)

web_sessions = Table(
    "web_sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    member_column(index=True),
    Column("expires_at", Instant, nullable=False, index=True),
)
