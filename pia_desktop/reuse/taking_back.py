"""Taking a replacement over all assessments back out of the contents as they are now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import Edit
from pia_desktop.reuse.everywhere import WayBack, taken_back


@dataclass(frozen=True, slots=True)
class TakingBack:
    """What takes a replacement back, and what stands against it.

    ``kept`` places were changed since and stay; ``left`` assessments were put away or deleted meanwhile, or
    cannot be read, and can be taken back once they can.
    """

    edits: tuple[tuple[int, Edit], ...]
    kept: int
    left: tuple[int, ...]


def taking_back(ways: Mapping[int, WayBack | None], contents: Callable[[int], Snapshot | None]) -> TakingBack:
    """``contents`` gives what an assessment holds now; None where it is not in work."""
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
    """Whether the form allows it: the way back is read from a file, and the form may be another since."""
    try:
        Assessment(snapshot.form, snapshot.root).apply(edit)
    except (KeyError, ValueError):
        return False
    return True
