"""Copies all rows of one assessment from one cabinet to another."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from db.schema import (
    answer,
    assessment,
    council_remark,
    entry,
    handover,
    handover_picture,
    item_history,
    note,
    opinion,
    picture,
    picture_use,
    plan_cell,
    review_point,
    round_,
    set_aside,
    stage,
    version,
    version_picture,
    withheld,
)
from pia_desktop.assessment.node import new_key

Row = dict[str, object]
Rows = Mapping[str, Sequence[Row]]
"""Rows by their tables."""

_PLAIN: Final = (entry, withheld, round_, stage, set_aside, council_remark, review_point, plan_cell)
"""What hangs on an assessment and has no id of its own."""
_SHOWING: Final = (
    (answer, picture_use, "answer_id"),
    (version, version_picture, "version_id"),
    (handover, handover_picture, "handover_id"),
)
"""What has an id of its own and shows pictures, with the table that says which, and its column of the id."""
_OWNED: Final = (*_PLAIN, *(table for table, _uses, _column in _SHOWING), note, opinion, item_history)


def rows_of(connection: sqlite3.Connection, assessment_id: int) -> Rows:
    """All rows of an assessment; no row of ``assessment`` if the id is unknown."""
    found = {table.name: _rows(connection, table, "assessment_id", assessment_id) for table in _OWNED}
    found[assessment.name] = _rows(connection, assessment, "id", assessment_id)
    for table, uses, column in _SHOWING:
        found[uses.name] = [
            use for row in found[table.name] for use in _rows(connection, uses, column, row["id"])
        ]
    shown = dict.fromkeys(row["digest"] for _table, uses, _column in _SHOWING for row in found[uses.name])
    found[picture.name] = [row for one in shown for row in _rows(connection, picture, "digest", one)]
    return found


def _rows(connection: sqlite3.Connection, table: Table, column: str, value: object) -> list[Row]:
    """Rows in order of insertion: an entry after the entry that contains it."""
    names = [one.name for one in table.c]
    columns = ", ".join(f'"{name}"' for name in names)
    found = connection.execute(
        f'SELECT {columns} FROM "{table.name}" WHERE "{column}" = ? ORDER BY rowid',
        (value,),
    )
    return [dict(zip(names, row, strict=True)) for row in found]


def put_rows(connection: Connection, rows: Rows) -> int:
    """Insert the rows of ``rows_of``, under their old id if it is free; returns the id."""
    (top,) = rows[assessment.name]
    taken = connection.execute(select(assessment.c.id).where(assessment.c.id == top["id"])).one_or_none()
    fields = {**top, "deleted_at": ""}
    if taken is not None:
        del fields["id"]
    made = _put(connection, assessment, fields)
    own = {"assessment_id": made}
    for row in rows[picture.name]:
        connection.execute(insert_or(picture).on_conflict_do_nothing(), row)
    for table in _PLAIN:
        _put_all(connection, table, [{**row, **own} for row in rows[table.name]])
    for table in (note, opinion):
        _put_all(connection, table, [{**row, **own, "id": new_key()} for row in rows[table.name]])
    _put_all(connection, item_history, [_without_id(row) | own for row in rows[item_history.name]])
    for table, uses, column in _SHOWING:
        ids = {row["id"]: _put(connection, table, _without_id(row) | own) for row in rows[table.name]}
        _put_all(connection, uses, [{**use, column: ids[use[column]]} for use in rows[uses.name]])
    return made


def _without_id(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "id"}


def _put(connection: Connection, table: Table, row: Row) -> int:
    key = connection.execute(insert(table), row).inserted_primary_key
    assert key is not None
    return int(key[0])


def _put_all(connection: Connection, table: Table, rows: list[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)
