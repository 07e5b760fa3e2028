"""Recognizes a document's form and edition by title and mark, confirmed by matching labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import Form
from pia_desktop.intake.anchors import MARK, Role, anchors_of
from pia_desktop.intake.cells import Cell
from pia_desktop.intake.refusal import Refused
from pia_desktop.intake.several import holds_several
from pia_desktop.intake.words import fold, label_key, without_additions

_LEAST_LABELS: Final = 8
"""Different labels of a form that a document must at least hold."""

_LONGEST_LABEL: Final = 200
_LARGEST_CELL: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Recognised:
    """The best matching edition; ``named``: the edition that the document names, if it differs."""

    form: Form
    named: str | None = None


def recognise(cells: Sequence[Cell], wanted: Form | None, *, scraps: bool = False) -> Recognised:
    """Find the edition.  Raises Refused if it is none of the known forms.

    ``scraps``: also accept a few words that could be from any form; they will all be left over.
    """
    keys = {label_key(cell.text) for cell in cells if len(cell.text) < _LONGEST_LABEL}
    keys |= set(map(without_additions, keys))
    named = _mark(cells)
    if holds_several(cells):
        raise Refused("several")
    if wanted is not None:
        if not _fit(wanted, keys) and not (scraps and _is_scrap(cells)):
            raise Refused("unknown")  # it would be an empty assessment
        return Recognised(wanted, _other(wanted, named))
    forms = all_forms()
    titles = {form.id for form in forms if label_key(form.title) in keys}
    if not titles:
        short = {form.id for form in forms if any(fold(form.short_title) in key for key in list(keys))}
        titles = short if len(short) == 1 else set()
    if named is not None:
        of_mark = {form.id for form in forms if fold(form.mark).find(f"様式{named[1]}") >= 0}
        titles = (titles & of_mark) or titles or of_mark
    fits = {form.edition: _fit(form, keys) for form in forms}
    candidates = [form for form in forms if form.id in titles] or forms
    exact = [form for form in candidates if named and fold(form.version) == named[0]]
    best = max(exact or candidates, key=lambda form: fits[form.edition])
    if fits[best.edition] < min(_LEAST_LABELS, max(len(cells), 1)):
        if not (scraps and _is_scrap(cells)):
            raise Refused("unknown")
        best = max(forms, key=lambda form: (form.has_files, form.edition))
    return Recognised(best, _other(best, named))


def _is_scrap(cells: Sequence[Cell]) -> bool:
    """Whether a document is too short to be recognized, in cells of a normal size."""
    areas = [(cell.box.right - cell.box.left) * (cell.box.bottom - cell.box.top) for cell in cells]
    return 0 < len(cells) < _LEAST_LABELS and max(areas) < _LARGEST_CELL


def _mark(cells: Sequence[Cell]) -> tuple[str, str] | None:
    """Edition and number of the form from the mark at the bottom of the cover."""
    for cell in cells:
        found = MARK.fullmatch(fold(cell.text)) if len(cell.text) < 60 else None
        if found:
            return found[1], found[2]
    return None


def _other(form: Form, named: tuple[str, str] | None) -> str | None:
    return named[0] if named is not None and named[0] != fold(form.version) else None


def _fit(form: Form, keys: set[str]) -> int:
    own = {
        anchor.key for anchor in anchors_of(form).all if anchor.role in {Role.ITEM, Role.HEADING, Role.PART}
    }
    return len(own & keys)
