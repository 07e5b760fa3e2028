"""What opening and reading a cabinet needs of the tables, as SQL that SQLite takes as it stands.

``db.schema`` is the truth of it, but loading SQLAlchemy takes longer than showing a window; a test compiles
that and finds every statement here equal to it.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x50494144
"""``PIAD`` in the header of every cabinet."""

HEAD: Final = "0001"
"""The newest revision in ``db/migrations``; here so that Alembic is not loaded to open a current file."""

ROOT: Final = ""
"""Key of the row in ``entry`` that stands for the assessment itself."""

ALEMBIC_TABLE: Final = (
    "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n"
    "\tCONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)"
)
"""As Alembic writes it, for files that are made without loading Alembic."""

TABLES: Final = (
    """CREATE TABLE assessment (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        form TEXT NOT NULL,
        version TEXT NOT NULL,
        number TEXT NOT NULL,
        title TEXT NOT NULL,
        agency TEXT NOT NULL,
        published_on TEXT NOT NULL,
        created_at TEXT NOT NULL,
        edited_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE cabinet (
        id INTEGER NOT NULL CONSTRAINT ck_cabinet_single CHECK (id = 1),
        uid TEXT NOT NULL,
        created_at TEXT NOT NULL,
        writes INTEGER NOT NULL,
        last_write TEXT NOT NULL,
        CONSTRAINT pk_cabinet PRIMARY KEY (id)
    ) STRICT""",
    """CREATE TABLE picture (
        digest TEXT NOT NULL,
        media_type TEXT NOT NULL,
        bytes BLOB NOT NULL,
        CONSTRAINT pk_picture PRIMARY KEY (digest)
    ) STRICT""",
    """CREATE TABLE entry (
        assessment_id INTEGER NOT NULL,
        "key" TEXT NOT NULL,
        parent TEXT,
        list_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        CONSTRAINT pk_entry PRIMARY KEY (assessment_id, "key"),
        CONSTRAINT fk_entry_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE,
        CONSTRAINT fk_entry_parent_entry FOREIGN KEY(assessment_id, parent)
            REFERENCES entry (assessment_id, "key") ON DELETE CASCADE
    ) STRICT""",
    """CREATE INDEX ix_entry_assessment_id_parent_list_id_position
        ON entry (assessment_id, parent, list_id, position)""",
    """CREATE TABLE answer (
        id INTEGER NOT NULL,
        assessment_id INTEGER NOT NULL,
        owner TEXT NOT NULL,
        item_id TEXT NOT NULL,
        value TEXT NOT NULL,
        CONSTRAINT pk_answer PRIMARY KEY (id),
        CONSTRAINT uq_answer_assessment_id_owner_item_id UNIQUE (assessment_id, owner, item_id),
        CONSTRAINT fk_answer_assessment_id_entry FOREIGN KEY(assessment_id, owner)
            REFERENCES entry (assessment_id, "key") ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE withheld (
        assessment_id INTEGER NOT NULL,
        owner TEXT NOT NULL,
        item_id TEXT NOT NULL,
        spans TEXT NOT NULL,
        CONSTRAINT pk_withheld PRIMARY KEY (assessment_id, owner, item_id),
        CONSTRAINT fk_withheld_assessment_id_entry FOREIGN KEY(assessment_id, owner)
            REFERENCES entry (assessment_id, "key") ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE picture_use (
        answer_id INTEGER NOT NULL,
        digest TEXT NOT NULL,
        CONSTRAINT pk_picture_use PRIMARY KEY (answer_id, digest),
        CONSTRAINT fk_picture_use_answer_id_answer FOREIGN KEY(answer_id)
            REFERENCES answer (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX ix_picture_use_digest ON picture_use (digest)",
)
"""The tables and indexes of the newest revision."""

LIST: Final = """
    SELECT assessment.id, assessment.form, assessment.version, assessment.number, assessment.title,
        assessment.agency, assessment.published_on, assessment.created_at, assessment.edited_at
    FROM assessment ORDER BY assessment.id"""
"""All assessments, in the order of ``AssessmentInfo``'s fields."""

ONE: Final = """
    SELECT assessment.form, assessment.version, assessment.title
    FROM assessment WHERE assessment.id = ?"""

ENTRIES: Final = """
    SELECT entry."key", entry.parent, entry.list_id, entry.position
    FROM entry WHERE entry.assessment_id = ? ORDER BY entry.position"""
"""The nodes of one assessment; those of one list stand in their order."""

ANSWERS: Final = """
    SELECT answer.owner, answer.item_id, answer.value
    FROM answer WHERE answer.assessment_id = ?"""

WITHHELD: Final = """
    SELECT withheld.owner, withheld.item_id, withheld.spans
    FROM withheld WHERE withheld.assessment_id = ?"""

PICTURE: Final = "SELECT picture.bytes FROM picture WHERE picture.digest = ?"

IDENTITY: Final = "SELECT cabinet.uid, cabinet.writes, cabinet.last_write FROM cabinet"
