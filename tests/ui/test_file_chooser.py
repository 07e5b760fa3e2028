"""The name that a file gets in the system's dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.shell import FakeFiles
from ui.widgets.dialogs import ask_save_path
from ui.widgets.file_chooser import SystemFiles


class Window(QWidget):
    """A window with a chooser of its own."""

    file_chooser = FakeFiles([None])


EXCEL, WORD, PAGE = "Excel (*.xlsx)", "Word (*.docx)", "HTML (*.html)"


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("甲", WORD, "甲.docx"),
        ("甲.xlsx", EXCEL, "甲.xlsx"),
        ("甲.xlsx", WORD, "甲.docx"),  # another kind was chosen, the name is still as suggested
        ("甲.DOCX", EXCEL, "甲.DOCX"),  # the ending was typed
        ("甲.htm", EXCEL, "甲.htm"),
        ("甲1.5.xlsx", WORD, "甲1.5.docx"),
        ("R6.8.30", EXCEL, "R6.8.30.xlsx"),
        ("12.国保", WORD, "12.国保.docx"),
        ("台帳.pia", EXCEL, "台帳.pia.xlsx"),  # what is open, perhaps
    ],
)
def test_a_file_gets_the_ending_of_the_chosen_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, kind: str, name: str
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / typed), kind))
    found = SystemFiles().save_path(None, "", "甲.xlsx", f"{EXCEL};;{WORD};;{PAGE}", ".xlsx")
    assert found == tmp_path / name


def test_a_cabinet_gets_its_ending_where_none_was_suggested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = "台帳 (*.pia)"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "R8.4.1"), kinds))
    assert SystemFiles().save_path(None, "", "評価書", kinds, ".pia") == tmp_path / "R8.4.1.pia"


def test_a_file_that_would_be_replaced_under_the_new_ending_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "甲.docx").touch()
    asked: list[tuple[str, str]] = []

    def answer(_parent: object, _title: str, suggested: str, kinds: str) -> tuple[str, str]:
        asked.append((Path(suggested).name, kinds))
        return (str(tmp_path / asked[-1][0]), WORD)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    found = SystemFiles().save_path(None, "", "甲.xlsx", f"{EXCEL};;{WORD}", ".xlsx")
    assert found == tmp_path / "甲.docx"
    assert asked == [("甲.xlsx", f"{EXCEL};;{WORD}"), ("甲.docx", f"{WORD};;{EXCEL}")]


@pytest.mark.parametrize("suggested", ["法令改正の記録", "法令改正の記録.pdf"])
def test_a_suggested_name_has_the_ending_of_its_kind(qtbot: QtBot, suggested: str) -> None:
    window = Window()
    qtbot.addWidget(window)
    files = window.file_chooser
    files.answers = [None]
    assert ask_save_path(window, "", suggested, "PDF (*.pdf)", ".pdf") is None
    assert files.suggested[-1:] == ["法令改正の記録.pdf"]
