"""Cut, copy, paste and select all: for a field's context menu and for the menu 編集.

The window adds what it offers for the item (``Session.menu_requested``).
"""

from __future__ import annotations

from enum import Flag, auto
from typing import Final

from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from pia_desktop.i18n import N_
from ui.widgets.actions import Action, Actions, Menu, conditions
from ui.widgets.clipboard_data import clipboard_data

Field = QTextEdit | QPlainTextEdit | QLineEdit
_Key: Final = QKeySequence.StandardKey


def marked(field: Field) -> bool:
    """Whether text is selected in a field."""
    return field.hasSelectedText() if isinstance(field, QLineEdit) else field.textCursor().hasSelection()


class FieldCondition(Flag):
    """Conditions on the field and the clipboard."""

    FIELD = auto()
    WRITING = auto()
    MARKED = auto()
    CLIPBOARD = auto()
    """There are words or a picture to paste."""


class TextActions:
    """Cut, copy, paste and select all, for one field or (None) for the focused one.

    Fields handle the keys themselves; the actions only show them, so that lists can use the same keys.
    """

    def __init__(self, parent: QWidget, field: Field | None = None) -> None:
        self._field = field
        self.actions_ = Actions(parent, self, (OF_TEXT,))
        self.refresh()

    @property
    def made(self) -> list[QAction]:
        return list(self.actions_)

    @property
    def field(self) -> Field | None:
        """The field they act on now."""
        if self._field is not None:
            return self._field
        now: QWidget | None = QGuiApplication.focusObject()  # type: ignore[assignment]
        return now if isinstance(now, Field) else None

    def now(self) -> FieldCondition:
        field = self.field
        data = clipboard_data()
        return conditions({
            FieldCondition.FIELD: field is not None,
            FieldCondition.WRITING: field is not None and not field.isReadOnly(),
            FieldCondition.MARKED: field is not None and marked(field),
            FieldCondition.CLIPBOARD: data.hasText() or data.hasImage(),
        })  # fmt: skip

    def cut(self) -> None:
        if self.field is not None:
            self.field.cut()

    def copy(self) -> None:
        if self.field is not None:
            self.field.copy()

    def paste(self) -> None:
        if self.field is not None:
            self.field.paste()

    def select_all(self) -> None:
        if self.field is not None:
            self.field.selectAll()

    def refresh(self) -> None:
        self.actions_.refresh()


# fmt: off
Do = TextActions
If = FieldCondition
CUT: Final = Action[Do](N_("Cu&t"), lambda do: do.cut(), shown_key=_Key.Cut, needs=If.MARKED | If.WRITING)
COPY: Final = Action[Do](N_("&Copy"), lambda do: do.copy(), shown_key=_Key.Copy, needs=If.MARKED)
PASTE: Final = Action[Do](
    N_("&Paste"), lambda do: do.paste(), shown_key=_Key.Paste, needs=If.WRITING | If.CLIPBOARD)
SELECT_ALL: Final = Action[Do](
    N_("Select &All"), lambda do: do.select_all(), shown_key=_Key.SelectAll, needs=If.FIELD)
OF_TEXT: Final = Menu[Do](N_("&Edit"), (CUT, COPY, PASTE, SELECT_ALL))
"""What can be done with the words of a field."""
