"""Maps kinds of items to editors."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import (
    ChecksKind,
    ChoiceKind,
    CountKind,
    DateKind,
    FixedKind,
    FlagKind,
    Kind,
    LineKind,
    TextKind,
)
from pia_desktop.forms.model import Item
from ui.context.session import Session
from ui.form.choices import ChecksEditor, ChoiceEditor, CountEditor, FlagEditor
from ui.form.days_editor import DaysEditor
from ui.form.editor import AnswerEditor, DateEditor, DerivedText, FixedText, TextEditor
from ui.form.figure import FigureEditor

EditorMaker = Callable[[Session, NodePath, Item, QWidget], AnswerEditor]


def _text_editor(session: Session, path: NodePath, item: Item, parent: QWidget) -> AnswerEditor:
    days = isinstance(item.kind, TextKind) and item.kind.days
    return (DaysEditor if days else TextEditor)(session, path, item, parent)


EDITORS: dict[type[Kind], EditorMaker] = {
    LineKind: TextEditor,
    TextKind: _text_editor,
    DateKind: DateEditor,
    ChoiceKind: ChoiceEditor,
    CountKind: CountEditor,
    ChecksKind: ChecksEditor,
    FlagKind: FlagEditor,
    FigureKind: FigureEditor,
    FixedKind: FixedText,
    DerivedKind: DerivedText,
}
