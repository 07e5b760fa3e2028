"""The tables of the newest schema as SQL, for creating files and recognizing them.

``db.schema`` is authoritative, but importing SQLAlchemy takes longer than showing a window; tests compare the
two.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x50494144
"""``PIAD`` in the header of every cabinet."""

HEAD: Final = "0006"
"""The newest revision in ``db/migrations``; here so that Alembic is not loaded to open a current file."""

ALEMBIC_TABLE: Final = (
    "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n"
    "\tCONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)"
)
"""As Alembic writes it, for files that are made without loading Alembic."""

CABINET_TABLE: Final = """CREATE TABLE cabinet (
    id INTEGER NOT NULL CONSTRAINT ck_cabinet_single CHECK (id = 1),
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    writes INTEGER NOT NULL,
    last_write TEXT NOT NULL,
    CONSTRAINT pk_cabinet PRIMARY KEY (id)
) STRICT"""

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
        edited_at TEXT NOT NULL,
        state TEXT DEFAULT 'draft' NOT NULL,
        archived_at TEXT DEFAULT '' NOT NULL,
        deleted_at TEXT DEFAULT '' NOT NULL,
        edits INTEGER DEFAULT '0' NOT NULL,
        findings_error INTEGER,
        findings_confirm INTEGER,
        findings_hint INTEGER
    ) STRICT""",
    CABINET_TABLE,
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
    """CREATE TABLE round (
        assessment_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        begun_at TEXT NOT NULL,
        state TEXT NOT NULL,
        CONSTRAINT pk_round PRIMARY KEY (assessment_id, number),
        CONSTRAINT fk_round_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE stage (
        assessment_id INTEGER NOT NULL,
        round INTEGER NOT NULL,
        stage TEXT NOT NULL,
        reached_on TEXT NOT NULL,
        CONSTRAINT pk_stage PRIMARY KEY (assessment_id, round, stage),
        CONSTRAINT fk_stage_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE version (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        assessment_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        closed_on TEXT NOT NULL,
        closed_at TEXT NOT NULL,
        state TEXT NOT NULL,
        form TEXT NOT NULL,
        edition TEXT NOT NULL,
        title TEXT NOT NULL,
        digest TEXT NOT NULL,
        contents BLOB NOT NULL,
        CONSTRAINT uq_version_assessment_id_number UNIQUE (assessment_id, number),
        CONSTRAINT fk_version_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE version_picture (
        version_id INTEGER NOT NULL,
        digest TEXT NOT NULL,
        CONSTRAINT pk_version_picture PRIMARY KEY (version_id, digest),
        CONSTRAINT fk_version_picture_version_id_version FOREIGN KEY(version_id)
            REFERENCES version (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX ix_version_picture_digest ON version_picture (digest)",
    """CREATE TABLE note (
        id TEXT NOT NULL,
        assessment_id INTEGER NOT NULL,
        path TEXT NOT NULL,
        kind TEXT NOT NULL,
        words TEXT NOT NULL,
        author TEXT NOT NULL,
        answer TEXT NOT NULL,
        done INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        number INTEGER NOT NULL,
        version INTEGER NOT NULL,
        CONSTRAINT pk_note PRIMARY KEY (id),
        CONSTRAINT fk_note_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX ix_note_assessment_id ON note (assessment_id)",
    """CREATE TABLE set_aside (
        assessment_id INTEGER NOT NULL,
        code TEXT NOT NULL,
        path TEXT NOT NULL,
        reason TEXT NOT NULL,
        created_at TEXT NOT NULL,
        CONSTRAINT pk_set_aside PRIMARY KEY (assessment_id, code, path),
        CONSTRAINT fk_set_aside_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE council_remark (
        assessment_id INTEGER NOT NULL,
        "key" TEXT NOT NULL,
        words TEXT NOT NULL,
        CONSTRAINT pk_council_remark PRIMARY KEY (assessment_id, "key"),
        CONSTRAINT fk_council_remark_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE opinion (
        id TEXT NOT NULL,
        assessment_id INTEGER NOT NULL,
        round INTEGER NOT NULL,
        number INTEGER NOT NULL,
        received_on TEXT NOT NULL,
        path TEXT NOT NULL,
        gist TEXT NOT NULL,
        answer TEXT NOT NULL,
        reflected TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        CONSTRAINT pk_opinion PRIMARY KEY (id),
        CONSTRAINT fk_opinion_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX ix_opinion_assessment_id ON opinion (assessment_id)",
    """CREATE TABLE review_point (
        assessment_id INTEGER NOT NULL,
        round INTEGER NOT NULL,
        point TEXT NOT NULL,
        verdict TEXT NOT NULL,
        words TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        CONSTRAINT pk_review_point PRIMARY KEY (assessment_id, round, point),
        CONSTRAINT fk_review_point_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE item_history (
        id INTEGER NOT NULL,
        assessment_id INTEGER NOT NULL,
        owner TEXT NOT NULL,
        item_id TEXT NOT NULL,
        at TEXT NOT NULL,
        size INTEGER NOT NULL,
        spans TEXT NOT NULL,
        value TEXT NOT NULL,
        CONSTRAINT pk_item_history PRIMARY KEY (id),
        CONSTRAINT fk_item_history_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE INDEX ix_item_history_assessment_id_owner_item_id
        ON item_history (assessment_id, owner, item_id)""",
    """CREATE TABLE replacement (
        id INTEGER NOT NULL,
        made_at TEXT NOT NULL,
        find TEXT NOT NULL,
        words TEXT NOT NULL,
        taken_back_at TEXT NOT NULL,
        CONSTRAINT pk_replacement PRIMARY KEY (id)
    ) STRICT""",
    """CREATE TABLE replacement_part (
        replacement_id INTEGER NOT NULL,
        assessment_id INTEGER NOT NULL,
        places INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        back TEXT NOT NULL,
        CONSTRAINT pk_replacement_part PRIMARY KEY (replacement_id, assessment_id),
        CONSTRAINT fk_replacement_part_replacement_id_replacement FOREIGN KEY(replacement_id)
            REFERENCES replacement (id) ON DELETE CASCADE,
        CONSTRAINT fk_replacement_part_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX ix_replacement_part_assessment_id ON replacement_part (assessment_id)",
    """CREATE TABLE handover (
        id INTEGER NOT NULL,
        assessment_id INTEGER NOT NULL,
        state TEXT NOT NULL,
        way TEXT NOT NULL,
        scope TEXT NOT NULL,
        person TEXT NOT NULL,
        file TEXT NOT NULL,
        at TEXT NOT NULL,
        ended_at TEXT NOT NULL,
        contents BLOB NOT NULL,
        ours BLOB NOT NULL,
        result BLOB NOT NULL,
        CONSTRAINT pk_handover PRIMARY KEY (id),
        CONSTRAINT uq_handover_assessment_id_state UNIQUE (assessment_id, state),
        CONSTRAINT fk_handover_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX ix_handover_state ON handover (state)",
    """CREATE TABLE handover_picture (
        handover_id INTEGER NOT NULL,
        digest TEXT NOT NULL,
        CONSTRAINT pk_handover_picture PRIMARY KEY (handover_id, digest),
        CONSTRAINT fk_handover_picture_handover_id_handover FOREIGN KEY(handover_id)
            REFERENCES handover (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX ix_handover_picture_digest ON handover_picture (digest)",
    """CREATE TABLE phrase (
        id TEXT NOT NULL,
        title TEXT NOT NULL,
        words TEXT NOT NULL,
        position INTEGER NOT NULL,
        changed_at TEXT NOT NULL,
        CONSTRAINT pk_phrase PRIMARY KEY (id)
    ) STRICT""",
    """CREATE TABLE plan_cell (
        assessment_id INTEGER NOT NULL,
        column_id TEXT NOT NULL,
        words TEXT NOT NULL,
        CONSTRAINT pk_plan_cell PRIMARY KEY (assessment_id, column_id),
        CONSTRAINT fk_plan_cell_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    """CREATE TABLE plan_version (
        id INTEGER NOT NULL,
        name TEXT NOT NULL,
        closed_on TEXT NOT NULL,
        closed_at TEXT NOT NULL,
        heads TEXT NOT NULL,
        CONSTRAINT pk_plan_version PRIMARY KEY (id)
    ) STRICT""",
    """CREATE TABLE plan_version_row (
        plan_version_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        assessment_id INTEGER NOT NULL,
        cells TEXT NOT NULL,
        CONSTRAINT pk_plan_version_row PRIMARY KEY (plan_version_id, position),
        CONSTRAINT fk_plan_version_row_plan_version_id_plan_version FOREIGN KEY(plan_version_id)
            REFERENCES plan_version (id) ON DELETE CASCADE,
        CONSTRAINT fk_plan_version_row_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX ix_plan_version_row_assessment_id ON plan_version_row (assessment_id)",
    """CREATE TABLE setting (
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        CONSTRAINT pk_setting PRIMARY KEY (name)
    ) STRICT""",
)
"""The tables and indexes of the newest revision."""
