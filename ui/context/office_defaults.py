"""What an office writes the same into every assessment: offered in new ones, kept in the user's settings."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.model import Form
from ui.widgets.settings import settings

_KEPT = "office"


@dataclass(frozen=True, slots=True)
class OfficeDefaults:
    """Answers by the roles of their items (``forms.model.Roles``); empty ones are left out."""

    agency: str = ""
    department: str = ""
    requests_to: str = ""
    contact: str = ""

    @property
    def any(self) -> bool:
        """Whether there is something to write."""
        return any(asdict(self).values())

    def root(self, form: Form) -> Node:
        """The contents of a new assessment with them."""
        made, roles = Assessment(form), form.roles
        answers = {
            roles.agency: self.agency,
            roles.department: self.department,
            roles.requests_to: self.requests_to,
            roles.contact: self.contact,
        }
        for item_id, words in answers.items():
            if item_id and words:
                made.apply(SetAnswer((item_id,), words))
        return made.root


def office_defaults() -> OfficeDefaults:
    """Those that the user has written down."""
    kept = settings()
    found = {one.name: str(kept.value(f"{_KEPT}/{one.name}", "") or "") for one in fields(OfficeDefaults)}
    return OfficeDefaults(**found)


def keep_office_defaults(defaults: OfficeDefaults) -> None:
    """Keep them for the assessments to come."""
    kept = settings()
    for role, words in asdict(defaults).items():
        kept.setValue(f"{_KEPT}/{role}", words)
