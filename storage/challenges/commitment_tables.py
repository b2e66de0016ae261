"""Commitments, the help that is asked for with them, and who wants no such questions."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text

from storage.kernel.columns import Id, Instant, community_column, id_column, member_column, metadata

commitments = Table(
    "commitments",
    metadata,
    id_column(),
    community_column(),
    member_column(),
    Column(
        "challenge_id",
        Id,
        ForeignKey("challenges.id", ondelete="SET NULL"),
        doc="none: nobody else sees it",
    ),
    Column("text", Text, nullable=False),
    Column("day", Date, doc="by which it is to be done, in their own zone"),
    Column("state", Text, nullable=False, doc="CommitmentState"),
    Column("made_at", Instant, nullable=False),
    Column("since", Instant, nullable=False, doc="when it was last said otherwise"),
    Column("settled_at", Instant),
    Column("happened", Text, nullable=False, server_default="", doc="in their own words"),
    Column("ask_on", Date, index=True, doc="on which day they are asked next"),
    Column("asked", Integer, nullable=False, server_default="0", doc="how many times they were"),
    Column("question", Text, nullable=False, server_default="", doc="which one was the last"),
    Index("ix_commitments_member_id_state", "member_id", "state"),
    Index("ix_commitments_challenge_id_state", "challenge_id", "state"),
)

commitment_help_requests = Table(
    "commitment_help_requests",
    metadata,
    id_column(),
    Column(
        "commitment_id",
        Id,
        ForeignKey("commitments.id", ondelete="CASCADE"),
        index=True,
        nullable=False,
    ),
    Column("need", Text, nullable=False, doc="what would help"),
    Column("named", Boolean, nullable=False, doc="whether all who read it read the name"),
    Column("in_group", Boolean, nullable=False, doc="asked below the cards, else of people"),
    Column("asked_at", Instant, nullable=False),
    Column("waves", Integer, nullable=False, server_default="0", doc="how often some were asked"),
    Column("search_at", Instant, index=True, doc="when others are asked"),
    Column("closed_at", Instant),
)

commitment_help_questions = Table(
    "commitment_help_questions",
    metadata,
    Column(
        "request_id",
        Id,
        ForeignKey("commitment_help_requests.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    member_column(primary_key=True, index=True),
    Column("said", Text, nullable=False, server_default="", doc="Said"),
    Column("asked_at", Instant, nullable=False),
)

commitment_help_refusals = Table(
    "commitment_help_refusals",
    metadata,
    member_column(primary_key=True),
    Column("since", Instant, nullable=False),
)

TABLES = (
    commitments,
    commitment_help_requests,
    commitment_help_questions,
    commitment_help_refusals,
)
