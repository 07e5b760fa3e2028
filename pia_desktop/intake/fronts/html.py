"""Web pages: tables row by row, and the text between them."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.picture_names import PictureLook
from pia_desktop.forms.values import PictureSize
from pia_desktop.intake.cells import Box, Cell, Reason, Sheet, Source, SourcePicture
from pia_desktop.intake.fronts.embedded import Embedded, take_out
from pia_desktop.intake.fronts.listmarks import show_list_marks
from pia_desktop.intake.fronts.pageparts import addresses, drawn_as, own_words
from pia_desktop.intake.fronts.raised import off_line
from pia_desktop.intake.fronts.repeated import drop_repeated
from pia_desktop.intake.fronts.runs import PICTURE, Held, Place, laid
from pia_desktop.intake.fronts.unreadmarks import UNREAD, note_unread
from pia_desktop.intake.refusal import broken, too_large
from pia_desktop.intake.told import strange_links, told_once

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN: Final = frozenset({"script", "style", "head", "template", "noscript", "rt", "rp"})
"""Also furigana, which are no text."""

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
        "figcaption",
    }
)
_BLANK: Final = re.compile(r"[ \t\r\n\f\x1d\x1e]+")
"""The last two are this module's own signs, which no word may bring."""

_STRUCK: Final = frozenset({"del", "s", "strike"})
_NOT_SHOWN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_SPAN: Final = 1_000
_SIZES: Final = {size.value: size for size in PictureSize}
_EDGE: Final = "\x1e"
"""Where a block begins or ends; several together are one line end."""


MOST_WORDS: Final = 20_000_000
"""Bytes of a page without its pictures."""


def read_html(data: bytes) -> Source:
    """The cells of a page and its embedded pictures.  Nothing is fetched."""
    embedded = take_out(data)
    data = embedded.page
    if len(data) > MOST_WORDS:
        raise too_large()
    root = _parsed(data, _encoding(data))
    if root is None:
        raise broken()  # it has neither tags nor text
    _drop_elsewhere(root, embedded)
    drop_repeated(root)
    note_unread(root)
    show_list_marks(root)
    page = _Page(embedded, _captions(root))
    cells = tuple(page.cells(root))
    beside = tuple(told_once([*page.drawn, *_links(root, cells, page.sheet)]))
    return Source(cells, tuple(page.pictures), empty=tuple(page.empty), furniture=beside)


def table_rows(markup: str, most: int) -> tuple[tuple[str, ...], ...]:
    """The rows of a page's tables, and what stands outside of them as rows of one cell; no pictures.

    Empty if there is no table; what is beyond ``most`` cells is left out.
    """
    page = take_out(markup.encode("utf-8", "replace")).page
    root = _parsed(page, "utf-8") if len(page) <= MOST_WORDS else None
    if root is None or next(root.iter("table"), None) is None:
        return ()
    _drop_pictures(root)
    walk = _Page(Embedded(page), {})
    cells = [*walk.cells(root), *walk.empty]
    return tuple(_in_columns(cells, most))


def _in_columns(cells: Sequence[Cell], most: int) -> Iterator[tuple[str, ...]]:
    """Rows in which each cell stands in its column; a wide or high one is empty but for its first place."""
    rows: dict[int, dict[int, str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, {})[int(cell.box.left)] = cell.text
    for _number, row in sorted(rows.items()):
        width = max(row) + 1
        most -= width
        if most < 0:
            return
        yield tuple(row.get(column, "") for column in range(width))


def _parsed(page: bytes, encoding: str | None) -> _Element | None:
    """The tree of a page; None if it has neither tags nor text."""
    from lxml import etree

    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding=encoding
    )
    root: _Element | None = etree.fromstring(page, parser)
    return root


def _drop_pictures(root: _Element) -> None:
    from lxml import etree

    etree.strip_elements(root, "img", with_tail=False)


def _encoding(data: bytes) -> str | None:
    if data.startswith(BOM_UTF8):  # browsers, too, take it before what is named
        return "utf-8"
    named = re.search(rb"charset=[\"']?([A-Za-z0-9_-]+)", data[:2_000])
    if named and _is_known(encoding := named[1].decode("ascii")):
        return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp932"
    return "utf-8"


def _is_known(encoding: str) -> bool:
    """Whether the parser knows an encoding; a damaged page may name any."""
    from lxml import etree

    try:
        etree.HTMLParser(encoding=encoding)
    except LookupError:
        return False
    return True


def _drop_elsewhere(root: _Element, embedded: Embedded) -> None:
    """Remove the address of external pictures, so that text around them stays together."""
    for image in root.iter("img"):
        if "src" in image.attrib and not embedded.picture(image.get("src", "").strip()):
            del image.attrib["src"]


@dataclass(frozen=True, slots=True)
class _Caption:
    """A picture's caption, and whether it is above it."""

    words: str
    above: bool


def _captions(root: _Element) -> dict[_Element, _Caption]:
    """The captions of pictures that are alone in a ``figure``; removed from the page."""
    found: dict[_Element, _Caption] = {}
    for figure in list(root.iter("figure")):
        inside = [one for one in figure.iter("img", "figcaption", "table", "figure") if one is not figure]
        images = [one for one in inside if one.tag == "img"]
        words = [one for one in inside if one.tag == "figcaption"]
        if len(images) != 1 or len(inside) != 1 + len(words) or len(words) > 1:
            continue
        found[images[0]] = _Caption("", above=False)
        for caption in words:
            run = _Run()
            _plain(caption, run)
            found[images[0]] = _Caption(_lines("".join(run.words)), above=inside[0] is caption)
            caption.text = None
            for child in list(caption):
                caption.remove(child)
    return found


@dataclass
class _Run:
    """Text and pictures, before they are laid out."""

    words: list[str] = field(default_factory=list)
    images: list[_Element] = field(default_factory=list)
    elsewhere: list[_Element] = field(default_factory=list)
    """Pictures that are not inside the page."""

    drawn: list[str] = field(default_factory=list)
    """Drawings and what lies elsewhere, as they are told."""

    doubts: set[Reason] = field(default_factory=set)

    def look_at(self, element: _Element) -> None:
        """Note an element whose words are struck through or not shown."""
        style = element.get("style", "")
        if element.tag in _STRUCK or "line-through" in style:
            self.doubts.add(Reason.TRACKED)
        if element.get("hidden") is not None or _NOT_SHOWN.search(style):
            self.doubts.add(Reason.HIDDEN)
        if element.get(UNREAD) is not None:
            self.doubts.add(Reason.LIST_MARKS)


class _Page:
    """Walks a page; a table nested in a cell becomes rows of its own."""

    def __init__(self, embedded: Embedded, captions: dict[_Element, _Caption]) -> None:
        self.embedded = embedded
        self.captions = captions
        self.pictures: list[SourcePicture] = []
        self.drawn: list[tuple[str, Cell]] = []
        self.empty: list[Cell] = []
        self.row = 0
        self.sheet = Sheet(1, "1")

    def cells(self, element: _Element) -> Iterator[Cell]:
        run = _Run()
        yield from self._walk(element, run)
        yield from self._loose(run)

    def _walk(self, element: _Element, run: _Run) -> Iterator[Cell]:
        if element.tag in _UNSEEN:
            return
        if element.tag == "table":
            yield from self._loose(run)
            yield from self._table(element)
            self.row += 1  # what follows is not in its row
            return
        block = element.tag in _BLOCKS
        if block:
            yield from self._loose(run)
        run.look_at(element)
        run.words.append(_own_text(element))
        for child in element:
            if not _take_own(child, run):
                yield from self._walk(child, run)
            run.words.append(_BLANK.sub(" ", child.tail or ""))
        if block:
            yield from self._loose(run)

    def _loose(self, run: _Run) -> Iterator[Cell]:
        """What is outside of tables, as a row with one cell."""
        cells = self._laid(run, 0, 1, 1, boxed=False)
        self.row += bool(cells)
        yield from cells
        run.words.clear()
        run.images.clear()
        run.elsewhere.clear()
        run.drawn.clear()
        run.doubts.clear()

    def _laid(self, run: _Run, column: int, wide: int, high: int, *, boxed: bool) -> list[Cell]:
        """The cells of text; each picture in it starts a new row."""
        held = [self._held(image) for image in run.images]
        at = Place(self.sheet, self.row, column, wide, high)
        cells, pictures = laid(_lines("".join(run.words)), held, at, frozenset(run.doubts), boxed=boxed)
        self.pictures += pictures
        box = Box(column, self.row, column + wide, self.row + high)
        self.pictures += [SourcePicture(b"", self.sheet, box, _told(image)) for image in run.elsewhere]
        self.drawn += [(words, Cell(words, self.sheet, box, self.row)) for words in run.drawn]
        self.row += len(held)
        return cells

    def _held(self, image: _Element) -> Held:
        caption = self.captions.get(image)
        figure = next(image.iterancestors("figure"), None)
        size = _SIZES.get(figure.get("data-size", "")) if figure is not None else None
        above = caption is not None and caption.above
        look = PictureLook(size, above) if size is not None else None
        if look is None and above:
            look = PictureLook(PictureSize.OWN, above)
        words = None if caption is None else caption.words
        return Held(self.embedded.picture(image.get("src", "").strip()), _told(image), words, look)

    def _table(self, table: _Element) -> Iterator[Cell]:
        taken: dict[int, int] = {}  # by column: the last row filled by a cell that spans rows
        trs = (tr for tr in table.iter("tr") if next(tr.iterancestors("table"), None) is table)
        for number, tr in enumerate(trs):
            column = 0
            for td in tr:
                if td.tag not in {"td", "th"}:
                    continue
                while taken.get(column, 0) > number:
                    column += 1
                wide, high = _span(td, "colspan"), _span(td, "rowspan")
                taken.update(dict.fromkeys(range(column, column + wide), number + high))
                yield from self._cell(td, column, wide, high)
                column += wide
            self.row += 1

    def _cell(self, td: _Element, column: int, wide: int, high: int) -> Iterator[Cell]:
        owner = next(td.iterancestors("table"), None)
        run = _Run()
        _plain(td, run)
        stressed, row = td.tag == "th", self.row
        cells = self._laid(run, column, wide, high, boxed=True)
        yield from (replace(cell, stressed=stressed) for cell in cells)
        if not cells and not run.images and not run.elsewhere:
            box = Box(column, row, column + wide, row + high)
            self.empty.append(Cell("", self.sheet, box, row, boxed=True, stressed=stressed))
        for table in td.iter("table"):
            if next(table.iterancestors("table"), None) is owner:
                self.row += 1
                yield from self._table(table)


def _links(root: _Element, cells: Sequence[Cell], sheet: Sheet) -> Iterator[tuple[str, Cell]]:
    """Where links lead beyond the page, in one text."""
    words = strange_links(addresses(root), "\n".join(cell.text for cell in cells))
    if words:
        yield words, Cell(words, sheet, Box(0, 0, 1, 1), 0)


def _told(image: _Element) -> str:
    return " ".join(image.get("alt", "").split())


def _plain(element: _Element, run: _Run) -> None:
    """The text of a cell, each block on its own line."""
    run.look_at(element)
    run.words.append(_own_text(element))
    for child in element:
        if child.tag not in _UNSEEN and child.tag != "table":
            edge = _EDGE if child.tag in _BLOCKS else ""
            run.words.append(edge)
            if not _take_own(child, run):
                _plain(child, run)
                run.words.append(edge)
        run.words.append(_BLANK.sub(" ", child.tail or ""))


def _own_text(element: _Element) -> str:
    """The text before the first element in one."""
    words = _BLANK.sub(" ", element.text or "")
    return off_line(words, above=element.tag == "sup") if element.tag in {"sup", "sub"} else words


def _take_own(element: _Element, run: _Run) -> bool:
    """Handle a picture or an element with implicit text; False for any other."""
    if element.tag == "img" and element.get("src") is None:
        run.elsewhere.append(element)
        return True
    if element.tag == "img":
        run.images.append(element)
        run.words.append(f"{_EDGE}{PICTURE}{_EDGE}")
        return True
    if (drawn := drawn_as(element)) is not None:
        run.drawn.append(drawn)
        return True
    own = own_words(element)
    if own is not None:
        run.words.append(own)
    return own is not None


def _lines(text: str) -> str:
    joined = re.sub(rf" *\n? *(?:{_EDGE} *)+", "\n", text)
    return "\n".join(line.strip(" ") for line in joined.split("\n")).strip("\n")


def _span(td: _Element, name: str) -> int:
    words = td.get(name, "1").strip()
    return min(int(words), _MOST_SPAN) if words.isascii() and words.isdigit() and int(words) > 0 else 1
