"""Writes beside the contents at once, as the program has its saver do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from db.cabinet import Cabinet

if TYPE_CHECKING:
    from db.transaction import Work


def write(cabinet: Cabinet, job: Callable[[Work], object], assessment_id: int = 0) -> None:
    """Do a job for an assessment, or (0) for the whole cabinet."""
    cabinet.apply_all([], jobs=[(assessment_id, job)])


def archive(cabinet: Cabinet, assessment_id: int, archived: bool = True) -> None:
    """Put an assessment away, or back."""
    write(cabinet, lambda work: work.mark(assessment_id, "archived_at", on=archived), assessment_id)


def trash(cabinet: Cabinet, assessment_id: int, trashed: bool = True) -> None:
    """Delete an assessment with a way back, or take it back."""
    write(cabinet, lambda work: work.mark(assessment_id, "deleted_at", on=trashed), assessment_id)
