"""Communities, networks, spaces, members, accounts."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import Id, Instant, community_column, id_column, member_column, metadata

communities = Table(
    "communities",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
)

networks = Table(
    "networks",
    metadata,
    id_column(),
    community_column(),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    UniqueConstraint("community_id", "name_key"),
)

spaces = Table(
    "spaces",
    metadata,
    id_column(),
    community_column(),
    Column("platform", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("square", Text, doc="the channel where all may be spoken to"),
    Column("name", Text, nullable=False, server_default=""),
    Column("lost_at", Instant, doc="when it put Kindred out"),
    Column("lost_why", Text, nullable=False, server_default=""),
    UniqueConstraint("platform", "external_id"),
)

members = Table(
    "members",
    metadata,
    id_column(),
    community_column(),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, doc="the name, letters' case folded"),
    Column("email", Text),
    Column("email_key", Text),
    Column("role", Integer, nullable=False, server_default="0"),
    Column("zone", Text, nullable=False, server_default="Europe/London"),
    Column("locale", Text, nullable=False, server_default="en"),
    Column("joined_at", Instant, nullable=False),
    Column("reached_in", Id, ForeignKey("spaces.id"), doc="where they prefer to be written to"),
    UniqueConstraint("community_id", "email_key"),
    Index("ix_members_community_id_name_key", "community_id", "name_key"),
    sqlite_autoincrement=True,  # else the last id is given again, with whoever is logged in by it
)

accounts = Table(
    "accounts",
    metadata,
    id_column(),
    member_column(index=True),
    Column("space_id", Id, ForeignKey("spaces.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("name", Text, nullable=False, server_default="", doc="what the chat last called it"),
    Column("zone", Text, nullable=False, server_default="", doc="what the chat last said"),
    Column("direct", Text, doc="the channel in which it is spoken to alone"),
    Column("gone_at", Instant, doc="when the chat said that it is no longer used"),
    Column("closed_at", Instant, doc="since when it refuses what is written to it alone"),
    UniqueConstraint("space_id", "external_id"),
)

homes = Table(
    "homes",
    metadata,
    Column("account_id", Id, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("touched_at", Instant, index=True, doc="null while what is shown is current"),
)

member_networks = Table(
    "member_networks",
    metadata,
    member_column(primary_key=True),
    Column("network_id", Id, ForeignKey("networks.id"), primary_key=True, index=True),
    Column("position", Integer, nullable=False, server_default="0", doc="0 is the home network"),
)
