"""Loads a definition file into a ``Form``; strict, reporting all faults at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.nodes import Node, ScalarNode
from pia_desktop.definitions.reader import Fields, read_definition, scalar, sequence
from pia_desktop.forms.derived import DerivedKind, DerivedRow
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.index import index_form
from pia_desktop.forms.kinds import (
    CheckBox,
    CheckGroup,
    ChecksKind,
    ChoiceKind,
    CountKind,
    DateKind,
    FixedKind,
    FlagKind,
    GroupKind,
    Kind,
    LineKind,
    Option,
    TextKind,
)
from pia_desktop.forms.model import (
    ContentsLine,
    CoverPlace,
    Form,
    Item,
    Part,
    Repeat,
    Risk,
    Roles,
    Section,
    Table,
)
from pia_desktop.forms.references import check_references

_PLAIN_KINDS: dict[str, type[LineKind] | type[TextKind] | type[FigureKind] | type[GroupKind]] = {
    "line": LineKind,
    "text": TextKind,
    "figure": FigureKind,
    "group": GroupKind,
}
IMPORTANT_MARK = "※"


_DEFINITION: Final = "form definition"


def load_form(path: Path) -> Form:
    """Load a definition file.  Raises DefinitionError with all faults."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        faults = Faults(path.name)
        faults.add(None, f"not UTF-8 at byte {error.start + 1}")
        raise faults.error(_DEFINITION) from error
    return parse_form(text, path.name)


def parse_form(text: str, file: str) -> Form:
    """Parse a definition; ``file`` identifies it in faults.  Raises DefinitionError with all faults."""
    faults = Faults(file)
    fields = read_definition(text, faults)
    form = _Loader(fields, faults).form() if fields else None
    if faults.found or form is None:
        raise faults.error(_DEFINITION)
    return form


class _Loader:
    """Reads one file from the top; option and check sets first, because items refer to them."""

    def __init__(self, fields: Fields, faults: Faults) -> None:
        self.fields = fields
        self.faults = faults
        self.options: dict[str, ChoiceKind] = {}
        self.checks: dict[str, ChecksKind] = {}
        self.used: set[str] = set()
        self.ids: dict[str, Node] = {}
        self.part_ids: dict[str, Node] = {}

    def form(self) -> Form:
        top = self.fields
        self._read_sets()
        cover = tuple(self._item(Fields(node, self.faults), False) for node in top.sequence("cover"))
        parts = tuple(self._part(Fields(node, self.faults)) for node in top.sequence("parts"))
        form = Form(
            id=top.text("form"),
            version=top.text("version"),
            title=top.text("title"),
            short_title=top.text("short_title"),
            mark=top.text("mark"),
            cover=cover,
            contents=tuple(self._contents(Fields(node, self.faults)) for node in top.sequence("contents")),
            parts=parts,
            roles=self._roles(top.mapping("roles")),
            formerly=top.texts("formerly"),
            places=MappingProxyType({}),
            lists=MappingProxyType({}),
        )
        top.close()
        for name in sorted({*self.options, *self.checks} - self.used):
            self.faults.add(None, f"option or check set {name!r} is used by no item")
        form = replace(form, places=index_form(form)[0], lists=index_form(form)[1])
        check_references(form, self.ids, self.faults)
        return form

    # ---- option and check sets

    def _read_sets(self) -> None:
        for name, fields in self._sets("options"):
            words = fields.texts("of")
            if len(set(words)) != len(words) or not words:
                self.faults.add(fields.node, f"option set {name!r} is empty or names an option twice")
            options = tuple(Option(number, word) for number, word in enumerate(words, 1))
            self.options[name] = ChoiceKind(name, fields.whole("columns", 1), options)
            fields.close()
        for name, fields in self._sets("checks"):
            columns = fields.whole("columns", 1)
            groups = self._groups(fields, columns)
            labels = [box.label for group in groups for box in group.boxes]
            if len(set(labels)) != len(labels) or not labels:
                self.faults.add(fields.node, f"check set {name!r} is empty or names a box twice")
            self.checks[name] = ChecksKind(name, columns, groups)
            fields.close()

    def _sets(self, key: str) -> list[tuple[str, Fields]]:
        mapping = self.fields.mapping(key)
        return [(name, Fields(node, self.faults)) for name, node in mapping.entries()] if mapping else []

    def _groups(self, fields: Fields, columns: int) -> tuple[CheckGroup, ...]:
        if not fields.has("groups"):
            return (self._group(fields, None, columns),)
        groups = []
        for node in fields.sequence("groups"):
            group = Fields(node, self.faults)
            groups.append(self._group(group, group.text("label"), columns))
            group.close()
        return tuple(groups)

    def _group(self, fields: Fields, label: str | None, columns: int) -> CheckGroup:
        boxes = tuple(self._box(node) for node in fields.sequence("of"))
        rows_node = fields.node_of("rows")
        if rows_node is None:
            full, rest = divmod(len(boxes), max(columns, 1))
            return CheckGroup(label, boxes, (columns,) * full + ((rest,) if rest else ()))
        words = [scalar(node, self.faults, "rows") or "" for node in sequence(rows_node, self.faults, "rows")]
        rows = tuple(int(word) for word in words if word.isdecimal())
        if len(rows) != len(words) or sum(rows) != len(boxes) or 0 in rows:
            self.faults.add(rows_node, f"rows {words} do not share out {len(boxes)} boxes")
        return CheckGroup(label, boxes, rows)

    def _box(self, node: Node) -> CheckBox:
        if isinstance(node, ScalarNode):
            return CheckBox(scalar(node, self.faults, "of") or "")
        fields = Fields(node, self.faults)
        box = CheckBox(fields.text("label"), fields.flag("text"), fields.optional_text("count"))
        fields.close()
        return box

    # ---- parts, sections, items

    def _part(self, fields: Fields) -> Part:
        marked, excepted = self._importance(fields.mapping("important"))
        part = Part(
            id=fields.text("id"),
            title=fields.text("title"),
            per_file=fields.flag("per_file"),
            half_brackets=fields.flag("half_brackets"),
            follows=fields.flag("follows"),
            sections=tuple(
                self._section(Fields(node, self.faults), marked) for node in fields.sequence("sections")
            ),
        )
        self._unique(part.id, fields.node, self.part_ids)
        if part.follows and part.per_file:
            self.faults.add(fields.node, "a part that stands once for each file begins on a page of its own")
        if excepted:
            inside = {item.id for section in part.sections for item in section.walk()}
            for item_id in excepted:
                if item_id not in inside:
                    self.faults.add(
                        fields.node, f"important.except names {item_id!r}, which is not in the part"
                    )
            part = _without_importance(part, frozenset(excepted))
        fields.close()
        return part

    def _importance(self, fields: Fields | None) -> tuple[bool, tuple[str, ...]]:
        if fields is None:
            return False, ()
        found = fields.flag("all"), fields.texts("except")
        fields.close()
        return found

    def _section(self, fields: Fields, marked: bool) -> Section:
        title = fields.optional_text("title")
        marked = marked or bool(title and title.rstrip().endswith(IMPORTANT_MARK))
        section = Section(
            title=title,
            none=self._none_boxes(fields),
            items=tuple(self._item(Fields(node, self.faults), marked) for node in fields.sequence("items")),
            risks=tuple(self._risk(Fields(node, self.faults), marked) for node in fields.sequence("risks")),
            repeat=self._repeat(fields.mapping("repeat")),
            table=self._table(fields.mapping("table")),
        )
        if (section.items and section.risks) or not (section.items or section.risks or section.table):
            self.faults.add(fields.node, "a section has items, risks or a table, and one of them only")
        fields.close()
        return section

    def _none_boxes(self, fields: Fields) -> tuple[Item, ...]:
        boxes = []
        for node in fields.sequence("none"):
            box = Fields(node, self.faults)
            boxes.append(Item(box.text("id"), box.text("label"), FlagKind()))
            self._unique(boxes[-1].id, node)
            box.close()
        return tuple(boxes)

    def _risk(self, fields: Fields, marked: bool) -> Risk:
        risk = Risk(
            title=fields.text("title"),
            items=tuple(self._item(Fields(node, self.faults), marked) for node in fields.sequence("items")),
            emptied_by=fields.optional_text("emptied_by"),
        )
        fields.close()
        return risk

    def _repeat(self, fields: Fields | None) -> Repeat | None:
        if fields is None:
            return None
        repeat = Repeat(
            id=fields.text("id"),
            label=fields.text("label"),
            bands=fields.flag("bands"),
            heading=fields.optional_text("heading"),
        )
        self._unique(repeat.id, fields.node)
        fields.close()
        return repeat

    def _table(self, fields: Fields | None) -> Table | None:
        if fields is None:
            return None
        table = Table(
            fields.text("id"),
            tuple(self._item(Fields(node, self.faults), False) for node in fields.sequence("columns")),
        )
        self._unique(table.id, fields.node)
        fields.close()
        return table

    def _item(self, fields: Fields, marked: bool) -> Item:
        item_id = fields.text("id")
        self._unique(item_id, fields.node)
        label = fields.optional_text("label")
        important = marked or bool(label and label.rstrip().endswith(IMPORTANT_MARK))
        companions = self._companions(item_id, fields, important)
        place = fields.optional_text("place")
        if place is not None and place not in {known.value for known in CoverPlace}:
            self.faults.add(fields.node, f"unknown place {place!r}")
            place = None
        item = Item(
            id=item_id,
            label=label,
            kind=self._kind(fields),
            sub=tuple(self._item(Fields(node, self.faults), marked) for node in fields.sequence("sub")),
            companions=companions,
            note=fields.optional_text("note"),
            about=fields.optional_text("about"),
            default=fields.optional_text("default"),
            important=important,
            vertical=fields.flag("vertical"),
            place=CoverPlace(place) if place else None,
            width=fields.whole("width", 0),
            emptied_by=fields.optional_text("emptied_by"),
            optional=fields.flag("optional"),
            in_heading=fields.flag("in_heading"),
            whole=fields.flag("whole"),
            again=fields.flag("again"),
            label_above=fields.flag("label_above"),
        )
        fields.close()
        return item

    def _companions(self, item_id: str, fields: Fields, important: bool) -> tuple[Item, ...]:
        """A count or detail in the same cell as a choice (``II.4.count``, ``V.1.3.detail``)."""
        found = []
        unit, detail = fields.optional_text("count"), fields.optional_text("detail")
        if unit is not None:
            found.append(Item(f"{item_id}.count", None, CountKind(unit), important=important))
        if detail is not None:
            found.append(Item(f"{item_id}.detail", detail, LineKind(), important=important))
        for companion in found:
            self._unique(companion.id, fields.node)
        return tuple(found)

    def _kind(self, fields: Fields) -> Kind:
        name = fields.text("kind")
        if name == "text":
            return TextKind(fields.flag("days"))
        if name in _PLAIN_KINDS:
            return _PLAIN_KINDS[name]()
        if name == "date":
            return DateKind(fields.optional_text("suffix"))
        if name == "fixed":
            return FixedKind(fields.text("text"))
        if name == "derived":
            return self._derived(fields)
        if name not in ("choice", "checks"):
            self.faults.add(fields.node, f"unknown kind {name!r}")
            return TextKind()
        set_name = fields.text("options")
        found: Kind | None = self.options.get(set_name) if name == "choice" else self.checks.get(set_name)
        if found is None:
            self.faults.add(fields.node, f"unknown set {set_name!r} for a {name}")
            return TextKind()
        self.used.add(set_name)
        return found

    def _derived(self, fields: Fields) -> DerivedKind:
        rows = []
        for node in fields.sequence("table"):
            row = Fields(node, self.faults)
            when = tuple(scalar(cell, self.faults, "when") for cell in row.sequence("when"))
            rows.append(DerivedRow(when, row.text("words")))
            row.close()
        return DerivedKind(fields.text("rule"), fields.texts("from"), tuple(rows))

    # ---- the rest

    def _contents(self, fields: Fields) -> ContentsLine:
        line = ContentsLine(fields.text("words"), fields.text("part"))
        fields.close()
        return line

    def _roles(self, fields: Fields | None) -> Roles:
        if fields is None:
            self.faults.add(self.fields.node, "'roles' is missing")
            return Roles("", "", "", "", None, "")
        roles = Roles(
            number=fields.text("number"),
            title=fields.text("title"),
            agency=fields.text("agency"),
            published_on=fields.text("published_on"),
            file_name=fields.optional_text("file_name"),
            changes=fields.text("changes"),
            opinions=fields.optional_text("opinions"),
            reflection=fields.optional_text("reflection"),
            hearing_method=fields.optional_text("hearing_method"),
            hearing_period=fields.optional_text("hearing_period"),
            department=fields.optional_text("department"),
            requests_to=fields.optional_text("requests_to"),
            contact=fields.optional_text("contact"),
            work=fields.optional_text("work"),
        )
        fields.close()
        return roles

    def _unique(self, name: str, node: Node, among: dict[str, Node] | None = None) -> None:
        known = self.ids if among is None else among
        if name in known:
            first = known[name].line
            self.faults.add(node, f"id {name!r} stands twice (first on line {first})")
        known.setdefault(name, node)


def _without_importance(part: Part, excepted: frozenset[str]) -> Part:
    """The part without the ※ mark on items that its heading excepts."""

    def plain(item: Item) -> Item:
        return replace(
            item,
            important=item.important and item.id not in excepted,
            companions=tuple(plain(companion) for companion in item.companions),
            sub=tuple(plain(sub) for sub in item.sub),
        )

    def risk_of(risk: Risk) -> Risk:
        return replace(risk, items=tuple(plain(item) for item in risk.items))

    return replace(
        part,
        sections=tuple(
            replace(
                section,
                items=tuple(plain(item) for item in section.items),
                risks=tuple(risk_of(risk) for risk in section.risks),
            )
            for section in part.sections
        ),
    )
