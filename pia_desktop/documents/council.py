"""新旧対照表 for a council, and the plain comparison of two versions: changes side by side in a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.documents.changes import PageNumbers, cell_of, heading_of, name_of, path_of, rank_of, sides
from pia_desktop.documents.table import Column, TableDocument, TableRow, cell, grouped
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Value
from pia_desktop.paper.layout import Layout
from pia_desktop.revisions.compare import Change, Comparison

COUNCIL_TITLE: Final = "新旧対照表"
COMPARISON_TITLE: Final = "変更内容一覧"
_COUNCIL: Final = (
    Column("通番", 4, centred=True),
    Column("ページ", 5, centred=True),
    Column("項目", 17, names=True),
    Column("審査の観点・主な相違点", 18),
    Column("改定後", 28),
    Column("改定前", 28),
)
_COMPARISON: Final = (
    Column("通番", 5, centred=True),
    Column("項目", 21, names=True),
    Column("変更後", 37),
    Column("変更前", 37),
)


@dataclass(frozen=True, slots=True)
class ChosenChange:
    """What a row of 新旧対照表 shows, and the clerk's words on it (審査の観点・主な相違点).

    ``shown`` is a change of the comparison, or the path of an item that did not change, which prints as
    （同右）.
    """

    shown: Change | NodePath
    remark: str = ""


def council_document(
    found: Comparison,
    chosen: Sequence[ChosenChange],
    layout: Layout | None = None,
    *,
    title: str = COUNCIL_TITLE,
    lines: Iterable[str] | None = None,
    abridged: bool = False,
) -> TableDocument:
    """新旧対照表 of the chosen changes, in the order of the parts and otherwise as chosen.

    ``layout`` is the print of the newer state, from which the pages are taken; without it their column stays
    empty. ``lines`` stand below the title; None: 評価書番号 and 評価書名. ``abridged``: unchanged sentences
    print as （略）. For a table that is published take both states without what is withheld
    (``paper.copies``) before comparing.
    """
    form = found.form
    pages = PageNumbers(layout) if layout is not None else None
    rows = []
    for number, one in enumerate(_once(form, chosen), 1):
        both = sides(found, one.shown, abridge=abridged)
        cells = (
            cell(str(number)),
            cell(pages.of(one.shown) if pages else ""),
            cell(name_of(found, one.shown)),
            cell(one.remark),
            both.new,
            both.old,
        )
        rows.append((heading_of(form, path_of(one.shown)), TableRow(cells, path_of(one.shown))))
    below = usual_lines(found) if lines is None else tuple(lines)
    return TableDocument(title, below, _COUNCIL, grouped(rows), author=_words(found, form.roles.agency))


def comparison_document(
    found: Comparison,
    *,
    changes: Iterable[Change] | None = None,
    title: str = COMPARISON_TITLE,
    lines: Iterable[str] | None = None,
    abridged: bool = False,
) -> TableDocument:
    """All changes, or some of them, with the newer and the older words side by side."""
    rows = []
    shown = [ChosenChange(change) for change in (found.changes if changes is None else changes)]
    for number, one in enumerate(_once(found.form, shown), 1):
        both = sides(found, one.shown, abridge=abridged)
        path = path_of(one.shown)
        cells = (cell(str(number)), cell(name_of(found, one.shown)), both.new, both.old)
        rows.append((heading_of(found.form, path), TableRow(cells, path)))
    below = usual_lines(found) if lines is None else tuple(lines)
    author = _words(found, found.form.roles.agency)
    return TableDocument(title, below, _COMPARISON, grouped(rows), author=author)


def _once(form: Form, chosen: Iterable[ChosenChange]) -> list[ChosenChange]:
    """In the order of the parts; changes that print in one cell are one row, with the words on all."""
    rows: dict[tuple[str, NodePath], ChosenChange] = {}
    for one in chosen:
        key = cell_of(form, one.shown)
        before = rows.get(key)
        if before is None:
            rows[key] = one
        elif one.remark and one.remark != before.remark:
            rows[key] = replace(before, remark=f"{before.remark}\n{one.remark}".strip("\n"))
    return sorted(rows.values(), key=lambda one: rank_of(form, path_of(one.shown)))


def usual_lines(found: Comparison) -> tuple[str, ...]:
    """Which assessment it is: its form, number and name."""
    roles = found.form.roles
    number, title = _words(found, roles.number), _words(found, roles.title)
    numbered = f"評価書番号{number}" if number else ""
    words = "　".join(part for part in (found.form.title, numbered, title) if part)
    return (" ".join(words.splitlines()),)


def _words(found: Comparison, item_id: str) -> str:
    value: Value | None = found.new.root.answer((item_id,))
    return value if isinstance(value, str) else ""
