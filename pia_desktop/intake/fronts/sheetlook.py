"""Facts from a worksheet's XML beyond its values: hidden, merged and computed cells, number formats.

Uses XPath: of a form's tens of thousands of empty cells only the relevant few should reach Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.cells import column_name
from pia_desktop.intake.refusal import broken, too_large

if TYPE_CHECKING:
    from lxml.etree import _Element

Corner = tuple[int, int]
"""Row and column, from 0."""

_RELATED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DIGITS: Final = "0123456789"
_IS_HIDDEN: Final = '@hidden="1" or @hidden="true"'
_MOST_ROWS: Final = 60_000
_MOST_COLUMNS: Final = 2_000
_MOST_AREA: Final = 4_000_000
_MOST_CELLS: Final = 400_000
_MOST_MERGES: Final = 60_000


@dataclass(frozen=True, slots=True)
class Look:
    """One sheet.

    ``uncomputed``: formulas that were saved without their value; ``merges``: the last corner of each merged
    range, by its first; ``styles``: of cells with a value; ``controls``: shape number, relation and name of
    each form control; ``heads``: page headers and footers; ``starts``: rows that were chosen
    to begin a page.
    """

    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]
    formulas: frozenset[Corner]
    uncomputed: dict[Corner, str]
    merges: dict[Corner, Corner]
    styles: dict[Corner, int]
    drawing: str | None
    controls: tuple[tuple[str, str, str], ...] = ()
    heads: tuple[str, ...] = ()
    starts: frozenset[int] = frozenset()

    def hides(self, row: int, column: int) -> bool:
        """Whether a cell is hidden."""
        return row in self.hidden_rows or any(first <= column < end for first, end in self.hidden_columns)


def look_of(sheet: _Element) -> Look:
    """Inspect a sheet.  Raises Refused if its extent exceeds that of any form."""
    ask = _asking(sheet)
    _name_places(ask)
    merges: list[str] = ask(".//m:mergeCell/@ref")
    if len(merges) > _MOST_MERGES:
        raise too_large()
    _check_extent(ask(".//m:c/@r"))
    ends = (reference.partition(":")[::2] for reference in merges)
    columns = ask(f".//m:col[{_IS_HIDDEN}]")
    return Look(
        frozenset(number(row) - 1 for row in ask(f".//m:row[{_IS_HIDDEN}]/@r")),
        tuple((number(column.get("min")) - 1, number(column.get("max"))) for column in columns),
        frozenset(_corners(ask(".//m:c[m:f]/@r"))),
        dict(_uncomputed(ask('.//m:c[m:f][not(m:v/text()) and not(@t="str")]'), _shared(ask))),
        {corner: (row + 1, column + 1) for corner, (row, column) in _pairs(ends)},
        _styles(ask(".//m:c[@s][m:v or m:is]")),
        next((one.get(_RELATED) for one in ask(".//m:drawing")), None),
        tuple(
            (one.get("shapeId", ""), one.get(_RELATED, ""), one.get("name", ""))
            for one in ask(".//m:control")
        ),
        tuple(ask(".//m:headerFooter/*/text()")),
        frozenset(map(number, ask(".//m:rowBreaks/m:brk/@id"))),
    )


def _shared(ask: Callable[[str], Any]) -> dict[str, str]:
    """Formulas that several cells share: the words stand in the first of them."""
    return {one.get("si", ""): one.text for one in ask('.//m:f[@t="shared"]') if one.text}


def _uncomputed(cells: Iterable[_Element], shared: Mapping[str, str]) -> Iterable[tuple[Corner, str]]:
    for cell in cells:
        words = next((one.text or shared.get(one.get("si", "")) for one in cell.iter("{*}f")), None)
        for corner in _corners([cell.get("r", "")]):
            yield corner, f"={words or ''}"


def all_styles(sheet: _Element) -> dict[Corner, int]:
    """The style number of each cell, including empty ones."""
    ask = _asking(sheet)
    _name_places(ask)
    return _styles(ask(".//m:c[@s]"))


def corners_of_texts(sheet: _Element, numbers: frozenset[str]) -> frozenset[Corner]:
    """The cells that hold one of some shared texts."""
    ask = _asking(sheet)
    _name_places(ask)
    cells = (cell for cell in ask('.//m:c[@t="s"]') if cell.findtext("{*}v", "") in numbers)
    return frozenset(_corners(cell.get("r", "") for cell in cells))


def _name_places(ask: Callable[[str], Any]) -> None:
    """Give cells that do not say where they stand the place behind the one before, as all readers do."""
    if not ask("boolean(.//m:row[not(@r)] | .//m:c[not(@r)])"):
        return
    at = 0
    for row in ask(".//m:sheetData/m:row"):
        at = number(row.get("r")) or at + 1
        row.set("r", str(at))
        column = -1
        for cell in row.iterchildren("{*}c"):
            place = place_of(cell.get("r", ""))
            column = column + 1 if place is None else place[1]
            cell.set("r", f"{column_name(column)}{at}")


def _asking(sheet: _Element) -> Callable[[str], Any]:
    from lxml import etree

    space = etree.QName(sheet).namespace
    if space is None:
        raise broken()
    found: Callable[[str], Any] = etree.XPathEvaluator(sheet, namespaces={"m": space}, smart_strings=False)
    return found


def _styles(cells: Iterable[_Element]) -> dict[Corner, int]:
    return {corner: number(one.get("s")) for one in cells for corner in _corners([one.get("r", "")])}


def number(words: str | None) -> int:
    """The integer in an attribute; 0 if invalid."""
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 9 else 0


def _check_extent(references: list[str]) -> None:
    columns = {one.rstrip(_DIGITS) for one in references}
    rows = {one.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") for one in references}
    high = max(map(number, rows), default=0)
    wide = max(map(_column, columns), default=-1) + 1
    if high > _MOST_ROWS or wide > _MOST_COLUMNS or high * wide > _MOST_AREA:
        raise too_large()
    if len(references) > _MOST_CELLS:
        raise too_large()


def place_of(reference: str) -> Corner | None:
    """The corner that a reference names; None where it names none."""
    match = _REFERENCE.fullmatch(reference.replace("$", "").upper())
    return None if match is None else (int(match[2]) - 1, _column(match[1]))


def _corners(references: Iterable[str]) -> Iterable[Corner]:
    return (corner for reference in references if (corner := place_of(reference)) is not None)


def _pairs(references: Iterable[Iterable[str]]) -> Iterable[tuple[Corner, Corner]]:
    """First and last corner of each area; what names no area is passed over."""
    for both in references:
        corners = list(_corners(both))
        if len(corners) == 2:
            (top, left), (bottom, right) = corners
            yield (min(top, bottom), min(left, right)), (max(top, bottom), max(left, right))


def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper()[:4]:
        column = column * 26 + ord(letter) - 64
    return column - 1
