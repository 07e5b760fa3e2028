"""The answer that was read, in the form's own editor, and why to check it; or text that no item took."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import ANNEXES
from pia_desktop.i18n import _
from ui.form.cells import AnswerCell
from ui.form.editor import AnswerEditor
from ui.form.rows import Registry, RowBuilder
from ui.intake.model import reasons, state_words
from ui.intake.review import Review
from ui.intake.rows import ReviewRow, Sort, items_to_send_to
from ui.widgets.buttons import push_button
from ui.widgets.dialogs import tell
from ui.widgets.layouts import SPRING, Growing, column_of, flush_column, row_of
from ui.widgets.one_click import OneClickButton
from ui.widgets.plain_text import note
from ui.widgets.theme import em, form_palette, heading_font, space, warning
from ui.widgets.unscrolled import DropDown


class AnswerPane(QWidget):
    """Shows one row.  ``confirmed`` is emitted when it is right and the next can be shown."""

    confirmed = Signal()
    sent = Signal()
    """Leftover text was sent to an item; unlike a confirmed row it waits again if that is undone."""
    turned = Signal()
    """The lines of a row are to be joined or parted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._review: Review | None = None
        self._row: ReviewRow | None = None
        self._paths: list[NodePath] = []
        self.editor: AnswerEditor | None = None
        self.name = note(self, font=heading_font())
        self.reason = note(self)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.left = QPlainTextEdit(self)
        self.left.setReadOnly(True)
        self.left.setTabChangesFocus(True)
        self.left.setAccessibleName(_("Words left over"))
        parts = Growing(self.left), self._sending(), self._buttons()
        flush_column(self, space(2), self.name, self.reason, Growing(self.area), *parts)
        self.show_row(None, None)

    def _sending(self) -> QWidget:
        self.sending = QWidget(self)
        label = QLabel(_("Send to the &item:"), self.sending)
        self.items = DropDown(self.sending, name=_("Item that the words are sent to"))
        self.items.setEditable(True)
        self.items.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.items.setMinimumWidth(em(self) * 12)
        self.items.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = self.items.completer()
        assert completer is not None  # an editable box has one
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        for names in (completer.popup(), self.items.view()):
            assert names is not None  # both have a list
            names.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # what tells two items apart stands behind
            names.setMinimumWidth(em(self) * 30)
        label.setBuddy(self.items)
        self.send_button = push_button(self.sending, _("&Send"), self._send)
        row = row_of(Growing(self.items), self.send_button, gap=space(2))
        flush_column(self.sending, space(1), label, row)
        return self.sending

    def _buttons(self) -> QHBoxLayout:
        self.turn_button = QPushButton(_("&Join or Part the Lines"), self)
        self.turn_button.setToolTip(_("Space in the list does the same"))
        self.turn_button.clicked.connect(self.turned)
        self.confirm_button = OneClickButton(_("Right, &Next"), self)
        self.confirm_button.setToolTip(_("Enter in the list does the same, Ctrl+Enter anywhere"))
        self.confirm_button.clicked.connect(self.confirmed)
        return row_of(self.turn_button, SPRING, self.confirm_button, gap=space(2))

    # ---- what is shown

    def show_review(self, review: Review | None) -> None:
        """Show the rows of another document."""
        if self._review is not None:
            self._review.session.answers_changed.disconnect(self._answers_changed)
        self.show_row(None, None)
        self._review = review
        self.items.clear()
        if review is None:
            return
        session = review.session
        session.answers_changed.connect(self._answers_changed)
        self._paths = items_to_send_to(session.form, session.root)
        self.items.addItems([printed_path(session.form, path, session.root) for path in self._paths])
        self._paths.append((ANNEXES,))
        self.items.addItem(_("A new 別紙"))

    def show_row(self, row: ReviewRow | None, near: NodePath | None) -> None:
        """Show a row; leftover text is offered to the item at ``near``."""
        if self._review is not None and self.editor is not None:
            self._review.session.complete()
        self._row = row
        self.editor = None
        old = self.area.takeWidget()
        if old is not None:
            old.deleteLater()
        left = row is not None and (row.sort is Sort.LEFT or row.path is None)
        self.left.setVisible(left)
        self.sending.setVisible(left)
        self.area.setVisible(row is not None and not left)  # nor an empty field of a refused document
        self.left.setPlainText(row.text if left and row is not None else "")
        if row is not None and row.path is not None and self._review is not None:
            self._show_editor(self._review, row.path)
        elif left:
            self.items.setCurrentIndex(self._paths.index(near) if near in self._paths else -1)
        self.refresh()

    def refresh(self) -> None:
        """Update what the row is and whether it is done."""
        row, review = self._row, self._review
        for button in (self.confirm_button, self.send_button):
            button.setEnabled(row is not None)
        self.turn_button.setVisible(row is not None and row.end is not None)
        if row is None or review is None:
            self.name.setText("")
            self.reason.setText("")
            return
        session = review.session
        if row.path is not None:
            self.name.setText(printed_path(session.form, row.path, session.root))
        else:
            self.name.setText(_("Words that no item has taken"))
        said = [*reasons(review, row), state_words(review, row)]
        if row.sort is Sort.LEFT and review.sent_to(row) is None:
            said.append(_("What is sent nowhere is kept in a note."))
        if row.end is not None:
            self.turn_button.setEnabled(review.is_joined(row) is not None)
            said.insert(0, f"「{row.end[0]}｜{row.end[1]}」")
        self.reason.setText("　".join(words for words in said if words))
        palette = self.palette()
        palette.setColor(self.reason.foregroundRole(), warning(palette))
        waits = bool(row.reasons) and not review.is_done(row)
        self.reason.setPalette(palette if waits else self.palette())

    def _show_editor(self, review: Review, path: NodePath) -> None:
        session = review.session
        place = session.form.places[path[-1]]
        sheet = QWidget(self.area)
        sheet.setPalette(form_palette(QApplication.palette()))
        cell = AnswerCell(sheet)
        builder = RowBuilder(session, place.part, Registry())
        self.editor = builder.editor(place.item, path[:-1], cell)
        self.editor.name(printed_path(session.form, path, session.root))
        cell.box.addWidget(self.editor)
        column_of(cell, SPRING, margins=(space(1), space(1), space(1), space(1)), inside=sheet)
        self.area.setWidget(sheet)

    def _answers_changed(self, paths: tuple[NodePath, ...]) -> None:
        if self.editor is not None and self._review is not None and self.editor.path in paths:
            self.editor.show_value(self._review.session.answer(self.editor.path))
        self.refresh()

    def stand_behind(self, before: QWidget) -> None:
        """Set the tab order: from a widget to the editor, or to where text is sent, then to the buttons."""
        sending = [self.items, self.send_button]
        fields = self.editor.findChildren(QWidget) if self.editor is not None else sending
        for field in [one for one in fields if one.focusPolicy() & Qt.FocusPolicy.TabFocus]:
            QWidget.setTabOrder(before, field)
            before = field
        QWidget.setTabOrder(before, self.turn_button)
        QWidget.setTabOrder(self.turn_button, self.confirm_button)

    def focus_editor(self) -> None:
        target = self.editor.focus_target() if self.editor is not None else self.items
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self) -> None:
        row, review = self._row, self._review
        at = self.items.findText(self.items.currentText())
        if row is None or review is None or at < 0:
            tell(self, _("Choose an item from the list."), "")
            return
        if review.send(row, self._paths[at]):
            self.sent.emit()
        else:
            tell(self, _("This item cannot take these words."), _("Choose another item."))
