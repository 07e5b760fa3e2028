"""Replacing a passage in all of the office's assessments at once, each place to be looked at first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch, apply_edit, explicit
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.search import Hit, Query, find_all, replace_all

RowMaker = Callable[[Snapshot, Snapshot], Batch | None]
"""Makes the rows of 変更箇所 that a change calls for, as an edit of the newer contents."""


@dataclass(frozen=True, slots=True)
class Found:
    """One place in one of the assessments.

    ``name`` is its printed path.  ``record``: it stands in 変更箇所, which tells what was written once and
    is left alone unless someone asks for it.
    """

    assessment_id: int
    hit: Hit
    name: str
    record: bool


@dataclass(frozen=True, slots=True)
class Replacement:
    """What is done to one assessment: one edit, one step of undo."""

    assessment_id: int
    edit: Batch
    places: int
    rows: int


def places(assessment_id: int, snapshot: Snapshot, query: Query) -> tuple[Found, ...]:
    """Every place of an assessment where the words stand, in the form's order."""
    changes = snapshot.form.roles.changes
    return tuple(
        Found(
            assessment_id,
            hit,
            printed_path(snapshot.form, hit.path, snapshot.root),
            changes in hit.path,
        )
        for hit in find_all(snapshot, query)
    )


def replacement(
    assessment_id: int,
    snapshot: Snapshot,
    chosen: Collection[Hit],
    query: Query,
    words: str,
    *,
    rows: RowMaker | None = None,
) -> Replacement | None:
    """The one edit that replaces the chosen places; None where nothing of them is left or changes.

    ``rows``: what this calls for in 変更箇所 is added in the same step.
    """
    edit = replace_all(snapshot, list(chosen), query, words)
    if edit is None:
        return None
    full = explicit(snapshot.root, edit)
    root, _inverse = apply_edit(snapshot.root, full)
    added = rows(snapshot, Snapshot(snapshot.form, root)) if rows else None
    more = added.edits if added else ()
    return Replacement(assessment_id, Batch((*edit.edits, *more)), len(chosen), len(more))


def counts(found: Iterable[Found]) -> dict[int, int]:
    """How many places each assessment has, by its id."""
    result: dict[int, int] = {}
    for one in found:
        result[one.assessment_id] = result.get(one.assessment_id, 0) + 1
    return result
