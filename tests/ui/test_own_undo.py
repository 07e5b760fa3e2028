"""Texts that are no answers: whatever stood there can be had back where another was shown meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from tests.ui.history import WORK, open_history, store_of
from tests.ui.review import findings, notes
from tests.ui.shell import MakeCoordinator, coordinator_of, free, newest, open_reuse
from ui.assessment.actions import COUNCIL, OPINIONS, PROPOSE
from ui.assessment.window import AssessmentWindow
from ui.changes.council_dialog import CouncilDialog
from ui.changes.proposals_dialog import ProposalsDialog
from ui.checks.set_aside_dialog import AsideDialog
from ui.context.annotations import AnnotationStore
from ui.hearing.filling_dialog import FillingDialog
from ui.hearing.opinions_dialog import OpinionsDialog
from ui.notes.book import NOTE, REMARK
from ui.notes.card import NoteText
from ui.notes.panel import Shown
from ui.reuse.phrase_dialogs import PhraseDialog
from ui.widgets.dragging import PlainField
from ui.widgets.own_undo import KeptTexts

WORDS = "first words"
OTHER = "of another"


@pytest.fixture
def window(make_coordinator: MakeCoordinator, tmp_path: Path) -> Iterator[AssessmentWindow]:
    yield open_history(make_coordinator, tmp_path)
    QThreadPool.globalInstance().waitForDone()


def typed_over(field: QPlainTextEdit | QTextEdit, words: str) -> None:
    """Type over what stands in a field."""
    field.selectAll()
    QTest.keyClicks(field, words)


def undone(field: QPlainTextEdit | QTextEdit) -> str:
    field.undo()
    return field.toPlainText()


def opinions(window: AssessmentWindow) -> OpinionsDialog:
    window.actions_[OPINIONS].trigger()
    return newest(OpinionsDialog)


@pytest.mark.parametrize("name", ["gist", "answer", "reflected"])
def test_an_opinion_keeps_its_undo_while_another_is_chosen(window: AssessmentWindow, name: str) -> None:
    shown = opinions(window)
    field = getattr(shown, name)
    for words in (WORDS, OTHER):
        shown.add()
        typed_over(field, words)
    shown.view.selectRow(0)
    typed_over(field, "other words")
    shown.view.selectRow(1)
    assert field.toPlainText() == OTHER
    shown.view.selectRow(0)
    assert field.toPlainText() == "other words"
    assert undone(field) == WORDS
    assert getattr(shown.model.shown[0], name) == WORDS
    field.redo()
    assert getattr(shown.model.shown[0], name) == "other words"
    assert getattr(shown.model.shown[1], name) == OTHER
    shown.reject()


def test_an_opinion_keeps_its_undo_while_the_dialog_is_closed(window: AssessmentWindow) -> None:
    shown = opinions(window)
    shown.add()
    typed_over(shown.gist, WORDS)
    typed_over(shown.gist, "x")
    shown.reject()
    free()
    again = opinions(window)
    assert again.gist.toPlainText() == "x"
    assert undone(again.gist) == WORDS
    again.reject()
    store = store_of(window)
    store.settle()
    (one,) = AnnotationStore(store, window.assessment_id).opinions()
    assert one.gist == WORDS


def test_all_removed_opinions_are_put_back_the_last_first(window: AssessmentWindow) -> None:
    shown = opinions(window)
    for words in (WORDS, OTHER):
        shown.add()
        typed_over(shown.gist, words)
    shown.remove()
    shown.remove()
    assert not shown.model.shown
    shown.back_button.click()
    assert [one.gist for one in shown.model.shown] == [WORDS]
    shown.back_button.click()
    assert [one.gist for one in shown.model.shown] == [WORDS, OTHER]
    assert shown.back_button.isHidden()
    shown.reject()


def test_given_up_words_for_the_form_come_back_by_undo(window: AssessmentWindow) -> None:
    shown = opinions(window)
    shown.add()
    typed_over(shown.gist, "an opinion")
    shown.fill_button.click()
    asked = newest(FillingDialog)
    assert asked.opinions is not None
    proposed = asked.opinions.toPlainText()
    typed_over(asked.opinions, WORDS)
    asked.reject()
    free()
    shown.fill_button.click()
    asked = newest(FillingDialog)
    assert asked.opinions is not None
    assert asked.opinions.toPlainText() == proposed
    assert undone(asked.opinions) == WORDS
    asked.reject()
    shown.reject()


def test_a_remark_for_the_council_keeps_its_undo(window: AssessmentWindow) -> None:
    window.actions_[COUNCIL].trigger()
    shown = newest(CouncilDialog)
    typed_over(shown.remark, WORDS)
    typed_over(shown.remark, "y")
    shown.table.selectRow(1)
    shown.table.selectRow(0)
    assert undone(shown.remark) == WORDS
    typed_over(shown.remark, "z")
    shown.reject()
    free()
    window.actions_[COUNCIL].trigger()
    shown = newest(CouncilDialog)
    assert shown.remark.toPlainText() == "z"
    assert undone(shown.remark) == WORDS
    shown.reject()


def test_a_proposed_row_keeps_its_undo(window: AssessmentWindow) -> None:
    window.actions_[PROPOSE].trigger()
    shown = newest(ProposalsDialog)
    field = shown.fields.texts["reason"]
    typed_over(field, WORDS)
    typed_over(field, "y")
    shown.view.selectRow(1)
    shown.view.selectRow(0)
    assert undone(field) == WORDS
    assert shown.model.shown[0].words("reason") == WORDS
    shown.reject()


def test_a_note_keeps_its_undo_while_others_are_shown(window: AssessmentWindow) -> None:
    panel = notes(window)
    panel.add(REMARK, ())
    (note_id,) = panel.cards
    for field in (panel.cards[note_id].words, panel.cards[note_id].answer):
        typed_over(field, WORDS)
        typed_over(field, "y")
    panel.cards[note_id].done.click()
    panel.filter.setCurrentIndex(Shown.WAITING.value)
    assert not panel.cards
    panel.filter.setCurrentIndex(Shown.ALL.value)
    assert undone(panel.cards[note_id].words) == WORDS
    panel.remove(note_id)
    panel.undo.click()
    assert undone(panel.cards[note_id].answer) == WORDS
    assert [(one.words, one.answer) for one in panel.book.all()] == [(WORDS, WORDS)]


def test_all_removed_notes_are_put_back_the_last_first(window: AssessmentWindow) -> None:
    panel = notes(window)
    for _number in range(2):
        panel.add(NOTE, ())
    first, second = list(panel.cards)
    panel.remove(first)
    panel.remove(second)
    panel.undo.click()
    assert list(panel.cards) == [second]
    panel.undo.click()
    assert set(panel.cards) == {first, second}
    assert panel.undo_bar.isHidden()


def test_a_phrase_that_was_rewritten_or_given_up_comes_back(qtbot: QtBot, window: AssessmentWindow) -> None:
    window, pane = open_reuse(qtbot, coordinator_of(window), window.assessment_id, ("I.1.2",))
    tab = pane.phrases
    tab.new.click()
    asked = newest(PhraseDialog)
    typed_over(asked.words, WORDS)
    asked.reject()
    free()
    tab.new.click()
    asked = newest(PhraseDialog)
    assert asked.words.toPlainText() == ""
    assert undone(asked.words) == WORDS
    asked.accept()
    free()
    tab.edit.click()
    asked = newest(PhraseDialog)
    typed_over(asked.words, OTHER)
    asked.accept()
    free()
    tab.edit.click()
    asked = newest(PhraseDialog)
    assert undone(asked.words) == WORDS
    asked.reject()
    tab.remove.click()
    tab.put_back.click()
    assert [one.words for one in tab.book.phrases] == [OTHER]


def test_a_reason_that_was_given_up_comes_back(qtbot: QtBot, window: AssessmentWindow) -> None:
    window.session.set_answer(WORK, "ｼｽﾃﾑの名称")
    window.review.begin()
    qtbot.waitUntil(lambda: window.review.watch.ready)
    panel = findings(window)
    finding = next(line.finding for line in panel.model.lines if line.finding is not None)
    panel.ask_reason(finding, "a place")
    typed_over(newest(AsideDialog).reason, WORDS)
    newest(AsideDialog).reject()
    free()
    panel.ask_reason(finding, "a place")
    asked = newest(AsideDialog)
    assert not asked.accept_button.isEnabled()
    assert undone(asked.reason) == WORDS
    assert asked.accept_button.isEnabled()
    asked.reject()


@pytest.mark.parametrize("make", [PlainField, lambda parent: NoteText(parent, "", "", "", writing=True)])
def test_a_pause_ends_a_step(
    qtbot: QtBot, window: AssessmentWindow, make: Callable[[AssessmentWindow], QPlainTextEdit | QTextEdit]
) -> None:
    field = make(window)
    QTest.keyClicks(field, WORDS)
    assert field.document().isModified()
    qtbot.waitUntil(lambda: not field.document().isModified())
    QTest.keyClicks(field, OTHER)
    assert undone(field) == WORDS
    assert undone(field) == ""


def test_what_was_changed_elsewhere_is_a_step(window: AssessmentWindow) -> None:
    kept, field = KeptTexts(), PlainField(window)
    heard: list[str] = []
    field.textChanged.connect(lambda: heard.append(field.toPlainText()))
    kept.show(field, 1, WORDS)
    kept.show(field, 1, "no\u00a0break")
    kept.show(field, 1, "no\u00a0break")
    assert heard == []
    assert undone(field) == WORDS
    assert not field.document().isUndoAvailable()


def test_only_what_has_an_undo_is_kept(window: AssessmentWindow) -> None:
    kept, field = KeptTexts(), PlainField(window)
    for number in range(50):
        kept.show(field, number, WORDS)
    QTest.keyClicks(field, "x")
    for number in range(20):
        kept.show(field, number, WORDS)
    assert len(kept._documents) == 2
