"""Style and colours go with the desktop, also when that changes while the program runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QCheckBox, QStyle, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.revisions.textdiff import Passage, PassageKind
from tests.ui.desktops import DESKTOPS, desktop_palette, on_desktop
from tests.ui.history import TITLE
from tests.ui.stage import Stage
from ui.app.desktop import ROW_VIEWS, Desktop, row_palette, style_for, wants_contrast
from ui.form.page import PartPage
from ui.widgets.contrast import FOR_WORDS, contrast
from ui.widgets.passages import PassagesView
from ui.widgets.text_size import USUAL, step_text_size, text_size, use_remembered_size
from ui.widgets.theme import muted, readable_palette

_ROLE = QPalette.ColorRole


@pytest.fixture
def follower(qapp: QApplication) -> Iterator[Desktop]:
    """What follows the desktop."""
    before = qapp.palette()
    made = Desktop(qapp)
    yield made
    made.deleteLater()
    qapp.setPalette(before)


def test_new_colours_are_adjusted_anew(
    follower: Desktop, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new accent colour is no other colour scheme, and yet nothing may stay of the adjusted old one."""
    pale = desktop_palette("Windows, light")
    pale.setColor(_ROLE.Highlight, QColor("#ffe000"))
    pale.setColor(_ROLE.HighlightedText, QColor("#000000"))
    of_system = QApplication.setPalette

    def give(palette: QPalette, *kind: object) -> None:
        of_system(pale if palette == QPalette() else palette, *kind)  # type: ignore[arg-type]

    monkeypatch.setattr(qapp, "setPalette", give)
    qapp.sendEvent(follower.theme, QEvent(QEvent.Type.ThemeChange))
    now = qapp.palette()
    assert contrast(now.color(_ROLE.Highlight), now.color(_ROLE.HighlightedText)) >= FOR_WORDS
    assert now.color(_ROLE.Highlight) == readable_palette(pale).color(_ROLE.Highlight)
    assert now.color(_ROLE.PlaceholderText) == muted(pale)


@pytest.mark.parametrize("name", DESKTOPS)
def test_words_can_be_read_wherever_they_stand(name: str) -> None:
    palette = readable_palette(desktop_palette(name))
    text, dimmed = palette.color(_ROLE.Text), palette.color(QPalette.ColorGroup.Disabled, _ROLE.WindowText)
    assert contrast(palette.color(_ROLE.AlternateBase), text) >= FOR_WORDS
    assert palette.color(QPalette.ColorGroup.Inactive, _ROLE.WindowText) != dimmed


def test_a_contrast_theme_is_drawn_by_a_style_that_knows_it() -> None:
    for replaced in ("", "windows", "fusion"):
        assert style_for(replaced, strong=False) == "fusion"
    for kept in ("windowsvista", "windows11"):
        assert style_for(kept, strong=False) == kept
        assert style_for(kept, strong=True) == "fusion"


@pytest.mark.parametrize("kind", ROW_VIEWS)
@pytest.mark.parametrize("style", ["windowsvista", "windows11"])
def test_selected_rows_have_the_text_that_their_style_s_ground_needs(style: str, kind: str) -> None:
    """A tint of the style's; tables are filled with the colour for selections, which has to be one."""
    palette = readable_palette(desktop_palette("Windows, light"))
    rows = row_palette(palette, style, kind)
    assert rows.color(_ROLE.HighlightedText) == palette.color(_ROLE.Text)
    if kind == "QTableView":
        assert contrast(rows.color(_ROLE.Highlight), rows.color(_ROLE.HighlightedText)) >= FOR_WORDS


def test_shown_changes_take_the_new_colours(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = PassagesView("改定後", lambda _words: None, new=True, parent=window)
    window.show()
    view.show_passages([Passage(PassageKind.ADDED, "", "新しい語句")])
    with on_desktop(qapp, "high contrast, black"):
        qtbot.waitUntil(lambda: view.palette().text() == qapp.palette().text())
        assert view.toPlainText() == "新しい語句"
        view.moveCursor(QTextCursor.MoveOperation.Right)
        assert view.currentCharFormat().foreground().color() == qapp.palette().color(_ROLE.Text)


def test_what_was_cleared_does_not_come_back_with_new_colours(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = PassagesView("改定後", lambda _words: None, new=True, parent=window)
    window.show()
    view.show_passages([Passage(PassageKind.ADDED, "", "新しい語句")])
    view.clear()
    with on_desktop(qapp, "high contrast, black"):
        qtbot.waitUntil(lambda: view.palette().text() == qapp.palette().text())
        assert view.toPlainText() == ""


def test_withheld_words_take_the_new_colours(stage: Stage, qtbot: QtBot, qapp: QApplication) -> None:
    stage.window.session.withhold(TITLE, WHOLE)
    page = stage.window.page(0)
    assert isinstance(page, PartPage)
    field = page.registry.editors[TITLE].passage_field()
    assert field is not None

    def hatching() -> QColor:
        [selection] = field.extraSelections()
        look: QTextCharFormat = selection.format
        return look.background().color()

    before = hatching()
    with on_desktop(qapp, "high contrast, black"):
        qtbot.wait(50)
        assert hatching() != before


@pytest.fixture
def large_words(qapp: QApplication) -> Iterator[None]:
    """The size of the words may be changed, and is the usual one afterwards."""
    use_remembered_size(qapp)
    yield
    step_text_size(0)


@pytest.mark.usefixtures("large_words")
def test_boxes_to_tick_grow_with_the_words(follower: Desktop, qapp: QApplication) -> None:
    metrics = (QStyle.PixelMetric.PM_IndicatorWidth, QStyle.PixelMetric.PM_ExclusiveIndicatorHeight)
    usual = [qapp.style().pixelMetric(one) for one in metrics]
    box = QCheckBox("委託する")
    for _step in range(3):
        step_text_size(1)
        QApplication.processEvents()
        assert [qapp.style().pixelMetric(one) for one in metrics] == [
            round(one * text_size() / USUAL) for one in usual
        ]
        assert box.style().pixelMetric(metrics[0]) > usual[0]
    step_text_size(0)
    QApplication.processEvents()
    assert [qapp.style().pixelMetric(one) for one in metrics] == usual


class _Hints:
    """What Qt tells of the desktop's wish for contrast, in three steps."""

    def __init__(self, preference: Qt.ContrastPreference) -> None:
        self._preference = preference

    def styleHints(self) -> _Hints:
        return self

    accessibility = styleHints

    def contrastPreference(self) -> Qt.ContrastPreference:
        return self._preference


def test_a_contrast_theme_of_windows_is_known_by_its_flag() -> None:
    for preference in Qt.ContrastPreference:
        hints: Any = _Hints(preference)
        assert wants_contrast(hints) == (preference is Qt.ContrastPreference.HighContrast)


def test_a_contrast_theme_chosen_meanwhile_takes_the_style_that_is_readable(
    follower: Desktop, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    qapp.setStyle("windows")
    monkeypatch.setattr(follower, "_style", "windowsvista")
    monkeypatch.setattr("ui.app.desktop.wants_contrast", lambda _app: True)
    qapp.sendEvent(follower.theme, QEvent(QEvent.Type.ThemeChange))
    assert qapp.style().objectName() == "fusion"
