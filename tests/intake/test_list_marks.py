"""Numbers and bullets of lists in web pages and Word documents are read as a browser and Word show them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pia_desktop.intake.cells import Reason
from pia_desktop.intake.fronts.archive import Archive
from pia_desktop.intake.fronts.html import read_html
from pia_desktop.intake.fronts.wordnumbers import WordNumbers

_ITEMS = "<li>甲</li><li>乙</li>"


def _shown(markup: str) -> list[str]:
    page = f"<html><head><meta charset=utf-8></head><body>{markup}</body></html>"
    return [line for cell in read_html(page.encode()).cells for line in cell.text.split("\n")]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<ol>{_ITEMS}</ol>", ["1. 甲", "2. 乙"]),
        (f"<ul>{_ITEMS}</ul>", ["・甲", "・乙"]),
        (f"<ol start=4>{_ITEMS}</ol>", ["4. 甲", "5. 乙"]),
        (f"<ol reversed>{_ITEMS}</ol>", ["2. 甲", "1. 乙"]),
        (f"<ol reversed start=9>{_ITEMS}</ol>", ["9. 甲", "8. 乙"]),
        (f"<ol type=a>{_ITEMS}</ol>", ["a. 甲", "b. 乙"]),
        (f"<ol type=I start=4>{_ITEMS}</ol>", ["IV. 甲", "V. 乙"]),
        ("<ol><li value=7>甲</li><li>乙</li></ol>", ["7. 甲", "8. 乙"]),
        ("<ol><li>甲<ol type=i><li>内</li></ol></li><li>乙</li></ol>", ["1. 甲", "i. 内", "2. 乙"]),
        ("<ol><li>甲<ul><li>内</li></ul></li><li>乙</li></ol>", ["1. 甲", "・内", "2. 乙"]),
        ("<ol><li><p>甲</p><p>続き</p></li><li>乙</li></ol>", ["1. 甲", "続き", "2. 乙"]),
        ("<ol><li hidden>甲</li><li>乙</li></ol>", ["甲", "1. 乙"]),
        (f"<ol style='list-style: none'>{_ITEMS}</ol>", ["甲", "乙"]),
        (f"<ol style='list-style-type: katakana'>{_ITEMS}</ol>", ["ア、甲", "イ、乙"]),
        (f"<ol style='list-style-type: katakana-iroha'>{_ITEMS}</ol>", ["イ、甲", "ロ、乙"]),
        (f"<ol style='list-style: cjk-ideographic inside'>{_ITEMS}</ol>", ["一、甲", "二、乙"]),
        (f"<ul style=\"list-style-type: '※ '\">{_ITEMS}</ul>", ["※ 甲", "※ 乙"]),
        (f"<style>ul {{ list-style: none }}</style><ul>{_ITEMS}</ul>", ["甲", "乙"]),
        (f"<style>.n li {{ display: inline }}</style><ul class=n>{_ITEMS}</ul><ul><li>丙</li></ul>", None),
        (
            (
                f"<style>ol {{ list-style: none }} td ol {{ list-style: lower-alpha }}</style>"
                f"<table><tr><td><ol>{_ITEMS}</ol></td></tr></table>"
            ),
            ["a. 甲", "b. 乙"],
        ),
        (
            "<ul><li>・甲</li><li>□乙</li><li><input type=checkbox checked>丙</li></ul>",
            ["・甲", "□乙", "☑丙"],
        ),
        ("<ol><li></li><li>乙</li></ol>", ["2. 乙"]),
        ("<ol><li>甲&#x1e;&#x1;</li></ol>", ["1. 甲"]),
    ],
)
def test_lists_of_a_page_are_read_as_a_browser_shows_them(markup: str, expected: list[str] | None) -> None:
    assert _shown(markup) == (expected or ["甲", "乙", "・丙"])


_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


_SHEET = "<link rel=stylesheet href=a.css>"


@pytest.mark.parametrize(
    ("markup", "doubted"),
    [
        (f"{_SHEET}<ol>{_ITEMS}</ol><p>丙</p>", ["1. 甲", "2. 乙"]),
        (f"{_SHEET}<ol style='list-style: none'>{_ITEMS}</ol><p>丙</p>", []),
        (f"<style>@import 'a.css';</style><ul>{_ITEMS}</ul><p>丙</p>", ["・甲", "・乙"]),
        ("<style>@counter-style a { symbols: x }</style><ol><li>甲</li></ol>", ["1. 甲"]),
        ("<style>p.n::before { content: counter(n) '. ' }</style><p class=n>甲</p><p>乙</p>", ["甲"]),
        (
            "<style>dd p:before{counter-increment:n;content:'※'}</style><dl><dd><p>甲</p></dd></dl><p>乙</p>",
            ["甲"],
        ),
        ("<style>p::before { content: '' } p::after { content: none }</style><p>甲</p>", []),
        (f"<style>ul {{ list-style: disc }}</style><ul>{_ITEMS}</ul>", []),
        (f"<link rel=icon href=a.png><ol>{_ITEMS}</ol>", []),
    ],
)
def test_words_before_which_signs_may_be_shown_that_were_not_read_are_doubted(
    markup: str, doubted: list[str]
) -> None:
    page = f"<html><head><meta charset=utf-8></head><body>{markup}</body></html>"
    cells = read_html(page.encode()).cells
    assert [cell.text for cell in cells if Reason.LIST_MARKS in cell.doubts] == doubted


def _level(depth: int, words: str, inner: str = "", sort: str = "decimal") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{sort}"/>{inner}'
        f'<w:lvlText w:val="{words}"/></w:lvl>'
    )


def _number(name: int, kind: int, inner: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{kind}"/>{inner}</w:num>'


def _place(name: int | None, depth: int | None = 0) -> str:
    depth_words = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    name_words = "" if name is None else f'<w:numId w:val="{name}"/>'
    return f"<w:numPr>{depth_words}{name_words}</w:numPr>"


def _style(name: str, inner: str, based: str = "", sort: str = "paragraph", more: str = "") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{sort}" w:styleId="{name}"{more}>{on}<w:pPr>{inner}</w:pPr></w:style>'


def _marks(
    tmp_path: Path, kinds: dict[int, str], numbers: str, styles: str, paragraphs: list[str]
) -> list[str]:
    from lxml import etree

    own = "".join(
        f'<w:abstractNum w:abstractNumId="{name}">{inner}</w:abstractNum>' for name, inner in kinds.items()
    )
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/numbering.xml", f"<w:numbering {_SPACE}>{own}{numbers}</w:numbering>")
        made.writestr("word/styles.xml", f"<w:styles {_SPACE}>{styles}</w:styles>")
    counted = WordNumbers(Archive(path))
    found = []
    for inner in paragraphs:
        element = etree.fromstring(f"<w:p {_SPACE}><w:pPr>{inner}</w:pPr></w:p>")
        found.append(counted.before(element).strip())
    return found


_STEPS = _level(0, "%1.") + _level(1, "(%1-%2)") + _level(2, "%3)")


def test_lists_of_one_kind_go_on_and_begin_anew_where_they_say(tmp_path: Path) -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers = _number(1, 5) + _number(2, 5) + _number(3, 5, anew)
    places = [_place(1), _place(1), _place(2), _place(3), _place(3)]
    assert _marks(tmp_path, {5: _STEPS}, numbers, "", places) == ["1.", "2.", "3.", "1.", "2."]


def test_a_deeper_level_begins_anew_below_the_levels_that_it_says(tmp_path: Path) -> None:
    never = _level(0, "%1.") + _level(1, "(%2)", '<w:lvlRestart w:val="0"/>')
    below_first = _level(0, "%1.") + _level(1, "(%2)") + _level(2, "%3)", '<w:lvlRestart w:val="1"/>')
    places = [_place(1), _place(1, 1), _place(1), _place(1, 1)]
    assert _marks(tmp_path, {5: _STEPS}, _number(1, 5), "", places) == ["1.", "(1-1)", "2.", "(2-1)"]
    assert _marks(tmp_path, {5: never}, _number(1, 5), "", places) == ["1.", "(1)", "2.", "(2)"]
    places = [_place(1), _place(1, 1), _place(1, 2), _place(1, 1), _place(1, 2), _place(1), _place(1, 2)]
    told = _marks(tmp_path, {5: below_first}, _number(1, 5), "", places)
    assert told == ["1.", "(1)", "1)", "(2)", "2)", "2.", "1)"]


def test_a_style_gives_its_list_to_those_that_are_based_on_it(tmp_path: Path) -> None:
    styles = (
        _style("見出し", _place(1, None))
        + _style("小見出し", "", "見出し")
        + _style("本文", _place(0), "見出し")
    )
    places = ['<w:pStyle w:val="小見出し"/>', '<w:pStyle w:val="見出し"/>', '<w:pStyle w:val="本文"/>', ""]
    assert _marks(tmp_path, {5: _STEPS}, _number(1, 5), styles, places) == ["1.", "2.", "", ""]
    deeper = f'<w:pStyle w:val="見出し"/>{_place(None, 1)}'
    assert _marks(tmp_path, {5: _STEPS}, _number(1, 5), styles, [places[1], deeper]) == ["1.", "(1-1)"]


def test_a_level_names_the_style_that_it_is_for(tmp_path: Path) -> None:
    linked = _level(0, "%1.") + _level(1, "(%2)", '<w:pStyle w:val="二"/>')
    styles = _style("二", _place(1, None)) + _style("標準", _place(1), more=' w:default="1"')
    places = ["", '<w:pStyle w:val="二"/>']
    assert _marks(tmp_path, {5: linked}, _number(1, 5), styles, places) == ["1.", "(1)"]


def test_a_list_takes_the_levels_of_the_style_that_it_names(tmp_path: Path) -> None:
    kinds = {5: '<w:numStyleLink w:val="箇条"/>', 6: _level(0, "%1", sort="decimalEnclosedCircle")}
    styles = _style("箇条", _place(2), sort="numbering")
    numbers = _number(1, 5) + _number(2, 6)
    assert _marks(tmp_path, kinds, numbers, styles, [_place(1), _place(1)]) == ["①", "②"]


def test_a_list_changes_levels_of_its_kind(tmp_path: Path) -> None:
    change = f'<w:lvlOverride w:ilvl="0">{_level(0, "第%1", sort="japaneseCounting")}</w:lvlOverride>'
    assert _marks(tmp_path, {5: _STEPS}, _number(1, 5, change), "", [_place(1)] * 12)[-1] == "第十二"


def test_a_level_may_show_all_numbers_in_digits(tmp_path: Path) -> None:
    legal = _level(0, "%1", sort="upperRoman") + _level(1, "%1.%2", "<w:isLgl/>")
    places = [_place(1), _place(1, 1)]
    assert _marks(tmp_path, {5: legal}, _number(1, 5), "", places) == ["I", "1.1"]
