"""Undoes a replacement in all assessments."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import Edit
from pia_desktop.dataclass import dataclass
from pia_desktop.reuse.cabinet_replacement import WayBack, taken_back


@dataclass(frozen=True, slots=True)
class TakingBack:
    """The edits that undo a replacement, and the obstacles.

    ``kept`` places have changed since and stay; ``left`` assessments are archived, deleted or unreadable, and
    can be undone later.
    """

    edits: tuple[tuple[int, Edit], ...]
    kept: int
    left: tuple[int, ...]


def taking_back(ways: Mapping[int, WayBack | None], contents: Callable[[int], Snapshot | None]) -> TakingBack:
    """``contents`` returns the present contents of an assessment; None if it is not available."""
    edits: list[tuple[int, Edit]] = []
    kept, left = 0, []
    for assessment_id, way in ways.items():
        snapshot = contents(assessment_id) if way is not None else None
        if way is None or snapshot is None:
            left.append(assessment_id)
            continue
        back = taken_back(way, snapshot.root)
        if back.edit is not None and not _fits(snapshot, back.edit):
            left.append(assessment_id)
            continue
        kept += back.kept
        if back.edit is not None:
            edits.append((assessment_id, back.edit))
    return TakingBack(tuple(edits), kept, tuple(left))


def _fits(snapshot: Snapshot, edit: Edit) -> bool:
    """Whether the form allows the edit: it was read from a file, and the form may have changed."""
    try:
        Assessment(snapshot.form, snapshot.root).apply(edit)
    except (KeyError, ValueError):
        return False
    return True
