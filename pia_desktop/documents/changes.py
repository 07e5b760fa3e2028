"""A change in words: both sides of it as cells, with what differs marked on each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pia_desktop.assessment.naming import plain, printed_path
from pia_desktop.assessment.node import Node, Path
from pia_desktop.documents.table import Cell, Span, cell
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Value
from pia_desktop.paper.layout import Layout
from pia_desktop.revisions.compare import (
    AnswerChanged,
    Change,
    Comparison,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
)
from pia_desktop.revisions.textdiff import Passage, PassageKind, passages

SAME_AS_OTHER: Final = "（同右）"
"""In the left one of the two columns: as in the right one."""
NEW: Final = "（新設）"
GONE: Final = "（削除）"
BLANK: Final = "（記載なし）"
OTHER_PICTURE: Final = "（図の差し替え）"
LEFT_OUT: Final = "（略）"
COVER: Final = "表紙"
NO_PAGE: Final = "―"
_SENTENCE: Final = re.compile(r"[^。\n]*(?:[。\n]|$)")
_LEAST_LEFT_OUT: Final = 12
"""Characters; to leave out fewer saves no line."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What stands after and before a change."""

    new: Cell
    old: Cell


def sides(found: Comparison, shown: Change | Path, *, abridged: bool = False) -> Sides:
    """Both sides of a change, or of the item at a path that did not change.

    ``abridged``: unchanged sentences that touch no change print as （略）.
    """
    match shown:
        case AnswerChanged():
            return _answer(found.form, shown, abridged=abridged)
        case EntryAdded():
            words = entry_words(found.form, shown.path[-1], shown.node)
            return Sides((Span(words or NEW, marked=True),), cell(NEW))
        case EntryRemoved():
            words = entry_words(found.form, shown.path[-1], shown.node)
            return Sides(cell(GONE), (Span(words or GONE, marked=True),))
        case EntryMoved():
            return Sides(
                (Span(f"{shown.index + 1}番目", marked=True),),
                (Span(f"{shown.old_index + 1}番目", marked=True),),
            )
        case _:
            value = found.new.root.answer(shown)
            return Sides(cell(SAME_AS_OTHER), cell(answer_words(found.form, shown, value) or BLANK))


def answer_words(form: Form, path: Path, value: Value | None) -> str:
    """An answer in words; empty where there is none."""
    return "" if value is None else form.places[path[-1]].item.kind.format(value)


def entry_words(form: Form, list_id: str, node: Node) -> str:
    """All that stands in an entry, a file or a row of a table: each answer behind its item's name."""
    return "\n".join(_entry_lines(form, list_id, node))


def _entry_lines(form: Form, list_id: str, node: Node) -> Iterator[str]:
    spec = form.lists[list_id]
    inner = {item_id: inner_id for inner_id in spec.list_ids for item_id in form.lists[inner_id].item_ids[:1]}
    for item_id in form.places:
        if item_id in inner:
            nested = inner[item_id]
            for number, entry in enumerate(node.lists.get(nested, {}).values(), 1):
                yield f"【{form.lists[nested].label}{number}】"
                yield from _entry_lines(form, nested, entry)
        if item_id in node.answers:
            words = answer_words(form, (item_id,), node.answers[item_id])
            name = _own_name(form, item_id)
            yield f"{name}：{words}" if name else words


def _own_name(form: Form, item_id: str) -> str:
    place = form.places[item_id]
    labels = [plain(item.label) for item in (*place.parents, place.item) if item.label]
    return " ".join(label for label in labels if label)


def _answer(form: Form, change: AnswerChanged, *, abridged: bool) -> Sides:
    new, old = (answer_words(form, change.path, value) for value in (change.new, change.old))
    if new == old:  # only the pictures are others
        return Sides((Span(f"{new}\n" if new else ""), Span(OTHER_PICTURE, marked=True)), cell(old))
    if not old:
        return Sides((Span(new, marked=True),), cell(BLANK))
    if not new:
        return Sides(cell(BLANK), (Span(old, marked=True),))
    found = passages(old, new)
    if abridged:
        found = tuple(_abridged(found))
    return Sides(
        tuple(Span(one.new, one.kind is not PassageKind.SAME) for one in found if one.new),
        tuple(Span(one.old, one.kind is not PassageKind.SAME) for one in found if one.old),
    )


def _abridged(found: Sequence[Passage]) -> Iterator[Passage]:
    for at, one in enumerate(found):
        if one.kind is PassageKind.SAME:
            words = _shortened(one.new, goes_before=at > 0, goes_on=at + 1 < len(found))
            yield Passage(PassageKind.SAME, words, words)
        else:
            yield one


def _shortened(words: str, *, goes_before: bool, goes_on: bool) -> str:
    """An unchanged passage without the sentences that touch no change."""
    sentences = [sentence for sentence in _SENTENCE.findall(words) if sentence]
    first = sentences[0] if goes_before and not words.startswith("\n") else ""
    last = sentences[-1] if goes_on and not words.endswith(("。", "\n")) else ""
    middle = words[len(first) : len(words) - len(last)]
    if len(first) + len(last) > len(words) or len(middle.strip()) < _LEAST_LEFT_OUT:
        return words
    before = "\n" if middle.startswith("\n") else ""
    after = "\n" if middle.endswith("\n") else ""
    return f"{first}{before}{LEFT_OUT}{after}{last}"


# ---- where a change stands


def path_of(shown: Change | Path) -> Path:
    """Where it stands; of a removed entry in the older state."""
    return shown if isinstance(shown, tuple) else shown.place


def heading_of(form: Form, path: Path) -> str:
    """The title of the part that a place is in."""
    place = form.places[_some_item(form, path)]
    return plain(place.part.title) if place.part else COVER


def name_of(found: Comparison, shown: Change | Path) -> str:
    """The printed path below the title of its part."""
    name = printed_path(found.form, shown, found.new.root) if isinstance(shown, tuple) else found.name(shown)
    heading = heading_of(found.form, path_of(shown))
    return name.removeprefix(heading).strip() or name


def rank_of(form: Form, path: Path) -> int:
    """The place of its part in the form's order; -1 is the cover."""
    part = form.places[_some_item(form, path)].part
    return -1 if part is None else [one.id for one in form.parts].index(part.id)


def _some_item(form: Form, path: Path) -> str:
    """The item at a path, or the first one of the entry that it leads to."""
    if path[-1] in form.places:
        return path[-1]
    return form.lists[path[-1] if path[-1] in form.lists else path[-2]].item_ids[0]


class PageNumbers:
    """The pages, as they are numbered in print, on which the items of a laid-out assessment begin."""

    def __init__(self, layout: Layout) -> None:
        self._first: dict[Path, int] = {}
        for number in range(len(layout.pages)):
            for path in layout.anchors.on_page(number):
                for length in range(len(path), 0, -1):
                    if self._first.setdefault(path[:length], number + 1) != number + 1:
                        break

    def of(self, shown: Change | Path) -> str:
        """The page of a change in the newer state; a dash for what is not there any more."""
        if isinstance(shown, EntryRemoved):
            return NO_PAGE
        number = self._first.get(path_of(shown))
        return NO_PAGE if number is None else str(number)


def is_whole_file(change: Change) -> bool:
    """Whether a whole 特定個人情報ファイル was added or taken out."""
    return isinstance(change, EntryAdded | EntryRemoved) and change.path == (FILES,)
