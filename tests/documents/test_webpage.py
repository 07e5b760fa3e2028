"""The web page of a table document, as an independent parser reads it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given

from pia_desktop.documents.table import Column, Span, TableDocument, TableGroup, TableRow, kept
from pia_desktop.documents.webpage import table_html
from tests.documents.making import HOSTILE, documents, one_row, texts_of
from tests.strategies import LAW

Pieces = list[tuple[str, bool]]
_NO_END = {"meta", "br"}


class Reader(HTMLParser):
    """Rows of cells of (words, underlined); every element is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[Pieces]] = []
        self.title = ""
        self.heading = ""
        self.paragraphs: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self._open: list[str] = []
        self._reach: dict[int, int] = {}
        """By column, over how many more rows a cell reaches; in those the cell is there, and empty."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in _NO_END:
            self._open.append(tag)
        match tag:
            case "tr":
                self.rows.append([])
            case "td" | "th":
                self._skip()
                attributes = {name: value or "1" for name, value in attrs}
                self._reach[len(self.rows[-1])] = int(attributes.get("rowspan", 1)) - 1
                self.rows[-1].append([])
            case "p":
                self.paragraphs.append("")
            case "br":
                self.handle_data("\n")

    def _skip(self) -> None:
        while self._reach.get(len(self.rows[-1])):
            self._reach[len(self.rows[-1])] -= 1
            self.rows[-1].append([])

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        if tag == "tr":
            self._skip()

    def handle_data(self, data: str) -> None:
        if not self._open:
            assert not data.strip()
        elif "td" in self._open or "th" in self._open:
            self.rows[-1][-1].append((data, "u" in self._open))
        elif self._open[-1] == "title":
            self.title += data
        elif self._open[-1] == "h1":
            self.heading += data
        elif self._open[-1] == "p":
            self.paragraphs[-1] += data

    def finished(self) -> Reader:
        self.close()
        assert not self._open
        return self


def read(html: str) -> Reader:
    html.encode("utf-8")
    reader = Reader()
    reader.feed(html)
    return reader.finished()


def joined(pieces: Pieces) -> Pieces:
    """Neighbours of one kind together, blanks as one kind of blank."""
    found: Pieces = []
    for text, marked in pieces:
        text = kept(text).replace("\t", "    ").replace("\u00a0", " ")
        if text and found and found[-1][1] == marked:
            found[-1] = (found[-1][0] + text, marked)
        elif text:
            found.append((text, marked))
    return found


@LAW
@given(documents())
def test_it_says_what_the_document_says(document: TableDocument) -> None:
    reader = read(table_html(document))
    expected = [[joined(spans) for spans in row] for row in texts_of(document)]
    assert [[joined(pieces) for pieces in row] for row in reader.rows] == expected
    assert joined([(reader.heading, False)]) == joined([(document.title, False)])
    assert [joined([(one, False)]) for one in reader.paragraphs] == [
        joined([(one, False)]) for one in (*document.lines, *document.notes)
    ]


def test_hostile_words_are_words() -> None:
    reader = read(table_html(one_row(*HOSTILE)))
    assert "script" not in reader.tags
    assert "b" not in reader.tags
    assert ["".join(text for text, _ in pieces) for pieces in reader.rows[-1]] == [
        kept(one) for one in HOSTILE
    ]


def test_a_spreadsheet_is_told_that_cells_are_text() -> None:
    html = table_html(one_row("=1+1"))
    (cell,) = re.findall("<td ([^>]*)>=1", html)
    assert "mso-number-format:'\\@'" in cell


def test_a_heading_of_a_group_does_not_end_a_printed_page() -> None:
    row = TableRow(((Span("記載"),),))
    groups = (TableGroup("Ⅰ 基本情報", ()), TableGroup("1. 事務", (row, row), inner=True))
    html = table_html(TableDocument("対照表", (), (Column("記載", 1),), groups))
    rows = re.findall("<tr([^>]*)><(?:th|td) [^>]*>([^<]*)<", html)
    assert [(words, "break-after:avoid" in look) for look, words in rows] == [
        ("記載", False),
        ("Ⅰ 基本情報", True),
        ("1. 事務", True),
        ("記載", False),
        ("記載", False),
    ]


def test_nothing_is_fetched_from_anywhere() -> None:
    reader = read(table_html(one_row(*HOSTILE)))
    assert not {"img", "link", "script", "iframe"} & reader.tags
    assert not {name for name, _value in reader.attributes} & {"src", "href", "onclick", "onload"}
    assert not [value for name, value in reader.attributes if name == "style" and value and "url(" in value]
