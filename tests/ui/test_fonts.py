"""The font of the window has all that Japanese is written with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import reportlab
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from pia_desktop.paper.style import Face, font_file
from ui.app.application import prepare, speaks_japanese

ALIAS, MEANT = "画面の書体", "BIZ UDPMincho"
WITHOUT_JAPANESE = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


@pytest.fixture
def western(qapp: QApplication) -> Iterator[QFont]:
    """A font without Japanese as that of the application, whose own comes back afterwards."""
    before = QFont(qapp.font())
    number = QFontDatabase.addApplicationFont(str(WITHOUT_JAPANESE))
    font = QFont(QFontDatabase.applicationFontFamilies(number)[0], 10)
    qapp.setFont(font)
    yield font
    qapp.setFont(before)
    QFontDatabase.removeApplicationFont(number)


def test_no_font_that_is_loaded_later_takes_the_place_of_that_of_the_window(
    qapp: QApplication, western: QFont, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system may call it by a name that stands for another; the western font is there to come back from."""
    assert not speaks_japanese(western)
    monkeypatch.setattr(QApplication, "platformName", staticmethod(lambda: "xcb"))
    QFontDatabase.addApplicationFont(str(font_file(Face.MINCHO)))
    QFont.insertSubstitution(ALIAS, MEANT)
    qapp.setFont(QFont(ALIAS, 10))
    try:
        prepare(qapp)
        assert qapp.font().family() == MEANT
    finally:
        QFont.removeSubstitutions(ALIAS)


def test_a_system_font_without_japanese_gives_way_to_the_programs_own(
    qapp: QApplication, western: QFont, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not speaks_japanese(western)
    # As on a desktop, where the system's own font is taken if it will do.
    monkeypatch.setattr(QApplication, "platformName", staticmethod(lambda: "xcb"))
    prepare(qapp)
    assert speaks_japanese(qapp.font())
