"""Places: rooms, channels and direct messages in one table, and what channels are for."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_FOR_EVERYBODY = ("announcements", "introductions", "call-outs")
_OWN_CHAT = ("announcements",)

_PLACES = sa.table(
    "places",
    *(sa.column(name) for name in ("id", "community_id", "space_id", "kind", "channel")),
    *(sa.column(name) for name in ("title", "key", "fact_kind", "fact_subject")),
    *(sa.column(name) for name in ("account_id", "each_alone")),
)
_PLACE_MEMBERS = sa.table("place_members", sa.column("place_id"), sa.column("member_id"))
_PURPOSES = sa.table(
    "place_purposes", sa.column("space_id"), sa.column("purpose"), sa.column("place_id")
)
_SPACES = sa.table(
    "spaces",
    *(sa.column(name) for name in ("id", "community_id", "external_id")),
    *(sa.column(name, sa.Text) for name in ("platform", "square")),
)
_ACCOUNTS = sa.table(
    "accounts", sa.column("id"), sa.column("space_id"), sa.column("direct", sa.Text)
)
_ROOMS = sa.table(
    "rooms",
    *(sa.column(name) for name in ("key", "kind", "subject", "community_id", "title")),
    *(sa.column(name) for name in ("space_id", "channel", "apart")),
)
_ROOM_MEMBERS = sa.table("room_members", sa.column("room_key"), sa.column("member_id"))
_OUTBOX = sa.table(
    "outbox",
    *(sa.column(name) for name in ("id", "community_id", "state", "lane", "posted_channel")),
    *(sa.column(name) for name in ("to_place", "to_space", "to_purpose", "to_account")),
    *(sa.column(name) for name in ("to_room", "to_channel")),
)
_LINKS = sa.table("links", sa.column("id"), sa.column("before"))


def upgrade() -> None:
    _make_tables()
    _add_outbox_columns()
    _carry_rooms()
    _carry_channels()
    _carry_direct_messages()
    _address_outbox()
    _rewrite_journals()
    op.execute("UPDATE web_places SET kind = 'channel' WHERE kind = 'square'")
    op.drop_column("outbox", "to_room")
    op.drop_column("outbox", "to_channel")
    op.drop_column("spaces", "square")
    op.drop_column("accounts", "direct")
    op.drop_table("room_members")
    op.drop_table("rooms")


def downgrade() -> None:
    _make_former_tables()
    _carry_back()
    op.drop_index("ix_outbox_to_place", "outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("to_place")
        outbox.drop_column("to_purpose")
    for table in ("place_purposes", "place_members", "places"):
        op.drop_table(table)


# Tables -----------------------------------------------------------------------------------------


def _make_tables() -> None:
    op.create_table(
        "places",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("space_id", Id),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False, server_default=""),
        sa.Column("key", sa.Text()),
        sa.Column("fact_kind", sa.Text(), nullable=False, server_default=""),
        sa.Column("fact_subject", sa.Text(), nullable=False, server_default=""),
        sa.Column("account_id", Id),
        sa.Column("each_alone", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], "fk_places_community_id"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], "fk_places_space_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], "fk_places_account_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("key", name="uq_places_key"),
        sa.UniqueConstraint("account_id", name="uq_places_account_id"),
    )
    op.create_index("ix_places_space_id", "places", ["space_id"])
    op.create_index("ix_places_channel", "places", ["channel"])
    op.create_table(
        "place_members",
        sa.Column("place_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("place_id", "member_id", name="pk_place_members"),
        _goes_with("place_members", "place_id", "places"),
        _goes_with("place_members", "member_id", "members"),
    )
    op.create_index("ix_place_members_member_id", "place_members", ["member_id"])
    op.create_table(
        "place_purposes",
        sa.Column("space_id", Id, autoincrement=False, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("place_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "purpose", name="pk_place_purposes"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], "fk_place_purposes_space_id"),
        _goes_with("place_purposes", "place_id", "places"),
    )
    op.create_index("ix_place_purposes_place_id", "place_purposes", ["place_id"])


def _goes_with(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name, ondelete="CASCADE")


def _add_outbox_columns() -> None:
    """SQLite takes a reference with a new column, if that is spelt so, and copies no table."""
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE outbox ADD COLUMN to_place {kind}"
        " CONSTRAINT fk_outbox_to_place REFERENCES places (id)"
    )
    op.add_column("outbox", sa.Column("to_purpose", sa.Text()))
    op.create_index("ix_outbox_to_place", "outbox", ["to_place"])


# Rows -------------------------------------------------------------------------------------------


def _carry_rooms() -> None:
    connection, spaces = op.get_bind(), _Spaces()
    rooms = [
        {
            "community_id": row.community_id,
            "space_id": row.space_id or spaces.of(row.channel, row.community_id),
            "kind": "room",
            "channel": row.channel,
            "title": row.title,
            "key": row.key,
            "fact_kind": row.kind,
            "fact_subject": row.subject,
            "each_alone": row.apart,
        }
        for row in connection.execute(sa.select(_ROOMS))
    ]
    if rooms:
        connection.execute(sa.insert(_PLACES), rooms)
    room = sa.join(_ROOM_MEMBERS, _PLACES, _PLACES.c.key == _ROOM_MEMBERS.c.room_key)
    inside = sa.select(_PLACES.c.id, _ROOM_MEMBERS.c.member_id).select_from(room)
    connection.execute(sa.insert(_PLACE_MEMBERS).from_select(["place_id", "member_id"], inside))


def _carry_channels() -> None:
    """The channel where everybody was spoken to is for all that was done in it; others for none."""
    connection, spaces = op.get_bind(), _Spaces()
    for row in connection.execute(sa.select(_SPACES)).all():
        if row.square is None:
            continue
        place = _channel(row.community_id, row.id, f"{row.platform}:{row.square}")
        for purpose in _OWN_CHAT if row.platform == "web" else _FOR_EVERYBODY:
            values = {"space_id": row.id, "purpose": purpose, "place_id": place}
            connection.execute(sa.insert(_PURPOSES).values(**values))
    told = sa.or_(_OUTBOX.c.to_channel.is_not(None), _OUTBOX.c.state == "held")
    channel = sa.func.coalesce(_OUTBOX.c.to_channel, _OUTBOX.c.posted_channel)
    known = sa.select(_PLACES.c.channel).where(_PLACES.c.kind == "channel")
    others = sa.select(_OUTBOX.c.community_id, channel.label("channel")).where(told).distinct()
    for row in connection.execute(others.where(channel.not_in(known))).all():
        _channel(row.community_id, spaces.of(row.channel, row.community_id), row.channel)


def _channel(community: int, space: int | None, channel: str) -> int:
    values = {"community_id": community, "space_id": space, "kind": "channel", "channel": channel}
    new = sa.insert(_PLACES).values(**values, each_alone=False).returning(_PLACES.c.id)
    return int(op.get_bind().execute(new).scalar_one())


class _Spaces:
    """Which space a channel is in: its chat writes it as `space/channel`, or has one of each."""

    def __init__(self) -> None:
        rows = op.get_bind().execute(sa.select(_SPACES).order_by(_SPACES.c.id)).all()
        self._by_name = {f"{row.platform}:{row.external_id}": row.id for row in rows}
        self._first = {(row.community_id, row.platform): row.id for row in reversed(rows)}

    def of(self, channel: str | None, community: int) -> int | None:
        if channel is None:
            return None
        platform = channel.partition(":")[0]
        return self._by_name.get(channel.partition("/")[0], self._first.get((community, platform)))


def _carry_direct_messages() -> None:
    there = sa.join(_ACCOUNTS, _SPACES, _SPACES.c.id == _ACCOUNTS.c.space_id)
    channel = _SPACES.c.platform + ":" + _ACCOUNTS.c.direct
    direct = sa.select(
        _SPACES.c.community_id, _SPACES.c.id, sa.literal("direct"), channel, _ACCOUNTS.c.id
    )
    direct = direct.select_from(there).where(_ACCOUNTS.c.direct.is_not(None))
    columns = ["community_id", "space_id", "kind", "channel", "account_id"]
    op.get_bind().execute(sa.insert(_PLACES).from_select(columns, direct))


def _address_outbox() -> None:
    """Let everything go where it went, in the lane that what comes after it will be in."""
    connection = op.get_bind()
    room = sa.select(_PLACES.c.id).where(_PLACES.c.key == _OUTBOX.c.to_room).scalar_subquery()
    to_channel = (_PLACES.c.channel == _OUTBOX.c.to_channel) & (_PLACES.c.kind == "channel")
    channel = sa.select(sa.func.min(_PLACES.c.id)).where(to_channel).scalar_subquery()
    its_own = sa.update(_OUTBOX)
    for column, place in (("to_room", room), ("to_channel", channel)):
        of_these = its_own.where(_OUTBOX.c[column].is_not(None))
        connection.execute(of_these.values(to_place=place))
    lane = "place:" + sa.cast(_OUTBOX.c.to_place, sa.Text)
    connection.execute(its_own.where(_OUTBOX.c.to_place.is_not(None)).values(lane=lane))
    to_all = _OUTBOX.c.to_space.is_not(None) & _OUTBOX.c.to_account.is_(None)
    lane = "place:" + sa.cast(_OUTBOX.c.to_space, sa.Text) + ":announcements"
    connection.execute(its_own.where(to_all).values(lane=lane, to_purpose="announcements"))


# What was done when two became one --------------------------------------------------------------


def _rewrite_journals() -> None:
    """What can be undone for a day names rooms; it is put back where they are now."""
    connection = op.get_bind()
    named = sa.select(_PLACES.c.key, _PLACES.c.id).where(_PLACES.c.key.is_not(None))
    rooms = {row.key: row.id for row in connection.execute(named)}
    done = sa.select(_LINKS).where(_LINKS.c.before.is_not(None), _LINKS.c.before != "")
    for row in connection.execute(done).all():
        before = json.loads(row.before)
        if "journal" in before:
            entries = [_entry(each, rooms) for each in json.loads(before["journal"])]
            before["journal"] = json.dumps(entries, ensure_ascii=False)
            text = json.dumps(before, ensure_ascii=False)
            connection.execute(sa.update(_LINKS).where(_LINKS.c.id == row.id).values(before=text))


def _entry(entry: dict[str, Any], rooms: dict[str, int]) -> dict[str, Any]:
    match entry:
        case {"table": "room_members", "did": "move", "keys": keys}:
            there = [[rooms[room], member] for room, member in keys if room in rooms]
            return {**entry, "table": "place_members", "keys": there}
        case {"table": "room_members", "did": "drop", "rows": rows}:
            return {**entry, "table": "place_members", "rows": list(_in_places(rows, rooms))}
        case {"table": "outbox", "did": "drop", "rows": rows}:
            return {**entry, "rows": [_addressed(row, rooms) for row in rows]}
        case _:
            return entry


def _in_places(rows: list[dict[str, Any]], rooms: dict[str, int]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["room_key"] in rooms:
            yield {"place_id": rooms[row["room_key"]], "member_id": row["member_id"]}


def _addressed(row: dict[str, Any], rooms: dict[str, int]) -> dict[str, Any]:
    """A row of the outbox, of which only those that go into rooms were ever dropped."""
    place = rooms.get(row.pop("to_room", None) or "")
    row.pop("to_channel", None)
    lane = row["lane"] if place is None else f"place:{place}"
    return {**row, "to_place": place, "to_purpose": None, "lane": lane}


# Back -------------------------------------------------------------------------------------------


def _make_former_tables() -> None:
    op.add_column("spaces", sa.Column("square", sa.Text()))
    op.add_column("accounts", sa.Column("direct", sa.Text()))
    op.add_column("outbox", sa.Column("to_room", sa.Text()))
    op.add_column("outbox", sa.Column("to_channel", sa.Text()))
    op.create_table(
        "rooms",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, server_default=""),
        sa.Column("subject", sa.Text(), nullable=False, server_default=""),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("space_id", Id),
        sa.Column("channel", sa.Text()),
        sa.Column("apart", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("key", name="pk_rooms"),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], "fk_rooms_community_id"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], "fk_rooms_space_id"),
    )
    op.create_table(
        "room_members",
        sa.Column("room_key", sa.Text(), nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("room_key", "member_id", name="pk_room_members"),
        sa.ForeignKeyConstraint(
            ["room_key"], ["rooms.key"], "fk_room_members_room_key", ondelete="CASCADE"
        ),
        _goes_with("room_members", "member_id", "members"),
    )
    op.create_index("ix_room_members_member_id", "room_members", ["member_id"])


def _carry_back() -> None:
    """All that the version before knows of; what waits for facilitators' channels is not sent."""
    for statement in (
        "INSERT INTO rooms (key, kind, subject, community_id, title, space_id, channel, apart)"
        " SELECT key, fact_kind, fact_subject, community_id, title, space_id, channel, each_alone"
        " FROM places WHERE kind = 'room'",
        "INSERT INTO room_members (room_key, member_id) SELECT key, member_id"
        " FROM place_members JOIN places ON id = place_id WHERE kind = 'room'",
        "UPDATE spaces SET square = (SELECT substr(channel, length(platform) + 2) FROM places"
        " JOIN place_purposes ON place_id = places.id"
        " WHERE place_purposes.space_id = spaces.id AND purpose = 'announcements')",
        "UPDATE accounts SET direct = (SELECT substr(channel, length(platform) + 2) FROM places"
        " JOIN spaces ON spaces.id = places.space_id WHERE account_id = accounts.id)",
        "UPDATE outbox SET to_room = (SELECT key FROM places WHERE id = to_place)",
        "UPDATE outbox SET to_channel = (SELECT channel FROM places WHERE id = to_place)"
        " WHERE to_place IS NOT NULL AND to_room IS NULL",
        "UPDATE web_places SET kind = 'square' WHERE key = 'square:' || community_id",
        "UPDATE outbox SET lane = 'room:' || to_room WHERE to_room IS NOT NULL",
        "UPDATE outbox SET lane = 'channel:' || to_channel WHERE to_channel IS NOT NULL",
        "UPDATE outbox SET lane = 'square:' || to_space WHERE to_purpose IS NOT NULL",
    ):
        op.execute(statement)
