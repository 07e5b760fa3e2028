"""A state of an assessment that can be chosen: the draft, a version, another assessment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pia_desktop.assessment.assessment import Snapshot


@dataclass(frozen=True, slots=True)
class SnapshotSource:
    """A state that can be chosen: its name, and what gives it (raises UserError)."""

    name: str
    load: Callable[[], Snapshot]
