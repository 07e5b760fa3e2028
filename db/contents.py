"""Converts the rows of one assessment to nodes, and extracts the words shown in the cabinet's list.

Stored contents are untrusted: ``read_root`` returns only what the form allows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from db.answer_cache import FormAnswerCache
from db.codec import CodecFault, decode, decode_spans
from db.read_sql import ANSWERS, ENTRIES, ROOT, WITHHELD
from pia_desktop.assessment.assessment import check_node, validate_answer
from pia_desktop.assessment.edits import Batch, Edit, SetAnswer
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.withheld import Spans, check_spans
from pia_desktop.forms.model import Form, Item
from pia_desktop.forms.values import Figure, Picture, Value
from pia_desktop.i18n import _

_Read = TypeVar("_Read")


class ContentsFault(Exception):
    """Rows that no edit can have produced; ``item`` names the place as printed on the form."""

    def __init__(self, item: str, why: str) -> None:
        super().__init__(item, why)
        self.item = item
        self.why = why


def read_root(
    connection: sqlite3.Connection,
    form: Form,
    assessment_id: int,
    answer_cache: FormAnswerCache | None = None,
) -> Node:
    """The contents of an assessment.  Raises ContentsFault if they do not fit the form.

    ``answer_cache`` caches answers across assessments.
    """
    if answer_cache is not None:
        answer_cache.begin()
    read = _decoded if answer_cache is None else answer_cache.read
    answers = _by_owner(connection.execute(ANSWERS, (assessment_id,)).fetchall(), read, form)
    withheld = _by_owner(connection.execute(WITHHELD, (assessment_id,)).fetchall(), _decoded_spans, form)
    below = _keys_of_lists(connection, form, assessment_id)

    def node(key: str, scope: tuple[str, ...]) -> Node:
        lists = {}
        for list_id, keys in below.pop(key, {}).items():
            spec = form.lists.get(list_id)
            if spec is None or spec.scope != scope:
                raise ContentsFault(_list_words(form, list_id), _("the form has no such entries there"))
            lists[list_id] = {child: node(child, (*scope, list_id)) for child in keys}
        return Node(answers.pop(key, {}), lists, withheld.pop(key, {}))

    if below.pop(None, None) != {"": [ROOT]}:
        raise ContentsFault(_("entries"), _("some of them hang nowhere"))
    root = node(ROOT, ())
    if below or answers or withheld:
        raise ContentsFault(_("entries"), _("some of them hang nowhere"))
    if answer_cache is None:
        return checked_root(form, root)
    checked = checked_root(form, root, answer_cache.validate)
    answer_cache.keep()
    return checked


def _keys_of_lists(
    connection: sqlite3.Connection, form: Form, assessment_id: int
) -> dict[str | None, dict[str, list[str]]]:
    """The keys of entries in order, by the entry that their list belongs to and by the list."""
    below: dict[str | None, dict[str, list[str]]] = {}
    for key, parent, list_id, position in connection.execute(ENTRIES, (assessment_id,)).fetchall():
        keys = below.setdefault(parent, {}).setdefault(list_id, [])
        if position != len(keys):
            raise ContentsFault(_list_words(form, list_id), _("the order of the entries is broken"))
        keys.append(key)
    return below


def _decoded(_item_id: str, text: str) -> Value:
    return decode(text)


def _decoded_spans(_item_id: str, text: str) -> Spans:
    return decode_spans(text)


def checked_root(form: Form, root: Node, validate: Callable[[Item, Value], None] = validate_answer) -> Node:
    """Return contents unchanged if the form allows them.  Raises ContentsFault otherwise."""
    try:
        check_node(form, (), root, validate)
    except (KeyError, ValueError) as error:
        raise _first_fault(form, root) from error
    return root


def _by_owner(
    rows: Iterable[tuple[str, str, str]], read: Callable[[str, str], _Read], form: Form
) -> dict[str, dict[str, _Read]]:
    found: dict[str, dict[str, _Read]] = {}
    for owner, item_id, text in rows:
        try:
            found.setdefault(owner, {})[item_id] = read(item_id, text)
        except CodecFault as fault:
            raise ContentsFault(_item_words(form, item_id), _("the stored answer cannot be read")) from fault
    return found


def _first_fault(form: Form, root: Node) -> ContentsFault:
    """Find the answer that the form rejected; only called once something is wrong."""
    for path, node in root.walk():
        for item_id, value in node.answers.items():
            try:
                check_node(form, path, Node({item_id: value}))
            except KeyError:
                return ContentsFault(item_id[:40], _("the form has no such item there"))
            except ValueError as error:
                return ContentsFault(_answer_words(form, (*path, item_id), root), str(error))
        for item_id, spans in node.withheld.items():
            try:
                check_spans(node.answers.get(item_id), spans)
            except ValueError:
                return ContentsFault(_item_words(form, item_id), _("the stored answer cannot be read"))
        for list_id, entries in node.lists.items():
            if list_id in form.lists and len(entries) > form.lists[list_id].max:
                return ContentsFault(_list_words(form, list_id), _("there are too many entries"))
    return ContentsFault(_("entries"), _("they do not fit the form"))


def _answer_words(form: Form, path: NodePath, root: Node) -> str:
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


def shown_pictures(root: Node) -> dict[str, Picture]:
    """The pictures that contents show, by digest."""
    return {
        shown.digest: shown
        for _path, node in root.walk()
        for value in node.answers.values()
        if isinstance(value, Figure)
        for shown in value.pictures
    }


def role_changes(form: Form, edits: Sequence[Edit]) -> dict[str, str]:
    """The list columns that these edits change, with their new text."""
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
    """The list columns of an assessment and their text."""
    return {
        column: form.places[item_id].item.kind.format(value) if value is not None else ""
        for item_id, column in role_columns(form).items()
        for value in (root.answers.get(item_id),)
    }


def role_columns(form: Form) -> dict[str, str]:
    """List columns by the id of the item that fills them."""
    roles = form.roles
    return {
        roles.number: "number",
        roles.title: "title",
        roles.agency: "agency",
        roles.published_on: "published_on",
    }
