"""新旧対照表 as councils read it: headings, blocks beside blocks, what belongs together, what is left out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.node import Node
from pia_desktop.documents.council import (
    ChosenChange,
    compared_line,
    council_document,
    draft_words,
    version_words,
)
from pia_desktop.documents.council_remarks import key_of, remarked, words_on_blocks
from pia_desktop.documents.council_rows import Block, blocks_of, head_of
from pia_desktop.documents.table import Cell, TableDocument, TableRow, cell_text, reach_of_cells
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.kinds import ChoiceKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Checked
from pia_desktop.revisions.compare import Change, Comparison, compare
from tests.strategies import LAW, texts

FORM = find_form("yoshiki4")
NEW, OLD = 4, 5


def table(old: dict[str, object], new: dict[str, object], abridged: bool = False) -> TableDocument:
    """The whole table between two states of one file's answers."""
    states = [
        Snapshot(FORM, Node({}, {FILES: {"k": Node({"II.1": "架空台帳", **answers})}}))  # type: ignore[dict-item]
        for answers in (old, new)
    ]
    found = compare(*states)
    return council_document(found, [ChosenChange(one, "観点") for one in found.changes], abridged=abridged)


def sides(document: TableDocument) -> list[tuple[str, str]]:
    return [(cell_text(row.cells[NEW]), cell_text(row.cells[OLD])) for row in document.rows()]


def marked(spans: Cell) -> str:
    return "".join(span.text for span in spans if span.marked)


def only(document: TableDocument) -> TableRow:
    (row,) = document.rows()
    return row


# ---- headings and names


def test_a_row_stands_under_its_part_and_section() -> None:
    document = table({"III.3.r1.address": "古い"}, {"III.3.r1.address": "新しい"})
    part, section = document.shown_groups()
    assert part.heading.startswith("Ⅲ")
    assert not part.rows
    assert section.heading == "3. 特定個人情報の使用"
    assert section.inner
    name = cell_text(section.rows[0].cells[2])
    assert name.startswith("リスク１")
    assert "特定個人情報の使用" not in name


def test_of_several_files_the_heading_names_the_file() -> None:
    states = [
        Snapshot(
            FORM,
            Node({}, {FILES: {key: Node({"II.1": name, "II.7": words}) for key, name in names.items()}}),
        )
        for words in ("古い", "新しい")
        for names in [{"a": "甲台帳", "b": "乙台帳"}]
    ]
    found = compare(*states)
    document = council_document(found, [ChosenChange(one) for one in found.changes])
    parts = [group.heading for group in document.shown_groups() if not group.inner]
    assert [heading[-5:] for heading in parts] == ["（甲台帳）", "（乙台帳）"]


def test_the_heads_say_what_underlining_means_and_the_lines_what_is_compared() -> None:
    found = compare(*[Snapshot(FORM, Node({"cover.title": words})) for words in ("甲", "乙")])
    line = compared_line(draft_words(date(2026, 11, 26)), version_words(2, "令和6年度", "2024-08-30"))
    document = council_document(found, [ChosenChange(one) for one in found.changes], compared=line)
    assert [column.head for column in document.columns][NEW:] == [
        "改定後（下線部が修正・追記箇所）",
        "改定前（下線部が修正・削除箇所）",
    ]
    assert (
        document.lines[-1]
        == "改定後：下書き（令和8年11月26日現在）　改定前：第2版「令和6年度」（令和6年8月30日）"
    )


# ---- blocks


OLD_BLOCKS = (
    "＜甲における措置＞\n入室を管理する。",
    "＜乙における措置＞\n鍵を掛ける。",
    "＜丙＞\n変えない。",
)
OLD_TEXT = "\n".join(("はじめに記載する。", *OLD_BLOCKS))


def test_an_unchanged_block_is_as_at_the_right_and_the_old_words_are_whole() -> None:
    document = table({"II.7": OLD_TEXT}, {"II.7": OLD_TEXT.replace("鍵を", "二重の鍵を")})
    first, second, third = list(document.rows())[-3:]
    assert cell_text(first.cells[NEW]) == "（同右）\n＜甲における措置＞（同右）"
    assert cell_text(first.cells[OLD]) == "はじめに記載する。\n＜甲における措置＞\n入室を管理する。"
    assert cell_text(second.cells[NEW]) == "＜乙における措置＞\n二重の鍵を掛ける。"
    assert marked(second.cells[NEW]) == "二重の"
    assert cell_text(third.cells[NEW]) == "＜丙＞（同右）"
    assert [row.goes_on for row in (second, third)] == [True, True]
    assert {cell_text(row.cells[3]) for row in (second, third)} == {""}


@LAW
@given(st.data())
def test_the_old_words_are_whole_and_the_new_ones_are_there_or_as_at_the_right(data: st.DataObject) -> None:
    def text() -> str:
        heads = st.sampled_from(["", "＜甲＞\n", "＜乙＞\n", "【丙】\n"])
        return "".join(data.draw(st.lists(st.builds("{}{}\n".format, heads, texts(20)), max_size=5)))

    old, new = text().strip("\n"), text().strip("\n")
    document = table({"II.7": old} if old else {}, {"II.7": new} if new else {})
    rows = list(document.rows())
    if not rows:
        return
    before = "".join(cell_text(row.cells[OLD]) for row in rows)
    after = "".join(cell_text(row.cells[NEW]) for row in rows)
    squeezed = before.replace("（新設）", "").replace("（記載なし）", "").replace("\n", "")
    assert squeezed == old.replace("（新設）", "").replace("（記載なし）", "").replace("\n", "")
    for line in new.splitlines():
        assert line in after or "（同右）" in after


def test_a_block_that_came_or_went_says_so() -> None:
    gone = OLD_TEXT.replace("＜丙＞\n変えない。", "【丁】\n全く別の事柄。")
    said = sides(table({"II.7": OLD_TEXT}, {"II.7": gone}))
    assert ("（削除）", "＜丙＞\n変えない。") in said
    assert ("【丁】\n全く別の事柄。", "（新設）") in said


def test_a_renamed_heading_stays_beside_its_block() -> None:
    said = sides(table({"II.7": OLD_TEXT}, {"II.7": OLD_TEXT.replace("＜乙における", "＜乙・戊における")}))
    assert ("＜乙・戊における措置＞\n鍵を掛ける。", "＜乙における措置＞\n鍵を掛ける。") in said


# ---- what belongs together


def test_a_choice_and_what_is_told_of_it_are_one_row() -> None:
    document = table(
        {"III.3.r2.log": "記録を残している", "III.3.r2.log.how": "紙に残す。"},
        {"III.3.r2.log": "記録を残している", "III.3.r2.log.how": "電子データに残す。"},
    )
    choice, how = document.rows()
    assert cell_text(choice.cells[2]).endswith("特定個人情報の使用の記録")
    assert [cell_text(choice.cells[at]) for at in (NEW, OLD)] == ["記録を残している"] * 2
    assert marked(choice.cells[NEW]) == ""
    assert how.goes_on
    assert cell_text(how.cells[2]) == "具体的な方法"
    assert [cell_text(row.cells[0]) for row in (choice, how)] == ["1", ""]
    assert [cell_text(row.cells[3]) for row in (choice, how)] == ["観点", ""]


def test_a_changed_choice_is_underlined_whole_with_nothing_else_of_it() -> None:
    row = only(table({"III.3.r1.enough": "十分である"}, {"III.3.r1.enough": "課題が残されている"}))
    assert marked(row.cells[NEW]) == "課題が残されている"
    assert marked(row.cells[OLD]) == "十分である"
    row = only(table({}, {"III.3.r1.enough": "十分である"}))
    assert cell_text(row.cells[OLD]) == "［　　］"


def test_of_boxes_those_that_changed_are_underlined_whole() -> None:
    old = Checked.of(["紙", "専用線"], {}, {})
    new = Checked.of(["紙", "その他"], {"その他": "窓口、郵送"}, {})
    row = only(table({"II.3.2": old}, {"II.3.2": new}))
    assert marked(row.cells[OLD]) == "専用線"
    assert marked(row.cells[NEW]) == "その他（窓口、郵送）"
    assert "紙" in cell_text(row.cells[NEW])


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_in_every_form_what_belongs_to_a_choice_stands_in_its_row(form: Form) -> None:
    for item_id, place in form.places.items():
        head = head_of(form, item_id)
        assert item_id in [one.id for one in head.walk()]
        if place.parents and isinstance(place.parents[0].kind, ChoiceKind) and place.parents[0].sub:
            assert head is place.parents[0]


# ---- 字体の統一


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("サーバー３台を置く。", "サーバ―3台を置く。"),
        ("甲，乙及び丙を置く．", "甲、乙及び丙を置く。"),
        ("甲を置く。乙を置く。", "甲を置く。\n乙を置く。"),
        ("甲及び乙", "甲及び乙。"),
    ],
)
def test_what_is_only_written_otherwise_is_left_out_and_counted(old: str, new: str) -> None:
    document = table({"II.7": old}, {"II.7": new})
    assert not list(document.rows())
    (note,) = document.notes
    assert note.startswith("※　字体の統一")


@pytest.mark.parametrize(
    ("old", "new"),
    [("1.5倍とする。", "15倍とする。"), ("①とする。", "1とする。"), ("甲を置く。", "乙を置く。")],
)
def test_what_reads_otherwise_is_no_matter_of_writing(old: str, new: str) -> None:
    document = table({"II.7": old}, {"II.7": new})
    assert marked(only(document).cells[NEW])
    assert not document.notes


def test_beside_a_change_what_is_only_written_otherwise_is_not_underlined() -> None:
    old, new = "サーバー３台を置く。担当は甲課である。", "サーバー3台を置く。担当は乙課である。"
    document = table({"II.7": old}, {"II.7": new})
    assert "乙" in marked(only(document).cells[NEW])
    assert "3" not in marked(only(document).cells[NEW])
    assert "1か所" in document.notes[0]


def test_shortened_only_the_new_side_leaves_out() -> None:
    same = "この業務は架空の条例に基づき、架空の課が行う架空の事務である。" * 4
    row = only(table({"II.7": f"{same}甲である。"}, {"II.7": f"{same}乙である。"}, abridged=True))
    assert "（略）" in cell_text(row.cells[NEW])
    assert "（略）" not in cell_text(row.cells[OLD])
    assert cell_text(row.cells[OLD]) == f"{same}甲である。"
    assert "乙" in marked(row.cells[NEW])


# ---- words on a block


BEFORE = "前文。\n＜入手＞\n窓口で受け取る。\n＜保管＞\n棚に置く。\n＜入手＞\n郵便で受け取る。"
AFTER = "前文。\n＜入手＞\n窓口と郵便で受け取る。\n＜保管＞\n棚に置く。\n＜入手＞\n電子申請で受け取る。"
METHOD = "III.3.r1.address"


def parted(old: str = BEFORE, new: str = AFTER) -> tuple[Comparison, Change]:
    """An answer with headings of its own that changed."""
    found = compare(*(Snapshot(FORM, Node({}, {FILES: {"k": Node({METHOD: text})}})) for text in (old, new)))
    (change,) = found.changes
    return found, change


def with_remarks(words: dict[str, str], new: str = AFTER, old: str = BEFORE) -> list[tuple[str, str]]:
    """The words of the clerk and those of the new side, row by row; keys name a block as ``2 ＜入手＞``."""
    found, change = parted(old, new)
    remarks = {}
    for place, said in words.items():
        nth, _space, heading = place.partition(" ")
        remarks[key_of(change, Block(as_read(heading), int(nth)) if nth else None)] = said
    document = council_document(found, [remarked(found, change, remarks)])
    return [(cell_text(row.cells[3]), cell_text(row.cells[NEW])) for row in document.rows()]


def test_words_on_a_block_stand_beside_it() -> None:
    shown = with_remarks({"1 ＜入手＞": "経路が増える。", "2 ＜入手＞": "紙でなくなる。", "": "全体。"})
    assert [words for words, _new in shown if words] == ["全体。", "経路が増える。", "紙でなくなる。"]
    beside = {words: new for words, new in shown if words}
    assert "窓口と郵便" in beside["経路が増える。"]
    assert "電子申請" in beside["紙でなくなる。"]


def test_what_is_beside_no_words_is_not_one_with_the_words_above() -> None:
    found, change = parted()
    words = {key_of(change, blocks_of(found, change)[0]): "経路が増える。"}
    document = council_document(found, [remarked(found, change, words)])
    assert [reach[3] for reach in reach_of_cells(list(document.rows()))] == [1] * len(list(document.rows()))
    plain = council_document(found, [ChosenChange(change, "全体。")])
    assert reach_of_cells(list(plain.rows()))[0][3] == len(list(plain.rows()))


def test_words_on_a_block_that_is_gone_stand_with_those_on_the_row() -> None:
    without = AFTER.replace("＜保管＞\n棚に置く。\n", "").replace("＜入手＞", "")
    shown = with_remarks(
        {"": "全体。", "1 ＜保管＞": "棚を替えた。"}, without, without.replace("前文", "旧文")
    )
    assert shown[0][0] == "全体。\n棚を替えた。"


@pytest.mark.parametrize("end", [", {}]", ", {", ', {"block": 1, "nth": "x"}]', ', {"block": "a"}]'])
def test_keys_that_are_none_of_ours_are_passed_over(end: str) -> None:
    _found, change = parted()
    assert words_on_blocks(change, {key_of(change).removesuffix("]") + end: "言葉"}) == {}
