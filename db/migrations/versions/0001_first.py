"""The first schema: assessments, entries, answers, withheld spans, pictures."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cabinet",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="ck_cabinet_single"), nullable=False),
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("writes", sa.Integer, nullable=False),
        sa.Column("last_write", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cabinet"),
        sqlite_strict=True,
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("published_on", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("edited_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "picture",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_picture"),
        sqlite_strict=True,
    )
    op.create_table(
        "entry",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("parent", sa.Text),
        sa.Column("list_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "key", name="pk_entry"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_entry_assessment_id_assessment",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id", "parent"],
            ["entry.assessment_id", "entry.key"],
            name="fk_entry_parent_entry",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_entry_assessment_id_parent_list_id_position",
        "entry",
        ["assessment_id", "parent", "list_id", "position"],
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("item_id", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
        sa.UniqueConstraint(
            "assessment_id", "owner", "item_id", name="uq_answer_assessment_id_owner_item_id"
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id", "owner"],
            ["entry.assessment_id", "entry.key"],
            name="fk_answer_assessment_id_entry",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "withheld",
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("item_id", sa.Text, nullable=False),
        sa.Column("spans", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "owner", "item_id", name="pk_withheld"),
        sa.ForeignKeyConstraint(
            ["assessment_id", "owner"],
            ["entry.assessment_id", "entry.key"],
            name="fk_withheld_assessment_id_entry",
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "picture_use",
        sa.Column("answer_id", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("answer_id", "digest", name="pk_picture_use"),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name="fk_picture_use_answer_id_answer", ondelete="CASCADE"
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_picture_use_digest", "picture_use", ["digest"])
