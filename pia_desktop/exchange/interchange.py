"""The interchange format: one assessment as JSON, keyed by public item ids.

``{"form", "version", "values", "files", "annexes"}``: a choice is the text of its option, with ``ID.count``
and ``ID.detail`` beside it; checks are an object, repeats and tables are lists, per-file parts are in
``files``, 別紙 in ``annexes``; a figure is its text or an object (``exchange.figures``).  ``ID.withheld``
says what of an answer is not for the public: true, or passages ``[[start, end], …]`` of its text in
characters (code points) from 0, ``end`` exclusive; the text of a run is that of its passages, separated by
line breaks.  A missing key or an empty text means unanswered.  Output is canonical, so that importing and
exporting again gives the same bytes: keys in printed order, without unanswered items, but with every column
in table rows.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, NodePath, new_key
from pia_desktop.assessment.pictures import PictureDict, PictureSource
from pia_desktop.assessment.withheld import WHOLE, Spans, check_spans, ordered, passages_of
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import Fault, ImportRefused, OutputError, UserError
from pia_desktop.exchange.faults import ImportFaults, not_an_object, unknown_key
from pia_desktop.exchange.figures import FigureReader, raw_figure, raw_text
from pia_desktop.exchange.jsontext import MAX_BYTES, JsonObject, decode, parse_json, read_bytes, shown
from pia_desktop.files import write_file
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import KindFault, describe_json
from pia_desktop.forms.model import ANNEXES, FILES, Form, Item
from pia_desktop.forms.values import Figure, Picture, Value, clean_text
from pia_desktop.i18n import _

__all__ = ["ImportedAssessment", "read_document", "read_file", "write_document", "write_file"]

WITHHELD: Final = ".withheld"
"""Suffix of an item's id: the key of its withheld spans."""

_TOP_KEYS: Final = ("form", "version", "values", FILES, ANNEXES)
_BESIDE: Final = (FILES, ANNEXES)
"""Lists that are siblings of ``values``, not inside."""


@dataclass(frozen=True, slots=True)
class ImportedAssessment:
    """The contents of a file, with new keys, and the bytes of its pictures by digest."""

    form: Form
    root: Node
    pictures: PictureDict


def read_file(path: Path) -> ImportedAssessment:
    """Read an interchange file.  Raises ImportRefused with all of its faults."""
    return read_document(decode(read_bytes(path), path.name), path.name)


def read_document(text: str, name: str) -> ImportedAssessment:
    """Parse an interchange text; ``name`` identifies it in messages.

    Raises ImportRefused with all faults, each with its printed path and id.
    """
    raw = parse_json(text, name)
    if not isinstance(raw, JsonObject):
        raise _not_interchange(name, describe_json(raw))
    form = _form_of(raw, name)
    reader = _Reader(form)
    root = reader.root(raw)
    reader.faults.raise_if_any(name, form, root)
    return ImportedAssessment(form, root, reader.figures.bytes_by_digest)


def _not_interchange(name: str, found: str) -> ImportRefused:
    return ImportRefused(
        _("{file} is not an assessment in the interchange format: it holds {found}.").format(
            file=name, found=shown(found)
        ),
        _("Choose a file that was written by “export”."),
    )


def _form_of(raw: JsonObject, name: str) -> Form:
    faults = []
    for key in ("form", "version"):
        found = raw.get(key)
        if key not in raw:
            faults.append(Fault(key, _("This key is missing.")))
        elif not isinstance(found, str):
            faults.append(
                Fault(key, _("Text is expected here, not {found}.").format(found=describe_json(found)))
            )
    if faults:
        raise ImportRefused(
            _("{file} does not say which form it is for; nothing was imported.").format(file=name),
            _("Choose a file that was written by “export”."),
            faults,
        )
    try:
        return find_form(shown(str(raw["form"])), shown(str(raw["version"])))
    except UserError as error:
        raise ImportRefused(f"{name}: {error.message}", error.remedy) from error


class _Reader:
    """Walks a document along its form, continuing after each fault."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.faults = ImportFaults()
        self.figures = FigureReader(self.faults)

    def root(self, raw: JsonObject) -> Node:
        self.faults.doubles((), raw)
        for key in raw:
            if key not in _TOP_KEYS or (key == FILES and not self.form.has_files):
                self.faults.add((), key, _("This key is not known here; remove it."))
        root = self._node(raw.get("values", JsonObject([])), ())
        lists = dict(root.lists)
        annexes = self._entries(raw.get(ANNEXES, []), (ANNEXES,))
        if annexes:
            lists[ANNEXES] = annexes
        if self.form.has_files:
            files = self._entries(raw.get(FILES, []), (FILES,)) or {new_key(): Node()}
            lists = {FILES: files, **lists}
        return Node(root.answers, lists, root.withheld)

    def _node(self, raw: object, path: NodePath) -> Node:
        if not isinstance(raw, JsonObject):
            self.faults.add(path, "", not_an_object(raw))
            return Node()
        self.faults.doubles(path, raw)
        scope = path[::2]
        answers: dict[str, Value] = {}
        lists: dict[str, dict[str, Node]] = {}
        marks: dict[str, object] = {}
        for key, inner in raw.items():
            marked = self.form.places.get(key.removesuffix(WITHHELD))
            if key.endswith(WITHHELD) and marked and marked.scope == scope:
                marks[marked.item.id] = inner
                continue
            place, spec = self.form.places.get(key), self.form.lists.get(key)
            if place is not None and place.scope == scope:
                value = self._answer(place.item, inner, (*path, key))
                if value is not None:
                    answers[key] = value
            elif spec is not None and spec.scope == scope and key not in _BESIDE:
                entries = self._entries(inner, (*path, key))
                if entries:
                    lists[key] = entries
            else:
                message = "" if self.faults.full else unknown_key(self.form, key, scope)
                self.faults.add(path, key, message)
        return Node(answers, lists, self._withheld(raw, answers, marks, path))

    def _withheld(
        self, raw: JsonObject, answers: dict[str, Value], marks: dict[str, object], path: NodePath
    ) -> dict[str, Spans]:
        found: dict[str, Spans] = {}
        for item_id, mark in marks.items():
            words = raw.get(item_id)
            if item_id not in answers and isinstance(words, str) and words and not taken_in(words):
                continue  # the answer had no text to show
            try:
                found[item_id] = _spans(mark, raw.get(item_id), answers.get(item_id))
            except _MarkFault as fault:
                self.faults.add((*path, item_id), WITHHELD[1:], str(fault))
        return found

    def _entries(self, raw: object, path: NodePath) -> dict[str, Node]:
        if not isinstance(raw, list):
            self.faults.add(
                path, "", _("A list is expected here, not {found}.").format(found=describe_json(raw))
            )
            return {}
        limit = self.form.lists[path[-1]].max
        if len(raw) > limit:
            self.faults.add(
                path,
                "",
                _("There are {count:,} entries; a list holds {limit:,} at most.").format(
                    count=len(raw), limit=limit
                ),
            )
        entries: dict[str, Node] = {}
        for inner in raw[:limit]:
            key = new_key()
            entries[key] = self._node(inner, (*path, key))
        return entries

    def _answer(self, item: Item, raw: object, path: NodePath) -> Value | None:
        self.faults.doubles(path, raw)
        try:
            if isinstance(item.kind, FigureKind) and isinstance(raw, dict):
                return self.figures.read(raw, path, tables=item.kind.tables)
            return item.kind.parse(raw)
        except KindFault as fault:
            self.faults.add(path, "", str(fault))
            return None


class _MarkFault(Exception):
    """An invalid ``ID.withheld``."""


def _spans(mark: object, raw: object, value: Value | None) -> Spans:
    if value is None:
        raise _MarkFault(_("There is no answer here of which something could be withheld."))
    if mark is True:
        return WHOLE
    found = []
    for span in mark if isinstance(mark, list) and mark else [None]:
        if not (isinstance(span, list) and len(span) == 2 and all(type(end) is int for end in span)):
            raise _MarkFault(_("true or passages [[start, end], …] are expected here."))
        found.append((span[0], span[1]))
    given = raw_text(raw)
    words = given if isinstance(given, str) and taken_in(given) == passages_of(value) else passages_of(value)
    try:
        check_spans(words, tuple(found) if tuple(found) != WHOLE else ())
    except ValueError as error:
        raise _MarkFault(
            _("The passages must lie in the {count:,} characters of the answer, in order and apart.").format(
                count=len(words)
            )
        ) from error
    if given != clean_text(words):
        raise _MarkFault(
            _("The passages cannot be placed: the text must be in NFC and its lines must end in LF.")
        )
    return tuple(found) if words == passages_of(value) else _mended(tuple(found), words)


def _mended(spans: Spans, words: str) -> Spans:
    """Spans adjusted to the text after cleaning: older cabinets hold uncleaned text."""
    places = [(len(taken_in(words[:start])), len(taken_in(words[:end]))) for start, end in spans]
    return ordered(places) or WHOLE


# ---- writing


def write_document(snapshot: Snapshot, pictures: PictureSource) -> str:
    """The canonical text of an assessment.

    Raises OutputError if the bytes of a picture are missing, or the text would be too large to be read again.
    """
    writer = _Writer(snapshot, pictures)
    form, root = snapshot.form, snapshot.root
    document: dict[str, object] = {
        "form": form.id,
        "version": form.version,
        "values": writer.node(root, ()),
    }
    if form.has_files:
        files = root.entries((FILES,))
        document[FILES] = [writer.node(node, (FILES, key)) for key, node in files.items()] or [{}]
    annexes = root.entries((ANNEXES,))
    if annexes:
        document[ANNEXES] = [writer.node(node, (ANNEXES, key)) for key, node in annexes.items()]
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    if len(text.encode("utf-8")) > MAX_BYTES:
        raise OutputError(
            _("The export would be larger than {limit} MB and could not be imported again.").format(
                limit=MAX_BYTES // 1_000_000
            ),
            _("Make the pictures in the assessment smaller."),
        )
    return text


class _Writer:
    """Converts nodes to JSON objects, with keys in printed order."""

    def __init__(self, snapshot: Snapshot, pictures: PictureSource) -> None:
        self.form = snapshot.form
        self.whole = snapshot.root
        self.pictures = pictures
        self.order = _key_order(self.form)
        sections = [section for part in self.form.parts for section in part.sections]
        self.tables = {section.table.id for section in sections if section.table}

    def node(self, node: Node, path: NodePath) -> dict[str, object]:
        found: dict[str, object] = {}
        for key in self.order[path[::2]]:
            if key in node.answers:
                found[key] = self._value(node.answers[key], (*path, key))
                if key in node.withheld:
                    spans = node.withheld[key]
                    found[key + WITHHELD] = True if spans == WHOLE else [list(span) for span in spans]
            elif node.lists.get(key):
                entries = node.lists[key]
                found[key] = [self.node(entry, (*path, key, k)) for k, entry in entries.items()]
            elif path and path[-2] in self.tables:
                found[key] = ""
        return found

    def _value(self, value: Value, path: NodePath) -> object:
        if isinstance(value, Figure):
            return raw_figure(value, lambda picture, number: self._data(picture, number, path))
        return self.form.item(path[-1]).kind.dump(value)

    def _data(self, picture: Picture, number: int, path: NodePath) -> str:
        data = self.pictures.picture(picture.digest)
        if data is None:
            raise OutputError(
                _("Picture {number} of {item} is missing from the cabinet.").format(
                    number=number, item=printed_path(self.form, path, self.whole)
                ),
                _("Take the picture out of the item or put it in again, then export once more."),
            )
        return base64.b64encode(data).decode("ascii")


def _key_order(form: Form) -> dict[NodePath, list[str]]:
    """The possible keys of a node in each scope, in printed order; a list is placed where its items are."""
    order: dict[NodePath, dict[str, None]] = {(): {}}
    for item_id, place in form.places.items():
        for depth in range(len(place.scope) + 1):
            key = item_id if depth == len(place.scope) else place.scope[depth]
            order.setdefault(place.scope[:depth], {})[key] = None
    for list_id in _BESIDE:
        order[()].pop(list_id, None)
    return {scope: list(keys) for scope, keys in order.items()}
