"""One assessment between rows and nodes: read whole, written edit by edit.

A root is trusted no more than the file it comes from: ``read_root`` gives only what the form can have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import BindParameter, Connection, and_, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db.codec import CodecFault, decode, encode
from db.schema import ROOT, answer, assessment, entry, picture_use
from pia_desktop.assessment.assessment import check_node
from pia_desktop.assessment.edits import Batch, Edit, InsertEntry, MoveEntry, RemoveEntry, SetAnswer
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, Path
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Figure, Value
from pia_desktop.i18n import _

_ID: Final[BindParameter[int]] = bindparam("a")
_KEY: Final[BindParameter[str]] = bindparam("k")
_IN_LIST: Final = and_(
    entry.c.assessment_id == _ID, entry.c.parent == bindparam("p"), entry.c.list_id == bindparam("l")
)
_ENTRIES: Final = (
    select(entry.c.key, entry.c.parent, entry.c.list_id, entry.c.position)
    .where(entry.c.assessment_id == _ID)
    .order_by(entry.c.position)
)
_ANSWERS: Final = select(answer.c.owner, answer.c.item_id, answer.c.value).where(
    answer.c.assessment_id == _ID
)
_ADD_ENTRY: Final = insert(entry)
_ADD_ANSWER: Final = insert(answer)
_SET: Final = upsert(answer).on_conflict_do_update(
    index_elements=["assessment_id", "owner", "item_id"], set_={"value": upsert(answer).excluded.value}
)
_SET_FIGURE: Final = _SET.returning(answer.c.id)
_UNSET: Final = delete(answer).where(
    answer.c.assessment_id == _ID, answer.c.owner == _KEY, answer.c.item_id == bindparam("i")
)
_UNUSE: Final = delete(picture_use).where(picture_use.c.answer_id == bindparam("i"))
_USE: Final = upsert(picture_use).on_conflict_do_nothing()
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


class ContentsFault(Exception):
    """Rows that no edit can have made; ``item`` names the place as the form prints it."""

    def __init__(self, item: str, why: str) -> None:
        super().__init__(item, why)
        self.item = item
        self.why = why


def read_root(connection: Connection, form: Form, assessment_id: int) -> Node:
    """The contents of an assessment.  Raises ContentsFault where they do not fit the form."""
    answers: dict[str, dict[str, Value]] = {}
    for owner, item_id, text in connection.execute(_ANSWERS, {"a": assessment_id}).all():
        try:
            answers.setdefault(owner, {})[item_id] = decode(text)
        except CodecFault as fault:
            raise ContentsFault(_item_words(form, item_id), _("the stored answer cannot be read")) from fault
    below: dict[str | None, dict[str, list[str]]] = {}
    for key, parent, list_id, position in connection.execute(_ENTRIES, {"a": assessment_id}):
        keys = below.setdefault(parent, {}).setdefault(list_id, [])
        if position != len(keys):
            raise ContentsFault(_list_words(form, list_id), _("the order of the entries is broken"))
        keys.append(key)

    def node(key: str, scope: tuple[str, ...]) -> Node:
        lists = {}
        for list_id, keys in below.pop(key, {}).items():
            spec = form.lists.get(list_id)
            if spec is None or spec.scope != scope:
                raise ContentsFault(_list_words(form, list_id), _("the form has no such entries there"))
            lists[list_id] = {child: node(child, (*scope, list_id)) for child in keys}
        return Node(answers.pop(key, {}), lists)

    if below.pop(None, None) != {"": [ROOT]}:
        raise ContentsFault(_("entries"), _("some of them hang nowhere"))
    root = node(ROOT, ())
    if below or answers:
        raise ContentsFault(_("entries"), _("some of them hang nowhere"))
    try:
        check_node(form, (), root)
    except (KeyError, ValueError) as error:
        raise _first_fault(form, root) from error
    return root


def _first_fault(form: Form, root: Node) -> ContentsFault:
    """Which answer it was that the form refused; only worked out once something is wrong."""
    for path, node in root.walk():
        for item_id, value in node.answers.items():
            try:
                check_node(form, path, Node({item_id: value}))
            except KeyError:
                return ContentsFault(item_id[:40], _("the form has no such item there"))
            except ValueError as error:
                return ContentsFault(_answer_words(form, (*path, item_id), root), str(error))
        for list_id, entries in node.lists.items():
            if list_id in form.lists and len(entries) > form.lists[list_id].max:
                return ContentsFault(_list_words(form, list_id), _("there are too many entries"))
    return ContentsFault(_("entries"), _("they do not fit the form"))


def _answer_words(form: Form, path: Path, root: Node) -> str:
    place = form.places[path[-1]]
    fits = place.scope == path[:-1][::2]
    return f"{printed_path(form, path, root)} ({path[-1]})" if fits else path[-1]


def _item_words(form: Form, item_id: str) -> str:
    place = form.places.get(item_id)
    label = place.item.label if place else None
    return f"{item_id} {label}" if label else item_id[:40]


def _list_words(form: Form, list_id: str) -> str:
    spec = form.lists.get(list_id)
    return spec.label or list_id if spec else list_id[:40]


def write_root(connection: Connection, assessment_id: int, root: Node) -> None:
    """Store the contents of an assessment that has none yet."""
    connection.execute(
        _ADD_ENTRY,
        {"assessment_id": assessment_id, "key": ROOT, "parent": None, "list_id": "", "position": 0},
    )
    _add_below(connection, assessment_id, ROOT, root)


def _add_below(connection: Connection, assessment_id: int, key: str, node: Node) -> None:
    """Store the answers and lists of a node whose own row is there."""
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


def _entry_rows(assessment_id: int, parent: str, node: Node) -> Iterator[dict[str, object]]:
    """Rows of all nodes below one, each before those that hang on it."""
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


def _answer_row(assessment_id: int, owner: str, item_id: str, value: Value) -> dict[str, object]:
    return {"assessment_id": assessment_id, "owner": owner, "item_id": item_id, "value": encode(value)}


def apply_edits(connection: Connection, assessment_id: int, edits: Iterable[Edit]) -> None:
    """Do to the rows what ``assessment.edits.apply_edit`` does to the nodes.

    Raises LookupError where an edit's entry is not there, which is a fault of the program.
    """
    for edit in edits:
        match edit:
            case SetAnswer(path, value):
                _set_answer(connection, assessment_id, path, value)
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
                apply_edits(connection, assessment_id, parts)


def _owner(path: Path) -> str:
    return path[-2] if len(path) > 1 else ROOT


def _set_answer(connection: Connection, assessment_id: int, path: Path, value: Value | None) -> None:
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


def _position(connection: Connection, assessment_id: int, path: Path, key: str) -> int:
    place = {"a": assessment_id, "k": key, "p": _owner(path), "l": path[-1]}
    position = connection.execute(_POSITION, place).scalar_one_or_none()
    if position is None:
        raise LookupError(f"no entry {key} at {path}")
    return int(position)


def _shift(connection: Connection, assessment_id: int, path: Path, low: int, by: int) -> None:
    """Move the entries from a position on up or down by one."""
    place = {"a": assessment_id, "p": _owner(path), "l": path[-1], "low": low, "by": by}
    connection.execute(_SHIFT, place)


def role_changes(form: Form, edits: Sequence[Edit]) -> dict[str, str]:
    """The columns of the list that these edits change, and their new words."""
    columns = role_columns(form)
    changes: dict[str, str] = {}
    for edit in edits:
        match edit:
            case SetAnswer((item_id,), value) if item_id in columns:
                words = "" if value is None else form.places[item_id].item.kind.format(value)
                changes[columns[item_id]] = words
            case Batch(parts):
                changes.update(role_changes(form, parts))
            case _:
                pass
    return changes


def role_words(form: Form, root: Node) -> dict[str, str]:
    """The columns of the list for an assessment as a whole."""
    return {
        column: form.places[item_id].item.kind.format(value) if value is not None else ""
        for item_id, column in role_columns(form).items()
        for value in (root.answers.get(item_id),)
    }


def role_columns(form: Form) -> dict[str, str]:
    """Column of the list by the item that fills it."""
    roles = form.roles
    return {
        roles.number: assessment.c.number.key,
        roles.title: assessment.c.title.key,
        roles.agency: assessment.c.agency.key,
        roles.published_on: assessment.c.published_on.key,
    }
