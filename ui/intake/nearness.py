"""Finds the answer before a place in the source: leftover text most likely belongs to it."""

from __future__ import annotations

import re
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.incoming import node_path
from pia_desktop.intake.cells import Where
from ui.intake.review import Review
from ui.intake.rows import items_to_send_to

_ROW: Final = re.compile(r"[A-Z]{1,3}([0-9]{1,7})")

Height = tuple[int, float]
"""Number of the page or sheet, and how far down."""


def answer_before(review: Review, where: Where) -> NodePath | None:
    """The path of the last text answer before a place; None if there is none."""
    outcome = review.found.outcome
    if outcome is None:
        return None
    sheets = [sheet.name for sheet in outcome.sheets]
    here = _height(where, sheets)
    taking = set(items_to_send_to(review.session.form, review.session.root))
    best: tuple[Height, NodePath] | None = None
    for at, place in outcome.places.items():
        path = node_path(review.found.contents.root, at)
        height = _height(place, sheets)
        if path is None or path not in taking or height > here:
            continue
        if best is None or height >= best[0]:
            best = height, path
    return best[1] if best else None


def _height(where: Where, sheets: list[str]) -> Height:
    if where.sheet is not None:
        number = sheets.index(where.sheet) if where.sheet in sheets else len(sheets)
        row = _ROW.match(where.box) if isinstance(where.box, str) else None
        return number, float(row[1]) if row else 0.0
    top = where.box[1] if not isinstance(where.box, str) and len(where.box) > 1 else 0.0
    return where.page or 0, top
