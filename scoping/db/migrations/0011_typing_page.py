"""The page that typed a draft last, so that its own form is no conflict with it.

Revision: 0011, after 0010, 2026-11-24.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("typed_answers", sa.Column("page", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("typed_answers", "page")
