"""What the start window shows where there is nothing to list: the way on, in a few large buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ui.icons import dress
from ui.theme import em, muted, scaled_font, small_font, space, title_font


class BigButton(QToolButton):
    """A large button for an action: its icon over its words."""

    def __init__(self, action: QAction, name: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.action = action
        dress(self, name)
        self.setText(action.text().partition("(&")[0].rstrip("…").replace("&", ""))
        self.setToolTip(words)
        self.setAccessibleDescription(words)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(scaled_font(1.05))
        self.setIconSize(QSize(round(em() * 2.6), round(em() * 2.6)))
        self.setMinimumSize(em() * 17, round(em() * 6.5))
        self.clicked.connect(action.trigger)
        action.enabledChanged.connect(self.setEnabled)
        self.setEnabled(action.isEnabled())


class WelcomePage(QWidget):
    """A title, what this is about in two lines, and what can be done now."""

    link_chosen = Signal(str)

    def __init__(
        self,
        title: str,
        words: str,
        actions: Sequence[tuple[QAction, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(space(8), space(6), space(8), space(8))
        self._column.setSpacing(space(4))
        self._column.addStretch(2)
        head = QLabel(title, self)
        head.setFont(title_font())
        head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(head)
        text = QLabel(words, self)
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        palette = text.palette()
        palette.setColor(text.foregroundRole(), muted(palette))
        text.setPalette(palette)
        text.setFixedWidth(em() * 40)
        middle = QHBoxLayout()  # an alignment would take the label's size for one line
        middle.addStretch(1)
        middle.addWidget(text)
        middle.addStretch(1)
        self._column.addLayout(middle)
        self._column.addSpacing(space(3))
        row = QHBoxLayout()
        row.setSpacing(space(4))
        row.addStretch(1)
        self.buttons = [BigButton(action, name, about, self) for action, name, about in actions]
        for button in self.buttons:
            column = QVBoxLayout()
            column.setSpacing(space(2))
            column.addWidget(button)
            about = QLabel(button.toolTip(), self)
            about.setFont(small_font())
            about.setPalette(palette)
            about.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(about)
            row.addLayout(column)
        row.addStretch(1)
        self._column.addLayout(row)
        self._links = QVBoxLayout()
        self._links.setSpacing(space(1))
        self._column.addSpacing(space(3))
        self._column.addLayout(self._links)
        self._column.addStretch(3)
        self.setFocusProxy(self.buttons[0])

    def show_links(self, title: str, links: Sequence[str]) -> None:
        """Paths to choose from, such as the recent cabinets."""
        while self._links.count():
            item = self._links.takeAt(0)
            old = item.widget() if item else None
            if old is not None:
                old.hide()
                old.deleteLater()
        if not links:
            return
        heading = QLabel(title, self)
        heading.setFont(small_font())
        heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._links.addWidget(heading)
        for link in links:
            button = QToolButton(self)
            button.setText(link)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked=False, link=link: self.link_chosen.emit(link))
            self._links.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
