"""Challenges, for whom they are, where their cards hang, who is in them, and what was before."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Table, Text

from storage.kernel.columns import Id, Instant, community_column, id_column, member_column, metadata


def challenge_column(*, primary_key: bool = False, index: bool = False) -> Column[int]:
    """A reference to a challenge: the row goes with it."""
    gone = ForeignKey("challenges.id", ondelete="CASCADE")
    return Column("challenge_id", Id, gone, primary_key=primary_key, index=index, nullable=False)


challenges = Table(
    "challenges",
    metadata,
    id_column(),
    community_column(),
    Column("question", Text, nullable=False),
    Column("why", Text, nullable=False, server_default=""),
    Column("different", Text, nullable=False, server_default=""),
    Column("welcome", Text, nullable=False, server_default=""),
    Column("where_we_are", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="open", doc="ChallengeState"),
    Column("made_by", Id, ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("made_at", Instant, nullable=False),
    Column("since", Instant, nullable=False, doc="when it came to be in its state"),
    Column("until", Date, doc="the day until which the group wants to go on"),
    Column("asked_at", Instant, doc="when its hosts were asked whether it goes on"),
    Column("nobodys_since", Instant, doc="when those in it were asked who would look after it"),
    Column("learned", Text, nullable=False, server_default=""),
    Column("changed", Text, nullable=False, server_default=""),
    Column("next", Text, nullable=False, server_default="", doc="what is next"),
    Index("ix_challenges_community_id_state", "community_id", "state"),
    Index("ix_challenges_state_until", "state", "until"),
)

challenge_networks = Table(
    "challenge_networks",
    metadata,
    challenge_column(primary_key=True),
    Column("network_id", Id, ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
)

challenge_places = Table(
    "challenge_places",
    metadata,
    challenge_column(primary_key=True),
    Column("place_id", Id, ForeignKey("places.id", ondelete="CASCADE"), primary_key=True),
)

challenge_participants = Table(
    "challenge_participants",
    metadata,
    challenge_column(primary_key=True),
    member_column(primary_key=True, index=True),
    Column("hidden", Boolean, nullable=False, doc="the name is told to the hosts alone"),
    Column("since", Instant, nullable=False),
    Column("heard_at", Instant, nullable=False, doc="when they last gave a sign of life"),
    Column("resting_until", Date, doc="with this day, nothing is asked of them"),
)

challenge_changes = Table(
    "challenge_changes",
    metadata,
    id_column(),
    challenge_column(index=True),
    Column("part", Text, nullable=False, doc="which part of what is said of it"),
    Column("before", Text, nullable=False),
    Column("changed_by", Id, ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("changed_at", Instant, nullable=False),
)

challenge_host_requests = Table(
    "challenge_host_requests",
    metadata,
    challenge_column(primary_key=True),
    member_column(primary_key=True, index=True),
    Column("asked_by", Id, ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("asked_at", Instant, nullable=False),
)

challenge_gatherings = Table(
    "challenge_gatherings",
    metadata,
    challenge_column(primary_key=True),
    Column("event_id", Id, primary_key=True, index=True, doc="an event that was made of it"),
    Column("planned_at", Instant, nullable=False),
)

challenge_origins = Table(
    "challenge_origins",
    metadata,
    challenge_column(primary_key=True),
    Column("kind", Text, nullable=False, doc="that of the fact of what it was made of"),
    Column("subject", Text, nullable=False),
    Index("ix_challenge_origins_kind_subject", "kind", "subject"),
)

TABLES = (
    challenges,
    challenge_networks,
    challenge_places,
    challenge_participants,
    challenge_changes,
    challenge_host_requests,
    challenge_gatherings,
    challenge_origins,
)
