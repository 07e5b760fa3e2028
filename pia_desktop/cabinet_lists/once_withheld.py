"""What assessments of a cabinet withheld in any state that is stored, for words of then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pia_desktop.assessment.earlier import all_withheld

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from pia_desktop.assessment.assessment import Snapshot


def once_withheld(cabinet: Cabinet, assessment_ids: Iterable[int]) -> Iterator[Snapshot]:
    """What versions, past answers and replacements withheld, each answer by itself.  Raises CabinetError."""
    for assessment_id in assessment_ids:
        yield from cabinet.once_withheld(assessment_id)
        for version in cabinet.versions(assessment_id):
            yield from all_withheld(cabinet.load_version(version.id))
