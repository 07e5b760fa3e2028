"""A print job: reports finished pages, and can be stopped between pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import OutputError, UserError
from pia_desktop.i18n import _
from pia_desktop.outputs.guard import Guard
from pia_desktop.outputs.release import Release
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.purpose import Copy
from ui.context.background import WorkFault

ProgressCall = Callable[[int], None]
"""Called with the number of finished pages."""


@dataclass(frozen=True, slots=True)
class Print:
    """Pages (from 0) of a layout.  ``lost``: what is missing or wrong on them."""

    snapshot: Snapshot
    layout: Layout
    pictures: PictureSource
    pages: tuple[int, ...]
    lost: tuple[str, ...] = ()
    guard: Guard | None = None
    """Checks a public copy."""


@dataclass(frozen=True, slots=True)
class PdfChoice:
    """A PDF asked for before the print dialog opens: its purpose, the contents given for it, its file."""

    copy: Copy
    given: Release
    path: Path

    def holds_for(self, copy: Copy) -> bool:
        """Whether the purpose is still the same, so that the file's name can hold nothing withheld."""
        return copy.with_draft(False) is self.copy


def reworded(pattern: str, error: UserError) -> UserError:
    """The error of a failed job as shown: a bug is introduced by ``pattern``, a UserError speaks
    for itself.
    """
    if not isinstance(error, WorkFault):
        return error
    remedy = _("Nothing you typed is lost. Please report this with the file of the log.")
    return OutputError(pattern.format(reason=error.message), remedy)
