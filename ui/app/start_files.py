"""The files that the program is started with, as by dropping them on its icon."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from db.cabinet import SUFFIX


def told_apart(files: Sequence[Path]) -> tuple[Path | None, Sequence[Path]]:
    """The cabinet to open, or the documents to take in.

    Several files, a folder and kinds of file that can be taken in are documents; a single file of another
    kind is opened as a cabinet, which says what is wrong with it.
    """
    cabinet = next((file for file in files if file.suffix.lower() == SUFFIX), None)
    if cabinet is not None or not files:
        return cabinet, ()
    if len(files) == 1 and not _is_document(files[0]):
        return files[0], ()
    return None, [file.absolute() for file in files]


def _is_document(file: Path) -> bool:
    from pia_desktop.incoming import SUFFIXES
    from ui.carrying.words import SUFFIX as CARRIED

    return file.suffix.lower() in (*SUFFIXES, CARRIED) or file.is_dir()
