"""Writes nodes and edits as rows, with SQLAlchemy Core.  Imported for the first write only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import BindParameter, Connection, and_, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from db.codec import encode, encode_spans
from db.contents import role_changes, role_words, shown_pictures
from db.handover_writer import HandoverWriter
from db.journals import linked
from db.past_writer import PastWriter
from db.plan_writer import PlanWriter
from db.read_sql import ROOT
from db.review_copies import require_contents
from db.schema import (
    answer,
    assessment,
    cabinet,
    entry,
    handover_picture,
    picture,
    picture_use,
    upsert,
    version_picture,
    withheld,
)
from db.taking_over import Rows, put_rows
from pia_desktop.assessment.edits import (
    Batch,
    Edit,
    InsertEntry,
    MoveEntry,
    RemoveEntry,
    SetAnswer,
    SetWithheld,
)
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.assessment.withheld import Spans
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Figure, Picture, Value
from pia_desktop.moments import now_words

_ID: Final[BindParameter[int]] = bindparam("a")
_KEY: Final[BindParameter[str]] = bindparam("k")
_IN_LIST: Final = and_(
    entry.c.assessment_id == _ID, entry.c.parent == bindparam("p"), entry.c.list_id == bindparam("l")
)
_ADD: Final = insert(assessment)
_ONE: Final = select(assessment.c.form, assessment.c.version).where(assessment.c.id == _ID)
_EDITS: Final = select(assessment.c.edits).where(assessment.c.id == _ID)
_EDITED: Final = update(assessment).where(assessment.c.id == _ID).values(edits=assessment.c.edits + 1)
_DELETE: Final = delete(assessment).where(assessment.c.id == _ID)
_LAST: Final = select(cabinet.c.last_write)
_COUNT: Final = (
    update(cabinet)
    .values(writes=cabinet.c.writes + 1, last_write=bindparam("token"))
    .returning(cabinet.c.writes)
)
_PUT: Final = insert_or(picture).on_conflict_do_nothing()
_DROP_UNUSED: Final = delete(picture).where(
    picture.c.digest.not_in(select(picture_use.c.digest)),
    picture.c.digest.not_in(select(version_picture.c.digest)),
    picture.c.digest.not_in(select(handover_picture.c.digest)),
)
_ADD_ENTRY: Final = insert(entry)
_ADD_ANSWER: Final = insert(answer)
_SET: Final = upsert(answer, "value", by=("assessment_id", "owner", "item_id"))
_SET_FIGURE: Final = _SET.returning(answer.c.id)
_UNSET: Final = delete(answer).where(
    answer.c.assessment_id == _ID, answer.c.owner == _KEY, answer.c.item_id == bindparam("i")
)
_WITHHOLD: Final = upsert(withheld, "spans")
_SHOW: Final = delete(withheld).where(
    withheld.c.assessment_id == _ID, withheld.c.owner == _KEY, withheld.c.item_id == bindparam("i")
)
_UNUSE: Final = delete(picture_use).where(picture_use.c.answer_id == bindparam("i"))
_USE: Final = insert_or(picture_use).on_conflict_do_nothing()
_POSITION: Final = select(entry.c.position).where(entry.c.assessment_id == _ID, entry.c.key == _KEY, _IN_LIST)
_MOVE: Final = (
    update(entry).where(entry.c.assessment_id == _ID, entry.c.key == _KEY).values(position=bindparam("to"))
)
_REMOVE: Final = delete(entry).where(entry.c.assessment_id == _ID, entry.c.key == _KEY)
_SHIFT: Final = (
    update(entry)
    .where(_IN_LIST, entry.c.position >= bindparam("low"))
    .values(position=entry.c.position + bindparam("by"))
)


class Work(HandoverWriter, PastWriter, PlanWriter):
    """The operations of one transaction on a cabinet; the owner begins and ends it."""

    def last_write(self) -> str:
        """Name of the latest committed write."""
        return str(self._connection.execute(_LAST).scalar_one()).partition(".")[0]

    def count(self, token: str, base: str) -> int:
        """Number and name this transaction; returns the number.  ``base`` is the write that the file itself
        holds.
        """
        return int(self._connection.execute(_COUNT, {"token": linked(token, base)}).scalar_one())

    def form_of(self, assessment_id: int) -> tuple[str, str] | None:
        """Form id and edition of an assessment; None if the id is unknown."""
        row = self._connection.execute(_ONE, {"a": assessment_id}).one_or_none()
        return (row[0], row[1]) if row else None

    def edits_of(self, assessment_id: int) -> int:
        """The write count of an existing assessment."""
        return int(self._connection.execute(_EDITS, {"a": assessment_id}).scalar_one())

    def add(self, form: Form, root: Node) -> int:
        """Store an assessment; returns its id."""
        moment = now_words()
        row = {
            "form": form.id,
            "version": form.version,
            **role_words(form, root),
            "created_at": moment,
            "edited_at": moment,
        }
        key = self._connection.execute(_ADD, row).inserted_primary_key
        assert key is not None
        _write_root(self._connection, int(key[0]), root)
        return int(key[0])

    def edit(self, form: Form, assessment_id: int, edits: Sequence[Edit]) -> None:
        """Apply edits to an existing assessment and to its line in the list.

        Raises ForReviewOnly; LookupError if an edit's entry does not exist, which is a bug.
        """
        require_contents(self._connection, assessment_id)
        self.merge_in(form, assessment_id, edits)

    def merge_in(self, form: Form, assessment_id: int, edits: Sequence[Edit]) -> None:
        """Apply the edits that a return brings, also to a copy for review: they are the lender's."""
        _apply_edits(self._connection, assessment_id, edits)
        words = {"edited_at": now_words(), **role_changes(form, edits)}
        self._connection.execute(_EDITED.values(words), {"a": assessment_id})

    def replace(
        self, assessment_id: int, form: Form, root: Node, pictures: PictureSource | None = None
    ) -> None:
        """Replace an assessment's contents, and add the pictures that ``pictures`` has.

        Raises ForReviewOnly.
        """
        require_contents(self._connection, assessment_id)
        self.add_pictures(root, pictures)
        self._connection.execute(_REMOVE, {"a": assessment_id, "k": ROOT})
        _write_root(self._connection, assessment_id, root)
        row = {
            "form": form.id,
            "version": form.version,
            **role_words(form, root),
            "edited_at": now_words(),
        }
        self._connection.execute(_EDITED.values(row), {"a": assessment_id})

    def add_pictures(self, root: Node, pictures: PictureSource | None) -> None:
        """Store the pictures that contents show, as far as the source has them."""
        for digest, described in shown_pictures(root).items():
            data = pictures.picture(digest) if pictures else None
            if data is not None:
                self.add_picture(data, described)

    def overwrite_what_goes(self) -> None:
        """Overwrite deleted data in the file from now on (``secure_delete``)."""
        self._connection.exec_driver_sql("PRAGMA secure_delete=ON")

    def delete(self, assessment_id: int) -> bool:
        """Delete an assessment and everything that refers to it; False if the id is unknown."""
        deleted = self._connection.execute(_DELETE, {"a": assessment_id}).rowcount > 0
        self.drop_empty_replacements()
        return deleted

    def take_over(self, rows: Rows) -> int:
        """Insert an assessment with all its rows from another cabinet; returns its id."""
        return put_rows(self._connection, rows)

    def add_picture(self, data: bytes, described: Picture) -> None:
        """Store the bytes of a picture once.  Raises ValueError if the digest does not match."""
        if hashlib.sha256(data).hexdigest() != described.digest:
            raise ValueError(f"these are not the bytes of {described.digest}")
        row = {"digest": described.digest, "media_type": described.media_type, "bytes": data}
        self._connection.execute(_PUT, row)

    def drop_unused_pictures(self) -> None:
        """Delete pictures that no answer, version or handover shows."""
        self._connection.execute(_DROP_UNUSED)


def _write_root(connection: Connection, assessment_id: int, root: Node) -> None:
    """Store the contents of a new assessment."""
    connection.execute(
        _ADD_ENTRY,
        {"assessment_id": assessment_id, "key": ROOT, "parent": None, "list_id": "", "position": 0},
    )
    _add_below(connection, assessment_id, ROOT, root)


def _add_below(connection: Connection, assessment_id: int, key: str, node: Node) -> None:
    """Store the answers and lists of a node whose own row exists."""
    entries = list(_entry_rows(assessment_id, key, node))
    if entries:
        connection.execute(_ADD_ENTRY, entries)
    answers = list(_answer_rows(assessment_id, key, node))
    plain = [row for row, value in answers if not isinstance(value, Figure)]
    if plain:
        connection.execute(_ADD_ANSWER, plain)
    for row, value in answers:
        if isinstance(value, Figure):
            _set_figure(connection, row, value)
    marks = list(_withheld_rows(assessment_id, key, node))
    if marks:
        connection.execute(_WITHHOLD, marks)


def _entry_rows(assessment_id: int, parent: str, node: Node) -> Iterator[dict[str, object]]:
    """Rows of all nodes below one, parents first."""
    for list_id, entries in node.lists.items():
        for position, (key, child) in enumerate(entries.items()):
            yield {
                "assessment_id": assessment_id,
                "key": key,
                "parent": parent,
                "list_id": list_id,
                "position": position,
            }
            yield from _entry_rows(assessment_id, key, child)


def _answer_rows(assessment_id: int, key: str, node: Node) -> Iterator[tuple[dict[str, object], Value]]:
    for path, inner in node.walk():
        owner = path[-1] if path else key
        for item_id, value in inner.answers.items():
            yield _answer_row(assessment_id, owner, item_id, value), value


def _withheld_rows(assessment_id: int, key: str, node: Node) -> Iterator[dict[str, object]]:
    for path, inner in node.walk():
        owner = path[-1] if path else key
        for item_id, spans in inner.withheld.items():
            yield _withheld_row(assessment_id, owner, item_id, spans)


def _withheld_row(assessment_id: int, owner: str, item_id: str, spans: Spans) -> dict[str, object]:
    return {
        "assessment_id": assessment_id,
        "owner": owner,
        "item_id": item_id,
        "spans": encode_spans(spans),
    }


def _answer_row(assessment_id: int, owner: str, item_id: str, value: Value) -> dict[str, object]:
    return {"assessment_id": assessment_id, "owner": owner, "item_id": item_id, "value": encode(value)}


def _apply_edits(connection: Connection, assessment_id: int, edits: Iterable[Edit]) -> None:
    """The SQL counterpart of ``assessment.edits.apply_edit``.

    Raises LookupError if an edit's entry does not exist, which is a bug.
    """
    for edit in edits:
        match edit:
            case SetAnswer(path, value):
                _set_answer(connection, assessment_id, path, value)
            case SetWithheld(path, spans):
                _set_withheld(connection, assessment_id, path, spans)
            case InsertEntry(path, key, index, node):
                owner, list_id = _owner(path), path[-1]
                _shift(connection, assessment_id, path, index, 1)
                row = {
                    "assessment_id": assessment_id,
                    "key": key,
                    "parent": owner,
                    "list_id": list_id,
                    "position": index,
                }
                connection.execute(_ADD_ENTRY, row)
                _add_below(connection, assessment_id, key, node)
            case RemoveEntry(path, key):
                position = _position(connection, assessment_id, path, key)
                connection.execute(_REMOVE, {"a": assessment_id, "k": key})
                _shift(connection, assessment_id, path, position + 1, -1)
            case MoveEntry(path, key, index):
                position = _position(connection, assessment_id, path, key)
                _shift(connection, assessment_id, path, position + 1, -1)
                _shift(connection, assessment_id, path, index, 1)
                connection.execute(_MOVE, {"a": assessment_id, "k": key, "to": index})
            case Batch(parts):
                _apply_edits(connection, assessment_id, parts)


def _owner(path: NodePath) -> str:
    return path[-2] if len(path) > 1 else ROOT


def _set_answer(connection: Connection, assessment_id: int, path: NodePath, value: Value | None) -> None:
    if value is None:
        connection.execute(_UNSET, {"a": assessment_id, "k": _owner(path), "i": path[-1]})
        return
    row = _answer_row(assessment_id, _owner(path), path[-1], value)
    if isinstance(value, Figure):
        _set_figure(connection, row, value)
    else:
        connection.execute(_SET, row)


def _set_figure(connection: Connection, row: dict[str, object], figure: Figure) -> None:
    answer_id = connection.execute(_SET_FIGURE, row).scalar_one()
    connection.execute(_UNUSE, {"i": answer_id})
    uses = [{"answer_id": answer_id, "digest": digest} for digest in {p.digest for p in figure.pictures}]
    if uses:
        connection.execute(_USE, uses)


def _set_withheld(connection: Connection, assessment_id: int, path: NodePath, spans: Spans | None) -> None:
    if spans is None:
        connection.execute(_SHOW, {"a": assessment_id, "k": _owner(path), "i": path[-1]})
    else:
        connection.execute(_WITHHOLD, _withheld_row(assessment_id, _owner(path), path[-1], spans))


def _position(connection: Connection, assessment_id: int, path: NodePath, key: str) -> int:
    place = {"a": assessment_id, "k": key, "p": _owner(path), "l": path[-1]}
    position = connection.execute(_POSITION, place).scalar_one_or_none()
    if position is None:
        raise LookupError(f"no entry {key} at {path}")
    return int(position)


def _shift(connection: Connection, assessment_id: int, path: NodePath, low: int, by: int) -> None:
    """Move the entries from position ``low`` on by ``by``."""
    place = {"a": assessment_id, "p": _owner(path), "l": path[-1], "low": low, "by": by}
    connection.execute(_SHIFT, place)
