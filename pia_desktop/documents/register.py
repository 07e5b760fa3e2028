"""A register over all assessments as a table: each row with its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pia_desktop.documents.table import Column, TableDocument, TableRow, cell, grouped
from pia_desktop.registers.model import Register
from pia_desktop.registers.rows import RegisterRow

_WHERE: Final = (
    Column("評価書番号", 8, centred=True),
    Column("評価書名", 26, names=True),
    Column("記載箇所", 34),
)


def register_title(register: Register) -> str:
    """The printed title of a register."""
    return f"{register.title.ja}一覧"


def register_document(
    register: Register, rows: Iterable[RegisterRow], lines: Iterable[str] = ()
) -> TableDocument:
    """The rows in the given order; ``lines`` are printed below the title."""
    own = (Column(one.title.ja, one.share, again=not at) for at, one in enumerate(register.columns))
    columns = (*own, *_WHERE)
    table_rows = [
        (
            "",
            TableRow(
                tuple(cell(words) for words in (*row.cells, row.source.number, row.source.title, row.place)),
                row.path,
            ),
        )
        for row in rows
    ]
    return TableDocument(register_title(register), tuple(lines), columns, grouped(table_rows))
