"""The printed path of an item, as 変更箇所 and messages name it.

``Ⅱ 特定個人情報ファイルの概要 4. 特定個人情報ファイルの取扱いの委託 委託事項1 ①委託内容``
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Final

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.forms.kinds import CountKind
from pia_desktop.forms.model import ANNEXES, FILES, Form, Item, ListSpec, Part, Place

_MARK: Final = re.compile(r"[\s　]*※.*$")
_NUMBER: Final = re.compile(r"^([０-９0-9]+)．\s*")


def plain(words: str) -> str:
    """A heading or label without ※ marks and repeated spaces."""
    return " ".join(_MARK.sub("", words.replace("\n", " ")).split())


def section_words(title: str) -> str:
    """``４．監査`` as written in paths: ``4. 監査``."""
    return plain(_NUMBER.sub(lambda m: f"{unicodedata.normalize('NFKC', m.group(1))}. ", title))


def printed_path(form: Form, path: NodePath, root: Node | None = None) -> str:
    """The printed path of an answer, a list or an entry.

    With ``root`` it includes the numbers of entries (委託事項2) and, if there are several files, the file's
    name.
    """
    last = path[-1]
    if last in form.places and len(path) % 2:
        return _answer_path(form, path, root)
    spec = form.lists[path[-2] if len(path) % 2 == 0 else last]
    if spec.id == FILES:
        return _file_words(form, path, root)
    first = form.places[spec.item_ids[0]]
    inside = len(path) % 2 == 0
    return _joined(form, first, path if inside else path[:-1], root, [] if inside else [spec.label])


def _answer_path(form: Form, path: NodePath, root: Node | None) -> str:
    place = form.places[path[-1]]
    if place.part is None:
        return _short(place.item)
    labels = [_short(parent) for parent in place.parents]
    return _joined(form, place, path[:-1], root, [*labels, _own_words(place)])


def _joined(form: Form, place: Place, owner: NodePath, root: Node | None, tail: list[str]) -> str:
    words = [_part_words(place), *_file_prefix(form, owner, root), *_section_of(place)]
    entry = owner[2:] if place.scope[:1] == (FILES,) else owner
    if entry:
        words.append(_entry_words(form.lists[entry[-2]], owner, root))
    if place.risk:
        words.append(_risk_words(place))
    return " ".join(word for word in [*words, *tail] if word)


def _part_words(place: Place) -> str:
    """The part's title; for a 別紙 only its numbered name."""
    return plain(place.part.title) if place.part and place.part.id != ANNEXES else ""


def _section_of(place: Place) -> list[str]:
    """The heading above the item: of its own section, or the one that section continues."""
    if place.part is None or place.section is None:
        return []
    title = None
    for section in place.part.sections:
        title = section.title or title
        if section is place.section:
            break
    return [section_words(title)] if title else []


def _risk_words(place: Place) -> str:
    """The item's risk; empty if its block covers several risks."""
    return plain(place.risk.named) if place.risk else ""


def _own_words(place: Place) -> str:
    return _short(place.item)


def _short(item: Item) -> str:
    return plain(item.label) if item.label else ""


def _number_in(root: Node | None, list_path: NodePath, key: str) -> str:
    keys = list(root.entries(list_path)) if root is not None else []
    return str(keys.index(key) + 1) if key in keys else ""


def _entry_words(spec: ListSpec, owner: NodePath, root: Node | None) -> str:
    number = _number_in(root, owner[:-1], owner[-1])
    if not spec.label:
        return f"({number})" if number else ""
    return f"{spec.label}{number}"


def _file_prefix(form: Form, owner: NodePath, root: Node | None) -> list[str]:
    """The name of the file; empty if there is only one."""
    if owner[:1] != (FILES,) or root is None or len(root.entries((FILES,))) < 2:
        return []
    return [_file_words(form, owner[:2], root)]


def _file_words(form: Form, path: NodePath, root: Node | None) -> str:
    if len(path) < 2 or root is None:
        return form.lists[FILES].label
    number = _number_in(root, (FILES,), path[1])
    name = root.answer((*path[:2], form.roles.file_name or ""))
    return f"（{plain(name)}）" if isinstance(name, str) else f"（ファイル{number}）"


def spoken_name(form: Form, path: NodePath, root: Node) -> str:
    """The accessible name of an answer, unique on its page: 「委託事項2 ①委託内容」."""
    owner = path[:-1]
    entry = owner[2:] if form.places[path[-1]].scope[:1] == (FILES,) else owner
    words = [_entry_words(form.lists[entry[-2]], owner, root)] if entry else []
    return " ".join([*words, names_on_page(form)[path[-1]]])


@cache
def names_on_page(form: Form) -> Mapping[str, str]:
    """The label of each item, preceded by risk, section or part if it is not unique on its page."""
    pages: dict[tuple[Part | None, tuple[str, ...]], list[str]] = {}
    for item_id, place in form.places.items():
        pages.setdefault((place.part, place.scope), []).append(item_id)
    names: dict[str, str] = {}
    for items in pages.values():
        names |= {item_id: _labels(form.places[item_id]) for item_id in items}
        for lead in (_block_words, _section_words_of, _part_words):
            uses = Counter(names[item_id] for item_id in items)
            for item_id in items:
                if not names[item_id] or uses[names[item_id]] > 1:
                    names[item_id] = f"{lead(form.places[item_id])} {names[item_id]}".strip()
    return names


def _labels(place: Place) -> str:
    kind = place.item.kind
    own = _short(place.item) or (kind.unit if isinstance(kind, CountKind) else "")
    return " ".join(filter(None, [*map(_short, place.parents), own]))


def _block_words(place: Place) -> str:
    return (_risk_words(place) or _section_words_of(place)) if place.risk else ""


def _section_words_of(place: Place) -> str:
    return " ".join(_section_of(place))
