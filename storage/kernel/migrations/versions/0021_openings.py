"""What is open elsewhere, as it was shown in channels; reports, and what was decided."""

import sqlalchemy as sa
from alembic import op

from storage.kernel.columns import Id, Instant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_items",
        sa.Column("place_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("shown_at", Instant(), nullable=False),
        _of_place("digest_items"),
        sa.PrimaryKeyConstraint("place_id", "kind", "subject", name=op.f("pk_digest_items")),
    )
    _report_cases()
    _reports()
    _cards()


def _report_cases() -> None:
    op.create_table(
        "report_cases",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author_id", Id),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("reported_at", Instant(), nullable=False),
        sa.Column("closed", Id, nullable=False, server_default="0"),
        sa.Column("decision", sa.Text()),
        sa.Column("decided_at", Instant()),
        sa.Column("decided_by", Id),
        sa.Column("why", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_report_cases_community_id")
        ),
        _of_member("report_cases", "author_id", "SET NULL"),
        _of_member("report_cases", "decided_by", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_cases")),
        sa.UniqueConstraint(
            "kind", "subject", "closed", name=op.f("uq_report_cases_kind_subject_closed")
        ),
    )
    for columns in (["author_id"], ["decided_by"], ["community_id", "closed"]):
        name = op.f(f"ix_report_cases_{'_'.join(columns)}")
        op.create_index(name, "report_cases", columns)


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("case_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("word", sa.Text(), nullable=False, server_default=""),
        sa.Column("reported_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["report_cases.id"], name=op.f("fk_reports_case_id"), ondelete="CASCADE"
        ),
        _of_member("reports", "member_id", "CASCADE"),
        sa.PrimaryKeyConstraint("case_id", "member_id", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_reports_member_id"), "reports", ["member_id"])


def _cards() -> None:
    op.create_table(
        "posting_rules",
        sa.Column("place_id", Id, nullable=False),
        sa.Column("posters", sa.Text(), nullable=False),
        sa.Column("a_day", sa.Integer(), nullable=False),
        sa.Column("each", sa.Integer(), nullable=False),
        _of_place("posting_rules"),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_posting_rules")),
    )
    op.create_table(
        "posted_cards",
        sa.Column("id", Id, nullable=False),
        sa.Column("community_id", Id, nullable=False),
        sa.Column("place_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("posted_at", Instant()),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_posted_cards_community_id")
        ),
        _of_place("posted_cards"),
        _of_member("posted_cards", "member_id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posted_cards")),
        sa.UniqueConstraint(
            "place_id", "kind", "subject", name=op.f("uq_posted_cards_place_id_kind_subject")
        ),
    )
    for column in ("member_id", "asked_at"):
        op.create_index(op.f(f"ix_posted_cards_{column}"), "posted_cards", [column])


def _of_place(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_place_id")
    return sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=name, ondelete="CASCADE")


def _of_member(table: str, column: str, gone: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["members.id"], name=op.f(f"fk_{table}_{column}"), ondelete=gone
    )


def downgrade() -> None:
    for table in ("posted_cards", "posting_rules", "reports", "report_cases", "digest_items"):
        op.drop_table(table)
