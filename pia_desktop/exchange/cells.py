"""Spreadsheet cells on the clipboard: as tab-separated text and as an HTML table.

A cell with line breaks or tabs is quoted, with quotes inside doubled.  Quotes in other cells are literal.
``Cell`` also has withheld spans, which other programs do not get.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from typing import Final

from pia_desktop.assessment.withheld import WHOLE, Spans, check_spans
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import MAX_TEXT

_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r?\n|\r|\Z)')
_BARE: Final = re.compile(r"[^\t\r\n]*")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_TO_QUOTE: Final = re.compile(r"[\t\r\n]")
MOST_CELLS: Final = 100_000
"""Cells that are taken from a clipboard at once."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell, and its withheld spans (or None)."""

    words: str
    withheld: Spans | None = None


Rows = tuple[tuple[Cell, ...], ...]


def read_cells(text: str) -> Rows:
    """Parse text from a spreadsheet; a trailing line break starts no row."""
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    at, count = 0, 0
    while at < len(text) and count < MOST_CELLS:
        quoted = _QUOTED.match(text, at)
        if quoted and _TO_QUOTE.search(quoted.group(1)):
            words, at = quoted.group(1).replace('""', '"'), quoted.end()
        else:
            bare = _BARE.match(text, at)
            assert bare is not None  # the cell may be empty
            words, at = bare.group(), bare.end()
        row.append(Cell(words))
        count += 1
        end = _LINE_END.match(text, at)
        if end or at == len(text):
            rows.append(tuple(row))
            row = []
            at = end.end() if end else at
        else:  # a tab
            at += 1
            if at == len(text):
                row.append(Cell(""))
    if row:
        rows.append(tuple(row))
    return tuple(rows)


def is_quoted_cells(text: str) -> bool:
    """Whether text is certainly of a spreadsheet: it starts with a quoted cell that has line breaks."""
    first = _QUOTED.match(text)
    return bool(first and _TO_QUOTE.search(first.group(1)))


def as_words(rows: Rows) -> Cell:
    """All cells as one text: a line per row, cells separated by a full-width space."""
    words, spans = "", list[tuple[int, int]]()
    for number, row in enumerate(rows):
        words += "\n" if number else ""
        filled = [cell for cell in row if cell.words.strip()]
        for place, cell in enumerate(filled):
            words += "\u3000" if place else ""
            for start, end in _passages(cell):
                spans.append((len(words) + start, len(words) + end))
            words += cell.words
    return Cell(words, tuple(spans) or None)


def _passages(cell: Cell) -> Spans:
    return ((0, len(cell.words)),) if cell.withheld == WHOLE and cell.words else cell.withheld or ()


# ---- for other programs


def to_text(rows: Sequence[Sequence[Cell]]) -> str:
    """Rows as tab-separated text, each cell one cell whatever it contains."""
    return "".join("\t".join(_quoted(cell.words) for cell in row) + "\r\n" for row in rows)


def _quoted(words: str) -> str:
    if not _TO_QUOTE.search(words) and not words.startswith('"'):  # spreadsheets take those for line ends
        return words
    doubled = words.replace('"', '""')
    return f'"{doubled}"'


def to_html(rows: Sequence[Sequence[Cell]]) -> str:
    """Rows as an HTML table, for word processors; line breaks stay in their cell."""
    line_end = '<br style="mso-data-placement:same-cell">'
    body = "".join(
        "<tr>"
        + "".join(f"<td>{html.escape(cell.words).replace(chr(10), line_end)}</td>" for cell in row)
        + "</tr>"
        for row in rows
    )
    return f'<html><head><meta charset="utf-8"></head><body><table>{body}</table></body></html>'


# ---- for this program


def to_json(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Rows with withheld spans, for this program's other fields and windows."""
    raw = [[[cell.words, list(_passages(cell))] for cell in row] for row in rows]
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def from_json(raw: bytes) -> Rows | None:
    """Parse ``to_json``; None for anything else, since clipboard data is untrusted."""
    if len(raw) > 8 * MAX_TEXT:
        return None
    try:
        return tuple(tuple(_cell(*cell) for cell in row) for row in json.loads(raw.decode("utf-8")))
    except (ValueError, TypeError, RecursionError):
        return None


def _cell(words: object, spans: object) -> Cell:
    if not isinstance(words, str) or not isinstance(spans, list):
        raise TypeError("a cell has words and passages")
    found = tuple((int(start), int(end)) for start, end in spans)
    if found:
        check_spans(words, found)
    return Cell(words, found or None)
