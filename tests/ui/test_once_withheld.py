"""Outputs that hold words of then or beside the form know what any state of the assessment withheld."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from pia_desktop.paper.purpose import Copy
from tests.ui.history import BEFORE, WORK, open_history, store_of, versions_of
from tests.ui.review import notes
from tests.ui.shell import MakeCoordinator, choose_next, dialog, dialogs, free, newest
from ui.assessment.actions import COMPARE, COUNCIL, OPINIONS
from ui.assessment.window import AssessmentWindow
from ui.changes.council_dialog import CouncilDialog
from ui.hearing.opinions_dialog import OpinionsDialog
from ui.notes.book import REMARK
from ui.printing.dialog import PrintDialog
from ui.printing.purpose import PurposeDialog
from ui.printing.remnants import RemnantsDialog
from ui.widgets.dialogs import MessageDialog

SECRET = "鷲鷹鶴鴨計画"


@pytest.fixture
def window(make_coordinator: MakeCoordinator, tmp_path: Path) -> Iterator[AssessmentWindow]:
    """A version between the last published one and today withheld the words; today's has them no more."""
    made = open_history(make_coordinator, tmp_path)
    made.session.set_answer(WORK, f"{SECRET}に記録する。")
    made.session.withhold(WORK, ((0, len(SECRET)),))
    store = store_of(made)
    store.close_version(made.assessment_id, "途中", "2024-01-05")
    made.session.withhold(WORK, None)
    made.session.set_answer(WORK, "台帳に記録する。")
    yield made
    QThreadPool.globalInstance().waitForDone()


def written(qtbot: QtBot, target: Path) -> str:
    qtbot.waitUntil(lambda: bool(dialogs(MessageDialog)))
    dialog().close()
    free()
    return target.read_text("utf-8")


def asked_for_the_public() -> None:
    """The purpose is asked for; it is the public."""
    asked = newest(PurposeDialog)
    asked.purpose.choose_purpose(Copy.PUBLIC)
    asked.accept()


def test_remarks_for_a_council(window: AssessmentWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.actions_[COUNCIL].trigger()
    shown = newest(CouncilDialog)
    assert not shown.public.isHidden()
    shown.remark.setPlainText(f"{SECRET}を審査願います。")
    shown.public.setChecked(True)
    shown.copy_button.click()
    qtbot.waitUntil(lambda: bool(shown.said.text()) and not shown._layouts.running)
    said = QGuiApplication.clipboard().mimeData()
    assert SECRET not in said.html() + said.text()
    assert "【非公表】を審査願います。" in said.text()
    shown.reject()


def test_rows_of_its_list(window: AssessmentWindow) -> None:
    window.actions_[COUNCIL].trigger()
    shown = newest(CouncilDialog)
    shown.remark.setPlainText(f"{SECRET}を審査願います。")
    assert shown._withholds
    assert any(SECRET in str(one.root.answers) for one in shown._ever())
    shown.reject()


def test_opinions(window: AssessmentWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.actions_[OPINIONS].trigger()
    shown = newest(OpinionsDialog)
    shown.add()
    shown.gist.setPlainText(f"{SECRET}は要るか。")
    target = tmp_path / "意見.html"
    choose_next(shown, target)
    shown.list_button.click()
    asked_for_the_public()
    text = written(qtbot, target)
    assert SECRET not in text
    assert "【非公表】は要るか。" in text
    shown.reject()


def test_remarks_of_reviewers(window: AssessmentWindow, qtbot: QtBot, tmp_path: Path) -> None:
    panel = notes(window)
    panel.add(REMARK, ())
    (card,) = panel.cards.values()
    card.words.setPlainText(f"{SECRET}は要るか。")
    target = tmp_path / "指摘.html"
    choose_next(window, target)
    panel.paper.click()
    asked_for_the_public()
    assert SECRET not in written(qtbot, target)


def test_a_comparison(window: AssessmentWindow, qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "比較.html"
    choose_next(window, target)
    window.actions_[COMPARE].trigger()
    assert not dialogs(PurposeDialog)
    shown = window.commands.assessment.opened[-1]
    shown.paper_button.click()
    asked_for_the_public()
    assert SECRET not in written(qtbot, target)
    for one in dialogs(QDialog):
        one.close()


def test_an_old_version_asks_about_what_is_withheld_by_now(window: AssessmentWindow) -> None:
    """The version withholds nothing itself; by the window's panel and by a window of its own."""
    window.session.set_answer(WORK, BEFORE)
    window.session.withhold(WORK, ((0, 7),))
    versions = versions_of(window)
    first = versions.version_store.versions[0]
    versions.export_version(first)
    newest(PurposeDialog).purpose.choose_purpose(Copy.PUBLIC)
    newest(PurposeDialog).accept()
    newest(RemnantsDialog).reject()
    free()
    versions.print_version(first, to_pdf=True)
    shown = newest(PrintDialog)
    assert shown.subject.today is not None
    assert shown.subject.today.root is window.session.root
    shown.reject()
