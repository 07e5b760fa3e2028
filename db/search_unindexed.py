"""Searches notes, remarks and closed versions, which are not indexed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from db.cabinet import Cabinet
from db.index_reader import text_of
from db.records import Note
from db.search import LIMIT, SearchHit, excerpt_of
from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.search import Query, answers_in_order, spans
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.values import drop_forbidden
from pia_desktop.i18n import _


@dataclass(frozen=True, slots=True)
class UnreadVersion:
    """A closed version that cannot be read: its assessment, what names it, and why."""

    assessment_id: int
    where: str
    error: UserError


def search_unindexed(
    cabinet: Cabinet,
    words: str,
    *,
    notes: bool,
    versions: bool,
    limit: int = LIMIT,
    stopped: Callable[[], bool] = lambda: False,
    unread: Callable[[UnreadVersion], None] = lambda _version: None,
) -> tuple[SearchHit, ...]:
    """Notes, and answers of closed versions, that contain every word; trashed assessments are skipped.

    ``where`` of a hit names the note or version; its path is the item.  ``unread`` is called for each version
    that cannot be read.  Raises CabinetError.
    """
    queries = [Query(part) for part in drop_forbidden(words).split() if as_read(part)]
    found: list[SearchHit] = []
    if not queries:
        return ()
    sources = [_in_notes(cabinet, queries)] if notes else []
    sources += [_in_versions(cabinet, queries, stopped, unread)] if versions else []
    for source in sources:
        for hit in source:
            if len(found) >= limit or stopped():
                return tuple(found)
            found.append(hit)
    return tuple(found)


def _in_notes(cabinet: Cabinet, queries: list[Query]) -> Iterator[SearchHit]:
    infos = {info.id: info for info in cabinet.list() if not info.trashed}
    for note in cabinet.all_notes():
        info = infos.get(note.assessment_id)
        if info is None:
            continue
        try:
            title = find_form(info.form, info.version).roles.title
        except UserError:
            continue
        path = note.path or (title,)
        for text in (note.words, note.answer):
            hit = _hit(note.assessment_id, path, text, queries, _note_words(note))
            if hit is not None:
                yield hit
                break


def _note_words(note: Note) -> str:
    return {"remark": _("Remark"), "todo": _("To do")}.get(note.kind, _("Note"))


def _in_versions(
    cabinet: Cabinet,
    queries: list[Query],
    stopped: Callable[[], bool],
    unread: Callable[[UnreadVersion], None],
) -> Iterator[SearchHit]:
    for info in cabinet.list():
        if info.trashed:
            continue
        for version in cabinet.versions(info.id):
            if stopped():
                return
            where = _("Version {number}: {name}").format(number=version.number, name=version.name)
            try:
                snapshot = cabinet.load_version(version.id)
            except UserError as error:
                unread(UnreadVersion(info.id, where, error))
                continue
            for path, item, value in answers_in_order(snapshot.form, snapshot.root):
                hit = _hit(info.id, path, text_of(item, value), queries, where)
                if hit is not None:
                    yield hit


def _hit(
    assessment_id: int, path: tuple[str, ...], text: str, queries: list[Query], where: str
) -> SearchHit | None:
    places = [spans(text, query) for query in queries] if text else [[]]
    if not all(places):
        return None
    excerpt, marks = excerpt_of(text, sorted({place for each in places for place in each}))
    return SearchHit(assessment_id, path, path[-1], excerpt, marks, where)
