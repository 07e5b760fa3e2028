"""The office's plan (様式１) beside an assessment: its columns are called like items of the cover."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Final

from pia_desktop.forms.catalogue import all_forms
from pia_desktop.intake.anchors import Role, anchors_of
from pia_desktop.intake.cells import Cell, Sheet, Source
from pia_desktop.intake.doubled import whole_sheet
from pia_desktop.intake.words import fold, label_key

_TITLE: Final = "特定個人情報保護評価計画管理書"
_HEAD: Final = 6
"""Cells at the head of a page among which its title stands."""

_TITLES: Final = frozenset({Role.FRONT, Role.PART})


def without_plan(source: Source) -> Source:
    """The source without the sheets of a plan: from its title to one of an assessment."""
    held: dict[Sheet, list[Cell]] = defaultdict(list)
    for cell in source.cells:
        held[cell.sheet].append(cell)
    plan: list[Sheet] = []
    if not any(_TITLE in fold(cell.text) for cell in source.cells):
        return source
    titles = _titles()
    inside = False
    for sheet, cells in held.items():
        keys = [label_key(cell.text) for cell in cells[:_HEAD]]
        if any(key.removeprefix("様式1").strip("()") == _TITLE for key in keys):
            inside = True
        elif sheet.name is not None or any(key.startswith(title) for key in keys for title in titles):
            inside = False
        plan += [sheet] if inside else []
    if len(plan) in {0, len(held)}:
        return source
    return replace(
        source,
        cells=tuple(cell for cell in source.cells if cell.sheet not in plan),
        furniture=(*source.furniture, *(whole_sheet(held[sheet]) for sheet in plan)),
    )


def _titles() -> frozenset[str]:
    """The titles of all forms and of their parts."""
    return frozenset(
        anchor.key for form in all_forms() for anchor in anchors_of(form).all if anchor.role in _TITLES
    )
