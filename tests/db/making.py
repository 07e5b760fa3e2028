"""Contents and edits to try the storage with."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from hypothesis import strategies as st

from db.migrate import PLAN, _upgrade
from db.table_sql import APPLICATION_ID
from pia_desktop.assessment.edits import (
    Batch,
    Edit,
    InsertEntry,
    MoveEntry,
    RemoveEntry,
    SetAnswer,
    SetWithheld,
)
from pia_desktop.assessment.node import Node, NodePath, new_key
from pia_desktop.assessment.withheld import WHOLE, Spans, passages_of
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind, CountKind, FlagKind, Kind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import (
    Checked,
    Figure,
    Picture,
    RunBlock,
    Value,
    clean_text,
    forbidden_character,
)

Draw = Callable[[st.SearchStrategy[object]], object]

TEXTS = st.text(max_size=60).map(clean_text).filter(lambda text: bool(text) and not forbidden_character(text))


def picture_of(data: bytes, caption: str = "") -> Picture:
    return Picture(hashlib.sha256(data).hexdigest(), "image/png", 3, 2, caption)


def values(kind: Kind) -> st.SearchStrategy[Value]:
    """Any answer that an item of this kind can hold."""
    match kind:
        case ChoiceKind():
            return st.sampled_from([option.words for option in kind.options])
        case CountKind():
            return st.integers(0, 9_999)
        case FlagKind():
            return st.just(True)
        case FigureKind():
            pictures = st.lists(st.builds(picture_of, st.binary(max_size=3), st.just("") | TEXTS), max_size=3)
            passages = st.lists(st.just("") | TEXTS, max_size=3)
            blocks: st.SearchStrategy[list[RunBlock]] = st.tuples(passages, pictures).flatmap(
                lambda both: st.permutations([*both[0], *both[1]])
            )
            return blocks.map(lambda found: Figure(tuple(found))).filter(lambda run: not run.empty)
        case ChecksKind():
            return checks(kind)
    return TEXTS


def checks(kind: ChecksKind) -> st.SearchStrategy[Value]:
    labels = st.lists(st.sampled_from([box.label for box in kind.boxes]), unique=True)
    words = [box.label for box in kind.boxes if box.text]
    units = [box.label for box in kind.boxes if box.unit]
    texts = st.dictionaries(st.sampled_from(words), TEXTS) if words else st.just({})
    counts = st.dictionaries(st.sampled_from(units), st.integers(0, 9_999)) if units else st.just({})
    return st.builds(Checked.of, labels, texts, counts).filter(lambda checked: not checked.empty)


def draw_node(data: st.DataObject, form: Form, scope: tuple[str, ...]) -> Node:
    """A node with a few answers, and perhaps entries below it."""
    items = [p.item for p in form.places.values() if p.scope == scope and p.item.kind.answerable]
    chosen = data.draw(st.lists(st.sampled_from(items), max_size=3, unique_by=lambda item: item.id))
    answers = {item.id: data.draw(values(item.kind)) for item in chosen}
    below = [spec.id for spec in form.lists.values() if spec.scope == scope]
    lists: dict[str, dict[str, Node]] = {}
    wanted: bool = data.draw(st.booleans())
    if below and wanted:
        list_id = data.draw(st.sampled_from(below))
        count = data.draw(st.integers(1, 3))
        lists = {list_id: {new_key(): draw_node(data, form, (*scope, list_id)) for _ in range(count)}}
    marked = [item_id for item_id in answers if data.draw(st.booleans())]
    return Node(answers, lists, {item_id: data.draw(marks(answers[item_id])) for item_id in marked})


def marks(value: Value) -> st.SearchStrategy[Spans]:
    """Something that can be withheld of an answer."""
    length = len(passages_of(value))
    return st.sampled_from([WHOLE, *([((0, 1),), ((length - 1, length),)] if length else [])])


def draw_edit(data: st.DataObject, form: Form, root: Node, depth: int = 0) -> Edit | None:
    """An edit that fits the contents; None where the draw allows none."""
    nodes = [path for path, _node in root.walk()]
    path: NodePath = data.draw(st.sampled_from(nodes))
    scope = path[::2]
    sort = data.draw(st.sampled_from(["set", "set", "withhold", "insert", "remove", "move"]))
    answered = sorted(root.at(path).answers)
    if sort == "withhold" and answered:
        marked = (*path, data.draw(st.sampled_from(answered)))
        value = root.answer(marked)
        assert value is not None
        return SetWithheld(marked, data.draw(st.none() | marks(value)))
    if sort in ("set", "withhold"):
        items = [p.item for p in form.places.values() if p.scope == scope and p.item.kind.answerable]
        item = data.draw(st.sampled_from(items))
        return SetAnswer((*path, item.id), data.draw(st.none() | values(item.kind)))
    specs = [spec for spec in form.lists.values() if spec.scope == scope]
    if not specs:
        return None
    spec = data.draw(st.sampled_from(specs))
    here = (*path, spec.id)
    keys = list(root.entries(here))
    if sort == "insert":
        if len(keys) >= spec.max:
            return None
        node = draw_node(data, form, (*scope, spec.id))
        return InsertEntry(here, new_key(), data.draw(st.integers(0, len(keys))), node)
    if not keys or (sort == "remove" and spec.id == FILES and len(keys) == 1):
        return None
    key = data.draw(st.sampled_from(keys))
    if sort == "remove":
        return RemoveEntry(here, key)
    return MoveEntry(here, key, data.draw(st.integers(0, len(keys) - 1)))


def draw_batch(data: st.DataObject, form: Form, root: Node) -> Edit | None:
    """A single edit, or two of different items as one step."""
    first, second = draw_edit(data, form, root), draw_edit(data, form, root)
    if isinstance(first, SetAnswer | SetWithheld) and isinstance(second, SetAnswer):
        return Batch((first, second))
    return first


def in_order(node: Node) -> object:
    """The contents with the order of entries, which comparing nodes leaves out."""
    return (
        dict(node.answers),
        dict(node.withheld),
        {
            list_id: [(key, in_order(entry)) for key, entry in entries.items()]
            for list_id, entries in node.lists.items()
        },
    )


def files_with(path: Path) -> dict[str, bytes]:
    """Every file in a cabinet's folder and what it holds."""
    return {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}


def first_schema(path: Path, form: Form) -> None:
    """A cabinet as the first release wrote it, with one assessment."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        _upgrade(raw, PLAN, "0001")
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        raw.execute("INSERT INTO cabinet VALUES (1, 'uid', '2024-01-01T00:00:00Z', 7, 'x')")
        moment = "2024-01-01T00:00:00Z"
        raw.execute(
            "INSERT INTO assessment VALUES (1, ?, ?, '12', '古い題', '', '', ?, ?)",
            (form.id, form.version, moment, moment),
        )
        raw.execute("INSERT INTO entry VALUES (1, '', NULL, '', 0), (1, 'k', '', 'files', 0)")
        raw.execute("INSERT INTO answer VALUES (1, 1, '', ?, '\"古い題\"')", (form.roles.title,))
