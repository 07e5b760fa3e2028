"""雛形: assessments of the cabinet that serve as templates for new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import RemoveEntry, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.errors import UserError

if TYPE_CHECKING:
    from ui.context.cabinet_store import CabinetStore

_SETTING = "templates"


def templates(store: CabinetStore) -> frozenset[int]:
    """Ids of the templates; empty if they cannot be read."""
    try:
        return _ids(store.setting(_SETTING))
    except UserError:  # whoever reads the list reports the error
        return frozenset()


def toggle_template(store: CabinetStore, assessment_id: int) -> bool:
    """Make an assessment a template, or no longer; returns whether it is one now.  Raises UserError."""
    with store.changing() as cabinet:
        ids = _ids(cabinet.setting(_SETTING)) ^ {assessment_id}
        cabinet.set_setting({_SETTING: " ".join(str(one) for one in sorted(ids))})
    return assessment_id in ids


def _ids(words: str | None) -> frozenset[int]:
    return frozenset(int(word) for word in (words or "").split() if word.isdecimal())


def filled_in(template: Snapshot) -> Node:
    """Contents of a new assessment from a template: without number, day of publication and 変更箇所."""
    made = Assessment(template.form, template.root)
    roles = template.form.roles
    for item_id in (roles.number, roles.published_on):
        made.apply(SetAnswer((item_id,), None))
    for key in list(made.root.entries((roles.changes,))):
        made.apply(RemoveEntry((roles.changes,), key))
    return made.root
