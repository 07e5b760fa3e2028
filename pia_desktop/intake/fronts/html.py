"""Web pages: tables row by row, and the words between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pia_desktop.intake.cells import Box, Cell, Sheet, Source

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN: Final = frozenset({"script", "style", "head", "template", "noscript"})
_BLOCKS: Final = frozenset(
    {
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "section",
        "figure",
    }
)
_BLANK: Final = re.compile(r"[ \t\r\n\f]+")
_MOST_SPAN: Final = 1_000
_EDGE: Final = "\x1e"
"""Where a block begins or ends; several together are one line end."""


def read_html(data: bytes) -> Source:
    """The cells of a page.  Nothing that it refers to is fetched."""
    from lxml import etree

    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding=_encoding(data)
    )
    root = etree.fromstring(data, parser)
    return Source(tuple(_Page().cells(root)))


def _encoding(data: bytes) -> str | None:
    named = re.search(rb"charset=[\"']?([A-Za-z0-9_-]+)", data[:2_000])
    if named:
        return named[1].decode("ascii")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp932"
    return "utf-8"


class _Page:
    """Walks a page; a table in a cell becomes rows of its own."""

    def __init__(self) -> None:
        self.row = 0
        self.sheet = Sheet(1, "1")

    def cells(self, element: _Element) -> Iterator[Cell]:
        words: list[str] = []
        yield from self._walk(element, words)
        yield from self._loose(words)

    def _walk(self, element: _Element, words: list[str]) -> Iterator[Cell]:
        if element.tag in _UNSEEN:
            return
        if element.tag == "table":
            yield from self._loose(words)
            yield from self._table(element)
            return
        block = element.tag in _BLOCKS
        if block:
            yield from self._loose(words)
        words.append(_BLANK.sub(" ", element.text or ""))
        for child in element:
            own = _own_words(child)
            if own is not None:
                words.append(own)
            else:
                yield from self._walk(child, words)
            words.append(_BLANK.sub(" ", child.tail or ""))
        if block:
            yield from self._loose(words)

    def _loose(self, words: list[str]) -> Iterator[Cell]:
        """What stands outside of tables, as a row of one cell."""
        text = _lines("".join(words))
        words.clear()
        if text:
            yield Cell(text, self.sheet, Box(0, self.row, 1, self.row + 1), self.row)
            self.row += 1

    def _table(self, table: _Element) -> Iterator[Cell]:
        taken: dict[int, int] = {}  # column: the row down to which a cell from above fills it
        for tr in table.iter("tr"):
            if next(tr.iterancestors("table"), None) is not table:
                continue
            column = 0
            for td in tr:
                if td.tag not in {"td", "th"}:
                    continue
                while taken.get(column, 0) > self.row:
                    column += 1
                wide, high = _span(td, "colspan"), _span(td, "rowspan")
                taken.update(dict.fromkeys(range(column, column + wide), self.row + high))
                yield from self._cell(td, Box(column, self.row, column + wide, self.row + high))
                column += wide
            self.row += 1

    def _cell(self, td: _Element, box: Box) -> Iterator[Cell]:
        owner = next(td.iterancestors("table"), None)
        words: list[str] = []
        _plain(td, words)
        text = _lines("".join(words))
        if text:
            yield Cell(text, self.sheet, box, self.row, boxed=True)
        for table in td.iter("table"):
            if next(table.iterancestors("table"), None) is owner:
                self.row += 1
                yield from self._table(table)


def _plain(element: _Element, words: list[str]) -> None:
    """The words of a cell, block by block on lines of their own."""
    words.append(_BLANK.sub(" ", element.text or ""))
    for child in element:
        if child.tag not in _UNSEEN and child.tag != "table":
            own = _own_words(child)
            edge = _EDGE if child.tag in _BLOCKS else ""
            words.append(edge)
            if own is None:
                _plain(child, words)
            words.append(own or edge)
        words.append(_BLANK.sub(" ", child.tail or ""))


def _own_words(element: _Element) -> str | None:
    """What stands for an element that has no words between its tags: a line end, a box, a chosen option."""
    if element.tag == "br":
        return "\n"
    if element.tag == "input":
        sort = element.get("type", "text").lower()
        if sort in {"checkbox", "radio"}:
            return "☑" if element.get("checked") is not None else "□"
        return element.get("value", "") if sort == "text" else ""
    if element.tag == "select":
        chosen = [option for option in element.iter("option") if option.get("selected") is not None]
        return " ".join(option.text or "" for option in chosen)
    return None


def _lines(text: str) -> str:
    joined = re.sub(rf" *\n? *(?:{_EDGE} *)+", "\n", text)
    return "\n".join(line.strip(" ") for line in joined.split("\n")).strip("\n")


def _span(td: _Element, name: str) -> int:
    words = td.get(name, "1").strip()
    return min(int(words), _MOST_SPAN) if words.isascii() and words.isdigit() and int(words) > 0 else 1
