"""Shows a text with its changes marked, visually and for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QMimeData
from PySide6.QtGui import QColor, QFont, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from pia_desktop.assessment.withheld import Spans, within
from pia_desktop.revisions.textdiff import Passage, PassageKind
from ui.widgets.contrast import mixed
from ui.widgets.layouts import flush_row
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import plain_label
from ui.widgets.theme import em, small_font, space, success, warning
from ui.widgets.utf16 import character_at

_TINT: Final = 0.18
"""Share of its colour in the ground of a changed passage: seen, and words on it stay easy to read."""


@guarded
class PassagesView(QTextEdit):
    """One side: changed passages are underlined (new) or struck out (old), on a tint.

    Shown again in the colours of a new palette.  ``withheld_in`` tells what of its text is withheld; what is
    copied carries that.
    """

    def __init__(
        self, name: str, withheld_in: Callable[[str], Spans | None], *, new: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._new = new
        self._fill: Callable[[], None] = super().clear
        self._withheld_in = withheld_in
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.setAccessibleName(name)
        self.document().setDocumentMargin(space(2))

    def show_passages(self, shown: Iterable[Passage]) -> None:
        """Show this side of a comparison."""
        self._fill = partial(self._fill_passages, tuple(shown))
        self._fill()

    def show_words(self, words: str, *, changed: bool) -> None:
        """Show text that exists on this side only, or (``changed`` False) a remark."""
        self._fill = partial(self._fill_words, words, changed=changed)
        self._fill()

    def clear(self) -> None:
        """Show nothing, in other colours neither."""
        self._fill = super().clear
        self._fill()

    def createMimeDataFromSelection(self) -> QMimeData:
        from pia_desktop.exchange.cells import Cell
        from ui.widgets.own_words import words_data

        text, cursor = self.toPlainText(), self.textCursor()
        start, end = (character_at(text, at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        words = text[start:end]
        return words_data(Cell(words, within(self._withheld_in(text), start, end)), words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._fill()

    def _fill_passages(self, shown: Sequence[Passage]) -> None:
        super().clear()
        cursor = QTextCursor(self.document())
        plain, marked = self._formats()
        for passage in shown:
            words = passage.new if self._new else passage.old
            cursor.insertText(words, plain if passage.kind is PassageKind.SAME else marked)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _fill_words(self, words: str, *, changed: bool) -> None:
        super().clear()
        plain, marked = self._formats()
        if not changed:
            plain.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))
        QTextCursor(self.document()).insertText(words, marked if changed else plain)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _formats(self) -> tuple[QTextCharFormat, QTextCharFormat]:
        plain, marked = QTextCharFormat(), QTextCharFormat()
        palette = self.palette()
        colour = success(palette) if self._new else warning(palette)
        marked.setBackground(mixed(palette.color(QPalette.ColorRole.Base), colour, _TINT))
        marked.setForeground(QColor(palette.color(QPalette.ColorRole.Text)))
        if self._new:
            marked.setFontUnderline(True)
            marked.setFontWeight(QFont.Weight.DemiBold)
        else:
            marked.setFontStrikeOut(True)
        return plain, marked


class PassagePair(QWidget):
    """Both sides next to each other, with titles: ``before`` and ``after``; ``columns`` are their layouts."""

    def __init__(
        self, before: str, after: str, withheld_in: Callable[[str], Spans | None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.before = PassagesView(before, withheld_in, new=False, parent=self)
        self.after = PassagesView(after, withheld_in, new=True, parent=self)
        self.columns = QVBoxLayout(), QVBoxLayout()
        row = flush_row(self, space(2))
        for side, view in zip(self.columns, (self.before, self.after), strict=True):
            side.setSpacing(space(1))
            label = plain_label(self, view.accessibleName(), small_font())
            side.addWidget(label)
            side.addWidget(view, 1)
            row.addLayout(side, 1)
            view.setMinimumHeight(em(self) * 5)
