"""A state that can be chosen: the draft, a version, another assessment."""

from __future__ import annotations

from collections.abc import Callable

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SnapshotSource:
    """A name, and a function that loads the state (raises UserError)."""

    name: str
    load: Callable[[], Snapshot]
