"""The fields of one proposed row, below the table: both texts side by side, 提出時期 and its reason."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QPushButton, QWidget

from pia_desktop.i18n import _
from pia_desktop.rules.importance import REASONS, Timing
from ui.changes.proposals_model import WHENS, ProposedRow
from ui.widgets.actions import MenuEntry, offer_entries
from ui.widgets.dragging import PlainField
from ui.widgets.line_field import LineField
from ui.widgets.own_undo import KeptTexts, replace_text
from ui.widgets.plain_text import label_for
from ui.widgets.theme import em, small_font, space
from ui.widgets.unscrolled import DropDown
from ui.widgets.utf16 import character_at

_LABELS: Final = {
    "item": "項目",
    "before": "変更前の記載",
    "after": "変更後の記載",
    "reason": "提出時期に係る説明",
}


class RowFields(QWidget):
    """Shows a line and signals what is typed."""

    edited = Signal(str, str)
    """The name of a field and its words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._showing = False
        self._kept = KeptTexts()
        self.texts: dict[str, PlainField] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(1))
        for name, row, column, lines in (
            ("item", 0, 0, 2),
            ("reason", 0, 1, 2),
            ("before", 2, 0, 6),
            ("after", 2, 1, 6),
        ):
            field = self._text(name, lines)
            grid.addWidget(self._label(_LABELS[name], field), row, column)
            grid.addWidget(field, row + 1, column)
        self.when = self._when()
        self.reasons = self._reasons()
        grid.addWidget(self._label("提出時期", self.when), 0, 2)
        grid.addWidget(self.when, 1, 2, alignment=Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.reasons, 3, 2, alignment=Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(3, 1)
        self.setTabOrder(self.texts["item"], self.texts["reason"])
        self.setTabOrder(self.texts["reason"], self.when)
        self.setTabOrder(self.when, self.reasons)
        self.setTabOrder(self.reasons, self.texts["before"])
        self.setTabOrder(self.texts["before"], self.texts["after"])

    def _label(self, words: str, field: QWidget) -> QLabel:
        label = label_for(field, words)
        label.setFont(small_font())
        return label

    def _when(self) -> DropDown:
        box = DropDown(self, name="提出時期")
        box.setEditable(True)
        box.setLineEdit(LineField(box))
        box.addItems(list(WHENS))
        box.setMinimumWidth(em(self) * 7)
        box.currentTextChanged.connect(lambda words: self._tell("when", words))
        return box

    def _reasons(self) -> QPushButton:
        """A button that sets 提出時期 and its reason in one click."""
        button = QPushButton(_("Choose a Reaso&n"), self)
        button.setAutoDefault(False)
        button.setToolTip(_("Writes 提出時期 and the reason that 指針 knows for it."))
        menu = QMenu(button)
        reasons = [MenuEntry(f"{one.when}　{one.reason}", partial(self._choose, one)) for one in REASONS]
        offer_entries(menu, reasons)
        button.setMenu(menu)
        return button

    def _choose(self, reason: Timing) -> None:
        self.when.setCurrentText(reason.when)
        replace_text(self.texts["reason"].document(), reason.reason)

    def _text(self, name: str, lines: int) -> PlainField:
        field = PlainField(self, name=_LABELS[name])
        high = field.fontMetrics().lineSpacing() * lines + space(4)
        field.setMinimumHeight(high)
        if lines <= 2:
            field.setMaximumHeight(high)
        field.textChanged.connect(lambda: self._tell(name, field.toPlainText()))
        self.texts[name] = field
        return field

    def _tell(self, name: str, words: str) -> None:
        if not self._showing:
            self.edited.emit(name, words)

    def show_line(self, line: ProposedRow | None) -> None:
        """Show a line; None if nothing is selected."""
        self._showing = True
        for name, field in self.texts.items():
            words = line.words(name) if line else ""
            self._kept.show(field, (name, line), words)
            field.setReadOnly(line is None or not line.is_new)
        self.when.setCurrentText(line.words("when") if line else "")
        self.when.setEnabled(line is not None and line.is_new)
        self.reasons.setEnabled(self.when.isEnabled())
        self._showing = False

    def cursors(self) -> tuple[int, int]:
        """Cursor positions in the two texts, in characters."""
        before, after = (self.texts[name] for name in ("before", "after"))
        return _characters(before), _characters(after)


def _characters(field: PlainField) -> int:
    """The cursor position in characters; Qt counts UTF-16 units."""
    return character_at(field.toPlainText(), field.textCursor().position())
