"""The item reference of a form: every id with its printed path, kind and possible answers."""

from __future__ import annotations

from collections.abc import Iterator

from pia_desktop.assessment.naming import printed_path
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.kinds import MAX_COUNT, CheckBox, ChecksKind, ChoiceKind, CountKind, FixedKind, Kind
from pia_desktop.forms.model import FILES, Form, ListSpec
from pia_desktop.i18n import _


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """One item or list of a form.

    ``scope`` are the lists that contain it, outermost first.  ``kind`` is the kind's public name; for a list
    ``files``, ``repeat`` or ``table``.  ``options`` are the texts to choose from, or the limits of the
    answer.
    """

    id: str
    path: str
    kind: str
    options: tuple[str, ...]
    scope: tuple[str, ...]
    important: bool = False


def reference(form: Form) -> list[ReferenceLine]:
    """All items of a form in printed order; a list precedes its first item."""
    found = []
    seen: set[str] = set()
    for item_id, place in form.places.items():
        for depth, list_id in enumerate(place.scope):
            if list_id not in seen:
                seen.add(list_id)
                found.append(_list_line(form, form.lists[list_id], place.scope[:depth]))
        found.append(
            ReferenceLine(
                item_id,
                printed_path(form, (*_keyed(place.scope), item_id)),
                place.item.kind.name,
                _options(place.item.kind),
                place.scope,
                place.item.important,
            )
        )
    return found


def _keyed(scope: tuple[str, ...]) -> tuple[str, ...]:
    """A path through these lists, of no particular entry."""
    return tuple(step for list_id in scope for step in (list_id, ""))


def _list_line(form: Form, spec: ListSpec, scope: tuple[str, ...]) -> ReferenceLine:
    tables = {s.table.id for part in form.parts for s in part.sections if s.table}
    kind = "files" if spec.id == FILES else "table" if spec.id in tables else "repeat"
    return ReferenceLine(
        spec.id,
        printed_path(form, (*_keyed(scope), spec.id)),
        kind,
        (_("at most {limit:,}").format(limit=spec.max),),
        scope,
    )


def _options(kind: Kind) -> tuple[str, ...]:
    match kind:
        case ChoiceKind():
            return tuple(option.words for option in kind.options)
        case ChecksKind():
            return tuple(_box_words(box) for box in kind.boxes)
        case CountKind():
            return (f"0–{MAX_COUNT:,}{kind.unit}",)
        case FixedKind():
            return (kind.text,)
    return ()


def _box_words(box: CheckBox) -> str:
    """A box as printed: with （　） if it takes text, （　）件 if a number."""
    behind = f"（　）{box.unit}" if box.unit else "（　）" if box.text else ""
    return f"{box.label}{behind}"


def reference_rows(form: Form) -> Iterator[tuple[str, ...]]:
    """The reference as rows of text: id, printed path, kind, options."""
    for line in reference(form):
        cells = (line.id, line.path, line.kind, " / ".join(line.options))
        yield tuple(" ".join(cell.split()) for cell in cells)
