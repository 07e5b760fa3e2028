"""The line in an assessment's window that says that it is lent out or borrowed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from pia_desktop.cabinet_lists.out_words import out_words
from pia_desktop.errors import UserError
from ui.context.open_cabinet import OpenCabinet
from ui.widgets.plain_text import tip
from ui.widgets.theme import small_font


class OutLine(QLabel):
    """Follows the cabinet's list until ``leave``; hidden if there is nothing to say."""

    def __init__(self, parent: QWidget, cabinet: OpenCabinet, assessment_id: int) -> None:
        super().__init__(parent)
        self._cabinet = cabinet
        self._id = assessment_id
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(small_font())
        self._tell()
        cabinet.store.list_changed.connect(self._tell)

    def leave(self) -> None:
        """Stop following: the window is closing."""
        self._cabinet.store.list_changed.disconnect(self._tell)

    def _tell(self) -> None:
        try:
            info = self._cabinet.info(self._id)
        except UserError:  # whoever reads the list reports the error
            return
        words = out_words(info) if info is not None else ""
        self.setText(words)
        self.setToolTip(tip(words))
        self.setAccessibleName(words)
        self.setVisible(bool(words))
