"""A clerk at the program: opens the real window, types into an item of every kind, and is killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import FILES
from tests.strategies import png
from ui.app.application import make_application
from ui.app.coordinator import Coordinator
from ui.assessment.window import AssessmentWindow
from ui.context.session import Session
from ui.form.choices import ChecksEditor, ChoiceEditor, CountEditor, FlagEditor
from ui.form.figure import FigureEditor
from ui.form.file_pages import FilePages
from ui.form.page import PartPage
from ui.form.texts import GrowingText

TYPED = {
    "line": ("I.1.1", "窓口で打った事務"),
    "text": ("I.1.2", "一行目 <b>&amp;</b>\n二行目 {0} %s"),
    "date": ("cover.published_on", "R6.8.30"),
    "choice": ("II.4", "委託する"),
    "count": ("II.4.count", "3"),
    "flag": ("III.5.none", ""),
    "checks": ("II.3.1", "民間の業者"),
    "figure": ("A1.figure", "図の説明です"),
    "detail": ("V.1.3.detail", "写し一枚十円"),
}
"""What is typed by kind: the item, and the words."""


def type_words(field: QWidget, words: str) -> None:
    """Type as an input method does: each piece is composed, then committed."""
    for line, piece in enumerate(words.split("\n")):
        if line:
            QTest.keyClick(field, Qt.Key.Key_Return)
        event = QInputMethodEvent(piece[:1], [])
        QApplication.sendEvent(field, event)
        event = QInputMethodEvent()
        event.setCommitString(piece)
        QApplication.sendEvent(field, event)
        QApplication.processEvents()


def path_of(session: Session, item_id: str) -> NodePath:
    scope = session.form.places[item_id].scope
    return (FILES, session.file_key, item_id) if scope else (item_id,)


def page_of(window: AssessmentWindow, path: NodePath) -> PartPage:
    window.go_to(path)
    page = window.page(window.tab_of(path))
    if isinstance(page, FilePages):
        page = page.page(window.session.file_key)
    assert isinstance(page, PartPage)
    return page


def type_everything(window: AssessmentWindow) -> None:
    for item_id, words in TYPED.values():
        path = path_of(window.session, item_id)
        editor = page_of(window, path).registry.editors[path]
        field = editor.focus_target()
        field.setFocus()
        match editor:
            case ChoiceEditor():
                QTest.keyClick(field, Qt.Key.Key_1)
            case CountEditor():
                QTest.keyClicks(field, words)
            case FlagEditor():
                QTest.keyClick(field, Qt.Key.Key_Space)
            case ChecksEditor():
                QTest.keyClick(editor.ticks["本人又は本人の代理人"], Qt.Key.Key_Space)
                type_words(editor.texts["民間事業者"], words)
            case FigureEditor():
                editor.additions.add_data(png(40, 30), "図.png")
                type_words(field, words)
            case _:
                assert isinstance(field, GrowingText)
                type_words(field, words)
        field.clearFocus()  # what is mended when the cursor leaves, is mended now


def main() -> None:
    make_application()
    coordinator = Coordinator()
    assert coordinator.open_cabinet(Path(sys.argv[1]))
    window = coordinator.open_assessment(int(sys.argv[2]))
    assert window is not None
    QTest.qWaitForWindowActive(window)
    type_everything(window)
    assert coordinator.store
    typed = time.monotonic()
    while coordinator.store.state.pending and time.monotonic() < typed + 10:
        QApplication.processEvents()
        time.sleep(0.005)
    print("saved" if not coordinator.store.state.pending else "unsaved", flush=True)
    while True:  # until killed
        QApplication.processEvents()
        time.sleep(0.05)


if __name__ == "__main__":
    main()
