"""Several chats: installations, codes, homes, suggestions, and what chats tell of accounts."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slack_installations",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("bot", sa.Text(), nullable=False),
        sa.Column("installed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_slack_installations")),
    )
    op.create_table(
        "slack_states",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_slack_states")),
    )
    with op.batch_alter_table("slack_states", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slack_states_until"), ["until"], unique=False)

    op.create_table(
        "codes",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_codes_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_codes_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_codes")),
    )
    with op.batch_alter_table("codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_codes_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_codes_until"), ["until"], unique=False)

    op.create_table(
        "suggestions",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("one_id", Id, nullable=False),
        sa.Column("other_id", Id, nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("one_said", sa.Text(), server_default="", nullable=False),
        sa.Column("other_said", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=True),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("echo", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["members.id"], name=op.f("fk_suggestions_by_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_suggestions_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["one_id"], ["members.id"], name=op.f("fk_suggestions_one_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["members.id"], name=op.f("fk_suggestions_other_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
    )
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestions_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestions_one_id"), ["one_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestions_other_id"), ["other_id"], unique=False)

    op.create_table(
        "homes",
        sa.Column("account_id", Id, nullable=False),
        sa.Column("touched_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_homes_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_homes")),
    )
    with op.batch_alter_table("homes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_homes_touched_at"), ["touched_at"], unique=False)

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("zone", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("direct", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("gone_at", Instant(), nullable=True))

    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("typed_at", sa.Float(53), server_default="0", nullable=False))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("to_account", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("paced", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("spaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("lost_at", Instant(), nullable=True))
        batch_op.add_column(sa.Column("lost_why", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("spaces", schema=None) as batch_op:
        batch_op.drop_column("lost_why")
        batch_op.drop_column("lost_at")
        batch_op.drop_column("name")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("paced")
        batch_op.drop_column("to_account")

    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_column("typed_at")

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("gone_at")
        batch_op.drop_column("direct")
        batch_op.drop_column("zone")
        batch_op.drop_column("name")

    with op.batch_alter_table("homes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_homes_touched_at"))

    op.drop_table("homes")
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestions_other_id"))
        batch_op.drop_index(batch_op.f("ix_suggestions_one_id"))
        batch_op.drop_index(batch_op.f("ix_suggestions_by_id"))

    op.drop_table("suggestions")
    with op.batch_alter_table("codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_codes_until"))
        batch_op.drop_index(batch_op.f("ix_codes_member_id"))

    op.drop_table("codes")
    with op.batch_alter_table("slack_states", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slack_states_until"))

    op.drop_table("slack_states")
    op.drop_table("slack_installations")
