"""Rounds with their own dates, council remarks as rows, past answers, replacements."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_REMARKS = "council-remarks/"


def upgrade() -> None:
    _rounds()
    _remarks()
    _past_answers()
    _replacements()


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


def _rounds() -> None:
    op.create_table(
        "round",
        *_integer("assessment_id", "number"),
        *_text("name", "begun_at", "state"),
        sa.PrimaryKeyConstraint("assessment_id", "number", name="pk_round"),
        _of_assessment("round"),
        sqlite_strict=True,
    )
    op.create_table(
        "stage_of_round",
        *_integer("assessment_id", "round"),
        *_text("stage", "reached_on"),
        sa.PrimaryKeyConstraint("assessment_id", "round", "stage", name="pk_stage"),
        _of_assessment("stage"),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO stage_of_round SELECT assessment_id, 1, stage, reached_on FROM stage")
    op.drop_table("stage")
    op.rename_table("stage_of_round", "stage")


def _remarks() -> None:
    """Move council remarks from ``setting`` to rows; drops invalid ones and those of deleted assessments."""
    table = op.create_table(
        "council_remark",
        *_integer("assessment_id"),
        *_text("key", "words"),
        sa.PrimaryKeyConstraint("assessment_id", "key", name="pk_council_remark"),
        _of_assessment("council_remark"),
        sqlite_strict=True,
    )
    connection = op.get_bind()
    connection.execute(sa.text("PRAGMA secure_delete=ON"))
    known = {row[0] for row in connection.execute(sa.text("SELECT id FROM assessment"))}
    stored = connection.execute(
        sa.text("SELECT name, value FROM setting WHERE substr(name, 1, :n) = :lead"),
        {"n": len(_REMARKS), "lead": _REMARKS},
    ).all()
    for name, value in stored:
        number = name.removeprefix(_REMARKS)
        if number.isascii() and number.isdecimal() and len(number) < 19 and int(number) in known:
            rows = [
                {"assessment_id": int(number), "key": key, "words": words}
                for key, words in _read(value).items()
            ]
            if rows:
                connection.execute(sa.insert(table).prefix_with("OR REPLACE"), rows)
        connection.execute(sa.text("DELETE FROM setting WHERE name = :name"), {"name": name})


def _read(value: str) -> dict[str, str]:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: words for key, words in found.items() if isinstance(words, str) and _storable(key + words)}


def _storable(words: str) -> bool:
    """Whether text has no lone surrogates, which JSON can express and SQLite rejects."""
    return not any(0xD800 <= ord(character) <= 0xDFFF for character in words)


def _past_answers() -> None:
    op.create_table(
        "item_history",
        *_integer("id", "assessment_id"),
        *_text("owner", "item_id", "at"),
        *_integer("size"),
        *_text("spans", "value"),
        sa.PrimaryKeyConstraint("id", name="pk_item_history"),
        _of_assessment("item_history"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_item_history_assessment_id_owner_item_id", "item_history", ["assessment_id", "owner", "item_id"]
    )


def _replacements() -> None:
    op.create_table(
        "replacement",
        *_integer("id"),
        *_text("made_at", "find", "words", "taken_back_at"),
        sa.PrimaryKeyConstraint("id", name="pk_replacement"),
        sqlite_strict=True,
    )
    op.create_table(
        "replacement_part",
        *_integer("replacement_id", "assessment_id", "places", "rows"),
        *_text("back"),
        sa.PrimaryKeyConstraint("replacement_id", "assessment_id", name="pk_replacement_part"),
        sa.ForeignKeyConstraint(
            ["replacement_id"],
            ["replacement.id"],
            name="fk_replacement_part_replacement_id_replacement",
            ondelete="CASCADE",
        ),
        _of_assessment("replacement_part"),
        sqlite_strict=True,
    )
    op.create_index("ix_replacement_part_assessment_id", "replacement_part", ["assessment_id"])
