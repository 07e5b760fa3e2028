"""Full-text search over all answers of a cabinet, with an index in the user's own folder.

The index is derived data: it can be deleted at any time and is rebuilt if it is damaged or of another schema.
It is not stored in the cabinet because it would enlarge backups and checks, and because readers without write
access search too.  It only yields candidates; hits are verified in the cabinet.

Every three consecutive characters of a text (at its end two and one) are an FTS5 token (``grams``).  A query
of three or more characters looks up all its tokens, a shorter one the tokens that start with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final, Self

from db.cabinet import Cabinet
from db.codec import read_path
from db.grams import tokens_for
from db.index_file import IndexBroken, IndexFile, index_errors, index_path, prune
from db.index_reader import Reading, Texts, Unread, Wanted, read_beside, read_here, text_of
from db.index_rows import Numbers, numbers_of, state_of, take_in
from db.records import AssessmentInfo
from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.search import Query, spans
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import drop_forbidden
from pia_desktop.temporary import NoTemporaryFolder, TemporaryFolder

LIMIT: Final = 200
"""Default number of hits of a search."""

_FIND: Final = """
    SELECT text.assessment_id, text.path, seen.form, seen.edition
    FROM words JOIN text ON text.number = words.rowid JOIN seen ON seen.assessment_id = text.assessment_id
    WHERE words MATCH ? ORDER BY words.rowid"""
_BEFORE: Final = 16
_EXCERPT: Final = 80
_KEPT_FILES: Final = 20
_STALE_LEAST: Final = 20_000
_TOGETHER: Final = 16
"""Assessments written at once; more would delay a search."""
_MANY: Final = 50
"""From so many changed assessments on, about a second's work, child processes read them."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An answer that contains all words.

    ``excerpt`` is one line of its text; ``marks`` are the (start, end) character positions of the words in
    it.  ``where`` is empty for present answers, else it names the note or version.
    """

    assessment_id: int
    path: NodePath
    item_id: str
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    where: str = ""


class SearchIndex:
    """The index of one open cabinet.  All methods are thread-safe and may raise CabinetError."""

    def __init__(self, cabinet: Cabinet, path: Path, folder: TemporaryFolder | None = None) -> None:
        self._cabinet = cabinet
        self.path = path
        self._folder = folder
        self._file = IndexFile(path)
        self.unread: frozenset[int] = frozenset()
        """Assessments that the last ``sync`` could not read, and that are therefore not searched."""

    @classmethod
    def open(cls, cabinet: Cabinet, *, keep: bool = True) -> Self:
        """The cabinet's index, empty if there is no usable one.

        With ``keep`` False, or where no file can be created, it is temporary and deleted on closing.
        """
        path = index_path(cabinet)
        with suppress(OSError, CabinetError):
            if keep:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                prune(path)
                return cls(cabinet, path)
        try:
            folder = TemporaryFolder("desktop")
        except NoTemporaryFolder as error:
            raise CabinetError(error.message, error.remedy) from error
        return cls(cabinet, folder.path / path.name, folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        if self._folder is not None:
            self._folder.close()

    # --- keeping it up to date

    def sync(
        self,
        stopped: Callable[[], bool] = lambda: False,
        progress: Callable[[int, int], None] = lambda done, of: None,
    ) -> bool:
        """Index what has changed in the cabinet; False if it was stopped before the end.

        ``progress`` is called with (done, total) of the changed assessments.  Assessments with broken
        contents are skipped and listed in ``unread``.  Call from a separate thread; searching is possible
        meanwhile.
        """
        try:
            return self._sync(stopped, progress)
        except IndexBroken:
            self._file.start_again()
            return self._sync(stopped, progress)

    def _sync(self, stopped: Callable[[], bool], progress: Callable[[int, int], None]) -> bool:
        self.unread = frozenset()
        infos = {info.id: info for info in self._cabinet.list()}
        with self._file.transaction() as raw:
            rows = raw.execute("SELECT assessment_id, edits, edited_at, form, edition FROM seen").fetchall()
            if _mostly_stale(raw):
                _clear(raw)
                rows = []
        seen = {row[0]: row[1:] for row in rows}
        self._forget(found for found in seen if found not in infos)
        changed = [info for info in infos.values() if seen.get(info.id) != state_of(info)]
        read = read_beside if len(changed) >= _MANY else read_here
        readings = read(self._cabinet, self._wanted(changed, seen.keys()), stopped)
        return self._written(_told(readings, len(changed), progress)) == len(changed)

    def _wanted(self, changed: Iterable[AssessmentInfo], seen: Collection[int]) -> Iterator[Wanted]:
        for info in changed:
            known = self._numbers(info.id) if info.id in seen else {}
            yield Wanted(info.id, state_of(info), frozenset(known))

    def _written(self, readings: Iterator[Reading]) -> int:
        """Write assessments in batches while the next are read; returns their number."""
        numbers = Numbers()
        done = 0
        with ThreadPoolExecutor(1, "index") as beside:
            writing: Future[None] | None = None
            while found := list(islice(readings, _TOGETHER)):
                if writing is not None:
                    writing.result()
                writing = beside.submit(self._write, found, numbers)
                done += len(found)
            if writing is not None:
                writing.result()
        return done

    def _write(self, readings: Sequence[Reading], numbers: Numbers) -> None:
        texts = [reading for reading in readings if isinstance(reading, Texts)]
        unread = [reading for reading in readings if isinstance(reading, Unread)]
        with self._file.transaction() as raw:
            take_in(raw, texts, numbers)
            _drop(raw, (reading.assessment_id for reading in unread))
        self.unread |= {reading.assessment_id for reading in unread if reading.broken}

    def _numbers(self, assessment_id: int) -> dict[int, int]:
        with self._file.lock, index_errors(self.path):
            return numbers_of(self._file.raw, assessment_id)

    def _forget(self, assessments: Iterable[int]) -> None:
        with self._file.transaction() as raw:
            _drop(raw, assessments)

    def wipe(self) -> None:
        """Empty the index, so that the file contains no text; the next ``sync`` rebuilds it."""
        with self._file.transaction() as raw:
            _clear(raw)
        with self._file.lock, index_errors(self.path):
            self._file.raw.execute("PRAGMA temp_store=MEMORY")
            self._file.raw.execute("VACUUM")
            self._file.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # --- searching

    def search(self, words: str, limit: int = LIMIT) -> tuple[SearchHit, ...]:
        """Answers that contain every word (separated by spaces), by assessment, in form order.

        Width, case and kana are folded as in the window's search.  Trashed assessments are skipped.  Edits
        since the last ``sync`` may be missed; text that is no longer there is not returned.
        """
        parts = [part for part in drop_forbidden(words).split() if as_read(part)]
        if not parts or limit < 1:
            return ()
        try:
            return self._search([Query(part) for part in parts], limit)
        except IndexBroken:
            self._file.start_again()
            return ()

    def _search(self, queries: list[Query], limit: int) -> tuple[SearchHit, ...]:
        match = " AND ".join(token for query in queries for token in tokens_for(as_read(query.words)))
        trashed = self._cabinet.trashed_ids()
        found: list[SearchHit] = []
        with self._file.lock, index_errors(self.path):
            for assessment_id, words, form_id, edition in self._file.raw.execute(_FIND, (match,)):
                path = read_path(words)
                if assessment_id in trashed or not path:
                    continue
                form = _form(form_id, edition)
                hit = form and self._hit(form, assessment_id, path, queries)
                if hit:
                    found.append(hit)
                    if len(found) == limit:
                        break
        return tuple(sorted(found, key=lambda hit: hit.assessment_id))

    def _hit(self, form: Form, assessment_id: int, path: NodePath, queries: list[Query]) -> SearchHit | None:
        value = self._cabinet.answer(assessment_id, path)
        if value is None or path[-1] not in form.places:
            return None
        text = text_of(form.item(path[-1]), value)
        places = [spans(text, query) for query in queries]
        if not all(places):
            return None
        excerpt, marks = excerpt_of(text, sorted({place for each in places for place in each}))
        return SearchHit(assessment_id, path, path[-1], excerpt, marks)


def _told(readings: Iterable[Reading], of: int, progress: Callable[[int, int], None]) -> Iterator[Reading]:
    for done, reading in enumerate(readings, 1):
        progress(done, of)
        yield reading


def _drop(raw: sqlite3.Connection, assessments: Iterable[int]) -> None:
    for assessment_id in assessments:
        for table in ("text", "seen"):
            raw.execute(f"DELETE FROM {table} WHERE assessment_id = ?", (assessment_id,))


def _clear(raw: sqlite3.Connection) -> None:
    raw.execute("DELETE FROM text")
    raw.execute("DELETE FROM seen")
    raw.execute("UPDATE given SET cleared = cleared + 1")
    raw.execute("INSERT INTO words (words) VALUES ('delete-all')")


def _mostly_stale(raw: sqlite3.Connection) -> bool:
    """Whether most tokens are of deleted texts, which FTS5 cannot remove without the old text."""
    (ever,) = raw.execute("SELECT last FROM given").fetchone()
    (live,) = raw.execute("SELECT count(DISTINCT number) FROM text").fetchone()
    return bool(ever - live > max(live, _STALE_LEAST))


@cache
def _form(form_id: str, edition: str) -> Form | None:
    try:
        return find_form(form_id, edition)
    except UserError:
        return None


def excerpt_of(text: str, places: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """One line around the first match, shortened, and the matches within it."""
    first = places[0][0]
    low = max(text.rfind("\n", 0, first) + 1, first - _BEFORE)
    end = text.find("\n", places[0][1])
    high = min(len(text) if end < 0 else end, max(low + _EXCERPT, places[0][1]))
    inside = [(start, stop) for start, stop in places if low <= start and stop <= high]
    shift = len("…") if low and text[low - 1] != "\n" else 0
    cut = "…" if high < len(text) and text[high] != "\n" else ""
    line = ("…" if shift else "") + text[low:high].replace("\n", " ") + cut
    return line, tuple((start - low + shift, stop - low + shift) for start, stop in inside)
