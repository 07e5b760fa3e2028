"""Hearings in the window: opinions typed, pasted and written into the assessment; papers for the public."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QMimeData, QThreadPool, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pia_desktop.exchange.cells import Cell, read_cells
from pia_desktop.exchange.opinion_rows import MOST, pasted_opinions, too_many
from pia_desktop.i18n import _
from tests.ui.history import TITLE, assessment_menu, on_disk, open_history, store_of, versions_of
from tests.ui.shell import MakeCoordinator, choose_next, dialog, dialogs, free, newest
from ui.assessment.actions import COUNTER, HEARING, OPINIONS
from ui.assessment.window import AssessmentWindow
from ui.form.clipping import clipping
from ui.hearing.filling_dialog import FillingDialog
from ui.hearing.opinions_dialog import OpinionsDialog
from ui.hearing.papers import CounterDialog
from ui.widgets.dialogs import MessageDialog

MAIN, REFLECTED = ("VI.2.4",), ("VI.2.5",)


@pytest.fixture
def window(make_coordinator: MakeCoordinator, tmp_path: Path) -> Iterator[AssessmentWindow]:
    yield open_history(make_coordinator, tmp_path)
    QThreadPool.globalInstance().waitForDone()


def opinions(window: AssessmentWindow) -> OpinionsDialog:
    window.actions_[OPINIONS].trigger()
    return newest(OpinionsDialog)


def stored(window: AssessmentWindow) -> list[tuple[int, str, str, str]]:
    store = store_of(window)
    store.settle()
    found = store.cabinet.opinions(versions_of(window).version_store.assessment_id)
    return [(one.number, one.received_on, one.gist, one.answer) for one in found]


def test_opinions_are_typed_kept_and_there_again(window: AssessmentWindow) -> None:
    shown = opinions(window)
    shown.add()
    shown.gist.setPlainText("もっと詳しく書いてほしい。")
    shown.day.setText("r7.4.1")
    shown._day_typed()
    shown.answer.setPlainText("詳しく書きます。")
    shown.add()
    shown.gist.setPlainText("反対である。")
    assert stored(window) == [
        (1, "令和7年4月1日", "もっと詳しく書いてほしい。", "詳しく書きます。"),
        (2, "", "反対である。", ""),
    ]
    shown.remove()
    assert len(stored(window)) == 1
    shown.back_button.click()
    assert [row[0] for row in stored(window)] == [1, 2]
    shown.reject()
    free()
    again = opinions(window)
    assert again.gist.toPlainText() == "もっと詳しく書いてほしい。"
    again.reject()


@pytest.mark.parametrize("field", ["day", "gist"])
def test_a_range_pasted_into_a_field_of_an_empty_opinion_becomes_opinions(
    window: AssessmentWindow, field: str
) -> None:
    shown = opinions(window)
    shown.add()
    QApplication.clipboard().setMimeData(clipping(((Cell("甲の意見"), Cell("答え")), (Cell("乙の意見"),))))
    target = shown.day if field == "day" else shown.gist
    target.setFocus()
    target.paste()
    assert [(gist, said) for _number, _day, gist, said in stored(window)] == [
        ("甲の意見", "答え"),
        ("乙の意見", ""),
    ]
    shown.gist.setFocus()
    shown.gist.paste()  # beside the words of the first, as words
    assert stored(window)[0][2] == "甲の意見\u3000答え\n乙の意見甲の意見"
    shown.reject()


def test_rows_of_a_spreadsheet_are_pasted(window: AssessmentWindow) -> None:
    shown = opinions(window)
    QApplication.clipboard().setText('受付日\t意見の要旨\t市の考え方\nR7.4.1\t"一行目\n二行目"\t=1+1\n')
    shown.view.setFocus()
    shown.paste_button.click()
    assert stored(window) == [(1, "令和7年4月1日", "一行目\n二行目", "=1+1")]
    QApplication.clipboard().setText("")
    shown.paste_button.click()
    assert len(stored(window)) == 1
    shown.reject()


def test_pasted_words_of_an_assessment_say_what_is_withheld(window: AssessmentWindow) -> None:
    shown = opinions(window)
    secret = "地下書庫の鍵"
    words = f"{secret}について"
    QApplication.clipboard().setMimeData(clipping(((Cell(words, ((0, len(secret)),)),),)))
    shown.paste_button.click()
    assert [one[2] for one in stored(window)] == [f"〖公表しない：{secret}〗について"]
    shown.reject()


def test_rows_that_are_not_taken_are_told(window: AssessmentWindow) -> None:
    shown = opinions(window)
    QApplication.clipboard().setText("\n".join(f"R7.4.1\t意見{one}" for one in range(MOST + 1)))
    shown.paste_button.click()
    assert len(shown.model.shown) == MOST
    assert f"{MOST:,}" in shown.said.text().partition("。")[2]
    shown.reject()
    assert not too_many(read_cells("受付日\t意見の要旨\n" + "R7.4.1\t意見\n" * MOST))


def test_a_copied_file_is_no_opinion(window: AssessmentWindow, tmp_path: Path) -> None:
    shown = opinions(window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "意見.xlsx"))])
    data.setText(str(tmp_path / "意見.xlsx"))
    QApplication.clipboard().setMimeData(data)
    shown.paste_button.click()
    assert stored(window) == []
    shown.reject()


def test_an_opinion_is_about_the_item_at_hand(window: AssessmentWindow) -> None:
    window.go_to(TITLE)
    shown = opinions(window)
    shown.add()
    shown.here_button.click()
    assert [one.path for one in shown.model.shown] == [TITLE]
    assert "評価書名" in shown.item.text()
    shown.whole_button.click()
    assert [one.path for one in shown.model.shown] == [()]
    shown.reject()


def test_they_fill_the_items_in_one_step(window: AssessmentWindow) -> None:
    shown = opinions(window)
    for words in ("一つ目", "二つ目"):
        shown.add()
        shown.gist.setPlainText(words)
        shown.answer.setPlainText(f"{words}への考え方")
    shown.fill_button.click()
    asked = newest(FillingDialog)
    assert asked.reflection is not None
    asked.reflection.setPlainText("反映しない。")
    asked.accept()
    shown.reject()
    assert on_disk(window).answer(MAIN) == "（１）一つ目\n（２）二つ目"
    assert on_disk(window).answer(REFLECTED) == "反映しない。"
    window.undo()
    assert window.session.answer(MAIN) is None
    assert window.session.answer(REFLECTED) is None


def test_the_table_of_opinions_is_written(window: AssessmentWindow, qtbot: QtBot, tmp_path: Path) -> None:
    shown = opinions(window)
    shown.add()
    shown.gist.setPlainText("窓口の案内を増やしてほしい。")
    target = tmp_path / "意見.html"
    choose_next(shown, target)
    shown.list_button.click()
    qtbot.waitUntil(lambda: bool(dialogs(MessageDialog)))
    dialog().close()
    free()
    assert "窓口の案内を増やしてほしい。" in target.read_text("utf-8")
    shown.reject()


def texts(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


def set_period(window: AssessmentWindow, words: str) -> tuple[str]:
    """Write the period of the hearing into the form; where it stands."""
    item = window.session.form.roles.hearing_period
    assert item is not None
    window.session.set_answer((item,), words)
    return (item,)


def test_papers_with_the_period_of_the_last_round_are_asked_about(
    window: AssessmentWindow, tmp_path: Path
) -> None:
    path = set_period(window, "令和5年8月25日～令和5年9月24日（30日間）")
    choose_next(window, tmp_path / "意見募集.pdf")
    window.actions_[HEARING].trigger()
    asked = dialog()
    assert "令和5年9月24日" in asked.heading
    asked.buttons.buttons()[0].click()
    assert window.session.current_path == path
    free()
    assert not list(tmp_path.glob("*.pdf"))


def test_the_papers_for_a_hearing_are_one_file(
    window: AssessmentWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "意見募集.pdf"
    set_period(window, "令和30年4月1日～令和30年5月1日")
    choose_next(window, target)
    window.actions_[HEARING].trigger()
    qtbot.waitUntil(lambda: bool(dialogs(MessageDialog)), timeout=20_000)
    dialog().close()
    free()
    words = texts(target)
    for wanted in ("変更の概要", "新旧対照表", "意見提出用紙", "第1版「令和5年度公表版」"):
        assert wanted in words


def test_the_copy_for_the_counter_has_the_size_that_is_chosen(
    window: AssessmentWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "閲覧.pdf"
    choose_next(window, target)
    window.actions_[COUNTER].trigger()
    asked = newest(CounterDialog)
    asked.size_box.choose(2)
    asked.accept()
    qtbot.waitUntil(lambda: bool(dialogs(MessageDialog)), timeout=20_000)
    dialog().close()
    free()
    assert "目次-1" in pypdf.PdfReader(target).page_labels
    assert "閲覧用" in texts(target)


def test_closing_while_a_paper_is_made_is_safe(window: AssessmentWindow, tmp_path: Path) -> None:
    set_period(window, "令和30年4月1日～令和30年5月1日")
    choose_next(window, tmp_path / "a.pdf")
    assessment_menu(window).make_hearing()
    window.close()
    dialog().button(_("Stop and Close")).click()
    free()
    QThreadPool.globalInstance().waitForDone()
    QTest.qWait(0)


# ---- rows of a spreadsheet


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("\n\t\n", []),
        ("意見だけ", [("", "意見だけ", "", "")]),
        ("意見がある\t対応する", [("", "意見がある", "対応する", "")]),
        ("1\t甲\t乙\n2\t丙\t丁", [("", "甲", "乙", ""), ("", "丙", "丁", "")]),
        ("番号\t御意見\t回答\t反映\n7\t甲\t乙\t丙", [("", "甲", "乙", "丙")]),
        ("R7.4.1\t甲\t乙\t丙", [("R7.4.1", "甲", "乙", "丙")]),
        ("該当箇所\t意見\nⅡ.3\t甲", [("", "【Ⅱ.3】甲", "", "")]),
        ("御意見\n甲\n\n乙", [("", "甲", "", ""), ("", "乙", "", "")]),
    ],
)
def test_rows_are_read_with_and_without_names(text: str, wanted: list[tuple[str, ...]]) -> None:
    found = [(one.day, one.gist, one.answer, one.reflected) for one in pasted_opinions(read_cells(text))]
    assert found == wanted
