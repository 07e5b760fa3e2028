"""The bar of parts that exist once per 特定個人情報ファイル: choose, add, copy, move, remove."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from ui.context.session import Session
from ui.widgets.buttons import tool_button
from ui.widgets.dialogs import ask
from ui.widgets.layouts import row_of
from ui.widgets.overrides import guarded
from ui.widgets.theme import em, space
from ui.widgets.unscrolled import DropDown


@guarded
class _Chooser(DropDown):
    """The drop-down list of the files."""

    turned = Signal(QWheelEvent)
    """The wheel was turned over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.opened = False
        """Whether the list was opened, and no key went by it since then: the choice is made from it."""

    def showPopup(self) -> None:
        super().showPopup()
        self.opened = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.opened = False
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.turned.emit(event)
        event.accept()


class FileBar(QWidget):
    """Chooses, adds, copies, moves and removes files."""

    entered = Signal(str)
    """A file was added, or chosen from the list, and is shown: its key."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.setBackgroundRole(QPalette.ColorRole.Window)
        label = QLabel(_("File"), self)
        row = row_of(label, gap=space(2), margins=(space(5), space(2), space(5), space(1)), inside=self)
        self.chooser = _Chooser(self)
        self.chooser.setMinimumWidth(14 * em())
        self.chooser.setMaximumWidth(34 * em())
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.setAccessibleName(_("File that this part describes"))
        self.chooser.activated.connect(self._chosen)
        label.setBuddy(self.chooser)
        row.addWidget(self.chooser, 1)
        self.buttons = [
            self._button(row, words, symbol, act)
            for words, symbol, act in (
                (_("Add a file"), "new", self._add),
                (_("Duplicate this file"), "copy", self._copy),
                (_("Move this file forward"), "up", lambda: self._move(-1)),
                (_("Move this file back"), "down", lambda: self._move(1)),
                (_("Remove this file…"), "delete", self._remove),
            )
        ]
        row.addStretch(0)
        session.entries_changed.connect(self._entries_changed)
        session.answers_changed.connect(self._answers_changed)
        session.file_selected.connect(self._refresh)
        self._refresh()

    def _button(self, row: QHBoxLayout, words: str, symbol: str, act: Callable[[], None]) -> QToolButton:
        button = tool_button(self, symbol, words, once=symbol not in ("up", "down"))
        button.clicked.connect(act)
        row.addWidget(button)
        return button

    def _refresh(self, *_args: object) -> None:
        """Update the files' names and numbers."""
        files = self.session.root.entries((FILES,))
        with QSignalBlocker(self.chooser):
            self.chooser.clear()
            for number, key in enumerate(files, 1):
                self.chooser.addItem(f"{number} / {len(files)}　{self._name(key)}", key)
            self.chooser.setCurrentIndex(self.chooser.findData(self.session.file_key))
        index = self.chooser.currentIndex()
        able = not self.session.read_only
        full = self.session.room((FILES,)) <= 0
        for button, usable in zip(
            self.buttons,
            (not full, not full, index > 0, index < len(files) - 1, len(files) > 1),
            strict=True,
        ):
            button.setEnabled(able and usable)

    def _name(self, key: str) -> str:
        name = self.session.answer((FILES, key, self.session.form.roles.file_name or ""))
        return " ".join(name.split())[:40] if isinstance(name, str) else _("(no name yet)")

    def _entries_changed(self, path: NodePath) -> None:
        if path == (FILES,):
            self._refresh()

    def _answers_changed(self, paths: tuple[NodePath, ...]) -> None:
        name = self.session.form.roles.file_name
        if any(len(path) == 3 and path[0] == FILES and path[2] == name for path in paths):
            self._refresh()

    def _chosen(self) -> None:
        """Show the file, and focus it unless the arrow keys are used to step through."""
        key, opened = self.chooser.currentData(), self.chooser.opened
        self.chooser.opened = False
        self.session.select_file(key)
        if opened:
            self.entered.emit(key)

    # ---- what the buttons do

    def _add(self) -> None:
        self._show_added(self.session.add_entry((FILES,)))

    def _copy(self) -> None:
        self._show_added(self.session.copy_entry((FILES,), self.session.file_key))

    def _show_added(self, key: str | None) -> None:
        if key:
            self.session.select_file(key)
            self.entered.emit(key)

    def _move(self, step: int) -> None:
        keys = list(self.session.root.entries((FILES,)))
        self.session.move_entry((FILES,), self.session.file_key, keys.index(self.session.file_key) + step)

    def _remove(self) -> None:
        key = self.session.file_key
        if self.session.root.entries((FILES,))[key].empty:
            self.session.remove_entry((FILES,), key)
            return
        ask(
            self,
            _("Remove “{name}” with everything written for it?").format(name=self._name(key)),
            _("Undo brings it back while this window is open."),
            [(_("Remove"), lambda: self.session.remove_entry((FILES,), key)), (_("Keep it"), None)],
            careful=True,
        )
