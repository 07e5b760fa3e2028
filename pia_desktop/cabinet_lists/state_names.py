"""How documents call the states of an assessment that they compare."""

from __future__ import annotations

from datetime import date

from db.records import VersionInfo
from pia_desktop.documents.council import draft_words, version_words


def state_called(info: VersionInfo | None) -> str:
    """The name of a version in documents; None is the draft."""
    if info is None:
        return draft_words(date.today())
    return version_words(info.number, info.name, info.closed_on)
