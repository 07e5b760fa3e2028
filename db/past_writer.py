"""Writes the rows of past answers, and of replacements across all assessments."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from db.codec import encode, encode_spans, owner_of
from db.schema import item_history, replacement, replacement_part
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import Spans
from pia_desktop.forms.values import Value
from pia_desktop.moments import MOMENT, local_time, now_words

if TYPE_CHECKING:
    from pia_desktop.reuse.cabinet_replacement import Replacement

KEPT_STATES: Final = 50
KEPT_DAYS: Final = 30
KEPT_BYTES: Final = 1_000_000
"""Per item the newest 50 states are kept, and all of the last 30 days up to this size."""
KEPT_REPLACEMENTS: Final = 100

_ID: Final[BindParameter[int]] = bindparam("a")
_OF_ITEM: Final = and_(
    item_history.c.assessment_id == _ID,
    item_history.c.owner == bindparam("k"),
    item_history.c.item_id == bindparam("i"),
)
_NEWEST: Final = (
    select(item_history.c.value, item_history.c.spans)
    .where(_OF_ITEM)
    .order_by(item_history.c.id.desc())
    .limit(1)
)
_ADD: Final = insert(item_history)
_COUNT: Final = select(func.count(item_history.c.id)).where(_OF_ITEM)
_OLDEST_KEPT: Final = (
    select(item_history.c.at)
    .where(_OF_ITEM)
    .order_by(item_history.c.id.desc())
    .limit(1)
    .offset(KEPT_STATES - 1)
)
_ERASE: Final = delete(item_history).where(_OF_ITEM)
_ERASE_ALL: Final = delete(item_history).where(item_history.c.assessment_id == _ID)
_ADD_REPLACEMENT: Final = insert(replacement)
_ADD_PART: Final = insert(replacement_part)
_TAKEN_BACK: Final = update(replacement).where(replacement.c.id == _ID)
_OLDEST: Final = (
    select(replacement.c.id).order_by(replacement.c.id.desc()).limit(-1).offset(KEPT_REPLACEMENTS)
)
_DROP_OLDEST: Final = delete(replacement).where(replacement.c.id.in_(_OLDEST))
_DROP_EMPTY: Final = delete(replacement).where(
    replacement.c.id.not_in(select(replacement_part.c.replacement_id))
)


def _ranked() -> ColumnElement[bool]:
    """Condition for past answers that need not be kept: not among the newest, and old or too large in sum."""
    newest_first = item_history.c.id.desc()
    ranked = (
        select(
            item_history.c.id,
            item_history.c.at,
            func.row_number().over(order_by=newest_first).label("place"),
            func.sum(item_history.c.size).over(order_by=newest_first).label("filled"),
        )
        .where(_OF_ITEM)
        .subquery()
    )
    needless = select(ranked.c.id).where(
        ranked.c.place > KEPT_STATES, or_(ranked.c.at < bindparam("since"), ranked.c.filled > KEPT_BYTES)
    )
    return item_history.c.id.in_(needless)


_PRUNE: Final = delete(item_history).where(_ranked())


def _a_month_before(moment: str) -> str:
    """The moment before which states are old; nothing is where the stored one is none."""
    at = local_time(moment)
    with suppress(OverflowError):
        return "" if at is None else (at.astimezone(UTC) - timedelta(days=KEPT_DAYS)).strftime(MOMENT)
    return ""


class PastWriter:
    """The part of ``Work`` for past answers and replacements."""

    _connection: Connection

    def add_past_answer(
        self,
        assessment_id: int,
        path: NodePath,
        value: Value,
        withheld: Spans | None = None,
        at: str = "",
    ) -> None:
        """Store an item's answer (as of ``at``, default now), unless it equals the last one stored.

        Past answers beyond the limits are deleted.
        """
        words = encode(value)
        spans = encode_spans(withheld) if withheld else ""
        place = {"a": assessment_id, "k": owner_of(path), "i": path[-1]}
        newest = self._connection.execute(_NEWEST, place).one_or_none()
        if newest is not None and tuple(newest) == (words, spans):
            return
        row = {
            "assessment_id": assessment_id,
            "owner": place["k"],
            "item_id": place["i"],
            "at": at or now_words(),
            "size": len(words.encode("utf-8", "surrogatepass")),
            "spans": spans,
            "value": words,
        }
        self._connection.execute(_ADD, row)
        if self._connection.execute(_COUNT, place).scalar_one() > KEPT_STATES:
            oldest = self._connection.execute(_OLDEST_KEPT, place).scalar_one()
            self._connection.execute(_PRUNE, {**place, "since": _a_month_before(min(oldest, now_words()))})

    def erase_past_answers(self, assessment_id: int, path: NodePath | None = None) -> None:
        """Delete the past answers of an item, or (None) of all items of an assessment."""
        if path is None:
            self._connection.execute(_ERASE_ALL, {"a": assessment_id})
        else:
            self._connection.execute(_ERASE, {"a": assessment_id, "k": owner_of(path), "i": path[-1]})

    def add_replacement(self, find: str, words: str, done: Sequence[Replacement]) -> int:
        """Record a replacement across all assessments, with the data to undo it; returns its id."""
        from db.replacement_codec import encode_way

        row = {"made_at": now_words(), "find": find, "words": words, "taken_back_at": ""}
        key = self._connection.execute(_ADD_REPLACEMENT, row).inserted_primary_key
        assert key is not None
        parts = [
            {
                "replacement_id": key[0],
                "assessment_id": one.assessment_id,
                "places": one.places,
                "rows": one.rows,
                "back": encode_way(one.way_back),
            }
            for one in done
        ]
        self._connection.execute(_ADD_PART, parts)
        self._connection.execute(_DROP_OLDEST)
        return int(key[0])

    def mark_taken_back(self, replacement_id: int) -> None:
        """Record that a replacement was undone."""
        self._connection.execute(_TAKEN_BACK.values(taken_back_at=now_words()), {"a": replacement_id})

    def drop_empty_replacements(self) -> None:
        """Delete the replacements all of whose assessments are deleted."""
        self._connection.execute(_DROP_EMPTY)
