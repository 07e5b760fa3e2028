"""Plain text: lines of cells separated by tabs or commas, from a spreadsheet, clipboard or OCR."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

from pia_desktop.intake.cells import Cell, Sheet, Source, grid_cells
from pia_desktop.intake.refusal import Refused, broken, too_large

_RULE: Final = re.compile(r"[-=_\s|:]*")
_MARKUP: Final = re.compile(r"</?([a-z][a-z0-9]*)((?:\s[^<>]*)?)/?>")
_WIDE_GAP: Final = re.compile(r"\S {3,}\S")
_FEW: Final = 10
_MOST_CELLS: Final = 400_000
_LINE_TAGS: Final = frozenset({"br", "p", "div", "li", "ul", "ol", "tr", "table"})


def read_plain(text: str, separator: str = "\t") -> Source:
    """The cells of a text; quoted ones may contain line breaks and separators.

    Raises Refused if columns are drawn with spaces, or if there are more cells than in any form.
    """
    if text.count(separator) + text.count("\n") > _MOST_CELLS:
        raise too_large()
    quoted = separator != "\t" or re.search(r'(^|\t)"[^"\t]*\n', text) is not None
    csv.field_size_limit(2_000_000)
    if separator == "\t" and _laid_out_with_blanks(text):
        raise Refused("torn")
    lines = io.StringIO(text, newline="")
    if quoted:
        rows = csv.reader(lines, delimiter=separator)
    else:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        cells: list[Cell] = list(grid_cells((_cells_of(row) for row in rows), Sheet(1, "1")))
    except csv.Error as error:
        raise broken() from error
    return Source(tuple(cells), tidy=False, grid=True)


def _laid_out_with_blanks(text: str) -> bool:
    """Whether columns are drawn with spaces, so that answers cannot be assigned to labels."""
    lines = text.splitlines()
    wide = sum(1 for line in lines if _WIDE_GAP.search(line))
    return "\t" not in text and wide >= _FEW and wide > 0.1 * len(lines)


def _cells_of(row: list[str]) -> list[str]:
    """The cells of a row; lines that only draw a rule are empty."""
    if all(_RULE.fullmatch(cell) for cell in row) and sum(len(cell.strip()) for cell in row) > 3:
        return []
    return [_without_markup(cell) for cell in row]


def _without_markup(cell: str) -> str:
    """The text without HTML that OCR inserts: boxes, paragraphs, lists."""
    if "<" not in cell:
        return cell
    plain = _MARKUP.sub(_sign, cell)
    return re.sub(r"[ \t]*\n\s*", "\n", plain).strip()


def _sign(tag: re.Match[str]) -> str:
    name, attributes = tag[1], tag[2]
    if name == "input":
        ticked = "checked" in attributes or "radio" in attributes  # OCR reads a lone ○ as a radio button
        return "☑" if ticked else "□"
    return "\n" if name in _LINE_TAGS else " "
