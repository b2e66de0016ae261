"""Programmes, who takes part, rounds, introductions and what became of them."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from storage.kernel.columns import Id, Instant, community_column, id_column, member_column, metadata

_PROGRAMME = "programmes.id"

programmes = Table(
    "programmes",
    metadata,
    id_column(),
    community_column(),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, doc="case folded; with the id once it stopped"),
    Column("weeks", Integer, nullable=False, doc="between two rounds; 0 for a single one"),
    Column("weekday", Integer, nullable=False, doc="Monday is 0"),
    Column("hour", Integer, nullable=False),
    Column("zone", Text, nullable=False),
    Column("group_size", Integer, nullable=False),
    Column("taking_part", Text, nullable=False),
    Column("weeks_apart", Integer, nullable=False),
    Column("across", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="running"),
    Column("number", Integer, nullable=False, server_default="1", doc="of the next round"),
    Column("opens_at", Instant, doc="when the next round opens; null when there is none"),
    Column("asked_for", Integer, nullable=False, server_default="0", doc="last round asked about"),
    Index("ix_programmes_state_opens_at", "state", "opens_at"),
    UniqueConstraint("community_id", "name_key"),
)

programme_members = Table(
    "programme_members",
    metadata,
    Column("programme_id", Id, ForeignKey(_PROGRAMME), primary_key=True),
    member_column(primary_key=True, index=True),
    Column("state", Text, nullable=False, server_default="in", doc='"in" or "left"'),
    Column("joined_at", Instant, nullable=False),
    Column("left_out", Integer, nullable=False, server_default="0", doc="rounds in a row"),
)

round_answers = Table(
    "round_answers",
    metadata,
    Column("programme_id", Id, ForeignKey(_PROGRAMME), primary_key=True),
    Column("number", Integer, primary_key=True),
    member_column(primary_key=True, index=True),
    Column("coming", Boolean, nullable=False),
)

pauses = Table(
    "introduction_pauses",
    metadata,
    member_column(primary_key=True),
    Column("until", Instant, nullable=False),
)

never = Table(
    "introduction_never",
    metadata,
    member_column(primary_key=True),
    member_column("other_id", primary_key=True, index=True),
    Column("said_at", Instant, nullable=False),
)

never_accounts = Table(
    "introduction_never_accounts",
    metadata,
    member_column(primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("account", Text, primary_key=True, doc="whose it is or will be, whoever that is"),
    Column("said_at", Instant, nullable=False),
)

never_erased = Table(
    "introduction_never_erased",
    metadata,
    member_column(primary_key=True),
    Column("pseudonym", Text, primary_key=True, doc="of an account or address of who was erased"),
    Column("said_at", Instant, nullable=False),
)

rounds = Table(
    "rounds",
    metadata,
    id_column(),
    Column("programme_id", Id, ForeignKey(_PROGRAMME), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False, server_default="draft"),
    Column("seed", Integer, nullable=False),
    Column("version", Integer, nullable=False, server_default="0", doc="counts changes of a draft"),
    Column("adjustments", Text, nullable=False, server_default="{}", doc="JSON"),
    Column("plan", Text, doc="JSON; null until it is matched"),
    Column("fingerprint", Text, nullable=False, server_default="", doc="of what it was made of"),
    Column("opened_at", Instant),
    Column("opened_by", Id, ForeignKey("members.id", ondelete="SET NULL"), doc="null: by itself"),
    Column("halfway_at", Instant),
    Column("last_call_at", Instant),
    Column("ends_at", Instant),
    UniqueConstraint("programme_id", "number"),
    Index("ix_rounds_state", "state"),
)

known_elsewhere = Table(
    "introduction_known",
    metadata,
    member_column("one_id", primary_key=True),
    member_column("other_id", primary_key=True, index=True),
    Column("met_at", Instant, nullable=False, doc="elsewhere than by an introduction"),
)

introductions = Table(
    "introductions",
    metadata,
    id_column(),
    Column("round_id", Id, ForeignKey("rounds.id"), nullable=False),
    community_column(),
    Column("position", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("across", Boolean, nullable=False, doc="some of them have no network in common"),
    Column("met_at", Instant, doc="when somebody first said that they met"),
    UniqueConstraint("round_id", "position"),
    Index("ix_introductions_community_id_opened_at", "community_id", "opened_at"),
)

suggestions = Table(
    "suggestions",
    metadata,
    id_column(),
    community_column(),
    member_column("by_id", index=True),
    member_column("one_id", index=True),
    member_column("other_id", index=True),
    Column("why", Text, nullable=False, server_default=""),
    Column("one_said", Text, nullable=False, server_default="", doc="yes, no; empty: nothing yet"),
    Column("other_said", Text, nullable=False, server_default=""),
    Column("made_at", Instant, nullable=False),
    Column("opened_at", Instant, doc="when both had said yes"),
    Column("asked_at", Instant, doc="when they were asked; null while that does not suit them"),
    Column("echo", Boolean, nullable=False, server_default=false(), doc="nobody is asked again"),
    Column("after", Text, nullable=False, server_default="", doc="the event both said so after"),
)

introduction_members = Table(
    "introduction_members",
    metadata,
    Column("introduction_id", Id, ForeignKey("introductions.id"), primary_key=True),
    member_column(primary_key=True, index=True),
    Column("outcome", Text, nullable=False, server_default="", doc="empty: not answered"),
    Column("answered_at", Instant),
    Column("story", Text, nullable=False, server_default=""),
    Column("share", Boolean, nullable=False, default=False),
)

gatherings = Table(
    "introduction_gatherings",
    metadata,
    id_column(),
    community_column(),
    Column("date", Id, nullable=False, unique=True, doc="what events know it by"),
    Column("title", Text, nullable=False),
    Column("held_at", Instant, nullable=False),
)

gathering_members = Table(
    "introduction_gathering_members",
    metadata,
    Column(
        "gathering_id",
        Id,
        ForeignKey("introduction_gatherings.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    member_column(primary_key=True, index=True),
)
