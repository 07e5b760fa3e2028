"""Word documents: paragraphs and tables in their order, by python-docx."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pia_desktop.intake.cells import Box, Cell, Reason, Sheet, Source, SourcePicture
from pia_desktop.intake.fronts.archive import Archive
from pia_desktop.intake.refusal import broken

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNREAD: Final = frozenset({"del", "rt", "moveFrom", "instrText", "delText", "pPr", "fallback", "Fallback"})


def read_docx(path: Path) -> Source:
    """The cells of a document: its tables row by row, and the paragraphs between them."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    archive = Archive(path)
    if "word/document.xml" not in archive.names:
        raise broken()
    for name in archive.names:
        if name.endswith((".xml", ".rels")):
            archive.xml(name)
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise broken() from error
    body = _Body(document)
    cells = tuple(body.cells(document.element.body))
    return Source(cells, tuple(body.pictures))


class _Body:
    """Walks a document; a table within a cell becomes rows of its own."""

    def __init__(self, document: Document) -> None:
        self.related = document.part.related_parts
        self.pictures: list[SourcePicture] = []
        self.sheet = Sheet(1, "1")
        self.row = 0

    def cells(self, element: _Element) -> Iterator[Cell]:
        for child in element:
            tag = _tag(child)
            if tag == "tbl":
                yield from self._table(child)
            elif tag == "p":
                box = Box(0, self.row, 1, self.row + 1)
                yield from self._cell([child], box)
                self.row += 1
            elif tag in {"sdt", "sdtContent", "customXml", "ins"}:
                yield from self.cells(child)

    def _table(self, table: _Element) -> Iterator[Cell]:
        for tr in _rows(table):
            column = 0
            nested = []
            for tc in _inner(tr, "tc"):
                wide = _grid_span(tc)
                box = Box(column, self.row, column + wide, self.row + 1)
                if not _goes_on(tc):
                    yield from self._cell(list(_inner(tc, "p")), box)
                nested += list(_inner(tc, "tbl"))
                column += wide
            self.row += 1
            for inner in nested:
                yield from self._table(inner)

    def _cell(self, paragraphs: list[_Element], box: Box) -> Iterator[Cell]:
        words = [self._words(paragraph, box) for paragraph in paragraphs]
        text = "\n".join(text for text, _hidden in words).strip("\n")
        if text.strip():
            doubts = frozenset({Reason.HIDDEN} if any(hidden for _text, hidden in words) else ())
            yield Cell(text, self.sheet, box, self.row, doubts, boxed=True)

    def _words(self, paragraph: _Element, box: Box) -> tuple[str, bool]:
        found: list[str] = []
        hidden = False
        stack = [paragraph]
        while stack:
            element = stack.pop()
            tag = _tag(element)
            if tag in _UNREAD:
                continue
            if tag == "t":
                found.append(element.text or "")
            elif tag in {"br", "cr"}:
                found.append("\n")
            elif tag == "tab":
                found.append("\t")
            elif tag == "vanish":
                hidden = True
            elif tag == "blip":
                self._picture(element, box)
            stack.extend(reversed(list(element)))
        return "".join(found), hidden

    def _picture(self, blip: _Element, box: Box) -> None:
        key = next((v for k, v in blip.attrib.items() if str(k).endswith("}embed")), None)
        part = self.related.get(str(key)) if key else None
        if part is not None:
            self.pictures.append(SourcePicture(part.blob, self.sheet, box))


def _tag(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _rows(table: _Element) -> Iterator[_Element]:
    return _inner(table, "tr")


def _inner(element: _Element, wanted: str) -> Iterator[_Element]:
    """The children of this name, also within content controls."""
    for child in element:
        if _tag(child) == wanted:
            yield child
        elif _tag(child) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _inner(child, wanted)


def _grid_span(tc: _Element) -> int:
    span = tc.find(f"{_W}tcPr/{_W}gridSpan")
    words = str(span.get(f"{_W}val", "1")) if span is not None else "1"
    return min(int(words), 200) if words.isascii() and words.isdigit() and int(words) else 1


def _goes_on(tc: _Element) -> bool:
    """Whether the cell is the lower part of one that is merged downwards."""
    merge = tc.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"
