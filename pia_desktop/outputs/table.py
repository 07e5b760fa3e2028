"""The table of all outputs: file formats and purposes of each."""

from __future__ import annotations

from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.paper.purpose import Copy

_BOTH: Final = (Copy.SUBMISSION, Copy.PUBLIC)


@dataclass(frozen=True, slots=True)
class Output:
    """An output: its file formats, purposes, and whether it can have the mark 案.

    ``suffixes`` may include "" (paper, clipboard, standard output); the first is the default.
    """

    suffixes: tuple[str, ...]
    purposes: tuple[Copy, ...] = _BOTH
    draft: bool = False

    @property
    def copies(self) -> tuple[Copy, ...]:
        """All combinations of purpose and draft mark."""
        marked = [one.with_draft(True) for one in self.purposes] if self.draft else []
        return (*self.purposes, *marked)


OUTPUTS: Final = {
    "assessment": Output((".pdf", ""), draft=True),
    "blank": Output((".pdf", ""), (Copy.SUBMISSION,)),
    "export": Output((".json", ".xlsx", ".docx", ".html", "")),
    "comparison": Output((".pdf", ".docx", ".xlsx", ".html", "")),
    "council": Output((".pdf", ".docx", ".xlsx", ".html", "")),
    "hearing": Output((".pdf",), (Copy.PUBLIC,)),
    "opinions": Output((".pdf", ".docx", ".xlsx", ".html")),
    "counter": Output((".pdf",), (Copy.PUBLIC,)),
    "review": Output((".pdf", ".docx", ".xlsx", ".html")),
    "outline": Output((".pdf", ".docx", ".xlsx", ".html")),
    "remarks": Output((".pdf", ".docx", ".xlsx", ".html")),
    "open-remarks": Output((".pdf", ".docx", ".xlsx", ".html", "")),
    "proposals": Output(("",)),
    "findings": Output((".pdf", ".docx", ".xlsx", ".html", "")),
    "versions": Output((".pdf", ".docx", ".xlsx", ".html", "")),
    "rows": Output(("",)),
    "due": Output((".ics", "")),
    "list": Output((".xlsx", ".pdf", ".docx", ".html")),
    "year": Output((".pdf", ".docx", ".xlsx", ".html", ".ics", "")),
    "plan": Output((".pdf", ".docx", ".xlsx", ".html", "")),
    "register": Output((".xlsx", ".pdf", ".docx", ".html", "")),
}
"""By name.  The guidance booklet contains nothing of an assessment and needs no purpose."""
