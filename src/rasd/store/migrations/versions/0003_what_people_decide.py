"""What people decide on events and their cells, and how grave an event is, for the order of review."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision")),
    )
    op.create_table(
        "reviewed",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_flagged", sa.Integer(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_reviewed")),
        sqlite_with_rowid=False,
    )
    for table, names in (
        ("decision", ["event_id"]),
        ("decision", ["step"]),
        ("decision", ["undoes"]),
        ("decision", ["by", "decision_id"]),
        ("reviewed", ["state"]),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(names)}"), table, names)
    for name in ("killed", "wounded"):
        op.add_column("event", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    op.create_index(op.f("ix_event_killed_wounded"), "event", ["killed", "wounded"])
    _fill()


def _fill() -> None:
    """How grave the events are that are there."""
    connection = op.get_bind()
    event = sa.table("event", *map(sa.column, ("event_id", "brief", "killed", "wounded")))
    rows = connection.execute(sa.select(event.c.event_id, event.c.brief)).all()
    for row in rows:
        told = json.loads(row.brief)
        toll = {name: told[name]["min"] for name in ("killed", "wounded") if told.get(name)}
        if toll:
            connection.execute(sa.update(event).where(event.c.event_id == row.event_id).values(toll))
