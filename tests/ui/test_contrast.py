"""Words and marks can be seen on every desktop: light, dark, and with Windows' themes for contrast.

Words stand out by 4.5 to 1 and marks by 3 to 1, as WCAG asks, measured in pictures of the windows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.contrast import clear_changes, contrast_in, too_faint
from tests.ui.desktops import DESKTOPS, on_desktop
from tests.ui.stage import Stage
from ui.form.texts import GrowingText
from ui.form.withheld import show_passages
from ui.widgets.buttons import tool_button
from ui.widgets.contrast import FOR_MARKS, FOR_WORDS, contrast
from ui.widgets.icons import colour_of, icon, icon_names, list_icon
from ui.widgets.theme import form_palette, quieten
from ui.widgets.two_line_rows import TwoLines, two_line_row

ENOUGH = 20
"""Points that must change clearly for a state to be seen: more than a cursor has."""


@pytest.fixture(params=DESKTOPS)
def desktop(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """One of the desktops, with letters so large that their strokes have the whole of their colour."""
    before = qapp.font()
    large = QFont(before)
    large.setPointSizeF(20)
    large.setBold(True)
    qapp.setFont(large)
    with on_desktop(qapp, request.param):
        yield request.param
    qapp.setFont(before)


@pytest.fixture
def page(qtbot: QtBot, desktop: str) -> QWidget:
    """An empty window, with room for what is to be measured."""
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window)
    window.resize(480, 320)
    return window


def show(qtbot: QtBot, page: QWidget, *widgets: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()


ROWS = "DecorationRole"
FOR_BUTTONS = re.compile(r"\bicon\(")


def test_icons_of_rows_take_the_colour_of_selected_text(root: Path) -> None:
    """Those for buttons have no colour of their own in a selected row: Qt tints them with the row's."""
    models = [path for path in (root / "ui").rglob("*.py") if ROWS in path.read_text(encoding="utf-8")]
    assert len(models) >= 4
    assert not [path.name for path in models if FOR_BUTTONS.search(path.read_text(encoding="utf-8"))]


UNREADABLE = re.compile(r"PE_PanelItemViewItem|setAlternatingRowColors\(True")


def test_selected_rows_are_left_to_the_style_as_a_whole(root: Path) -> None:
    """Windows 11's style draws no selection in a row's panel, and black on blue where rows alternate."""
    assert not [
        path.name
        for path in (root / "ui").rglob("*.py")
        if UNREADABLE.search(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("name", DESKTOPS)
def test_all_that_a_window_shows_can_be_seen(stage: Stage, qapp: QApplication, name: str) -> None:
    windows = (stage.coordinator.cabinet_window, stage.window)
    with on_desktop(qapp, name):
        QTest.qWait(50)  # icons and pages follow the desktop
        assert [too_faint(window) for window in windows] == [[], []]


def test_words_of_controls(qtbot: QtBot, page: QWidget) -> None:
    hint, off_field, off_button, off_label = (
        QLineEdit(),
        QLineEdit("語句"),
        QPushButton("決定"),
        QLabel("語句"),
    )
    hint.setPlaceholderText("例：語句")
    link, quiet, box = QLabel('<a href="x">リンク</a>'), QLabel("控えめな語句"), QCheckBox("確認")
    for widget in (off_field, off_button, off_label, box):
        widget.setEnabled(False)
    quieten(quiet)
    show(qtbot, page, hint, off_field, off_button, off_label, link, quiet, box)
    assert too_faint(page) == []


def test_icons_in_the_colours_that_they_have_by_their_meaning(qapp: QApplication, desktop: str) -> None:
    palette = qapp.palette()
    role = QPalette.ColorRole
    faint = [
        (name, ground)
        for name in icon_names()
        for ground in (role.Window, role.Button, role.Base)
        if contrast(colour_of(name, palette), palette.color(ground)) < FOR_MARKS
    ]
    assert not faint


def test_an_icon_without_a_size_is_no_picture(qapp: QApplication) -> None:
    """Qt asks for one while something is laid out, and warns of painters that have nothing to paint on."""
    assert icon("copy", qapp.palette()).pixmap(QSize(0, 16)).isNull()


@pytest.mark.parametrize("active", [True, False])
def test_marked_rows(qtbot: QtBot, page: QWidget, active: bool) -> None:
    two_lines, icons, other = QListWidget(), QListWidget(), QLineEdit()
    two_lines.setItemDelegate(TwoLines(two_lines))
    two_lines.addItem(two_line_row("一行目", "二行目", 1))
    for name in ("warning", "mistake", "saved", "find"):
        icons.addItem(QListWidgetItem(list_icon(name), "語句"))
    show(qtbot, page, two_lines, icons, other)
    for rows in (two_lines, icons):
        (rows if active else other).setFocus()
        for number in range(rows.count()):
            rows.setCurrentRow(number)
            place = rows.visualRect(rows.currentIndex())
            assert contrast_in(rows.viewport().grab(place).toImage()) >= FOR_WORDS


@pytest.mark.parametrize("text", ["", "検索"])
def test_a_pressed_button(qtbot: QtBot, page: QWidget, text: str) -> None:
    button = tool_button(page, "find", "検索", text=text)
    button.setCheckable(True)
    show(qtbot, page, button)
    before = button.grab().toImage()
    button.setChecked(True)
    assert clear_changes(before, button.grab().toImage()) >= ENOUGH
    assert contrast_in(button.grab().toImage()) >= FOR_MARKS


def test_the_tab_on_view(qtbot: QtBot, page: QWidget) -> None:
    tabs = QTabBar()
    for words in ("表紙", "基本情報"):
        tabs.addTab(words)
    show(qtbot, page, tabs)
    before = tabs.grab(tabs.tabRect(0)).toImage()
    tabs.setCurrentIndex(1)
    assert clear_changes(before, tabs.grab(tabs.tabRect(0)).toImage()) >= ENOUGH


@pytest.mark.parametrize(
    "kind", [QLineEdit, QPushButton, QToolButton, QCheckBox, QRadioButton, QComboBox, QTabBar, QListWidget]
)
def test_where_the_cursor_is(qtbot: QtBot, page: QWidget, kind: type[QWidget]) -> None:
    before, widget = QLineEdit(), kind()
    match widget:
        case QPushButton() | QCheckBox() | QRadioButton() | QToolButton():
            widget.setText("決定")
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        case QTabBar():
            widget.addTab("表紙")
        case QComboBox() | QListWidget():
            widget.addItem("一つ")
    show(qtbot, page, before, widget)
    place = QRect(widget.mapTo(page, QPoint()), widget.size()).adjusted(-4, -4, 4, 4)
    before.setFocus()
    without = page.grab(place).toImage()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert widget.hasFocus()
    if isinstance(widget, QListWidget):
        widget.setCurrentRow(0)
    assert clear_changes(without, page.grab(place).toImage()) >= ENOUGH


def test_a_withheld_passage(qtbot: QtBot, page: QWidget, qapp: QApplication) -> None:
    page.setPalette(form_palette(qapp.palette()))
    field = GrowingText(page)
    field.show_text("公表しない記載")
    show(qtbot, page, field)
    before = field.grab().toImage()
    show_passages(field, ((0, 3),))
    after = field.grab().toImage()
    assert clear_changes(before, after) >= ENOUGH
    assert contrast_in(after) >= FOR_WORDS
