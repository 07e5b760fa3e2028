"""The rows of the search index: collected from assessments and written for many of them at once.

Rows are passed to SQLite as JSON, one statement per table: SQLite releases the GIL during each, so that the
next assessments are read meanwhile.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from db.grams import grams
from db.index_reader import SHORT, State, Texts
from db.records import AssessmentInfo

_MOST_AT_ONCE: Final = 2_000_000
"""Characters of tokens per statement, about 24 megabytes; normal batches are smaller."""

_KNOWN: Final = """
    SELECT id, assessment_id, path, digest, number FROM text
    WHERE assessment_id IN (SELECT value FROM json_each(?))"""
_DROP: Final = "DELETE FROM text WHERE id IN (SELECT value FROM json_each(?))"
_WORDS: Final = "INSERT INTO words (rowid, grams) SELECT ? + key, value FROM json_each(CAST(? AS TEXT))"
_TEXT: Final = """
    INSERT INTO text (assessment_id, path, digest, number)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
        json_extract(value, '$[3]')
    FROM json_each(?)"""
_SEEN: Final = """
    INSERT OR REPLACE INTO seen (assessment_id, edits, edited_at, form, edition)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
        json_extract(value, '$[3]'), json_extract(value, '$[4]')
    FROM json_each(?)"""


class Numbers:
    """Cached numbers of short texts, which many assessments share; void once the index has been dropped."""

    def __init__(self) -> None:
        self.by_digest: dict[int, int] = {}
        self._cleared = -1

    def hold_to(self, cleared: int) -> None:
        """Drop the cached numbers if the index has been dropped since."""
        if cleared != self._cleared:
            self.by_digest, self._cleared = {}, cleared


def numbers_of(raw: sqlite3.Connection, assessment_id: int) -> dict[int, int]:
    """Text numbers of an assessment, by digest."""
    return dict(raw.execute("SELECT digest, number FROM text WHERE assessment_id = ?", (assessment_id,)))


def state_of(info: AssessmentInfo) -> State:
    """A fingerprint of an assessment's state; it includes the time of the last edit because restoring a
    cabinet resets counters.
    """
    return info.edits, info.edited_at, info.form, info.version


def take_in(raw: sqlite3.Connection, found: Sequence[Texts], numbers: Numbers) -> None:
    """Update the rows of assessments within a transaction.

    Only changed texts are indexed again.
    """
    (last, cleared) = raw.execute("SELECT last, cleared FROM given").fetchone()
    numbers.hold_to(cleared)
    rows = _Rows(raw, found, last)
    for texts in found:
        rows.add(texts, numbers)
    rows.write(raw)


class _Rows:
    """Rows to delete and insert for some assessments; ``last`` is the last text number assigned."""

    def __init__(self, raw: sqlite3.Connection, found: Sequence[Texts], last: int) -> None:
        self._first = last + 1
        self._last = last
        self._known: dict[int, list[tuple[int, str, int, int]]] = {}
        for row_id, assessment_id, *row in raw.execute(
            _KNOWN, (_json([texts.assessment_id for texts in found]),)
        ):
            path, digest, number = row
            self._known.setdefault(assessment_id, []).append((row_id, path, digest, number))
        self._old: list[int] = []
        self._tokens: list[bytes] = []
        self._made: list[tuple[int, str, int, int]] = []
        self._seen: list[tuple[int, int, str, str, str]] = []

    def add(self, texts: Texts, numbers: Numbers) -> None:
        """Collect the rows of one assessment."""
        known = self._known.get(texts.assessment_id, [])
        own = {digest: number for _row_id, _path, digest, number in known}
        kept: set[str] = set()
        for row_id, path, digest, _number in known:
            if texts.digests.get(path) == digest and path not in kept:
                kept.add(path)
            else:
                self._old.append(row_id)
        for path, digest in texts.digests.items():
            if path not in kept:
                number = numbers.by_digest.get(digest) or own.get(digest)
                if number is None:
                    number = own[digest] = self._new(texts, digest)
                    if len(texts.texts[digest]) <= SHORT:
                        numbers.by_digest[digest] = number
                self._made.append((texts.assessment_id, path, digest, number))
        self._seen.append((texts.assessment_id, *texts.state))

    def _new(self, texts: Texts, digest: int) -> int:
        self._last += 1
        self._tokens.append(texts.tokens.get(digest) or grams(texts.texts[digest]))
        return self._last

    def write(self, raw: sqlite3.Connection) -> None:
        """Write all collected rows."""
        raw.execute(_DROP, (_json(self._old),))
        number = self._first
        for tokens in _portions(self._tokens):
            raw.execute(_WORDS, (number, _json_of_tokens(tokens)))
            number += len(tokens)
        raw.execute(_TEXT, (_json(self._made),))
        raw.execute(_SEEN, (_json(self._seen),))
        raw.execute("UPDATE given SET last = ?", (self._last,))


def _portions(tokens: Iterable[bytes]) -> Iterator[list[bytes]]:
    portion: list[bytes] = []
    size = 0
    for text in tokens:
        if portion and size + len(text) > _MOST_AT_ONCE:
            yield portion
            portion, size = [], 0
        portion.append(text)
        size += len(text)
    if portion:
        yield portion


def _json(rows: object) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _json_of_tokens(texts: Sequence[bytes]) -> bytes:
    return b'["' + b'","'.join(texts) + b'"]'
