"""The day of an event and what follows: who is there, in which groups, and what came of it."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from storage.kernel.columns import Id, Instant, id_column, member_column, metadata

_OF_A_DATE = "event_dates.id"
_OF_A_GUEST = "event_guests.id"
_OF_A_MEMBER = "members.id"


def _date_column(*, primary_key: bool = False, index: bool = False) -> Column[int]:
    gone = ForeignKey(_OF_A_DATE, ondelete="CASCADE")
    return Column("date_id", Id, gone, primary_key=primary_key, index=index, nullable=False)


def _by_column(name: str = "by_id") -> Column[int | None]:
    return Column(name, Id, ForeignKey(_OF_A_MEMBER, ondelete="SET NULL"), index=True)


event_check_ins = Table(
    "event_check_ins",
    metadata,
    id_column(),
    _date_column(),
    Column("member_id", Id, ForeignKey(_OF_A_MEMBER, ondelete="CASCADE"), index=True),
    Column("guest_id", Id, ForeignKey(_OF_A_GUEST, ondelete="CASCADE"), index=True),
    Column("name", Text, nullable=False, server_default="", doc="of somebody who is neither"),
    Column("people", Integer, nullable=False, doc="with how many they came"),
    _by_column(),
    Column("at", Instant, nullable=False),
    UniqueConstraint("date_id", "member_id"),
    UniqueConstraint("date_id", "guest_id"),
)

event_doors = Table(
    "event_doors",
    metadata,
    _date_column(primary_key=True),
    Column("key", Text, nullable=False, doc="of which the codes at the door are made"),
)

event_rooms = Table(
    "event_rooms",
    metadata,
    _date_column(primary_key=True),
    Column("space_id", Id, ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant, doc="when it was put away"),
)

event_breakouts = Table(
    "event_breakouts",
    metadata,
    id_column(),
    _date_column(index=True),
    Column("size", Integer, nullable=False, doc="that was asked for"),
    Column("seed", Integer, nullable=False),
    _by_column("made_by"),
    Column("made_at", Instant, nullable=False),
    Column("told_at", Instant, doc="null: a draft, which hosts alone see"),
)

event_breakout_seats = Table(
    "event_breakout_seats",
    metadata,
    id_column(),
    Column("breakout_id", Id, ForeignKey("event_breakouts.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False, doc="of the group"),
    Column("member_id", Id, ForeignKey(_OF_A_MEMBER, ondelete="CASCADE"), index=True),
    Column("guest_id", Id, ForeignKey(_OF_A_GUEST, ondelete="CASCADE"), index=True),
    Column("name", Text, nullable=False, server_default="", doc="of somebody who is neither"),
    UniqueConstraint("breakout_id", "member_id"),
)

event_agains = Table(
    "event_agains",
    metadata,
    _date_column(primary_key=True),
    member_column("by_id", primary_key=True, index=True),
    member_column("other_id", primary_key=True, index=True),
    Column("said_at", Instant, nullable=False, index=True),
)

event_outcomes = Table(
    "event_outcomes",
    metadata,
    _date_column(primary_key=True),
    Column("text", Text, nullable=False),
    Column("link", Text, nullable=False, server_default="", doc="of a recording"),
    _by_column(),
    Column("said_at", Instant, nullable=False),
)

TABLES = (
    event_check_ins,
    event_doors,
    event_rooms,
    event_breakouts,
    event_breakout_seats,
    event_agains,
    event_outcomes,
)
