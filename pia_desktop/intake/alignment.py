"""Monotone alignment: the best path through a document's cells that matches the form's labels in order.

Dynamic programming (Viterbi) over cells that may be anchors: each match has a score, each skipped anchor a
small cost, and a missing part at most a capped cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import sub

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.anchors import costs_of
from pia_desktop.intake.cells import Cell
from pia_desktop.intake.matching import Hit, Matcher


@dataclass(frozen=True, slots=True)
class Meeting:
    """One cell matched to an anchor."""

    cell: int
    hit: Hit


@dataclass(frozen=True, slots=True)
class Alignment:
    """The best path.

    ``order``: the share of all matching labels that are on it; low if the text is scrambled.  ``strayed``:
    the cells of those that are not.
    """

    meetings: tuple[Meeting, ...]
    score: float
    order: float
    seen: int
    strayed: frozenset[int] = frozenset()


def align(matcher: Matcher, cells: Sequence[Cell]) -> Alignment:
    """Find the path with the highest score."""
    anchors = matcher.anchors
    hits = matcher.hits(cells)
    costs = costs_of(anchors.form)
    nowhere = float("-inf")
    count = len(anchors.all)
    best = [nowhere] * count + [0.0]
    last: list[int | None] = [None] * (count + 1)
    nodes: list[tuple[Meeting, int | None]] = []
    for cell, found in enumerate(hits):
        reached = []
        for hit in found:
            ways = list(map(sub, best, costs[hit.anchor]))
            most = max(ways)
            if most > nowhere:
                reached.append((most + hit.score, hit, last[ways.index(most)]))
        for score, hit, before in reached:
            if score > best[hit.anchor]:
                nodes.append((Meeting(cell, hit), before))
                best[hit.anchor], last[hit.anchor] = score, len(nodes) - 1
    top = max(best)
    at = last[best.index(top)]
    way = []
    while at is not None:
        meeting, at = nodes[at]
        way.append(meeting)
    way.reverse()
    on_way = {meeting.cell for meeting in way}
    seen = {cell for cell, found in enumerate(hits) if any(hit.sure and hit.rest is None for hit in found)}
    order = len(seen & on_way) / len(seen) if seen else 0.0
    return Alignment(tuple(way), top, order, len(seen), frozenset(seen - on_way))
