"""Writes the rows of the office's plan."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert

from db.records import iso_day
from db.schema import plan_cell, plan_version, plan_version_row, upsert
from pia_desktop.moments import now_words

_ID: Final[BindParameter[int]] = bindparam("a")
_PUT: Final = upsert(plan_cell, "words")
_REMOVE: Final = delete(plan_cell).where(
    plan_cell.c.assessment_id == _ID, plan_cell.c.column_id == bindparam("c")
)
_ADD_VERSION: Final = insert(plan_version)
_ADD_ROW: Final = insert(plan_version_row)


class PlanWriter:
    """The part of ``Work`` for the plan."""

    _connection: Connection

    def put_plan_cell(self, assessment_id: int, column: str, words: str) -> None:
        """Store the clerk's text for a column; empty text deletes the cell."""
        if words:
            row = {"assessment_id": assessment_id, "column_id": column, "words": words}
            self._connection.execute(_PUT, row)
        else:
            self._connection.execute(_REMOVE, {"a": assessment_id, "c": column})

    def close_plan(
        self, name: str, closed_on: str, heads: Sequence[str], rows: Sequence[tuple[int, tuple[str, ...]]]
    ) -> int:
        """Store a version of the plan; returns its id.  Raises ValueError for an invalid ISO day."""
        if not iso_day(closed_on):
            raise ValueError(closed_on)
        version = {
            "name": name,
            "closed_on": closed_on,
            "closed_at": now_words(),
            "heads": json.dumps(list(heads), ensure_ascii=False),
        }
        key = self._connection.execute(_ADD_VERSION, version).inserted_primary_key
        assert key is not None
        for position, (assessment_id, cells) in enumerate(rows):
            row = {
                "plan_version_id": key[0],
                "position": position,
                "assessment_id": assessment_id,
                "cells": json.dumps(list(cells), ensure_ascii=False),
            }
            self._connection.execute(_ADD_ROW, row)
        return int(key[0])
