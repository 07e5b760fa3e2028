"""新旧対照表 for a council, and the plain comparison of two versions: changes side by side in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from itertools import groupby
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.version_names import own_name
from pia_desktop.dataclass import dataclass
from pia_desktop.documents.changes import (
    PageNumbers,
    cell_of,
    file_of,
    heading_of,
    name_below,
    name_of,
    path_of,
    rank_of,
    section_of,
    sides,
)
from pia_desktop.documents.council_rows import Block, Piece, pieces_of, row_of
from pia_desktop.documents.table import Column, TableDocument, TableGroup, TableRow, cell, grouped
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Value
from pia_desktop.paper.layout import Layout
from pia_desktop.revisions.compare import Change, Comparison
from pia_desktop.revisions.words import host_of
from pia_desktop.wareki import ParsedDate

COUNCIL_TITLE: Final = "新旧対照表"
COMPARISON_TITLE: Final = "変更内容一覧"
STYLES: Final = (
    "※　字体の統一（全角・半角、句読点、改行など表記だけの修正）{count}か所は、下線を付していません。"
    "それだけの項目は記載を省略しています。"
)
_COUNCIL: Final = (
    Column("通番", 4, centred=True, again=True),
    Column("ページ", 5, centred=True),
    Column("項目", 17, names=True, again=True),
    Column("審査の観点・主な相違点", 18),
    Column("改定後（下線部が修正・追記箇所）", 28),
    Column("改定前（下線部が修正・削除箇所）", 28),
)
REMARK: Final = 3
"""The column of the clerk's remarks."""
_COMPARISON: Final = (
    Column("通番", 5, centred=True, again=True),
    Column("項目", 21, names=True),
    Column("変更前", 37),
    Column("変更後", 37),
)
"""In the order of 変更箇所 and of the window; 新旧対照表 has the new side first, as councils read it."""


@dataclass(frozen=True, slots=True)
class ChosenChange:
    """The contents of a row of 新旧対照表, and the clerk's remark (審査の観点・主な相違点).

    ``shown`` is a change, or the path of an unchanged item, which prints as （同右）.  ``blocks`` has remarks
    on single paragraphs of the answer.
    """

    shown: Change | NodePath
    remark: str = ""
    blocks: Mapping[Block, str] = field(default_factory=dict)


def council_document(
    found: Comparison,
    chosen: Sequence[ChosenChange],
    layout: Layout | None = None,
    *,
    compared: str = "",
    abridged: bool = False,
) -> TableDocument:
    """新旧対照表 of the chosen changes, by part and otherwise in the given order.

    ``layout`` is the print of the newer state, for page numbers; without it their column is empty.  Below
    the title stand 評価書番号 and 評価書名 and, if given, ``compared``, the names of the states
    (``compared_line``).  ``abridged``: unchanged sentences print as （略） on the new side.  Changes
    of spelling only (字体の統一) are counted below the table.  For publication, compare states without
    withheld text (``paper.copies``).
    """
    pages = PageNumbers(layout) if layout is not None else None
    rows: list[tuple[tuple[str, str], list[TableRow]]] = []
    styles = 0
    for one in _rows(found.form, chosen):
        pieces = pieces_of(found, one.shown, abridge=abridged)
        styles += sum(piece.styles for piece in pieces)
        if any(piece.seen for piece in pieces):
            first = one.shown[0]
            page = pages.of(first) if pages else ""
            rows.append((_headings(found, first), _table_rows(found, one, pieces, len(rows) + 1, page)))
    below = usual_lines(found)
    return TableDocument(
        COUNCIL_TITLE,
        (*below, compared) if compared else below,
        _COUNCIL,
        tuple(_groups(rows)),
        author=_words(found, found.form.roles.agency),
        notes=(STYLES.format(count=styles),) if styles else (),
    )


def compared_line(newer: str, older: str) -> str:
    """Which two states 新旧対照表 compares, in the order of its columns."""
    return f"改定後：{newer}　改定前：{older}"


def states_line(older: str, newer: str) -> str:
    """Which two states 変更内容一覧 compares, in the order of its columns."""
    return f"変更前：{older}　　変更後：{newer}"


def version_words(number: int, name: str, day: str) -> str:
    """The name of a closed version in a table; ``day`` is an ISO date."""
    on = ParsedDate.of(date.fromisoformat(day)).wareki() if day else ""
    own = own_name(number, name)
    return f"第{number}版" + (f"「{own}」" if own else "") + (f"（{on}）" if on else "")


def draft_words(today: date) -> str:
    """The name of the draft in a table."""
    return f"下書き（{ParsedDate.of(today).wareki()}現在）"


@dataclass(frozen=True, slots=True)
class _Row:
    """The contents of one row, with remarks on it and on paragraphs of its items."""

    shown: tuple[Change | NodePath, ...]
    remark: str
    blocks: Mapping[tuple[str, Block], str]


def _rows(form: Form, chosen: Iterable[ChosenChange]) -> list[_Row]:
    """The rows by part; what belongs together in the form is one row, with all its remarks."""
    rows: dict[tuple[str, NodePath], list[ChosenChange]] = {}
    for one in chosen:
        rows.setdefault(row_of(form, one.shown), []).append(one)
    found = [
        _Row(
            tuple(one.shown for one in together),
            "\n".join(dict.fromkeys(one.remark for one in together if one.remark)),
            {
                (host_of(form, path_of(one.shown)[-1]).id, block): words
                for one in together
                for block, words in one.blocks.items()
            },
        )
        for together in rows.values()
    ]
    return sorted(found, key=lambda row: rank_of(form, path_of(row.shown[0])))


def _headings(found: Comparison, shown: Change | NodePath) -> tuple[str, str]:
    """The headings of a row: part (with the file if there are several) and section."""
    path = path_of(shown)
    return f"{heading_of(found.form, path)}{file_of(found, shown)}", section_of(found.form, path)


def _table_rows(
    found: Comparison, row: _Row, pieces: Sequence[Piece], number: int, page: str
) -> list[TableRow]:
    """The row, split if paragraphs of it are side by side."""
    first = row.shown[0]
    path, name = path_of(first), name_below(found, row_of(found.form, first)[1], first)
    rows: list[TableRow] = []
    remarks = [[row.blocks.get((piece.item, block), "") for block in piece.blocks] for piece in pieces]
    remarks[0].insert(0, row.remark)
    alone = (REMARK,) if row.blocks else ()
    for piece, words in zip(pieces, remarks, strict=True):
        remark = "\n".join(filter(None, words))
        lead = ("", "", piece.label, remark) if rows else (str(number), page, name, remark)
        rows.append(TableRow((*map(cell, lead), piece.new, piece.old), path, bool(rows), alone))
    return rows


def _groups(rows: Iterable[tuple[tuple[str, str], list[TableRow]]]) -> Iterator[TableGroup]:
    for part, in_part in groupby(rows, key=lambda one: one[0][0]):
        heading = part
        for section, in_section in groupby(in_part, key=lambda one: one[0][1]):
            own = tuple(row for _headings, table_rows in in_section for row in table_rows)
            if section:
                yield from (TableGroup(heading, ()),) if heading else ()
                yield TableGroup(section, own, inner=True)
            else:
                yield TableGroup(heading, own)
            heading = ""


def comparison_document(
    found: Comparison,
    *,
    changes: Iterable[Change] | None = None,
    title: str = COMPARISON_TITLE,
    lines: Iterable[str] | None = None,
    abridged: bool = False,
) -> TableDocument:
    """All or some changes, with older and newer text side by side."""
    rows = []
    for number, one in enumerate(_once(found.form, found.changes if changes is None else changes), 1):
        both = sides(found, one, abridge=abridged)
        path = path_of(one)
        cells = (cell(str(number)), cell(name_of(found, one)), both.old, both.new)
        rows.append((heading_of(found.form, path), TableRow(cells, path)))
    below = usual_lines(found) if lines is None else tuple(lines)
    author = _words(found, found.form.roles.agency)
    return TableDocument(title, below, _COMPARISON, grouped(rows), author=author)


def _once(form: Form, chosen: Iterable[Change]) -> list[Change]:
    """The changes by part; those printed in one cell are one row."""
    rows: dict[tuple[str, NodePath], Change] = {}
    for one in chosen:
        rows.setdefault(cell_of(form, one), one)
    return sorted(rows.values(), key=lambda one: rank_of(form, path_of(one)))


def usual_lines(found: Comparison) -> tuple[str, ...]:
    """Form, number and name of the assessment."""
    return lines_of(found.new)


def lines_of(state: Snapshot) -> tuple[str, ...]:
    """Form, number and name of one state."""
    roles = state.form.roles
    number, title = (state.root.answer((item_id,)) for item_id in (roles.number, roles.title))
    numbered = f"評価書番号{number}" if isinstance(number, str) else ""
    named = title if isinstance(title, str) else ""
    words = "　".join(part for part in (state.form.title, numbered, named) if part)
    return (" ".join(words.splitlines()),)


def _words(found: Comparison, item_id: str) -> str:
    value: Value | None = found.new.root.answer((item_id,))
    return value if isinstance(value, str) else ""
