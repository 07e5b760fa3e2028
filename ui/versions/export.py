"""Exports a version as an interchange file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.records import VersionInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.i18n import _
from ui.printing.exporting import export_snapshot


def export_version(parent: QWidget, info: VersionInfo, snapshot: Snapshot, pictures: PictureSource) -> None:
    """Ask for a purpose and a file, and write the version to it."""
    pattern = "{name}（" + info.name.replace("{", "").replace("}", "") + "）.json"
    export_snapshot(parent, _("Export the Version"), pattern, lambda: snapshot, pictures)
