"""The tables of the newest schema as SQL, for creating files, recognizing them, and writing (``db.schema``).

Every change needs a migration that results in exactly the same SQL; a test compares both.
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
    # The words of the form's roles are repeated here so that the list costs no look at the answers. ``edits``
    # counts the transactions that touched the contents; times are empty where it has not happened, and the
    # counts of findings NULL where nothing was checked yet.
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
    # One row. ``writes`` counts the transactions and ``last_write`` names the newest: by these a file that
    # comes back after a failure is known to be the same, and an interrupted write to have landed or not.
    CABINET_TABLE,
    """CREATE TABLE picture (
        digest TEXT NOT NULL,
        media_type TEXT NOT NULL,
        bytes BLOB NOT NULL,
        CONSTRAINT pk_picture PRIMARY KEY (digest)
    ) STRICT""",
    # The nodes. The root has the key ``""`` and no parent; taking a row out takes all that hangs below it.
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
    # Answers under the key of their node; ``value`` is JSON (``db.codec``).
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
    # What of an answer is not for the public, as JSON (``db.codec``). No foreign key to ``answer``: the saver
    # leaves out edits that later ones overwrite, so that an answer and its mark may come in either order.
    """CREATE TABLE withheld (
        assessment_id INTEGER NOT NULL,
        owner TEXT NOT NULL,
        item_id TEXT NOT NULL,
        spans TEXT NOT NULL,
        CONSTRAINT pk_withheld PRIMARY KEY (assessment_id, owner, item_id),
        CONSTRAINT fk_withheld_assessment_id_entry FOREIGN KEY(assessment_id, owner)
            REFERENCES entry (assessment_id, "key") ON DELETE CASCADE
    ) STRICT""",
    # Which answers show a picture. No foreign key to ``picture``: a figure may name bytes that were lost.
    """CREATE TABLE picture_use (
        answer_id INTEGER NOT NULL,
        digest TEXT NOT NULL,
        CONSTRAINT pk_picture_use PRIMARY KEY (answer_id, digest),
        CONSTRAINT fk_picture_use_answer_id_answer FOREIGN KEY(answer_id)
            REFERENCES answer (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX ix_picture_use_digest ON picture_use (digest)",
    # 回: each time that an assessment goes the way of its states, once a second one has begun; before that
    # there is the first alone, which needs no row. ``state`` is the one it had come to when the next began,
    # empty for the present round, whose state stands with the assessment.
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
    # The ISO days on which an assessment reached its stages (``db.records.STAGES``) in each of its rounds;
    # any may be missing.
    """CREATE TABLE stage (
        assessment_id INTEGER NOT NULL,
        round INTEGER NOT NULL,
        stage TEXT NOT NULL,
        reached_on TEXT NOT NULL,
        CONSTRAINT pk_stage PRIMARY KEY (assessment_id, round, stage),
        CONSTRAINT fk_stage_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    # Closed versions; ``contents`` (``db.version_blob``) stands last, so that listing them reads none of it.
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
    # Which pictures a version shows, so that they are kept as long as it is.
    """CREATE TABLE version_picture (
        version_id INTEGER NOT NULL,
        digest TEXT NOT NULL,
        CONSTRAINT pk_version_picture PRIMARY KEY (version_id, digest),
        CONSTRAINT fk_version_picture_version_id_version FOREIGN KEY(version_id)
            REFERENCES version (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX ix_version_picture_digest ON version_picture (digest)",
    # Sticky notes, things to do and reviewers' remarks; ``path`` is JSON, ``[]`` the assessment as a whole.
    # ``number`` counts the remarks of an assessment, 0 for what is none; ``version`` is the number of the
    # newest version that was closed when the note was made, 0 for none: a remark that is not done goes on
    # into the next.
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
    # Findings that somebody has set aside, with the reason; ``path`` is JSON.
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
    # What the clerk adds to 新旧対照表 of an assessment; ``key`` tells the change it is about.
    """CREATE TABLE council_remark (
        assessment_id INTEGER NOT NULL,
        "key" TEXT NOT NULL,
        words TEXT NOT NULL,
        CONSTRAINT pk_council_remark PRIMARY KEY (assessment_id, "key"),
        CONSTRAINT fk_council_remark_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    # 意見 that came in at a hearing of a round: its number, the day as it was written, the item it is about
    # (JSON, ``[]`` the whole), the gist, the office's answer, and what of it went into the assessment.
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
    # What was found on a point of view of 審査 (``resources/review``) in a round.
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
    # What once stood at an item, with its time and what of it was withheld (empty for nothing). No foreign
    # key to ``entry``: an entry that was removed may come back. ``value``, of ``size`` bytes, stands last, so
    # that counting reads none of it.
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
    # Replacements over all assessments: when, what with what; ``taken_back_at`` is empty where it stands.
    """CREATE TABLE replacement (
        id INTEGER NOT NULL,
        made_at TEXT NOT NULL,
        find TEXT NOT NULL,
        words TEXT NOT NULL,
        taken_back_at TEXT NOT NULL,
        CONSTRAINT pk_replacement PRIMARY KEY (id)
    ) STRICT""",
    # What a replacement did to one assessment; ``back`` is the way back as JSON (``db.replacement_codec``).
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
    # 持ち出し: the states of an assessment that went out in files or came in with them, named alike in every
    # cabinet; so two cabinets know what both had. ``contents`` is that state (``db.bundle``), empty where
    # only its name is known; ``ours`` and ``result`` are what was here when it was brought in, and what came
    # of it. The blobs stand last, so that listing reads none of them.
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
    # Which pictures the kept states show, so that what was brought in can be taken back with them.
    """CREATE TABLE handover_picture (
        handover_id INTEGER NOT NULL,
        digest TEXT NOT NULL,
        CONSTRAINT pk_handover_picture PRIMARY KEY (handover_id, digest),
        CONSTRAINT fk_handover_picture_handover_id_handover FOREIGN KEY(handover_id)
            REFERENCES handover (id) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX ix_handover_picture_digest ON handover_picture (digest)",
    # 定型文: phrases of the office's own, for all assessments of the cabinet.
    """CREATE TABLE phrase (
        id TEXT NOT NULL,
        title TEXT NOT NULL,
        words TEXT NOT NULL,
        position INTEGER NOT NULL,
        changed_at TEXT NOT NULL,
        CONSTRAINT pk_phrase PRIMARY KEY (id)
    ) STRICT""",
    # What the clerk writes into 計画管理書 (様式１) beside what the assessments say; the planned day of a
    # change is one of these.
    """CREATE TABLE plan_cell (
        assessment_id INTEGER NOT NULL,
        column_id TEXT NOT NULL,
        words TEXT NOT NULL,
        CONSTRAINT pk_plan_cell PRIMARY KEY (assessment_id, column_id),
        CONSTRAINT fk_plan_cell_assessment_id_assessment FOREIGN KEY(assessment_id)
            REFERENCES assessment (id) ON DELETE CASCADE
    ) STRICT""",
    # The plan as it was once closed; ``heads`` are the heads of its columns, as JSON.
    """CREATE TABLE plan_version (
        id INTEGER NOT NULL,
        name TEXT NOT NULL,
        closed_on TEXT NOT NULL,
        closed_at TEXT NOT NULL,
        heads TEXT NOT NULL,
        CONSTRAINT pk_plan_version PRIMARY KEY (id)
    ) STRICT""",
    # Its rows; what an assessment had in it goes with the assessment. ``cells`` is JSON.
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
    # What holds for the whole cabinet, whoever opens it.
    """CREATE TABLE setting (
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        CONSTRAINT pk_setting PRIMARY KEY (name)
    ) STRICT""",
)
"""The tables and indexes of the newest revision."""
