"""Tables of a page without rules: read by where lines begin, and all of it doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from pia_desktop.forms.catalogue import find_form
from pia_desktop.intake.cells import Reason
from pia_desktop.intake.fronts.pdf import read_pdf
from pia_desktop.intake.reading import read_here

_LABELS, _ANSWERS = 40.0, 170.0


@pytest.fixture(autouse=True, scope="module")
def _font() -> None:
    registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))


def _page(path: Path, rows: Sequence[tuple[str | None, str | None]], *, answers: float = _ANSWERS) -> Path:
    """A page with two columns, line closely below line, without any rule."""
    page = Canvas(str(path), pagesize=(595, 842))
    page.setFont("HeiseiKakuGo-W5", 9)
    for at, (label, answer) in enumerate(rows):
        height = 800 - 9 * at
        if label:
            page.drawString(_LABELS, height, label)
        if answer:
            page.drawString(answers, height, answer)
    page.save()
    return path


def test_a_row_begins_where_a_label_does_and_a_label_may_take_two_lines(tmp_path: Path) -> None:
    rows = [
        ("①事務の名称", "児童手当の支給に関する事務"),
        ("②事務の概要", "児童手当法に基づき手当を支給する。"),
        (None, "次の事務に用いる。"),
        ("評価対象の事務の対象人数", "[　1万人以上10万人未満　]"),
        ("は何人か", "＜選択肢＞"),
    ]
    cells = read_pdf(_page(tmp_path / "a.pdf", rows)).cells
    assert [cell.text for cell in cells] == [
        "①事務の名称",
        "児童手当の支給に関する事務",
        "②事務の概要",
        "児童手当法に基づき手当を支給する。\n次の事務に用いる。",
        "評価対象の事務の対象人数は何人か",
        "[　1万人以上10万人未満　]\n＜選択肢＞",
    ]


def test_a_small_gap_parts_columns_where_other_lines_begin(tmp_path: Path) -> None:
    label = "評価対象の事務の対象人数は何人か"  # reaches to half a sign before the answers
    others = ["①事務の名称", "②事務の概要", "③システムの名称", "①部署"]
    rows = [(label, "30万人以上"), *((other, "なし") for other in others)]
    cells = read_pdf(_page(tmp_path / "a.pdf", rows, answers=_LABELS + 9 * len(label) + 5)).cells
    assert [cell.text for cell in cells][:2] == [label, "30万人以上"]


def test_a_date_begins_a_row_of_a_table(tmp_path: Path) -> None:
    rows = [
        ("変更日", "変更後の記載"),
        ("令和5年6", "手当の額"),
        ("月30日", "を改めた。"),
        ("令和6年5月1日", "なし"),
    ]
    cells = read_pdf(_page(tmp_path / "a.pdf", rows, answers=120)).cells
    assert [cell.text for cell in cells][2:] == [
        "令和5年6月30日",
        "手当の額を改めた。",
        "令和6年5月1日",
        "なし",
    ]


def test_all_that_was_read_from_columns_without_rules_is_doubtful(tmp_path: Path) -> None:
    rows = [
        ("①事務の名称", "児童手当の支給に関する事務"),
        ("①実施の有無", "[　実施する　]"),
        ("いつ時点の計数か", "令和7年4月1日時点"),
        ("適用した理由", "[○] 適用した"),
    ]
    report = read_here(_page(tmp_path / "a.pdf", rows), find_form("yoshiki2")).report
    assert {doubt.path for doubt in report.doubts if doubt.reason is Reason.NO_RULES} >= {
        ("values", "I.1.1"),
        ("values", "I.4.1"),
    }
    assert report.sure == 0
