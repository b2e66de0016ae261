"""That somebody was erased: the day, the community, and nothing of who it was."""

from sqlalchemy import Boolean, Column, Table, false

from storage.kernel.columns import Instant, community_column, id_column, metadata

erasures = Table(
    "erasures",
    metadata,
    id_column(),
    community_column(),
    Column("erased_at", Instant, nullable=False),
    Column(
        "scrubbed",
        Boolean,
        nullable=False,
        server_default=false(),
        doc="nothing of them is left in the files of the database, either",
    ),
)
