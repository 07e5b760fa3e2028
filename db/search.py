"""Search over all answers of a cabinet, by an index in the user's own folder.

The index is derived: it can be thrown away at any time and is made again where it is damaged or of another
schema.  It never lies in the cabinet, whose backups and checks it would make larger, and so who may only read
a cabinet can search it as well.  It tells where words may stand; what is found is read in the cabinet itself.

Every three characters that follow each other in a text (at its end, two and one) are a token of FTS5.  A
search for three or more asks for all their tokens, one for less asks for the tokens that begin with them.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Self

from db.cabinet import Cabinet
from db.codec import path_words, read_path
from db.errors import CabinetUnwritable, NoSuchAssessment, WrongContents
from db.index_file import IndexBroken, IndexFile, index_path, prune, told
from db.reasons import system_words
from db.records import AssessmentInfo
from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.search import Query, answers_in_order, spans, words_of
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.kinds import ChecksKind
from pia_desktop.forms.model import Form, Item
from pia_desktop.forms.values import Value, drop_forbidden

LIMIT: Final = 200
"""Hits of one search, unless told."""

_FIND: Final = """
    SELECT text.assessment_id, text.path, seen.form, seen.edition
    FROM words JOIN text ON text.number = words.rowid JOIN seen ON seen.assessment_id = text.assessment_id
    WHERE words MATCH ? ORDER BY words.rowid"""
_GRAM: Final = 3
_ABOVE_ASCII: Final = {code: 0xE000 + code for code in range(128)}
"""All but ASCII is a letter to FTS5's tokenizer; what is mixed up by this is not found in the text then."""
_ASCII: Final = re.compile("[\0-\x7f]+")
_BEFORE: Final = 16
_EXCERPT: Final = 80
_KEPT_FILES: Final = 20
_STALE_LEAST: Final = 20_000
_TOGETHER: Final = 8
"""So many assessments are written in one go: more would keep a search waiting."""
_SHORT: Final = 60
"""Texts of up to so many characters, choices above all, are kept in mind while assessments are taken in."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An answer that holds all the words.

    ``excerpt`` is one line out of its text; ``marks`` are the words' places (start, end) in that.
    ``where`` is empty for the present answers, else it names the note or the version that was found.
    """

    assessment_id: int
    path: NodePath
    item_id: str
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    where: str = ""


@dataclass(slots=True)
class _Texts:
    """What is to be known of an assessment: the digest of the text at each path, and by it the text itself
    and, where it is new, its tokens.
    """

    info: AssessmentInfo
    digests: dict[str, bytes] = field(default_factory=dict)
    texts: dict[bytes, str] = field(default_factory=dict)
    tokens: dict[bytes, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Common:
    """The numbers of short texts, which stand in many assessments; void when all was dropped meanwhile."""

    numbers: dict[bytes, int] = field(default_factory=dict)
    cleared: int = -1


class SearchIndex:
    """The index of one open cabinet.  Every method may be called from any thread and raises CabinetError."""

    def __init__(
        self, cabinet: Cabinet, path: Path, folder: tempfile.TemporaryDirectory[str] | None = None
    ) -> None:
        self._cabinet = cabinet
        self.path = path
        self._folder = folder
        self._file = IndexFile(path)

    @classmethod
    def open(cls, cabinet: Cabinet, *, keep: bool = True) -> Self:
        """The cabinet's index, empty where there is none that can be used.

        Where none is to be kept, or can be, in a write-protected or full place, it lasts until it is closed.
        """
        path = index_path(cabinet)
        with suppress(OSError, CabinetError):
            if keep:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                prune(path)
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
        self._file.close()
        if self._folder is not None:
            self._folder.cleanup()

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
        except IndexBroken:
            self._file.start_again()
            return self._sync(stopped, progress)

    def _sync(self, stopped: Callable[[], bool], progress: Callable[[int, int], None]) -> bool:
        infos = {info.id: info for info in self._cabinet.list()}
        with self._file.transaction() as raw:
            rows = raw.execute("SELECT assessment_id, edits, edited_at, form, edition FROM seen").fetchall()
            if _mostly_stale(raw):
                _clear(raw)
                rows = []
        seen = {row[0]: row[1:] for row in rows}
        self._forget(found for found in seen if found not in infos)
        changed = [info for info in infos.values() if seen.get(info.id) != _state(info)]
        common = _Common()
        for first in range(0, len(changed), _TOGETHER):
            found: list[_Texts] = []
            for done, info in enumerate(changed[first : first + _TOGETHER], first + 1):
                if stopped():
                    self._write(found, common)
                    return False
                found += self._texts(info, common)
                progress(done, len(changed))
            self._write(found, common)
        return True

    def _texts(self, info: AssessmentInfo, common: _Common) -> list[_Texts]:
        """What is to be known of an assessment, in a list; none where its contents are broken.

        All that takes long is done here, while others may search.
        """
        try:
            snapshot = self._cabinet.load(info.id)
        except (NoSuchAssessment, WrongContents):
            self._forget([info.id])
            return []
        with self._file.lock, told(self.path):
            known = _numbers_of(self._file.raw, info.id)
        found = _Texts(info)
        for path, item, value in answers_in_order(snapshot.form, snapshot.root):
            text = text_of(item, value)
            if text:
                digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
                found.digests[path_words(path)] = digest
                found.texts[digest] = text
        fresh = found.texts.keys() - known.keys() - common.numbers.keys()
        found.tokens.update({digest: grams(found.texts[digest]) for digest in fresh})
        return [found]

    def _write(self, found: Iterable[_Texts], common: _Common) -> None:
        """Only texts that have changed are indexed again; the others keep their rows."""
        with self._file.transaction() as raw:
            (last, cleared) = raw.execute("SELECT last, cleared FROM given").fetchone()
            if cleared != common.cleared:
                common.numbers, common.cleared = {}, cleared
            for texts in found:
                last = _take_in(raw, texts, common, last)
            raw.execute("UPDATE given SET last = ?", (last,))

    def _forget(self, assessments: Iterable[int]) -> None:
        with self._file.transaction() as raw:
            for assessment_id in assessments:
                for table in ("text", "seen"):
                    raw.execute(f"DELETE FROM {table} WHERE assessment_id = ?", (assessment_id,))

    def wipe(self) -> None:
        """Forget all, so that the file holds no word any more; the next ``sync`` makes it anew."""
        with self._file.transaction() as raw:
            _clear(raw)
        with self._file.lock, told(self.path):
            self._file.raw.execute("PRAGMA temp_store=MEMORY")
            self._file.raw.execute("VACUUM")
            self._file.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

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
        except IndexBroken:
            self._file.start_again()
            return ()

    def _search(self, queries: list[Query], limit: int) -> tuple[SearchHit, ...]:
        match = " AND ".join(token for query in queries for token in _tokens(as_read(query.words)))
        trashed = self._cabinet.trashed_ids()
        found: list[SearchHit] = []
        with self._file.lock, told(self.path):
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


def _state(info: AssessmentInfo) -> tuple[int, str, str, str]:
    """By what an assessment is known to be as it was; the time, for a cabinet that was put back."""
    return info.edits, info.edited_at, info.form, info.version


def _numbers_of(raw: sqlite3.Connection, assessment_id: int) -> dict[bytes, int]:
    """By their digests the numbers of an assessment's texts."""
    return dict(raw.execute("SELECT digest, number FROM text WHERE assessment_id = ?", (assessment_id,)))


def _take_in(raw: sqlite3.Connection, texts: _Texts, common: _Common, last: int) -> int:
    """Bring an assessment's rows up to date; the last number that was given to a text, ``last`` before."""
    assessment_id = texts.info.id
    rows = raw.execute("SELECT id, path, digest FROM text WHERE assessment_id = ?", (assessment_id,))
    own = _numbers_of(raw, assessment_id)
    kept: set[str] = set()
    old: list[tuple[int]] = []
    for row_id, path, digest in rows.fetchall():
        if texts.digests.get(path) == digest and path not in kept:
            kept.add(path)
        else:
            old.append((row_id,))
    made: list[tuple[int, str, bytes, int]] = []
    for path, digest in texts.digests.items():
        if path not in kept:
            number = common.numbers.get(digest) or own.get(digest)
            if number is None:
                number = own[digest] = last = last + 1
                text = texts.texts[digest]
                tokens = texts.tokens.get(digest) or grams(text)
                raw.execute("INSERT INTO words (rowid, grams) VALUES (?, ?)", (number, tokens))
                if len(text) <= _SHORT:
                    common.numbers[digest] = number
            made.append((assessment_id, path, digest, number))
    raw.executemany("DELETE FROM text WHERE id = ?", old)
    raw.executemany("INSERT INTO text (assessment_id, path, digest, number) VALUES (?, ?, ?, ?)", made)
    raw.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)", (assessment_id, *_state(texts.info)))
    return last


def _clear(raw: sqlite3.Connection) -> None:
    raw.execute("DELETE FROM text")
    raw.execute("DELETE FROM seen")
    raw.execute("UPDATE given SET cleared = cleared + 1")
    raw.execute("INSERT INTO words (words) VALUES ('delete-all')")


def _mostly_stale(raw: sqlite3.Connection) -> bool:
    """Whether most tokens are of texts that are gone: FTS5 cannot drop them without the old text."""
    (ever,) = raw.execute("SELECT last FROM given").fetchone()
    (live,) = raw.execute("SELECT count(DISTINCT number) FROM text").fetchone()
    return bool(ever - live > max(live, _STALE_LEAST))


def text_of(item: Item, value: Value) -> str:
    """All words of an answer, as they are searched: the clerk's own, else those that the form prints."""
    if isinstance(item.kind, ChecksKind):  # labels, and what stands in their （　）
        return item.kind.format(value)
    own = "\n".join(text for _spot, text in words_of(item, value))
    return own or item.kind.format(value)


def _above_ascii(found: re.Match[str]) -> str:
    return found[0].translate(_ABOVE_ASCII)


def grams(text: str) -> str:
    """The tokens of a text for FTS5, each once."""
    words = _ASCII.sub(_above_ascii, as_read(text))
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


def excerpt_of(text: str, places: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
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
