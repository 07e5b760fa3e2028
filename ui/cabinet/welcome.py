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
from ui.widgets.layouts import SPRING, Growing, column_of, row_of
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
        column = column_of(gap=space(4), margins=(space(8), space(4), space(8), space(6)), inside=page)
        column.addStretch(2)
        self._introduce(column, title, words)
        if steps:
            column.addSpacing(space(2))
            column.addLayout(self._step_row(steps))
        column.addSpacing(space(3))
        self.buttons = [BigButton(action, name, about, self) for action, name, about in actions]
        column.addLayout(self._button_row())
        column.addSpacing(space(4))
        self.links: dict[str, QToolButton] = {}
        self._links = column_of(gap=space(1))
        column.addLayout(self._links)
        column.addStretch(3)
        self.setFocusProxy(self.buttons[0])

    def _introduce(self, column: QVBoxLayout, title: str, words: str) -> None:
        head = QLabel(title, self)
        head.setFont(title_font())
        head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(head)
        text = self._quiet(words)
        text.setWordWrap(True)
        text.setFixedWidth(em() * 40)
        # between springs: with an alignment the label would get the size of a single line
        column.addLayout(row_of(SPRING, text, SPRING))

    def _step_row(self, steps: Sequence[tuple[str, str]]) -> QHBoxLayout:
        """The workflow as a few numbered steps side by side."""
        row = row_of(SPRING, gap=space(6))
        for number, (title, words) in enumerate(steps, 1):
            head = QLabel(f"{number}. {title}", self)
            head.setFont(heading_font())
            text = self._quiet(words)
            text.setFont(small_font())
            text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            text.setWordWrap(True)
            text.setFixedWidth(em() * 17)
            row.addLayout(column_of(head, Growing(text), gap=space(1)))
        row.addStretch(1)
        return row

    def _button_row(self) -> QHBoxLayout:
        """The buttons, all as wide as the widest; what is said of each stands below it."""
        row = row_of(SPRING, gap=space(6))
        wide = max(button.sizeHint().expandedTo(button.minimumSize()).width() for button in self.buttons)
        for button in self.buttons:
            button.setFixedWidth(wide)
            about = self._quiet(button.words)
            about.setFont(small_font())
            about.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            about.setWordWrap(True)
            about.setFixedWidth(wide)
            row.addLayout(column_of(button, Growing(about), gap=space(2)))
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
