"""Places in lines that are too short for them, and the lines of long texts in a table."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.pages import open_page, open_session
from ui.form.changes import ChangesBlock
from ui.form.whole_lines import first_lines
from ui.widgets.elided_place import elided_place
from ui.widgets.theme import space

PART, SECTION = "Ⅱ 特定個人情報ファイルの概要", "6. 特定個人情報の保管・消去 保管場所"


@pytest.fixture
def metrics(qapp: QApplication) -> QFontMetrics:
    return QFontMetrics(qapp.font())


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        (f"{PART} （資格ファイル） {SECTION}", ("Ⅱ（資格ファイル）", "保管場所")),
        (f"{PART} （給付（仮）） {SECTION}", ("Ⅱ（給付（仮））", "保管場所")),
        ("（別添１） 特定個人情報ファイル記録項目 （資格ファイル）", ("（別添１）（資格ファイル）",)),
        (f"{PART} {SECTION}", ("Ⅱ 特定", "保管場所")),
        (
            "Ⅲ リスク対策 2. 特定個人情報の入手 （情報連携による入手を除く。） その他",
            ("Ⅲ リスク", "その他"),
        ),
    ],
)
def test_a_place_that_is_cut_keeps_its_file_and_its_item(
    metrics: QFontMetrics, place: str, kept: tuple[str, ...]
) -> None:
    wide = metrics.horizontalAdvance(place)
    assert elided_place(metrics, place, wide) == place
    cut = elided_place(metrics, place, wide * 3 // 5)
    assert metrics.horizontalAdvance(cut) <= wide * 3 // 5
    assert cut != place
    for words in kept:
        assert words in cut


def test_a_long_name_of_a_file_leaves_room_for_the_item(metrics: QFontMetrics) -> None:
    place = f"{PART} （{'国民健康保険の資格と賦課に関する' * 4}ファイル） {SECTION}"
    room = metrics.horizontalAdvance("国" * 20)
    cut = elided_place(metrics, place, room)
    assert metrics.horizontalAdvance(cut) <= room
    assert cut.startswith("Ⅱ（…")
    assert "に関する）" in cut
    assert cut.endswith("場所")


def test_files_whose_names_begin_and_end_alike_are_told_apart(metrics: QFontMetrics) -> None:
    room = metrics.horizontalAdvance("国" * 20)
    cut = [
        elided_place(metrics, f"{PART} （国民健康保険{name}ファイル） {SECTION}", room)
        for name in ("資格", "給付")
    ]
    assert "資格）" in cut[0]
    assert "給付）" in cut[1]


def test_no_line_of_a_table_begins_with_a_full_stop_and_a_cut_is_seen(qapp: QApplication) -> None:
    font = QFont(qapp.font())
    words = "宛名情報の管理を行う。また、中間サーバーとの連携を行う。"
    wide = QFontMetrics(font).horizontalAdvance("宛名情報の管理を行う")  # the stop has no room
    lines = first_lines(words, font, wide, 9)
    assert "".join(lines) == words
    assert not any(line.startswith(("。", "、")) for line in lines)
    first, last = first_lines(words, font, wide, 2)
    assert words.startswith(first)
    assert last.endswith("…")
    assert QFontMetrics(font).horizontalAdvance(last) <= wide
    assert first_lines("甲\n\n乙", font, wide, 3) == ["甲", "", "乙"]


def test_a_day_of_change_stands_in_one_line(qtbot: QtBot) -> None:
    page = open_page(qtbot, open_session("yoshiki3"), "A2")
    [block] = page.lists.values()
    assert isinstance(block, ChangesBlock)
    room = block.view.columnWidth(0) - 2 * space(1)
    assert len(first_lines("令和8年11月28日", block.view.font(), room, 3)) == 1
