"""Guests are written to by mailboxes; events are on the open web, with the hosts who want to be."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ONCE = {"sqlite_autoincrement": True}
_OLD = {"sqlite_autoincrement": False}


def upgrade() -> None:
    """Of events planned before nobody was asked: they have no page. There are no guests yet."""
    op.add_column(
        "events", sa.Column("open_page", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    with op.batch_alter_table("event_guests", recreate="auto", table_kwargs=_ONCE) as guests:
        guests.drop_constraint("uq_event_guests_event_id_email_key", type_="unique")
        guests.drop_column("email")
        guests.drop_column("email_key")
        guests.add_column(sa.Column("mailbox_id", Id, nullable=True))
        guests.add_column(sa.Column("refusals", sa.Integer(), server_default="0", nullable=False))
        guests.create_foreign_key(
            "fk_event_guests_mailbox_id", "mailboxes", ["mailbox_id"], ["id"], ondelete="SET NULL"
        )
        guests.create_unique_constraint(
            "uq_event_guests_event_id_mailbox_id", ["event_id", "mailbox_id"]
        )
        guests.create_index("ix_event_guests_mailbox_id", ["mailbox_id"])
    op.create_table(
        "event_named_hosts",
        sa.Column("event_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name="fk_event_named_hosts_event_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["members.id"],
            name="fk_event_named_hosts_member_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "member_id", name="pk_event_named_hosts"),
    )
    op.create_index("ix_event_named_hosts_member_id", "event_named_hosts", ["member_id"])
    op.create_table(
        "event_sign_ups",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_event_sign_ups"),
    )
    op.create_index("ix_event_sign_ups_day", "event_sign_ups", ["day"])


def downgrade() -> None:
    """Guests keep their seats, and are written to no more."""
    op.drop_table("event_sign_ups")
    op.drop_table("event_named_hosts")
    with op.batch_alter_table("event_guests", recreate="auto", table_kwargs=_OLD) as guests:
        guests.drop_index("ix_event_guests_mailbox_id")
        guests.drop_constraint("uq_event_guests_event_id_mailbox_id", type_="unique")
        guests.drop_constraint("fk_event_guests_mailbox_id", type_="foreignkey")
        guests.drop_column("refusals")
        guests.drop_column("mailbox_id")
        guests.add_column(sa.Column("email", sa.Text(), server_default="", nullable=False))
        guests.add_column(sa.Column("email_key", sa.Text(), nullable=True))
    op.execute("UPDATE event_guests SET email_key = CAST(id AS TEXT)")
    with op.batch_alter_table("event_guests") as guests:
        guests.alter_column("email", server_default=None)
        guests.alter_column("email_key", existing_type=sa.Text(), nullable=False)
        guests.create_unique_constraint(
            "uq_event_guests_event_id_email_key", ["event_id", "email_key"]
        )
    op.drop_column("events", "open_page")
