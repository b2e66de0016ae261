"""Cases, one at a time for each thing, and who has reported them."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, UniqueConstraint

from storage.kernel.columns import Id, Instant, community_column, id_column, member_column, metadata

_LEFT = "SET NULL"

report_cases = Table(
    "report_cases",
    metadata,
    id_column(),
    community_column(),
    Column("kind", Text, nullable=False, doc="of the fact that it is known by"),
    Column("subject", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("author_id", Id, ForeignKey("members.id", ondelete=_LEFT), index=True),
    Column("opened_at", Instant, nullable=False),
    Column("reported_at", Instant, nullable=False, doc="when last"),
    Column("closed", Id, nullable=False, server_default="0", doc="0 while open, then its id"),
    Column("decision", Text),
    Column("decided_at", Instant),
    Column("decided_by", Id, ForeignKey("members.id", ondelete=_LEFT), index=True),
    Column("why", Text, nullable=False, server_default=""),
    UniqueConstraint("kind", "subject", "closed"),
    Index("ix_report_cases_community_id_closed", "community_id", "closed"),
)

reports = Table(
    "reports",
    metadata,
    Column("case_id", Id, ForeignKey("report_cases.id", ondelete="CASCADE"), primary_key=True),
    member_column(primary_key=True, index=True),
    Column("word", Text, nullable=False, server_default=""),
    Column("reported_at", Instant, nullable=False),
)
