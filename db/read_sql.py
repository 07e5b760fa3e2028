"""The queries for reading a cabinet, as plain SQL.

Importing SQLAlchemy takes longer than showing a window.  A test compiles the queries from ``db.schema`` and
compares them with these.
"""

from __future__ import annotations

from typing import Final

ROOT: Final = ""
"""Key of the row in ``entry`` that stands for the assessment itself."""

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
"""Id and write count of all assessments that are not trashed."""

ONE: Final = """
    SELECT assessment.form, assessment.version, assessment.title, assessment.edits
    FROM assessment WHERE assessment.id = ?"""

ENTRIES: Final = """
    SELECT entry."key", entry.parent, entry.list_id, entry.position
    FROM entry WHERE entry.assessment_id = ? ORDER BY entry.position"""
"""The nodes of one assessment, in list order."""

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
    SELECT answer.assessment_id, answer.owner, answer.item_id, answer.value
    FROM answer WHERE answer.id IN
        (SELECT named.id FROM answer AS named
        WHERE named.item_id IN (SELECT item.value FROM json_each(?) AS item))"""
"""Every answer to these items (JSON).  The subquery uses only the index, skipping long values."""

SAID_WITHHELD: Final = """
    SELECT withheld.assessment_id, withheld.owner, withheld.item_id, withheld.spans
    FROM withheld WHERE withheld.item_id IN (SELECT item.value FROM json_each(?) AS item)"""

SAID_TOGETHER: Final = """
    SELECT answer.assessment_id, answer.owner, answer.item_id, answer.value
    FROM answer WHERE answer.id IN
        (SELECT named.id FROM answer AS named
        WHERE named.assessment_id IN (SELECT among.value FROM json_each(?) AS among)
        AND named.item_id IN (SELECT item.value FROM json_each(?) AS item))"""
"""The answers of these assessments to these items, both lists in JSON; subquery as above."""

ENTRIES_TOGETHER: Final = """
    SELECT entry.assessment_id, entry."key", entry.parent, entry.list_id
    FROM entry WHERE entry.assessment_id IN (SELECT among.value FROM json_each(?) AS among)
        AND entry.list_id IN (SELECT list.value FROM json_each(?) AS list)
    ORDER BY entry.assessment_id, entry.position"""
"""The nodes of these lists in these assessments, both in JSON, in list order."""

WITHHELD_TOGETHER: Final = """
    SELECT withheld.assessment_id, withheld.owner, withheld.item_id, withheld.spans
    FROM withheld WHERE withheld.assessment_id IN (SELECT among.value FROM json_each(?) AS among)"""

WITHHOLDING: Final = """
    SELECT withheld.assessment_id
    FROM withheld WHERE withheld.assessment_id IN (SELECT among.value FROM json_each(?) AS among)
    UNION SELECT answer.assessment_id
    FROM answer WHERE answer.assessment_id IN (SELECT among.value FROM json_each(?) AS among)
        AND instr(answer.value, ?) > 0"""
"""Those of these assessments (JSON, twice) with withheld words, or with a withheld picture or table."""

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
"""Past answers of an item, newest first."""

EDITION: Final = """
    SELECT assessment.form, assessment.version FROM assessment WHERE assessment.id = ?"""
"""Form and edition of an assessment."""

WITHHELD_PAST: Final = """
    SELECT item_history.item_id, item_history.spans, item_history.value
    FROM item_history
    WHERE item_history.assessment_id = ?
        AND (item_history.spans != '' OR instr(item_history.value, ?) > 0)
    ORDER BY item_history.id DESC"""
"""Past answers of an assessment of which something may have been withheld, in text, a picture or a table."""

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

WAYS_OF: Final = """
    SELECT replacement_part.back FROM replacement_part WHERE replacement_part.assessment_id = ?"""
"""What undoes the replacements in one assessment."""

OUT: Final = """
    SELECT handover.id, handover.assessment_id, handover.state, handover.way, handover.scope,
        handover.person, handover.file, handover.at, handover.ended_at
    FROM handover WHERE handover.ended_at = '' AND handover.way IN ('lent', 'taken') ORDER BY handover.id"""
"""Current loans and borrowings of all assessments, in the order of ``Handover``'s fields."""

HANDOVERS: Final = """
    SELECT handover.id, handover.assessment_id, handover.state, handover.way, handover.scope,
        handover.person, handover.file, handover.at, handover.ended_at
    FROM handover WHERE handover.assessment_id = ? ORDER BY handover.id"""
"""Exports and imports of one assessment, oldest first."""

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
