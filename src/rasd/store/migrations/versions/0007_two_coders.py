"""Reports that two people code without seeing one another's decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decision", sa.Column("track", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "doubled",
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("shows_machine", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.Text(), nullable=False),
        sa.Column("done_at", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_doubled")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seat",
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("report_id", "person", name=op.f("pk_seat")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "coding",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("track", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_flagged", sa.Integer(), nullable=False),
        sa.Column("coded", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("event_id", "track", name=op.f("pk_coding")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draft",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("track", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_draft")),
        sqlite_with_rowid=False,
    )
    for table, names in (("doubled", ["state"]), ("coding", ["report_id"]), ("draft", ["report_id"])):
        op.create_index(op.f(f"ix_{table}_{'_'.join(names)}"), table, names)
