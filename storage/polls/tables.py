"""Time polls, their slots, and who can come when."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from storage.kernel.columns import Id, Instant, community_column, id_column, member_column, metadata


def poll_column(*, primary_key: bool = False) -> Column[int]:
    """A reference to a poll: the row goes with it."""
    gone = ForeignKey("polls.id", ondelete="CASCADE")
    return Column("poll_id", Id, gone, primary_key=primary_key, nullable=False)


polls = Table(
    "polls",
    metadata,
    id_column(),
    community_column(),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("zone", Text, nullable=False, doc="in which its times were said"),
    Column(
        "state",
        Text,
        nullable=False,
        server_default="open",
        doc="open, closed, planned, taken_down",
    ),
    Column("closes_at", Instant, nullable=False),
    Column("made_by", Id, ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("made_at", Instant, nullable=False),
    Column("origin_kind", Text, doc="what it looks for a time for, by a kind of its own"),
    Column("origin_subject", Text),
    Column("planned_id", Id, doc="the event that was made of it"),
    Index("ix_polls_community_id_state", "community_id", "state"),
)

poll_networks = Table(
    "poll_networks",
    metadata,
    poll_column(primary_key=True),
    Column("network_id", Id, ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
)

poll_slots = Table(
    "poll_slots",
    metadata,
    id_column(),
    poll_column(),
    Column("start", DateTime, nullable=False, doc="local to the zone"),
    Column("zone", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("starts_at", Instant, nullable=False, doc="the instant that start means"),
    UniqueConstraint("poll_id", "starts_at"),
    sqlite_autoincrement=True,  # else a button of one that has gone would answer another
)

poll_respondents = Table(
    "poll_respondents",
    metadata,
    poll_column(primary_key=True),
    member_column(primary_key=True, index=True),
    Column("hidden", Boolean, nullable=False, doc="the name is for hosts alone"),
    Column("since", Instant, nullable=False, doc="when they answered first"),
)

poll_answers = Table(
    "poll_answers",
    metadata,
    Column("slot_id", Id, ForeignKey("poll_slots.id", ondelete="CASCADE"), primary_key=True),
    member_column(primary_key=True, index=True),
    Column("answer", Text, nullable=False, doc="yes, maybe, no"),
)

TABLES = (polls, poll_networks, poll_slots, poll_respondents, poll_answers)
