"""Reads the answers to one item in all assessments, without loading the assessments."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import field

from db.codec import WITHHELD_BLOCK, CodecFault, decode, decode_spans
from db.open_file import OpenFile
from db.read_sql import (
    ENTRIES_TOGETHER,
    HEADS,
    ROOT,
    SAID,
    SAID_TOGETHER,
    SAID_WITHHELD,
    WITHHELD_TOGETHER,
    WITHHOLDING,
)
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE, Spans, check_spans
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.catalogue import edition_name
from pia_desktop.forms.values import Value, drop_forbidden


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as stored; ``owner`` is the key of the entry or file that it belongs to, or empty.

    ``withheld``: the spans that are not for the public; the whole answer if they cannot be read.
    """

    assessment_id: int
    owner: str
    item_id: str
    value: Value
    withheld: Spans | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What identifies an assessment in messages, and its write count ``edits``, which shows changes."""

    id: int
    form: str
    version: str
    number: str
    title: str
    edits: int
    archived: bool


class Answers(OpenFile):
    """The part of ``Cabinet`` that reads one or several items of all assessments."""

    def answers(
        self, item_ids: Collection[str], assessment_ids: Collection[int] | None = None
    ) -> tuple[StoredAnswer, ...]:
        """Every answer to these items, of any form; unreadable answers are skipped.

        An item id is only unique within its form; callers must look at ``form``.
        """
        items = json.dumps(sorted(item_ids))
        of = None if assessment_ids is None else json.dumps(sorted(assessment_ids))
        with self._read() as connection:
            if of is None:
                rows = connection.execute(SAID, (items,)).fetchall()
                withheld = connection.execute(SAID_WITHHELD, (items,)).fetchall()
            else:
                rows = connection.execute(SAID_TOGETHER, (of, items)).fetchall()
                withheld = connection.execute(WITHHELD_TOGETHER, (of,)).fetchall()
        marks = {row[:3]: row[3] for row in withheld}
        found: list[StoredAnswer] = []
        values: dict[str, Value | None] = {}  # the same is often said many times over
        for assessment_id, owner, item_id, words in rows:
            if words not in values:
                values[words] = _value(words)
            value = values[words]
            if value is not None:
                spans = _spans(value, marks.get((assessment_id, owner, item_id)))
                found.append(StoredAnswer(assessment_id, owner, item_id, value, spans))
        return tuple(found)

    def withholding(self, assessment_ids: Collection[int]) -> frozenset[int]:
        """Those of these assessments that withhold anything, without reading their contents."""
        among = json.dumps(sorted(assessment_ids))
        with self._read() as connection:
            rows = connection.execute(WITHHOLDING, (among, among, WITHHELD_BLOCK)).fetchall()
        return frozenset(row[0] for row in rows)

    def heads(self) -> tuple[Head, ...]:
        """The head of every assessment that is not trashed: a cheap way to see which have changed."""
        with self._read() as connection:
            rows = connection.execute(HEADS).fetchall()
        return tuple(
            Head(
                row[0],
                row[1],
                edition_name(row[1], row[2]),
                _line(row[3]),
                _line(row[4]),
                row[5],
                bool(row[6]),
            )
            for row in rows
        )

    def excerpts(
        self, item_ids: Collection[str], list_ids: Collection[str], assessment_ids: Collection[int]
    ) -> dict[int, Node]:
        """Trees that hold only the answers to these items and the entries of these lists.

        Unreadable or orphaned rows and unknown assessments are skipped.
        """
        of = json.dumps(sorted(assessment_ids))
        items, lists = json.dumps(sorted(item_ids)), json.dumps(["", *sorted(list_ids)])
        with self._read() as connection:
            entries = connection.execute(ENTRIES_TOGETHER, (of, lists)).fetchall()
            answers = connection.execute(SAID_TOGETHER, (of, items)).fetchall()
            marks = connection.execute(WITHHELD_TOGETHER, (of,)).fetchall()
        found: dict[int, dict[str, _Open]] = {}
        for assessment_id, key, parent, list_id in entries:
            found.setdefault(assessment_id, {})[key] = _Open(parent, list_id)
        spans = {row[:3]: row[3] for row in marks if row[2] in item_ids}
        for assessment_id, owner, item_id, words in answers:
            node = found.get(assessment_id, {}).get(owner)
            try:
                value = decode(words)
            except CodecFault:
                continue
            if node is not None:
                node.answers[item_id] = value
                withheld = _spans(value, spans.get((assessment_id, owner, item_id)))
                if withheld is not None:
                    node.withheld[item_id] = withheld
        return {id_: _closed(nodes) for id_, nodes in found.items() if ROOT in nodes}


@dataclass(slots=True)
class _Open:
    """A node whose tree is still being built."""

    parent: str | None
    list_id: str
    answers: dict[str, Value] = field(default_factory=dict)
    withheld: dict[str, Spans] = field(default_factory=dict)


def _closed(nodes: dict[str, _Open]) -> Node:
    """The finished tree, from nodes by key whose entries are in list order."""
    below: dict[str, list[str]] = {}
    for key, node in nodes.items():
        if node.parent is not None:
            below.setdefault(node.parent, []).append(key)

    def made(key: str) -> Node:
        lists: dict[str, dict[str, Node]] = {}
        for child in below.pop(key, ()):
            lists.setdefault(nodes[child].list_id, {})[child] = made(child)
        return Node(nodes[key].answers, lists, nodes[key].withheld)

    return made(ROOT)


def _line(words: str) -> str:
    return drop_forbidden(words).replace("\n", " ")


def _value(words: str) -> Value | None:
    try:
        return decode(words)
    except CodecFault:
        return None


def _spans(value: Value, words: str | None) -> Spans | None:
    if words is None:
        return None
    try:
        spans = decode_spans(words)
        check_spans(value, spans)
    except ValueError:
        return WHOLE
    return spans
