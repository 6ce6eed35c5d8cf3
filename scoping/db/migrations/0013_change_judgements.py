"""What project managers decide about change orders.

Revision: 0013, after 0012, 2026-11-24.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_change_judgement_person_id_person")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_change_judgement_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_judgement")),
    )
    op.create_index(op.f("ix_change_judgement_revision_id"), "change_judgement", ["revision_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_change_judgement_revision_id"), table_name="change_judgement")
    op.drop_table("change_judgement")
