"""What a print says, in reading order: from the form and the answers, without the paper's own code."""

from __future__ import annotations

from collections.abc import Iterator

from pia_desktop.assessment.node import Node
from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind, CountKind, DateKind, FixedKind, GroupKind
from pia_desktop.forms.model import ANNEX_PART, ANNEXES, FILES, CoverPlace, Form, Item, Part, Section
from pia_desktop.forms.values import Checked, DataTable, Figure, Picture, RunBlock


def squeezed(text: str) -> str:
    """Without blanks and line ends, of which a page has its own."""
    return "".join(text.split())


def expected_front(form: Form, root: Node) -> str:
    """Cover and 項目一覧."""
    words = [form.title]
    head = [item for item in form.cover if item.place is CoverPlace.HEAD]
    words += [item.label or "" for item in head] + [str(root.answer((item.id,)) or "") for item in head]
    for place in (CoverPlace.BOX, CoverPlace.FOOT):
        for item in form.cover:
            if item.place is place:
                words += [item.label or "", str(root.answer((item.id,)) or "")]
    words.append(form.mark)
    if form.contents:
        words += ["項目一覧", *(line.words for line in form.contents)]
    return squeezed("".join(words))


def expected_parts(form: Form, root: Node) -> Iterator[tuple[Part, str]]:
    """Each part, once for each file where it stands once for each."""
    for part in form.parts:
        nodes = list(root.lists[FILES].values()) if part.per_file else [root]
        shown = {
            name for section in part.sections for item in section.walk() for name in (item.id, item.default)
        }
        for node in nodes:
            sections = (word for section in part.sections for word in _section(part, section, node))
            name = str(node.answers.get(form.roles.file_name or "", ""))
            named = len(nodes) > 1 and name and form.roles.file_name not in shown
            yield part, squeezed(part.title + (f"（{name}）" if named else "") + "".join(sections))

    for number, node in enumerate(root.entries((ANNEXES,)).values(), 1):
        title = f"別紙{str(number).translate(str.maketrans('0123456789', '０１２３４５６７８９'))}"
        body = node.answers.get("annex.body")
        words = "".join(map(_block, body.blocks)) if isinstance(body, Figure) else ""
        yield ANNEX_PART, squeezed(f"{title}{node.answers.get('annex.title', '')}{words}")


def _block(block: RunBlock) -> str:
    match block:
        case Picture():
            return block.caption
        case DataTable():
            return "".join(words for row in block.rows for words in row)
        case _:
            return block


def _section(part: Part, section: Section, node: Node) -> Iterator[str]:
    yield section.title or ""
    for box in section.none:
        yield f"[{'○' if node.answers.get(box.id) else ''}]{box.label}"
    for item in section.items:
        if item.in_heading:
            yield from _item(part, item, node)
    if section.table:
        yield "".join(column.label or "" for column in section.table.columns)
        for row in node.lists.get(section.table.id, {}).values():
            yield "".join(str(row.answers.get(column.id, "")) for column in section.table.columns)
    if section.repeat:
        yield from _entries(part, section, node)
        return
    for item in section.items:
        if not item.in_heading:
            yield from _item(part, item, _emptied(node, section, item.emptied_by))
    for risk in section.risks:
        yield risk.title
        for item in risk.items:
            yield from _item(part, item, _emptied(node, section, risk.emptied_by))


def _emptied(node: Node, section: Section, by: str | None) -> Node:
    boxes = [by] if by else [box.id for box in section.none] if len(section.none) == 1 else []
    return Node() if any(node.answers.get(box) for box in boxes) else node


def _entries(part: Part, section: Section, node: Node) -> Iterator[str]:
    repeat = section.repeat
    assert repeat is not None
    entries = list(node.lists.get(repeat.id, {}).values()) or [Node()]
    bands = {1: "2～5"} | {last: f"{last + 1}～{last + 5}" for last in range(5, len(entries) + 1, 5)}
    for number, entry in enumerate(entries, 1):
        yield f"{repeat.label}{number}"
        yield str(entry.answers.get(repeat.heading or "", ""))
        for item in section.items:
            if item.id != repeat.heading:
                yield from _item(part, item, entry)
        if number in bands and (number < len(entries) or number == 1):
            yield repeat.label + bands[number]


def _item(part: Part, item: Item, node: Node) -> Iterator[str]:
    yield item.label or ""
    value = node.answers.get(item.id)
    match item.kind:
        case GroupKind():
            pass
        case FixedKind(text):
            yield text
        case ChoiceKind() as kind:
            yield f"[{value or ''}]"
            yield from (
                f"（{node.answers.get(count.id, '')}）{count.kind.unit}"
                for count in item.companions
                if isinstance(count.kind, CountKind)
            )
            bracket = ")" if part.half_brackets else "）"
            yield "＜選択肢＞" + "".join(f"{option.number}{bracket}{option.words}" for option in kind.options)
            for detail in item.companions:
                if not isinstance(detail.kind, CountKind):
                    yield f"（{detail.label}：{node.answers.get(detail.id, '')}）"
        case ChecksKind() as kind:
            yield from _checks(kind, value if isinstance(value, Checked) else Checked())
        case DerivedKind() as kind:
            answers = [node.answers.get(source) for source in kind.sources]
            fitting = [
                row
                for row in kind.rows
                if all(w in (None, a) for w, a in zip(row.when, answers, strict=True))
            ]
            yield fitting[0].words if fitting else ""
        case DateKind(suffix):
            yield str(value or "") + (suffix or "")
        case FigureKind():
            figure = value if isinstance(value, Figure) else Figure()
            yield "".join(map(_block, figure.blocks))
        case _:
            yield str(value if value is not None else node.answers.get(item.default or "", ""))
    yield item.note or ""
    for sub in item.sub:
        yield from _item(part, sub, node)


def _checks(kind: ChecksKind, checked: Checked) -> Iterator[str]:
    for group in kind.groups:
        yield group.label or ""
        for box in group.boxes:
            yield f"[{'○' if box.label in checked.ticked else ''}]{box.label}"
            if box.unit:
                number = checked.count(box.label)
                yield f"（{'' if number is None else number}）{box.unit}"
            if box.text:
                yield f"（{checked.text(box.label)}）"
