"""The rows of the search index: collected from assessments and written for many of them at once.

Rows are passed to SQLite as JSON, one statement per table: SQLite releases the GIL during each, so that the
next assessments are read meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from db.familiar import Familiar
from db.grams import grams
from db.records import AssessmentInfo
from pia_desktop.assessment.search import words_of
from pia_desktop.forms.kinds import ChecksKind
from pia_desktop.forms.model import Item
from pia_desktop.forms.values import Value

_SHORT: Final = 60
_MOST_SHORT: Final = 50_000
"""Texts of up to so many characters, choices above all, are kept in mind while assessments are taken in."""
_MOST_AT_ONCE: Final = 8_000_000
"""Characters of tokens in one statement, some 24 megabytes; a batch of ordinary assessments has less."""

_KNOWN: Final = """
    SELECT id, assessment_id, path, digest, number FROM text
    WHERE assessment_id IN (SELECT value FROM json_each(?))"""
_DROP: Final = "DELETE FROM text WHERE id IN (SELECT value FROM json_each(?))"
_WORDS: Final = "INSERT INTO words (rowid, grams) SELECT ? + key, value FROM json_each(?)"
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


@dataclass(slots=True)
class Texts:
    """What is indexed of an assessment: the digest of the text at each path; by digest the text itself and,
    if it is new, its tokens.
    """

    info: AssessmentInfo
    digests: dict[str, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    tokens: dict[int, str] = field(default_factory=dict)


Said = tuple[str, int]
"""A text and its digest."""


class Common:
    """Data shared by assessments that are indexed in a row.

    Cached numbers of short texts are void once the index has been dropped.
    """

    def __init__(self) -> None:
        self.familiar = Familiar()
        self.numbers: dict[int, int] = {}
        self._cleared = -1
        self._said: dict[tuple[int, int], tuple[Item, Value, Said]] = {}

    def said(self, item: Item, value: Value) -> Said:
        """The text of an answer, computed once per value object and item."""
        key = id(item), id(value)  # unique while the objects are referenced here
        known = self._said.get(key)
        if known is not None:
            return known[2]
        text = text_of(item, value)
        said = text, _digest(text)
        if len(text) <= _SHORT:
            if len(self._said) >= _MOST_SHORT:
                self._said.clear()
            self._said[key] = item, value, said
        return said

    def hold_to(self, cleared: int) -> None:
        """Drop the cached numbers if the index has been dropped since."""
        if cleared != self._cleared:
            self.numbers, self._cleared = {}, cleared


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)


def text_of(item: Item, value: Value) -> str:
    """The searchable text of an answer: what the clerk typed, or the words that the form prints
    for a choice.
    """
    if isinstance(item.kind, ChecksKind):  # labels, and the text filled into their （　）
        return item.kind.format(value)
    own = "\n".join(text for _spot, text in words_of(item, value))
    return own or item.kind.format(value)


def numbers_of(raw: sqlite3.Connection, assessment_id: int) -> dict[int, int]:
    """Text numbers of an assessment, by digest."""
    return dict(raw.execute("SELECT digest, number FROM text WHERE assessment_id = ?", (assessment_id,)))


def state_of(info: AssessmentInfo) -> tuple[int, str, str, str]:
    """A fingerprint of an assessment's state; it includes the time of the last edit because restoring a
    cabinet resets counters.
    """
    return info.edits, info.edited_at, info.form, info.version


def take_in(raw: sqlite3.Connection, found: Sequence[Texts], common: Common) -> None:
    """Update the rows of assessments within a transaction.

    Only changed texts are indexed again.
    """
    (last, cleared) = raw.execute("SELECT last, cleared FROM given").fetchone()
    common.hold_to(cleared)
    rows = _Rows(raw, found, last)
    for texts in found:
        rows.add(texts, common)
    rows.write(raw)


class _Rows:
    """Rows to delete and insert for some assessments; ``last`` is the last text number assigned."""

    def __init__(self, raw: sqlite3.Connection, found: Sequence[Texts], last: int) -> None:
        self._first = last + 1
        self._last = last
        self._known: dict[int, list[tuple[int, str, int, int]]] = {}
        for row_id, assessment_id, *row in raw.execute(_KNOWN, (_json([texts.info.id for texts in found]),)):
            path, digest, number = row
            self._known.setdefault(assessment_id, []).append((row_id, path, digest, number))
        self._old: list[int] = []
        self._tokens: list[str] = []
        self._made: list[tuple[int, str, int, int]] = []
        self._seen: list[tuple[int, int, str, str, str]] = []

    def add(self, texts: Texts, common: Common) -> None:
        """Collect the rows of one assessment."""
        known = self._known.get(texts.info.id, [])
        own = {digest: number for _row_id, _path, digest, number in known}
        kept: set[str] = set()
        for row_id, path, digest, _number in known:
            if texts.digests.get(path) == digest and path not in kept:
                kept.add(path)
            else:
                self._old.append(row_id)
        for path, digest in texts.digests.items():
            if path not in kept:
                number = common.numbers.get(digest) or own.get(digest)
                if number is None:
                    number = own[digest] = self._new(texts, digest)
                    if len(texts.texts[digest]) <= _SHORT:
                        common.numbers[digest] = number
                self._made.append((texts.info.id, path, digest, number))
        self._seen.append((texts.info.id, *state_of(texts.info)))

    def _new(self, texts: Texts, digest: int) -> int:
        self._last += 1
        self._tokens.append(texts.tokens.get(digest) or grams(texts.texts[digest]))
        return self._last

    def write(self, raw: sqlite3.Connection) -> None:
        """Write all collected rows."""
        raw.execute(_DROP, (_json(self._old),))
        number = self._first
        for tokens in _portions(self._tokens):
            raw.execute(_WORDS, (number, _json(tokens)))
            number += len(tokens)
        raw.execute(_TEXT, (_json(self._made),))
        raw.execute(_SEEN, (_json(self._seen),))
        raw.execute("UPDATE given SET last = ?", (self._last,))


def _portions(tokens: Iterable[str]) -> Iterator[list[str]]:
    portion: list[str] = []
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
