"""The banner above the list: read-only, damaged, or out of date, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QWidget

from db.backup import is_backup
from db.network_share import on_removable
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.context.cabinet_store import CabinetStore
from ui.widgets.buttons import push_button
from ui.widgets.layouts import row_of
from ui.widgets.plain_text import note
from ui.widgets.settings import keeps_copies
from ui.widgets.sign import Sign
from ui.widgets.theme import form_palette, space


class Banner(QFrame):
    """Shows the most serious message; hidden if there is none."""

    write_requested = Signal()
    """The cabinet is free, and the user wants to open it for writing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lock = self._damage = self._error = ""
        self.setAutoFillBackground(True)
        self._symbol = Sign(self)
        self._words = note(self)
        row = row_of(gap=space(3), margins=(space(3), space(2), space(3), space(2)), inside=self)
        row.addWidget(self._symbol, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.write = push_button(self, _("Open for Writing"), self.write_requested)
        self.write.hide()
        row.addWidget(self.write, 0, Qt.AlignmentFlag.AlignTop)
        self.refresh_colours()
        self.hide()

    def refresh_colours(self) -> None:
        parent = self.parentWidget()
        self.setPalette(form_palette(parent.palette() if parent else self.palette()))
        self.setBackgroundRole(QPalette.ColorRole.Midlight)
        self._show()

    def clear(self) -> None:
        """Forget all messages: another cabinet is shown."""
        self.write.hide()
        self._lock = self._damage = self._error = ""
        self._show()

    def show_lock(self, store: CabinetStore) -> None:
        """Say why the cabinet is read-only, if it is."""
        self._lock = ""
        if not store.read_only and keeps_copies() and on_removable(store.path):
            self._lock = _(
                "This cabinet lies on a removable disk. Backups of it and an index of its words are kept on"
                " this terminal; the settings can leave that out."
            )
        if store.read_only:
            reason = store.read_only_reason or _("The cabinet is open for reading only.")
            words = _(
                "You can read, print and export; nothing can be changed. "
                "To write, close it there and open it again."
            )
            if is_backup(store.path):
                words = _("To work in it: “Take This Backup Out as a Cabinet…” in the menu “Cabinet”.")
            self._lock = f"{reason}\n{words}"
        self._show()

    def show_free(self) -> None:
        """Say that nobody has the cabinet open any more, and offer to reopen it for writing."""
        self._lock = _("Nobody else has the cabinet open any more.")
        self.write.show()
        self._show()

    def show_damage(self, error: UserError) -> None:
        """Say that the check of the whole file found damage."""
        self._damage = f"{error.message}\n{error.remedy}"
        self._show()

    def show_error(self, error: UserError | None) -> None:
        """Say why the list could not be read; None clears that."""
        self._error = f"{error.message}\n{error.remedy}" if error else ""
        self._show()

    def _show(self) -> None:
        grave = self._error or self._damage
        words = grave or self._lock
        self.setVisible(bool(words))
        if words:
            self._symbol.show_icon("warning" if grave else "lock")
            self._words.setText(words)
