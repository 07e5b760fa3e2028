"""Replaces a passage in all of the office's assessments at once, with a preview of each place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import Batch, Edit, InsertEntry, RemoveEntry, SetAnswer, SetWithheld
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.rewriting import rewrite_all
from pia_desktop.assessment.search import Hit, Query, find_all
from pia_desktop.assessment.withheld import Spans
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import Value
from pia_desktop.reuse.writings import hits_in_any_writing, is_other, is_there, new_words

RowMaker = Callable[[Snapshot, Snapshot], Batch | None]
"""Makes the rows of 変更箇所 that a change calls for, as an edit of the newer contents."""


@dataclass(frozen=True, slots=True)
class Found:
    """One place in one assessment.

    ``name`` is its printed path.  ``record``: it is in 変更箇所, which documents the past and is left alone
    by default.
    """

    assessment_id: int
    hit: Hit
    name: str
    record: bool


class OtherWriting(Found):
    """A place with another spelling: 第十九条第七号 for 第19条第7号."""

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
    """The data that undo a replacement in one assessment."""

    answers: tuple[ChangedAnswer, ...]
    rows: tuple[AddedRow, ...]


@dataclass(frozen=True, slots=True)
class Replacement:
    """The effect on one assessment: one edit, one undo step, and the data to undo it."""

    assessment_id: int
    edit: Edit
    places: int
    rows: int
    way_back: WayBack


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The edit that undoes a replacement (None: nothing left to undo), and the places it skips.

    Skipped places have been changed since.
    """

    edit: Batch | None
    kept: int


def places(
    assessment_id: int, snapshot: Snapshot, query: Query, *, other_writings: bool = False
) -> tuple[Found, ...]:
    """All matches in an assessment, in form order.

    ``other_writings``: also those where a reference is spelled differently, as ``OtherWriting``.
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
    """The edit that replaces the chosen places; None if none is left or changes.

    Places in another spelling are replaced in that spelling.  ``rows``: adds the required rows of 変更箇所 in
    the same step.
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
    """The effect of an edit of this many places, with the rows it requires and the data to undo it."""
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
    """The edit that undoes a replacement in the present contents.

    Answers and rows of 変更箇所 that have changed since are skipped.
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
