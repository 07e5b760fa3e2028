"""States, dates, versions, notes, findings set aside, phrases and settings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WORDS = (("state", "draft"), ("archived_at", ""), ("deleted_at", ""))
_COUNTS = ("findings_error", "findings_confirm", "findings_hint")


def upgrade() -> None:
    for name, default in _WORDS:
        op.add_column("assessment", sa.Column(name, sa.Text, nullable=False, server_default=default))
    op.add_column("assessment", sa.Column("edits", sa.Integer, nullable=False, server_default="0"))
    for name in _COUNTS:
        op.add_column("assessment", sa.Column(name, sa.Integer))
    _stages_and_versions()
    _notes_and_findings()
    _phrases_and_settings()


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _integer(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _of_assessment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["assessment_id"],
        ["assessment.id"],
        name=f"fk_{table}_assessment_id_assessment",
        ondelete="CASCADE",
    )


def _stages_and_versions() -> None:
    op.create_table(
        "stage",
        *_integer("assessment_id"),
        *_text("stage", "reached_on"),
        sa.PrimaryKeyConstraint("assessment_id", "stage", name="pk_stage"),
        _of_assessment("stage"),
        sqlite_strict=True,
    )
    op.create_table(
        "version",
        *_integer("id", "assessment_id", "number"),
        *_text("name", "closed_on", "closed_at", "state", "form", "edition", "title", "digest"),
        sa.Column("contents", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
        sa.UniqueConstraint("assessment_id", "number", name="uq_version_assessment_id_number"),
        _of_assessment("version"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "version_picture",
        *_integer("version_id"),
        *_text("digest"),
        sa.PrimaryKeyConstraint("version_id", "digest", name="pk_version_picture"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name="fk_version_picture_version_id_version", ondelete="CASCADE"
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_version_picture_digest", "version_picture", ["digest"])


def _notes_and_findings() -> None:
    op.create_table(
        "note",
        *_text("id"),
        *_integer("assessment_id"),
        *_text("path", "kind", "words", "author", "answer"),
        *_integer("done"),
        *_text("created_at", "changed_at"),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
        _of_assessment("note"),
        sqlite_strict=True,
    )
    op.create_index("ix_note_assessment_id", "note", ["assessment_id"])
    op.create_table(
        "set_aside",
        *_integer("assessment_id"),
        *_text("code", "path", "reason", "created_at"),
        sa.PrimaryKeyConstraint("assessment_id", "code", "path", name="pk_set_aside"),
        _of_assessment("set_aside"),
        sqlite_strict=True,
    )


def _phrases_and_settings() -> None:
    op.create_table(
        "phrase",
        *_text("id", "title", "words"),
        *_integer("position"),
        *_text("changed_at"),
        sa.PrimaryKeyConstraint("id", name="pk_phrase"),
        sqlite_strict=True,
    )
    op.create_table(
        "setting",
        *_text("name", "value"),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
        sqlite_strict=True,
    )
