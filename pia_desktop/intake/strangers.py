"""Pages that contradict their document: one of another assessment lies among them.

Its labels are another form's, or stand in the form at another place; what was read of it is doubted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Final

from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import FILES, Form
from pia_desktop.intake.alignment import Alignment
from pia_desktop.intake.anchors import Anchors, Role, anchors_of
from pia_desktop.intake.cells import Cell, Reason
from pia_desktop.intake.gather import Slot
from pia_desktop.intake.report import Doubt, Notes
from pia_desktop.intake.tables import TableRow
from pia_desktop.intake.words import fold, label_key
from pia_desktop.wareki import leading_date

_OUT_OF_PLACE: Final = 2
"""Labels on one page that are out of order: one alone may be words that an answer repeats."""

_SHORT: Final = 3
"""Signs of a label that other tables have, too (開始日)."""

_COMMON: Final = re.compile(
    "全項目|重点項目|基礎項目|評価書|に関する|事務|保険|年金|手当|給付|支給|医療|福祉|管理"
)
"""Words in the names of many works, which make no two of them one."""

_LONGEST: Final = 200
_LABELS: Final = frozenset({Role.ITEM, Role.HEADING, Role.PART})


def doubt_strangers(anchors: Anchors, cells: Sequence[Cell], way: Alignment) -> list[Cell]:
    """The cells; those of pages that do not belong to the document are doubted."""
    seen = Counter(cells[at].sheet.number for at in way.strayed if cells[at].sheet.name is None)
    strange = {page for page, count in seen.items() if count >= _OUT_OF_PLACE}
    strange.update(_pages_of_other_forms(anchors, cells))
    return [
        replace(cell, doubts=cell.doubts | {Reason.STRANGE_PAGE}) if cell.sheet.number in strange else cell
        for cell in cells
    ]


def _pages_of_other_forms(anchors: Anchors, cells: Sequence[Cell]) -> Iterator[int]:
    """Pages with a label that only other forms have."""
    others = _labels_of_others(anchors.form.id) - {anchor.key for anchor in anchors.all}
    for cell in cells:
        if cell.sheet.name is None and len(cell.text) < _LONGEST and label_key(cell.text) in others:
            yield cell.sheet.number


@cache
def _labels_of_others(form_id: str) -> frozenset[str]:
    """The labels of other forms that no edition of a form has."""
    own: set[str] = set()
    others: set[str] = set()
    for form in all_forms():
        keys = (anchor.key for anchor in anchors_of(form).all if anchor.role in _LABELS)
        (own if form.id == form_id else others).update(key for key in keys if len(key) > _SHORT)
    return frozenset(others - own)


def doubt_mixed_files(
    form: Form, files: Mapping[int, Mapping[str, object]], slots: Sequence[Slot], notes: Notes
) -> None:
    """Doubt all answers of files that have no name or lack a part among those that do not, or whose parts
    name different ones.
    """
    role = form.roles.file_name
    if role is None:
        return
    repeating = [place.item.id for place in form.places.values() if place.item.default == role]
    names = {number: _name(node.get(role)) for number, node in files.items() if node}
    parts = _parts_on_pages(slots)
    whole = max((len(own) for own in parts.values()), default=0)
    for number, name in names.items():
        others = any(_is_other(_name(files[number].get(key)), name) for key in repeating)
        lacking = len(parts.get(number, ())) < whole and number in parts
        if others or lacking or (not name and any(names.values())):
            _doubt_file(number, notes)


def _is_other(one: str, other: str) -> bool:
    """Whether two names are of different files; one may say more than the other: its system in brackets."""
    return not one.startswith(other) and not other.startswith(one)


def _parts_on_pages(slots: Sequence[Slot]) -> dict[int, set[str]]:
    """The parts of which anything was met, of each file on pages; sheets are in an order of their own."""
    found: dict[int, set[str]] = defaultdict(set)
    for slot in slots:
        if slot.path[:1] == (FILES,) and slot.anchor.part is not None and slot.label.sheet.name is None:
            found[int(slot.path[1])].add(slot.anchor.part)
    return found


def doubt_other_work(form: Form, values: Mapping[str, object], notes: Notes) -> None:
    """Doubt all answers beside the name of a work that has nothing in common with the title."""
    title, work = (_own_words(values.get(str(role))) for role in (form.roles.title, form.roles.work))
    where = notes.places.get(("values", str(form.roles.work)))
    if not title or not work or where is None or _pairs(title) & _pairs(work):
        return
    for path, other in notes.places.items():
        if (other.page, other.sheet) == (where.page, where.sheet):
            notes.doubts.append(Doubt(path, Reason.STRANGE_PAGE, other, None))


def _own_words(raw: object) -> str:
    """A name without what the names of most works have."""
    return _COMMON.sub("", _name(raw))


def _pairs(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)}


def _name(raw: object) -> str:
    return fold(str(raw)) if raw is not None else ""


def _doubt_file(number: int, notes: Notes) -> None:
    for path, where in notes.places.items():
        if path[:2] == (FILES, number):
            notes.doubts.append(Doubt(path, Reason.STRANGE_PAGE, where, None))


def doubt_days(rows: Sequence[TableRow], column: str) -> None:
    """Doubt the days beside the end of a page behind which the rows of a table, sorted by day, go back; and
    all rows of a page before and behind which they do.
    """
    days = [(row, day) for row in rows if _page_of(row, column) and (day := _day_of(row, column))]
    steps = [(one, other) for one, other in pairwise(days) if one[1] != other[1]]
    back = [step for step in steps if step[0][1] > step[1][1]]
    if 2 * len(back) > len(steps):  # the newest first
        back = [step for step in steps if step[0][1] < step[1][1]]
    turns = [
        (one, other)
        for (one, _day), (other, _other_day) in back
        if _page_of(one, column) != _page_of(other, column)
    ]
    alien = {_page_of(one, column) for one, _other in turns} & {
        _page_of(other, column) for _one, other in turns
    }
    beside = [row for turn in turns for row in turn]
    for row in (*beside, *(row for row in rows if _page_of(row, column) in alien)):
        row.doubts.setdefault(column, set()).add(Reason.STRANGE_PAGE)


def _page_of(row: TableRow, column: str) -> int:
    """The page on which a row begins; 0 for a sheet."""
    cells = row.cells.get(column, ())
    return cells[0].sheet.number if cells and cells[0].sheet.name is None else 0


def _day_of(row: TableRow, column: str) -> tuple[int, int, int] | None:
    day = leading_date(row.texts[column])
    return None if day is None else (day.year, day.month or 0, day.day or 0)
