"""The tables of what is to be said, where it arrived, and what is kept current there."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    and_,
    false,
    literal_column,
)

from storage.kernel.columns import Id, Instant, community_column, id_column, metadata

HELD, FETCHED, EACH_ALONE = "held", "fetched", "apart"
"""States of a post beside waiting, done and dead: kept for its member, who was told in public that
it is there; fetched by them; given to each of the people of a place alone."""


def fact_columns() -> tuple[Column[Any], ...]:
    """What a message tells of (`bot.community.facts.Fact`), of which its key is made."""
    told = ForeignKey("members.id", ondelete="SET NULL")
    return (
        Column("kind", Text, nullable=False, server_default=""),
        Column("subject", Text, nullable=False, server_default=""),
        Column("part", Text, nullable=False, server_default=""),
        Column("told_id", Id, told, index=True, doc="whom, where each of several is told alone"),
        Column("alone", Boolean, nullable=False, server_default=false(), doc="meant for a room"),
    )


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
    *fact_columns(),
    Column("act", Text, nullable=False),
    Column("lane", Text, nullable=False, doc="what is in one lane is sent in order"),
    Column("to_member", Id, ForeignKey("members.id", ondelete="CASCADE"), index=True),
    Column("to_place", Id, ForeignKey("places.id"), index=True),
    Column("to_space", Id, ForeignKey("spaces.id")),
    Column("to_account", Text, doc="of the space in to_space"),
    Column("to_purpose", Text, doc="what to_place is to be for when it is said"),
    Column("to_mailbox", Id, ForeignKey("mailboxes.id"), index=True),
    Column("to_post", Id, doc="in whose thread it is said, in to_place; it may outlive that post"),
    Column("body", Text, doc="the message as JSON; emptied once it has arrived, or is too old"),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column(
        "due_at",
        Instant,
        nullable=False,
        doc="when it may be sent, or else the end of a lease; then about when it was finished",
    ),
    Column("paced", Boolean, nullable=False, server_default=false(), doc="was postponed"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("refused", Text, nullable=False, server_default="", doc="ways to go no more, in lines"),
    Column("trying", Text, nullable=False, server_default="", doc="the way of the last attempt"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("posted_channel", Text),
    Column("posted_message", Text),
    Index("ix_outbox_state_due_at", "state", "due_at"),
    Index("ix_outbox_lane_state", "lane", "state", "id"),
    Index("ix_outbox_about", "about"),
)

live_views = Table(
    "live_views",
    metadata,
    id_column(),
    Column("kind", Text, nullable=False, doc="events.card and the like, or home"),
    Column("subject", Text, nullable=False),
    Column("hangs_in", Text, nullable=False, doc="so that it hangs once in each place"),
    Column(
        "post_id",
        Id,
        ForeignKey("outbox.id", ondelete="CASCADE"),
        unique=True,
        doc="the post that shows it; null for a home",
    ),
    Column(
        "account_id",
        Id,
        ForeignKey("accounts.id", ondelete="CASCADE"),
        unique=True,
        doc="of a home: whose it is",
    ),
    Column("touches", Integer, nullable=False, server_default="0", doc="how often it was touched"),
    Column("touched_at", Instant, index=True, doc="when first since it was shown; null if current"),
    Column("shown", Text, nullable=False, server_default="", doc="digest of it; empty if unknown"),
    Column("shown_at", Instant),
    UniqueConstraint("kind", "subject", "hangs_in"),
)

FINISHED = outbox.c.state != literal_column("'waiting'")
"""What will never be sent; `due_at` is about when that was known. Spelt out, since a database uses
an index of a part of a table only where a query says the same of it."""


def _index_of_finished(name: str, first: Column[Any], only: ColumnElement[bool]) -> None:
    """An index of some of the finished rows, by when that was known.

    SQLite takes one only if its columns serve better than those of the indexes of all rows.
    """
    which = and_(only, FINISHED)
    Index(name, first, outbox.c.due_at, sqlite_where=which, postgresql_where=which)


_SAID = outbox.c.key.is_not(None)
_posted = (outbox.c.posted_channel, outbox.c.posted_message)
Index("ix_outbox_posted", *_posted, sqlite_where=_SAID, postgresql_where=_SAID)

_IN_THREADS = outbox.c.to_post.is_not(None)
_about = (outbox.c.kind, outbox.c.subject)
Index("ix_outbox_in_threads", *_about, sqlite_where=_IN_THREADS, postgresql_where=_IN_THREADS)

_index_of_finished("ix_outbox_words", outbox.c.state, outbox.c.body.is_not(None))
_index_of_finished("ix_outbox_changes", outbox.c.key, outbox.c.key.is_(None))
