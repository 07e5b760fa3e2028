"""The rows of 変更箇所 that a replacement over all assessments calls for, dated today."""

from __future__ import annotations

from datetime import date
from functools import partial

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch
from pia_desktop.reuse.everywhere import RowMaker
from pia_desktop.revisions.following import rows_for
from pia_desktop.rules.importance import pack_timing, timing


def replaced_rows(old: Snapshot, new: Snapshot) -> Batch | None:
    """The rows that a replacement calls for."""
    return rows_for(old, new, timing, date.today())


def pack_rows(reason: str) -> RowMaker:
    """What makes the rows that a change of law calls for, with its reason."""
    return lambda old, new: rows_for(old, new, partial(pack_timing, reason), date.today())
