"""The bundled guidance: by item, by search words, and for the booklet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.naming import plain, printed_path
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.catalogue import edition_files, find_form
from pia_desktop.forms.kinds import CountKind
from pia_desktop.forms.model import FILES, Form, Place
from pia_desktop.guidance.loader import file_name, load_guidance
from pia_desktop.guidance.model import Guidance
from pia_desktop.paths import resource_root

COVER: Final = "cover"
"""The part of what stands on the cover."""

_NUMBER: Final = re.compile(r"^(?:[0-9０-９]+．|（別添[0-9０-９]+）)\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """The guidance for one item or list of an edition.

    ``part`` is the id of its part, or ``COVER``; ``path`` the printed path without numbers of entries.
    ``heading`` has the headings above it in its part, one line for the section and further ones for the risk,
    empty on the cover; ``label`` is its own name, never empty.
    """

    id: str
    part: str
    path: str
    heading: str
    label: str
    guidance: Guidance


def guidance_for(form: Form, item_id: str) -> Guidance:
    """The guidance for an item or list of a bundled form.

    The form's file is loaded on first use.  Raises KeyError for an unknown item, DefinitionError if the file
    is faulty.
    """
    return _book(form.id)[item_id]


def entries(form: Form) -> tuple[Entry, ...]:
    """All guidance for an edition, in printed order; a list precedes its first item."""
    return _entries(form.id, form.version)


def find(form: Form, words: str) -> tuple[Entry, ...]:
    """The guidance that contains all words (separated by spaces), in printed order; empty for no words.

    Width and case are ignored, as when searching an assessment.  Paths and ids are searched too.
    """
    wanted = [as_read(word) for word in words.split()]
    if not wanted:
        return ()
    texts = _folded_texts(form.id, form.version)
    return tuple(
        entry
        for entry, text in zip(entries(form), texts, strict=True)
        if all(word in text for word in wanted)
    )


@cache
def _folded_texts(form_id: str, version: str) -> tuple[str, ...]:
    return tuple(
        as_read("\n".join((entry.id, entry.path, entry.label, *entry.guidance.texts)))
        for entry in _entries(form_id, version)
    )


# ---- reading


def _text_of(form_id: str) -> str | None:
    path = resource_root() / "guidance" / file_name(form_id)
    return path.read_text(encoding="utf-8") if path.is_file() else None


@cache
def _book(form_id: str) -> Mapping[str, Guidance]:
    editions = [find_form(form, version) for form, version in edition_files() if form == form_id]
    return load_guidance(editions, _text_of)


@cache
def _entries(form_id: str, version: str) -> tuple[Entry, ...]:
    return tuple(_in_order(find_form(form_id, version)))


def _in_order(form: Form) -> Iterator[Entry]:
    seen: set[str] = set()
    for item_id, place in form.places.items():
        part = place.part.id if place.part else COVER
        heading = _heading(place)
        for depth, list_id in enumerate(place.scope):
            if list_id not in seen:
                seen.add(list_id)
                yield _list_entry(form, part, heading, place.scope[: depth + 1])
        path = printed_path(form, (*_keyed(place.scope), item_id))
        yield Entry(item_id, part, path, heading, _label(place), guidance_for(form, item_id))


def _list_entry(form: Form, part: str, heading: str, scope: tuple[str, ...]) -> Entry:
    spec = form.lists[scope[-1]]
    guidance = guidance_for(form, spec.id)
    if spec.id == FILES:
        return Entry(spec.id, part, spec.label, "", spec.label, guidance)
    path = printed_path(form, (*_keyed(scope[:-1]), spec.id))
    label = f"{spec.label}（記入欄）" if spec.label else f"{_unnumbered(heading)}（表）"
    return Entry(spec.id, part, path, heading, label, guidance)


def _keyed(scope: tuple[str, ...]) -> tuple[str, ...]:
    """A path through these lists, of no particular entry."""
    return tuple(step for list_id in scope for step in (list_id, ""))


def _heading(place: Place) -> str:
    if place.risk and place.item.label:
        risk = "\n".join(plain(line) for line in place.risk.title.split("\n"))
        return f"{_section_heading(place)}\n{risk}"
    return _section_heading(place)


def _section_heading(place: Place) -> str:
    """The heading of the item's section, or the one it continues; else the part's title."""
    if place.part is None or place.section is None:
        return ""
    title = None
    for section in place.part.sections:
        title = section.title or title
        if section is place.section:
            break
    return plain(title or place.part.title)


def _label(place: Place) -> str:
    """The labels from the item's group down; without any, what surrounds the item."""
    own = plain(place.item.label or "")
    above = [plain(parent.label or "") for parent in place.parents]
    if isinstance(place.item.kind, CountKind):
        own = f"（　）{place.item.kind.unit}"
    repeat = place.section.repeat if place.section else None
    if repeat is not None:
        above, own = ([repeat.label, *above], own) if own else (above, f"{repeat.label}の名称")
    words = "　".join(word for word in (*above, own) if word)
    return words or _unnumbered(plain(place.risk.title) if place.risk else _section_heading(place))


def _unnumbered(heading: str) -> str:
    """``７．備考`` as a label: 備考; （別添３）変更箇所: 変更箇所."""
    return _NUMBER.sub("", heading)
