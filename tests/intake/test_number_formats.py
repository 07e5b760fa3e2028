"""What a cell shows of its value is what is read, however the value is kept."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from pia_desktop.intake.cells import Cell, Reason
from pia_desktop.intake.fronts.numberformats import Shown, shown
from pia_desktop.intake.fronts.xlsx import read_xlsx
from tests.intake.offices import Parts, changed

_SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (12.0, "0000", "0012"),
        (5.0, '0"件"', "5件"),
        (3.0, "0件", "3件"),
        (1.0, '"提供先"0', "提供先1"),
        (12.0, 'General"年度"', "12年度"),
        (0.5, "0%", "50%"),
        (0.256, "0.0%", "25.6%"),
        (0.005, "0.00", "0.01"),
        (2.0, "0.##", "2."),
        (0.5, ".00", ".50"),
        (1234567.0, "#,##0", "1,234,567"),
        (12345.0, '0,"千円"', "12千円"),
        (1234567.0, "000-0000", "123-4567"),
        (1234567.0, "[<=999]000;[<=9999]000-00;000-0000", "123-4567"),
        (0.5, "# ?/?", "1/2"),
        (1.5, "# ??/??", "1 1/2"),
        (0.25, "?/4", "1/4"),
        (-5.0, "#,##0;[Red]-#,##0", "-5"),
        (-3.0, '"△"0;"▲"0', "▲3"),
        (-3.0, "0", "-3"),
        (0.0, '0;-0;"－"', "－"),
        (0.0, '[=0]"なし";0"件"', "なし"),
        (1500.0, '[>=1000]0"人以上";0"人"', "1500人以上"),
        (1234.5, "[$¥-411]#,##0", "¥1,235"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(number: float, code: str, words: str) -> None:
    assert shown(number, code) == Shown(words)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("yyyy/m/d", "令和元年5月3日"),
        ('[$-411]ggge"年"m"月"d"日";@', "令和1年5月3日"),
        ('[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@', "令和元年5月3日"),
        ('yyyy"年"m"月"d"日""現在"', "令和元年5月3日現在"),
        ("yyyy/m/d\\(aaa\\)", "令和元年5月3日(金)"),
        ("yyyy/mm", "令和元年5月"),
        ('yyyy"年度"', "2019年度"),
        ('m"月"d"日"', "5月3日"),
        ("h:mm", "14:05"),
        ('h"時"mm"分"', "14時05分"),
        ("yyyy/m/d h:mm", "令和元年5月3日 14:05"),
    ],
)
def test_a_moment_is_read_as_far_as_its_format_shows_it(code: str, words: str) -> None:
    assert shown(datetime(2019, 5, 3, 14, 5, 9), code) == Shown(words)


def test_an_era_s_year_alone_is_read_though_its_value_is_a_number() -> None:
    day = (date(2025, 4, 3) - date(1899, 12, 30)).days
    assert shown(float(day), '[$-411]ggge"年"') == Shown("令和7年")
    assert shown(timedelta(days=2, hours=3), "[h]:mm") == Shown("51:00")


@pytest.mark.parametrize("code", ["[DBNum1]0", "0.00E+00", "mm:ss.0", "0x"])
def test_a_format_that_is_not_understood_is_told(code: str) -> None:
    seen = shown(7.0, code)
    assert seen is not None
    assert not seen.sure


@pytest.mark.parametrize("code", ["0", "0%", "# ?/?", "yyyy/m/d", "[h]:mm"])
def test_no_number_is_too_odd_to_be_shown(code: str) -> None:
    for value in (float("inf"), float("nan"), -1e308, 1e308, 1e-308, -1.0, timedelta.max):
        shown(value, code)


@pytest.mark.parametrize(("value", "code"), [(5.0, ";;;"), (0.0, "0;;"), (0.0, "#"), ("語", ";;;")])
def test_what_a_format_shows_not_at_all_is_hidden(value: object, code: str) -> None:
    seen = shown(value, code)
    assert seen is not None
    assert seen.hidden
    assert seen.words


def _cells(path: Path, *values: tuple[object, str]) -> list[Cell]:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for column, (value, code) in enumerate(values):
            sheet.write(0, column, value, book.add_format({"num_format": code}))
    return list(read_xlsx(path).cells)


def test_cells_of_a_workbook_are_read_as_they_are_seen(tmp_path: Path) -> None:
    cells = _cells(tmp_path / "a.xlsx", (12, "0000"), ("市長", '@"様"'), (0.5, "0%"), (7, "[DBNum1]0"))
    assert [cell.text for cell in cells] == ["0012", "市長様", "50%", "7"]
    assert [cell.doubts for cell in cells] == [set(), set(), set(), {Reason.NUMBER_FORMAT}]


@pytest.mark.parametrize("from_1904", [False, True])
def test_days_are_told_from_either_first_day(tmp_path: Path, from_1904: bool) -> None:
    path, moment = tmp_path / "a.xlsx", datetime(2025, 4, 1, 9, 30)
    codes = {
        "yyyy/m/d": "令和7年4月1日",
        'ggge"年"m"月"d"日"': "令和7年4月1日",
        'ggge"年"': "令和7年",
        'e"年"': "7年",
        'yyyy"年"m"月"': "令和7年4月",
        "m/d": "4/1",
        "aaaa": "火曜日",
        "h:mm": "9:30",
        "[h]:mm": "1062873:30" if from_1904 else "1097961:30",
    }
    with xlsxwriter.Workbook(path, {"date_1904": from_1904}) as book:
        sheet = book.add_worksheet()
        for column, code in enumerate(codes):
            sheet.write_datetime(0, column, moment, book.add_format({"num_format": code}))
    assert [cell.text for cell in read_xlsx(path).cells] == list(codes.values())


def test_cells_that_do_not_say_where_they_stand_keep_their_format(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    _cells(path, ("語", "General"), (12, "0000"), (3, '0"件"'))
    named = re.compile('<(c|row) r="[A-Z0-9]+"')

    def bare(parts: Parts) -> None:
        parts[_SHEET] = named.sub(r"<\1", parts[_SHEET])

    changed(path.read_bytes(), path, bare)
    assert [cell.text for cell in read_xlsx(path).cells] == ["語", "0012", "3件"]


def test_a_formula_that_cells_share_is_shown_in_each_where_no_value_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    _cells(path, (1, "General"), (2, "General"))
    first = '<c r="A1"><f t="shared" ref="A1:B1" si="0">別紙!A5</f></c><c r="B1"><f t="shared" si="0"/></c>'

    def sharing(parts: Parts) -> None:
        parts[_SHEET] = re.sub("<c .*</c>", first, parts[_SHEET])

    changed(path.read_bytes(), path, sharing)
    cells = read_xlsx(path).cells
    assert [cell.text for cell in cells] == ["=別紙!A5"] * 2
    assert all(cell.doubts == {Reason.FORMULA} for cell in cells)
