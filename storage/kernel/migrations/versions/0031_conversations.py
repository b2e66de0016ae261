"""Conversations that show in several places, and posts found by where they stand."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_SAID = sa.text("key IS NOT NULL")
_KEPT = sa.text("spans IS NOT NULL")


def upgrade() -> None:
    _index_posted("posted_channel", "posted_message")
    op.add_column(
        "places", sa.Column("apart", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "conversations",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), server_default="", nullable=False),
        sa.Column("open_key", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("apart", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_conversations_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("open_key", name=op.f("uq_conversations_open_key")),
        sqlite_autoincrement=True,
    )
    _index("conversations", "closed_at")
    _create_places()
    _create_messages()
    op.create_table(
        "conversation_reactions",
        sa.Column("message_id", Id, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("emoji", sa.Text(), nullable=False),
        _key("conversation_reactions", "message_id", "conversation_messages"),
        sa.PrimaryKeyConstraint(
            "message_id", "account", "emoji", name=op.f("pk_conversation_reactions")
        ),
    )
    op.create_table(
        "conversation_unnamed",
        sa.Column("conversation_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        _key("conversation_unnamed", "conversation_id", "conversations"),
        _key("conversation_unnamed", "member_id", "members"),
        sa.PrimaryKeyConstraint(
            "conversation_id", "member_id", name=op.f("pk_conversation_unnamed")
        ),
    )
    _index("conversation_unnamed", "member_id")


def downgrade() -> None:
    for table in ("unnamed", "reactions", "messages", "places"):
        op.drop_table(f"conversation_{table}")
    op.drop_table("conversations")
    _index_posted("posted_channel")
    op.drop_column("places", "apart")


def _create_places() -> None:
    table = "conversation_places"
    op.create_table(
        table,
        sa.Column("id", Id, nullable=False),
        sa.Column("conversation_id", Id, nullable=False),
        sa.Column("post_id", Id, nullable=True),
        sa.Column("place_id", Id, nullable=True),
        sa.Column("member_id", Id, nullable=True),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("away", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("shared_at", Instant(), nullable=True),
        _key(table, "conversation_id", "conversations"),
        _key(table, "post_id", "outbox"),
        _key(table, "place_id", "places"),
        _key(table, "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_places")),
        *(
            sa.UniqueConstraint(
                "conversation_id", name, name=op.f(f"uq_{table}_conversation_id_{name}")
            )
            for name in ("post_id", "place_id", "member_id")
        ),
    )
    for name in ("post_id", "place_id", "member_id"):
        _index(table, name)


def _create_messages() -> None:
    table = "conversation_messages"
    op.create_table(
        table,
        sa.Column("id", Id, nullable=False),
        sa.Column("conversation_id", Id, nullable=False),
        sa.Column("place_id", Id, nullable=True),
        sa.Column("member_id", Id, nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("spans", sa.Text(), nullable=True),
        sa.Column("files", sa.Text(), nullable=True),
        sa.Column("answers_id", Id, nullable=True),
        sa.Column("said_at", Instant(), nullable=False),
        sa.Column("heard_at", Instant(), nullable=False),
        sa.Column("version", sa.Float(53), server_default="0", nullable=False),
        sa.Column("deleted_at", Instant(), nullable=True),
        _key(table, "conversation_id", "conversations"),
        _key(table, "place_id", "conversation_places", "SET NULL"),
        _key(table, "member_id", "members", "SET NULL"),
        _key(table, "answers_id", table, "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("channel", "message", name=op.f(f"uq_{table}_channel_message")),
        sqlite_autoincrement=True,
    )
    for name in ("conversation_id", "place_id", "member_id", "answers_id"):
        _index(table, name)
    op.create_index(
        f"ix_{table}_words", table, ["said_at"], sqlite_where=_KEPT, postgresql_where=_KEPT
    )


def _key(table: str, column: str, to: str, gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=gone)


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _index_posted(*columns: str) -> None:
    """Posts are found by where they stand, as often as somebody writes where it is listened."""
    op.drop_index("ix_outbox_posted", "outbox")
    op.create_index(
        "ix_outbox_posted", "outbox", list(columns), sqlite_where=_SAID, postgresql_where=_SAID
    )
