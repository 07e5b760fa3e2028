"""Lines that head what follows stay with it, and no page begins with a blank line."""

from __future__ import annotations

from functools import cache

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.small_headings import SMALL_HEADING
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.paper.blocks import Align, Look, Role, Words
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.leading import leading_lines
from pia_desktop.paper.linebreak import break_lines
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import BOTTOM, LABEL_WIDTH, PAD_X, PAD_Y, Face, Style, metrics
from pia_desktop.paper.text import Setter
from tests.paper.documents import LONGER, body_runs, lines_by_page

LONG = "この項に続く措置の内容を記載する。" * 4


def leading(text: str, ems: float = 20.0) -> list[str]:
    lines = break_lines(text, ems * 8, 8.0, metrics(Face.BODY))
    return [lines[number].text for number in sorted(leading_lines(lines))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("＜窓口での措置＞\n内容", ["＜窓口での措置＞"]),
        ("<窓口での措置>\n内容", ["<窓口での措置>"]),
        ("前\n【住民基本台帳システム】\n\n内容", ["【住民基本台帳システム】", ""]),
        ("［措置］\n内容", ["［措置］"]),
        ("［　］\n内容", []),
        (f"＜{'長' * 25}い見出し＞\n内容", [f"{'長' * 6}い見出し＞"]),
        ("■その他のリスク\n①内容", ["■その他のリスク"]),
        ("■一つ\n■二つ\n■三つ", []),
        ("５　その他の事務\n　次の事務を行う。\n次", ["５　その他の事務"]),
        ("前の段落。\n\n５　その他の事務\n(1)内容", ["５　その他の事務"]),
        ("前の段落。\n\n一文である。\n次の文", []),
        ("前の段落。\n次の段落\n最後", []),
        (f"{LONG}\n{LONG}", []),
    ],
)
def test_which_lines_head_what_follows(text: str, expected: list[str]) -> None:
    assert leading(text) == expected


@pytest.mark.parametrize("heading", ["<見出し>", "＜見出し＞", "≪見出し≫"])
def test_the_comparison_knows_the_same_headings(heading: str) -> None:
    assert SMALL_HEADING.search(f"前\n{heading}\n後")


def with_answer(text: str) -> Layout:
    root = Node(lists={FILES: {"k": Node({"II.2.3": text, "III.1": "―"})}})
    return layout_assessment(Snapshot(find_form("yoshiki3"), root))


@cache
def room() -> int:
    """How many lines of the answer the page that it begins on holds."""
    return lines_by_page(with_answer("字\n" * LONGER), "字")[0]


@pytest.mark.parametrize("left", range(5))
def test_a_heading_and_the_blank_line_below_it_do_not_end_a_page(left: int) -> None:
    before = room() - left
    layout = with_answer("\n".join(["字"] * before + ["<見出し>", "", "内容", "最後"]))
    (number,) = (at for at, page in enumerate(layout.pages) if "<見出し>" in words(layout, at))
    assert "内容" in words(layout, number)


@pytest.mark.parametrize("left", range(-1, 3))
def test_a_page_does_not_begin_with_a_blank_line(left: int) -> None:
    before = room() - left
    layout = with_answer("\n".join(["字"] * before + ["", ""] + ["後"] * 9))
    for page in layout.pages:
        for frame in page.frames[:1]:
            first = [run for run in body_runs(page) if run.y < frame.y + frame.height]
            if {run.text for run in first if run.text in ("字", "後")} and page is not layout.pages[0]:
                top, below = sorted({run.y for run in first})[:2]
                assert top - frame.y < PAD_Y + (below - top)  # less than the padding and a line


@pytest.mark.parametrize("left", [-1, 0, 1])
def test_a_text_that_ends_in_a_blank_line_fills_its_page_and_no_more(left: int) -> None:
    def of_lines(count: int) -> Layout:
        snapshot = Snapshot(find_form("yoshiki2"), Node({"I.1.1": "字\n" * count}))
        return layout_assessment(snapshot, style=Style(1.2))

    layout = of_lines(lines_by_page(of_lines(LONGER), "字")[0] - left)
    for page in layout.pages:
        assert max((box.y + box.height for box in page.boxes), default=0.0) <= page.height - BOTTOM + 0.05


def words(layout: Layout, number: int) -> list[str]:
    return [run.text for run in body_runs(layout.pages[number])]


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("特定個人情報の提供ルール", ["特定個人情報の", "提供ルール"]),
        ("②実現が期待されるメリット", ["②実現が期待される", "メリット"]),
        ("⑤事務担当部署", ["⑤事務担当部署"]),
        ("④提供する情報の対象となる本人の数", ["④提供する情報の", "対象となる本人の数"]),
        ("②個人情報保護委員会による審査", ["②個人情報保護委員会", "による審査"]),
    ],
)
def test_the_last_line_of_a_label_is_a_word_and_not_a_sign(label: str, lines: list[str]) -> None:
    words = Words(label, (), Role.LABEL, Look.LABEL)
    found = Setter(Style(1.2)).words(words, LABEL_WIDTH - 2 * PAD_X)
    assert ["".join(run.text for run in part.runs) for part in found] == lines


@pytest.mark.parametrize(
    ("label", "ems", "lines"),
    [
        ("使用者数", 3.5, ["使用", "者数"]),
        ("対象となる本人の数", 8.5, ["対象となる", "本人の数"]),
        ("個人情報保護", 5.5, ["個人情報", "保護"]),
        ("個人情報の正確性確保の内容", 7.8, ["個人情報の", "正確性確保の", "内容"]),
        (
            "再委託先による特定個人情報ファイルの適切な取扱いの確保",
            10.6,
            ["再委託先による特定", "個人情報ファイルの", "適切な取扱いの確保"],
        ),
        (
            "委託先から他者への提供に関するルールの内容及びルール遵守の確認方法",
            8.4,
            ["委託先から他者へ", "の提供に関する", "ルールの内容及び", "ルール遵守の確認", "方法"],
        ),
    ],
)
def test_a_label_in_a_narrow_cell_parts_no_word(label: str, ems: float, lines: list[str]) -> None:
    words = Words(label, (), Role.LABEL, Look.LABEL)
    found = Setter(Style()).words(words, ems * Style().type_of(Look.LABEL).size)
    assert ["".join(run.text for run in part.runs) for part in found] == lines


def test_a_heading_is_not_parted_inside_a_word() -> None:
    text = "５．特定個人情報の提供・移転 （委託や情報提供ネットワークシステムを通じた提供を除く。）"
    words = Words(text, (), Role.HEADING, Look.SECTION)
    found = Setter(Style()).words(words, 36 * Style().type_of(Look.SECTION).size)
    assert "".join(run.text for run in found[-1].runs) == "提供を除く。）"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "評価書\n児童扶養手当及び児童手当の支給 基礎項目評価書",
            ["評価書", "児童扶養手当及び児童手当の支給", "基礎項目評価書"],
        ),
        ("児童扶養手当及び児童手当の支給に関する事務", ["児童扶養手当及び児童手当の", "支給に関する事務"]),
    ],
)
def test_centred_words_are_parted_at_a_blank_or_a_word(title: str, lines: list[str]) -> None:
    words = Words(title, (), Role.HEADING, Look.TITLE, Align.CENTRE)
    found = Setter(Style()).words(words, 19 * Style().type_of(Look.TITLE).size)
    assert ["".join(run.text for run in part.runs) for part in found] == lines
