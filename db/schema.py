"""The tables for SQLAlchemy Core, read from their SQL; the ORM takes five times as long per edit.

``db.table_sql`` is authoritative.  Only writing imports this module.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import MetaData, Table, create_engine
from sqlalchemy.dialects.sqlite import Insert, insert

from db.table_sql import TABLES


def read_tables(sql: tuple[str, ...]) -> MetaData:
    """The tables that statements make, as SQLAlchemy reads them from a database."""
    found = MetaData()
    with create_engine("sqlite://").connect() as connection:
        for statement in sql:
            connection.exec_driver_sql(statement)
        found.reflect(connection)
    return found


_TABLES: Final = read_tables(TABLES).tables

cabinet: Final = _TABLES["cabinet"]
assessment: Final = _TABLES["assessment"]
entry: Final = _TABLES["entry"]
answer: Final = _TABLES["answer"]
withheld: Final = _TABLES["withheld"]
picture: Final = _TABLES["picture"]
picture_use: Final = _TABLES["picture_use"]
round_: Final = _TABLES["round"]
stage: Final = _TABLES["stage"]
version: Final = _TABLES["version"]
version_picture: Final = _TABLES["version_picture"]
note: Final = _TABLES["note"]
set_aside: Final = _TABLES["set_aside"]
council_remark: Final = _TABLES["council_remark"]
opinion: Final = _TABLES["opinion"]
review_point: Final = _TABLES["review_point"]
item_history: Final = _TABLES["item_history"]
replacement: Final = _TABLES["replacement"]
replacement_part: Final = _TABLES["replacement_part"]
handover: Final = _TABLES["handover"]
handover_picture: Final = _TABLES["handover_picture"]
phrase: Final = _TABLES["phrase"]
plan_cell: Final = _TABLES["plan_cell"]
plan_version: Final = _TABLES["plan_version"]
plan_version_row: Final = _TABLES["plan_version_row"]
setting: Final = _TABLES["setting"]


def upsert(table: Table, *changed: str, by: tuple[str, ...] = ()) -> Insert:
    """Insert a row, or change these columns of the one with the same primary key, or the same in ``by``."""
    row = insert(table)
    return row.on_conflict_do_update(
        index_elements=by or table.primary_key.columns.keys(),
        set_={name: row.excluded[name] for name in changed},
    )
