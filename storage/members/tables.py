"""Profiles: what members tell about themselves, the topics they share, and names made one."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from storage.kernel.columns import (
    Id,
    Instant,
    community_column,
    id_column,
    member_column,
    metadata,
)

profiles = Table(
    "profiles",
    metadata,
    member_column(primary_key=True),
    community_column(),
    Column("pronouns", Text, nullable=False, server_default=""),
    Column("headline", Text, nullable=False, server_default=""),
    Column("about", Text, nullable=False, server_default=""),
    Column("place", Text, nullable=False, server_default=""),
    Column("place_key", Text, nullable=False, server_default="", doc="folded"),
    Column("topics", Text, nullable=False, server_default="[]", doc="a JSON list, as all below"),
    Column("offers", Text, nullable=False, server_default="[]"),
    Column("asks", Text, nullable=False, server_default="[]"),
    Column("languages", Text, nullable=False, server_default="[]"),
    Column("availability", Text, nullable=False, server_default="[]", doc='"mon morning", …'),
    Column("visibility", Text, nullable=False, server_default="everyone"),
    Column("updated_at", Instant, nullable=False),
    Index("ix_profiles_community_id_place_key", "community_id", "place_key"),
    Index("ix_profiles_community_id_visibility", "community_id", "visibility"),
)

profile_topics = Table(
    "profile_topics",
    metadata,
    member_column(primary_key=True),
    Column("topic", Text, primary_key=True, doc="folded"),
    community_column(),
    Index("ix_profile_topics_community_id_topic", "community_id", "topic"),
)

renamings = Table(
    "renamings",
    metadata,
    id_column(),
    community_column(),
    Column("kind", Text, nullable=False, doc="network, topic or town"),
    Column("former", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("by_id", Id, ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("at", Instant, nullable=False, index=True),
    Column("before", Text, nullable=False, doc="what undoes it, as JSON"),
    Index("ix_renamings_community_id", "community_id"),
)
