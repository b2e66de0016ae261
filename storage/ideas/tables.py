"""Ideas, for whom they are, where their cards hang, and who is interested."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text

from storage.kernel.columns import Id, Instant, community_column, id_column, member_column, metadata


def idea_column(*, primary_key: bool = False) -> Column[int]:
    """A reference to an idea: the row goes with it."""
    gone = ForeignKey("ideas.id", ondelete="CASCADE")
    return Column("idea_id", Id, gone, primary_key=primary_key, nullable=False)


ideas = Table(
    "ideas",
    metadata,
    id_column(),
    community_column(),
    Column("title", Text, nullable=False),
    Column("why", Text, nullable=False, server_default=""),
    Column("topics", Text, nullable=False, server_default="", doc="one to a line"),
    Column("state", Text, nullable=False, server_default="open", doc="IdeaState"),
    Column("made_by", Id, ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("made_at", Instant, nullable=False),
    Column("stirred_at", Instant, nullable=False, doc="when anybody last cared for it"),
    Column("asked_at", Instant, doc="when its proposers were asked whether it is still alive"),
    Column("event_id", Id, index=True, doc="the event that was made of it"),
    Column("held_at", Instant, doc="when that was first over"),
    Column("outcome", Text, nullable=False, server_default="", doc="what came of it"),
    Index("ix_ideas_community_id_state", "community_id", "state"),
    Index("ix_ideas_state_stirred_at", "state", "stirred_at"),
)

idea_networks = Table(
    "idea_networks",
    metadata,
    idea_column(primary_key=True),
    Column("network_id", Id, ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
)

idea_places = Table(
    "idea_places",
    metadata,
    idea_column(primary_key=True),
    Column("place_id", Id, ForeignKey("places.id", ondelete="CASCADE"), primary_key=True),
)

idea_interests = Table(
    "idea_interests",
    metadata,
    idea_column(primary_key=True),
    member_column(primary_key=True, index=True),
    Column("can_host", Boolean, nullable=False, doc="could help host it"),
    Column("hidden", Boolean, nullable=False, doc="the name is told to nobody"),
    Column("since", Instant, nullable=False),
)

TABLES = (ideas, idea_networks, idea_places, idea_interests)
