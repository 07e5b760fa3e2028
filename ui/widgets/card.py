"""A framed card on the colours of a form: one of a list of notes or points."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from ui.widgets.layouts import column_of
from ui.widgets.theme import form_palette, space


class Card(QFrame):
    """The frame, and ``column`` for what stands in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.setAutoFillBackground(True)
        self.setPalette(form_palette(QApplication.palette()))
        self.column = column_of(gap=space(1), margins=(space(2), space(1), space(2), space(2)), inside=self)
