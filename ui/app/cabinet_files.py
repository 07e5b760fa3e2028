"""Files of cabinets: how they are called where one is asked for, and which of several is one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from db.cabinet import SUFFIX
from pia_desktop.i18n import _


def cabinet_kinds() -> str:
    """The filter of a file dialog."""
    return _("Cabinets (*{suffix})").format(suffix=SUFFIX)


def told_apart(files: Sequence[Path]) -> tuple[Path | None, Sequence[Path]]:
    """Of the files that the program is started with: the cabinet to open, and the documents to take in.

    Several files, a folder and kinds of file that can be taken in are documents; a single file of another
    kind is opened as a cabinet, which says what is wrong with it.
    """
    cabinet = next((file for file in files if file.suffix.lower() == SUFFIX), None)
    if cabinet is None and len(files) == 1 and not _is_document(files[0]):
        return files[0], ()
    return cabinet, [file.absolute() for file in files if file.suffix.lower() != SUFFIX]


def _is_document(file: Path) -> bool:
    from pia_desktop.incoming import SUFFIXES
    from ui.carrying.words import SUFFIX as CARRIED

    return file.suffix.lower() in (*SUFFIXES, CARRIED) or file.is_dir()
