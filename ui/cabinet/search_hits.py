"""The rows of a search over all assessments: the place in words, the line in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.records import AssessmentInfo
from pia_desktop.assessment.naming import printed_path
from pia_desktop.cabinet_lists.assessment_names import form_words, numbered_name
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from ui.widgets.found_rows import FoundRow, Piece

if TYPE_CHECKING:
    from db.search import SearchHit


def found_row(hit: SearchHit, info: AssessmentInfo) -> FoundRow:
    """How a hit in an assessment is displayed."""
    name = numbered_name(info)
    if info.archived:
        name = _("{name} (archived)").format(name=name)
    try:
        item = printed_path(find_form(info.form, info.version), hit.path)
    except (UserError, KeyError):
        item = hit.item_id
    where = f"　{hit.where}" if hit.where else ""
    place = f"{name}　{form_words(info.form, info.version)}　{item}{where}"
    return FoundRow(place, pieces(hit.excerpt, hit.marks))


def pieces(excerpt: str, marks: Sequence[tuple[int, int]]) -> list[Piece]:
    """The line split into pieces, each flagged whether it matched; marks may overlap."""
    found: list[Piece] = []
    at = 0
    for start, end in sorted(marks):
        start = max(start, at)
        if end > start:
            found += [Piece(excerpt[at:start], marked=False), Piece(excerpt[start:end], marked=True)]
            at = end
    return [piece for piece in (*found, Piece(excerpt[at:], marked=False)) if piece.words]
