"""The rows of 変更箇所 required by a replacement in all assessments, dated today."""

from __future__ import annotations

from datetime import date
from functools import partial

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch
from pia_desktop.reuse.cabinet_replacement import RowMaker
from pia_desktop.revisions.following import rows_for
from pia_desktop.rules.importance import pack_timing, timing


def replaced_rows(old: Snapshot, new: Snapshot) -> Batch | None:
    """The rows required by a replacement."""
    return rows_for(old, new, timing, date.today())


def pack_rows(reason: str) -> RowMaker:
    """A function that makes the rows required by a change of law, with its reason."""
    return lambda old, new: rows_for(old, new, partial(pack_timing, reason), date.today())
