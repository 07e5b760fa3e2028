"""Inserts text from elsewhere into an answer as one undo step, with its withheld spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from pia_desktop.assessment.edits import Batch, Edit, SetAnswer, SetWithheld
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.noted import marked
from pia_desktop.assessment.withheld import WHOLE, Spans, ordered, replaced
from pia_desktop.errors import UserError
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.values import MAX_TEXT, Value
from pia_desktop.i18n import _
from ui.form.editor import AnswerEditor
from ui.form.file_pages import FilePages
from ui.form.page import PartPage
from ui.form.texts import GrowingText
from ui.widgets.utf16 import character_at, utf16_length

if TYPE_CHECKING:
    from ui.context.hosts import AssessmentHost
    from ui.context.session import Session


def field_at(host: AssessmentHost, path: NodePath) -> GrowingText | None:
    """The field that edits an answer's text, if it exists on screen."""
    page = host.page(host.tab_of(path))
    if isinstance(page, FilePages):
        page = page.page(path[1]) if len(path) > 1 else page
    editor = page.registry.editors.get(path) if isinstance(page, PartPage) else None
    return editor.passage_field() if isinstance(editor, AnswerEditor) else None


def span_of(field: GrowingText) -> tuple[int, int]:
    """Selection or cursor of a field, as (start, end) in characters."""
    cursor = field.textCursor()
    words = field.text()
    return character_at(words, cursor.selectionStart()), character_at(words, cursor.selectionEnd())


def insert(host: AssessmentHost, path: NodePath, words: str, withheld: Spans | None = None) -> None:
    """Insert text at the cursor, replacing the selection; at the end if there is no field.

    Raises UserError if the answer would become too long.
    """
    session = host.session
    session.commit_composition()
    value = session.answer(path)
    text = value if isinstance(value, str) else ""
    field = field_at(host, path)
    start, end = span_of(field) if field is not None else (len(text), len(text))
    words, withheld = marked(taken_in(words), withheld)
    edit = insertion(session, path, (min(start, len(text)), min(end, len(text))), words, withheld)
    session.end_burst()
    session.push(edit)
    host.go_to(path)
    field = field_at(host, path)
    if field is not None:
        cursor = QTextCursor(field.document())
        cursor.setPosition(utf16_length(text[:start] + words))
        field.setTextCursor(cursor)


def insertion(
    session: Session, path: NodePath, span: tuple[int, int], words: str, withheld: Spans | None
) -> Edit:
    """The edit that replaces the characters ``span`` of an answer's text."""
    value = session.answer(path)
    text = value if isinstance(value, str) else ""
    start, end = span
    new = text[:start] + words + text[end:]
    if len(new) > MAX_TEXT:
        raise UserError(
            _("With these words, the answer would grow beyond {limit:,} characters.").format(limit=MAX_TEXT),
            _("Choose shorter words."),
        )
    now = session.root.withheld_at(path)
    kept = replaced(now, start, end, len(words)) if now else ()
    brought: Spans = ((0, len(words)),) if withheld == WHOLE else withheld or ()
    marks = (
        WHOLE if kept == WHOLE else ordered((*kept, *((one + start, two + start) for one, two in brought)))
    )
    return _edit(path, new or None, now, marks or None)


def replacing(session: Session, path: NodePath, value: Value, withheld: Spans | None) -> Edit:
    """The edit that replaces an answer; one withheld as a whole stays so, as do its withheld words."""
    now = session.root.withheld_at(path)
    if now == WHOLE or withheld == WHOLE:
        return _edit(path, value, now, WHOLE)
    return _edit(
        path, value, now, ordered((*(withheld or ()), *_still_withheld(session, path, value))) or None
    )


def _still_withheld(session: Session, path: NodePath, value: Value) -> Spans:
    """What of a new answer the present one withholds."""
    old, now = session.answer(path), session.root.withheld_at(path)
    if now is None or old is None or not isinstance(value, str):
        return ()
    from pia_desktop.assessment.earlier import once_withheld
    from pia_desktop.assessment.passages import withheld_in

    return withheld_in(value, *once_withheld(session.form, path[-1], old, now)) or ()


def _edit(path: NodePath, value: Value | None, now: Spans | None, marks: Spans | None) -> Edit:
    if value is None or (now is None and marks is None):
        return SetAnswer(path, value)
    off = (SetWithheld(path, None),) if now is not None else ()
    on = (SetWithheld(path, marks),) if marks is not None else ()
    return Batch((*off, SetAnswer(path, value), *on))
