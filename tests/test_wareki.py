from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.wareki import (
    ParsedDate,
    in_right_era,
    leading_date,
    local_day,
    local_words,
    normalise_date_words,
    normalise_days_words,
    normalise_leading_date,
    parse_date,
)

DAYS = st.dates(date(1868, 1, 1), date(2100, 12, 31))
FULL_WIDTH = str.maketrans("0123456789RHSTM./-", "０１２３４５６７８９ＲＨＳＴＭ．／－")
LETTERS = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T", "明治": "M"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和6年8月30日", "2024-08-30"),
        ("令和６年８月３０日", "2024-08-30"),
        ("　令和 6年 8月30日 ", "2024-08-30"),
        ("Ｒ６．８．３０", "2024-08-30"),
        ("R6.8.30", "2024-08-30"),
        ("r6/8/30", "2024-08-30"),
        ("R06.08.30", "2024-08-30"),
        ("令6.8.30", "2024-08-30"),
        ("R元.5.1", "2019-05-01"),
        ("令和元年5月1日", "2019-05-01"),
        ("令和1年5月1日", "2019-05-01"),
        ("㋿6年8月30日", "2024-08-30"),
        ("㍻27.6.1", "2015-06-01"),
        ("H27.6.1", "2015-06-01"),
        ("2024-08-30", "2024-08-30"),
        ("２０２４ー０８ー３０", "2024-08-30"),
        ("2024/8/30", "2024-08-30"),
        ("R6・8・30", "2024-08-30"),
        ("Ｒ６。８。３０", "2024-08-30"),
        ("R060830", "2024-08-30"),
        ("Ｒ０６０８３０", "2024-08-30"),
        ("20240830", "2024-08-30"),
        ("2024年8月30日", "2024-08-30"),
        ("平成27年6月", "2015-06"),
        ("2015/6", "2015-06"),
        ("令和元年", "2019"),
        ("昭和64年1月7日", "1989-01-07"),
        ("平成元年1月8日", "1989-01-08"),
        ("平成31年4月30日", "2019-04-30"),
        ("大正元年7月30日", "1912-07-30"),
        ("明治45年7月29日", "1912-07-29"),
        ("昭和元年12月25日", "1926-12-25"),
        ("令和6年2月29日", "2024-02-29"),
        ("R6–8–30", "2024-08-30"),
        ("2024―08―30", "2024-08-30"),
        ("R6ｰ8ｰ30", "2024-08-30"),
        ("R6·8·30", "2024-08-30"),
        ("2024∕8∕30", "2024-08-30"),
        ("西暦2024年8月30日", "2024-08-30"),
        ("令和六年八月三十日", "2024-08-30"),
        ("令和 六年 八月 三〇日", "2024-08-30"),
        ("平成三十年十二月二十一日", "2018-12-21"),
        ("令和元年十月", "2019-10"),
        ("二〇二四年八月三十日", "2024-08-30"),
        ("昭和六十四年一月七日", "1989-01-07"),
    ],
)
def test_a_date_is_understood_however_it_is_written(text: str, expected: str) -> None:
    parsed = parse_date(text)
    assert parsed is not None
    assert parsed.iso() == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "未定",
        "令和6年8月頃",
        "令和6年8月30日から",
        "令和6年度",
        "令和0年1月1日",
        "令和00年1月1日",
        "0000-00-00",
        "昭和64年1月8日",
        "平成元年1月7日",
        "平成31年5月1日",
        "平成31年5月",
        "平成32年4月1日",
        "令和元年4月30日",
        "大正15年12月25日",
        "昭和64年1月",
        "平成31年",
        "令和5年2月29日",
        "令和6年13月1日",
        "令和6年4月31日",
        "令和6年0月1日",
        "2024-8/30",
        "2024-08-30-1",
        "20241301",
        "12345678",
        "202408301",
        "R6830",
        "R6",
        "R6.8.30.1",
        "6.8.30",
        "X6.8.30",
        "令和6年\n8月30日",
        "1867-12-31",
        "R6.8.3０\u0660",
        "令和六年度",
        "令和六年十三月一日",
        "令和六年八月三十二日",
        "令和十十年八月一日",
        "平成三十二年四月一日",
        "令六.八.三十",
    ],
)
def test_all_else_stays_words(text: str) -> None:
    assert parse_date(text) is None
    assert normalise_date_words(text) == text


@given(DAYS)
def test_every_day_comes_back_from_every_notation(day: date) -> None:
    parsed = ParsedDate.of(day)
    official = parsed.wareki()
    assert parsed.to_date() == day == parsed.earliest() == parsed.latest()
    era, number = official[:2], official[2 : official.index("年")].replace("元", "1")
    notations = [
        official,
        official.replace("元", "1"),
        parsed.iso(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{LETTERS[era]}{number}.{day.month}.{day.day}",
        f"{LETTERS[era].lower()}{number}/{day.month}/{day.day}",
    ]
    for notation in (*notations, *(notation.translate(FULL_WIDTH) for notation in notations)):
        assert parse_date(notation) == parsed
        assert normalise_date_words(notation) in (official, notation)
    assert normalise_date_words(official) == official


@given(DAYS)
def test_every_month_comes_back(day: date) -> None:
    month = ParsedDate(day.year, day.month)
    assert month.to_date() is None
    assert month.earliest() <= day <= month.latest()
    assert parse_date(month.wareki()) == month
    assert parse_date(month.iso()) == month


@given(DAYS)
def test_the_years_of_an_era_run_on_without_a_gap(day: date) -> None:
    def number(words: str) -> tuple[str, int]:
        return words[:2], int(words[2 : words.index("年")].replace("元", "1"))

    era, year = number(ParsedDate.of(day).wareki())
    next_era, next_year = number(ParsedDate.of(day + timedelta(days=1)).wareki())
    new_year = (day.month, day.day) == (12, 31)
    assert next_year == (1 if next_era != era else year + new_year)


@given(st.text(alphabet="令和平成昭元RHS0123456789年月日./- 　未定\n", max_size=14))
def test_what_is_written_back_means_the_same(text: str) -> None:
    written = normalise_date_words(text)
    assert parse_date(written) == parse_date(text)
    assert normalise_date_words(written) == written
    before_more = normalise_leading_date(text)
    assert leading_date(before_more) == leading_date(text)
    assert normalise_leading_date(before_more) == before_more


@pytest.mark.parametrize(
    "text",
    ["令和６年８月３０日", "2024年8月30日", " 令和6年8月30日", "令和六年八月三十日", "西暦2024年8月30日"],
)
def test_a_date_that_is_written_out_is_left_as_it_is(text: str) -> None:
    assert normalise_date_words(text) == text


def test_an_impossible_day_cannot_be_made() -> None:
    for year, month, day in ((2023, 2, 29), (2024, 0, 1), (2024, 1, 0), (2024, None, 1), (1700, 1, 1)):
        with pytest.raises(ValueError):
            ParsedDate(year, month, day)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和6年8月30日（金）", "2024-08-30"),
        ("令和6年8月30日（予定）", "2024-08-30"),
        ("令和6年8月30日公表", "2024-08-30"),
        ("令和6年8月下旬", "2024-08"),
        ("令和6年8月頃", "2024-08"),
        ("R6.8.30（予定）", "2024-08-30"),
        ("2024年8月30日から", "2024-08-30"),
        ("令和6年8月30日", "2024-08-30"),
        ("令和6年度", None),
        ("令和6年8月301", None),
        ("2024.8.301", None),
        ("R0608301", None),
        ("公表は令和6年8月30日", None),
        ("未定", None),
        ("令和6年2月30日（金）", None),
    ],
)
def test_a_date_with_words_behind_it_is_read(text: str, expected: str | None) -> None:
    parsed = leading_date(text)
    assert (parsed.iso() if parsed else None) == expected


def test_a_stored_moment_is_told_in_local_time() -> None:
    moment = "2024-08-30T12:34:56Z"
    at = datetime.fromisoformat(moment).astimezone()
    assert local_words(moment) == f"令和6年8月{at.day}日 {at:%H:%M}"
    assert local_day(moment) == f"令和6年8月{at.day}日"


@pytest.mark.parametrize("words", ["", "yesterday, or so", "1700-06-01T00:00:00Z", "2024-08-30 12:34"])
def test_a_moment_that_the_calendar_does_not_know_is_told_as_it_is(words: str) -> None:
    assert local_words(words) == local_day(words) == words


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("R7.3.9", "令和7年3月9日"),
        ("R6.6.10～R6.7.10（31日間）", "令和6年6月10日～令和6年7月10日（31日間）"),
        ("2024-08-01（木）及び R6.8.29(木)", "令和6年8月1日（木）及び 令和6年8月29日(木)"),
        ("R6.6.10から\n2024/7/10まで", "令和6年6月10日から\n令和6年7月10日まで"),
        ("R8.9.1-R8.9.30", "令和8年9月1日～令和8年9月30日"),
        ("R8-9-1 – 2026-9-30", "令和8年9月1日～令和8年9月30日"),
        ("令和8年9月1日－R8.9.30", "令和8年9月1日～令和8年9月30日"),
        ("令和8年9月1日－令和8年9月30日", "令和8年9月1日－令和8年9月30日"),
        ("R8.9.1-未定", "R8.9.1-未定"),
        ("R6.8.1、8.29", "令和6年8月1日、8.29"),
        ("条例 R6.8.1 のとおり", "条例 R6.8.1 のとおり"),
        ("令和６年８月１日、未定", "令和６年８月１日、未定"),
    ],
)
def test_days_and_periods_are_completed_and_all_else_stays(typed: str, completed: str) -> None:
    assert normalise_days_words(typed) == completed
    assert normalise_days_words(completed) == completed


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("平成32年4月1日", "令和2年4月1日"),
        ("H31.5.1", "令和元年5月1日"),
        ("令和元年4月1日", "平成31年4月1日"),
        ("R1.4", "平成31年4月"),
        ("平成31年4月30日", None),
        ("R8.2.30", None),
        ("2026-12-01", None),
        ("平成32年4月1日から", None),
    ],
)
def test_a_date_of_another_era_is_told_in_its_own(words: str, right: str | None) -> None:
    assert in_right_era(words) == right
