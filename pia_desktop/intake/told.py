"""Words for what a document shows and no answer can take: pictures, drawings, charts, files within it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from pia_desktop.intake.cells import Cell

FIGURE: Final = "［図］"
DRAWING: Final = "［図形］"
CHART: Final = "［グラフ］"
SHEET: Final = "［シート］"
REMARK: Final = "［注釈］"
INSIDE: Final = "［添付］"
"""A file within the document."""

LINKS: Final = "［リンク］"
"""Where links of the document lead, all in one row."""

ELSEWHERE: Final = "［埋め込み］"
"""Something within a page that lies elsewhere, or moves."""

_MAIL: Final = "mailto:"
_MOST_LOOKED_FOR: Final = 1_000


def told_once(found: Iterable[tuple[Hashable, Cell]]) -> Iterator[Cell]:
    """The first of the cells that are alike, and how many there are: a bullet needs no row for each line."""
    held: dict[Hashable, list[Cell]] = {}
    for alike, cell in found:
        held.setdefault(alike, []).append(cell)
    for cells in held.values():
        number = f"（{len(cells)}か所）" if len(cells) > 1 else ""
        yield replace(cells[0], text=cells[0].text + number)


def strange_links(addresses: Iterable[str], words: str) -> str:
    """The addresses, each once, that do not stand in the words of the document themselves; empty for none."""
    found = list(dict.fromkeys(addresses))
    few = len(found) <= _MOST_LOOKED_FOR
    strange = [one for one in found if not (few and one.removeprefix(_MAIL) in words)]
    return LINKS + "\n".join(strange) if strange else ""
