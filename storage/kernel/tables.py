"""The tables of the kernel: people and where they chat, what is to be said, what was answered."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Float,
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

from storage.kernel.columns import Id, Instant, community_column, id_column, member_column, metadata

# Communities, networks, spaces, members, accounts ---------------------------------------------

communities = Table(
    "communities",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
)

networks = Table(
    "networks",
    metadata,
    id_column(),
    community_column(),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    UniqueConstraint("community_id", "name_key"),
)

spaces = Table(
    "spaces",
    metadata,
    id_column(),
    community_column(),
    Column("platform", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("lost_at", Instant, doc="when it put Kindred out"),
    Column("lost_why", Text, nullable=False, server_default=""),
    UniqueConstraint("platform", "external_id"),
)

members = Table(
    "members",
    metadata,
    id_column(),
    community_column(),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, doc="the name, folded"),
    Column("email", Text),
    Column("email_key", Text),
    Column("role", Integer, nullable=False, server_default="0"),
    Column("zone", Text, nullable=False, server_default="Europe/London"),
    Column("locale", Text, nullable=False, server_default="en"),
    Column("joined_at", Instant, nullable=False),
    Column("reached_in", Id, ForeignKey("spaces.id"), doc="where they prefer to be written to"),
    UniqueConstraint("community_id", "email_key"),
    Index("ix_members_community_id_name_key", "community_id", "name_key"),
    sqlite_autoincrement=True,  # else the last id is given again, with whoever is logged in by it
)

accounts = Table(
    "accounts",
    metadata,
    id_column(),
    member_column(index=True),
    Column("space_id", Id, ForeignKey("spaces.id"), nullable=False),
    Column("external_id", Text, nullable=False),
    Column("name", Text, nullable=False, server_default="", doc="what the chat last called it"),
    Column("zone", Text, nullable=False, server_default="", doc="what the chat last said"),
    Column("gone_at", Instant, doc="when the chat said that it is no longer used"),
    Column("closed_at", Instant, doc="since when it refuses what is written to it alone"),
    UniqueConstraint("space_id", "external_id"),
)

member_networks = Table(
    "member_networks",
    metadata,
    member_column(primary_key=True),
    Column("network_id", Id, ForeignKey("networks.id"), primary_key=True, index=True),
    Column("position", Integer, nullable=False, server_default="0", doc="0 is the home network"),
)

scoped_roles = Table(
    "scoped_roles",
    metadata,
    member_column(primary_key=True),
    Column("role", Text, primary_key=True),
    Column("scope_kind", Text, primary_key=True, doc="network, event, challenge, community"),
    Column("scope_id", Id, primary_key=True, autoincrement=False),
    Column("granted_at", Instant, nullable=False),
    Column("granted_by", Id, ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Index("ix_scoped_roles_scope_kind_scope_id", "scope_kind", "scope_id"),
)


# Places: channels, rooms and direct messages; what channels are for ------------------------------

places = Table(
    "places",
    metadata,
    id_column(),
    community_column(),
    Column("space_id", Id, ForeignKey("spaces.id"), index=True, doc="null until a room is open"),
    Column("kind", Text, nullable=False, doc="channel, room, direct or agenda"),
    Column("channel", Text, index=True, doc="as its chat knows it; null until a room is open"),
    Column("title", Text, nullable=False, server_default=""),
    Column("key", Text, unique=True, doc="of a room: of the fact that it was opened for"),
    Column("fact_kind", Text, nullable=False, server_default="", doc="as in the outbox"),
    Column("fact_subject", Text, nullable=False, server_default=""),
    Column(
        "account_id",
        Id,
        ForeignKey("accounts.id", ondelete="CASCADE"),
        unique=True,
        doc="of a direct message: with whom",
    ),
    # Nobody can open it: each of its people is written to alone.
    Column("each_alone", Boolean, nullable=False, server_default=false()),
    Column("apart", Boolean, nullable=False, server_default=false(), doc="a room: they may be"),
)

place_members = Table(
    "place_members",
    metadata,
    Column("place_id", Id, ForeignKey("places.id", ondelete="CASCADE"), primary_key=True),
    member_column(primary_key=True, index=True),
)

place_purposes = Table(
    "place_purposes",
    metadata,
    id_column(),  # what was chosen first has the smaller one,
    Column("place_id", Id, ForeignKey("places.id", ondelete="CASCADE"), nullable=False),
    Column("purpose", Text, nullable=False),
    UniqueConstraint("place_id", "purpose"),
)

posting_rules = Table(
    "posting_rules",
    metadata,
    Column("place_id", Id, ForeignKey("places.id", ondelete="CASCADE"), primary_key=True),
    Column("posters", Text, nullable=False, doc="who may have cards posted there"),
    Column("a_day", Integer, nullable=False),
    Column("each", Integer, nullable=False, doc="of one member, a day"),
)

posted_cards = Table(
    "posted_cards",
    metadata,
    id_column(),
    community_column(),
    Column("place_id", Id, ForeignKey("places.id", ondelete="CASCADE"), nullable=False),
    member_column(index=True),
    Column("kind", Text, nullable=False, doc="of the live view"),
    Column("subject", Text, nullable=False),
    Column("asked_at", Instant, nullable=False, index=True),
    Column("posted_at", Instant, doc="null as long as it waits for another day"),
    UniqueConstraint("place_id", "kind", "subject"),
)


# Mailboxes: e-mail addresses of people who are no members --------------------------------------

mailboxes = Table(
    "mailboxes",
    metadata,
    id_column(),
    community_column(),
    Column("address", Text, nullable=False),
    Column("digest", Text, nullable=False, doc="by which the address is known"),
    Column("name", Text, nullable=False, server_default=""),
    Column("locale", Text, nullable=False, server_default="en"),
    Column("zone", Text, nullable=False, server_default="UTC"),
    Column("kept_until", Instant, nullable=False, index=True),
    UniqueConstraint("community_id", "digest"),
    sqlite_autoincrement=True,  # else what tells of one that has gone would tell of another
)

unsubscribed = Table(
    "unsubscribed",
    metadata,
    Column("community_id", Id, ForeignKey("communities.id"), primary_key=True, autoincrement=False),
    Column("digest", Text, primary_key=True, doc="of the address, which is not kept"),
    Column("made_with", Text, nullable=False, doc="which key of the server"),
    Column("since", Instant, nullable=False),
)


# What is to be said, and where it arrived -----------------------------------------------------

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

# Answers given, forms left half-way, periods run, codes, secrets, and what is set once --------

answers = Table(
    "answers",
    metadata,
    Column("interaction_id", Text, primary_key=True),
    Column("answer", Text),
    Column("given_at", Instant, nullable=False, index=True),
)

drafts = Table(
    "drafts",
    metadata,
    member_column(primary_key=True),
    Column("form", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("typed", Text, nullable=False, doc="as JSON; {} once the form was sent"),
    Column("typed_at", Float(53), nullable=False, server_default="0", doc="as the chat told; or 0"),
    Column("kept_at", Instant, index=True, doc="null if by the release before this column"),
)

ticks = Table(
    "ticks",
    metadata,
    Column("feature", Text, primary_key=True),
    Column("schedule", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("run_at", Instant, nullable=False, index=True),
)

codes = Table(
    "codes",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    community_column(),
    member_column(index=True),
    Column("until", Instant, nullable=False, index=True),
)

member_secrets = Table(
    "member_secrets",
    metadata,
    member_column(primary_key=True),
    Column("generation", Text, nullable=False, doc="from this and the key secrets are derived"),
    Column("renewed_at", Instant, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

KERNEL_TABLES = (
    communities,
    networks,
    spaces,
    members,
    accounts,
    member_networks,
    scoped_roles,
    outbox,
    live_views,
    places,
    place_members,
    place_purposes,
    posting_rules,
    posted_cards,
    mailboxes,
    unsubscribed,
    answers,
    drafts,
    ticks,
    codes,
    member_secrets,
    settings,
)
