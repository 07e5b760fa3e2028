"""Counts changes since a version."""

from __future__ import annotations

from pia_desktop.assessment.assessment import Snapshot


def count_changes(old: Snapshot, new: Snapshot) -> int:
    """Number of changes from one state to another.  Raises UserError."""
    from pia_desktop.revisions.compare import compare_editions

    found, _dropped = compare_editions(old, new)
    return len(found.changes)
