"""Describes an export or import in words; the file kind of ``.piax``."""

from __future__ import annotations

from typing import Final

from db.records import Handover
from pia_desktop.i18n import _

SUFFIX: Final = ".piax"


def piax_kinds() -> str:
    """The file dialog's name filter."""
    return _("Assessments carried out (*{suffix})").format(suffix=SUFFIX)


def way_words(one: Handover) -> str:
    """What happened to an exported or imported state."""
    return {
        "lent": _("Carried out for review") if one.scope == "review" else _("Carried out"),
        "returned": _("Given back"),
        "taken": _("Taken in"),
        "merged": _("Brought back"),
    }.get(one.way, "")
