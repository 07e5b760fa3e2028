"""Stores the office's plan (計画管理書): the clerk's own cells, and closed versions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from db.open_file import OpenFile
from db.read_sql import PLAN_CELLS, PLAN_VERSION_ROWS, PLAN_VERSIONS
from db.records import iso_day
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import drop_forbidden


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A closed version of the plan, as of the ISO day ``closed_on``; ``closed_at`` is UTC."""

    id: int
    name: str
    closed_on: str
    closed_at: str
    heads: tuple[str, ...]


_DAY: Final = len("2025-01-31")
_NO_DAY: Final = "1970-01-01"

PlanRow = tuple[int, tuple[str, ...]]
"""A row of a closed plan: the assessment that it is about, and its cells."""


class StoredPlans(OpenFile):
    """The part of ``Cabinet`` for the plan.  Raises CabinetError."""

    def plan_cells(self) -> dict[int, dict[str, str]]:
        """The clerk's entries in the plan, by assessment id and column."""
        with self._read() as connection:
            rows = connection.execute(PLAN_CELLS).fetchall()
        found: dict[int, dict[str, str]] = {}
        for assessment_id, column, words in rows:
            found.setdefault(assessment_id, {})[drop_forbidden(column)] = drop_forbidden(words)
        return found

    def plan_versions(self) -> tuple[PlanVersion, ...]:
        """The closed versions of the plan, oldest first."""
        with self._read() as connection:
            rows = connection.execute(PLAN_VERSIONS).fetchall()
        return tuple(
            PlanVersion(number, drop_forbidden(name), _day(closed_on, closed_at), closed_at, _cells(heads))
            for number, name, closed_on, closed_at, heads in rows
        )

    def plan_version_rows(self, version_id: int) -> tuple[PlanRow, ...]:
        """The rows of a closed plan, without those of permanently deleted assessments."""
        with self._read() as connection:
            rows = connection.execute(PLAN_VERSION_ROWS, (version_id,)).fetchall()
        return tuple((assessment_id, _cells(cells)) for assessment_id, cells in rows)

    def set_setting(self, settings: Mapping[str, str]) -> None:
        """Store settings of the whole cabinet."""
        with self._write() as work:
            for name, value in settings.items():
                work.put_setting(name, value)


def _day(closed_on: str, closed_at: str) -> str:
    """The day of a version; where none is stored, the one on which it was closed."""
    return next((day for day in (closed_on, closed_at[:_DAY]) if iso_day(day)), _NO_DAY)


def _cells(words: str) -> tuple[str, ...]:
    """A JSON list of texts; empty if the stored text is anything else."""
    try:
        raw = json.loads(words)
    except (ValueError, RecursionError):
        return ()
    return tuple(drop_forbidden(one) for one in raw if isinstance(one, str)) if isinstance(raw, list) else ()
