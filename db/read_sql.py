"""What opening and reading a cabinet needs of the tables, as SQL that SQLite takes as it stands.

``db.schema`` is the truth of it, but loading SQLAlchemy takes longer than showing a window; a test compiles
that and finds every statement here equal to it.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x50494144
"""``PIAD`` in the header of every cabinet."""

HEAD: Final = "0006"
"""The newest revision in ``db/migrations``; here so that Alembic is not loaded to open a current file."""

ROOT: Final = ""
"""Key of the row in ``entry`` that stands for the assessment itself."""

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

LIST: Final = """
    SELECT assessment.id, assessment.form, assessment.version, assessment.number, assessment.title,
        assessment.agency, assessment.published_on, assessment.created_at, assessment.edited_at,
        assessment.state, assessment.archived_at, assessment.deleted_at, assessment.edits,
        assessment.findings_error, assessment.findings_confirm, assessment.findings_hint
    FROM assessment ORDER BY assessment.id"""
"""All assessments, in the order of ``AssessmentInfo``'s fields."""

HEADS: Final = """
    SELECT assessment.id, assessment.form, assessment.version, assessment.number, assessment.title,
        assessment.edits, assessment.archived_at
    FROM assessment WHERE assessment.deleted_at = '' ORDER BY assessment.id"""
"""What tells whether an assessment has changed, for all that are not deleted."""

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

ANSWER: Final = """
    SELECT answer.value
    FROM answer WHERE answer.assessment_id = ? AND answer.owner = ? AND answer.item_id = ?"""

TRASHED: Final = "SELECT assessment.id FROM assessment WHERE assessment.deleted_at != ''"

WITHHELD: Final = """
    SELECT withheld.owner, withheld.item_id, withheld.spans
    FROM withheld WHERE withheld.assessment_id = ?"""

SAID: Final = """
    SELECT answer.assessment_id, answer.owner, answer.value
    FROM answer WHERE answer.id IN
        (SELECT named.id FROM answer AS named WHERE named.item_id = ?)"""
"""Every answer to one item.  The inner look goes by the index alone, past all that is long."""

SAID_WITHHELD: Final = """
    SELECT withheld.assessment_id, withheld.owner, withheld.spans
    FROM withheld WHERE withheld.item_id = ?"""

SAID_TOGETHER: Final = """
    SELECT answer.assessment_id, answer.owner, answer.item_id, answer.value
    FROM answer WHERE answer.id IN
        (SELECT named.id FROM answer AS named
        WHERE named.assessment_id IN (SELECT among.value FROM json_each(?) AS among)
        AND named.item_id IN (SELECT item.value FROM json_each(?) AS item))"""
"""The answers of these assessments to these items, both lists in JSON; the inner look as above."""

ENTRIES_TOGETHER: Final = """
    SELECT entry.assessment_id, entry."key", entry.parent, entry.list_id
    FROM entry WHERE entry.assessment_id IN (SELECT among.value FROM json_each(?) AS among)
        AND entry.list_id IN (SELECT list.value FROM json_each(?) AS list)
    ORDER BY entry.assessment_id, entry.position"""
"""The nodes of these lists in these assessments, both in JSON; those of one list stand in their order."""

WITHHELD_TOGETHER: Final = """
    SELECT withheld.assessment_id, withheld.owner, withheld.item_id, withheld.spans
    FROM withheld WHERE withheld.assessment_id IN (SELECT among.value FROM json_each(?) AS among)"""

PICTURE: Final = "SELECT picture.bytes FROM picture WHERE picture.digest = ?"

IDENTITY: Final = "SELECT cabinet.uid, cabinet.writes, cabinet.last_write FROM cabinet"

STAGES: Final = "SELECT stage.assessment_id, stage.round, stage.stage, stage.reached_on FROM stage"
"""The dates of all assessments in all their rounds."""

ROUNDS: Final = """
    SELECT round.assessment_id, round.number, round.name, round.begun_at, round.state
    FROM round ORDER BY round.assessment_id, round.number"""
"""The rounds of all assessments that have begun a second one."""

VERSIONS: Final = """
    SELECT version.id, version.assessment_id, version.number, version.name, version.closed_on,
        version.closed_at, version.state, version.form, version.edition, version.title
    FROM version WHERE version.assessment_id = ? ORDER BY version.closed_on, version.number"""
"""The versions of one assessment by their days, in the order of ``VersionInfo``'s fields."""

PUBLISHED: Final = """
    SELECT version.assessment_id, max(version.closed_on) AS max_1
    FROM version WHERE version.state = 'published' GROUP BY version.assessment_id"""
"""The day of the last version of each assessment that was published."""

VERSION: Final = """
    SELECT version.title, version.name, version.form, version.edition, version.digest, version.contents
    FROM version WHERE version.id = ?"""

NOTES: Final = """
    SELECT note.id, note.assessment_id, note.path, note.kind, note.words, note.author, note.answer,
        note.done, note.created_at, note.changed_at, note.number, note.version
    FROM note WHERE note.assessment_id = ? ORDER BY note.created_at, note.id"""
"""The notes of one assessment, in the order of ``Note``'s fields."""

SET_ASIDES: Final = """
    SELECT set_aside.code, set_aside.path, set_aside.reason, set_aside.created_at
    FROM set_aside WHERE set_aside.assessment_id = ? ORDER BY set_aside.code, set_aside.path"""

REMARKS: Final = """
    SELECT council_remark."key", council_remark.words
    FROM council_remark WHERE council_remark.assessment_id = ?"""

OPINIONS: Final = """
    SELECT opinion.id, opinion.assessment_id, opinion.round, opinion.number, opinion.received_on,
        opinion.path, opinion.gist, opinion.answer, opinion.reflected, opinion.changed_at
    FROM opinion WHERE opinion.assessment_id = ? ORDER BY opinion.round, opinion.number, opinion.id"""
"""The opinions of one assessment, in the order of ``Opinion``'s fields."""

REVIEW_POINTS: Final = """
    SELECT review_point.round, review_point.point, review_point.verdict, review_point.words
    FROM review_point WHERE review_point.assessment_id = ?
    ORDER BY review_point.round, review_point.point"""

PAST: Final = """
    SELECT item_history.id, item_history.at, item_history.spans, item_history.value
    FROM item_history
    WHERE item_history.assessment_id = ? AND item_history.owner = ? AND item_history.item_id = ?
    ORDER BY item_history.id DESC"""
"""What once stood at an item, newest first."""

PAST_COUNT: Final = """
    SELECT count(item_history.id) AS count_1
    FROM item_history WHERE item_history.assessment_id = ?"""

REPLACEMENTS: Final = """
    SELECT replacement.id, replacement.made_at, replacement.find, replacement.words,
        replacement.taken_back_at, replacement_part.assessment_id, replacement_part.places,
        replacement_part.rows
    FROM replacement JOIN replacement_part ON replacement.id = replacement_part.replacement_id
    ORDER BY replacement.id DESC, replacement_part.assessment_id"""
"""The replacements, newest first, a row for each of their assessments."""

REPLACEMENT: Final = """
    SELECT replacement_part.assessment_id, replacement_part.back
    FROM replacement_part WHERE replacement_part.replacement_id = ? ORDER BY replacement_part.assessment_id"""

OUT: Final = """
    SELECT handover.id, handover.assessment_id, handover.state, handover.way, handover.scope,
        handover.person, handover.file, handover.at, handover.ended_at
    FROM handover WHERE handover.ended_at = '' AND handover.way IN ('lent', 'taken') ORDER BY handover.id"""
"""What is out or here on loan, of all assessments, in the order of ``Handover``'s fields."""

HANDOVERS: Final = """
    SELECT handover.id, handover.assessment_id, handover.state, handover.way, handover.scope,
        handover.person, handover.file, handover.at, handover.ended_at
    FROM handover WHERE handover.assessment_id = ? ORDER BY handover.id"""
"""All that went out or came in of one assessment, oldest first."""

HANDED_STATE: Final = """
    SELECT handover.contents, handover.ours, handover.result
    FROM handover WHERE handover.id = ?"""

KNOWN_STATE: Final = "SELECT handover.assessment_id FROM handover WHERE handover.state = ?"

PHRASES: Final = """
    SELECT phrase.id, phrase.title, phrase.words, phrase.position, phrase.changed_at
    FROM phrase ORDER BY phrase.position, phrase.id"""
"""All phrases, in the order of ``Phrase``'s fields."""

PLAN_CELLS: Final = "SELECT plan_cell.assessment_id, plan_cell.column_id, plan_cell.words FROM plan_cell"
"""What the clerk writes into the plan, for all assessments."""

PLAN_VERSIONS: Final = """
    SELECT plan_version.id, plan_version.name, plan_version.closed_on, plan_version.closed_at,
        plan_version.heads
    FROM plan_version ORDER BY plan_version.id"""
"""The closed versions of the plan, in the order of ``PlanVersion``'s fields."""

PLAN_VERSION_ROWS: Final = """
    SELECT plan_version_row.assessment_id, plan_version_row.cells
    FROM plan_version_row WHERE plan_version_row.plan_version_id = ? ORDER BY plan_version_row.position"""

ALL_NOTES: Final = """
    SELECT note.id, note.assessment_id, note.path, note.kind, note.words, note.author, note.answer,
        note.done, note.created_at, note.changed_at, note.number, note.version
    FROM note ORDER BY note.assessment_id, note.created_at, note.id"""
"""The notes of all assessments, in the order of ``Note``'s fields."""

SETTING: Final = "SELECT setting.value FROM setting WHERE setting.name = ?"
