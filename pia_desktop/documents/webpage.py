"""A table document as a self-contained web page, also suited to pasting into word processors.

Styles are inline, because pasting drops style sheets; no external resources are used.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from pia_desktop.documents.table import (
    Cell,
    TableDocument,
    TableGroup,
    TableRow,
    kept,
    plain_line,
    reach_of_cells,
)

_PAGE: Final = (
    "<style>@page{{size:{size};margin:15mm}}thead{{display:table-header-group}}"
    "tr{{page-break-inside:auto}}tr.k{{page-break-inside:avoid}}@media screen{{table{{min-width:{least}em}}}}"
    '@media print{{table::after{{content:"";display:table-footer-group;height:3px;'
    "border-top:0.5pt solid #000;break-inside:avoid}}}}</style>\n"
)
"""On a narrow screen a table is scrolled: its columns do not shrink to a sign a line.  On paper an empty
foot, which is repeated, closes the boxes at a page's end (``form_webpage``).
"""
_KEPT: Final = 200
"""Characters of a cell at most whose row is not parted by a page's end: some eight lines."""
_LEAST_WIDTH: Final = {True: 72, False: 44}
"""Of a table on a screen, in ems, where the paper lies sideways and where it does not."""
_FONT: Final = "font-family:'BIZ UDPゴシック','BIZ UDPGothic','Yu Gothic',Meiryo,sans-serif"
# Word processors use their own font for pasted cells unless each has one.
_BORDER: Final = f"border:0.5pt solid #000;padding:2pt 3pt;vertical-align:top;{_FONT};font-size:9pt"
# Without this, Excel takes a pasted "=1+1" for a formula.
_TEXT: Final = "mso-number-format:'\\@'"
_HEAD: Final = "background:#d9d9d9;text-align:center"
_GROUP: Final = "background:#e8e8e8;text-align:left"
_INNER: Final = "background:#f5f5f5;text-align:left"
_HEADS_NEXT: Final = "break-after:avoid"
"""A heading does not end a printed page."""
_MARK: Final = "text-decoration:underline"


def table_html(document: TableDocument) -> str:
    """The document as one UTF-8 HTML page."""
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n',
            f"<title>{_escaped(plain_line(document.title))}</title>\n",
            _PAGE.format(
                size="A4 landscape" if document.landscape else "A4", least=_LEAST_WIDTH[document.landscape]
            ),
            f'</head>\n<body style="{_FONT};font-size:9pt">\n',
            f'<h1 style="font-size:14pt;text-align:center">{_lines(document.title)}</h1>\n',
            *[f'<p style="text-align:center;margin:0 0 6pt">{_lines(line)}</p>\n' for line in document.lines],
            *_table(document),
            *[f'<p style="margin:6pt 0 0">{_lines(note)}</p>\n' for note in document.notes],
            "</body>\n</html>\n",
        ]
    )


def _table(document: TableDocument) -> Iterator[str]:
    total = sum(column.share for column in document.columns)
    style = "border-collapse:collapse;width:100%;table-layout:fixed"
    yield f'<table border="1" cellspacing="0" style="{style}">\n<thead>\n<tr>'
    for column in document.columns:
        width = f"{100 * column.share / total:.4g}%"
        head = f"{_BORDER};{_HEAD};width:{width}"
        yield f'<th scope="col" width="{width}" style="{head}">{_lines(column.head)}</th>'
    yield "</tr>\n</thead>\n<tbody>\n"
    for group in document.shown_groups():
        yield from _group(document, group)
    yield "</tbody>\n</table>\n"


def _group(document: TableDocument, group: TableGroup) -> Iterator[str]:
    if group.heading:
        span = len(document.columns)
        look = _INNER if group.inner else _GROUP
        yield f'<tr style="{_HEADS_NEXT}"><th colspan="{span}" scope="rowgroup" style="{_BORDER};{look}">'
        yield f"{_lines(group.heading)}</th></tr>\n"
    for row, reach in zip(group.rows, reach_of_cells(group.rows), strict=True):
        kept_whole = max(sum(len(span.text) for span in spans) for spans in row.cells) <= _KEPT
        yield '<tr class="k">' if kept_whole else "<tr>"
        yield from _cells(document, row, reach)
        yield "</tr>\n"


def _cells(document: TableDocument, row: TableRow, reach: list[int]) -> Iterator[str]:
    for column, spans, down in zip(document.columns, row.cells, reach, strict=True):
        if not down:
            continue
        style = f"{_BORDER};{_TEXT};text-align:{'center' if column.centred else 'left'}"
        tag, scope = ("th", ' scope="row"') if column.names else ("td", "")
        weight = ";font-weight:normal" if column.names else ""
        over = f' rowspan="{down}"' if down > 1 else ""
        yield f'<{tag}{scope}{over} style="{style}{weight}">{_spans(spans)}</{tag}>'


def _spans(spans: Cell) -> str:
    return "".join(
        f'<u style="{_MARK}">{_lines(span.text)}</u>' if span.marked and span.text else _lines(span.text)
        for span in spans
    )


def _lines(text: str) -> str:
    """Text with line breaks; runs of spaces are preserved."""
    kept = _escaped(text).replace("\t", " " * 4)
    while "  " in kept:
        kept = kept.replace("  ", "\u00a0 ")
    return "<br>".join(kept.split("\n"))


def _escaped(text: str) -> str:
    return escape(kept(text))
