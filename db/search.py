"""Search over all answers of a cabinet, by an index in the user's own folder.

The index is derived: it can be thrown away at any time and is made again where it is damaged or of another
schema.  It never lies in the cabinet, whose backups and checks it would make larger, and so who may only read
a cabinet can search it as well.  It tells where words may stand; what is found is read in the cabinet itself.

Every three characters that follow each other in a text (at its end, two and one) are a token of FTS5.  A
search for three or more asks for all their tokens, one for less asks for the tokens that begin with them.
"""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Self

from db.backup import PRIVATE
from db.cabinet import Cabinet
from db.codec import path_words, read_path
from db.connect import connect_raw
from db.errors import CabinetDamaged, CabinetUnwritable, NoSuchAssessment, WrongContents, from_sqlite
from db.examine import Schema, schema_of
from db.reasons import system_words
from db.records import AssessmentInfo
from pia_desktop.assessment.folding import EDITION, as_read
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.search import Query, answers_in_order, spans, words_of
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.kinds import ChecksKind
from pia_desktop.forms.model import Form, Item
from pia_desktop.forms.values import Value, drop_forbidden
from pia_desktop.paths import user_data_dir

LIMIT: Final = 200
"""Hits of one search, unless told."""

_SCHEMA_NUMBER: Final = (int(unicodedata.unidata_version.replace(".", "")) * 100 + EDITION) * 100 + 1
"""Texts are folded by our tables and Unicode's, so that another edition of these is another schema."""
_TABLES: Final = (
    """CREATE TABLE seen (
        assessment_id INTEGER PRIMARY KEY,
        edits INTEGER NOT NULL,
        edited_at TEXT NOT NULL,
        form TEXT NOT NULL,
        edition TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE text (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        assessment_id INTEGER NOT NULL,
        path TEXT NOT NULL,
        digest BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX text_assessment ON text (assessment_id)",
    "CREATE VIRTUAL TABLE words USING fts5 (grams, content='', detail=none, columnsize=0, tokenize='ascii')",
)
_FIND: Final = """
    SELECT text.assessment_id, text.path, seen.form, seen.edition
    FROM words JOIN text ON text.id = words.rowid JOIN seen ON seen.assessment_id = text.assessment_id
    WHERE words MATCH ? ORDER BY words.rowid"""
_GRAM: Final = 3
_ABOVE_ASCII: Final = {code: 0xE000 + code for code in range(128)}
"""All but ASCII is a letter to FTS5's tokenizer; what is mixed up by this is not found in the text then."""
_BEFORE: Final = 16
_EXCERPT: Final = 80
_KEPT_FILES: Final = 20
_STALE_LEAST: Final = 20_000


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An answer that holds all the words.

    ``excerpt`` is one line out of its text; ``marks`` are the words' places (start, end) in that.
    """

    assessment_id: int
    path: NodePath
    item_id: str
    excerpt: str
    marks: tuple[tuple[int, int], ...]


class SearchIndex:
    """The index of one open cabinet.  Every method may be called from any thread and raises CabinetError."""

    def __init__(
        self, cabinet: Cabinet, path: Path, folder: tempfile.TemporaryDirectory[str] | None = None
    ) -> None:
        self._cabinet = cabinet
        self.path = path
        self._folder = folder
        self._lock = threading.RLock()
        self._raw = self._opened()

    @classmethod
    def open(cls, cabinet: Cabinet, *, keep: bool = True) -> Self:
        """The cabinet's index, empty where there is none that can be used.

        Where none is to be kept, or can be, in a write-protected or full place, it lasts until it is closed.
        """
        path = index_path(cabinet)
        with suppress(OSError, CabinetError):
            if keep:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                _prune(path)
                return cls(cabinet, path)
        try:
            folder = tempfile.TemporaryDirectory(prefix="pia-desktop-", ignore_cleanup_errors=True)
        except OSError as error:
            raise CabinetUnwritable(path, system_words(error)) from error
        return cls(cabinet, Path(folder.name) / path.name, folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._close_connection()
        if self._folder is not None:
            self._folder.cleanup()

    def _close_connection(self) -> None:
        with self._lock, suppress(sqlite3.Error):
            self._raw.close()

    # --- keeping it up to date

    def sync(
        self,
        stopped: Callable[[], bool] = lambda: False,
        progress: Callable[[int, int], None] = lambda done, of: None,
    ) -> bool:
        """Take in what has changed in the cabinet since; False where it was stopped before the end.

        ``progress`` is told how many of the changed assessments are done.  Assessments whose contents are
        broken are left out.  For a thread of its own; searches may run meanwhile.
        """
        try:
            return self._sync(stopped, progress)
        except _IndexBroken:
            self._start_again()
            return self._sync(stopped, progress)

    def _sync(self, stopped: Callable[[], bool], progress: Callable[[int, int], None]) -> bool:
        infos = {info.id: info for info in self._cabinet.list()}
        with self._transaction() as raw:
            rows = raw.execute("SELECT assessment_id, edits, edited_at, form, edition FROM seen").fetchall()
            if _mostly_stale(raw):
                self._clear(raw)
                rows = []
        seen = {row[0]: row[1:] for row in rows}
        gone = [assessment_id for assessment_id in seen if assessment_id not in infos]
        changed = [info for info in infos.values() if seen.get(info.id) != _state(info)]
        for assessment_id in gone:
            self._drop(assessment_id)
        for done, info in enumerate(changed):
            if stopped():
                return False
            self._take_in(info)
            progress(done + 1, len(changed))
        return True

    def _take_in(self, info: AssessmentInfo) -> None:
        """Only texts that have changed are indexed again; the others keep their rows."""
        try:
            snapshot = self._cabinet.load(info.id)
        except (NoSuchAssessment, WrongContents):
            self._drop(info.id)
            return
        texts = {
            path_words(path): text
            for path, item, value in answers_in_order(snapshot.form, snapshot.root)
            if (text := text_of(item, value))
        }
        digests = {
            path: hashlib.blake2b(text.encode(), digest_size=8).digest() for path, text in texts.items()
        }
        with self._transaction() as raw:
            rows = raw.execute("SELECT id, path, digest FROM text WHERE assessment_id = ?", (info.id,))
            kept: set[str] = set()
            old: list[tuple[int]] = []
            for row_id, path, digest in rows.fetchall():
                if digests.get(path) == digest and path not in kept:
                    kept.add(path)
                else:
                    old.append((row_id,))
            raw.executemany("DELETE FROM text WHERE id = ?", old)
            for path, text in texts.items():
                if path not in kept:
                    row = (info.id, path, digests[path])
                    made = raw.execute("INSERT INTO text (assessment_id, path, digest) VALUES (?, ?, ?)", row)
                    raw.execute(
                        "INSERT INTO words (rowid, grams) VALUES (?, ?)", (made.lastrowid, grams(text))
                    )
            state = (info.id, *_state(info))
            raw.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)", state)

    def _drop(self, assessment_id: int) -> None:
        with self._transaction() as raw:
            for table in ("text", "seen"):
                raw.execute(f"DELETE FROM {table} WHERE assessment_id = ?", (assessment_id,))

    @staticmethod
    def _clear(raw: sqlite3.Connection) -> None:
        raw.execute("DELETE FROM text")
        raw.execute("DELETE FROM seen")
        raw.execute("INSERT INTO words (words) VALUES ('delete-all')")

    def wipe(self) -> None:
        """Forget all, so that the file holds no word any more; the next ``sync`` makes it anew."""
        with self._transaction() as raw:
            self._clear(raw)
        with self._lock, _told(self.path):
            self._raw.execute("PRAGMA temp_store=MEMORY")
            self._raw.execute("VACUUM")
            self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # --- searching

    def search(self, words: str, limit: int = LIMIT) -> tuple[SearchHit, ...]:
        """Answers that hold every one of the words, which spaces part, by assessment and in its order.

        Width, case and kana are folded as in the window's own search.  Deleted assessments are left out.
        What the last ``sync`` does not know is not found; what no longer stands there is not shown.
        """
        parts = [part for part in drop_forbidden(words).split() if as_read(part)]
        if not parts or limit < 1:
            return ()
        try:
            return self._search([Query(part) for part in parts], limit)
        except _IndexBroken:
            self._start_again()
            return ()

    def _search(self, queries: list[Query], limit: int) -> tuple[SearchHit, ...]:
        match = " AND ".join(token for query in queries for token in _tokens(as_read(query.words)))
        trashed = self._cabinet.trashed_ids()
        found: list[SearchHit] = []
        with self._lock, _told(self.path):
            for assessment_id, words, form_id, edition in self._raw.execute(_FIND, (match,)):
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
        excerpt, marks = _excerpt(text, sorted({place for each in places for place in each}))
        return SearchHit(assessment_id, path, path[-1], excerpt, marks)

    # --- the file

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is read and written inside is of one moment, and lands together or not at all."""
        with self._lock, _told(self.path):
            self._raw.execute("BEGIN IMMEDIATE")
            try:
                yield self._raw
                self._raw.execute("COMMIT")
            finally:
                if self._raw.in_transaction:
                    with suppress(sqlite3.Error):
                        self._raw.rollback()

    def _opened(self) -> sqlite3.Connection:
        for _attempt in range(2):
            with suppress(_IndexBroken), _told(self.path):
                raw = self._connected()
                if raw is not None:
                    return raw
            self._remove()
        raise CabinetUnwritable(self.path, "SQLite FTS5")

    def _connected(self) -> sqlite3.Connection | None:
        """A connection to the file, made where it is missing; None where it is something else."""
        with suppress(OSError):
            self.path.touch(mode=PRIVATE)
            self.path.chmod(PRIVATE)  # what SQLite makes beside it has the same mode
        raw = connect_raw(self.path, "mode=rwc")
        try:
            if not raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                _make(raw)
            (number,) = raw.execute("PRAGMA user_version").fetchone()
            if number == _SCHEMA_NUMBER and schema_of(raw) == _expected():
                raw.execute("PRAGMA journal_mode=WAL")
                raw.execute("PRAGMA synchronous=NORMAL")
                return raw
        except BaseException:
            raw.close()
            raise
        raw.close()
        return None

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def _start_again(self) -> None:
        with self._lock:
            self._close_connection()
            self._remove()
            self._raw = self._opened()


class _IndexBroken(Exception):
    """The index cannot be used and is to be made again."""


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Let what SQLite complains of end as a CabinetError or, where the file is no good, as _IndexBroken."""
    try:
        yield
    except sqlite3.Error as error:
        known = from_sqlite(error, path)
        if known is None or isinstance(known, CabinetDamaged):
            raise _IndexBroken from error
        raise known from error
    except (UnicodeError, ValueError, TypeError, OverflowError) as error:
        # What a broken page gives out as a path, a number or a message of SQLite's own.
        raise _IndexBroken from error


def _make(raw: sqlite3.Connection) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for table in _TABLES:
        raw.execute(table)
    raw.execute(f"PRAGMA user_version={_SCHEMA_NUMBER}")
    raw.execute("COMMIT")


@cache
def _expected() -> Schema:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        _make(raw)
        return schema_of(raw)


def index_path(cabinet: Cabinet) -> Path:
    """Where the index of a cabinet lies.  A copy of a cabinet has its name, and so gets one of its own."""
    name = hashlib.sha256(f"{cabinet.uid}\n{cabinet.path}".encode("utf-8", "surrogateescape")).hexdigest()
    return user_data_dir() / "search" / f"{name[:24]}.index"


def _prune(path: Path) -> None:
    """Drop the indexes that were not used for longest."""
    others = [file for file in path.parent.glob("*.index") if file != path]
    others.sort(key=lambda file: file.stat().st_mtime, reverse=True)
    for old in others[_KEPT_FILES:]:
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                old.with_name(old.name + ending).unlink(missing_ok=True)


def _state(info: AssessmentInfo) -> tuple[int, str, str, str]:
    """By what an assessment is known to be as it was; the time, for a cabinet that was put back."""
    return info.edits, info.edited_at, info.form, info.version


def _mostly_stale(raw: sqlite3.Connection) -> bool:
    """Whether most tokens are of texts that are gone: FTS5 cannot drop them without the old text."""
    (ever,) = raw.execute("SELECT coalesce(max(id), 0) FROM text").fetchone()
    (live,) = raw.execute("SELECT count(*) FROM text").fetchone()
    return bool(ever - live > max(live, _STALE_LEAST))


def text_of(item: Item, value: Value) -> str:
    """All words of an answer, as they are searched: the clerk's own, else those that the form prints."""
    if isinstance(item.kind, ChecksKind):  # labels, and what stands in their （　）
        return item.kind.format(value)
    own = "\n".join(text for _spot, text in words_of(item, value))
    return own or item.kind.format(value)


def grams(text: str) -> str:
    """The tokens of a text for FTS5, each once."""
    words = as_read(text).translate(_ABOVE_ASCII)
    return " ".join({words[i : i + _GRAM] for i in range(len(words))})


def _tokens(words: str) -> Iterable[str]:
    """What FTS5 is asked for one word; nothing of what the user wrote can be syntax to it."""
    words = words.translate(_ABOVE_ASCII)
    if len(words) < _GRAM:
        return [f'"{words}" *']
    return [f'"{words[i : i + _GRAM]}"' for i in range(len(words) - _GRAM + 1)]


@cache
def _form(form_id: str, edition: str) -> Form | None:
    try:
        return find_form(form_id, edition)
    except UserError:
        return None


def _excerpt(text: str, places: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """One line with the first place in it, cut to a readable length, and the places that are in that."""
    first = places[0][0]
    low = max(text.rfind("\n", 0, first) + 1, first - _BEFORE)
    end = text.find("\n", places[0][1])
    high = min(len(text) if end < 0 else end, max(low + _EXCERPT, places[0][1]))
    inside = [(start, stop) for start, stop in places if low <= start and stop <= high]
    shift = len("…") if low and text[low - 1] != "\n" else 0
    cut = "…" if high < len(text) and text[high] != "\n" else ""
    line = ("…" if shift else "") + text[low:high].replace("\n", " ") + cut
    return line, tuple((start - low + shift, stop - low + shift) for start, stop in inside)
