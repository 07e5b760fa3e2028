"""Cabinets are opened and read without SQLAlchemy, by SQL that says what the tables say."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union,
)
from sqlalchemy.dialects import sqlite

from db import read_sql
from db.cabinet import Cabinet
from db.schema import (
    answer,
    assessment,
    cabinet,
    council_remark,
    entry,
    handover,
    item_history,
    note,
    opinion,
    phrase,
    picture,
    plan_cell,
    plan_version,
    plan_version_row,
    replacement,
    replacement_part,
    review_point,
    round_,
    set_aside,
    setting,
    stage,
    version,
    withheld,
)
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.forms.model import Form

ID: BindParameter[int] = bindparam("a")
NAMED = answer.alias("named")
ZERO: ColumnElement[int] = literal_column("0")


def listed(name: str) -> Select[tuple[object]]:
    """The values of a list in JSON."""
    return select(func.json_each(bindparam(name)).table_valued("value").alias(name).c.value)


READING = {
    read_sql.LIST: select(
        assessment.c.id,
        assessment.c.form,
        assessment.c.version,
        assessment.c.number,
        assessment.c.title,
        assessment.c.agency,
        assessment.c.published_on,
        assessment.c.created_at,
        assessment.c.edited_at,
        assessment.c.state,
        assessment.c.archived_at,
        assessment.c.deleted_at,
        assessment.c.edits,
        assessment.c.findings_error,
        assessment.c.findings_confirm,
        assessment.c.findings_hint,
    ).order_by(assessment.c.id),
    read_sql.HEADS: select(
        assessment.c.id,
        assessment.c.form,
        assessment.c.version,
        assessment.c.number,
        assessment.c.title,
        assessment.c.edits,
        assessment.c.archived_at,
    )
    .where(assessment.c.deleted_at == literal_column("''"))
    .order_by(assessment.c.id),
    read_sql.ONE: select(
        assessment.c.form, assessment.c.version, assessment.c.title, assessment.c.edits
    ).where(assessment.c.id == ID),
    read_sql.ENTRIES: select(entry.c.key, entry.c.parent, entry.c.list_id, entry.c.position)
    .where(entry.c.assessment_id == ID)
    .order_by(entry.c.position),
    read_sql.ANSWERS: select(answer.c.owner, answer.c.item_id, answer.c.value).where(
        answer.c.assessment_id == ID
    ),
    read_sql.ANSWER: select(answer.c.value).where(
        answer.c.assessment_id == ID,
        answer.c.owner == bindparam("o"),
        answer.c.item_id == bindparam("i"),
    ),
    read_sql.TRASHED: select(assessment.c.id).where(assessment.c.deleted_at != literal_column("''")),
    read_sql.WITHHELD: select(withheld.c.owner, withheld.c.item_id, withheld.c.spans).where(
        withheld.c.assessment_id == ID
    ),
    read_sql.SAID: select(answer.c.assessment_id, answer.c.owner, answer.c.item_id, answer.c.value).where(
        answer.c.id.in_(select(NAMED.c.id).where(NAMED.c.item_id.in_(listed("item"))))
    ),
    read_sql.SAID_WITHHELD: select(
        withheld.c.assessment_id, withheld.c.owner, withheld.c.item_id, withheld.c.spans
    ).where(withheld.c.item_id.in_(listed("item"))),
    read_sql.SAID_TOGETHER: select(
        answer.c.assessment_id, answer.c.owner, answer.c.item_id, answer.c.value
    ).where(
        answer.c.id.in_(
            select(NAMED.c.id).where(
                NAMED.c.assessment_id.in_(listed("among")), NAMED.c.item_id.in_(listed("item"))
            )
        )
    ),
    read_sql.ENTRIES_TOGETHER: select(entry.c.assessment_id, entry.c.key, entry.c.parent, entry.c.list_id)
    .where(entry.c.assessment_id.in_(listed("among")), entry.c.list_id.in_(listed("list")))
    .order_by(entry.c.assessment_id, entry.c.position),
    read_sql.WITHHELD_TOGETHER: select(
        withheld.c.assessment_id, withheld.c.owner, withheld.c.item_id, withheld.c.spans
    ).where(withheld.c.assessment_id.in_(listed("among"))),
    read_sql.WITHHOLDING: union(
        select(withheld.c.assessment_id).where(withheld.c.assessment_id.in_(listed("among"))),
        select(answer.c.assessment_id).where(
            answer.c.assessment_id.in_(listed("among")), func.instr(answer.c.value, bindparam("mark")) > ZERO
        ),
    ),
    read_sql.PICTURE: select(picture.c.bytes).where(picture.c.digest == bindparam("d")),
    read_sql.STAGES: select(stage.c.assessment_id, stage.c.round, stage.c.stage, stage.c.reached_on),
    read_sql.ROUNDS: select(*round_.c).order_by(round_.c.assessment_id, round_.c.number),
    read_sql.REMARKS: select(council_remark.c.key, council_remark.c.words).where(
        council_remark.c.assessment_id == ID
    ),
    read_sql.PAST: select(item_history.c.id, item_history.c.at, item_history.c.spans, item_history.c.value)
    .where(
        item_history.c.assessment_id == ID,
        item_history.c.owner == bindparam("o"),
        item_history.c.item_id == bindparam("i"),
    )
    .order_by(item_history.c.id.desc()),
    read_sql.EDITION: select(assessment.c.form, assessment.c.version).where(assessment.c.id == ID),
    read_sql.WITHHELD_PAST: select(item_history.c.item_id, item_history.c.spans, item_history.c.value)
    .where(
        item_history.c.assessment_id == ID,
        or_(
            item_history.c.spans != literal_column("''"),
            func.instr(item_history.c.value, bindparam("mark")) > ZERO,
        ),
    )
    .order_by(item_history.c.id.desc()),
    read_sql.WAYS_OF: select(replacement_part.c.back).where(replacement_part.c.assessment_id == ID),
    read_sql.REPLACEMENTS: select(*replacement.c, *list(replacement_part.c)[1:4])
    .join_from(replacement, replacement_part, replacement.c.id == replacement_part.c.replacement_id)
    .order_by(replacement.c.id.desc(), replacement_part.c.assessment_id),
    read_sql.REPLACEMENT: select(replacement_part.c.assessment_id, replacement_part.c.back)
    .where(replacement_part.c.replacement_id == bindparam("r"))
    .order_by(replacement_part.c.assessment_id),
    read_sql.VERSIONS: select(*list(version.c)[:10])
    .where(version.c.assessment_id == ID)
    .order_by(version.c.closed_on, version.c.number),
    read_sql.PUBLISHED: select(version.c.assessment_id, func.max(version.c.closed_on))
    .where(version.c.state == literal_column("'published'"))
    .group_by(version.c.assessment_id),
    read_sql.VERSION: select(
        version.c.title,
        version.c.name,
        version.c.form,
        version.c.edition,
        version.c.digest,
        version.c.contents,
    ).where(version.c.id == ID),
    read_sql.NOTES: select(*note.c).where(note.c.assessment_id == ID).order_by(note.c.created_at, note.c.id),
    read_sql.OPINIONS: select(*opinion.c)
    .where(opinion.c.assessment_id == ID)
    .order_by(opinion.c.round, opinion.c.number, opinion.c.id),
    read_sql.REVIEW_POINTS: select(*list(review_point.c)[1:5])
    .where(review_point.c.assessment_id == ID)
    .order_by(review_point.c.round, review_point.c.point),
    read_sql.SET_ASIDES: select(
        set_aside.c.code, set_aside.c.path, set_aside.c.reason, set_aside.c.created_at
    )
    .where(set_aside.c.assessment_id == ID)
    .order_by(set_aside.c.code, set_aside.c.path),
    read_sql.OUT: select(*list(handover.c)[:9])
    .where(
        handover.c.ended_at == literal_column("''"),
        handover.c.way.in_([literal_column("'lent'"), literal_column("'taken'")]),
    )
    .order_by(handover.c.id),
    read_sql.HANDOVERS: select(*list(handover.c)[:9])
    .where(handover.c.assessment_id == ID)
    .order_by(handover.c.id),
    read_sql.HANDED_STATE: select(handover.c.contents, handover.c.ours, handover.c.result).where(
        handover.c.id == bindparam("h")
    ),
    read_sql.KNOWN_STATE: select(handover.c.assessment_id).where(handover.c.state == bindparam("s")),
    read_sql.PHRASES: select(*phrase.c).order_by(phrase.c.position, phrase.c.id),
    read_sql.PLAN_CELLS: select(*plan_cell.c),
    read_sql.PLAN_VERSIONS: select(*plan_version.c).order_by(plan_version.c.id),
    read_sql.PLAN_VERSION_ROWS: select(plan_version_row.c.assessment_id, plan_version_row.c.cells)
    .where(plan_version_row.c.plan_version_id == ID)
    .order_by(plan_version_row.c.position),
    read_sql.ALL_NOTES: select(*note.c).order_by(note.c.assessment_id, note.c.created_at, note.c.id),
    read_sql.SETTING: select(setting.c.value).where(setting.c.name == bindparam("n")),
    read_sql.IDENTITY: select(cabinet.c.uid, cabinet.c.writes, cabinet.c.last_write),
}

READ_ONLY_USE = """
import sys
from pathlib import Path
from db.cabinet import Cabinet
from db.saver import Saver
with Cabinet.open(Path(sys.argv[1])) as cabinet:
    assert not cabinet.read_only
    saver = Saver(cabinet)
    for info in cabinet.list():
        cabinet.load(info.id)
    cabinet.picture("0" * 64)
    cabinet.save_copy_to(Path(sys.argv[1]).with_name("copy.pia"))
    assert saver.close()
with Cabinet.create(Path(sys.argv[1]).with_name("new.pia")) as cabinet:
    cabinet.list()
print(*(name for name in ("sqlalchemy", "alembic") if name in sys.modules))
"""


@pytest.mark.parametrize(("sql", "described"), READING.items())
def test_what_is_read_is_what_the_tables_say(
    sql: str, described: Select[tuple[object, ...]] | CompoundSelect[tuple[int]]
) -> None:
    assert " ".join(sql.split()) == " ".join(str(described.compile(dialect=sqlite.dialect())).split())


def test_every_reading_statement_is_held_to_the_tables() -> None:
    texts = [words for words in vars(read_sql).values() if isinstance(words, str)]
    assert {words for words in texts if words.lstrip().startswith("SELECT")} == READING.keys()


def test_reading_a_cabinet_does_without_sqlalchemy(path: Path, form: Form) -> None:
    with Cabinet.create(path) as made:
        made.new(form, blank_root(form))
    found = subprocess.run(
        [sys.executable, "-c", READ_ONLY_USE, path], check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == ""
