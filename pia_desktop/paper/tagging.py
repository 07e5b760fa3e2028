"""The structure of a tagged PDF: what each piece of the pages is, in the order in which the form is read.

Document › Part › H1 for each part of the form; inside it Sect › H2 for each heading row, H3 for risks and
entries, and tables of TR with TH and TD.  In a TD, each of several paragraphs is a P, and boxes to tick and
options are a list: read out, or copied, they stand apart as on the page.  A cell that goes on over several
pages is one element with several contents (ISO 32000-1, 14.7 and 14.8).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pia_desktop.paper.blocks import Role
from pia_desktop.paper.layout import PicturePlace, Placed, Run, Slice, Tag
from pia_desktop.paper.pdffile import PdfFile, text_string

LINES: Final = "/Artifact<</Type/Layout>>BDC"
"""Opens the rules and shades of a page."""
PAGINATION: Final = "/Artifact<</Type/Pagination>>BDC"
"""Opens what belongs to the page: its number, a table's head repeated."""
WATERMARK: Final = "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC"
"""Opens what stands behind a page."""
UNNAMED_PICTURE: Final = "図"
_ROW_HEAD: Final = "/O/Table/Scope/Row"
_COLUMN_HEAD: Final = "/O/Table/Scope/Column"


@dataclass(slots=True, eq=False)
class Element:
    """A structure element; ``kids`` are elements, (page, MCID) pairs, or annotations' object numbers."""

    kind: str
    number: int
    parent: Element | None
    kids: list[Element | tuple[int, int] | int] = field(default_factory=list)
    entries: str = ""
    attributes: str = ""
    columns: int = 1
    rows: int = 1
    x: float = 0.0
    spanning: bool = False


@dataclass(slots=True)
class _Table:
    element: Element
    has_answers: bool = False
    rows: list[tuple[Element, int]] = field(default_factory=list)
    spans: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class _Inside:
    """What stands in an answer's cell: paragraphs by their first line; how far a list of boxes has come."""

    itemised: bool = False
    paragraphs: dict[int, Element] = field(default_factory=dict)
    list: Element | None = None
    current: Element | None = None


_PLAIN: Final = _Inside()
"""Nothing: the cell's words are its own."""


@dataclass(frozen=True, slots=True)
class Link:
    """A box of 項目一覧 that leads to a part: its element, its page from 0, and where its words begin."""

    element: Element
    page: int
    part: str
    x: float
    y: float


class Structure:
    """Takes the pieces of all pages in their order; ``parts`` are those that links can lead to."""

    def __init__(self, file: PdfFile, parts: Collection[str]) -> None:
        self.links: list[Link] = []
        self._parts = parts
        self._file = file
        self._root = file.reserve()
        self._elements: list[Element] = []
        self._document = self._element("Document", None)
        self._part = self._document
        self._section = self._document
        self._list: Element | None = None
        self._table: _Table | None = None
        self._row: Element | None = None
        self._cells: dict[int, Element] = {}
        self._insides: dict[Element, _Inside] = {}
        self._pages: list[list[int]] = []
        self._page = 0
        self._annotations: list[int] = []
        self._tables: list[_Table] = []

    # ---- marks in the contents of a page

    def begin_page(self, number: int) -> int:
        """What follows stands on this page (object number); the page's /StructParents."""
        self._page = number
        self._pages.append([])
        return len(self._pages) - 1

    def mark(self, element: Element) -> str:
        """The operator that opens a piece of an element's content."""
        owners = self._pages[-1]
        element.kids.append((self._page, len(owners)))
        owners.append(element.number)
        return f"/{element.kind}<</MCID {len(owners) - 1}>>BDC"

    def element_of(self, piece: Placed) -> Element | None:
        """The element that a piece belongs to; None for what is no part of the document."""
        tag = piece.tag
        if tag is Tag.ARTIFACT:
            return None
        if piece.start and id(piece.slices) in self._cells:  # not where its beginning is on no chosen page
            return self._cells[id(piece.slices)]
        element = self._cells[id(piece.slices)] = self._new(piece, tag)
        return element

    def figure(self, owner: Element, picture: PicturePlace, page_height: float) -> Element:
        """The element of a picture in a cell."""
        place = picture.place
        figure = self._element("Figure", owner)
        figure.entries = "/Alt" + text_string(picture.caption or UNNAMED_PICTURE)
        low, high = page_height - place.y - place.height, page_height - place.y
        box = f"{place.x:.2f} {low:.2f} {place.x + place.width:.2f} {high:.2f}"
        figure.attributes = f"/O/Layout/Placement/Block/BBox[{box}]"
        return figure

    def caption(self, figure: Element) -> Element:
        """The element of the words below a picture."""
        return self._element("Caption", figure)

    def split_heading(self, heading: Element, runs: Sequence[Run]) -> Iterator[tuple[Element, list[Run]]]:
        """A heading row's words, and the none-boxes that stand beside them as a paragraph of their own."""
        words = [run for run in runs if run.role is Role.HEADING]
        boxes = [run for run in runs if run.role is not Role.HEADING]
        if words:
            yield heading, words
        if boxes:
            yield self._element("P", heading.parent), boxes

    # ---- what stands in a cell

    def inside(self, cell: Element, piece: Placed) -> Iterator[tuple[Element, float, list[Slice]]]:
        """The elements of an answer's piece in reading order: how far below its top, and their lines."""
        inside = self._inside(cell, piece)
        if inside.itemised:
            yield from self._items(cell, piece, inside)
            return
        y, at, slices = 0.0, piece.start, piece.slices
        while at < piece.stop:
            end = piece.stop if inside is _PLAIN else _paragraph_end(slices, at, piece.stop)
            own = list(slices[at:end])
            if any(part.runs for part in own):
                yield self._paragraph(cell, inside, slices, at), y, own
            y += sum(part.height for part in own)
            at = end

    def paragraph(self, cell: Element, piece: Placed, number: int) -> Element:
        """The element of the paragraph that a line belongs to: the cell itself where it has but one."""
        return self._paragraph(cell, self._inside(cell, piece), piece.slices, number)

    def _paragraph(self, cell: Element, inside: _Inside, slices: Sequence[Slice], number: int) -> Element:
        if inside is _PLAIN or not slices[number].runs:
            return cell
        while number > 0 and slices[number - 1].goes_on:
            number -= 1
        if number not in inside.paragraphs:
            inside.paragraphs[number] = self._element("P", cell)
        return inside.paragraphs[number]

    def _inside(self, cell: Element, piece: Placed) -> _Inside:
        found = self._insides.get(cell)
        if found is None:
            slices = piece.slices
            if any(run.role is Role.ITEM for part in slices for run in part.runs):
                found = self._insides[cell] = _Inside(itemised=True)
            elif _paragraphs(slices) > 1:
                found = self._insides[cell] = _Inside()
            else:
                found = _PLAIN
        if piece.stop == len(piece.slices) and not any(part.pictures for part in piece.slices):
            self._insides.pop(cell, None)  # nothing of it follows
        return found

    def _items(
        self, cell: Element, piece: Placed, inside: _Inside
    ) -> Iterator[tuple[Element, float, list[Slice]]]:
        """Boxes and options, each an item of a list; words before and after them, and labels, are a P."""
        y = 0.0
        gathered: list[Run] = []
        owner: Element | None = None
        for part in piece.slices[piece.start : piece.stop]:
            for run in part.runs:
                following = self._item_of(cell, run, inside)
                if following is not owner:
                    if owner is not None:
                        yield owner, 0.0, [Slice(0.0, tuple(gathered))]
                    owner, gathered = following, []
                gathered.append(run.moved(0.0, y))
            y += part.height
        if owner is not None:
            yield owner, 0.0, [Slice(0.0, tuple(gathered))]

    def _item_of(self, cell: Element, run: Run, inside: _Inside) -> Element:
        if run.role is Role.ITEM:
            inside.list = inside.list or self._element("L", cell)
            inside.current = self._element("LBody", self._element("LI", inside.list))
        elif run.role is Role.LABEL or inside.current is None or (run.role is Role.NOTE and inside.list):
            inside.list, inside.current = None, self._element("P", cell)
        return inside.current

    # ---- where a piece belongs

    def _element(self, kind: str, parent: Element | None) -> Element:
        element = Element(kind, self._file.reserve(), parent)
        self._elements.append(element)
        if parent is not None:
            parent.kids.append(element)
        return element

    def _new(self, piece: Placed, tag: Tag) -> Element:
        if tag in (Tag.LABEL, Tag.SPAN, Tag.COLUMN, Tag.ANSWER):
            return self._cell(piece, tag)
        if tag is Tag.BLOCK and piece.opens is None and self._row is not None:
            return self._row  # the title of an entry stands in a cell of its own beside 委託事項1
        self._table = None
        if tag is not Tag.CONTENTS:
            self._list = None
        match tag:
            case Tag.TITLE:
                self._part = self._section = self._element("Part", self._document)
                return self._element("H1", self._part)
            case Tag.SECTION:
                self._section = self._element("Sect", self._part)
                return self._element("H2", self._section)
            case Tag.BLOCK:
                self._row = self._element("H3", self._section)
                return self._row
            case Tag.CONTENTS:
                return self._contents(piece)
            case _:
                return self._element("P", self._section)

    def _contents(self, piece: Placed) -> Element:
        if self._list is None:
            self._list = self._element("L", self._section)
        body = self._element("LBody", self._element("LI", self._list))
        if piece.part not in self._parts:
            return body
        link = self._element("Link", body)
        self.links.append(Link(link, len(self._pages) - 1, piece.part, piece.x, piece.y))
        return link

    def _cell(self, piece: Placed, tag: Tag) -> Element:
        table = self._table
        if table is None or (tag is Tag.COLUMN and piece.opens is not None and table.has_answers):
            table = self._table = _Table(self._element("Table", self._section))
            self._tables.append(table)
            self._row = None
        if tag is Tag.SPAN:
            cell = self._element("TH", None)
            cell.attributes, cell.rows, cell.x, cell.spanning = _ROW_HEAD, 0, piece.x, True
            table.spans.append(cell)
            return cell
        if piece.opens is not None or self._row is None:
            self._row = self._open_row(table, piece.opens or 0)
        cell = self._element("TD" if tag is Tag.ANSWER else "TH", self._row)
        cell.x = piece.x
        table.has_answers = table.has_answers or tag is Tag.ANSWER
        if tag is not Tag.ANSWER:
            cell.attributes = _ROW_HEAD if tag is Tag.LABEL else _COLUMN_HEAD
        return cell

    def _open_row(self, table: _Table, depth: int) -> Element:
        row = self._element("TR", table.element)
        table.rows.append((row, depth))
        fresh = [span for span in table.spans if span.parent is None]
        kept = [span for span in table.spans if span.parent is not None][: max(0, depth - len(fresh))]
        table.spans = kept + fresh
        for span in fresh:
            span.parent = row
            row.kids.append(span)
        for span in table.spans:
            span.rows += 1
        return row

    # ---- writing

    def annotation(self, link: Link, number: int) -> int:
        """Note a link's annotation (object number); its /StructParent."""
        link.element.kids.append(number)
        self._annotations.append(link.element.number)
        return len(self._pages) + len(self._annotations) - 1

    def finish(self) -> int:
        """Write the tree; the number of its root."""
        for table in self._tables:
            _complete(table)
        for element in self._elements:
            self._file.put(element.number, self._body(element))
        parents = [f"{number}[{_references(owners)}]" for number, owners in enumerate(self._pages)]
        parents += [f"{len(self._pages) + at} {owner} 0 R" for at, owner in enumerate(self._annotations)]
        tree = self._file.add(f"<</Nums[{' '.join(parents)}]>>")
        first = self._document.number
        following = len(self._pages) + len(self._annotations)
        self._file.put(
            self._root,
            f"<</Type/StructTreeRoot/K {first} 0 R/ParentTree {tree} 0 R/ParentTreeNextKey {following}>>",
        )
        return self._root

    def _body(self, element: Element) -> str:
        parent = element.parent.number if element.parent is not None else self._root
        body = f"<</S/{element.kind}/P {parent} 0 R{element.entries}"
        attributes = element.attributes
        if element.columns > 1 or element.rows > 1:
            attributes = attributes or "/O/Table"
            attributes += f"/ColSpan {element.columns}" if element.columns > 1 else ""
            attributes += f"/RowSpan {element.rows}" if element.rows > 1 else ""
        if attributes:
            body += f"/A<<{attributes}>>"
        if element.kids:
            home = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), 0)
            body += f"/Pg {home} 0 R" if home else ""
            kids = " ".join([_kid(kid, home) for kid in element.kids])
            body += f"/K {kids}" if len(element.kids) == 1 else f"/K[{kids}]"
        return body + ">>"


def _paragraphs(slices: Sequence[Slice]) -> int:
    """How many paragraphs have words; what stands below a picture is no paragraph."""
    return sum(
        1
        for number, part in enumerate(slices)
        if part.runs and not part.pictures and not (number and slices[number - 1].goes_on)
    )


def _paragraph_end(slices: Sequence[Slice], at: int, stop: int) -> int:
    while at + 1 < stop and slices[at].goes_on:
        at += 1
    return at + 1


def _kid(kid: Element | tuple[int, int] | int, home: int) -> str:
    match kid:
        case Element():
            return f"{kid.number} 0 R"
        case (page, mark):
            return str(mark) if page == home else f"<</Type/MCR/Pg {page} 0 R/MCID {mark}>>"
        case _:
            return f"<</Type/OBJR/Obj {kid} 0 R>>"


def _references(numbers: list[int]) -> str:
    return " ".join([f"{number} 0 R" for number in numbers])


def _complete(table: _Table) -> None:
    """Cells in their columns, and how many columns each takes, so that all rows are of one width."""
    for span in table.spans:
        if span.parent is None and table.rows:  # its words found room only beside a row that was begun before
            span.parent = table.rows[-1][0]
            span.parent.kids.append(span)
    columns = 0
    rows = []
    for row, depth in table.rows:
        cells = sorted((kid for kid in row.kids if isinstance(kid, Element)), key=lambda cell: cell.x)
        row.kids = list(cells)
        own = [cell for cell in cells if not cell.spanning]
        rows.append((own, depth))
        columns = max(columns, depth + len(own))
    for own, depth in rows:
        if own:
            own[0].columns = max(1, columns - depth - len(own) + 1)
