"""One folding for names: stored keys are made anew, and networks that are one by it become one."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.ui.folding import address_key, folded
from storage.kernel.columns import Id, Instant
from storage.kernel.migrations import directory_index

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_ROWS = 2000
"""So many are read, and written, at a time."""

_BELONGING = {
    "member_networks": "member_id",
    "event_networks": "event_id",
    "idea_networks": "idea_id",
    "poll_networks": "poll_id",
    "challenge_networks": "challenge_id",
}


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *map(sa.column, columns))


_MEMBERS = _table("members", "id", "name", "name_key", "email", "email_key")
_NETWORKS = _table("networks", "id", "community_id", "name", "name_key")
_BELONG = _table("member_networks", "member_id", "network_id", "position")
_PROFILES = _table("profiles", "member_id", "community_id", "place", "place_key", "topics")
_TOPICS = _table("profile_topics", "member_id", "community_id", "topic")
_ROLES = _table("scoped_roles", "member_id", "role", "scope_kind", "scope_id")
_LINKS = _table("links", "id", "before")


def upgrade() -> None:
    _create_renamings()
    _make_keys_anew(op.get_bind())


def downgrade() -> None:
    """Keys stay: the release before reads names by them as well as it can."""
    op.drop_table("renamings")


def _make_keys_anew(connection: sa.Connection) -> None:
    _name_members(connection)
    for name, within in (("communities", None), ("programmes", "community_id")):
        _name(connection, name, within)
    _name_networks(connection)
    _name_towns_and_topics(connection)
    _rewrite_journals(connection)
    directory_index.make_anew(connection)


def _create_renamings() -> None:
    op.create_table(
        "renamings",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("former", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("by_id", Id, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_renamings_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["members.id"], name=op.f("fk_renamings_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renamings")),
    )
    for column in ("community_id", "by_id", "at"):
        op.create_index(op.f(f"ix_renamings_{column}"), "renamings", [column], unique=False)


def _pages(
    connection: sa.Connection, table: sa.TableClause, by: str
) -> Iterator[Sequence[sa.Row[Any]]]:
    last = 0
    while True:
        page = sa.select(table).where(table.c[by] > last).order_by(table.c[by]).limit(_ROWS)
        rows = connection.execute(page).all()
        if not rows:
            return
        last = getattr(rows[-1], by)
        yield rows


def _name_members(connection: sa.Connection) -> None:
    its = _MEMBERS.c.id == sa.bindparam("its_id")
    for rows in _pages(connection, _MEMBERS, "id"):
        keys = [(r, folded(r.name), address_key(r.email or "") or None) for r in rows]
        changed = [
            {"its_id": row.id, "name_key": name, "email_key": email}
            for row, name, email in keys
            if (name, email) != (row.name_key, row.email_key)
        ]
        if changed:
            connection.execute(sa.update(_MEMBERS).where(its), changed)


def _name(connection: sa.Connection, name: str, within: str | None) -> None:
    """Make keys anew that are each one's own; the second of two that would have one keeps its."""
    table = _table(name, "id", "name", "name_key", *filter(None, [within]))
    rows = connection.execute(sa.select(table).order_by(table.c.id)).all()
    taken = {(getattr(row, within) if within else 0, row.name_key) for row in rows}
    for row in rows:
        here, freed = getattr(row, within) if within else 0, f" #{row.id}"
        key = folded(row.name) + (freed if row.name_key.endswith(freed) else "")
        if key == row.name_key or (here, key) in taken:
            continue
        taken = taken - {(here, row.name_key)} | {(here, key)}
        connection.execute(sa.update(table).where(table.c.id == row.id).values(name_key=key))


# Networks ------------------------------------------------------------------------------------


def _name_networks(connection: sa.Connection) -> None:
    count = sa.func.count().label("people")
    counted = sa.select(_BELONG.c.network_id, count).group_by(_BELONG.c.network_id)
    people = {row.network_id: row.people for row in connection.execute(counted)}
    alike: dict[tuple[int, str], list[sa.Row[Any]]] = defaultdict(list)
    for row in connection.execute(sa.select(_NETWORKS).order_by(_NETWORKS.c.id)):
        alike[row.community_id, folded(row.name)].append(row)
    for (_, key), rows in alike.items():
        kept = max(rows, key=lambda row: (people.get(row.id, 0), -row.id))
        for gone in rows:
            if gone.id != kept.id:
                _merge(connection, gone.id, kept.id)
        if kept.name_key != key:
            its = _NETWORKS.c.id == kept.id
            connection.execute(sa.update(_NETWORKS).where(its).values(name_key=key))


def _merge(connection: sa.Connection, gone: int, kept: int) -> None:
    """Let all that is of one network be of the other: people once, where they were first."""
    _keep_the_first_place(connection, gone, kept)
    for name, whose in _BELONGING.items():
        table = _table(name, whose, "network_id")
        _move(connection, table, table.c.network_id, [whose], gone, kept)
    there = _ROLES.c.scope_kind == "network"
    _move(connection, _ROLES, _ROLES.c.scope_id, ["member_id", "role"], gone, kept, there)
    connection.execute(sa.delete(_NETWORKS).where(_NETWORKS.c.id == gone))


def _keep_the_first_place(connection: sa.Connection, gone: int, kept: int) -> None:
    other = _BELONG.alias("other")
    same = sa.and_(other.c.member_id == _BELONG.c.member_id, other.c.network_id == gone)
    earlier = sa.and_(same, other.c.position < _BELONG.c.position)
    first = sa.select(other.c.position).where(same).scalar_subquery()
    both = sa.and_(_BELONG.c.network_id == kept, sa.exists().where(earlier))
    connection.execute(sa.update(_BELONG).where(both).values(position=first))


def _move(
    connection: sa.Connection,
    table: sa.TableClause,
    column: sa.ColumnElement[int],
    key: Sequence[str],
    gone: int,
    kept: int,
    *which: sa.ColumnElement[bool],
) -> None:
    other = table.alias("other")
    twice = [other.c[name] == table.c[name] for name in key]
    if "scope_kind" in table.c:
        twice.append(other.c.scope_kind == table.c.scope_kind)
    there = sa.exists().where(other.c[column.key or ""] == kept, *twice)
    connection.execute(sa.delete(table).where(column == gone, there, *which))
    moved = sa.update(table).where(column == gone, *which)
    connection.execute(moved.values({column.key: kept}))


# Towns and topics ----------------------------------------------------------------------------


def _name_towns_and_topics(connection: sa.Connection) -> None:
    its = _PROFILES.c.member_id == sa.bindparam("its_id")
    for rows in _pages(connection, _PROFILES, "member_id"):
        towns = [{"its_id": r.member_id, "place_key": folded(r.place)} for r in rows]
        was = {r.member_id: r.place_key for r in rows}
        if changed := [each for each in towns if each["place_key"] != was[each["its_id"]]]:
            connection.execute(sa.update(_PROFILES).where(its), changed)
        _name_topics(connection, rows)


def _name_topics(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> None:
    here = {row.member_id: row.community_id for row in rows}
    theirs = sa.select(_TOPICS.c.member_id, _TOPICS.c.topic).where(
        _TOPICS.c.member_id.between(min(here), max(here))
    )
    before = {(row.member_id, row.topic) for row in connection.execute(theirs)}
    after = {(r.member_id, folded(topic)) for r in rows for topic in json.loads(r.topics)}
    is_one = (
        _TOPICS.c.member_id == sa.bindparam("its_id"),
        _TOPICS.c.topic == sa.bindparam("its_topic"),
    )
    if gone := [{"its_id": id_, "its_topic": topic} for id_, topic in before - after]:
        connection.execute(sa.delete(_TOPICS).where(*is_one), gone)
    new = [
        {"member_id": id_, "community_id": here[id_], "topic": topic}
        for id_, topic in after - before
        if topic
    ]
    if new:
        connection.execute(sa.insert(_TOPICS), new)


# What was done when two became one -----------------------------------------------------------


def _rewrite_journals(connection: sa.Connection) -> None:
    """What can be undone for a day puts people back by what they are known by now."""
    done = sa.select(_LINKS).where(_LINKS.c.before.is_not(None), _LINKS.c.before != "")
    for row in connection.execute(done).all():
        before = json.loads(row.before)
        if "journal" in before:
            entries = [_renamed(each) for each in json.loads(before["journal"])]
            before["journal"] = json.dumps(entries, ensure_ascii=False)
            text = json.dumps(before, ensure_ascii=False)
            connection.execute(sa.update(_LINKS).where(_LINKS.c.id == row.id).values(before=text))


def _renamed(entry: dict[str, Any]) -> dict[str, Any]:
    if entry["table"] != "members" or entry["did"] != "drop":
        return entry
    return {**entry, "rows": [{**r, "name_key": folded(r["name"])} for r in entry["rows"]]}
