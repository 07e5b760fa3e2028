"""The office's plan: the clerk's own columns of 計画管理書, and its versions."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_cell",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("column_id", "words")),
        sa.PrimaryKeyConstraint("assessment_id", "column_id", name="pk_plan_cell"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_plan_cell_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "closed_on", "closed_at", "heads")),
        sa.PrimaryKeyConstraint("id", name="pk_plan_version"),
        sqlite_strict=True,
    )
    op.create_table(
        "plan_version_row",
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("plan_version_id", "position", "assessment_id")
        ),
        sa.Column("cells", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("plan_version_id", "position", name="pk_plan_version_row"),
        sa.ForeignKeyConstraint(
            ["plan_version_id"],
            ["plan_version.id"],
            name="fk_plan_version_row_plan_version_id_plan_version",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_plan_version_row_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_plan_version_row_assessment_id", "plan_version_row", ["assessment_id"])
