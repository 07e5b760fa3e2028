"""A button inside a field that clears it."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from pia_desktop.i18n import _

_QT_ACTION: Final = "_q_qlineeditclearaction"


def offer_to_clear(field: QLineEdit) -> None:
    """Add the button, with an accessible name, which Qt's own lacks."""
    field.setClearButtonEnabled(True)
    action = field.findChild(QAction, _QT_ACTION)
    assert isinstance(action, QAction)
    action.setText(_("Clear"))
