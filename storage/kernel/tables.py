"""The tables of the kernel: people and where they chat, what was answered, what is set."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

from storage.kernel.columns import Id, Instant, community_column, id_column, member_column, metadata
from storage.kernel.delivery_tables import live_views, outbox

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

STAND_IN = "Europe/London"
"""The zone that stands in for one that is not known, where nobody's in the community is."""

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
    Column("zone", Text, nullable=False, server_default=STAND_IN, doc="theirs, or what stands in"),
    Column("zone_known", Boolean, nullable=False, server_default=true()),
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
    Column("doubted_at", Instant, index=True, doc="since when its chat is to be asked about it"),
    Column("told_at", Instant, doc="when its chat last told of it"),
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
