"""別紙 and references to them: 「別紙１のとおり」.

A reference is plain text, written as the clerk likes, not a link.  When a sheet moves or is removed, the
numbers in references are therefore adjusted in the same edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pia_desktop.assessment.edits import Batch, Edit, InsertEntry, MoveEntry, RemoveEntry, SetAnswer
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.numerals import full_width
from pia_desktop.assessment.rewriting import with_words
from pia_desktop.assessment.search import words_of
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import ANNEX_PART, ANNEXES, Form
from pia_desktop.forms.values import Figure, Value
from pia_desktop.patterns import pattern

_DIGITS: Final = "0-9０-９"
_ONE: Final = rf"[ 　]?[{_DIGITS}]{{1,2}}(?![{_DIGITS}])"
_AND: Final = "[ 　]?(?:[～〜~、，,・]|から|及び|並びに|又は|と)[ 　]?"
_MENTION: Final = pattern(rf"別紙(?:[ 　]?第)?{_ONE}(?:{_AND}(?:別紙)?{_ONE})*")
_NUMBER: Final = pattern(rf"[{_DIGITS}]+")
_RANGE: Final = pattern("[～〜~]|から")
_BARE: Final = pattern("別紙(?=の(?:とおり|通り)|を参照|に記載|参照)")
GONE: Final = "（削除）"
"""Stands for the number of a 別紙 that was removed."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference to 別紙: ``numbers`` are those it names, including all within a range (１～３)."""

    path: NodePath
    words: str
    numbers: tuple[int, ...]


def annex_name(number: int) -> str:
    """The name of a 別紙 by number: 別紙１."""
    return f"{ANNEX_PART.title}{full_width(number)}"


def reference_to(number: int) -> str:
    """The text of a reference to a 別紙."""
    return f"{annex_name(number)}のとおり"


def mentions_in(answers: Mapping[str, Value]) -> Iterator[Mention]:
    """The references in the answers of one node."""
    for item_id, value in answers.items():
        if isinstance(value, str | Figure):
            for text in _texts(value):
                for words, numbers in _named(text):
                    yield Mention((item_id,), words, numbers)


def meant(root: Node, mention: Mention) -> tuple[int, ...]:
    """The numbers a reference means; empty if it has no number and there is not exactly one 別紙."""
    return mention.numbers or ((1,) if len(root.entries((ANNEXES,))) == 1 else ())


def _texts(value: str | Figure) -> Iterator[str]:
    texts = [value] if isinstance(value, str) else _run_texts(value)
    yield from (text for text in texts if "別紙" in text)


def _run_texts(run: Figure) -> Iterator[str]:
    yield run.text
    yield from (picture.caption for picture in run.pictures)
    yield from (words for table in run.tables for row in table.rows for words in row)


def _named(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    for found in _MENTION.finditer(text):
        yield found.group(), tuple(_numbers(found.group()))
    yield from ((found.group(), ()) for found in _BARE.finditer(text))


def _numbers(mention: str) -> Iterator[int]:
    before, end = 0, 0
    for found in _NUMBER.finditer(mention):
        number = int(found.group())
        if before and _RANGE.search(mention, end, found.start()):
            yield from range(before + 1, number)
        yield number
        before, end = number, found.end()


# ---- numbers that change


def following(form: Form, root: Node, edit: InsertEntry | MoveEntry | RemoveEntry) -> Edit:
    """An edit of the list of 別紙, together with the adjustment of numbers in references."""
    keys = list(root.entries((ANNEXES,)))
    after = [key for key in keys if key != edit.key]
    if not isinstance(edit, RemoveEntry):
        after.insert(edit.index, edit.key)
    new = {key: number for number, key in enumerate(after, 1)}
    numbers = {number: new.get(key) for number, key in enumerate(keys, 1)}
    removed = edit.key if isinstance(edit, RemoveEntry) else None
    named = list(_renamed(form, root, numbers, removed))
    return Batch((*named, edit)) if named else edit


def _renamed(
    form: Form, root: Node, numbers: Mapping[int, int | None], removed: str | None
) -> Iterator[SetAnswer]:
    if all(number == new for number, new in numbers.items()):
        return
    for path, node in root.walk():
        if form.roles.changes in path or (removed is not None and path[:2] == (ANNEXES, removed)):
            continue
        for item_id, value in node.answers.items():
            if isinstance(value, str | Figure) and any(_texts(value)):
                changed = _with_numbers(form, item_id, value, numbers)
                if changed != value:
                    yield SetAnswer((*path, item_id), changed)


def _with_numbers(form: Form, item_id: str, value: Value, numbers: Mapping[int, int | None]) -> Value | None:
    new: Value | None = value
    for spot, text in words_of(form.item(item_id), value):
        for found in reversed(list(_MENTION.finditer(text))):
            words = _NUMBER.sub(lambda one: _number_words(one.group(), numbers), found.group())
            if words != found.group() and new is not None:
                text = text[: found.start()] + words + text[found.end() :]
                new = with_words(new, spot, text)
    return new


def _number_words(words: str, numbers: Mapping[int, int | None]) -> str:
    """The new number in the width (full or half) of the old one."""
    number = int(words)
    new = numbers.get(number, number)
    if new is None:
        return GONE
    return str(new) if words.isascii() else full_width(new)
