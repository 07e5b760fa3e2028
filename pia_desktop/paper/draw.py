"""Third pass: draws a layout as PDF. The only place with coordinates from the bottom of the page."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, BinaryIO, Final
from unicodedata import category

from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.paper.archive import PageObject, destination, write_catalog
from pia_desktop.paper.collector import gc_suspended
from pia_desktop.paper.elements import Element
from pia_desktop.paper.excerpt import excerpt
from pia_desktop.paper.fontchain import FontChoice
from pia_desktop.paper.fontmetrics import FontFace, is_sequence
from pia_desktop.paper.layout import Box, Edge, Layout, Page, Placed, Rect, Run, Slice, Tag
from pia_desktop.paper.pdffile import PdfFile, text_string
from pia_desktop.paper.pdfpicture import EmbeddedPicture, embed_picture
from pia_desktop.paper.sharpness import SharpEnough, Size, sizes_needed
from pia_desktop.paper.style import GETA, THICK, THIN, Face, chain
from pia_desktop.paper.tagging import LINES, PAGINATION, WATERMARK, Structure

if TYPE_CHECKING:
    from pia_desktop.paper.pdffont import EmbeddedFont

_SHARP: Final = SharpEnough()
_GETAS: Final = re.compile(f"({GETA})")
_GREY_FRAME: Final = 0.6
_GREY_BEHIND: Final = 0.86
"""Of words behind the page: seen at a glance, and no hindrance to reading what stands over them."""


def draw_pdf(
    layout: Layout,
    pictures: PictureSource,
    chosen: Sequence[int] | None = None,
) -> bytes:
    """The bytes of a PDF/UA-1 and PDF/A-2a file; equal for equal layouts and pictures."""
    target = io.BytesIO()
    write_pdf(layout, pictures, target, chosen)
    return target.getvalue()


@gc_suspended()
def write_pdf(
    layout: Layout,
    pictures: PictureSource,
    target: BinaryIO,
    chosen: Sequence[int] | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """``draw_pdf`` into a file, which may exceed memory: one picture is held at a time.

    ``chosen``: the pages to draw, ascending from 0, None for all; page numbers are kept.  ``progress`` is
    called with the number of pages drawn; an exception from it aborts the drawing.
    """
    drawn = range(len(layout.pages)) if chosen is None else chosen
    folios = [layout.folio(page) for page in drawn]
    layout = layout if chosen is None else excerpt(layout, chosen)
    file = PdfFile(target)
    tree, resources = file.reserve(), file.reserve()
    heads = _heads(layout)
    structure = Structure(file, heads)
    images = _Images(file, pictures, layout)
    fonts = _Fonts(layout.fonts)
    pages = [PageObject(file.reserve(), page.height) for page in layout.pages]
    bodies = []
    for done, (page, written) in enumerate(zip(layout.pages, pages, strict=True), 1):
        follows = drawn[done - 1] == (drawn[done - 2] + 1 if done > 1 else 0)
        key = structure.begin_page(written.number, follows=follows)
        painter = _Painter(page, structure, fonts, images)
        contents = file.stream(_operators(page, painter))
        bodies.append(
            f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {page.width:g} {page.height:g}]"
            f"/Resources {resources} 0 R/Contents {contents} 0 R/StructParents {key}/Tabs/S"
        )
        if progress is not None:
            progress(done)
    _put_pages(file, tree, pages, bodies, _write_links(file, layout, structure, pages, heads))
    catalog, info = write_catalog(file, layout, pages, folios, tree, structure.finish())
    file.put(resources, f"<</Font<<{fonts.write(file)}>>/XObject<<{images.entries()}>>>>")
    file.finish(catalog, info)


def _put_pages(
    file: PdfFile, tree: int, pages: Sequence[PageObject], bodies: Sequence[str], links: Mapping[int, str]
) -> None:
    """Write the objects of the pages with their links (by page from 0), and the tree of them."""
    for number, (written, body) in enumerate(zip(pages, bodies, strict=True)):
        file.put(written.number, body + (f"/Annots[{links[number]}]" if number in links else "") + ">>")
    kids = " ".join([f"{written.number} 0 R" for written in pages])
    file.put(tree, f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>")


def _operators(page: Page, painter: _Painter) -> bytes:
    """What draws a page: shades, what lies behind its words, rules, and what has words."""
    behind = ["EMC", *painter.behind(), LINES] if page.behind else []
    ops = [LINES, *_shades(page), *behind, *_lines(page), "EMC", *painter.operators()]
    return "\n".join(ops).encode("ascii")


def _heads(layout: Layout) -> dict[str, tuple[int, float]]:
    """Page (from 0) and y at which each part begins; of its first file if it exists once per file."""
    heads: dict[str, tuple[int, float]] = {}
    for number, page in enumerate(layout.pages):
        for piece in page.placed:
            if piece.tag is Tag.TITLE and piece.part:
                heads.setdefault(piece.part, (number, piece.y))
    return heads


def _write_links(
    file: PdfFile,
    layout: Layout,
    structure: Structure,
    pages: Sequence[PageObject],
    heads: dict[str, tuple[int, float]],
) -> dict[int, str]:
    """The links of 項目一覧, by page from 0: each box leads to its part."""
    found: dict[int, str] = {}
    for link in structure.links:
        page = layout.pages[link.page]
        box = next(box for box in page.boxes if _holds(box, link.x, link.y))
        low, high = page.height - box.y - box.height, page.height - box.y
        target, y = heads[link.part]
        words = " ".join("".join(run.text for run in page.runs() if _holds(box, run.x, run.y)).split())
        number = file.reserve()
        key = structure.annotation(link, number)
        file.put(
            number,
            f"<</Type/Annot/Subtype/Link/Rect[{box.x:.2f} {low:.2f} {box.x + box.width:.2f} {high:.2f}]"
            f"/Contents{text_string(words)}/Border[0 0 0]/F 4/StructParent {key}"
            f"/Dest{destination(pages[target], y)}>>",
        )
        found[link.page] = f"{found.get(link.page, '')} {number} 0 R"
    return found


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


class _Images:
    """The pictures of one file, each embedded once, as sharp as its largest occurrence needs."""

    def __init__(self, file: PdfFile, source: PictureSource, layout: Layout) -> None:
        self._file = file
        self._source = source
        self._layout = layout
        self._sizes: Mapping[str, Size] | None = None
        self._found: dict[str, EmbeddedPicture | None] = {}

    def picture(self, digest: str) -> EmbeddedPicture | None:
        """The embedded picture; None if it is missing or malformed."""
        if digest not in self._found:
            data = self._source.picture(digest)
            self._found[digest] = (
                None if data is None else embed_picture(self._file, self._sharp(digest, data))
            )
        return self._found[digest]

    def _sharp(self, digest: str, data: bytes) -> bytes:
        if self._sizes is None:
            self._sizes = sizes_needed(self._layout)
        return _SHARP.picture(digest, data, self._sizes[digest])

    def entries(self) -> str:
        """Their names in the page resources."""
        return "".join([f"/P{one.number} {one.number} 0 R" for one in self._found.values() if one])


class _Chains(dict[Face, FontFace]):
    """Font metrics by face, created on first use."""

    def __init__(self, choice: FontChoice) -> None:
        super().__init__()
        self._choice = choice

    def __missing__(self, face: Face) -> FontFace:
        self[face] = found = chain(face, self._choice)
        return found


class _Fonts:
    """The fonts of one file, each embedded once if used."""

    def __init__(self, choice: FontChoice) -> None:
        # Importing ReportLab takes a tenth of a second, so only when something is printed.
        from pia_desktop.paper.pdffont import EmbeddedFont

        self._make = EmbeddedFont
        self._found: dict[FontFace, EmbeddedFont] = {}
        self.faces = _Chains(choice)

    def of(self, font: FontFace) -> EmbeddedFont:
        """The embedded font of a face."""
        found = self._found.get(font)
        if found is None:
            found = self._found[font] = self._make(font, f"F{len(self._found) + 1}")
        return found

    def write(self, file: PdfFile) -> str:
        """Write the fonts; returns their names in the page resources."""
        return "".join([f"/{font.name} {font.write(file)} 0 R" for font in self._found.values()])


class _Painter:
    """The pieces of one page as operators, in reading order, so that text extraction gets that order."""

    def __init__(self, page: Page, structure: Structure, fonts: _Fonts, images: _Images) -> None:
        self._page = page
        self._structure = structure
        self._fonts = fonts
        self._images = images
        self._ops = ["0 g BT"]
        self._set: tuple[FontFace, float] | None = None

    def behind(self) -> list[str]:
        """The operators of the background."""
        kept, self._ops = self._ops, [WATERMARK, f"{_GREY_BEHIND:g} g BT"]
        self._text(0.0, 0.0, [Slice(0.0, self._page.behind)])
        found, self._ops = [*self._ops, "ET", "EMC"], kept
        return found

    def operators(self) -> list[str]:
        """All operators of the page."""
        placed = self._page.placed
        for piece, following in zip_longest(placed, placed[1:]):
            element = self._structure.element_of(piece, following)
            slices = piece.slices[piece.start : piece.stop]
            if any(part.pictures for part in slices) and element is not None:
                self._figures(piece, slices, element)
            elif piece.tag is Tag.SECTION and element is not None:
                runs = [run.moved(0.0, y) for y, part in _stacked(slices) for run in part.runs]
                for owner, own in self._structure.split_heading(element, runs):
                    self._marked(owner, piece.x, piece.y, [Slice(0.0, tuple(own))])
            elif element is not None and piece.tag is Tag.ANSWER:
                for owner, y, lines in self._structure.cells.pieces(element, piece):
                    self._marked(owner, piece.x, piece.y + y, lines)
            else:
                self._marked(element, piece.x, piece.y, slices)
        self._ops.append("ET")
        return self._ops

    def _marked(self, element: Element | None, x: float, y: float, slices: Sequence[Slice]) -> None:
        if any(part.runs for part in slices):
            self._ops.append(PAGINATION if element is None else self._structure.mark(element))
            self._text(x, y, slices)
            self._ops.append("EMC")

    def _figures(self, piece: Placed, slices: Sequence[Slice], element: Element) -> None:
        """A cell with pictures: each, with its caption, is a figure; other text is the cell's."""
        for number, (y, part) in enumerate(_stacked(slices), piece.start):
            if part.pictures:
                self._drawing(element, piece.x, piece.y + y, part)
            else:
                owner = self._structure.cells.paragraph(element, piece, number)
                self._marked(owner, piece.x, piece.y + y, [part])

    def _drawing(self, element: Element, x: float, top: float, part: Slice) -> None:
        """Pictures side by side, each a figure with its caption before or after it."""
        at = 0
        for picture in part.pictures:
            place = picture.place
            moved = Rect(x + place.x, top + place.y, place.width, place.height)
            figure = self._structure.figure(element, replace(picture, place=moved), self._page.height)
            caption = Slice(0.0, part.runs[at : at + picture.lines])
            at += picture.lines
            if picture.lines and picture.above:
                self._marked(self._structure.caption(figure), x, top, [caption])
            self._ops += [
                "ET",
                self._structure.mark(figure),
                self._picture(moved, picture.digest),
                "EMC BT",
            ]
            if picture.lines and not picture.above:
                self._marked(self._structure.caption(figure), x, top, [caption])

    def _picture(self, place: Rect, digest: str) -> str:
        found = self._images.picture(digest)
        if found is None:
            return f"{_GREY_FRAME:g} G {_rectangle(place, self._page.height)} S 0 G"
        return found.operators(place, self._page.height)

    def _text(self, x: float, y: float, slices: Iterable[Slice]) -> None:
        top = self._page.height - y
        for part in slices:
            for run in part.runs:
                font = self._fonts.faces[run.face]
                if run.meant or font.is_mixed(run.text):
                    self._mixed(font, run, x, top)
                else:
                    self._show(font, run.size, x + run.x, top - run.y, run.text)
            if part.spaced and part.runs:
                run, font = part.runs[-1], self._fonts.faces[part.runs[-1].face]
                self._show(font, run.size, x + run.x + font.width(run.text, run.size), top - run.y, " ")
            top -= part.height

    def _show(self, font: FontFace, size: float, x: float, y: float, units: Iterable[str]) -> None:
        embedded = self._fonts.of(font)
        if self._set != (font, size):
            self._set = (font, size)
            self._ops.append(f"/{embedded.name} {size:g} Tf")
        shown = "".join(map(embedded.codes.__getitem__, units))
        self._ops.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm <{shown}> Tj")

    def _mixed(self, font: FontFace, run: Run, x: float, top: float) -> None:
        """A run in several fonts, or whose text differs from its glyphs: each piece at its
        measured position.
        """
        x += run.x
        meant = iter(run.meant)
        for owner, piece in font.pieces(run.text):
            for part in _GETAS.split(piece) if run.meant and owner is font else (piece,):
                if not part:
                    continue
                said = next(meant, GETA) if part == GETA else _said(part)
                self._ops += [f"/Span<</ActualText{text_string(said)}>>BDC"] if said != part else []
                self._show(
                    owner,
                    run.size,
                    x,
                    top - run.y,
                    (part,) if owner is not font or is_sequence(part) else part,
                )
                self._ops += ["EMC"] if said != part else []
                x += font.width(part, run.size)


def _said(unit: str) -> str:
    """The text for text extraction: private-use characters (外字) mean nothing elsewhere."""
    return GETA if len(unit) == 1 and category(unit) == "Co" else unit


def _stacked(slices: Iterable[Slice]) -> Iterable[tuple[float, Slice]]:
    """Each slice with the total height of those before it."""
    y = 0.0
    for part in slices:
        yield y, part
        y += part.height


def _shades(page: Page) -> list[str]:
    height = page.height
    ops = []
    by_grey: dict[float, list[Box]] = {}
    for box in page.boxes:
        if box.grey < 1:
            by_grey.setdefault(box.grey, []).append(box)
    for grey, boxes in by_grey.items():
        ops.append(f"{grey:g} g")
        ops.extend(_rectangle(box, height) for box in boxes)
        ops.append("f")
    return ops


def _lines(page: Page) -> list[str]:
    """The thin rules, then the frames."""
    height = page.height
    ops = [f"0 G {THIN:g} w 2 J"]
    ops.extend(_rules(page.boxes, height))
    ops.append("S")
    ops.append(f"{THICK:g} w 0 j")
    ops.extend(_rectangle(frame, height) for frame in page.frames)
    ops.append("S")
    return ops


def _rectangle(place: Box | Rect, page_height: float) -> str:
    return f"{place.x:.2f} {page_height - place.y - place.height:.2f} {place.width:.2f} {place.height:.2f} re"


def _rules(boxes: Iterable[Box], page_height: float) -> list[str]:
    ops = []
    for box in boxes:
        if box.edges is Edge.ALL:
            ops.append(_rectangle(box, page_height))
            continue
        left, right = box.x, box.x + box.width
        top, foot = page_height - box.y, page_height - box.y - box.height
        sides = {
            Edge.LEFT: (left, foot, left, top),
            Edge.TOP: (left, top, right, top),
            Edge.RIGHT: (right, top, right, foot),
            Edge.BOTTOM: (right, foot, left, foot),
        }
        for edge, (x0, y0, x1, y1) in sides.items():
            if box.edges & edge:
                ops.append(f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l")
    return ops
