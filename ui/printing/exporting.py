"""Exports a whole assessment: purpose, format, and the final check of the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.errors import UserError
from pia_desktop.outputs.release import Release
from pia_desktop.paper.purpose import Copy
from ui.printing.purpose import give_output
from ui.printing.remnants import Ways
from ui.printing.subject import title_of
from ui.widgets.dialogs import ask_save_path, busy, show_error
from ui.widgets.file_choice import EXPORT_KINDS


def export_snapshot(
    parent: QWidget,
    title: str,
    pattern: str,
    snapshot: Callable[[], Snapshot],
    pictures: PictureSource,
    ways: Ways | None = None,
) -> None:
    """Ask for a purpose and a file, and write an assessment; ``pattern`` turns its name into a file name."""

    def go(copy: Copy, given: Release) -> None:
        suggested = pattern.format(name=title_of(given.shown[0]))
        path = ask_save_path(parent, title, suggested, EXPORT_KINDS, ".json")
        if path is None:
            return
        try:
            with busy():
                write_export(copy, given, pictures, path)
        except UserError as error:
            show_error(parent, error)

    give_output(parent, title, "export", lambda: (snapshot(),), go, ways)


def write_export(copy: Copy, given: Release, pictures: PictureSource, path: Path) -> None:
    """Write a workbook, HTML page or Word file by the path's suffix, else an interchange file.

    For the public, pictures are stripped of metadata.  Raises OutputError.
    """
    from pia_desktop.assessment.pixels import CleanPictures
    from pia_desktop.documents.form_files import FORM_SUFFIXES, form_bytes
    from pia_desktop.exchange.interchange import write_document
    from pia_desktop.files import write_bytes

    source = CleanPictures(pictures) if copy.public else pictures
    suffix = path.suffix.lower()
    if suffix in FORM_SUFFIXES:
        write_bytes(path, form_bytes(given.shown[0], source, suffix), given.file_check(suffix))
    else:
        data = write_document(given.shown[0], source).encode("utf-8")
        write_bytes(path, data, given.file_check(".json"))
