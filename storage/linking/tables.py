"""Accounts that are about to be one person's, and what there was before, for a day."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from storage.kernel.columns import Id, Instant, community_column, id_column, member_column, metadata

links = Table(
    "links",
    metadata,
    id_column(),
    community_column(),
    member_column(index=True),
    Column("space_id", Id, ForeignKey("spaces.id"), nullable=False),
    Column("account", Text, nullable=False, doc="of this space: the one that used the code"),
    Column(
        "choices", Text, nullable=False, server_default="{}", doc="JSON: what to keep, by field"
    ),
    Column("at", Instant, nullable=False, index=True, doc="when it was offered, then when done"),
    Column("gone_id", Id, doc="which member has become one with this one"),
    Column("before", Text, doc="JSON: what there was; null until it is done"),
    Index("ix_links_space_id_account", "space_id", "account"),
)
