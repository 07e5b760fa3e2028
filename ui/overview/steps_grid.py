"""The steps to publication: a row for each, with icon, dates and obstacles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QWidget

from pia_desktop.i18n import _
from ui.overview.steps import Step, StepState
from ui.widgets.plain_text import note, plain_label
from ui.widgets.sign import Sign
from ui.widgets.theme import scaled_font, space


class StepsGrid(QWidget):
    """The steps, one below the other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space(3))
        self._grid.setVerticalSpacing(space(2))
        self._grid.setColumnStretch(3, 1)

    def show_steps(self, steps: Sequence[Step]) -> None:
        while (old := self._grid.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.deleteLater()
        for number, step in enumerate(steps):
            self._show_step(number, step)

    def _show_step(self, number: int, step: Step) -> None:
        state = {
            StepState.DONE: _("done"),
            StepState.NOW: _("under way"),
            StepState.COMING: _("still to come"),
        }[step.state]
        sign = Sign(self, step.state.value)
        sign.setAccessibleName(state)
        sign.setToolTip(state)
        name = plain_label(self, step.stage.label)
        if step.state is StepState.NOW:
            name.setFont(scaled_font(1, bold=True))
        days = plain_label(self, step.days)
        blocks = note(self, "、".join(step.blocks) or state)
        if not step.blocks:
            blocks.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for column, widget in enumerate((sign, name, days, blocks)):
            widget.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(widget, number, column)
