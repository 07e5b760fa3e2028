"""The line that says whether everything is saved, and says so only once it is on disk."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from pia_desktop.i18n import _
from ui.context.cabinet_saving import SavedState
from ui.widgets.buttons import push_button
from ui.widgets.layouts import Growing, place
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import tip
from ui.widgets.sign import Sign
from ui.widgets.theme import space, warning


def saved_words(state: SavedState) -> tuple[str, str]:
    """Icon name and text of a state."""
    if state.read_only:
        return "lock", _("Open for reading only")
    if state.error is not None:
        return "warning", _("Cannot save: {reason}").format(reason=state.error.message)
    if state.pending:
        return "saving", _("Saving…")
    if state.part_beside is not None:
        return "warning", state.part_beside.message
    if state.saved_at is not None:
        return "saved", _("Saved {time}").format(time=state.saved_at.strftime("%H:%M"))
    return "saved", _("All saved")


def why_not_saved(state: SavedState) -> str:
    """What bars closing: edits that could not be saved or, where none wait, what is wrong with the file."""
    if state.error is not None and not state.pending:
        return state.error.message
    if state.error is None and state.part_beside is not None:
        return state.part_beside.message
    return _("Not everything could be saved.")


@guarded
class SavedLine(QWidget):
    """The line, with a button for a way out when saving fails."""

    rescue_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = SavedState()
        self._icon = Sign(self)
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.rescue = push_button(self, _("Save Elsewhere…"), self.rescue_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(2), 0, space(2), 0)
        row.setSpacing(space(2))
        place(row, self._icon, Growing(self.words), self.rescue)
        self.show_state(self.state)

    def show_state(self, state: SavedState) -> None:
        self.state = state
        wrong = state.error or state.part_beside
        name, words = saved_words(state)
        self._icon.show_icon(name)
        if words != self.words.text():
            self.words.setText(words)
            self.words.setToolTip(tip(f"{words}\n{wrong.remedy}" if wrong else words))
            self.words.setAccessibleName(words)
        palette = QPalette(self.palette())
        if wrong is not None:
            palette.setColor(QPalette.ColorRole.WindowText, warning(palette))
        self.words.setPalette(palette)
        self.rescue.setVisible(wrong is not None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_state(self.state)
