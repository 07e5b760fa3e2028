"""A whole assessment as the bytes of a file of any kind but PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


def write_export(
    given: Release, pictures: PictureSource, path: Path, stopped: Callable[[], bool] = lambda: False
) -> tuple[str, ...]:
    """Write such a file, by the path's suffix; returns what is missing in it.

    Raises OutputError, also if withheld text would be in it, and WritingStopped.
    """
    from pia_desktop.documents.form_files import FORM_SUFFIXES
    from pia_desktop.files import kind_of, unless_stopped, write_bytes

    suffix = kind_of(path) if kind_of(path) in FORM_SUFFIXES else ".json"
    data = export_bytes(given, pictures, suffix)
    write_bytes(path, data, unless_stopped(stopped, given.file_check(suffix)))
    return tuple(missing_in(given, pictures))


def missing_in(given: Release, pictures: PictureSource) -> Iterator[str]:
    """What a file of this release lacks."""
    from pia_desktop.paper.findings import missing_pictures

    yield from dict.fromkeys(str(fault) for fault in missing_pictures(given.shown[0], pictures))
