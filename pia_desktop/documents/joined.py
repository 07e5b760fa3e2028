"""Several prints as one document: table of contents, then each assessment, with continuous page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.documents.sheets import layout_table
from pia_desktop.documents.table import Column, TableDocument, TableRow, cell, grouped
from pia_desktop.paper.layout import Anchors, Layout, OutlineEntry, Page, Placed, Tag
from pia_desktop.paper.measure import with_number
from pia_desktop.paper.style import Style

CONTENTS_TITLE: Final = "目次"
_COLUMNS: Final = (
    Column("評価書番号", 12, centred=True),
    Column("評価書名", 58, names=True),
    Column("様式", 20),
    Column("ページ", 10, centred=True),
)


@dataclass(frozen=True, slots=True)
class JoinedPart:
    """One assessment of the document: its name in the table of contents, and its print."""

    number: str
    name: str
    form: str
    layout: Layout


def joined_layout(title: str, parts: Sequence[JoinedPart], style: Style) -> Layout:
    """The table of contents and all parts, with pages numbered throughout.

    Raises ValueError if there are no parts.
    """
    if not parts:
        raise ValueError("nothing to join")
    length = len(_contents(title, parts, [0] * len(parts), style).pages)
    counts = [len(one.layout.pages) for one in parts]
    firsts = list(accumulate(counts[:-1], initial=length))
    contents = _contents(title, parts, firsts, style)
    pages: list[Page] = list(contents.pages)
    outline = [OutlineEntry(CONTENTS_TITLE, 0, 0, 0.0)]
    anchors = [contents.anchors.on_page(number) for number in range(length)]
    for at, (one, first) in enumerate(zip(parts, firsts, strict=True)):
        outline.append(OutlineEntry(f"{one.number} {one.name}".strip(), 0, first, 0.0))
        outline += [
            replace(entry, level=1, page=entry.page + first)
            for entry in one.layout.outline
            if not entry.level
        ]
        for number, page in enumerate(one.layout.pages):
            pages.append(_renumbered(_own(page, at), number + 1, first + number + 1, style))
            anchors.append(one.layout.anchors.on_page(number))
    return Layout(
        title,
        parts[0].layout.author,
        tuple(pages),
        tuple(outline),
        Anchors(anchors),
        missing=tuple(gap for one in parts for gap in one.layout.missing),
        overflows=tuple(over for one in parts for over in one.layout.overflows),
        lost_pictures=tuple(lost for one in parts for lost in one.layout.lost_pictures),
        fonts=parts[0].layout.fonts,
    )


def _contents(title: str, parts: Sequence[JoinedPart], firsts: Sequence[int], style: Style) -> Layout:
    rows = [
        ("", TableRow(tuple(map(cell, (one.number, one.name, one.form, str(first + 1))))))
        for one, first in zip(parts, firsts, strict=True)
    ]
    lines = (CONTENTS_TITLE,)
    return layout_table(TableDocument(title, lines, _COLUMNS, grouped(rows), landscape=False), style)


def _own(page: Page, at: int) -> Page:
    """The page with link targets made unique to its assessment."""
    return replace(
        page,
        placed=tuple(replace(one, part=f"{at}/{one.part}") if one.part else one for one in page.placed),
    )


def _renumbered(page: Page, old: int, new: int, style: Style) -> Page:
    kept = tuple(one for one in page.placed if not _is_number(one, old))
    return with_number(replace(page, placed=kept), new, style)


def _is_number(one: Placed, number: int) -> bool:
    runs = [run for part in one.slices for run in part.runs]
    return not one.path and one.tag is Tag.ARTIFACT and [run.text for run in runs] == [str(number)]
