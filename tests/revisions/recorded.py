"""The history of a sample with all rows of its table in each version, so that no row tells of a change."""

from __future__ import annotations

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import InsertEntry, apply_edit
from pia_desktop.revisions.history import read_history


def with_all_rows(text: str, newest: Snapshot) -> tuple[Snapshot, ...]:
    """The versions, oldest first: what changed between them is still to be recorded."""
    table = newest.form.roles.changes
    rows = newest.root.entries((table,))
    found = []
    for version in read_history(text, newest):
        root = version.snapshot.root
        for position, (key, row) in enumerate(rows.items()):
            if key not in root.entries((table,)):
                root, _inverse = apply_edit(root, InsertEntry((table,), key, position, row))
        found.append(Snapshot(newest.form, root))
    return tuple(found)
