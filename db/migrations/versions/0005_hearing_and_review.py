"""Hearing opinions, review results, and numbers for remarks."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NOTES = """
    INSERT INTO note_with_number
    SELECT id, assessment_id, path, kind, words, author, answer, done, created_at, changed_at,
        CASE kind WHEN 'remark'
            THEN row_number() OVER (PARTITION BY assessment_id, kind ORDER BY created_at, id) ELSE 0 END,
        coalesce((SELECT max(version.number) FROM version
            WHERE version.assessment_id = note.assessment_id AND version.closed_at <= note.created_at), 0)
    FROM note"""
"""Remarks are numbered as they came; each is about what followed the newest version of its time."""


def upgrade() -> None:
    _opinions()
    _review()
    _numbers()


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


def _opinions() -> None:
    op.create_table(
        "opinion",
        *_text("id"),
        *_integer("assessment_id", "round", "number"),
        *_text("received_on", "path", "gist", "answer", "reflected", "changed_at"),
        sa.PrimaryKeyConstraint("id", name="pk_opinion"),
        _of_assessment("opinion"),
        sqlite_strict=True,
    )
    op.create_index("ix_opinion_assessment_id", "opinion", ["assessment_id"])


def _review() -> None:
    op.create_table(
        "review_point",
        *_integer("assessment_id", "round"),
        *_text("point", "verdict", "words", "changed_at"),
        sa.PrimaryKeyConstraint("assessment_id", "round", "point", name="pk_review_point"),
        _of_assessment("review_point"),
        sqlite_strict=True,
    )


def _numbers() -> None:
    op.create_table(
        "note_with_number",
        *_text("id"),
        *_integer("assessment_id"),
        *_text("path", "kind", "words", "author", "answer"),
        *_integer("done"),
        *_text("created_at", "changed_at"),
        *_integer("number", "version"),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
        _of_assessment("note"),
        sqlite_strict=True,
    )
    op.execute(_NOTES)
    op.drop_table("note")
    op.rename_table("note_with_number", "note")
    op.create_index("ix_note_assessment_id", "note", ["assessment_id"])
