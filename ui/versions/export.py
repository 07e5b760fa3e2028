"""Exports a version as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from db.records import VersionInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.i18n import _
from pia_desktop.outputs.release import OtherStates
from ui.printing.exporting import export_snapshot
from ui.printing.task import PdfChoice

if TYPE_CHECKING:
    from ui.printing.dialog import PrintWindow


def export_version(
    parent: QWidget,
    info: VersionInfo,
    snapshot: Snapshot,
    pictures: PictureSource,
    to_pdf: Callable[[PdfChoice], object],
    maker: PrintWindow,
    others: Callable[[], OtherStates] = OtherStates,
) -> None:
    """Ask for a purpose and a file, and write the version to it."""
    export_snapshot(
        parent,
        _("Export the Version"),
        lambda name: name if as_read(info.name) in as_read(name) else f"{name}（{info.name}）",
        lambda: snapshot,
        pictures,
        to_pdf,
        maker,
        others=others,
    )
