"""How files of cabinets are called where one is asked for."""

from __future__ import annotations

from typing import Final

from pia_desktop.i18n import _

CABINET_SUFFIX: Final = ".pia"


def cabinet_kinds() -> str:
    """The filter of a file dialog."""
    return _("Cabinets (*{suffix})").format(suffix=CABINET_SUFFIX)
