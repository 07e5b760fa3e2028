"""First pass: resolves form and contents into blocks, in the order of the official form.

Source: the forms' printed editions as described in ``docs/forms.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Final

from pia_desktop.assessment.derived import derived_words
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.withheld import WITHHELD_MARK
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import (
    ChecksKind,
    ChoiceKind,
    CountKind,
    DateKind,
    FixedKind,
    GroupKind,
    LineKind,
    TextKind,
)
from pia_desktop.forms.model import FILES, Form, Item, Part, Repeat, Section, Table
from pia_desktop.forms.values import Checked, Figure, Value
from pia_desktop.paper.annexes import annex_stretches, in_a_title
from pia_desktop.paper.blocks import (
    AnswerRow,
    Block,
    Choice,
    Content,
    Count,
    Detail,
    EntryRow,
    Grid,
    HeadingRow,
    Level,
    Look,
    PageStart,
    Role,
    Room,
    Space,
    Strip,
    Tick,
    TickGroup,
    Title,
    Words,
)
from pia_desktop.paper.front import contents_page, cover_page
from pia_desktop.paper.memo import Memo, Stretch
from pia_desktop.paper.runs import run_contents
from pia_desktop.paper.tables import blank_rows, column_heads, table_rows

BAND: Final = 5
"""Entries come in bands of five: システム1, then 2～5, 6～10, …"""
FOLLOWING: Final = 20.0
"""Air in points above a part that prints below another."""
BLANK_DATE: Final = "　" * 10
"""Room to write a date by hand before the words behind it (時点)."""
COVER: Final[NodePath] = ("", "cover")
CONTENTS: Final[NodePath] = ("", "contents")


def stretches(form: Form, root: Node, memo: Memo) -> list[Stretch]:
    """The blocks by page start: cover, 項目一覧, each part (once per file where applicable), 別紙.

    What the ``memo`` has is not resolved again.
    """
    cover = [form, *(root.answers.get(item.id) for item in form.cover)]
    found = [Stretch(COVER, memo.blocks(COVER, cover, lambda _: cover_page(form, root)))]
    if form.contents:
        found.append(Stretch(CONTENTS, memo.blocks(CONTENTS, (form,), lambda _: contents_page(form))))
    for part in form.parts:
        keys = tuple(root.entries((FILES,))) if part.per_file else ()
        owners = tuple((FILES, key) for key in keys) if part.per_file else ((),)
        for owner in owners:
            outline = title = part.title
            name = root.answer((*owner, form.roles.file_name)) if owner and form.roles.file_name else None
            if len(owners) > 1 and isinstance(name, str):
                outline = f"{part.title}（{' '.join(name.split())}）"
                title = part.title if _names_file(form, part) else f"{part.title}（{in_a_title(name)}）"
            found.append(_Part(form, part, owner, root.at(owner), title).stretch(outline, memo))
    found += annex_stretches(root, memo)
    memo.drop_unused()
    return found


def _names_file(form: Form, part: Part) -> bool:
    """Whether an item of the part names its file; otherwise the title does, if there are several."""
    items = (item for section in part.sections for item in section.walk())
    return any(form.roles.file_name in (item.id, item.default) for item in items)


def joined(form: Form, chosen: Iterable[Stretch], memo: Memo) -> list[Stretch]:
    """The chosen stretches, with parts that print below the previous one appended to it."""
    below = {part.id: above.id for above, part in pairwise(form.parts) if part.follows}
    found: list[Stretch] = []
    last = ""
    for stretch in chosen:
        part = stretch.key[0]
        if found and below.get(part, "-") == last:
            before = found.pop()
            sources = (before.blocks, stretch.blocks)
            made = memo.blocks(("joined", *before.key), sources, partial(_behind, *sources))
            stretch = Stretch(before.key, made)
        found.append(stretch)
        last = part
    return found


def _behind(before: tuple[Block, ...], after: tuple[Block, ...], _memo: Memo) -> Iterator[Block]:
    yield from before
    yield Space(FOLLOWING)
    yield from after[1:]  # without its page break


@dataclass(frozen=True, slots=True)
class _Owner:
    """The node whose answers are shown (assessment, file, entry); ``node`` None: it does not exist yet."""

    path: NodePath
    node: Node | None

    def of(self, item: Item) -> NodePath:
        """The path of an item; that of the list if the entry does not exist yet."""
        return (*self.path, item.id) if self.node is not None else self.path

    def answer(self, item: Item) -> Value | None:
        return None if self.node is None else self.node.answers.get(item.id)

    def left_out(self, item: Item) -> bool:
        """Whether the answer was removed from a public copy without replacement."""
        return self.node is not None and item.id in self.node.withheld and item.id not in self.node.answers


@dataclass(frozen=True, slots=True)
class _Part:
    """One part, of one file if it exists once per file."""

    form: Form
    part: Part
    owner: NodePath
    node: Node
    title: str

    def stretch(self, outline: str, memo: Memo) -> Stretch:
        key = (self.part.id, *self.owner)
        node = self.node
        lists = (node.lists.get(list_id) for section in self.part.sections for list_id in _lists(section))
        sources = (self.form, outline, node.answers, node.withheld, *lists)
        return Stretch(key, memo.blocks(key, sources, lambda inner: self._blocks(outline, inner)))

    def _blocks(self, outline: str, memo: Memo) -> Iterator[Block]:
        yield from memo.blocks(("title",), (outline,), lambda _: self._begin(outline))
        answers, lists, withheld = self.node.answers, self.node.lists, self.node.withheld
        for number, section in enumerate(self.part.sections):
            sources: list[object] = [answers.get(item.id) for item in section.walk()]
            sources += [withheld.get(item.id) for item in section.walk()]
            sources += [answers.get(item.default) for item in section.walk() if item.default]
            sources += [answers.get(item_id) for item_id in _read_ids(section)]
            sources += [lists.get(list_id) for list_id in _lists(section)]
            yield from memo.blocks((str(number),), sources, partial(self._section, section))

    def _begin(self, outline: str) -> Iterator[Block]:
        yield PageStart(any(section.table for section in self.part.sections))
        words = Words(self.title, self.owner, Role.HEADING, Look.PART)
        yield Title(words, 0.0, 7.0, outline, self.part.id)

    def _section(self, section: Section, memo: Memo) -> Iterator[Block]:
        owner = _Owner(self.owner, self.node)
        if section.title is not None or section.none:
            words = self._head(section.title or "", Look.SECTION)
            yield HeadingRow(Level.SECTION, words, self._boxes(section))
        if section.table is not None:
            yield from self._table(section.table, memo)
        if section.repeat is not None:
            yield from self._entries(section, section.repeat, memo)
            return
        for item in section.items:
            if not item.in_heading or owner.left_out(item):
                yield from self._rows(item, self._shown(section.none_box_of(item), owner), ())
        for risk in section.risks:
            yield HeadingRow(Level.RISK, self._head(risk.title, Look.BAND))
            shown = self._shown(section.none_box_of(risk), owner)
            for item in risk.items:
                yield from self._rows(item, shown, ())

    def _head(self, words: str, look: Look) -> Words:
        return Words(words, self.owner, Role.HEADING, look)

    def _boxes(self, section: Section) -> tuple[tuple[Tick, NodePath], ...]:
        boxes = [
            (Tick(box.label or "", self.node.answers.get(box.id) is True), (*self.owner, box.id))
            for box in section.none
        ]
        owner = _Owner(self.owner, self.node)
        for item in section.items:
            if item.in_heading and isinstance(item.kind, ChecksKind) and not owner.left_out(item):
                answer = owner.answer(item)
                ticked = answer.ticked if isinstance(answer, Checked) else ()
                path = (*self.owner, item.id)
                boxes += [(Tick(box.label, box.label in ticked), path) for box in item.kind.boxes]
        return tuple(boxes)

    def _shown(self, none_box: Item | None, owner: _Owner) -> _Owner:
        """The owner of a block's rows: empty if the none-box is ticked; its answers are kept."""
        if none_box is not None and self.node.answers.get(none_box.id) is True:
            return _Owner(owner.path, Node())
        return owner

    # ---- entries and tables

    def _entries(self, section: Section, repeat: Repeat, memo: Memo) -> Iterator[Block]:
        path = (*self.owner, repeat.id)
        entries: Mapping[str, Node] = self.node.lists.get(repeat.id, {})
        if not entries:
            yield from self._entry(section, repeat, 1, _Owner(path, None))
        for number, (key, node) in enumerate(entries.items(), 1):
            if repeat.bands and number > 1 and (number == 2 or number % BAND == 1):
                yield self._band(repeat, number, path)
            make = partial(self._entry, section, repeat, number, _Owner((*path, key), node))
            yield from memo.blocks((key, str(number)), (node,), make)
        if repeat.bands and len(entries) < 2:
            yield self._band(repeat, 2, path)

    def _entry(
        self, section: Section, repeat: Repeat, number: int, owner: _Owner, _memo: Memo | None = None
    ) -> Iterator[Block]:
        yield self._entry_head(section, repeat, number, owner)
        for item in section.items:
            if item.id != repeat.heading:
                yield from self._rows(item, owner, ())

    def _band(self, repeat: Repeat, first: int, path: NodePath) -> Block:
        words = f"{repeat.label}{first}～{(first + BAND - 1) // BAND * BAND}"
        return HeadingRow(Level.BAND, Words(words, path, Role.HEADING, Look.BAND))

    def _entry_head(self, section: Section, repeat: Repeat, number: int, owner: _Owner) -> Block:
        label = Words(f"{repeat.label}{number}", owner.path, Role.HEADING, Look.BAND)
        title = next((item for item in section.items if item.id == repeat.heading), None)
        if title is None:
            return HeadingRow(Level.ENTRY, label)
        return EntryRow(label, Words(_text(owner.answer(title)), owner.of(title)))

    def _table(self, table: Table, memo: Memo) -> Iterator[Block]:
        path = (*self.owner, table.id)
        yield column_heads(table, path)
        rows = self.node.lists.get(table.id, {})
        for key, node in rows.items():
            yield from memo.blocks((key,), (node,), partial(table_rows, table, (*path, key), node))
        if not rows:
            yield from blank_rows(table, path)

    # ---- rows of items

    def _rows(self, item: Item, owner: _Owner, strips: tuple[Strip, ...]) -> Iterator[Block]:
        path = owner.of(item)
        if isinstance(item.kind, GroupKind):
            inner = (*strips, Strip((*owner.path, item.id), item.label or "", vertical=item.vertical))
        else:
            # All items of a missing entry share one path; the strip needs its own.
            own = (*owner.path, item.id) if item.sub else None
            label = None if item.label is None else Words(item.label, path, Role.LABEL, Look.LABEL)
            if item.label_above:
                yield HeadingRow(Level.SECTION, self._head(item.label or "", Look.SECTION))
                label = None
            yield AnswerRow(label, tuple(self._contents(item, owner)), strips, own, self._room(item, owner))
            inner = (*strips, Strip(own, joined=True)) if own else strips
        for sub in item.sub:
            yield from self._rows(sub, owner, inner)

    def _room(self, item: Item, owner: _Owner) -> Room:
        """A page for drawings by hand, unless the notes beside it are filled in."""
        if owner.answer(item) is not None or isinstance(item.kind, DerivedKind):
            return Room.LINE
        beside = [section.items for section in self.part.sections if item in section.items]
        if isinstance(item.kind, FigureKind):
            written = any(owner.answer(other) is not None for items in beside for other in items)
            return Room.TEXT if written else Room.DRAWING
        if item.label is None and beside == [(item,)] and len(self.part.sections) == 1:
            return Room.DRAWING
        return Room.TEXT if isinstance(item.kind, TextKind) else Room.LINE

    def _contents(self, item: Item, owner: _Owner) -> Iterator[Content]:
        path, value = owner.of(item), owner.answer(item)
        match item.kind:
            case ChoiceKind() as kind:
                yield self._choice(item, kind, owner)
            case ChecksKind() as kind:
                yield _grid(kind, value, path)
            case FigureKind():
                yield from run_contents(value if isinstance(value, Figure) else Figure(), path)
            case FixedKind(text):
                yield Words(text, path, Role.LABEL)
            case DerivedKind() as derived:
                yield Words(derived_words(derived, owner.node), path, Role.LABEL)
            case DateKind(suffix):
                yield Words((_text(value) or (suffix and BLANK_DATE) or "") + (suffix or ""), path)
            case _:
                yield Words(_text(value) or self._default(item, owner), path)
        if any(owner.left_out(one) for one in (item, *item.companions)):
            yield Words(WITHHELD_MARK, path)
        if item.note:
            yield Words(item.note, path, Role.NOTE, Look.NOTE)

    def _default(self, item: Item, owner: _Owner) -> str:
        if item.default is None or owner.node is None:
            return ""
        return _text(owner.node.answers.get(item.default))

    def _choice(self, item: Item, kind: ChoiceKind, owner: _Owner) -> Choice:
        counts: list[Count] = []
        details: list[Detail] = []
        for companion in item.companions:
            value, path = owner.answer(companion), owner.of(companion)
            match companion.kind:
                case CountKind() as count:
                    counts.append(Count(value if isinstance(value, int) else None, count.unit, path))
                case LineKind() | TextKind():
                    details.append(Detail(companion.label or "", _text(value), path))
        return Choice(
            _text(owner.answer(item)),
            tuple(option.words for option in kind.options),
            kind.columns,
            self.part.half_brackets,
            owner.of(item),
            tuple(counts),
            tuple(details),
        )


def _lists(section: Section) -> Iterator[str]:
    """The ids of the lists that a section shows."""
    if section.repeat:
        yield section.repeat.id
    if section.table:
        yield section.table.id


def _read_ids(section: Section) -> Iterator[str]:
    """The ids of answers elsewhere from which a section's text is derived."""
    for item in section.walk():
        if isinstance(item.kind, DerivedKind):
            yield from item.kind.sources


def _grid(kind: ChecksKind, value: Value | None, path: NodePath) -> Grid:
    checked = value if isinstance(value, Checked) else Checked()
    texts, counts = dict(checked.texts), dict(checked.counts)
    groups = []
    for group in kind.groups:
        boxes = iter(group.boxes)
        rows = tuple(
            tuple(
                Tick(
                    box.label,
                    box.label in checked.ticked,
                    texts.get(box.label, "") if box.text else None,
                    counts.get(box.label) if box.unit else None,
                    box.unit,
                )
                for _, box in zip(range(count), boxes, strict=False)
            )
            for count in group.rows
        )
        groups.append(TickGroup(group.label, rows))
    return Grid(kind.columns, tuple(groups), path)


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""
