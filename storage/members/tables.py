"""Profiles: what members tell about themselves, and the topics they share."""

from sqlalchemy import Column, Index, Table, Text

from storage.kernel.columns import Instant, community_column, member_column, metadata

profiles = Table(
    "profiles",
    metadata,
    member_column(primary_key=True),
    community_column(),
    Column("pronouns", Text, nullable=False, server_default=""),
    Column("headline", Text, nullable=False, server_default=""),
    Column("about", Text, nullable=False, server_default=""),
    Column("place", Text, nullable=False, server_default=""),
    Column("place_key", Text, nullable=False, server_default="", doc="letters' case folded"),
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
    Column("topic", Text, primary_key=True, doc="in small letters"),
    community_column(),
    Index("ix_profile_topics_community_id_topic", "community_id", "topic"),
)
