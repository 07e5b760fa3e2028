"""PDFs with text: characters become lines, lines become cells delimited by rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from pia_desktop.intake.cells import GAP, Box, Cell, LineEnd, Reason, Source, SourcePicture
from pia_desktop.intake.fronts.pdfbeside import drawn_cells, running_pictures
from pia_desktop.intake.fronts.pdfboxes import grid_texts, is_box_grid
from pia_desktop.intake.fronts.pdfcells import (
    SAME_ROW,
    Filled,
    columns_of,
    fill,
    parted_at_pictures,
    sheet_of,
)
from pia_desktop.intake.fronts.pdfcuts import (
    furniture_of,
    labels_to_their_pages,
    running_heads,
    without_repeated,
    words_of_page,
)
from pia_desktop.intake.fronts.pdffonts import strange_pages
from pia_desktop.intake.fronts.pdfgrid import Grid
from pia_desktop.intake.fronts.pdflines import Piece
from pia_desktop.intake.fronts.pdfnotes import PageNotes
from pia_desktop.intake.fronts.pdforder import at_gaps, page_order
from pia_desktop.intake.fronts.pdfpage import PageParts, read_page
from pia_desktop.intake.refusal import Refused, broken, too_large
from pia_desktop.intake.wrapping import goes_on, is_date, line_end, unsure

_MOST_PAGES: Final = 600
_LARGEST_PAGE: Final = 20_000.0
"""Points; a page of a PDF has 14,400 at the most."""

_INSET: Final = 8.0
"""Points from which on the words of a cell are set in on purpose."""

_LOWEST: Final = 0.12
"""How far letters reach below their line, in em: no program puts the last line of a cell lower by itself."""

_BRIM: Final = 0.3
"""Em below a last line behind which no other has room; where many rows are too low, more may be lost."""

_MANY_CUT: Final = 3
_LINES_CUT: Final = 3
"""Lines of a cell from which on it is no label."""

_HANGING: Final = ("、", "。", "，", "．")
_FEWEST_SIGNS: Final = 12
"""On each page; a scan may still have page numbers."""


def read_pdf(path: Path) -> Source:
    """The cells of all pages.  Raises Refused for an encrypted, scanned or truncated file."""
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

    try:
        document = pypdfium2.PdfDocument(path)
        if len(document) > _MOST_PAGES:
            raise too_large()
        if any(max(document.get_page_size(at)) > _LARGEST_PAGE for at in range(len(document))):
            raise too_large()  # pdfium takes seconds for the words of one
        notes = PageNotes(document)
        pages = [_page(notes, at) for at in range(len(document))]
        upon = list(notes.beside())
    except pypdfium2.PdfiumError as error:
        raise (Refused.password() if "assword" in str(error) else broken()) from error
    signs, images = sum(len(page.signs) for page in pages), sum(page.images for page in pages)
    if not signs or (images >= len(pages) and signs < _FEWEST_SIGNS * len(pages)):
        raise Refused("scan")
    strange = strange_pages([page.fonts for page in pages])
    grids = [Grid(page.across, page.down) for page in pages]
    filled = [list(fill(page, grid)) for page, grid in zip(pages, grids, strict=True)]
    order = page_order(filled, grids)
    told = frozenset({Reason.REPEATED})
    again = tuple(replace(words_of_page(filled[at]), doubts=told) for at in order.again)
    pages = [pages[at] for at in order.pages]
    for place, page in enumerate(pages, 1):
        page.place = place
    filled, grids = [filled[at] for at in order.pages], [grids[at] for at in order.pages]
    running_pictures(pages)
    pictures = [
        SourcePicture(data, sheet_of(page), Box(*box)) for page in pages for box, data in page.pictures
    ]
    without_repeated(filled)
    furniture = furniture_of(filled, grids)
    kept = [[one for one in page if id(one) not in furniture] for page in filled]
    labels_to_their_pages(kept, grids)
    edges = (at + side for at, page in enumerate(pages) if page.number in strange for side in (0, 1))
    beside_gaps = at_gaps(kept, [*order.gaps, *edges])  # the page that belongs there is missing
    cells = tuple(_cells([one for page in kept for one in page], beside_gaps))
    cells = tuple(
        replace(one, doubts=one.doubts | {Reason.STRANGE_PAGE}) if _file_page(one) in strange else one
        for one in cells
    )
    ruled = sum(1 for cell in cells if cell.boxed) > 0.5 * len(cells)
    beside = (*running_heads(furniture.values()), *again, *drawn_cells(pages), *upon)
    return Source(cells, tuple(pictures), tidy=ruled, scraps=True, furniture=beside)


def _file_page(cell: Cell) -> int:
    """The page of a cell in its file."""
    return cell.sheet.page or cell.sheet.number


def _page(notes: PageNotes, at: int) -> PageParts:
    page, signs = notes.page(at)
    parts = read_page(page, at + 1, pictures=True)
    parts.signs += signs
    return parts


# ---- cells to words


def _cells(filled: list[Filled], beside_gaps: frozenset[int]) -> Iterator[Cell]:
    edges = _right_edges(filled)
    guessed = any(one.beside for one in filled if one.frame is None)
    cut = sum(1 for one in filled if len(one.lines) >= _LINES_CUT and _is_cut_off(one))
    row, before = -1, None
    for one in filled:
        same = before is not None and before.page is one.page and abs(before.box.top - one.box.top) < SAME_ROW
        row += 0 if same else 1
        before = one
        sheet = sheet_of(one.page)
        doubts = _doubts(one, guessed=guessed, gap=id(one) in beside_gaps, too_low=cut >= _MANY_CUT)
        edge = _edge_of(one, edges.get(columns_of(one), one.box.right))
        for number, part in enumerate(parted_at_pictures(one)):
            row += 1 if number else 0
            for text, room, ends in _texts(part, edge):
                if text.strip():
                    boxed = part.frame is not None
                    yield Cell(text, sheet, part.box, row, doubts, boxed=boxed, room=room, unsure=ends)


def _doubts(one: Filled, *, guessed: bool, gap: bool, too_low: bool) -> frozenset[Reason]:
    """Its own doubts; ``guessed``: the document has columns without rules; ``gap``: it
    stands beside a missing page; ``too_low``: rows of the document are too low for their words.
    """
    unseen = any(piece.hidden for line in one.lines for piece in line)
    found = {Reason.HIDDEN} if unseen else set()
    if _is_cut_off(one) or (too_low and len(one.lines) >= _LINES_CUT and _is_cut_off(one, _BRIM)):
        found.add(Reason.CUT_OFF)
    if gap:
        found.add(Reason.PAGES)
    return frozenset(found | ({Reason.NO_RULES} if guessed and one.frame is None else set()))


def _is_cut_off(one: Filled, within: float = _LOWEST) -> bool:
    """Whether the last line stands upon the lower edge: the row is too low, and the rest of it is lost.

    ``within``: how far above the edge, in em.
    """
    if one.frame is None or one.frame.open_below:
        return False
    seen = [line[0] for line in one.lines if not line[0].hidden]
    return bool(seen) and seen[-1].base <= one.box.bottom < seen[-1].base + within * seen[-1].size


def _right_edges(filled: list[Filled]) -> dict[tuple[int, int], float]:
    """How far full lines reach in cells of one width."""
    reached: dict[tuple[int, int], list[float]] = defaultdict(list)
    for one in filled:
        ends = [line[-1] for line in one.lines if not line[-1].hidden]
        reached[columns_of(one)] += [_reach(piece) for piece in ends if piece.right < one.box.right + 1]
    return {key: max(rights) for key, rights in reached.items() if rights}


def _edge_of(one: Filled, edge: float) -> float:
    """The right edge for lines in a cell: if all are indented on the left, then equally on the right."""
    lefts = [min(piece.left for piece in line) for line in one.lines]
    inset = min(lefts) - one.box.left
    own = one.box.right - inset + 1
    reach = max(line[-1].right for line in one.lines)
    return (
        min(edge, own)
        if one.frame is not None and len(lefts) > 2 and inset > _INSET and reach < own
        else edge
    )


def _reach(piece: Piece) -> float:
    """The right edge of a line without hanging punctuation (ぶら下げ)."""
    return piece.right - piece.size if piece.text.endswith(_HANGING) else piece.right


def _texts(one: Filled, edge: float) -> Iterator[tuple[str, float, tuple[LineEnd, ...]]]:
    """The text of a cell, the space after its last line, and its uncertain line breaks.

    A heading beside boxes is separate.
    """
    lines = [sorted(line, key=lambda piece: piece.left) for line in one.lines]
    if is_box_grid(lines):
        for text in grid_texts(lines):
            yield text, 0.0, ()
        return
    words = GAP.join(piece.text for piece in lines[0])
    ends: list[LineEnd] = []
    for line, following in pairwise(lines):
        text = GAP.join(piece.text for piece in following)
        room = (edge - line[-1].right) / line[-1].size
        if unsure(line[-1].text, room, text):
            ends.append(line_end(line[-1].text, text))
        words += ("" if goes_on(line[-1].text, room, text) else "\n") + text
    if is_date(words):
        words, ends = words.replace("\n", ""), []
    yield words, (edge - lines[-1][-1].right) / lines[-1][-1].size, tuple(ends)
