"""Answers that are the same in all of an office's assessments: kept in the settings, filled into new ones."""

from __future__ import annotations

from dataclasses import asdict, fields

from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.edits import Batch
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.noted import answering
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form
from ui.widgets.settings import settings

_KEPT = "office"


@dataclass(frozen=True, slots=True)
class OfficeDefaults:
    """Answers by the roles of their items (``forms.model.Roles``), without empty ones."""

    agency: str = ""
    department: str = ""
    requests_to: str = ""
    contact: str = ""

    @property
    def any(self) -> bool:
        """Whether there are any answers."""
        return any(asdict(self).values())

    def root(self, form: Form) -> Node:
        """Contents of a new assessment, filled with them."""
        made, roles = Assessment(form), form.roles
        answers = {
            roles.agency: self.agency,
            roles.department: self.department,
            roles.requests_to: self.requests_to,
            roles.contact: self.contact,
        }
        for item_id, words in answers.items():
            if item_id and words:
                made.apply(Batch(tuple(answering((item_id,), words))))
        return made.root


def office_defaults() -> OfficeDefaults:
    """The stored defaults."""
    kept = settings()
    found = {one.name: str(kept.value(f"{_KEPT}/{one.name}", "") or "") for one in fields(OfficeDefaults)}
    return OfficeDefaults(**found)


def keep_office_defaults(defaults: OfficeDefaults) -> None:
    """Store the defaults."""
    kept = settings()
    for role, words in asdict(defaults).items():
        kept.setValue(f"{_KEPT}/{role}", words)
