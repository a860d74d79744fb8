"""Events as people have them, beside what was coded. What was decided before is put in force with the next merge."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event", sa.Column("amended", sa.Text(), nullable=True))
    op.add_column("event", sa.Column("is_rejected", sa.Integer(), server_default="0", nullable=False))
    op.add_column("reviewed", sa.Column("cells", sa.Text(), server_default="", nullable=False))
