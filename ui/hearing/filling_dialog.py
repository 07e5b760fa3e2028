"""Previews the text that opinions add to the assessment, for editing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel, QWidget

from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.opinions import Filling, fill_edit
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.i18n import _
from ui.context.session import Session
from ui.widgets.dialog import Dialog
from ui.widgets.dragging import PlainField
from ui.widgets.overrides import guarded
from ui.widgets.theme import em


@guarded
class FillingDialog(Dialog):
    """Shows the new text of each item; accepting writes it as one undo step."""

    def __init__(self, parent: QWidget, session: Session, found: Filling) -> None:
        super().__init__(parent, _("Write the Opinions Into the Assessment"), place="filling", roomy=True)
        self._session = session
        self._found = found
        self.add_words(_("These words replace what stands in the items now; it can be undone as one step."))
        self.opinions = self._field(found.opinions_id, found.opinions)
        self.reflection = self._field(found.reflection_id, found.reflection)
        self.end_with(_("&Write"))
        self.take_size(em(self) * 50, em(self) * 34)

    def _field(self, item_id: str | None, words: str) -> PlainField | None:
        if item_id is None:
            return None
        name = printed_path(self._session.form, (item_id,), self._session.root)
        label = QLabel(name, self)
        label.setWordWrap(True)
        field = PlainField(self, name=name)
        self._session.kept_texts.show(field, ("filling", item_id), words)
        label.setBuddy(field)
        self.column.addWidget(label)
        self.column.addWidget(field, 1)
        return field

    def accept(self) -> None:
        found = self._found
        if self.opinions is not None:
            found = replace(found, opinions=taken_in(self.opinions.toPlainText()))
        if self.reflection is not None:
            found = replace(found, reflection=taken_in(self.reflection.toPlainText()))
        edit = fill_edit(self._session.root, found)
        if edit is not None and not self._session.read_only:
            self._session.end_burst()
            self._session.push(edit)
        super().accept()
