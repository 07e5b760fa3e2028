"""Messages: what they say, that they go away, and what a fault of the program leaves behind."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QKeyEvent, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from pia_desktop.errors import DefinitionError, Fault, UserError
from pia_desktop.i18n import _
from tests.ui.shell import MakeCoordinator, dialog, dialogs, free
from ui.app.application import FaultReporter
from ui.app.desktop import row_palette
from ui.new_assessment.dialog import NewDialog
from ui.widgets.about import show_about, show_keys
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import MessageDialog, ask, show_error, tell
from ui.widgets.icons import ICON_SIZES, draw_icon, icon, icon_names, list_icon, program_icon


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def error() -> UserError:
    return UserError("読めません。", "選び直してください。", [Fault("１行目", "甲"), Fault("２行目", "乙")])


MAKERS: dict[str, Callable[[QWidget], QDialog]] = {
    "error": lambda window: show_error(window, error()),
    "tell": lambda window: tell(window, "済み", "どうぞ"),
    "ask": lambda window: ask(window, "消しますか", "", [("はい", None), ("いいえ", None)]),
    "about": show_about,
    "keys": lambda window: show_keys(window, []),
    "new": lambda window: NewDialog(window, lambda form: None),
}


@pytest.mark.parametrize("name", MAKERS)
def test_dialogs_are_freed_when_they_close(window: QWidget, name: str) -> None:
    made: QDialog = MAKERS[name](window)
    made.open()
    known = weakref.ref(made)
    made.close()
    free()
    assert not shiboken6.isValid(made)
    del made
    assert known() is None
    assert window.findChildren(QDialog) == []


def test_faults_can_be_copied(window: QWidget) -> None:
    show_error(window, error())
    shown = dialog()
    [details] = shown.findChildren(QPlainTextEdit)
    assert details.accessibleName() == "読めません。"
    shown.button(_("Copy List")).click()
    assert QGuiApplication.clipboard().text().splitlines() == ["読めません。", "１行目: 甲", "２行目: 乙"]
    assert shown.isVisible()
    shown.close()


def test_the_last_choice_is_what_escape_means_and_does_nothing(qtbot: QtBot, window: QWidget) -> None:
    done: list[str] = []
    ask(window, "消しますか", "", [("はい", lambda: done.append("はい")), ("いいえ", None)])
    QTest.keyClick(dialog(), Qt.Key.Key_Escape)
    assert dialogs() == []
    assert done == []
    ask(window, "消しますか", "", [("はい", lambda: done.append("はい")), ("いいえ", None)])
    dialog().button("はい").click()
    assert done == ["はい"]


def test_a_fault_is_logged_and_told_once(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reporter = FaultReporter(tmp_path / "log")
    for number in range(2):
        try:
            raise RuntimeError(f"故障{number}")
        except RuntimeError as fault:
            reporter.report(type(fault), fault, fault.__traceback__)
    words = reporter.path.read_text(encoding="utf-8")
    assert "RuntimeError: …0" in words
    assert "RuntimeError: …1" in words
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    shown = dialog()
    report = shown.findChild(QPlainTextEdit)
    assert report is not None
    assert "RuntimeError: …0" in report.toPlainText()
    assert [one.text() for one in shown.findChildren(QPushButton)].count(_("Copy Report")) == 1
    shown.close()
    assert "故障1" in capsys.readouterr().err
    free()


def test_what_is_no_fault_of_the_program_is_told_as_what_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    reporter = FaultReporter(tmp_path / "log")
    try:
        raise DefinitionError("様式の定義に誤りがあります。", "元のファイルに戻してください。")
    except DefinitionError as fault:
        reporter.report(type(fault), fault, fault.__traceback__)
    assert "DefinitionError" in reporter.path.read_text(encoding="utf-8")
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    shown = dialog()
    words = [label.text() for label in shown.findChildren(QLabel)]
    assert "様式の定義に誤りがあります。" in words
    assert "元のファイルに戻してください。" in words
    shown.close()
    free()


def test_a_fault_in_a_thread_is_told_in_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    reporter = FaultReporter(tmp_path / "log")
    before = sys.excepthook, threading.excepthook
    reporter.install()
    try:
        thread = threading.Thread(target=lambda: 1 // 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(dialogs()) == 1)
    finally:
        sys.excepthook, threading.excepthook = before
    dialog().close()
    assert "ZeroDivisionError" in reporter.path.read_text(encoding="utf-8")
    free()


def test_words_and_icons_of_a_marked_row_are_seen_where_the_style_only_tints_it(qapp: QApplication) -> None:
    lists, marked, text = "QTreeView", QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Text
    system = qapp.palette()
    system.setColor(marked, QColor("#ffffff"))
    system.setColor(text, QColor("#101010"))
    assert row_palette(system, "fusion", lists).color(marked) == QColor("#ffffff")
    try:
        for style in ("windowsvista", "windows11"):
            qapp.setPalette(row_palette(system, style, lists), lists)  # type: ignore[arg-type]  # the stub asks for bytes, Qt for words
            tree, line = QTreeView(), QLineEdit()
            for widget in (tree, line):
                widget.ensurePolished()
            assert tree.palette().color(marked) == QColor("#101010")
            assert line.palette().color(marked) == qapp.palette().color(marked)
            image = list_icon("warning").pixmap(QSize(32, 32), QIcon.Mode.Selected).toImage()
            seen = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
            assert {colour.name() for colour in seen if colour.alpha() == 255} == {"#101010"}
    finally:
        qapp.setPalette(qapp.palette(), lists)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", icon_names())
def test_an_icon_is_drawn_as_its_file_says(qapp: object, root: Path, name: str) -> None:
    """As Qt's own reader of SVG draws it, which the program does not load."""
    side = 96
    images = [QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied) for _image in range(2)]
    for image, draw in zip(images, (own_drawing, svg_drawing), strict=True):
        image.fill(0)
        painter = QPainter(image)
        draw(painter, root / "resources" / "icons" / f"{name}.svg", QRectF(0, 0, side, side))
        painter.end()
    own, other = (bytes(image.constBits())[3::4] for image in images)
    assert any(own)
    differing = sum(abs(a - b) > 8 for a, b in zip(own, other, strict=True))  # where two strokes meet
    assert differing <= side


def own_drawing(painter: QPainter, file: Path, place: QRectF) -> None:
    draw_icon(painter, file.stem, place, QColor("#000000"))


def svg_drawing(painter: QPainter, file: Path, place: QRectF) -> None:
    QSvgRenderer(str(file)).render(painter, place)


def test_the_program_s_icon_is_drawn_for_every_size_of_its_file(qapp: object) -> None:
    drawn = program_icon(ICON_SIZES)
    for side in ICON_SIZES:
        assert drawn.pixmap(side, side).size() == QSize(side, side)
    assert max(ICON_SIZES) == 256, "very large icons of a folder on Windows"


@pytest.mark.parametrize("name", icon_names())
def test_icons_draw_something_in_the_colour_of_the_text(qapp: object, name: str) -> None:
    def drawn(text: str, window: str) -> set[str]:
        palette = QPalette()
        for role in (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Text):
            palette.setColor(role, QColor(text))
        palette.setColor(QPalette.ColorRole.Base, QColor(window))
        image: QImage = icon(name, palette).pixmap(32, 32).toImage()
        spots = [(x, y) for x in range(32) for y in range(32)]
        return {image.pixelColor(x, y).name() for x, y in spots if image.pixelColor(x, y).alpha() > 200}

    dark, light = drawn("#000000", "#ffffff"), drawn("#ffffff", "#000000")
    assert dark
    assert light
    assert dark != light


@pytest.mark.parametrize("side", [16, 20, 96, 320])
def test_an_icon_has_every_size_and_stays_when_something_is_added_to_a_copy(qapp: object, side: int) -> None:
    """At 300 % of a large text a button asks for more than 64 pixels."""
    first = icon("find")
    image = first.pixmap(side, side).toImage()
    assert (image.width(), image.height()) == (side, side)
    assert any(image.pixelColor(x, side // 2).alpha() for x in range(side))
    copy = QIcon(first)
    copy.addPixmap(QPixmap(4, 4))
    del copy
    gc.collect()
    assert first.pixmap(side, side).toImage() == image
    assert list_icon("find", "lock").actualSize(QSize(10 * side, side)) == QSize(2 * side, side)


def test_a_dialogs_first_button_has_the_cursor(qtbot: QtBot, window: QWidget) -> None:
    made = MessageDialog(window, "甲", choices=[("一", None), ("二", None)])
    made.open()
    first = made.button("一")
    assert isinstance(first, QPushButton)
    assert first.isDefault()
    made.close()
    free()


def test_tab_comes_by_the_question_which_form_is_needed(qtbot: QtBot, window: QWidget) -> None:
    made = NewDialog(window, lambda form: None)
    made.open()
    qtbot.waitUntil(made.forms_page.choices.button(0).hasFocus)
    judge = next(one for one in made.findChildren(QPushButton) if "しきい値判断" in one.text())
    QTest.keyClick(made.forms_page.choices.button(0), Qt.Key.Key_Tab)
    assert judge.hasFocus()
    made.close()
    free()


@pytest.mark.parametrize("kind", [QPushButton, QToolButton])
def test_enter_presses_the_button_that_has_the_cursor_and_once(
    qtbot: QtBot, window: QWidget, kind: type[QPushButton] | type[QToolButton]
) -> None:
    made = Dialog(window, "甲")
    pressed: list[str] = []
    other, field = kind(made), QLineEdit(made)
    other.setText("乙")
    if isinstance(other, QPushButton):
        other.setAutoDefault(False)  # Enter in the field does not press it
    other.clicked.connect(lambda: pressed.append("乙"))
    made.column.addWidget(other)
    made.column.addWidget(field)
    made.end_with("作成")
    made.accepted.connect(lambda: pressed.append("作成"))
    made.open()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    QTest.keyClick(other, Qt.Key.Key_Return)
    for _again in range(2):
        held = QKeyEvent(
            QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, autorep=True
        )
        QApplication.sendEvent(other, held)
    assert pressed == ["乙"]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert pressed == ["乙", "作成"]
    free()


def test_a_dialog_without_a_parent_stays_until_it_is_closed(qtbot: QtBot, qapp: QApplication) -> None:
    show_error(None, error())
    gc.collect()
    assert dialog().isVisible()
    dialog().close()
    qtbot.waitUntil(lambda: not dialogs())


def test_a_cabinet_that_cannot_be_opened_at_the_start_is_told_in_front_of_the_window(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.pia"
    bad.write_bytes(b"bad")
    coordinator = make_coordinator()
    assert not coordinator.open_cabinet(bad)
    message = dialog()
    assert message.isVisible()
    assert message.parent() is coordinator.cabinet_window
    assert coordinator.cabinet_window.isVisible()
    message.close()


def test_a_sudden_message_does_nothing_with_keys_that_were_meant_for_something_else(
    qtbot: QtBot, window: QWidget
) -> None:
    done: list[str] = []
    choices = [(words, lambda words=words: done.append(words)) for words in ("別に保存", "開く", "後で")]
    ask(window, "置き換えられました", "", choices, sudden=True)
    shown = dialog()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Escape):
        QTest.keyClick(QApplication.focusWidget() or shown, key)
    assert shown.isVisible()
    assert not done
    later = shown.button("後で")
    qtbot.waitUntil(later.hasFocus, timeout=5000)
    assert later.isDefault()
    QTest.keyClick(later, Qt.Key.Key_Return)
    assert done == ["後で"]


@pytest.mark.parametrize("grouped", [False, True])
def test_of_radio_buttons_the_selected_one_has_the_focus(qtbot: QtBot, grouped: bool) -> None:
    opened = Dialog(None, "")
    qtbot.addWidget(opened)
    buttons = [QRadioButton(words, opened) for words in ("一", "二", "三")]
    group = QButtonGroup(opened)
    for button in buttons:
        opened.column.addWidget(button)
        if grouped:
            group.addButton(button)
    buttons[1].setChecked(True)
    opened.add_buttons()
    opened.show()
    assert opened.focusWidget() is buttons[1]
