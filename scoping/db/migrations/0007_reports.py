"""Reports given for an engagement, their lists of repositories, and saved column mappings.

Revision: 0007, after 0006, 2026-11-24.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("repositories", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_report_upload_author_id_person")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_report_upload_engagement_id_engagement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_upload")),
    )
    op.create_index(op.f("ix_report_upload_engagement_id"), "report_upload", ["engagement_id"])
    op.create_table(
        "listed_repository",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("archived", sa.Boolean(), nullable=True),
        sa.Column("fork", sa.Boolean(), nullable=True),
        sa.Column("lfs", sa.Boolean(), nullable=True),
        sa.Column("empty", sa.Boolean(), nullable=True),
        sa.Column("personal", sa.Boolean(), nullable=True),
        sa.Column("last_activity_on", sa.Date(), nullable=True),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["report_upload.id"], name=op.f("fk_listed_repository_upload_id_report_upload")
        ),
        sa.PrimaryKeyConstraint("upload_id", "position", name=op.f("pk_listed_repository")),
    )
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_column_mapping_author_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint("name", name=op.f("uq_column_mapping_name")),
    )


def downgrade() -> None:
    op.drop_table("column_mapping")
    op.drop_table("listed_repository")
    op.drop_index(op.f("ix_report_upload_engagement_id"), "report_upload")
    op.drop_table("report_upload")
