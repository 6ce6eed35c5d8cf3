"""Renderings and downloads of every document, in every form and version.

Revision: 0014, after 0013, 2026-11-30.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("rendering")  # what it holds is made anew when somebody wants it
    _rendering(
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    with op.batch_alter_table("download") as batch:  # what was on record so far were PDFs
        batch.add_column(sa.Column("kind", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("audience", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("form", sa.String(length=32), nullable=False, server_default="pdf"))
        batch.add_column(sa.Column("part", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("download") as batch:
        batch.alter_column("form", existing_type=sa.String(length=32), server_default=None)
        batch.alter_column("part", existing_type=sa.String(length=200), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("download") as batch:
        for column in ("part", "form", "audience", "kind"):
            batch.drop_column(column)
    op.drop_table("rendering")
    _rendering(
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
    )


def _rendering(*columns: sa.Column[Any]) -> None:
    op.create_table(
        "rendering",
        sa.Column("made_from", sa.String(length=64), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rendered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_rendering_revision_id_revision")),
        sa.PrimaryKeyConstraint("made_from", name=op.f("pk_rendering")),
    )
    op.create_index(op.f("ix_rendering_revision_id"), "rendering", ["revision_id"])
