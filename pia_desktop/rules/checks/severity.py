"""How grave a finding is: 誤り, 確認, 助言."""

from __future__ import annotations

from enum import Enum

from pia_desktop.i18n import _


class Severity(Enum):
    """The severity of a finding; the value is used on the command line and in JSON."""

    ERROR = "error"
    """誤り: it cannot be right."""
    CONFIRM = "confirm"
    """確認: it is probably not intended; the clerk knows."""
    HINT = "hint"
    """助言: it could be better."""

    @property
    def label(self) -> str:
        """Its official name, in the current language."""
        return {
            Severity.ERROR: _("Mistake"),
            Severity.CONFIRM: _("To be confirmed"),
            Severity.HINT: _("Advice"),
        }[self]
