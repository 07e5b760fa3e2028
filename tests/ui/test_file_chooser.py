"""The name that a file gets in the system's dialog."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from ui.widgets.file_chooser import SystemFiles

EXCEL, WORD = "Excel (*.xlsx)", "Word (*.docx)"


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("甲", WORD, "甲.docx"),
        ("甲.xlsx", EXCEL, "甲.xlsx"),
        ("甲.xlsx", WORD, "甲.docx"),  # another kind was chosen, the name is still as suggested
        ("甲.json", EXCEL, "甲.json"),  # the ending was typed
        ("甲1.5.xlsx", WORD, "甲1.5.docx"),
    ],
)
def test_a_file_gets_the_ending_of_the_chosen_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, kind: str, name: str
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / typed), kind))
    found = SystemFiles().save_path(None, "", "甲.xlsx", f"{EXCEL};;{WORD}", ".xlsx")
    assert found == tmp_path / name


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
