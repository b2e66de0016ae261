"""What is to be said, where it arrived, and the rooms that were asked for."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false

from storage.tables.columns import Id, Instant, community_column, id_column, member_column, metadata

HELD, FETCHED, APART = "held", "fetched", "apart"
"""States of a post beside waiting, done and dead: kept for its member, who was told in public that
it is there; fetched by them; given to each of the people of a room alone."""

outbox = Table(
    "outbox",
    metadata,
    id_column(),
    community_column(),
    Column("key", Text, unique=True, doc="names the fact; null for edits and retractions"),
    Column(
        "about",
        Text,
        nullable=False,
        doc="the key of the post that is edited or retracted; of a post, the key it went out under",
    ),
    Column("act", Text, nullable=False),
    Column("lane", Text, nullable=False, doc="what is in one lane is sent in order"),
    Column("to_member", Id, ForeignKey("members.id", ondelete="CASCADE"), index=True),
    Column("to_room", Text),
    Column("to_space", Id, ForeignKey("spaces.id")),
    Column("to_channel", Text),
    Column("to_account", Text, doc="of the space in to_space"),
    Column(
        "body", Text, doc="the message as JSON; emptied once it has arrived, or was held for long"
    ),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("due_at", Instant, nullable=False),
    Column("paced", Boolean, nullable=False, server_default=false(), doc="has waited its turn"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("rung", Integer, nullable=False, server_default="0", doc="for the release before 0005"),
    Column("refused", Text, nullable=False, server_default="", doc="ways to go no more, in lines"),
    Column("trying", Text, nullable=False, server_default="", doc="the way of the last attempt"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("posted_channel", Text),
    Column("posted_message", Text),
    Index("ix_outbox_state_due_at", "state", "due_at"),
    Index("ix_outbox_lane_state", "lane", "state", "id"),
    Index("ix_outbox_about", "about"),
)

rooms = Table(
    "rooms",
    metadata,
    Column("key", Text, primary_key=True),
    community_column(),
    Column("title", Text, nullable=False),
    Column("space_id", Id, ForeignKey("spaces.id")),
    Column("channel", Text, doc="null until the room is open"),
    Column("apart", Boolean, nullable=False, server_default=false(), doc="nobody can open it"),
)

room_members = Table(
    "room_members",
    metadata,
    Column("room_key", Text, ForeignKey("rooms.key", ondelete="CASCADE"), primary_key=True),
    member_column(primary_key=True, index=True),
)
