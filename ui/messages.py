"""Telling the user about an error of the world: what is wrong, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from pia_desktop.errors import UserError
from pia_desktop.i18n import _

_SHOWN_FAULTS = 200


def show_error(parent: QWidget | None, error: UserError) -> None:
    """Show an error and wait until it is read; its faults, if any, can be unfolded and copied."""
    box = QMessageBox(QMessageBox.Icon.Warning, _("PIA Desktop"), error.message, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(error.remedy)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if error.faults:
        box.setDetailedText("\n".join(str(fault) for fault in error.faults[:_SHOWN_FAULTS]))
    box.exec()
    box.deleteLater()
