"""A version as an interchange file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.records import VersionInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.widgets.dialogs import ask_save_path, busy, show_error


def export_version(parent: QWidget, info: VersionInfo, snapshot: Snapshot, pictures: PictureSource) -> None:
    """Ask for a file and write the version into it."""
    suggested = f"{info.title or snapshot.form.short_title}（{info.name}）.json"
    path = ask_save_path(parent, _("Export the Version"), suggested, "JSON (*.json)", ".json")
    if path is None:
        return
    from pia_desktop.exchange.interchange import write_document, write_file

    try:
        with busy():
            write_file(path, write_document(snapshot, pictures))
    except UserError as error:
        show_error(parent, error)
