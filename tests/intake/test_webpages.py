"""Web pages of other offices: pictures inside them come along, and nothing is fetched."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from pia_desktop.exchange.interchange import read_document
from pia_desktop.forms.catalogue import find_form
from pia_desktop.intake.fronts.html import read_html, table_rows
from pia_desktop.intake.fronts.plain import read_plain
from pia_desktop.intake.reading import read_here
from pia_desktop.intake.refusal import Refused
from pia_desktop.intake.report import Outcome
from tests.strategies import bomb_png, jpeg, png

FORM = find_form("yoshiki4")


def address(data: bytes, sort: str = "png") -> str:
    return f"data:image/{sort};base64,{base64.b64encode(data).decode('ascii')}"


def outcome_of(tmp_path: Path, inside: str) -> Outcome:
    path = tmp_path / "他市.html"
    path.write_text(f"<html><meta charset=utf-8><body>{inside}</body></html>", encoding="utf-8")
    return read_here(path, FORM)


def figure_of(outcome: Outcome) -> Any:  # noqa: ANN401
    values: Any = outcome.document["values"]
    return values.get("A1.figure")


TITLE, REMARKS = "<p>（別添１） 事務の内容</p>", "<table><tr><th>（備考）<td>図のとおり。</table>"


@pytest.mark.parametrize(
    ("inside", "caption", "above"),
    [
        (
            '<figure><img src="{}" alt="流れ"><figcaption>受付から交付まで</figcaption></figure>',
            "受付から交付まで",
            False,
        ),
        ('<figure><figcaption>受付<br>から</figcaption><img src="{}"></figure>', "受付\nから", True),
        ('<p><img alt="a&gt;b" src="{}"></p><p>図１　事務の流れ</p>', "図１　事務の流れ", False),
        ("<div><img width=30 src='{}'></div>", None, False),
    ],
)
def test_a_picture_comes_along(tmp_path: Path, inside: str, caption: str | None, above: bool) -> None:
    outcome = outcome_of(tmp_path, TITLE + inside.format(address(png(30, 20))) + REMARKS)
    (one,) = figure_of(outcome)["pictures"]
    assert base64.b64decode(one["data"]) == png(30, 20)
    assert (one.get("caption"), one.get("caption_above", False)) == (caption, above)
    assert outcome.report.left_over == ()


def test_percent_signs_line_ends_and_large_ones_are_taken(tmp_path: Path) -> None:
    large = jpeg(2_000, 1_500)
    folded = base64.encodebytes(large).decode("ascii").replace("+", "%2B")
    outcome = outcome_of(tmp_path, f'{TITLE}<img src="data:image/jpeg;charset=x;base64,{folded}">{REMARKS}')
    (one,) = figure_of(outcome)["pictures"]
    assert base64.b64decode(one["data"]) == large


@pytest.mark.parametrize(
    "src",
    [
        "https://example.invalid/x.png",
        "file:///etc/passwd",
        "../x.png",
        "data:kept,0",
        "data:kept,99999999",
        "data:text/html;base64,PGI+",
        "data:image/png;base64,AAAA",
        "data:image/svg+xml;base64,"
        + base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode(),
        address(bomb_png()),
        address(png(30, 20)[:40]),
    ],
)
def test_any_other_is_left_over_and_the_words_around_it_stay_together(tmp_path: Path, src: str) -> None:
    outcome = outcome_of(tmp_path, f"{TITLE}<p>前の<img src='{src}' alt='印'>文</p>{REMARKS}")
    (left,) = outcome.report.left_over
    assert left.text == "［図］印"
    assert "前の" in str(figure_of(outcome))
    assert "data" not in str(figure_of(outcome))


@pytest.mark.parametrize("encoding", ["o", "utf-9", "x-sjis", "utf-8"])
def test_an_encoding_that_nobody_knows_is_none(encoding: str) -> None:
    source = read_html(f"<meta charset={encoding}><p>abc</p>".encode())
    assert [cell.text for cell in source.cells] == ["abc"]


def test_the_mark_at_the_beginning_counts_before_an_encoding_that_is_named() -> None:
    source = read_html("<meta charset=shift_jis><p>評価書</p>".encode("utf-8-sig"))
    assert [cell.text for cell in source.cells] == ["評価書"]


def test_words_that_look_like_the_readers_own_signs_are_no_more_than_blanks() -> None:
    """The parser that comes with lxml for Windows is an older one, which drops them."""
    source = read_html("<meta charset=utf-8><p>一&#x1d;二&#x1e;三&#29;</p>".encode())
    assert ["".join(cell.text.split(" ")) for cell in source.cells] == ["一二三"]


def test_cells_that_go_over_rows_stay_in_their_columns_beside_a_picture() -> None:
    page = (
        f"<table><tr><td rowspan=3>左<td><img src='{address(png(3, 2))}'>一<tr><td>二<tr><td>三"
        "<tr><td>下<td>四</table>"
    )
    source = read_html(f"<meta charset=utf-8>{page}".encode())
    assert {cell.text: cell.box.left for cell in source.cells} == {
        "左": 0,
        "一": 1,
        "二": 1,
        "三": 1,
        "下": 0,
        "四": 1,
    }


def test_a_page_of_many_pictures_costs_what_they_hold(tmp_path: Path) -> None:
    """More than a parser takes as one attribute, more than there may be words."""
    pictures = "".join(f'<img src="{address(png(30 + at, 20))}">' for at in range(450))
    outcome = outcome_of(tmp_path, TITLE + pictures + REMARKS)
    assert len(figure_of(outcome)["pictures"]) == 400
    assert len(outcome.report.left_over) == 50


def _texts(inside: str) -> list[str]:
    page = f"<html><head><meta charset=utf-8></head><body>{inside}</body></html>"
    return [cell.text for cell in read_html(page.encode("utf-8")).cells]


_SAVED = (
    "<ol><li><p><a href='#p1'><span>Ⅰ</span>　基本情報</a></p></ol>"
    "<h2><a name='p1'></a>Ⅰ　基本情報</h2><h4>委託事項1　保守</h4>"
)


def test_contents_and_captions_that_a_word_processor_has_saved_say_nothing_anew() -> None:
    table = "<table><tr><td>①委託内容<td>運用</table>"
    heads = ["Ⅰ　基本情報", "委託事項1　保守"]
    cells = ["①委託内容", "運用"]
    assert _texts(f"{_SAVED}<p>Ⅰ 基本情報 委託事項1</p>{table}") == [*heads, *cells]
    assert _texts(f"{_SAVED}<p>Ⅰ 基本情報について</p>{table}") == [*heads, "Ⅰ 基本情報について", *cells]
    assert _texts("<p><a href='#p1'>別の語</a></p><h2 id=p1>Ⅰ　基本情報</h2>") == ["別の語", "Ⅰ　基本情報"]


def test_names_of_sheets_that_calc_writes_above_its_tables_say_nothing() -> None:
    links = "<a href='#table0'>表紙</a><br><a href='#table1'>Ⅰ　基本情報</a>"
    sheets = (
        f"<a name='table{at}'><h1>Sheet {at + 1}: <em>{name}</em></h1></a><table><tr><td>{name}<td>語</table>"
        for at, name in enumerate(["表紙", "Ⅰ　基本情報"])
    )
    found = [text for text in _texts(f"<p>{links}</p>{''.join(sheets)}") if text.strip()]
    assert found == ["表紙", "語", "Ⅰ　基本情報", "語"]


@pytest.mark.parametrize("page", ["<p></p>", "<div>" * 5_000 + "語", "<table><tr><td></table>"])
def test_a_page_of_which_nothing_is_read_is_no_assessment(tmp_path: Path, page: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(page, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_here(path)
    assert refused.value.code == "unknown"


@pytest.mark.parametrize("between", ["\t", "\n"])
def test_a_text_of_more_cells_than_any_form_is_refused_at_once(between: str) -> None:
    with pytest.raises(Refused) as refused:
        read_plain(between * 400_001)
    assert refused.value.code == "large"


def test_control_characters_in_the_words_of_a_box_are_no_part_of_an_answer(tmp_path: Path) -> None:
    inside = "<table><tr><td>②入手方法<td>[　] 紙<br>[○] その他 （ 手&#23;渡し ）</table>"
    outcome = outcome_of(tmp_path, f"<h2>Ⅱ　特定個人情報ファイルの概要</h2>{inside}")
    assert "手渡し" in json.dumps(outcome.document, ensure_ascii=False)
    read_document(json.dumps(outcome.document), "x")


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<p>甲<p>乙", ()),
        ("<table><tr><td>甲<td>乙<tr><td><td>丁</table>後", (("甲", "乙"), ("", "丁"), ("後",))),
        ("<table><tr><td rowspan=2>甲<td>乙<tr><td>丙</table>", (("甲", "乙"), ("", "丙"))),
        ("<table><tr><td colspan=2>甲<td>乙</table>", (("甲", "", "乙"),)),
        ("<table><tr><td>甲<img src=a.png>乙<td>丙</table>", (("甲乙", "丙"),)),
        ("<meta charset=shift_jis><table><tr><td>甲<td>乙</table>", (("甲", "乙"),)),
        (
            "<table>" + "<tr><td>甲<td>乙" * 3 + "<tr>" + "<td colspan=999>丙" * 9 + "</table>",
            (("甲", "乙"),) * 3,
        ),
    ],
    ids=["no table", "and words", "high", "wide", "picture", "another encoding named", "too many"],
)
def test_rows_of_tables_stand_in_their_columns(page: str, rows: tuple[tuple[str, ...], ...]) -> None:
    assert table_rows(page, 100) == rows
