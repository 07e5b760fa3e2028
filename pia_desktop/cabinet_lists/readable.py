"""Reads several assessments, of which some may be damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError


@dataclass(frozen=True, slots=True)
class ReadStates:
    """The contents of the readable ones by id, and the errors of the others."""

    states: Mapping[int, Snapshot]
    faults: tuple[UserError, ...] = ()


def read_states(load: Callable[[int], Snapshot], assessment_ids: Iterable[int]) -> ReadStates:
    """Load each assessment once.  Raises UserError if none of them can be read."""
    states: dict[int, Snapshot] = {}
    faults: list[UserError] = []
    for assessment_id in dict.fromkeys(assessment_ids):
        try:
            states[assessment_id] = load(assessment_id)
        except UserError as error:
            faults.append(error)
    if faults and not states:
        raise faults[0]
    return ReadStates(states, tuple(faults))
