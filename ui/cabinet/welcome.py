"""What the list shows when it is empty: the next steps, as a few large buttons."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from pia_desktop.i18n import _
from ui.widgets.actions import plain_words
from ui.widgets.buttons import tool_button
from ui.widgets.icons import set_icon
from ui.widgets.plain_text import caption
from ui.widgets.theme import em, heading_font, muted, quieten, scaled_font, small_font, space, title_font


class BigButton(QPushButton):
    """A large button for an action."""

    def __init__(self, action: QAction, name: str, words: str, parent: QWidget) -> None:
        super().__init__(plain_words(action.text()), parent)
        self.words = words
        set_icon(self, name)
        self.setAccessibleName(f"{self.text()} {words}")  # the tool bar may have a button of the same text
        self.setFont(scaled_font(1.1))
        self.setIconSize(QSize(round(em() * 2.2), round(em() * 2.2)))
        self.setMinimumSize(em() * 17, round(em() * 4.4))
        self.setAutoDefault(True)
        self.clicked.connect(action.trigger)
        action.enabledChanged.connect(self.setEnabled)
        self.setEnabled(action.isEnabled())


class WelcomePage(QScrollArea):
    """A title, two lines of introduction, and what can be done now; scrolls on a small screen."""

    link_chosen = Signal(str)

    def __init__(
        self,
        title: str,
        words: str,
        actions: Sequence[tuple[QAction, str, str]],
        parent: QWidget | None = None,
        *,
        steps: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        page = QWidget(self)
        self.setWidget(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(space(8), space(4), space(8), space(6))
        column.setSpacing(space(4))
        column.addStretch(2)
        head = QLabel(title, self)
        head.setFont(title_font())
        head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(head)
        text = self._quiet(words)
        text.setWordWrap(True)
        text.setFixedWidth(em() * 40)
        middle = QHBoxLayout()  # with an alignment the label would get the size of a single line
        middle.addStretch(1)
        middle.addWidget(text)
        middle.addStretch(1)
        column.addLayout(middle)
        if steps:
            column.addSpacing(space(2))
            column.addLayout(self._step_row(steps))
        column.addSpacing(space(3))
        self.buttons = [BigButton(action, name, about, self) for action, name, about in actions]
        column.addLayout(self._button_row())
        column.addSpacing(space(4))
        self.links: dict[str, QToolButton] = {}
        self._links = QVBoxLayout()
        self._links.setSpacing(space(1))
        column.addLayout(self._links)
        column.addStretch(3)
        self.setFocusProxy(self.buttons[0])

    def _step_row(self, steps: Sequence[tuple[str, str]]) -> QHBoxLayout:
        """The workflow as a few numbered steps side by side."""
        row = QHBoxLayout()
        row.setSpacing(space(6))
        row.addStretch(1)
        for number, (title, words) in enumerate(steps, 1):
            column = QVBoxLayout()
            column.setSpacing(space(1))
            head = QLabel(f"{number}. {title}", self)
            head.setFont(heading_font())
            text = self._quiet(words)
            text.setFont(small_font())
            text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            text.setWordWrap(True)
            text.setFixedWidth(em() * 17)
            column.addWidget(head)
            column.addWidget(text, 1)
            row.addLayout(column)
        row.addStretch(1)
        return row

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(space(5))
        row.addStretch(1)
        for button in self.buttons:
            column = QVBoxLayout()
            column.setSpacing(space(2))
            column.addWidget(button)
            about = self._quiet(button.words)
            about.setFont(small_font())
            column.addWidget(about)
            row.addLayout(column)
        row.addStretch(1)
        return row

    def _quiet(self, words: str) -> QLabel:
        """A label in a subdued colour."""
        label = QLabel(words, self)
        quieten(label)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    def show_links(self, title: str, links: Sequence[str]) -> None:
        """Show paths to choose from, such as recent cabinets."""
        self.links.clear()
        while self._links.count():
            item = self._links.takeAt(0)
            old = item.widget() if item else None
            if old is not None:
                old.hide()
                old.deleteLater()
        if not links:
            return
        heading = self._quiet(title)
        heading.setFont(small_font())
        self._links.addWidget(heading)
        for link in links:
            button = tool_button(self, text=caption(link))
            button.clicked.connect(lambda _checked=False, link=link: self.link_chosen.emit(link))
            self._links.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.links[link] = button

    def mark_missing(self, missing: Collection[str]) -> None:
        """Mark these links as not found; they can still be chosen."""
        for link, button in self.links.items():
            if link in missing:
                button.setText(caption(_("{name} (not found at present)").format(name=link)))
                palette = button.palette()
                palette.setColor(QPalette.ColorRole.ButtonText, muted(palette))
                button.setPalette(palette)
