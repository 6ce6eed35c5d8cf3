"""What is issued gets its bytes soon after it is issued.

Revision: 0012, after 0011, 2026-11-24.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("document", "change_order")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.alter_column("pdf", existing_type=sa.LargeBinary(), nullable=True)
            batch.alter_column("sha256", existing_type=sa.String(length=64), nullable=True)


def downgrade() -> None:
    for table in TABLES:
        rows = sa.table(table, sa.column("pdf", sa.LargeBinary()), sa.column("sha256", sa.String()))
        op.execute(rows.update().where(rows.c.sha256.is_(None)).values(pdf=b"", sha256=""))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("pdf", existing_type=sa.LargeBinary(), nullable=False)
            batch.alter_column("sha256", existing_type=sa.String(length=64), nullable=False)
