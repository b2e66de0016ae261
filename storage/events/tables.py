"""Events, their dates, who comes to them, and who is reminded."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
    or_,
)

from storage.kernel.columns import Id, Instant, community_column, id_column, member_column, metadata

Local = DateTime
"""A local date and time, of the zone that stands beside it."""


def event_column(*, primary_key: bool = False) -> Column[int]:
    """A reference to an event: the row goes with it."""
    gone = ForeignKey("events.id", ondelete="CASCADE")
    return Column("event_id", Id, gone, primary_key=primary_key, nullable=False)


event_covers = Table(
    "event_covers",
    metadata,
    Column("key", Text, primary_key=True, doc="its name in its address, which nobody can guess"),
    community_column(),
    Column("media_type", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("added_at", Instant, nullable=False),
)

events = Table(
    "events",
    metadata,
    id_column(),
    community_column(),
    Column("uid", Text, nullable=False, unique=True, doc="what calendars know it by"),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False, server_default=""),
    Column("start", Local, nullable=False, doc="of the first date"),
    Column("zone", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("venue", Text, nullable=False, server_default=""),
    Column("link", Text, nullable=False, server_default=""),
    Column("hidden_place", Boolean, nullable=False, doc="shown only to those who come"),
    Column("capacity", Integer, doc="null: as many as like"),
    Column("by_approval", Boolean, nullable=False),
    Column("open_page", Boolean, nullable=False, server_default=false(), doc="on the open web"),
    Column("passing", Text, nullable=False, doc="how freed seats go on: offered, at_once"),
    Column("rule", Text, doc="RFC 5545, without its end; null: it happens once"),
    Column("until", Local, doc="the last start that the series may have"),
    Column("times", Integer, doc="how many dates it has; null: no end by number"),
    Column("made_until", Local, doc="the last start for which there is a date"),
    Column("state", Text, nullable=False, server_default="planned"),
    Column("sequence", Integer, nullable=False, server_default="0", doc="counts its changes"),
    Column("made_by", Id, ForeignKey("members.id", ondelete="SET NULL"), index=True),
    Column("made_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("continues_id", Id, ForeignKey("events.id", ondelete="SET NULL")),
    Column("cover_key", Text, ForeignKey("event_covers.key"), index=True),
    Column("cover_alt", Text, nullable=False, server_default=""),
    Column("origin_kind", Text, doc="what it was made of, by a kind of the origin's own"),
    Column("origin_subject", Text),
    Index("ix_events_community_id_state", "community_id", "state"),
)

event_networks = Table(
    "event_networks",
    metadata,
    event_column(primary_key=True),
    Column("network_id", Id, ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
)

event_places = Table(
    "event_places",
    metadata,
    event_column(primary_key=True),
    Column("place_id", Id, ForeignKey("places.id", ondelete="CASCADE"), primary_key=True),
)

event_dates = Table(
    "event_dates",
    metadata,
    id_column(),
    event_column(),
    Column("uid", Text, nullable=False, unique=True, doc="what calendars know it by, alone"),
    Column("original", Local, nullable=False, doc="the start that its series gives it"),
    Column("start", Local, nullable=False),
    Column("zone", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("starts_at", Instant, nullable=False, index=True, doc="the instant that start means"),
    Column("ends_at", Instant, nullable=False, index=True),
    Column("state", Text, nullable=False, server_default="planned", doc="cancelled, skipped"),
    Column("sequence", Integer, nullable=False, server_default="0", doc="people are told of each"),
    Column("venue", Text, doc="null: that of the event"),
    Column("link", Text),
    Column("capacity", Integer),
    Column("seated", Integer, nullable=False, server_default="0", doc="people who have seats"),
    Column("offered", Integer, nullable=False, server_default="0", doc="seats held for offers"),
    Column("waiting", Integer, nullable=False, server_default="0", doc="seats that are waited for"),
    Column("maybe", Integer, nullable=False, server_default="0", doc="answers"),
    Column("declined", Integer, nullable=False, server_default="0"),
    Column("pending", Integer, nullable=False, server_default="0"),
    Column("last_position", Integer, nullable=False, server_default="0"),
    UniqueConstraint("event_id", "original"),
)

COUNTERS = ("seated", "offered", "waiting", "maybe", "declined", "pending")
"""The columns of a date that say in sum what its answers do."""

event_guests = Table(
    "event_guests",
    metadata,
    id_column(),
    event_column(),
    Column("mailbox_id", Id, ForeignKey("mailboxes.id", ondelete="SET NULL"), index=True),
    Column("name", Text, nullable=False, doc="empty: forgotten"),
    Column("zone", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("confirmed_at", Instant, doc="null: has no answer"),
    Column("refusals", Integer, nullable=False, server_default="0", doc="mails refused in a row"),
    UniqueConstraint("event_id", "mailbox_id"),
    sqlite_autoincrement=True,  # else a link of one who has gone would open another's page
)

KNOWN_GUESTS = or_(
    event_guests.c.name != literal_column("''"), event_guests.c.mailbox_id.is_not(None)
)
"""Of whom anything is known still; spelt out, as an index wants it."""

for _name, _which in {
    "ix_event_guests_known": KNOWN_GUESTS,
    "ix_event_guests_unconfirmed": event_guests.c.confirmed_at.is_(None),
}.items():
    Index(_name, event_guests.c.added_at, sqlite_where=_which, postgresql_where=_which)

event_named_hosts = Table(
    "event_named_hosts",
    metadata,
    event_column(primary_key=True),
    member_column(primary_key=True, index=True),
)

event_sign_ups = Table(
    "event_sign_ups",
    metadata,
    Column("digest", Text, primary_key=True, doc="of an address or a network, of one day"),
    Column("day", Date, nullable=False, index=True),
    Column("count", Integer, nullable=False),
)

event_rsvps = Table(
    "event_rsvps",
    metadata,
    id_column(),
    Column("date_id", Id, ForeignKey("event_dates.id", ondelete="CASCADE"), nullable=False),
    Column("member_id", Id, ForeignKey("members.id", ondelete="CASCADE"), index=True),
    Column("guest_id", Id, ForeignKey("event_guests.id", ondelete="CASCADE"), index=True),
    Column("answer", Text, nullable=False, doc="coming, maybe, no"),
    Column("party", Integer, nullable=False),
    Column("hidden", Boolean, nullable=False, doc="the name is for hosts alone"),
    Column("seats", Integer, nullable=False, doc="with offered and need, the party that comes"),
    Column("offered", Integer, nullable=False),
    Column("offered_until", Instant),
    Column("need", Integer, nullable=False, doc="seats that are waited for"),
    Column("position", Integer, nullable=False, doc="in the order of coming, and in the line"),
    Column("passed", Integer, nullable=False, doc="smaller parties that were seated before"),
    Column("lapses", Integer, nullable=False, doc="offers that were not taken up"),
    Column("pending", Text, nullable=False, doc="confirmation, approval; empty: nothing"),
    Column("by_hand", Boolean, nullable=False, doc="a host let them in"),
    Column("standing", Boolean, nullable=False, server_default=false(), doc="to the series"),
    Column("answered_at", Instant, nullable=False),
    UniqueConstraint("date_id", "member_id"),
    UniqueConstraint("date_id", "guest_id"),
)

WAITS = event_rsvps.c.need > literal_column("0")
"""Spelt out: a database uses an index of a part of a table only where a query says the same."""

Index(
    "ix_event_rsvps_line",
    event_rsvps.c.date_id,
    event_rsvps.c.need,
    event_rsvps.c.position,
    sqlite_where=WAITS,
    postgresql_where=WAITS,
)
_OPEN = event_rsvps.c.offered_until.is_not(None)
Index(
    "ix_event_rsvps_offered_until",
    event_rsvps.c.offered_until,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)

event_standing_answers = Table(
    "event_standing_answers",
    metadata,
    event_column(primary_key=True),
    member_column(primary_key=True, index=True),
    Column("answer", Text, nullable=False),
    Column("party", Integer, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("said_at", Instant, nullable=False),
)

event_reminders = Table(
    "event_reminders",
    metadata,
    event_column(primary_key=True),
    member_column(primary_key=True, index=True),
    Column("before", Text, nullable=False, doc="week, day, hour, with spaces; empty: none"),
)

TABLES = (
    event_covers,
    events,
    event_networks,
    event_places,
    event_dates,
    event_guests,
    event_named_hosts,
    event_sign_ups,
    event_rsvps,
    event_standing_answers,
    event_reminders,
)
