"""A selection of pages of a print, which keep their numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.paper.layout import Anchors, Folio, Layout, OutlineEntry
from pia_desktop.paper.pdffile import text_string

_RANGE: Final = re.compile(r"(\d{1,6})(?:(-)(\d{1,6})?)?")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−ー~〜", "-"))


def read_pages(words: str, count: int) -> tuple[int, ...]:
    """Parse page numbers like ``1-3, 5, 8-``; returns indexes from 0; all for empty text.

    Raises UserError for invalid text and for pages that do not exist.
    """
    plain = unicodedata.normalize("NFKC", words).translate(_DASHES)
    plain = re.sub(r"\s*-\s*", "-", plain)
    pieces = [piece for piece in re.split(r"[,、\s]+", plain) if piece]
    found: set[int] = set()
    for piece in pieces:
        match = _RANGE.fullmatch(piece)
        if match is None:
            raise UserError(
                _("“{words}” is not a page number.").format(words=piece),
                _("Write numbers with commas between them, such as 1-3, 5."),
            )
        first = int(match.group(1))
        last = int(match.group(3)) if match.group(3) else count if match.group(2) else first
        first, last = min(first, last), max(first, last)
        if first < 1 or last > count:
            raise UserError(
                _("There is no page {page}.").format(page=last if first else 0),
                _("The pages are numbered from 1 to {count}.").format(count=count),
            )
        found.update(range(first - 1, last))
    return tuple(sorted(found)) if pieces else tuple(range(count))


def excerpt(layout: Layout, pages: Sequence[int]) -> Layout:
    """The layout of some pages (ascending from 0), with outline and problems reduced to these."""
    if len(pages) == len(layout.pages):
        return layout
    chosen = set(pages)
    shown = {path for page in pages for path in layout.anchors.on_page(page)}
    elsewhere = {
        path
        for page in range(len(layout.pages))
        if page not in chosen
        for path in layout.anchors.on_page(page)
    } - shown
    return replace(
        layout,
        pages=tuple(layout.pages[page] for page in pages),
        outline=tuple(_outline(layout.outline, pages)),
        anchors=Anchors([layout.anchors.on_page(page) for page in pages]),
        missing=tuple(one for one in layout.missing if one.path not in elsewhere),
        overflows=tuple(one for one in layout.overflows if one.page in chosen),
        lost_pictures=tuple(one for one in layout.lost_pictures if one.path not in elsewhere),
        folios=tuple(layout.folios[page] for page in pages) if layout.folios else (),
    )


def page_labels(folios: Sequence[Folio]) -> str:
    """The number tree (ISO 32000-1, 12.4.2) of the printed page numbers."""
    starts = []
    for at, folio in enumerate(folios):
        if at == 0 or folio != Folio(folios[at - 1].number + 1, folios[at - 1].prefix):
            prefix = f"/P{text_string(f'{folio.prefix}-')}" if folio.prefix else ""
            first = f"/St {folio.number}" if folio.number != 1 else ""
            starts.append(f"{at}<</S/D{prefix}{first}>>")
    return f"<</Nums[{''.join(starts) or '0<</S/D>>'}]>>"


def _outline(entries: Sequence[OutlineEntry], pages: Sequence[int]) -> Iterator[OutlineEntry]:
    """The outline of the chosen pages; a part that starts before them is linked to their start."""
    for at, page in enumerate(pages):
        here = [entry for entry in entries if entry.page == page]
        if at == 0 or pages[at - 1] != page - 1:
            for entry in _under_way(entries, page):
                if not any(one.level <= entry.level and one.y <= 0 for one in here):
                    yield replace(entry, page=at, y=0.0)
        for entry in here:
            yield replace(entry, page=at)


def _under_way(entries: Sequence[OutlineEntry], page: int) -> list[OutlineEntry]:
    """The part, and its section, that continue at the top of a page; empty if a part begins there."""
    before = [entry for entry in entries if entry.page < page]
    here = [entry for entry in entries if entry.page == page]
    if not before or (here and here[0].level == 0):
        return []
    found: dict[int, OutlineEntry] = {}
    for entry in before:
        if entry.level == 0:
            found.clear()
        found[entry.level] = entry
    return [found[level] for level in sorted(found)]
