"""Whether somebody's time zone is known; languages that people speak are kept as codes."""

import json

import sqlalchemy as sa
from alembic import op

from bot.community.spoken_languages import language_codes

revision = "0040"
down_revision = "0034"
branch_labels = None
depends_on = None

_ROWS = 2000

_MEMBERS = sa.table("members", *map(sa.column, ("id", "zone", "zone_known")))
_ACCOUNTS = sa.table("accounts", *map(sa.column, ("member_id", "zone")))
_PROFILES = sa.table("profiles", *map(sa.column, ("member_id", "availability", "languages")))


def upgrade() -> None:
    known = sa.Column[bool]("zone_known", sa.Boolean(), nullable=False, server_default=sa.true())
    op.add_column("members", known)
    _forget_zones_that_nobody_told()
    _make_codes_of_languages(op.get_bind())


def downgrade() -> None:
    """Codes stay: the release before shows them as they are."""
    with op.batch_alter_table("members") as members:
        members.drop_column("zone_known")


def _forget_zones_that_nobody_told() -> None:
    """London was what stood there: unknown unless a chat told it, or hours were told by it."""
    told = sa.select(_ACCOUNTS.c.member_id).where(_ACCOUNTS.c.zone != "")
    by_it = sa.select(_PROFILES.c.member_id).where(_PROFILES.c.availability != "[]")
    op.execute(
        sa.update(_MEMBERS)
        .where(_MEMBERS.c.zone == "Europe/London")
        .where(_MEMBERS.c.id.not_in(told), _MEMBERS.c.id.not_in(by_it))
        .values(zone_known=sa.false())
    )


def _make_codes_of_languages(connection: sa.Connection) -> None:
    last = 0
    one = sa.update(_PROFILES).where(_PROFILES.c.member_id == sa.bindparam("who"))
    while True:
        rows = connection.execute(
            sa.select(_PROFILES.c.member_id, _PROFILES.c.languages)
            .where(_PROFILES.c.member_id > last)
            .order_by(_PROFILES.c.member_id)
            .limit(_ROWS)
        ).all()
        if not rows:
            return
        last = rows[-1].member_id
        codes = [(id_, said, _codes(said)) for id_, said in rows]
        changed = [{"who": id_, "languages": new} for id_, said, new in codes if said != new]
        if changed:
            connection.execute(one, changed)


def _codes(said: str) -> str:
    return json.dumps(language_codes(json.loads(said)), ensure_ascii=False)
