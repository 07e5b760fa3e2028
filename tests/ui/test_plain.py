"""Markup in what users and files say is shown as it is, never obeyed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from tests.ui.pages import open_session
from tests.ui.shell import MakeCoordinator
from ui.assessment.outline_model import OutlineModel
from ui.widgets.plain_text import tip

HOSTILE = "<img src=x><b>甲&amp;乙</b>"


@pytest.mark.parametrize("words", [HOSTILE, "a < b", "&lt;", "甲", "１行目\n２行目"])
def test_a_tooltip_shows_the_words_as_they_are(words: str) -> None:
    shown = tip(words)
    if shown != words:
        document = QTextDocument()
        document.setHtml(shown)
        assert document.toPlainText().split() == words.split()
    else:
        assert "<" not in words
        assert "&" not in words


def test_no_tooltip_or_label_obeys_what_an_assessment_says(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    path = tmp_path / "c.pia"
    with Cabinet.create(path) as cabinet:
        cabinet.new(find_form("yoshiki3"), Node({"cover.title": HOSTILE}))
    coordinator = make_coordinator()
    coordinator.open_cabinet(path)
    model = coordinator.cabinet_window.model
    for column in range(model.columnCount()):
        words = model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
        assert "<img" not in words
    for label in (
        coordinator.cabinet_window.full.name,
        coordinator.cabinet_window.full.place,
        *coordinator.cabinet_window.banner.findChildren(QLabel),
    ):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()


def test_the_tree_shows_names_of_entries_and_files_as_they_are(qapp: object) -> None:
    session = open_session("yoshiki4")
    key = session.add_entry(("I.2",))
    assert key
    session.set_answer(("I.2", key, "I.2.1"), HOSTILE)
    model = OutlineModel(session)
    index: QModelIndex = model.index_for(("I.2", key))
    assert HOSTILE in index.data()
    assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)
