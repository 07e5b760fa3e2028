"""Rows of widgets that go on in a further row where there is no room for all of one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget, QWidgetItem

from ui.widgets.layouts import flush_column
from ui.widgets.overrides import guarded

_Part = QWidget | None
"""A widget of this one, or a gap."""


@guarded
class FlowingRows(QWidget):
    """As narrow as its widest part: a window with large words still fits a small screen."""

    def __init__(self, parent: QWidget, spacing: int, gap: int | None = None) -> None:
        """``spacing`` between rows, and ``gap`` between parts, in pixels; they are equal if None."""
        super().__init__(parent)
        self._gap = spacing if gap is None else gap
        self._rows: list[list[_Part]] = []
        self._shown: list[list[_Part]] = []
        self._lines: list[QHBoxLayout] = []
        self._column = flush_column(self, spacing)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._flow)

    def add_row(self, *parts: _Part) -> None:
        """Add a row; ``None`` stands for a gap, which takes the room that is left."""
        self._rows.append(list(parts))
        self._show(self._rows)

    def minimumSizeHint(self) -> QSize:
        widest = max((_least(part) for row in self._rows for part in row), default=0)
        return QSize(widest, self._column.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a part says something else
            self._later.start()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._later.start()  # the parts follow after this

    def _flow(self) -> None:
        lines = [line for row in self._rows for line in self._parted(row)]
        if lines != self._shown:
            self._show(lines)

    def _parted(self, row: list[_Part]) -> list[list[_Part]]:
        """A row as the lines that there is room for."""
        lines: list[list[_Part]] = [[]]
        taken = 0
        for part in row:
            wide = _least(part) + self._gap if part else 0
            if part and any(lines[-1]) and taken + wide > self.width() + self._gap:
                lines.append([])
                taken = 0
            lines[-1].append(part)
            taken += wide
        return lines

    def _show(self, lines: list[list[_Part]]) -> None:
        self._shown = [list(line) for line in lines]
        for row in self._lines:
            while row.takeAt(0):
                pass
        while len(self._lines) < len(lines):
            row = QHBoxLayout()
            row.setSpacing(self._gap)
            self._column.addLayout(row)
            self._lines.append(row)
        for row, line in zip(self._lines, lines, strict=False):
            for part in line:
                if part:
                    row.addWidget(part)
                else:
                    row.addStretch(1)
            if all(part and not part.sizePolicy().horizontalStretch() for part in line):
                row.addStretch(1)


def _least(part: _Part) -> int:
    return QWidgetItem(part).minimumSize().width() if part else 0
