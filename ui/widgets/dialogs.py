"""Messages and questions.  They never run a nested event loop; the answer comes by callback.

Each is deleted on closing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.widgets.dialog import Dialog
from ui.widgets.file_chooser import ChoosesSeveral, chooser_of
from ui.widgets.file_names import file_name
from ui.widgets.layouts import column_of, row_of
from ui.widgets.overrides import guarded
from ui.widgets.sign import Sign
from ui.widgets.theme import em, heading_font, space
from ui.widgets.timers import single_shot

_SETTLING: Final = 1000
"""Milliseconds without a key after which keys are taken to be meant for a sudden message."""

Choice = tuple[str, Callable[[], object] | None]
"""The text of a button, and what it does besides closing the dialog."""


@guarded
class MessageDialog(Dialog):
    """A heading, advice, optionally a list to copy, and buttons with texts of their own.

    ``careful``: Enter means the last choice.  ``sudden``: it appears while the user may be typing; implies
    ``careful``, and keys are ignored until the keyboard has been idle for a second.  ``copying``: words of
    the button for details that are no list.
    """

    def __init__(
        self,
        parent: QWidget | None,
        heading: str,
        words: str = "",
        details: str = "",
        choices: Sequence[Choice] = (),
        *,
        symbol: str = "",
        careful: bool = False,
        sudden: bool = False,
        help_on: Sequence[str] = (),
        copying: str = "",
    ) -> None:
        super().__init__(parent, QGuiApplication.applicationDisplayName(), roomy=True, help_on=help_on)
        self._careful = careful or sudden
        self.heading = heading
        column = self.column
        column.addLayout(self._head(heading, words, symbol))
        if details:
            column.addWidget(self._details(details), 1)
        column.addSpacing(space(1))
        self.add_buttons()
        if details:
            whole = f"{heading}\n{details}"
            self.buttons.add_action(
                copying or _("Copy List"), lambda: QGuiApplication.clipboard().setText(whole)
            )
        self._add_choices(choices or [(_("Close"), None)])
        self._settling = single_shot(self, _SETTLING, self._settled)
        if sudden:
            self._settle()

    def _settle(self) -> None:
        """Disable the keyboard for the buttons; the mouse still works."""
        self._default = next(one for one in self.findChildren(QPushButton) if one.isDefault())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        self._settling.start()

    def _settled(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._default.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._settling.isActive():
            self._settling.start()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        return not self._settling.isActive() and super().focusNextPrevChild(forwards)

    def _head(self, heading: str, words: str, symbol: str) -> QHBoxLayout:
        row = row_of(gap=space(4))
        if symbol:
            picture = Sign(self, symbol, large=True)
            picture.setAlignment(Qt.AlignmentFlag.AlignTop)
            row.addWidget(picture)
        texts = column_of(gap=space(2))
        for text, font in ((heading, heading_font()), (words, self.font())):
            if text:
                label = QLabel(text, self)
                label.setFont(font)
                label.setWordWrap(True)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                label.setMinimumWidth(em(self) * 30)
                texts.addWidget(label)
        row.addLayout(texts, 1)
        return row

    def _details(self, details: str) -> QPlainTextEdit:
        text = QPlainTextEdit(details, self)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setTabStopDistance(em(self) * 12)
        text.setAccessibleName(self.heading)
        text.setMinimumSize(em(self) * 40, em(self) * 12)
        return text

    def _add_choices(self, choices: Sequence[Choice]) -> None:
        """The first choice is the default, or the last if ``careful``; the last is also Escape."""
        default = len(choices) - 1 if self._careful else 0
        for number, (words, act) in enumerate(choices):
            role = QDialogButtonBox.ButtonRole.AcceptRole
            if number == len(choices) - 1 and len(choices) > 1:
                role = QDialogButtonBox.ButtonRole.RejectRole
            elif number:
                role = QDialogButtonBox.ButtonRole.ActionRole
            button = self.buttons.addButton(words, role)
            button.clicked.connect(lambda _checked=False, act=act: self._chosen(act))
            if number == default:
                button.setDefault(True)
                button.setFocus()

    def _chosen(self, act: Callable[[], object] | None) -> None:
        self.close()
        if act is not None:
            act()

    def button(self, words: str) -> QPushButton:
        return next(b for b in self.findChildren(QPushButton) if b.text() == words)


def show_error(parent: QWidget | None, error: UserError, choices: Sequence[Choice] = ()) -> MessageDialog:
    """Show a UserError: what is wrong, what to do, and all faults in a list to copy."""
    details = "\n".join(str(fault) for fault in error.faults)
    kinds = [kind.__name__ for kind in type(error).__mro__]
    dialog = MessageDialog(
        parent, error.message, error.remedy, details, choices, symbol="warning", help_on=kinds
    )
    dialog.open()
    return dialog


def tell(parent: QWidget | None, heading: str, words: str, choices: Sequence[Choice] = ()) -> MessageDialog:
    """Show a message, with buttons for what can be done next."""
    dialog = MessageDialog(parent, heading, words, choices=choices)
    dialog.open()
    return dialog


def ask(
    parent: QWidget | None,
    heading: str,
    words: str,
    choices: Sequence[Choice],
    *,
    careful: bool = False,
    sudden: bool = False,
) -> MessageDialog:
    """Ask a question; the last choice changes nothing.

    ``careful``: the action cannot be undone, so Enter changes nothing either.  ``sudden``: see
    ``MessageDialog``.
    """
    dialog = MessageDialog(
        parent, heading, words, choices=choices, symbol="warning", careful=careful, sudden=sudden
    )
    dialog.open()
    return dialog


@contextmanager
def busy() -> Iterator[None]:
    """Show a wait cursor, for short work that cannot be cancelled."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()


def ask_open_path(parent: QWidget | None, title: str, kinds: str) -> Path | None:
    """Ask for a file to open; ``kinds`` is a name filter of Qt's file dialog."""
    return chooser_of(parent).open_path(parent, title, kinds)


def ask_open_paths(parent: QWidget | None, title: str, kinds: str) -> list[Path]:
    """Ask for one or several files to open."""
    chooser = chooser_of(parent)
    if isinstance(chooser, ChoosesSeveral):
        return chooser.open_paths(parent, title, kinds)
    path = chooser.open_path(parent, title, kinds)
    return [path] if path is not None else []


def ask_save_path(parent: QWidget | None, title: str, suggested: str, kinds: str, suffix: str) -> Path | None:
    """Ask for a file to write; confirms before an existing one is replaced.

    ``suggested`` is a name, with or without ``suffix``.
    """
    name = file_name(suggested.removesuffix(suffix) + suffix)
    return chooser_of(parent).save_path(parent, title, name, kinds, suffix)


def ask_folder(parent: QWidget | None, title: str) -> Path | None:
    """Ask for a folder to write files into."""
    return chooser_of(parent).folder(parent, title)
