"""Several channels of a space for one thing: what is said in a channel is addressed to it.

What is answered is an interaction, and known by its id; deliveries are the outbox's.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import AnyRow, Id

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_PLACES = sa.table("places", *(sa.column(name) for name in ("id", "space_id", "kind", "channel")))
_PURPOSES = sa.table(
    "place_purposes", *(sa.column(name) for name in ("id", "space_id", "purpose", "place_id"))
)
_OUTBOX = sa.table(
    "outbox",
    *(sa.column(name) for name in ("id", "key", "about", "kind", "subject", "part", "alone")),
    *(sa.column(name) for name in ("to_place", "to_space", "to_purpose", "posted_channel")),
    sa.column("lane", sa.Text),
)
_INVITATION = "introductions.invitation"


def upgrade() -> None:
    op.execute("ALTER TABLE answers RENAME COLUMN delivery_id TO interaction_id")
    chosen = _chosen()
    for row in chosen:  # a channel may have been said in before its space was known
        its_own = sa.update(_PLACES).where(_PLACES.c.id == row.place_id)
        op.get_bind().execute(its_own.values(space_id=row.space_id))
    op.drop_table("place_purposes")
    _make_table(
        sa.Column("id", Id, nullable=False),
        sa.Column("place_id", Id, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_place_purposes"),
        sa.UniqueConstraint("place_id", "purpose", name="uq_place_purposes_place_id_purpose"),
    )
    _fill([{"place_id": row.place_id, "purpose": row.purpose} for row in chosen])
    _address_channels()


def downgrade() -> None:
    op.execute("ALTER TABLE answers RENAME COLUMN interaction_id TO delivery_id")
    _address_spaces()
    first: dict[tuple[int, str], int] = {}
    there = sa.join(_PURPOSES, _PLACES, _PLACES.c.id == _PURPOSES.c.place_id)
    columns = _PLACES.c.space_id, _PURPOSES.c.purpose, _PURPOSES.c.place_id
    chosen = sa.select(*columns).select_from(there).order_by(_PURPOSES.c.id)
    for space, purpose, place in op.get_bind().execute(chosen).all():
        first.setdefault((space, purpose), place)
    op.drop_table("place_purposes")
    _make_table(
        sa.Column("space_id", Id, autoincrement=False, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("place_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("space_id", "purpose", name="pk_place_purposes"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], "fk_place_purposes_space_id"),
    )
    op.create_index("ix_place_purposes_place_id", "place_purposes", ["place_id"])
    _fill(
        [
            {"space_id": space, "purpose": purpose, "place_id": place}
            for (space, purpose), place in first.items()
        ]
    )


def _chosen() -> Sequence[AnyRow]:
    columns = _PURPOSES.c.space_id, _PURPOSES.c.purpose, _PURPOSES.c.place_id
    chosen = sa.select(*columns).order_by(_PURPOSES.c.place_id, _PURPOSES.c.purpose)
    return op.get_bind().execute(chosen).all()


def _make_table(*columns: sa.schema.SchemaItem) -> None:
    goes_with = sa.ForeignKeyConstraint(
        ["place_id"], ["places.id"], "fk_place_purposes_place_id", ondelete="CASCADE"
    )
    op.create_table("place_purposes", *columns, goes_with)


def _fill(rows: list[dict[str, object]]) -> None:
    if rows:
        op.get_bind().execute(sa.insert(_PURPOSES), rows)


# What is to be said, and was ----------------------------------------------------------------------


def _address_channels() -> None:
    """Let all that was for a channel of a space go where it arrived, or else would have gone.

    It is known by its channel from now on, and in the lane of that, as all that follows will be.
    """
    connection = op.get_bind()
    told = sa.select(_OUTBOX).where(_OUTBOX.c.to_purpose.is_not(None)).order_by(_OUTBOX.c.id)
    for row in connection.execute(told).all():
        place = _where_said(row)
        its_own = sa.update(_OUTBOX).where(_OUTBOX.c.id == row.id)
        connection.execute(its_own.values(to_place=place, to_space=None))
        if place is not None:
            _say_in_which(row, place)
    lane = "place:" + sa.cast(_OUTBOX.c.to_place, sa.Text)
    there = sa.update(_OUTBOX).where(_OUTBOX.c.to_place.is_not(None))
    connection.execute(there.values(lane=lane))


def _where_said(row: AnyRow) -> int | None:
    """The channel in which it was said, or that would have been chosen for it, or any."""
    in_space = _PLACES.c.space_id == row.to_space
    channels = sa.select(sa.func.min(_PLACES.c.id)).where(in_space, _PLACES.c.kind == "channel")
    for_this = _PURPOSES.c.purpose == row.to_purpose
    chosen = sa.select(_PURPOSES.c.place_id).where(for_this)
    for query in (
        channels.where(_PLACES.c.channel == row.posted_channel),
        channels.where(_PLACES.c.id.in_(chosen)),
        channels,
    ):
        found = op.get_bind().scalar(query)
        if found is not None:
            return int(found)
    return None


def _say_in_which(row: AnyRow, place: int) -> None:
    """Let what was said in several channels be known by the channel, and not by the space."""
    former = f":{row.to_space}" if row.kind == _INVITATION else f":in {row.to_space}"
    if not (row.key and row.key.endswith(former)):
        return
    key = f"{row.key.removesuffix(former)}:at {place}"
    part = f":{row.part}".removesuffix(former) + f":at {place}"
    fact = {"subject": row.subject.removesuffix(former), "part": part.removeprefix(":")}
    _rename(row.key, key, fact)
    alone = sa.select(_OUTBOX.c.key).where(_OUTBOX.c.alone, _OUTBOX.c.key.endswith(f":{row.key}"))
    for theirs in op.get_bind().scalars(alone).all():
        _rename(theirs, f"{theirs.removesuffix(row.key)}{key}", fact)


def _rename(former: str, key: str, fact: dict[str, str]) -> None:
    """Give a post and its changes another key; the chat goes on knowing it by the former one."""
    connection = op.get_bind()
    its_own = sa.update(_OUTBOX).where(_OUTBOX.c.key == former)
    connection.execute(its_own.values(key=key, **fact))
    changes = sa.update(_OUTBOX).where(_OUTBOX.c.about == former, _OUTBOX.c.key.is_(None))
    connection.execute(changes.values(about=key, **fact))


def _address_spaces() -> None:
    """Back: to whichever channel of the space is for it; what was said keeps its new names."""
    op.execute(
        "UPDATE outbox SET to_space = (SELECT space_id FROM places WHERE id = to_place),"
        " to_place = NULL WHERE to_purpose IS NOT NULL"
    )
    op.execute(
        "UPDATE outbox SET lane = 'place:' || to_space || ':' || to_purpose"
        " WHERE to_purpose IS NOT NULL AND to_space IS NOT NULL"
    )
