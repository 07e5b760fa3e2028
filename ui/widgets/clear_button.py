"""The button inside a field that empties it."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from pia_desktop.i18n import _

_QT_ACTION: Final = "_q_qlineeditclearaction"


def offer_to_clear(field: QLineEdit) -> None:
    """Put the button into a field; Qt gives it none of the words that a screen reader tells."""
    field.setClearButtonEnabled(True)
    action = field.findChild(QAction, _QT_ACTION)
    assert isinstance(action, QAction)
    action.setText(_("Clear"))
