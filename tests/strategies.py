"""Random values, contents and edits for a form, derived from its definition.

``values(kind)`` draws answers as the program keeps them, ``nodes(form)`` whole assessments,
``edits(form, root)`` edits that fit what is there.  The bytes of drawn pictures are in ``picture_store()``.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from functools import cache
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from PIL import Image

from pia_desktop.assessment.edits import (
    Batch,
    Edit,
    InsertEntry,
    MoveEntry,
    RemoveEntry,
    SetAnswer,
    SetWithheld,
    apply_edit,
    explicit,
)
from pia_desktop.assessment.node import Node, NodePath, new_key
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.assessment.withheld import WHOLE, Spans, ordered, passages_of
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import MAX_COUNT, ChecksKind, ChoiceKind, CountKind, FlagKind, Kind, TextualKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Checked, DataTable, Figure, Picture, PictureSize, RunBlock, Value

LAW: Final = settings(max_examples=60)
"""How laws about whole assessments are tried: ``@LAW`` above ``@given``."""

AWKWARD: Final = (
    "<b>&amp;&nbsp;</b>",
    "{} {0} %s %(x)s $x \\n \\u3042",
    "か\u3099は\u309a",
    "\u200b\u200d\u2060\ufeff",
    "e\u0301\u0302\u0303",
    "𠮷野家の葛\U000e0100飾 👨‍👩‍👧",
    "①髙﨑㍻㋿㈱神\ufa19",
    "　字下げ\t後ろの空白　 \n\n\n空行の後",
    "A" * 300,
    "令和6年8月30日",
    "未定",
    "\"引用\" 'と' \\ 円 ¥",
    "\u202e逆向き\u202c",
)


def raw_texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Any text, also what the program would not keep as it is."""
    return st.one_of(st.text(max_size=max_size), st.sampled_from(AWKWARD))


def texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Texts as the program takes them in, never empty."""
    return raw_texts(max_size).map(taken_in).filter(bool)


# ---- pictures


def png(width: int, height: int, colour: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    """A whole PNG of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


def jpeg(width: int, height: int, orientation: int = 1) -> bytes:
    """A whole JPEG, with an EXIF orientation."""
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (width, height), (20, 90, 160)).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def bomb_png(width: int = 40_000, height: int = 40_000) -> bytes:
    """A small PNG whose head promises gigabytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@cache
def picture_store() -> PictureDict:
    """The bytes of every picture that ``values`` can draw."""
    found = [png(3, 2), png(1, 1, (0, 0, 0)), jpeg(4, 3), jpeg(5, 2, orientation=6)]
    found += [png(3_000, 2), png(2, 3_000), png(6_000, 40)]
    return PictureDict({check_picture(data, "test").digest: data for data in found})


def pictures() -> st.SearchStrategy[Picture]:
    """Pictures out of ``picture_store()``, with and without a caption."""
    plain = [check_picture(data, "test") for data in picture_store().values()]
    return st.builds(
        lambda picture, caption, withheld, size, above: replace(
            picture, caption=caption, withheld=withheld, size=size, above=above
        ),
        st.sampled_from(plain),
        st.one_of(st.just(""), texts(10)),
        st.booleans(),
        st.sampled_from(PictureSize),
        st.booleans(),
    )


def data_tables() -> st.SearchStrategy[DataTable]:
    """Tables of a run, some of whose cells are empty."""
    cells = st.one_of(st.just(""), texts(10))
    rows = st.integers(1, 4).flatmap(
        lambda columns: st.lists(st.lists(cells, min_size=columns, max_size=columns), min_size=1, max_size=3)
    )
    return st.builds(
        lambda found, head, withheld: replace(DataTable.of(found, head=head), withheld=withheld),
        rows,
        st.booleans(),
        st.booleans(),
    )


# ---- values of a kind


@st.composite
def _checked(draw: st.DrawFn, kind: ChecksKind) -> Checked:
    boxes = kind.boxes
    ticked = draw(st.sets(st.sampled_from([box.label for box in boxes])))
    words = {box.label: draw(texts(20)) for box in boxes if box.text and draw(st.booleans())}
    counts = {box.label: draw(_counts()) for box in boxes if box.unit and draw(st.booleans())}
    return Checked.of(ticked, words, counts)


def _counts() -> st.SearchStrategy[int]:
    return st.integers(0, MAX_COUNT)


def values(kind: Kind) -> st.SearchStrategy[Value]:
    """Answers that an item of this kind can hold, as the program keeps them."""
    match kind:
        case TextualKind():
            return texts()
        case ChoiceKind():
            return st.sampled_from([option.words for option in kind.options])
        case ChecksKind():
            return _checked(kind).filter(lambda checked: not checked.empty)
        case CountKind():
            return _counts()
        case FlagKind():
            return st.just(True)
        case FigureKind(tables):
            blocks: list[st.SearchStrategy[RunBlock]] = [st.just(""), texts(), pictures()]
            blocks += [data_tables()] if tables else []
            figures = st.one_of(
                st.builds(Figure.of, st.one_of(st.just(""), texts()), st.lists(pictures(), max_size=3)),
                st.lists(st.one_of(blocks), max_size=6).map(lambda found: Figure(tuple(found))),
            )
            return figures.filter(lambda figure: not figure.empty)
    raise AssertionError(f"no values of kind {kind.name}: draw only for answerable kinds")


# ---- what is withheld


@st.composite
def spans(draw: st.DrawFn, value: Value) -> Spans:
    """Something that can be withheld of an answer: the whole of it, or passages of its words."""
    length = len(passages_of(value))
    cuts = draw(st.lists(st.integers(0, length), max_size=6).map(sorted))
    found = ordered(zip(cuts[::2], cuts[1::2], strict=False))
    return found or WHOLE


# ---- contents


def node_items(form: Form, scope: NodePath) -> list[str]:
    """The ids of the items that a node of this scope can answer."""
    return [i for i, place in form.places.items() if place.scope == scope and place.item.kind.answerable]


def node_lists(form: Form, scope: NodePath) -> list[str]:
    """The ids of the lists that a node of this scope can hold."""
    return [i for i, spec in form.lists.items() if spec.scope == scope]


@st.composite
def nodes(
    draw: st.DrawFn, form: Form, scope: NodePath = (), max_answers: int = 6, max_entries: int = 3
) -> Node:
    """A node of a scope with some of its items answered, and everything under it; ``()`` is an assessment."""
    ids = draw(st.lists(st.sampled_from(node_items(form, scope)), max_size=max_answers, unique=True))
    answers = {item_id: draw(values(form.item(item_id).kind)) for item_id in ids}
    marked = [item_id for item_id in ids if draw(st.integers(0, 3)) == 0]
    lists: dict[str, dict[str, Node]] = {}
    for list_id in node_lists(form, scope):
        least = 1 if list_id == FILES else 0
        most = min(max_entries, form.lists[list_id].max)
        count = draw(st.integers(least, most))
        if count:
            inner = nodes(form, (*scope, list_id), max_answers, max_entries)
            lists[list_id] = {new_key(): draw(inner) for _number in range(count)}
    return Node(answers, lists, {item_id: draw(spans(answers[item_id])) for item_id in marked})


# ---- edits


def owners(form: Form, root: Node) -> list[NodePath]:
    """The paths of all nodes: the assessment itself, its files, entries and rows."""
    return [path for path, _node in root.walk()]


def list_paths(form: Form, root: Node) -> list[NodePath]:
    """The paths of all lists that are there or could be."""
    return [(*path, list_id) for path in owners(form, root) for list_id in node_lists(form, path[::2])]


@st.composite
def _set_answer(draw: st.DrawFn, form: Form, root: Node) -> Edit:
    owner = draw(st.sampled_from(owners(form, root)))
    item_id = draw(st.sampled_from(node_items(form, owner[::2])))
    value = draw(st.one_of(st.none(), values(form.item(item_id).kind)))
    return SetAnswer((*owner, item_id), value)


@st.composite
def _retyped(draw: st.DrawFn, form: Form, root: Node) -> Edit:
    """Words of an answer changed as typing, cutting and pasting change them, where an answer has words."""
    worded = [(p, i, v) for p, node in root.walk() for i, v in node.answers.items() if isinstance(v, str)]
    free = [(p, i, v) for p, i, v in worded if isinstance(form.item(i).kind, TextualKind)]
    if not free:
        return draw(_set_answer(form, root))
    owner, item_id, text = draw(st.sampled_from(free))
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    new = taken_in(text[:start] + draw(st.one_of(st.just(""), texts(5))) + text[end:])
    return SetAnswer((*owner, item_id), new or None)


@st.composite
def _set_withheld(draw: st.DrawFn, form: Form, root: Node) -> Edit:
    """Something withheld, or no more, where anything is answered."""
    answered = [(*path, i) for path, node in root.walk() for i in node.answers]
    if not answered:
        return draw(_set_answer(form, root))
    path = draw(st.sampled_from(answered))
    value = root.answer(path)
    assert value is not None
    return SetWithheld(path, draw(st.one_of(st.none(), spans(value))))


@st.composite
def _list_edit(draw: st.DrawFn, form: Form, root: Node) -> Edit:
    path = draw(st.sampled_from(list_paths(form, root)))
    keys = list(root.entries(path))
    least = 1 if path == (FILES,) else 0
    sorts = ["move"] if keys else []
    sorts += ["remove"] if len(keys) > least else []
    sorts += ["insert"] if len(keys) < form.lists[path[-1]].max else []
    match draw(st.sampled_from(sorts)):
        case "move":
            return MoveEntry(path, draw(st.sampled_from(keys)), draw(st.integers(0, len(keys) - 1)))
        case "remove":
            return RemoveEntry(path, draw(st.sampled_from(keys)))
    node = draw(nodes(form, (*path[::2],), 3, 1))
    return InsertEntry(path, new_key(), draw(st.integers(0, len(keys))), node)


@st.composite
def _batch(draw: st.DrawFn, form: Form, root: Node) -> Edit:
    found: list[Edit] = []
    for _number in range(draw(st.integers(0, 4))):
        edit = draw(_single(form, root))
        root, _inverse = apply_edit(root, explicit(root, edit))
        found.append(edit)
    return Batch(tuple(found))


def _single(form: Form, root: Node) -> st.SearchStrategy[Edit]:
    return st.one_of(
        _set_answer(form, root), _retyped(form, root), _set_withheld(form, root), _list_edit(form, root)
    )


def edits(form: Form, root: Node) -> st.SearchStrategy[Edit]:
    """One edit that fits the contents as they are: an answer, an entry, or several as one step."""
    return st.one_of(_single(form, root), _batch(form, root))
