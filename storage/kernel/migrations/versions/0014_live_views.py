"""Live views: cards and the like that stay current wherever they hang; homes become one kind."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_INVITATION = "introductions.invitation"
_OUTBOX = sa.table(
    "outbox",
    *(sa.column(name) for name in ("id", "kind", "subject", "act", "state", "to_place")),
)
_VIEWS = sa.table(
    "live_views", *(sa.column(name) for name in ("kind", "subject", "hangs_in", "post_id"))
)
_LINKS = sa.table("links", sa.column("id"), sa.column("before"))


def upgrade() -> None:
    op.create_table(
        "live_views",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("hangs_in", sa.Text(), nullable=False),
        sa.Column("post_id", Id),
        sa.Column("account_id", Id),
        sa.Column("touches", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("touched_at", Instant()),
        sa.Column("shown", sa.Text(), nullable=False, server_default=""),
        sa.Column("shown_at", Instant()),
        sa.PrimaryKeyConstraint("id", name="pk_live_views"),
        _goes_with("live_views", "post_id", "outbox"),
        _goes_with("live_views", "account_id", "accounts"),
        sa.UniqueConstraint("post_id", name="uq_live_views_post_id"),
        sa.UniqueConstraint("account_id", name="uq_live_views_account_id"),
        sa.UniqueConstraint(
            "kind", "subject", "hangs_in", name="uq_live_views_kind_subject_hangs_in"
        ),
    )
    op.create_index("ix_live_views_touched_at", "live_views", ["touched_at"])
    op.execute(
        "INSERT INTO live_views (kind, subject, hangs_in, account_id, touched_at)"
        " SELECT 'home', CAST(account_id AS TEXT), 'home', account_id, touched_at FROM homes"
    )
    _keep_invitations_current()
    _rewrite_journals(_of_live_views)
    op.drop_table("homes")


def downgrade() -> None:
    """Cards that hang stay as they are; what waits of them has no words, and is not sent."""
    op.create_table(
        "homes",
        sa.Column("account_id", Id, nullable=False),
        sa.Column("touched_at", Instant()),
        sa.PrimaryKeyConstraint("account_id", name="pk_homes"),
        _goes_with("homes", "account_id", "accounts"),
    )
    op.create_index("ix_homes_touched_at", "homes", ["touched_at"])
    op.execute(
        "INSERT INTO homes (account_id, touched_at)"
        " SELECT account_id, touched_at FROM live_views WHERE account_id IS NOT NULL"
    )
    _rewrite_journals(_of_homes)
    op.drop_table("live_views")
    op.execute(
        "DELETE FROM outbox WHERE state = 'waiting' AND body IS NULL AND act IN ('post', 'edit')"
    )


def _goes_with(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name, ondelete="CASCADE")


def _keep_invitations_current() -> None:
    """Invitations to programmes that were said before are live views from now on."""
    connection = op.get_bind()
    said = sa.select(_OUTBOX).where(
        _OUTBOX.c.kind == _INVITATION,
        _OUTBOX.c.act == "post",
        _OUTBOX.c.state.in_(("waiting", "done")),
        _OUTBOX.c.to_place.is_not(None),
    )
    rows = [
        {
            "kind": _INVITATION,
            "subject": row.subject,
            "hangs_in": f"place:{row.to_place}",
            "post_id": row.id,
        }
        for row in connection.execute(said).all()
    ]
    if rows:
        connection.execute(sa.insert(_VIEWS), rows)


# What was done when two became one --------------------------------------------------------------


def _rewrite_journals(rewritten: Any) -> None:
    """What can be undone for a day names homes; they are put back where they are now."""
    connection = op.get_bind()
    done = sa.select(_LINKS).where(_LINKS.c.before.is_not(None), _LINKS.c.before != "")
    for row in connection.execute(done).all():
        before = json.loads(row.before)
        if "journal" in before:
            entries = [rewritten(each) for each in json.loads(before["journal"])]
            before["journal"] = json.dumps([each for each in entries if each], ensure_ascii=False)
            text = json.dumps(before, ensure_ascii=False)
            connection.execute(sa.update(_LINKS).where(_LINKS.c.id == row.id).values(before=text))


def _of_live_views(entry: dict[str, Any]) -> dict[str, Any]:
    """The same of the new table; homes were only ever dropped."""
    if entry["table"] != "homes":
        return entry
    home = {"kind": "home", "hangs_in": "home", "shown": "", "touches": 0}
    rows = [{**row, **home, "subject": str(row["account_id"])} for row in entry["rows"]]
    return {**entry, "table": "live_views", "rows": rows}


def _of_homes(entry: dict[str, Any]) -> dict[str, Any] | None:
    """The same of the former table, which held nothing but homes."""
    if entry["table"] != "live_views":
        return entry
    theirs = [row for row in entry["rows"] if row["account_id"] is not None]
    columns = ("account_id", "touched_at")
    rows = [{name: row[name] for name in columns} for row in theirs]
    return {**entry, "table": "homes", "rows": rows} if rows else None
