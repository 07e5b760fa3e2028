"""Replacing a passage in all of the office's assessments at once, each place to be looked at first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import Batch, Edit, InsertEntry, RemoveEntry, SetAnswer, SetWithheld
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.search import Hit, Query, find_all, rewrite_all
from pia_desktop.assessment.withheld import Spans
from pia_desktop.forms.values import Value
from pia_desktop.reuse.writings import hits_in_any_writing, is_other, is_there, new_words

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


class OtherWriting(Found):
    """A place where the words are written otherwise: 第十九条第七号 for 第19条第7号."""

    __slots__ = ()


Stand = tuple[Value | None, Spans | None]
"""An answer and what of it is withheld."""


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """An answer before and after a replacement."""

    path: NodePath
    before: Stand
    after: Stand


@dataclass(frozen=True, slots=True)
class AddedRow:
    """A row of 変更箇所 that a replacement added."""

    path: NodePath
    key: str
    node: Node


@dataclass(frozen=True, slots=True)
class WayBack:
    """All that is needed to take a replacement back out of one assessment."""

    answers: tuple[ChangedAnswer, ...]
    rows: tuple[AddedRow, ...]


@dataclass(frozen=True, slots=True)
class Replacement:
    """What is done to one assessment: one edit, one step of undo, and the way back from it."""

    assessment_id: int
    edit: Edit
    places: int
    rows: int
    way_back: WayBack


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What takes a replacement back (None: nothing is left to take back), and the places it leaves alone.

    Those were changed since: what was written there later is worth more.
    """

    edit: Batch | None
    kept: int


def places(
    assessment_id: int, snapshot: Snapshot, query: Query, *, other_writings: bool = False
) -> tuple[Found, ...]:
    """Every place of an assessment where the words stand, in the form's order.

    ``other_writings``: those too where a reference in them is written otherwise, as ``OtherWriting``.
    """
    changes = snapshot.form.roles.changes
    return tuple(
        (OtherWriting if is_other(hit, query) else Found)(
            assessment_id,
            hit,
            printed_path(snapshot.form, hit.path, snapshot.root),
            changes in hit.path,
        )
        for hit in (hits_in_any_writing if other_writings else find_all)(snapshot, query)
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

    Places of another writing are replaced in that writing.  ``rows``: what this calls for in 変更箇所 is
    added in the same step.
    """
    places = {(hit.path, hit.spot, hit.start, hit.end) for hit in chosen}
    paths = {hit.path for hit in chosen}
    news = {
        hit: new_words(hit, query, words)
        for hit in hits_in_any_writing(snapshot, query, paths)
        if (hit.path, hit.spot, hit.start, hit.end) in places and not is_there(hit, query, words)
    }
    edit = rewrite_all(snapshot, news)
    return None if edit is None else carried_out(assessment_id, snapshot, edit, len(news), rows)


def carried_out(
    assessment_id: int, snapshot: Snapshot, edit: Edit, places: int, rows: RowMaker | None
) -> Replacement:
    """What an edit does to an assessment at so many places, with the rows it calls for and the way back."""
    assessment = Assessment(snapshot.form, snapshot.root)
    done: list[Edit] = []
    assessment.listen(lambda full, _inverse: done.append(full))
    assessment.apply(edit)
    added = rows(snapshot, assessment.snapshot()) if rows else None
    if added is not None:
        assessment.apply(added)
    count = len(added.edits) if added else 0
    full = done[0] if len(done) == 1 else Batch(tuple(done))
    way = _way_back(full, snapshot.root, assessment.root)
    return Replacement(assessment_id, full, places, count, way)


def _way_back(edit: Edit, before: Node, after: Node) -> WayBack:
    answers = tuple(
        ChangedAnswer(path, _stand(before, path), _stand(after, path))
        for path in dict.fromkeys(_answers(edit))
    )
    rows = tuple(AddedRow(one.path, one.key, one.node) for one in _insertions(edit))
    return WayBack(answers, rows)


def _stand(root: Node, path: NodePath) -> Stand:
    return root.answer(path), root.withheld_at(path)


def taken_back(way: WayBack, root: Node) -> TakenBack:
    """What takes a replacement back out of the contents as they are now.

    An answer that was changed since, and a row of 変更箇所 that was, stay as they are.
    """
    edits: list[Edit] = []
    kept = 0
    for one in way.answers:
        (old, marks), (_new, new_marks) = one.before, one.after
        if root.find(one.path[:-1]) is None or _stand(root, one.path) != one.after:
            kept += root.answer(one.path) != old
        elif marks == new_marks is None:
            edits.append(SetAnswer(one.path, old))
        else:
            edits += [SetWithheld(one.path, None), SetAnswer(one.path, old), SetWithheld(one.path, marks)]
    for added in way.rows:
        row = root.entries(added.path).get(added.key)
        if row == added.node:
            edits.append(RemoveEntry(added.path, added.key))
        else:
            kept += row is not None
    return TakenBack(Batch(tuple(edits)) if edits else None, kept)


def _answers(edit: Edit) -> Iterator[NodePath]:
    if isinstance(edit, SetAnswer):
        yield edit.path
    elif isinstance(edit, Batch):
        for part in edit.edits:
            yield from _answers(part)


def _insertions(edit: Edit) -> Iterator[InsertEntry]:
    if isinstance(edit, InsertEntry):
        yield edit
    elif isinstance(edit, Batch):
        for part in edit.edits:
            yield from _insertions(part)


def counts(found: Iterable[Found]) -> dict[int, int]:
    """How many places each assessment has, by its id."""
    result: dict[int, int] = {}
    for one in found:
        result[one.assessment_id] = result.get(one.assessment_id, 0) + 1
    return result
