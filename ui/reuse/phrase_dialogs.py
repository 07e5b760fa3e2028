"""Dialogs to write a phrase, and to fill in its blanks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QWidget

from db.records import Phrase
from pia_desktop.i18n import _
from pia_desktop.reuse.phrases import blanks, filled
from ui.widgets.buttons import push_button
from ui.widgets.dialog import Dialog
from ui.widgets.dragging import PlainField
from ui.widgets.layouts import Growing, row_of
from ui.widgets.line_field import LineField
from ui.widgets.overrides import guarded
from ui.widgets.own_undo import KeptTexts
from ui.widgets.plain_text import caption, label_for, note
from ui.widgets.theme import em, small_font, space


@guarded
class PhraseDialog(Dialog):
    """Title and text of a phrase, or of a new one that begins with words; ``save`` is called with them."""

    def __init__(
        self,
        parent: QWidget,
        kept: KeptTexts,
        phrase: Phrase | None,
        save: Callable[[str, str], object],
        words: str = "",
    ) -> None:
        super().__init__(parent, _("Phrase of the Office"))
        self._save = save
        column = self.column
        column.setSpacing(space(2))
        self.title = LineField(phrase.title if phrase else "", self)
        self.title.setPlaceholderText(_("The beginning of the words, if you leave it empty"))
        self.words = PlainField(self)
        kept.show(self.words, phrase and phrase.id, phrase.words if phrase else words)
        self.words.setMinimumSize(em(self) * 40, em(self) * 12)
        for label, field in ((_("&Title:"), self.title), (_("&Words:"), self.words)):
            column.addWidget(label_for(field, label))
            column.addWidget(field, 1 if field is self.words else 0)
        column.addLayout(self._blank_row())
        column.addSpacing(space(2))
        self.save = self.end_with(_("&Save"))
        self.words.textChanged.connect(self._typed)
        self._typed()
        (self.title if self.words.toPlainText() else self.words).setFocus()

    def _blank_row(self) -> QHBoxLayout:
        hint = note(
            self,
            _("What stands in ｛ ｝, as ｛部署名｝, is asked for when the phrase is inserted."),
            small_font(),
        )
        self.blank = push_button(self, _("Make a &Blank"), self._make_blank)
        self.blank.setAutoDefault(False)
        return row_of(Growing(hint), self.blank)

    def _make_blank(self) -> None:
        """Turn the selection into a blank; without one, insert a blank to be named."""
        cursor = self.words.textCursor()
        name = cursor.selectedText().replace("\u2029", " ") or _("Name")
        cursor.insertText(f"｛{name}｝")
        self.words.setFocus()

    def _typed(self) -> None:
        self.save.setEnabled(bool(self.words.toPlainText().strip()))

    def accept(self) -> None:
        super().accept()
        self._save(self.title.text(), self.words.toPlainText())


@guarded
class BlanksDialog(Dialog):
    """Asks for the text of each blank and previews the phrase; ``done`` is called with the result."""

    def __init__(self, parent: QWidget, phrase: str, done: Callable[[str], object]) -> None:
        super().__init__(parent, _("Fill in the Blanks"))
        self._phrase = phrase
        self._done = done
        column = self.column
        form = QFormLayout()
        form.setSpacing(space(2))
        self.fields: dict[str, LineField] = {}
        for name in blanks(phrase):
            field = LineField(self)
            field.setAccessibleName(name)
            field.textChanged.connect(self._show)
            label = QLabel(caption(name), self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(field)
            form.addRow(label, field)
            self.fields[name] = field
        column.addLayout(form)
        self.preview = PlainField(self, name=_("The phrase with these words"))
        self.preview.setReadOnly(True)
        self.preview.setMinimumSize(em(self) * 36, em(self) * 8)
        column.addWidget(self.preview, 1)
        self.end_with(_("&Insert"))
        self._show()

    @property
    def whole(self) -> str:
        """The phrase with the text entered; empty blanks stay visible."""
        return filled(self._phrase, {name: field.text() for name, field in self.fields.items()})

    def _show(self) -> None:
        self.preview.setPlainText(self.whole)

    def accept(self) -> None:
        super().accept()
        self._done(self.whole)
