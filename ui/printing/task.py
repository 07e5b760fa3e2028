"""A print job: reports finished pages, and can be stopped between pages."""

from __future__ import annotations

from collections.abc import Callable

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import OutputError, UserError
from pia_desktop.i18n import _
from pia_desktop.outputs.guard import Guard
from pia_desktop.paper.layout import Layout
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


def reworded(pattern: str, error: UserError) -> UserError:
    """The error of a failed job as shown: a bug is introduced by ``pattern``, a UserError speaks
    for itself.
    """
    if not isinstance(error, WorkFault):
        return error
    remedy = _("Nothing you typed is lost. Please report this with the file of the log.")
    return OutputError(pattern.format(reason=error.message), remedy)
