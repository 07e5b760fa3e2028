"""Cells of the form: headings, labels and answers, painted with palette roles so that a theme is one palette.

A page's background has the colour of the grid lines; cells are one pixel apart on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.context.marks import Mark
from ui.form.badges import BADGE_STEPS, Badges, Chosen
from ui.widgets.icons import icon_size
from ui.widgets.overrides import guarded
from ui.widgets.theme import ANSWER_CHARACTERS, em, small_font, space

RULE: Final = 1
FRAME: Final = 2
"""Pixels of the line around the cell that has the focus."""
LABEL_CHARACTERS: Final = 13
SUB_LABEL_CHARACTERS: Final = 9


def label_width() -> int:
    """Width of a label cell in pixels."""
    return LABEL_CHARACTERS * em() + 2 * space(2)


def sub_label_width() -> int:
    """Width of a second label cell in pixels."""
    return SUB_LABEL_CHARACTERS * em() + 2 * space(2)


def sheet_width() -> int:
    """Width of the whole form in pixels: a label and a line of an answer."""
    return label_width() + (ANSWER_CHARACTERS + 2) * em() + gutter_width() + 2 * RULE


def gutter_width() -> int:
    """Width in pixels of the margin for marks right of the answers, always free, so that text
    never rewraps.
    """
    return icon_size(QFontMetrics(QApplication.font()).height()).width() + space(BADGE_STEPS)


@guarded
class _Notice(QLabel):
    """A line of small words in a cell, which can be clicked."""

    clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(small_font())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.setAccepted(event.button() == Qt.MouseButton.LeftButton)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class Cell(QWidget):
    """A filled box of the grid with a layout inside."""

    def __init__(self, parent: QWidget, role: QPalette.ColorRole, *, upright: bool = False) -> None:
        super().__init__(parent)
        self.setBackgroundRole(role)
        self.setAutoFillBackground(True)
        self.box: QBoxLayout = QVBoxLayout(self) if upright else QHBoxLayout(self)
        self.box.setContentsMargins(space(1), space(1), space(1), space(1))
        self.box.setSpacing(space(2))
        self._notices: dict[str, tuple[str, Callable[[], None]]] = {}
        self._notice: _Notice | None = None
        self._badges: Badges | None = None

    def set_notice(self, key: str, words: str, enter: Callable[[], None]) -> None:
        """Show a notice about the cell's contents; empty text removes the notice with this key.

        A click on it calls ``enter``, which focuses the field that it is about.
        """
        self._notices.pop(key, None)
        if words:
            self._notices[key] = words, enter
        elif self._notice is None:
            return
        said = " / ".join(dict.fromkeys(words for words, _enter in self._notices.values()))
        if self._notice is None:
            self._notice = _Notice(self)
            self._notice.clicked.connect(self._enter_noticed)
            self.box.insertWidget(0 if isinstance(self.box, QVBoxLayout) else -1, self._notice)
        self._notice.setText(said)
        self._notice.setVisible(bool(said))

    def _enter_noticed(self) -> None:
        """Focus the field of the first notice."""
        _words, enter = next(iter(self._notices.values()))
        enter()

    def show_marks(self, key: str, marks: Sequence[Mark], chosen: Chosen, place: str) -> None:
        """Show the marks of one place in the cell, called ``place`` by screen readers.

        ``chosen`` is called when one is clicked.
        """
        if self._badges is None:
            if not marks:
                return
            self._badges = self._make_badges()
            self._badges.show()
        self._badges.show_marks(key, marks, chosen, place)

    def _make_badges(self) -> Badges:
        badges = Badges(self)
        self.box.addWidget(badges)
        return badges


@guarded
class AnswerCell(Cell):
    """The cell of an answer; framed while it has the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, QPalette.ColorRole.Base, upright=True)
        self.box.setContentsMargins(space(1), space(1), gutter_width(), space(1))
        self._current = False

    def set_current(self, current: bool) -> None:
        """Show or hide the frame."""
        self._current = current
        self.update()

    def show_marks(self, key: str, marks: Sequence[Mark], chosen: Chosen, place: str) -> None:
        super().show_marks(key, marks, chosen, place)
        if self._badges is not None:
            self._badges.stand_right(self)
            self.setMinimumHeight(self._badges.height() + 2 * space(1))

    def _make_badges(self) -> Badges:
        return Badges(self, upright=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._badges is not None:
            self._badges.stand_right(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._current:
            painter = QPainter(self)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), FRAME))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()


@guarded
class Words(QLabel):
    """Static text of the form in a cell of known width: wrapped, never clipped, never parsed as markup."""

    def __init__(
        self, words: str, parent: QWidget, width: int, font: QFont | None = None, *, heading: bool = False
    ) -> None:
        super().__init__(words, parent)
        self._fitted = 0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        if font:
            self.setFont(font)
        if heading:
            self.setForegroundRole(QPalette.ColorRole.WindowText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        policy.setHeightForWidth(False)
        self.setSizePolicy(policy)
        self._fit(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != self._fitted and self.isVisible():
            self._fit(event.size().width())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.width() != self._fitted:  # the width was set while it was hidden
            self._fit(self.width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._fitted:
            self._fit(self._fitted)

    def _fit(self, width: int) -> None:
        """Set the height for this width explicitly: a height-for-width label slows down every layout."""
        self._fitted = width
        self.setMinimumHeight(_height(self.text(), width, self.font().toString()) + 2)


@lru_cache(maxsize=1_000)
def _height(words: str, width: int, font: str) -> int:
    """Height of wrapped words in a font (``QFont.toString``): a form says the same words many times over."""
    named = QFont()
    named.fromString(font)
    room = QRect(0, 0, max(width, 1), 10_000)
    return QFontMetrics(named).boundingRect(room, int(Qt.TextFlag.TextWordWrap), words).height()


def label_cell(words: str, parent: QWidget, width: int, *, above: bool = False) -> tuple[Cell, Words]:
    """A label cell, and its label, aligned to the top; of fixed width, unless it is ``above`` the field."""
    cell = Cell(parent, QPalette.ColorRole.AlternateBase)
    cell.box.setContentsMargins(space(2), space(2), space(2), space(2))
    label = Words(words, cell, width - 2 * space(2))
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    cell.box.addWidget(label)
    if not above:
        cell.setFixedWidth(width)
    return cell, label


def heading_cell(words: str, parent: QWidget, role: QPalette.ColorRole, font: QFont) -> Cell:
    """A heading row over the full width; widgets can be added on its right."""
    cell = Cell(parent, role)
    cell.box.setContentsMargins(space(2), space(1), space(2), space(1))
    label = Words(words, cell, sheet_width() - 2 * space(3), font, heading=True)
    cell.box.addWidget(label, 1)
    return cell
