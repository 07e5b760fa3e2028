"""Lays out the boxes of a check group in the form's columns, or fewer if the window is narrow."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from pia_desktop.forms.kinds import CheckGroup
from ui.widgets.theme import space

_GAP = space(3)


class CheckGrid(QGridLayout):
    """Lays out one group.  A box with a （　） field gets a row of its own."""

    def __init__(self, group: CheckGroup, columns: int, boxes: list[QWidget]) -> None:
        super().__init__()
        self._group = group
        self._columns = columns
        self._boxes = boxes
        self._widths = [
            0 if box.text else widget.sizeHint().width()
            for box, widget in zip(group.boxes, boxes, strict=True)
        ]
        self._arranged = 0
        self.setHorizontalSpacing(_GAP)
        self.setVerticalSpacing(space(1))
        self.arrange(1_000_000)

    @property
    def narrowest(self) -> int:
        """The width of the widest box in pixels, the minimum width."""
        return max(self._widths, default=0)

    def _fitting(self, width: int) -> int:
        """The number of columns that fit, at most the form's own."""
        for count in range(self._columns, 1, -1):
            needed = sum(max(self._widths[c::count], default=0) + _GAP for c in range(count))
            if needed <= width:
                return count
        return 1

    def arrange(self, width: int) -> None:
        """Arrange the boxes for a width in pixels."""
        fitting = self._fitting(width)
        if fitting == self._arranged:
            return
        self._arranged = fitting
        while self.count():
            self.takeAt(0)
        rows = self._group.rows if fitting == self._columns else (fitting,) * len(self._boxes)
        remaining = list(zip(self._group.boxes, self._boxes, strict=True))
        row = 0
        for length in rows:
            column = 0
            while remaining and column < length:
                box, widget = remaining.pop(0)
                if box.text and column:
                    row, column = row + 1, 0
                self.addWidget(widget, row, column, 1, self._columns if box.text else 1)
                column = length if box.text else column + 1
            row += 1
        for column in range(self._columns):
            self.setColumnStretch(column, int(column == self._columns - 1))
