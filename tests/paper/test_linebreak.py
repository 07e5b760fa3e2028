from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pia_desktop.paper.fontmetrics import FontFace
from pia_desktop.paper.linebreak import (
    DEFAULT_HANGING,
    FORBIDDEN_AT_END,
    FORBIDDEN_AT_START,
    LEAST_LAST,
    Hanging,
    Line,
    break_lines,
    marker_length,
)

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FACE = FontFace.load(FONTS / "BIZUDPGothic-Regular.ttf")
MONO = FontFace.load(FONTS / "BIZUDGothic-Regular.ttf")
SIZE = 10.0
GAP = re.compile(r"[ \t]*(\r\n|[\n\r\v\f\x85\u2028\u2029])?")

# The characters where rules meet, far more often than they do in a text.
AWKWARD = (
    "あ漢字ーっ、。（）「」［］“”‘’・々〕％℃¥№!?.,:;)(\"' \t\u3000\u00a0\n\r\u2028"
    "aZ9０Ａ／/@-令和元年月日第条号万人以上件約――……‥か\u3099\u200b\u200d\ufe0f\u2060\U000e0100\U00020bb7\ud842\udfb7"
    "①※■○(1)１．"
)
TEXTS = st.one_of(
    st.text(st.sampled_from(AWKWARD), max_size=120),
    st.text(st.characters(), max_size=60),
    st.text(st.sampled_from("）」、。ーabc "), max_size=200),
    st.text(st.sampled_from("第19条8号令和6年月30日ISO/IEC万人以上、"), max_size=200),
)
WIDTHS = st.one_of(st.floats(0.0, 30.0), st.floats(30.0, 500.0))


def lines_of(text: str, ems: float, face: FontFace = MONO, **options: float) -> list[str]:
    return [line.text for line in break_lines(text, ems * SIZE, SIZE, face, hanging=None, **options)]


def assert_nothing_lost(text: str, lines: tuple[Line, ...]) -> None:
    assert lines[0].start == 0
    for line, following in zip(lines, (*lines[1:], None), strict=True):
        assert text[line.start : line.end] == line.text
        match = GAP.fullmatch(text, line.end, len(text) if following is None else following.start)
        assert match is not None
        assert line.ends_paragraph == (following is None or match[1] is not None)


ADDRESS = "https://www.city.example.lg.jp/kurashi/kojinbango/hogo_hyouka/004/d00190135.html?year=2024"


@pytest.mark.parametrize("ems", range(6, 40))
def test_an_address_too_long_for_a_line_ends_it_behind_a_word(ems: int) -> None:
    lines = lines_of(f"詳細は{ADDRESS}を参照。", ems)
    assert "".join(lines) == f"詳細は{ADDRESS}を参照。"
    parted = [line for line in lines[:-1] if line[-1].isascii() and not line.endswith("2024")]
    assert all(not line[-1].isalnum() for line in parted), lines


@settings(max_examples=400)
@given(TEXTS, WIDTHS, st.floats(0.0, 60.0), st.sampled_from([None, DEFAULT_HANGING, Hanging(9.0, 0.0)]))
def test_any_text_in_any_box(text: str, width: float, indent: float, hanging: Hanging | None) -> None:
    lines = break_lines(text, width, SIZE, FACE, first_indent=indent, hanging=hanging)
    assert_nothing_lost(text, lines)
    for line in lines:
        assert line.width == pytest.approx(FACE.width(line.text, SIZE))
        if line.indent + line.width > width + 0.001:
            visible = [char for char in line.text if FACE.widths[char]]
            assert len(visible) == 1, "only a character that is wider than the box may stick out"
    assert lines == break_lines(text, width, SIZE, FACE, first_indent=indent, hanging=hanging)


@given(TEXTS, st.floats(20.0, 500.0))
def test_a_rule_is_broken_only_where_no_legal_break_was_at_hand(text: str, width: float) -> None:
    lines = break_lines(text, width, SIZE, FACE, hanging=None)
    for line, following in pairwise(lines):
        if line.ends_paragraph or not line.text or following.start != line.end:
            continue
        broken = text[following.start] in FORBIDDEN_AT_START or text[following.start - 1] in FORBIDDEN_AT_END
        if broken:
            # A break between two plain ideographs is legal by every rule; so there can be none in this line.
            assert re.search("[漢字あ]{2}", line.text) is None


@given(TEXTS, st.floats(100.0, 500.0))
def test_a_line_takes_all_that_it_can(text: str, width: float) -> None:
    """Where a line ends before plain ideographs with room to spare, one of them would have fitted, but for
    the line that spares some to the paragraph's last.
    """
    lines = break_lines(text, width, SIZE, FACE, hanging=None)
    for line, following in pairwise(lines):
        head = re.match("[漢字][漢字]", following.text)
        if (
            not line.ends_paragraph
            and not following.ends_paragraph
            and head
            and following.start == line.end
            and line.text[-1:] in ("漢", "字")
        ):
            assert line.width + FACE.width(head[0][0], SIZE) > width


@given(st.integers(12, 60), st.integers(1, 150), st.sampled_from(["漢", "す。", "（続く）", "令和6年"]))
def test_a_paragraph_ends_with_no_stub(ems: int, length: int, end: str) -> None:
    text = "字" * length + end
    lines = lines_of(text, float(ems))
    assert "".join(lines) == text
    assert len(lines) == 1 or len(lines[-1]) >= LEAST_LAST
    assert all(MONO.width(line, SIZE) >= (ems - 6) * SIZE for line in lines[:-1])


def test_a_narrow_column_keeps_its_lines_full() -> None:
    assert lines_of("字" * 12, 11.0) == ["字" * 11, "字"]
    assert lines_of("字" * 13, 12.0) == ["字" * 10, "字" * 3]


def test_no_line_gives_up_half_of_itself_for_the_last() -> None:
    assert lines_of("漢" * 4 + "A" * 16 + "字", 12.0) == ["漢" * 4 + "A" * 16, "字"]


@pytest.mark.parametrize(
    "closing", "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝」』】〉》〕’”ぁっゃゎァッャヮヵヶ)]},.:;!?％℃°>＞"
)
def test_no_line_begins_with(closing: str) -> None:
    assert lines_of("漢字漢字漢" + closing + "漢字", 5.0)[0] == "漢字漢字"


@pytest.mark.parametrize("opening", "（［｛「『【〈《〔‘“([{£¥＄№<＜")
def test_no_line_ends_with(opening: str) -> None:
    assert lines_of("漢字漢字" + opening + "漢字漢字", 5.0)[0] == "漢字漢字"


@pytest.mark.parametrize(
    "whole",
    [
        "令和6年",
        "令和元年",
        "8月30日",
        "１２月３１日",
        "第19条第8号",
        "第三十条の二",
        "別表第二",
        "第1.0版",
        "第２．１．３版",
        "10万人以上",
        "30万5千人",
        "5件",
        "¥1,000",
        "１，０００円",
        "約300人未満",
        "50％",
        "9時30分",
        "16.メ",
        "――",
        "……",
        "‥‥",
        "ISO/IEC27001",
        "ＩＳＯ２７００１",
        "e-mail",
        "a.b@c.jp",
        "か\u3099",
        "葛\U000e0100",
        "\ud842\udfb7",
        "\U0001f468\u200d\U0001f469",
    ],
)
def test_what_belongs_together_is_not_parted(whole: str) -> None:
    for before in range(1, 12):
        lines = lines_of("字" * before + whole + "漢" * 12, 12.0)
        assert sum(whole in line for line in lines) == 1, lines


@pytest.mark.parametrize(
    "text", ["1,2,3,4,5,6,7", "１，２，３，４，５", "8月分を含む5年の間に", "ABC DEF GHI"]
)
def test_a_list_is_not_one_word(text: str) -> None:
    assert not lines_of(text, 3.5)[0].endswith(text)
    assert len(lines_of(text, 3.5)) > 1


def test_what_is_longer_than_a_line_is_broken_where_the_line_ends() -> None:
    assert lines_of("漢字" + "A" * 50, 10.0) == ["漢字" + "A" * 16, "A" * 20, "A" * 14]
    assert lines_of("漢字漢字第19条第8号", 4.0) == ["漢字漢字", "第19条", "第8号"]


def test_a_line_without_a_legal_break_ends_at_the_edge() -> None:
    assert [len(line) for line in lines_of("）" * 200, 45.0)] == [45, 45, 45, 45, 20]
    assert [len(line) for line in lines_of("（" * 100, 45.0)] == [45, 45, 10]


def test_a_box_that_is_narrower_than_a_character_holds_one_a_line() -> None:
    assert lines_of("漢字葛\U000e0100、", 0.2) == ["漢", "字", "葛\U000e0100", "、"]
    assert lines_of("漢字", -3.0) == ["漢", "字"]


def test_paragraphs_end_where_the_clerk_ended_them() -> None:
    lines = break_lines("一\n\n二\r\n三\r四\u2028", 100.0, SIZE, FACE)
    assert [(line.text, line.ends_paragraph) for line in lines] == [
        (text, True) for text in ("一", "", "二", "三", "四", "")
    ]
    assert [line.text for line in break_lines("", 100.0, SIZE, FACE)] == [""]


def test_spaces_at_a_line_end_vanish_and_ideographic_ones_stay() -> None:
    assert lines_of("漢字漢字" + " " * 9 + "漢字", 4.0) == ["漢字漢字", "漢字"]
    assert lines_of("漢字漢字\u3000漢字", 4.0) == ["漢字漢字", "\u3000漢字"]
    assert lines_of("漢字（ 漢字", 4.0)[0] == "漢字"
    assert lines_of("漢字" + " " * 5000 + "）", 4.0)[-1] == "）"


@given(st.floats(4.0, 30.0), st.integers(1, 60))
def test_as_many_full_width_characters_as_the_box_has_ems(size: float, count: int) -> None:
    lines = break_lines("漢" * 70, count * size, size, FACE)
    assert len(lines[0].text) == count


@pytest.mark.parametrize(
    ("paragraph", "marker"),
    [
        ("・住所", "・"),
        ("　・住所", "　・"),
        ("①住所", "①"),
        ("① 住所", "① "),
        ("(1)住所", "(1)"),
        ("（１）住所", "（１）"),
        ("１．住所", "１．"),
        ("1. 住所", "1. "),
        ("ア、住所", "ア、"),
        ("1　住所", "1　"),
        ("１０　住所", "１０　"),
        ("　ア　住所", "　ア　"),
        ("第2　住所", "第2　"),
        ("1　　住所", ""),
        ("1", ""),
        ("2024　住所", ""),
        ("（ア）住所", "（ア）"),
        ("※住所", "※"),
        ("※1 住所", "※1 "),
        ("(※1)住所", "(※1)"),
        ("■住所", "■"),
        ("○住所", "○"),
        ("○○市長", ""),
        ("3.14", ""),
        ("2024年", ""),
        ("住所", ""),
        ("（住所）", ""),
        ("アルファ", ""),
        ("", ""),
    ],
)
def test_markers(paragraph: str, marker: str) -> None:
    assert paragraph[: marker_length(paragraph)] == marker


def test_further_lines_stand_under_the_text_of_a_marked_paragraph() -> None:
    lines = break_lines("（１）" + "漢" * 60 + "\n" + "字" * 30, 200.0, SIZE, FACE)
    marker = FACE.width("（１）", SIZE)
    assert [line.indent for line in lines] == pytest.approx([0.0, marker, marker, marker, 0.0, 0.0])
    narrow = break_lines("（１）" + "漢" * 60, 110.0, SIZE, FACE)
    assert {line.indent for line in narrow} == {0.0}
    off = break_lines("（１）" + "漢" * 60, 200.0, SIZE, FACE, hanging=None)
    assert {line.indent for line in off} == {0.0}


def test_a_marker_keeps_its_text() -> None:
    lines = break_lines("・" + "ABCDEFGHIJ" * 3 + "漢字", 150.0, SIZE, MONO)
    assert lines[0].text != "・"


def all_texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from all_texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from all_texts(part)


@pytest.mark.parametrize("ems", [20.0, 45.0, 46.5])
def test_real_assessments_have_no_violation(samples: Path, ems: float) -> None:
    together = re.compile(
        r"令和\d+年|第\d+条|第\d+号|\d+月\d+日|ISO/IEC\d+|\d+万人以上|[A-Za-z]{2,12}|\d+件|\d[%％]"
    )
    for path in sorted(samples.glob("*.json")):
        for text in all_texts(json.loads(path.read_text("utf-8"))):
            lines = break_lines(text, ems * SIZE, SIZE, FACE)
            assert_nothing_lost(text, lines)
            starts = {line.start for line in lines}
            for line, following in pairwise(lines):
                assert line.indent + line.width <= ems * SIZE + 0.001
                if not line.ends_paragraph:
                    assert following.text[0] not in FORBIDDEN_AT_START
                    assert line.text[-1] not in FORBIDDEN_AT_END
            for match in together.finditer(text):
                assert not starts & set(range(match.start() + 1, match.end())), match[0]
