"""Word documents: paragraphs and tables in order, from the archive's XML within limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from posixpath import basename
from typing import TYPE_CHECKING, Final

from pia_desktop.forms.picture_names import PictureLook, look_of_name
from pia_desktop.forms.values import PictureSize
from pia_desktop.intake.cells import Box, Cell, Reason, Sheet, Source, SourcePicture
from pia_desktop.intake.fronts.archive import Archive
from pia_desktop.intake.fronts.parts import not_taken
from pia_desktop.intake.fronts.runs import PICTURE, Held, Place, laid
from pia_desktop.intake.fronts.wordbeside import (
    IMAGES,
    drawn_as,
    is_asking,
    sign_of,
    tag_of,
    words_beside,
    words_of,
)
from pia_desktop.intake.fronts.wordnumbers import WordNumbers
from pia_desktop.intake.refusal import broken
from pia_desktop.intake.told import FIGURE, INSIDE, strange_links, told_once
from pia_desktop.intake.words import fold

if TYPE_CHECKING:
    from lxml.etree import _Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN: Final = "word/document.xml"
_NO_SHADE: Final = frozenset({"auto", "FFFFFF", "ffffff"})
_UNREAD: Final = frozenset({"del", "rt", "moveFrom", "instrText", "delText", "pPr", "fallback", "Fallback"})
_AROUND: Final = frozenset({"sdt", "sdtContent", "customXml", "ins"})
"""What may stand around paragraphs, rows and cells."""

_OTHER_FILES: Final = frozenset({"altChunk", "subDoc"})
_DELETED: Final = frozenset({"del", "moveFrom"})
_TRACKED: Final = frozenset({"ins", "moveTo", *_DELETED})
_APART: Final = frozenset({"txbxContent", "control"})
"""Text boxes; and controls of ActiveX, which keep their state in a form of their own."""

_STRUCK: Final = frozenset({"strike", "dstrike"})


def read_docx(path: Path) -> Source:
    """The cells of a document: its tables row by row, and the paragraphs between them."""
    archive = Archive(path)
    if _MAIN not in archive.names:
        raise broken()
    for name in archive.names:
        if name.endswith((".xml", ".rels")) and name != _MAIN:
            archive.xml(name)  # rejects invalid XML and entities
    inner = next((one for one in archive.xml(_MAIN) if tag_of(one) == "body"), None)
    if inner is None:
        raise broken()
    body = _Body(archive)
    cells = tuple(body.cells(inner))
    beside = (*body.boxes, *words_beside(archive, body.sheet), *_drawn(body, cells))
    return Source(cells, tuple(body.pictures), empty=tuple(body.empty), furniture=beside)


def _drawn(body: _Body, cells: Sequence[Cell]) -> Iterator[Cell]:
    """What the document shows besides words, alike ones once, and where its links lead."""
    yield from told_once(body.drawn)
    words = "\n".join(cell.text for cell in cells)
    held = [*(text for _part, text in not_taken(body.archive)), strange_links(body.archive.links(), words)]
    yield from told_once((text, Cell(text, body.sheet, Box(0, 0, 1, 1), 0)) for text in held if text)


class _Body:
    """Walks a document; a table nested in a cell becomes rows of its own."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.related = archive.relations(_MAIN)
        self.numbers = WordNumbers(archive)
        self.pictures: list[SourcePicture] = []
        self.empty: list[Cell] = []
        self.boxes: list[Cell] = []
        self.drawn: list[tuple[str, Cell]] = []
        self.sheet = Sheet(1, "1")
        self.row = 0
        self._lines = 0
        self._nested: _Element | None = None

    def cells(self, element: _Element) -> Iterator[Cell]:
        for child in element:
            tag = tag_of(child)
            if tag == "tbl":
                yield from self._table(child)
            elif tag == "p":
                yield from self._cell([child], 0, 1)
                self.row += 1
            elif tag in _AROUND and not is_asking(child):
                yield from self.cells(child)
            elif tag in _OTHER_FILES:
                self._beside(INSIDE + basename(self.related.get(_relation_of(child), "")))

    def _table(self, table: _Element) -> Iterator[Cell]:
        for tr in _rows(table):
            column, repeated = 0, tr.find(f"{_W}trPr/{_W}tblHeader") is not None
            nested = []
            for tc in _inner(tr, "tc"):
                wide = _grid_span(tc)
                if not _goes_on(tc):
                    yield from self._boxed(tc, column, wide, stressed=repeated or _is_stressed(tc))
                nested += [inner for inner in _inner(tc, "tbl") if not _has_pictures(inner)]
                column += wide
            self.row += 1
            for inner in nested:
                yield from self._table(inner)

    def _boxed(self, tc: _Element, column: int, wide: int, *, stressed: bool) -> Iterator[Cell]:
        """The text of a table cell, or an empty cell."""
        row, pictures = self.row, len(self.pictures)
        cells = list(self._cell(list(_paragraphs(tc)), column, wide))
        yield from (replace(cell, stressed=stressed) for cell in cells)
        if not cells and len(self.pictures) == pictures:
            box = Box(column, row, column + wide, row + 1)
            self.empty.append(Cell("", self.sheet, box, row, boxed=True, stressed=stressed))

    def _cell(self, paragraphs: list[_Element], column: int, wide: int) -> Iterator[Cell]:
        """The text of a cell; what follows a picture in it is on a further row."""
        held: list[Held] = []
        words = [self._words(paragraph, held) for paragraph in paragraphs]
        doubts = frozenset(reason for _text, reasons in words for reason in reasons)
        text = "\n".join(text for text, _reasons in words)
        cells, pictures = laid(text, held, Place(self.sheet, self.row, column, wide), doubts, boxed=True)
        self.pictures += pictures
        self.row += len(held)
        yield from cells

    def _words(self, paragraph: _Element, held: list[Held]) -> tuple[str, set[Reason]]:
        """The text of a paragraph with a placeholder per picture, and why it should be checked."""
        own: list[Held] = []
        told = name = ""
        line = self._line_of(paragraph)
        found: list[str] = []
        doubts: set[Reason] = set()
        stack = [paragraph]
        while stack:
            element = stack.pop()
            tag = tag_of(element)
            doubts |= _reasons_of(element, tag)
            if tag in _DELETED:
                self._beside(words_of(element))
            if tag in _UNREAD or is_asking(element):
                continue
            if tag in _APART:
                self._beside(_apart(element, tag))
                continue
            found.append(sign_of(element))
            if tag == "docPr":
                told, name = element.get("descr", ""), element.get("name", "")
            elif tag in IMAGES and (data := self._picture(element)) is not None:
                own.append(Held(data, told, None, look_of_name(name), line))
                found.append(PICTURE)
            elif (drawn := FIGURE if tag in IMAGES else drawn_as(element)) is not None:
                self._draw(drawn)
            stack.extend(reversed(list(element)))
        text = "".join(found)
        number = self.numbers.before(paragraph)
        if text.replace(PICTURE, "").strip():
            text = number + text
        if len(own) == 1 and told and fold(text.replace(PICTURE, "")) == fold(told):
            own, text = [_captioned(own[0], text)], PICTURE
        held += own
        return text, doubts

    def _beside(self, words: str) -> None:
        """Words that are no part of the text at their place: a text box, a deletion not accepted yet."""
        box = Box(0, self.row, 1, self.row + 1)
        self.boxes.append(Cell(words, self.sheet, box, self.row, boxed=True))

    def _draw(self, words: str) -> None:
        """Something that is seen and cannot be read; alike ones are told once."""
        box = Box(0, self.row, 1, self.row + 1)
        self.drawn.append((words, Cell(words, self.sheet, box, self.row)))

    def _line_of(self, paragraph: _Element) -> int:
        """An identifier shared by everything in one row of a nested table."""
        row = next(paragraph.iterancestors(f"{_W}tr"), None)
        nested = row is not None and next(row.iterancestors(f"{_W}tr"), None) is not None
        self._lines += not (nested and row is self._nested)
        self._nested = row if nested else None
        return self._lines

    def _picture(self, element: _Element) -> bytes | None:
        same = [self.related.get(_relation_of(one), "") for one in element.iter("{*}svgBlip")]
        return self.archive.picture(self.related.get(_relation_of(element)), same)


def _reasons_of(element: _Element, tag: str) -> set[Reason]:
    """Why words in or beside an element should be checked."""
    if tag == "vanish":
        return {Reason.HIDDEN}
    struck = tag in _STRUCK and element.get(f"{_W}val", "1") not in {"0", "false"}
    tracked = tag in _TRACKED and next(element.iter(f"{_W}t", f"{_W}delText"), None) is not None
    return {Reason.TRACKED} if struck or tracked else set()


def _relation_of(element: _Element) -> str:
    """The relation to the part that an element shows."""
    keys = (key for key in map(str, element.attrib) if "}" in key and tag_of(key) in {"embed", "id"})
    return next((element.get(key, "") for key in keys), "")


def _captioned(picture: Held, text: str) -> Held:
    """The picture with its paragraph as caption, if that has no other text."""
    above, below = (words.strip("\n") for words in text.split(PICTURE))
    look = picture.look or PictureLook(PictureSize.OWN, above=bool(above))
    return replace(picture, caption=above or below, look=replace(look, above=bool(above)))


def _apart(element: _Element, tag: str) -> str:
    """The words of a text box; of a control that is not read, its name."""
    return words_of(element) if tag == "txbxContent" else f"［{element.get(f'{_W}name', '')}］"


def _rows(table: _Element) -> Iterator[_Element]:
    return _inner(table, "tr")


def _inner(element: _Element, wanted: str) -> Iterator[_Element]:
    """The children with this name, including those in content controls."""
    for child in element:
        if tag_of(child) == wanted:
            yield child
        elif tag_of(child) in _AROUND and not is_asking(child):
            yield from _inner(child, wanted)


def _paragraphs(tc: _Element) -> Iterator[_Element]:
    """The paragraphs of a cell, including those of nested tables that only hold pictures and captions."""
    for child in tc:
        if tag_of(child) == "tbl" and _has_pictures(child):
            for row in _rows(child):
                for inner in _inner(row, "tc"):
                    yield from _paragraphs(inner)
        elif tag_of(child) == "p":
            yield child
        elif tag_of(child) in _AROUND and not is_asking(child):
            yield from _paragraphs(child)


def _has_pictures(table: _Element) -> bool:
    return any(tag_of(one) in IMAGES for one in table.iter())


def _is_stressed(tc: _Element) -> bool:
    """Whether a cell is shaded or bold."""
    shade = tc.find(f"{_W}tcPr/{_W}shd")
    shaded = shade is not None and shade.get(f"{_W}fill", "auto") not in _NO_SHADE
    bold = tc.find(f"{_W}p/{_W}r/{_W}rPr/{_W}b")
    return shaded or (bold is not None and bold.get(f"{_W}val", "1") not in {"0", "false"})


def _grid_span(tc: _Element) -> int:
    span = tc.find(f"{_W}tcPr/{_W}gridSpan")
    words = str(span.get(f"{_W}val", "1")) if span is not None else "1"
    return min(int(words), 200) if words.isascii() and words.isdigit() and int(words) else 1


def _goes_on(tc: _Element) -> bool:
    """Whether a cell continues a vertically merged one."""
    merge = tc.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"
