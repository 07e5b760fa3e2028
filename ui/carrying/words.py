"""What happened with a state that went out or came in, in words, and what its file is called."""

from __future__ import annotations

from typing import Final

from db.records import Handover
from pia_desktop.i18n import _

SUFFIX: Final = ".piax"


def piax_kinds() -> str:
    """The kind of file, for file dialogs."""
    return _("Assessments carried out (*{suffix})").format(suffix=SUFFIX)


def way_words(one: Handover) -> str:
    """What happened with a state."""
    return {
        "lent": _("Carried out for review") if one.scope == "review" else _("Carried out"),
        "returned": _("Given back"),
        "taken": _("Taken in"),
        "merged": _("Brought back"),
    }.get(one.way, "")
