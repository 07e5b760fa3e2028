"""A change as text: both sides as cells, with the differences marked."""

from __future__ import annotations

from typing import Final

from pia_desktop.assessment.naming import plain, printed_path, section_words
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.documents.table import Cell, Span, cell
from pia_desktop.forms.model import FILES, Form
from pia_desktop.paper.layout import Layout
from pia_desktop.revisions.compare import (
    AnswerChanged,
    Change,
    Comparison,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
)
from pia_desktop.revisions.textdiff import PassageKind, passages
from pia_desktop.revisions.words import (
    BLANK,
    LEFT_OUT,
    OTHER_PICTURE,
    REMOVED,
    Words,
    abridged,
    cell_words,
    entry_name,
    entry_words,
    host_of,
)

SAME_AS_OTHER: Final = "（同右）"
"""In the left one of the two columns: as in the right one."""
NEW: Final = "（新設）"
COVER: Final = "表紙"
NO_PAGE: Final = "―"


@dataclass(frozen=True, slots=True)
class Sides:
    """The new and the old side of a change."""

    new: Cell
    old: Cell


def sides(found: Comparison, shown: Change | NodePath, *, abridge: bool = False) -> Sides:
    """Both sides of a change, or of the unchanged item at a path.

    An answer includes everything in its cell on paper, such as the number beside a choice.  ``abridge``:
    unchanged sentences away from changes print as （略）.
    """
    form = found.form
    match shown:
        case AnswerChanged():
            old = _cell_at(form, found.old.root, shown.old_path)
            new = _cell_at(form, found.new.root, shown.path)
            return _side_by_side(*(abridged(old, new) if abridge else (old, new)))
        case EntryAdded():
            words = _entry(form, shown.path, shown.node)
            return Sides(_whole(words), cell(NEW))
        case EntryRemoved():
            words = _entry(form, shown.path, shown.node)
            return Sides(cell(REMOVED), _whole(words))
        case EntryMoved():
            name = entry_name(form, shown.path[-1], found.new.root.entries(shown.path)[shown.key]).text
            return Sides(_position(shown.index, name), _position(shown.old_index, name))
        case _:
            words = _cell_at(form, found.new.root, shown).text
            return Sides(cell(SAME_AS_OTHER), cell(words or BLANK))


def _whole(words: str) -> Cell:
    """All of an entry that is on one side alone."""
    return (Span(words, marked=True),) if words else cell(BLANK)


def cell_of(form: Form, shown: Change | NodePath) -> tuple[str, NodePath]:
    """The key of a change's row; an item and the number beside it share one."""
    if isinstance(shown, AnswerChanged):
        return "", (*shown.path[:-1], host_of(form, shown.path[-1]).id)
    return ("", shown) if isinstance(shown, tuple) else (type(shown).__name__, shown.place)


def _cell_at(form: Form, root: Node, path: NodePath) -> Words:
    return cell_words(root.at(path[:-1]), host_of(form, path[-1]))


def _entry(form: Form, list_path: NodePath, node: Node) -> str:
    """The contents of an entry; of a file only its name, as it would fill pages."""
    if list_path == (FILES,):
        return f"特定個人情報ファイル「{entry_name(form, FILES, node).text}」に係る全ての記載"
    return entry_words(form, list_path[-1], node).text


def _position(index: int, name: str) -> Cell:
    return (Span(f"{index + 1}番目", marked=True), *([Span(f"　{name}")] if name else []))


def _side_by_side(old: Words, new: Words) -> Sides:
    if old.text == new.text:  # only pictures differ
        before = f"{new.text}\n" if new.text else ""
        return Sides((*cell(before), Span(OTHER_PICTURE, marked=True)), cell(old.text))
    if not old.text:
        return Sides((Span(new.text, marked=True),), cell(BLANK))
    if not new.text:
        return Sides(cell(BLANK), (Span(old.text, marked=True),))
    return _marked(old.text, new.text)


def _marked(old: str, new: str) -> Sides:
    """Two texts with their differences marked; a （略） on both sides is unmarked."""
    pairs = list(zip(old.split(LEFT_OUT), new.split(LEFT_OUT), strict=False))
    if old.count(LEFT_OUT) != new.count(LEFT_OUT):  # the office's own （略）
        pairs = [(old, new)]
    after: list[Span] = []
    before: list[Span] = []
    for number, (was, now) in enumerate(pairs):
        for side in (after, before) if number else ():
            side.append(Span(LEFT_OUT))
        for one in passages(was, now):
            marked = one.kind is not PassageKind.SAME
            after += [Span(one.new, marked)] if one.new else []
            before += [Span(one.old, marked)] if one.old else []
    return Sides(tuple(after), tuple(before))


# ---- where a change stands


def path_of(shown: Change | NodePath) -> NodePath:
    """The path of a change; of a removed entry in the older state."""
    return shown if isinstance(shown, tuple) else shown.place


def heading_of(form: Form, path: NodePath) -> str:
    """The title of the part that contains a path."""
    place = form.places[_some_item(form, path)]
    return plain(place.part.title) if place.part else COVER


def section_of(form: Form, path: NodePath) -> str:
    """The title of the section that contains a path, or that it continues; empty on the cover."""
    place = form.places[_some_item(form, path)]
    title = ""
    for section in place.part.sections if place.part else ():
        title = section.title or title
        if section is place.section:
            break
    return section_words(title)


def file_of(found: Comparison, shown: Change | NodePath) -> str:
    """（name of the file） if the path is in one of several; else empty."""
    root = (found.old if isinstance(shown, EntryRemoved) else found.new).root
    path = path_of(shown)
    if path[0] != FILES or len(path) < 3 or len(root.entries((FILES,))) < 2:
        return ""
    return printed_path(found.form, path[:2], root)


def name_of(found: Comparison, shown: Change | NodePath) -> str:
    """The printed path without the title of its part."""
    if isinstance(shown, AnswerChanged | tuple):
        name = printed_path(found.form, cell_of(found.form, shown)[1], found.new.root)
    else:
        name = found.name(shown)
    heading = heading_of(found.form, path_of(shown))
    return _below(name, heading) or name


def name_below(found: Comparison, row: NodePath, shown: Change | NodePath) -> str:
    """The printed path of a row without the headings of part, file and section."""
    if isinstance(shown, AnswerChanged | tuple):
        name = printed_path(found.form, row, found.new.root)
    else:
        name = found.name(shown)
    path, section = path_of(shown), section_of(found.form, path_of(shown))
    rest = name
    for heading in (heading_of(found.form, path), file_of(found, shown), section):
        rest = _below(rest, heading)
    return rest or section or name


def _below(name: str, heading: str) -> str:
    """A printed path without the heading it starts with; 別紙１ does not start with 別紙."""
    rest = name.removeprefix(heading)
    return rest.strip() if not rest or rest[0].isspace() else name


def rank_of(form: Form, path: NodePath) -> int:
    """Position of the path's part in the form; -1 is the cover."""
    part = form.places[_some_item(form, path)].part
    return -1 if part is None else [one.id for one in form.all_parts].index(part.id)


def _some_item(form: Form, path: NodePath) -> str:
    """The item at a path, or the first one of an entry."""
    if path[-1] in form.places:
        return path[-1]
    return form.lists[path[-1] if path[-1] in form.lists else path[-2]].item_ids[0]


class PageNumbers:
    """The printed page labels on which the items of a layout begin."""

    def __init__(self, layout: Layout) -> None:
        self._first: dict[NodePath, int] = {}
        for number in range(len(layout.pages)):
            for path in layout.anchors.on_page(number):
                for length in range(len(path), 0, -1):
                    if self._first.setdefault(path[:length], number + 1) != number + 1:
                        break

    def of(self, shown: Change | NodePath) -> str:
        """The page of a change in the newer state; a dash if it is no longer there."""
        if isinstance(shown, EntryRemoved):
            return NO_PAGE
        number = self._first.get(path_of(shown))
        return NO_PAGE if number is None else str(number)
