"""Binds several documents into one, with a table of contents.

Each keeps its own page numbers, prefixed (対照表-3) unless it is the main one, so that cross-references stay
valid and the page labels in a PDF reader match the printed numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from pia_desktop.assessment.naming import plain
from pia_desktop.dataclass import dataclass
from pia_desktop.documents.table import plain_line
from pia_desktop.paper.blocks import (
    Align,
    Block,
    ColumnsRow,
    Look,
    PageStart,
    Role,
    Title,
    Words,
)
from pia_desktop.paper.layout import Anchors, Folio, Layout, OutlineEntry, Page, Placed, Tag
from pia_desktop.paper.measure import LayoutCache, measure, with_folio
from pia_desktop.paper.memo import Stretch
from pia_desktop.paper.style import Style

CONTENTS_TITLE: Final = "目次"
_AIRS: Final = (0.7, 0.45, 0.2)
"""Shares of the air on the first page to try, until the contents end on it."""
_BOUND: Final = "bound"
_LATER: Final = "/"
"""Between a part's id and the page of a later title of it."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """A document to bind: its title, pages, and page number prefix.

    ``opened``: the table of contents lists its parts too.
    """

    title: str
    layout: Layout
    prefix: str = ""
    opened: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the table of contents: text, page label, and link target."""

    words: str
    page: str
    leads_to: str
    inner: bool = False


def bound(
    title: str, lines: Sequence[str], papers: Sequence[Sheets], style: Style | None = None, author: str = ""
) -> Layout:
    """The documents as one, after a page with the title, ``lines`` and the table of contents.

    Raises ValueError for a document without pages.
    """
    style = style or Style()
    marked = [_marked(number, paper) for number, paper in enumerate(papers)]
    listed = [line for number, paper in enumerate(marked) for line in _lines(number, paper)]
    front = _front(title, lines, listed, style)
    parts = [Sheets(CONTENTS_TITLE, front, CONTENTS_TITLE), *marked]
    return Layout(
        plain_line(title),
        plain_line(author),
        tuple(_pages(parts, style)),
        tuple(_outline(parts)),
        Anchors([part.layout.anchors.on_page(at) for part in parts for at in range(len(part.layout.pages))]),
        tuple(dict.fromkeys(chain.from_iterable(part.layout.missing for part in parts))),
        lost_pictures=tuple(chain.from_iterable(part.layout.lost_pictures for part in parts)),
        fonts=style.fonts,
        folios=tuple(Folio(at + 1, part.prefix) for part in parts for at in range(len(part.layout.pages))),
    )


def _marked(number: int, paper: Sheets) -> Sheets:
    """The document whose titles are each a link target of the table of contents, the first as the document's.

    A part that exists once for each file has as many titles under one id: later ones get ids of their own.
    """
    if not paper.layout.pages:
        raise ValueError("a paper has no pages")
    seen: set[str] = set()
    pages = []
    for at, page in enumerate(paper.layout.pages):
        placed = list(page.placed)
        for place, piece in enumerate(placed):
            if piece.tag is Tag.TITLE:
                own = f"{piece.part}{_LATER}{at}" if piece.part and piece.part in seen else piece.part
                placed[place] = replace(piece, part=own if seen else f"{_BOUND}{number}")
                seen.add(piece.part)
        pages.append(replace(page, placed=tuple(placed)))
    return replace(paper, layout=replace(paper.layout, pages=tuple(pages)))


def _lines(number: int, paper: Sheets) -> Iterator[_Line]:
    yield _Line(paper.title, Folio(1, paper.prefix).words, f"{_BOUND}{number}")
    called = {entry.page: entry.words for entry in reversed(paper.layout.outline) if entry.level == 0}
    for at, page in enumerate(paper.layout.pages if paper.opened else ()):
        for piece in page.placed:
            if piece.tag is Tag.TITLE and piece.part and not piece.part.startswith(_BOUND):
                words = f"{plain(_text(piece))}{_file_of(_text(piece), called.get(at, ''))}"
                if words:
                    yield _Line(words, Folio(at + 1, paper.prefix).words, piece.part, inner=True)


def _file_of(title: str, called: str) -> str:
    """What the outline says beyond the title: the file, where a part exists once for each of several."""
    return called.removeprefix(title) if called.startswith(title) else ""


def _text(piece: Placed) -> str:
    return "".join(run.text for part in piece.slices[piece.start : piece.stop] for run in part.runs)


def _front(title: str, lines: Sequence[str], listed: Sequence[_Line], style: Style) -> Layout:
    """On one page, if it fits with less air; otherwise with all of it on several."""
    made = [_front_with(title, lines, listed, style, 1.0)]
    for share in _AIRS:
        if len(made[-1].pages) == 1:
            return made[-1]
        made.append(_front_with(title, lines, listed, style, share))
    return min(made, key=lambda front: len(front.pages))


def _front_with(
    title: str, lines: Sequence[str], listed: Sequence[_Line], style: Style, share: float
) -> Layout:
    blocks = tuple(_front_blocks(title, lines, listed, share))
    return measure([Stretch(("front",), blocks)], style, LayoutCache(), title=plain_line(title))


def _front_blocks(title: str, lines: Sequence[str], listed: Sequence[_Line], share: float) -> Iterator[Block]:
    """The blocks of the front, with this share of the air around them."""
    yield PageStart()
    words = Words("\n".join((title, *lines)), (), Role.HEADING, Look.TITLE, Align.CENTRE)
    yield Title(words, 70.0 * share, 46.0 * share, CONTENTS_TITLE)
    for line in listed:
        indent = "　" if line.inner else ""
        said = Words(f"{indent}{on_page(line.words, line.page)}", (), Role.LABEL, Look.CONTENTS)
        yield ColumnsRow((said,), (1,), air=(5.0 if line.inner else 8.0) * share, leads_to=line.leads_to)


def on_page(words: str, page: str) -> str:
    """A line of a table of contents."""
    return f"{words}　（{page}ページ）"


def _pages(parts: Sequence[Sheets], style: Style) -> Iterator[Page]:
    for part in parts:
        for at, page in enumerate(part.layout.pages):
            yield with_folio(page, Folio(at + 1, part.prefix), style) if part.prefix else page


def _outline(parts: Sequence[Sheets]) -> Iterator[OutlineEntry]:
    first = 0
    for part in parts:
        yield OutlineEntry(part.title, 0, first, 0.0)
        for entry in part.layout.outline if part.opened else ():
            if entry.level == 0:
                yield replace(entry, level=1, page=entry.page + first)
        first += len(part.layout.pages)
