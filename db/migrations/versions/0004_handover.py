"""States of an assessment that were exported to or imported from a file."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handover",
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("id", "assessment_id")),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("state", "way", "scope", "person", "file", "at", "ended_at")
        ),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("contents", "ours", "result")),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
        sa.UniqueConstraint("assessment_id", "state", name="uq_handover_assessment_id_state"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_handover_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_handover_state", "handover", ["state"])
    op.create_table(
        "handover_picture",
        sa.Column("handover_id", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("handover_id", "digest", name="pk_handover_picture"),
        sa.ForeignKeyConstraint(
            ["handover_id"],
            ["handover.id"],
            name="fk_handover_picture_handover_id_handover",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_handover_picture_digest", "handover_picture", ["digest"])
