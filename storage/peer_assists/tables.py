"""Peer assists, who was asked, and who is not to be asked such things."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, false

from storage.kernel.columns import Id, Instant, community_column, id_column, member_column, metadata

peer_assists = Table(
    "peer_assists",
    metadata,
    id_column(),
    community_column(),
    Column("asker_id", Id, ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("case", Text, nullable=False, doc="the one sentence that everybody reads who is asked"),
    Column("more", Text, nullable=False, server_default="", doc="for those who say yes"),
    Column("times", Text, nullable=False, server_default="", doc="when the asker has half an hour"),
    Column("named", Boolean, nullable=False, server_default=false()),
    Column("about_kind", Text, doc="what it is about, by a kind of its own"),
    Column("about_subject", Text),
    Column("state", Text, nullable=False, server_default="draft"),
    Column("step", Integer, nullable=False, server_default="0", doc="0 gathering, 1 to 5"),
    Column("made_at", Instant, nullable=False),
    Column("asked_at", Instant, doc="when the first were asked"),
    Column("more_asked_at", Instant, doc="when it was last looked for others"),
    Column("until", Instant, nullable=False, doc="when it is looked at if nobody does anything"),
    Column("reminded", Boolean, nullable=False, server_default=false(), doc="that it waits"),
    Column("moved_at", Instant, doc="when somebody last went on in the room"),
    Column("ended_at", Instant),
    Column("room_closed", Boolean, nullable=False, server_default=false()),
    Column("takeaway", Text, nullable=False, server_default=""),
    Column("shared", Boolean, nullable=False, server_default=false(), doc="with the helpers"),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("outcome_shared", Boolean, nullable=False, server_default=false()),
    Index("ix_peer_assists_community_id_state", "community_id", "state"),
    Index("ix_peer_assists_state_until", "state", "until"),
    sqlite_autoincrement=True,  # else a button of one that has gone would be about another
)

peer_assist_requests = Table(
    "peer_assist_requests",
    metadata,
    Column("assist_id", Id, ForeignKey("peer_assists.id", ondelete="CASCADE"), primary_key=True),
    member_column(primary_key=True, index=True),
    Column("asked_at", Instant, nullable=False),
    Column("said", Text, nullable=False, server_default="", doc="empty: nothing yet"),
    Column("said_at", Instant),
)

peer_assist_refusals = Table(
    "peer_assist_refusals",
    metadata,
    member_column(primary_key=True),
    Column("since", Instant, nullable=False, doc="they are not to be asked such things"),
)

TABLES = (peer_assists, peer_assist_requests, peer_assist_refusals)
