"""The one base of all dialogs: a column, a row of buttons at its foot, gone when it closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pia_desktop.i18n import _
from ui.widgets.help import add_help_key
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note
from ui.widgets.settings import first_size, remember_place, restore_place
from ui.widgets.theme import heading_font, space

_Role = QDialogButtonBox.ButtonRole

_unowned: set[QDialog] = set()


def _keep_until_closed(dialog: QDialog) -> None:
    """Nothing owns a dialog without a parent: Python would delete it before it has been seen."""
    _unowned.add(dialog)
    dialog.finished.connect(lambda _result: _unowned.discard(dialog))


class ButtonRow(QDialogButtonBox):
    """The buttons of a dialog, in the platform's order; their words are the program's own, never Qt's."""

    def add_accept(self, words: str) -> QPushButton:
        """The button that does what the dialog is for; Enter presses it."""
        button = self.addButton(words, _Role.AcceptRole)
        button.setDefault(True)
        return button

    def add_action(self, words: str, act: Callable[[], object]) -> QPushButton:
        """A button that does something and leaves the dialog open."""
        button = self.addButton(words, _Role.ActionRole)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def add_reject(self, words: str = "") -> QPushButton:
        """The button that Escape means: 「キャンセル」, unless there are other words for it."""
        return self.addButton(words or _("Cancel"), _Role.RejectRole)

    def without_default(self) -> None:
        """Let Enter mean what the dialog's fields and lists make of it."""
        for button in self.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
                button.setDefault(False)


@guarded
class Dialog(QDialog):
    """A dialog with a column for its contents and ``buttons`` for its foot; deleted when it closes.

    ``place``: the name under which its size and place are remembered, empty where they are not.  ``help_on``:
    what F1 tells of before the dialog itself.
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
        add_help_key(self, *help_on)
        self.column = QVBoxLayout(self)
        side, top = (space(6), space(5)) if roomy else (space(5), space(4))
        self.column.setContentsMargins(side, top, side, space(4))
        self.column.setSpacing(space(3))
        self.buttons = ButtonRow(self)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def add_heading(self, words: str) -> QLabel:
        """One sentence that says what it is about."""
        label = note(self, words)
        label.setFont(heading_font())
        self.column.addWidget(label)
        return label

    def add_words(self, words: str = "") -> QLabel:
        """A paragraph."""
        label = note(self, words)
        self.column.addWidget(label)
        return label

    def add_buttons(self, *beside: QWidget | QLayout) -> None:
        """End the column with the buttons; the first thing ``beside`` them has the room that is left."""
        if not beside:
            self.column.addWidget(self.buttons)
            return
        row = QHBoxLayout()
        row.setSpacing(space(2))
        for number, one in enumerate(beside):
            stretch = 0 if number else 1
            if isinstance(one, QLayout):
                row.addLayout(one, stretch)
            else:
                row.addWidget(one, stretch)
        row.addWidget(self.buttons)
        self.column.addLayout(row)

    def take_size(self, width: int, height: int) -> None:
        """Take the size and place of last time, at first this size, as far as the screen has room."""
        if not self._place or not restore_place(self, self._place):
            first_size(self, width, height)

    def done(self, result: int) -> None:
        """Qt closes the dialog."""
        if self._place:
            remember_place(self, self._place)
        super().done(result)
