"""What messages tell of stands in columns, which nobody has to read out of keys any more."""

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_AT_ONCE = 1000
_ALONE = re.compile(r"apart:(\d+):(.+)", re.DOTALL)
_FIRST_LINE = "communities.first_line"

_OUTBOX = sa.table(
    "outbox",
    *(sa.column(name) for name in ("id", "key", "about", "act", "to_member", "kind", "subject")),
    *(sa.column(name) for name in ("part", "told_id", "alone")),
)
_ROOMS = sa.table("rooms", sa.column("key"), sa.column("kind"), sa.column("subject"))
_MEMBERS = sa.table("members", sa.column("id"))


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        for name in ("kind", "subject", "part"):
            outbox.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        outbox.add_column(sa.Column("told_id", sa.BigInteger().with_variant(sa.Integer, "sqlite")))
        outbox.add_column(
            sa.Column("alone", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        outbox.create_foreign_key(
            "fk_outbox_told_id", "members", ["told_id"], ["id"], ondelete="SET NULL"
        )
        outbox.drop_column("rung")
        outbox.create_index("ix_outbox_told_id", ["told_id"])
    with op.batch_alter_table("rooms") as rooms:
        for name in ("kind", "subject"):
            rooms.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    _fill_outbox()
    _fill_rooms()


def downgrade() -> None:
    with op.batch_alter_table("rooms") as rooms:
        for name in ("kind", "subject"):
            rooms.drop_column(name)
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_index("ix_outbox_told_id")
        outbox.drop_constraint("fk_outbox_told_id", type_="foreignkey")
        for name in ("kind", "subject", "part", "told_id", "alone"):
            outbox.drop_column(name)
        outbox.add_column(sa.Column("rung", sa.Integer(), nullable=False, server_default="0"))


def _fill_outbox() -> None:
    """Read every key once, in portions; a change of a post tells of what the post tells of."""
    connection, last = op.get_bind(), 0
    members = set(connection.scalars(sa.select(_MEMBERS.c.id)))
    of_its_own = sa.update(_OUTBOX).where(_OUTBOX.c.id == sa.bindparam("its_id"))
    while True:
        rows = connection.execute(
            sa.select(_OUTBOX).where(_OUTBOX.c.id > last).order_by(_OUTBOX.c.id).limit(_AT_ONCE)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        connection.execute(
            of_its_own.values({name: sa.bindparam(f"its_{name}") for name in _FACT}),
            [{"its_id": row.id, **_fact(row, members)} for row in rows],
        )


_FACT = ("kind", "subject", "part", "told_id", "alone")


def _fact(row: Any, members: set[int]) -> dict[str, Any]:
    key, told, alone = row.key or row.about, None, False
    if match := _ALONE.fullmatch(key):
        told, key, alone = int(match[1]), match[2], True
    if row.act == "open_room":
        key = key.removeprefix("room:")
    kind, _, subject = key.partition(":")
    part = ""
    if kind == _FIRST_LINE:
        subject, chosen_by, part = (*subject.split(":", 2), "", "")[:3]
        told = int(chosen_by) if chosen_by.isdecimal() else None
    elif not alone and row.to_member and subject.endswith(f":{row.to_member}"):
        subject, told = subject.removesuffix(f":{row.to_member}"), row.to_member
    told = told if told in members else None
    values = {"kind": kind, "subject": subject, "part": part, "told_id": told, "alone": alone}
    return {f"its_{name}": value for name, value in values.items()}


def _fill_rooms() -> None:
    connection = op.get_bind()
    for key in list(connection.scalars(sa.select(_ROOMS.c.key))):
        kind, _, subject = key.partition(":")
        values = {"kind": kind, "subject": subject}
        connection.execute(sa.update(_ROOMS).where(_ROOMS.c.key == key).values(**values))
