"""The base of all dialogs: a column, a button row at the bottom, deleted on closing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pia_desktop.i18n import _
from ui.widgets.buttons import presses_focused
from ui.widgets.help import add_help_key
from ui.widgets.layouts import Growing, column_of, row_of
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note
from ui.widgets.settings import first_size, remember_place, restore_place, room_on_screen
from ui.widgets.theme import heading_font, space
from ui.widgets.timers import single_shot

_Role = QDialogButtonBox.ButtonRole

_unowned: set[QDialog] = set()


def _keep_until_closed(dialog: QDialog) -> None:
    """Keep a reference to a dialog without a parent, which Python would otherwise delete at once."""
    _unowned.add(dialog)
    dialog.finished.connect(lambda _result: _unowned.discard(dialog))


class ButtonRow(QDialogButtonBox):
    """A dialog's buttons in the platform's order, with the program's own texts."""

    def add_accept(self, words: str) -> QPushButton:
        """The default button, which accepts the dialog; Enter presses it."""
        button = self.addButton(words, _Role.AcceptRole)
        button.setDefault(True)
        return button

    def add_action(self, words: str, act: Callable[[], object]) -> QPushButton:
        """A button that does something and leaves the dialog open."""
        button = self.addButton(words, _Role.ActionRole)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def add_reject(self, words: str = "") -> QPushButton:
        """The button for Escape: 「キャンセル」 by default."""
        return self.addButton(words or _("Cancel"), _Role.RejectRole)

    def without_default(self) -> None:
        """Have no default button, so that fields and lists can use Enter."""
        for button in self.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
                button.setDefault(False)


def _has_room(dialog: QDialog) -> bool:
    """Whether a dialog fits on the screen, including title bar and task bar."""
    least, room = dialog.minimumSizeHint().expandedTo(dialog.minimumSize()), room_on_screen(dialog)
    return least.width() <= room.width() and least.height() <= room.height()


def _first_by_tab(dialog: QDialog) -> QWidget | None:
    widget = dialog.nextInFocusChain()
    while widget is not None and widget is not dialog:
        by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if by_tab and widget.isEnabled() and widget.isVisibleTo(dialog):
            return widget
        widget = widget.nextInFocusChain()
    return None


def _enter_at_the_choice(dialog: QDialog) -> None:
    """Of radio buttons, focus the selected one: Qt focuses the first, which Space would select."""
    focused: QWidget | None = dialog.focusWidget()
    first = focused if focused is not None else _first_by_tab(dialog)
    if isinstance(first, QRadioButton) and not first.isChecked():
        for button in dialog.findChildren(QRadioButton):
            together = button.group() is first.group() and button.parentWidget() is first.parentWidget()
            if together and button.isChecked():
                button.setFocus()


def _move_row(row: QWidget | QLayout | None, before: QLayout, now: QBoxLayout) -> None:
    if isinstance(row, QLayout):
        before.removeItem(row)
        now.addLayout(row)
    elif row is not None:
        now.addWidget(row)


@guarded
class Dialog(QDialog):
    """A dialog with a column for its contents and ``buttons`` at the bottom; deleted on closing.

    ``place``: settings key of its size and position; empty to not store them.  ``help_on``: manual topic for
    F1, tried before that of the dialog itself.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        *,
        place: str = "",
        modal: bool = True,
        roomy: bool = False,
        help_on: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if parent is None:
            _keep_until_closed(self)
        if modal:
            self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self._place = place
        self._last_row: QWidget | QLayout | None = None
        self._area: QScrollArea | None = None
        self._foot_row: QLayout | None = None
        self._grown = single_shot(self, 0, self._keep_to_screen)
        add_help_key(self, *help_on)
        self.column = QVBoxLayout(self)
        side, top = (space(6), space(5)) if roomy else (space(5), space(4))
        self.column.setContentsMargins(side, top, side, space(4))
        self.column.setSpacing(space(3))
        self.buttons = ButtonRow(self)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def add_heading(self, words: str) -> QLabel:
        """Add a one-sentence heading."""
        label = note(self, words, heading_font())
        self.column.addWidget(label)
        return label

    def add_words(self, words: str = "") -> QLabel:
        """Add a paragraph."""
        label = note(self, words)
        self.column.addWidget(label)
        return label

    def end_with(self, words: str, *beside: QWidget | QLayout) -> QPushButton:
        """Finish the column with a button that accepts the dialog, and Cancel; returns the first."""
        button = self.buttons.add_accept(words)
        self.buttons.add_reject()
        self.add_buttons(*beside)
        return button

    def add_buttons(self, *beside: QWidget | QLayout) -> None:
        """Finish the column with the buttons; the first item of ``beside`` gets the free space."""
        if not beside:
            self.column.addWidget(self.buttons)
            self._last_row = self.buttons
            return
        first, *others = beside
        self._last_row = row_of(Growing(first), *others, self.buttons, gap=space(2))
        self.column.addLayout(self._last_row)

    def take_size(self, width: int, height: int) -> None:
        """Restore the last size and position; the default size is limited to the screen."""
        if not self._place or not restore_place(self, self._place):
            first_size(self, width, height)

    def setVisible(self, visible: bool) -> None:
        """Called by Qt.  If the dialog does not fit the screen, everything above the buttons scrolls."""
        if visible:
            self._keep_to_screen()
            _enter_at_the_choice(self)
        super().setVisible(visible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Called by Qt.  Enter on a button presses that one, not the default button."""
        if not presses_focused(self, event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Called by Qt, also when more contents or a larger text size need more than the screen has."""
        super().resizeEvent(event)
        if not _has_room(self):
            self._grown.start()

    def _keep_to_screen(self) -> None:
        if self._area is None and not _has_room(self):
            self._area = self._scrolled()
        if self._foot_row is not None and not _has_room(self):
            self._scroll_buttons()

    def _scrolled(self) -> QScrollArea:
        column, margins = self.column, self.column.contentsMargins()
        wanted = self.size().expandedTo(self.sizeHint())
        self._foot_row = row_of(margins=(margins.left(), 0, margins.right(), 0))
        _move_row(self._last_row, column, self._foot_row)
        contents = QWidget()
        contents.setLayout(column)
        contents.setMinimumSize(self.minimumSize())
        self.setMinimumSize(0, 0)
        area = QScrollArea(self)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes from field to field
        area.setWidget(contents)
        column_of(Growing(area), self._foot_row, margins=(0, 0, 0, space(4)), inside=self)
        first_size(self, wanted.width(), wanted.height())
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._bring_into_sight)
        return area

    def _scroll_buttons(self) -> None:
        """Let the buttons scroll with the rest: side by side they are wider than the screen."""
        if self._foot_row is not None:
            _move_row(self._last_row, self._foot_row, self.column)
            self._foot_row = None
            self.setMinimumSize(0, 0)  # the layout may have set that of the buttons side by side
            first_size(self, self.width(), self.height())

    def _bring_into_sight(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to the focused widget; Qt does so only for Tab, and only within the scroll area."""
        if now is not None and self._area is not None and self._area.isAncestorOf(now):
            self._area.ensureWidgetVisible(now)

    def done(self, result: int) -> None:
        """Called by Qt on closing."""
        if self._place:
            remember_place(self, self._place)
        super().done(result)
