"""The structure of a tagged PDF, in the form's reading order.

Document › Part › H1 for each part of the form; inside it Sect › H2 for heading rows, H3 for risks and
entries, and tables of TR with TH and TD; an answer without header cells is not in a table.  In a TD, several
paragraphs are P elements, and check boxes and options are lists, so that text extraction keeps them apart.  A
cell continued over several pages is one element with several contents (ISO 32000-1, 14.7 and 14.8; ISO
14289-1).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.picture_names import spoken_caption
from pia_desktop.paper.blocks import Role
from pia_desktop.paper.cellcontents import CellContents, is_plain
from pia_desktop.paper.elements import Element, TableElement, references, written
from pia_desktop.paper.layout import PicturePlace, Placed, Run, Tag
from pia_desktop.paper.pdffile import PdfFile, text_string

LINES: Final = "/Artifact<</Type/Layout>>BDC"
"""Opens the rules and shades of a page."""
PAGINATION: Final = "/Artifact<</Type/Pagination>>BDC"
"""Opens what belongs to the page: its number, a table's head repeated."""
WATERMARK: Final = "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC"
"""Opens what stands behind a page."""
_ROW_HEAD: Final = "/O/Table/Scope/Row"
_COLUMN_HEAD: Final = "/O/Table/Scope/Column"


_MAY_BE_EMPTY: Final = frozenset(("TH", "TD", "Document"))
_CELLS: Final = frozenset((Tag.LABEL, Tag.SPAN, Tag.COLUMN, Tag.ANSWER))


@dataclass(frozen=True, slots=True)
class Link:
    """A box of 項目一覧 that links to a part: its element, page from 0, and position."""

    element: Element
    page: int
    part: str
    x: float
    y: float


class Structure:
    """Receives the pieces of all pages in order; ``parts`` are the possible link targets."""

    def __init__(self, file: PdfFile, parts: Collection[str]) -> None:
        self.links: list[Link] = []
        self._parts = parts
        self._file = file
        self.cells = CellContents(self._element)
        self._root = file.reserve()
        self._elements: list[Element] = []
        self._document = self._element("Document", None)
        self._part = self._document
        self._section = self._document
        self._list: Element | None = None
        self._ranks: list[int] = []
        self._table: TableElement | None = None
        self._row: Element | None = None
        self._cells: dict[int, Element] = {}
        self._pages: list[list[Element]] = []
        self._page = 0
        self._annotations: list[Element] = []
        self._heads: set[Element] = set()
        self._torn = False
        self._tables: list[TableElement] = []

    # ---- marks in the contents of a page

    def begin_page(self, number: int, *, follows: bool = True) -> int:
        """Start a page (object number); returns its /StructParents.

        ``follows``: it directly continues the previous one; otherwise headings and labels are not carried
        over.
        """
        self._page = number
        self._pages.append([])
        if not follows:
            self._part = self._section = self._element("Part", self._document)
            self._table = self._list = self._row = None
            self._ranks, self._torn = [], True
        return len(self._pages) - 1

    def mark(self, element: Element) -> str:
        """The operator that opens a piece of an element's content."""
        owners = self._pages[-1]
        element.kids.append((self._page, len(owners)))
        owners.append(element)
        return f"/{element.kind}<</MCID {len(owners) - 1}>>BDC"

    def element_of(self, piece: Placed, following: Placed | None) -> Element | None:
        """The element of a piece; None for artifacts.

        ``following`` is the next piece on the page.
        """
        tag = piece.tag
        if tag is Tag.ARTIFACT or (piece.artifact and not self._names_columns(piece)):
            return None
        if piece.start and id(piece.slices) in self._cells:
            return self._cells[id(piece.slices)]
        lost = piece.start > 0 and tag in _CELLS  # its beginning and its header are on no chosen page
        alone = piece.opens is not None and (following is None or not _beside(following))
        named = self._has_columns() or (piece.opens and not self._torn)
        if tag is Tag.ANSWER and (alone or lost) and not named:
            element = self._unnamed(piece)
        elif lost:
            self._row = None if self._row in self._heads else self._row
            element = self._new(piece, tag)
        else:
            element = self._new(piece, tag)
        if alone and tag is Tag.LABEL and self._has_columns():
            element.attributes = _COLUMN_HEAD  # a full-width heading inside a table
        self._cells[id(piece.slices)] = element
        return element

    def figure(self, owner: Element, picture: PicturePlace, page_height: float) -> Element:
        """The element of a picture in a cell."""
        place = picture.place
        figure = self._element("Figure", owner)
        figure.entries = "/Alt" + text_string(spoken_caption(picture.caption))
        low, high = page_height - place.y - place.height, page_height - place.y
        box = f"{place.x:.2f} {low:.2f} {place.x + place.width:.2f} {high:.2f}"
        figure.attributes = f"/O/Layout/Placement/Block/BBox[{box}]"
        return figure

    def caption(self, figure: Element) -> Element:
        """The element of a caption."""
        return self._element("Caption", figure)

    def split_heading(self, heading: Element, runs: Sequence[Run]) -> Iterator[tuple[Element, list[Run]]]:
        """A heading row's text, and its none-boxes as a separate paragraph."""
        words = [run for run in runs if run.role is Role.HEADING]
        boxes = [run for run in runs if run.role is not Role.HEADING]
        if words:
            yield heading, words
        if boxes:
            yield self._element("P", heading.parent), boxes

    # ---- where a piece belongs

    def _element(self, kind: str, parent: Element | None) -> Element:
        element = Element(kind, parent)
        self._elements.append(element)
        if parent is not None:
            parent.kids.append(element)
        return element

    def _heading(self, rank: int, parent: Element, piece: Placed) -> Element:
        """A heading of a part (1), a section (2) or an entry (3), one level below its parent.

        So no level is skipped, even if a part has no sections or a print begins within one.  Empty text is no
        heading.
        """
        if not any(part.runs for part in piece.slices):
            return self._element("P", parent)
        while self._ranks and self._ranks[-1] >= rank:
            self._ranks.pop()
        self._ranks.append(rank)
        return self._element(f"H{len(self._ranks)}", parent)

    def _names_columns(self, piece: Placed) -> bool:
        """Whether this repeated table header is the first one printed."""
        return self._torn and piece.tag is Tag.COLUMN and (self._table is None or self._row in self._heads)

    def _has_columns(self) -> bool:
        """Whether cells have column headers."""
        return self._table is not None and self._table.has_columns

    def _unnamed(self, piece: Placed) -> Element:
        """A full-width answer without row or column header: as paragraphs."""
        self._table = self._list = self._row = None
        return self._element("P" if is_plain(piece.slices) else "Div", self._section)

    def _new(self, piece: Placed, tag: Tag) -> Element:
        if tag in _CELLS:
            return self._cell(piece, tag)
        if tag is Tag.BLOCK and piece.opens is None and self._row is not None:
            return self._row  # the title of an entry is in its own cell beside 委託事項1
        self._table, self._torn = None, False
        if tag is not Tag.CONTENTS:
            self._list = None
        match tag:
            case Tag.TITLE:
                self._part = self._section = self._element("Part", self._document)
                return self._heading(1, self._part, piece)
            case Tag.SECTION:
                self._section = self._element("Sect", self._part)
                return self._heading(2, self._section, piece)
            case Tag.BLOCK:
                self._row = self._heading(3, self._section, piece)
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
            table = self._table = TableElement(self._element("Table", self._section))
            self._tables.append(table)
            self._row = None
        if tag is Tag.SPAN:
            cell = self._element("TH", None)
            cell.attributes, cell.rows, cell.x, cell.spanning = _ROW_HEAD, 0, piece.x, True
            table.spans.append(cell)
            return cell
        if piece.opens is not None or self._row is None:
            self._row = self._open_row(table, piece.opens or 0)
            if tag is Tag.COLUMN:
                self._heads.add(self._row)
        cell = self._element("TD" if tag is Tag.ANSWER else "TH", self._row)
        cell.x = piece.x
        table.has_answers = table.has_answers or tag is Tag.ANSWER
        table.has_columns = table.has_columns or tag is Tag.COLUMN
        if tag is not Tag.ANSWER:
            cell.attributes = _ROW_HEAD if tag is Tag.LABEL else _COLUMN_HEAD
        return cell

    def _open_row(self, table: TableElement, depth: int) -> Element:
        row = self._element("TR", table.element)
        depth = min(depth, len(table.spans)) if self._torn else depth
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
        """Register a link's annotation (object number); returns its /StructParent."""
        link.element.kids.append(number)
        self._annotations.append(link.element)
        return len(self._pages) + len(self._annotations) - 1

    def _drop_empty(self) -> None:
        """Remove empty elements, except cells in rows."""
        for element in [one for one in self._elements if not one.kids and one.kind not in _MAY_BE_EMPTY]:
            empty = element
            while not empty.kids and empty.parent is not None:
                empty.parent.kids.remove(empty)
                empty = empty.parent
        self._elements = [one for one in self._elements if one.kids or one.kind in _MAY_BE_EMPTY]

    def finish(self) -> int:
        """Write the tree; returns the number of its root."""
        for table in self._tables:
            table.complete()
        self._drop_empty()
        for element in self._elements:
            element.number = self._file.reserve()
        for element in self._elements:
            self._file.put(element.number, written(element, self._root))
        parents = [f"{number}[{references(owners)}]" for number, owners in enumerate(self._pages)]
        parents += [
            f"{len(self._pages) + at} {owner.number} 0 R" for at, owner in enumerate(self._annotations)
        ]
        tree = self._file.add(f"<</Nums[{' '.join(parents)}]>>")
        first = self._document.number
        following = len(self._pages) + len(self._annotations)
        self._file.put(
            self._root,
            f"<</Type/StructTreeRoot/K {first} 0 R/ParentTree {tree} 0 R/ParentTreeNextKey {following}>>",
        )
        return self._root


def _beside(piece: Placed) -> bool:
    """Whether a piece is in the same row as the previous one."""
    return piece.opens is None and piece.tag in _CELLS and not piece.artifact
