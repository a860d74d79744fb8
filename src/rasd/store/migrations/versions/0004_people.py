"""Who may be at the desk; and when each event changed the last time, for those who read what is new."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("totp", sa.Text(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("is_disabled", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_person")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "recovery",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["name"], ["person.name"], name=op.f("fk_recovery_name")),
        sa.PrimaryKeyConstraint("name", "hash", name=op.f("pk_recovery")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "session",
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("totp", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["name"], ["person.name"], name=op.f("fk_session_name")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_session")),
        sa.UniqueConstraint("hash", name=op.f("uq_session_hash")),
    )
    op.create_table(
        "token",
        sa.Column("token_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Text(), nullable=True),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["name"], ["person.name"], name=op.f("fk_token_name")),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_token")),
        sa.UniqueConstraint("hash", name=op.f("uq_token_hash")),
    )
    op.create_table(
        "attempt",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event_gone",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("gone_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_gone")),
        sqlite_with_rowid=False,
    )
    op.add_column("event", sa.Column("changed_at", sa.Text(), server_default="", nullable=False))
    # Nobody noted when; that they changed just now makes everybody read them once.
    event = sa.table("event", sa.column("changed_at"))
    op.execute(sa.update(event).values(changed_at=_now()))
    for table, names in (
        ("session", ["name"]),
        ("token", ["name"]),
        ("event_gone", ["gone_at", "event_id"]),
        ("event", ["changed_at", "event_id"]),
        ("incident", ["updated_at", "incident_id"]),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(names)}"), table, names)


def _now() -> str:
    from rasd.store.opening import now

    return now()
