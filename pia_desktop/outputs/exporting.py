"""A whole assessment as the bytes of a file of any kind but PDF."""

from __future__ import annotations

from pathlib import Path

from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.outputs.release import Release


def export_bytes(given: Release, pictures: PictureSource, suffix: str) -> bytes:
    """A workbook, web page or Word file by the suffix, else the interchange format.

    For the public, pictures are stripped of metadata.
    """
    from pia_desktop.assessment.pixels import CleanPictures
    from pia_desktop.documents.form_files import FORM_SUFFIXES, form_bytes
    from pia_desktop.exchange.interchange import write_document

    source = CleanPictures(pictures) if given.public else pictures
    if suffix in FORM_SUFFIXES:
        return form_bytes(given.shown[0], source, suffix)
    return write_document(given.shown[0], source).encode("utf-8")


def write_export(given: Release, pictures: PictureSource, path: Path) -> None:
    """Write such a file, by the path's suffix.  Raises OutputError, also if withheld text would be in it."""
    from pia_desktop.documents.form_files import FORM_SUFFIXES
    from pia_desktop.files import write_bytes

    ending = path.suffix.lower()
    suffix = ending if ending in FORM_SUFFIXES else ".json"
    write_bytes(path, export_bytes(given, pictures, suffix), given.file_check(suffix))
