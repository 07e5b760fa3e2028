"""Locates every item and list of a form, once when the form is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pia_desktop.forms.model import (
    ANNEXES,
    FILES,
    MAX_ANNEXES,
    MAX_ENTRIES,
    MAX_FILES,
    Form,
    Item,
    ListSpec,
    Part,
    Place,
    Risk,
    Section,
)


def index_form(form: Form) -> tuple[Mapping[str, Place], Mapping[str, ListSpec]]:
    """Places of all items by id, in printed order, and specs of all lists by id."""
    places: dict[str, Place] = {item.id: Place(item, ()) for item in form.cover}
    lists: dict[str, ListSpec] = {}
    file_items: list[str] = []
    file_lists: list[str] = []
    for part in form.all_parts:
        scope = (FILES,) if part.per_file else ()
        for section in part.sections:
            inner = _list_of(section, scope)
            if inner:
                lists[inner.id] = inner
                file_lists += [inner.id] if scope else []
            found = {place.item.id: place for place in _places(part, section, scope, inner)}
            places.update(found)
            file_items += [i for i, place in found.items() if place.scope == (FILES,)]
    if any(part.per_file for part in form.parts):
        files = ListSpec(FILES, "特定個人情報ファイル", (), MAX_FILES, tuple(file_items), tuple(file_lists))
        lists = {FILES: files, **lists}
    return MappingProxyType(places), MappingProxyType(lists)


def _list_of(section: Section, scope: tuple[str, ...]) -> ListSpec | None:
    if section.repeat:
        ids = tuple(item.id for top in section.items for item in top.walk() if item.kind.answerable)
        most = MAX_ANNEXES if section.repeat.id == ANNEXES else MAX_ENTRIES
        return ListSpec(section.repeat.id, section.repeat.label, scope, most, ids)
    if section.table:
        ids = tuple(item.id for item in section.table.columns)
        return ListSpec(section.table.id, "", scope, section.table.max, ids)
    return None


def _places(part: Part, section: Section, scope: tuple[str, ...], inner: ListSpec | None) -> Iterator[Place]:
    deep = (*scope, inner.id) if inner else scope

    def under(item: Item, risk: Risk | None, parents: tuple[Item, ...]) -> Iterator[Place]:
        place = Place(item, deep, part, section, risk, parents)
        yield place
        for companion in item.companions:
            yield Place(companion, deep, part, section, place.risk, (*parents, item))
        for sub in item.sub:
            yield from under(sub, risk, (*parents, item))

    for box in section.none:
        yield Place(box, scope, part, section)
    for item in section.items:
        yield from under(item, None, ())
    for risk in section.risks:
        for item in risk.items:
            yield from under(item, risk, ())
    if section.table:
        for column in section.table.columns:
            yield Place(column, deep, part, section)
