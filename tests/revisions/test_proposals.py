"""Rows of 変更箇所: each known change of the sample's history once, and the clerk's own rows respected."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import (
    Batch,
    Edit,
    InsertEntry,
    MoveEntry,
    RemoveEntry,
    SetAnswer,
    SetWithheld,
    apply_edit,
)
from pia_desktop.assessment.node import Node, with_new_keys
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Checked
from pia_desktop.paths import resource_root
from pia_desktop.revisions.compare import Comparison, as_edit, compare
from pia_desktop.revisions.history import HistoryVersion, read_history
from pia_desktop.revisions.proposals import (
    Proposal,
    columns_of,
    merge,
    propose,
    to_edit,
)
from pia_desktop.revisions.rows import RowState, pending, row_links
from pia_desktop.rules.importance import timing
from pia_desktop.wareki import parse_date
from tests.revisions.recorded import with_all_rows
from tests.strategies import LAW, edits, nodes

SAMPLES = resource_root() / "samples"
KNOWN = Path(__file__).with_name("history_rows.tsv")
FORM = read_file(SAMPLES / "yoshiki4.json").form
TABLE = FORM.roles.changes
COLUMNS = columns_of(FORM)
DAY = date(2024, 9, 30)


@pytest.fixture(scope="module")
def history() -> tuple[HistoryVersion, ...]:
    read = read_file(SAMPLES / "yoshiki4.json")
    text = (SAMPLES / "history" / "yoshiki4.json").read_text(encoding="utf-8")
    return read_history(text, Snapshot(read.form, read.root))


@pytest.fixture(scope="module")
def found(history: tuple[HistoryVersion, ...]) -> Comparison:
    """From the second version to the third, nothing of it recorded yet."""
    text = (SAMPLES / "history" / "yoshiki4.json").read_text(encoding="utf-8")
    _first, second, third = with_all_rows(text, history[2].snapshot)
    return compare(second, third)


# ---- the history of the sample


def test_no_version_of_the_sample_speaks_of_a_day_after_its_own(
    history: tuple[HistoryVersion, ...],
) -> None:
    for version in history:
        for path, node in version.snapshot.root.walk():
            for item_id, value in node.answers.items():
                told = item_id.startswith(("VI.", "cover.")) or (
                    path[:1] == (TABLE,) and item_id == COLUMNS.day
                )
                if told and isinstance(value, str):
                    days = [parse_date(words) for words in re.findall(r"令和[^\s年]+年\d+月\d+日", value)]
                    assert all(day.earliest() <= version.closed_on for day in days if day), (item_id, value)


def test_the_proposals_name_each_known_change_once(history: tuple[HistoryVersion, ...]) -> None:
    known = [tuple(line.split("\t")) for line in KNOWN.read_text(encoding="utf-8").splitlines()]
    proposed = [
        (str(number), one.when, one.item)
        for number, (old, new) in enumerate(pairwise(history), 1)
        for one in propose(compare(old.snapshot, new.snapshot), timing, shorten=False)
    ]
    assert len(known) >= 60
    assert proposed == known


def test_the_changes_applied_to_a_version_give_the_next_one(history: tuple[HistoryVersion, ...]) -> None:
    for old, new in pairwise(history):
        assessment = Assessment(FORM, old.snapshot.root)
        assessment.apply(as_edit(compare(old.snapshot, new.snapshot)))
        assert assessment.root == new.snapshot.root


def test_the_history_has_every_sort_of_change(history: tuple[HistoryVersion, ...]) -> None:
    changes = [c for old, new in pairwise(history) for c in compare(old.snapshot, new.snapshot).changes]
    kinds = {FORM.item(c.path[-1]).kind.name for c in changes if c.path[-1] in FORM.places}
    assert kinds >= {"text", "line", "choice", "checks", "count", "date", "figure"}
    assert {type(change).__name__ for change in changes} == {
        "AnswerChanged",
        "EntryAdded",
        "EntryMoved",
        "EntryRemoved",
    }
    assert any(change.path == (FILES,) for change in changes)
    days = [version.closed_on for version in history]
    assert days == sorted(days)


# ---- single proposals


def draft(old: Node, *made: Edit) -> Comparison:
    root = old
    for edit in made:
        root, _inverse = apply_edit(root, edit)
    return compare(Snapshot(FORM, old), Snapshot(FORM, root))


def only(comparison: Comparison, *, shorten: bool = False) -> Proposal:
    [one] = propose(comparison, timing, shorten=shorten)
    return one


FILE = (FILES, "f")
ROOT = Node(
    {"cover.number": "7", "I.1.2": "資格を管理する。給付を決定する。" * 6 + "件数を集計する。"},
    {
        FILES: {
            "f": Node(
                {"II.1": "資格ファイル", "II.4": "委託する", "II.4.count": 1},
                {"II.4.e": {"a": Node({"II.4.e.title": "印刷業務", "II.4.e.7": "再委託しない"})}},
            )
        },
        "I.2": {"s": Node({"I.2.1": "国保システム"}), "t": Node({"I.2.1": "宛名システム"})},
    },
)


def test_a_choice_and_the_number_beside_it_are_one_row() -> None:
    one = only(draft(ROOT, SetAnswer((*FILE, "II.4.count"), 3)))
    assert (one.before.text, one.after.text) == ("委託する（1）件", "委託する（3）件")
    none = only(draft(ROOT, SetAnswer((*FILE, "II.4"), "委託しない"), SetAnswer((*FILE, "II.4.count"), None)))
    assert none.after.text == "委託しない"
    assert len(none.sources) == 2


def test_entries_are_added_and_removed_as_a_whole() -> None:
    node = Node({"II.4.e.title": "点検業務", "II.4.e.1": "記録の点検", "II.4.e.7": "再委託しない"})
    added = only(draft(ROOT, InsertEntry((*FILE, "II.4.e"), "b", 1, node)))
    assert added.item.endswith("委託事項2")
    assert added.before.text == "（追加）"
    assert added.after.text == "点検業務\n①委託内容：記録の点検\n再委託 ⑦再委託の有無：再委託しない"
    assert added.when == "事前"
    removed = only(draft(ROOT, RemoveEntry(("I.2",), "s")))
    assert removed.item.endswith("システム1")
    assert (removed.before.text, removed.after.text) == ("①システムの名称：国保システム", "（削除）")


def test_another_order_of_a_list_is_one_row() -> None:
    one = only(draft(ROOT, MoveEntry(("I.2",), "t", 0)))
    assert one.item.endswith("システム（順序の変更）")
    assert one.before.text == "システム1　国保システム\nシステム2　宛名システム"
    assert one.after.text == "システム1　宛名システム\nシステム2　国保システム"


def test_an_answer_that_was_not_there_or_is_gone() -> None:
    assert only(draft(ROOT, SetAnswer(("I.1.1",), "国保の事務"))).before.text == "（記載なし）"
    assert only(draft(ROOT, SetAnswer(("I.1.2",), None))).after.text == "（記載なし）"


def test_the_table_itself_and_number_and_dates_of_the_cover_are_left_out() -> None:
    comparison = draft(
        ROOT,
        SetAnswer(("cover.number",), "8"),
        SetAnswer(("cover.published_on",), "令和7年1月1日"),
        SetAnswer(("cover.approved_on",), "令和7年1月1日"),
        InsertEntry((TABLE,), "r", 0, Node({COLUMNS.item: "何か"})),
    )
    assert propose(comparison, timing) == ()
    assert only(draft(ROOT, SetAnswer(("cover.title",), "新しい名称"))).item == "評価書名"


def test_long_unchanged_sentences_are_left_out_on_wish() -> None:
    old = str(ROOT.answers["I.1.2"])
    comparison = draft(ROOT, SetAnswer(("I.1.2",), old.replace("件数を", "件数及び金額を")))
    one = only(comparison, shorten=True)
    assert (one.before.text, one.after.text) == ("（略）件数を集計する。", "（略）件数及び金額を集計する。")
    assert only(comparison).before.text == one.was == old


def test_what_stands_before_a_sentence_that_was_put_in_is_kept() -> None:
    old = (
        "資格の取得を記録する。" * 4
        + "（以下「資格」という。）を管理する。\n給付を決定する。"
        + "支給を記録する。" * 6
    )
    new = old.replace("決定する。", "決定する。結果を通知する。")
    comparison = draft(Node({"I.1.2": old}, ROOT.lists), SetAnswer(("I.1.2",), new))
    one = only(comparison, shorten=True)
    assert one.before.text == "（略）\n給付を決定する。（略）"
    assert one.after.text == "（略）\n給付を決定する。結果を通知する。（略）"


def shortened(old: str, new: str) -> tuple[str, str]:
    one = only(draft(Node({"I.1.2": old}), SetAnswer(("I.1.2",), new)), shorten=True)
    return one.before.text, one.after.text


def test_brackets_are_never_cut_in_half() -> None:
    law = "番号法（平成25年法律第27号。以下「番号法」という。）に基づき資格を管理する。"
    old = law * 3 + "支給を決定する。"
    before, after = shortened(old, old.replace("支給を", "給付を"))
    assert (before, after) == ("（略）支給を決定する。", "（略）給付を決定する。")
    changed_inside = shortened(old, old.replace("以下「番号法」", "以下「法」", 1))
    assert changed_inside[1].startswith("番号法（平成25年法律第27号。以下「法」という。）に基づき")
    for words in changed_inside:
        assert words.count("（") == words.count("）")


def test_the_heading_line_over_a_changed_passage_stays_and_nothing_is_left_out_twice() -> None:
    block = "・鍵の掛かる棚に置く。持ち出しを記録する。\n・月に一度、数を確かめる。\n"
    old = f"＜当市における措置＞\n{block}＜中間の装置における措置＞\n{block}・利用者を識別する。\n"
    before, after = shortened(old, old.replace("識別する", "二つの要素で識別する"))
    assert before == "（略）\n＜中間の装置における措置＞\n（略）\n・利用者を識別する。\n"
    assert after == "（略）\n＜中間の装置における措置＞\n（略）\n・利用者を二つの要素で識別する。\n"
    apart = "記録を保存する。" * 6
    for words in shortened(f"{apart}\n{apart}\n甲", f"{apart}\n\n{apart}\n乙"):
        assert "（略）（略）" not in "".join(words.split())


def test_what_is_withheld_is_withheld_of_the_row() -> None:
    """The table is printed for the public, too: it must not tell what the item itself keeps back."""
    old, _inverse = apply_edit(ROOT, SetWithheld(("I.1.2",), ((0, 5), (96, 98))))
    new_text = str(ROOT.answers["I.1.2"]) + "廃棄する。"
    comparison = draft(
        old,
        SetAnswer(("I.1.2",), new_text),
        SetWithheld((*FILE, "II.4.count"), WHOLE),
        RemoveEntry(("I.2",), "s"),
    )
    whole = propose(comparison, timing, shorten=False)
    text = next(one for one in whole if "②事務の内容" in one.item)
    assert text.before.withheld == text.after.withheld == ((0, 5), (96, 98))
    short = next(one for one in propose(comparison, timing, shorten=True) if "②事務の内容" in one.item)
    spans = short.after.withheld or ()
    assert [short.after.text[a:b] for a, b in spans if b - a == 2] in ([], [new_text[96:98]])
    counted = only(draft(comparison.new.root, SetAnswer((*FILE, "II.4.count"), 2)))
    assert counted.after.withheld == ((4, 8),)  # of 委託する（2）件 what is behind the choice
    hidden, _inverse = apply_edit(ROOT, SetWithheld(("I.2", "s", "I.2.1"), ((2, 4),)))
    removed = only(draft(hidden, RemoveEntry(("I.2",), "s")))
    [(start, end)] = removed.before.withheld or ()
    assert removed.before.text[start:end] == "シス"
    row = to_edit([removed], hidden, FORM, DAY)
    assessment = Assessment(FORM, hidden)
    assessment.apply(row)
    [node] = assessment.root.entries((TABLE,)).values()
    assert node.withheld == {COLUMNS.before: ((start, end),)}


# ---- into the table, and known again


def with_rows(comparison: Comparison, proposals: tuple[Proposal, ...]) -> Comparison:
    """The newer state with the proposals in its table."""
    assessment = Assessment(comparison.form, comparison.new.root)
    assessment.apply(to_edit(proposals, assessment.root, comparison.form, DAY))
    return compare(comparison.old, assessment.snapshot())


def states(comparison: Comparison) -> list[RowState]:
    proposals = propose(comparison, timing)
    return [
        link.state for link in row_links(comparison, proposals).values() if link.state is not RowState.OLDER
    ]


@pytest.mark.parametrize("shorten", [False, True])
def test_what_stands_in_the_table_is_not_proposed_again(found: Comparison, shorten: bool) -> None:
    proposals = propose(found, timing, shorten=shorten)
    written = with_rows(found, proposals)
    assert pending(found, propose(found, timing)) == propose(found, timing)
    assert pending(written, propose(written, timing)) == ()
    assert states(written) == [RowState.AGREES] * len(proposals)
    older = [link for link in row_links(written, proposals).values() if link.state is RowState.OLDER]
    assert len(older) == len(found.old.root.entries((TABLE,))) > 0


def test_rows_are_dated_and_in_the_columns_of_the_form(found: Comparison) -> None:
    proposals = propose(found, timing)[:2]
    rows = list(with_rows(found, proposals).new.root.entries((TABLE,)).values())[-2:]
    for row, one in zip(rows, proposals, strict=True):
        assert row.answers["変更日"] == "令和6年9月30日"
        assert row.answers["項目"] == one.item
        assert row.answers["変更前の記載"] == one.before.text
        assert row.answers["変更後の記載"] == one.after.text
        assert row.answers.get("提出時期", "要判断") == one.when
        assert row.answers["提出時期に係る説明"] == one.reason


def clerk(before: str, after: str, item: str) -> Edit:
    row = {COLUMNS.item: item, COLUMNS.before: before, COLUMNS.after: after}
    return InsertEntry((TABLE,), "row", 0, Node(row))


ITEM = "Ⅰ 基本情報 4. 特定個人情報ファイルを取り扱う理由 ①事務実施上の必要性"
OLD_TEXT = "転入者の所得を確かめる必要がある。文書で照会している。回答に二週間を要する。"
NEW_TEXT = "転入者の所得を確かめる必要がある。電子で照会している。回答に二週間を要する。"


@pytest.mark.parametrize(
    ("item", "before", "after", "state"),
    [
        (ITEM, OLD_TEXT, NEW_TEXT, RowState.AGREES),
        (ITEM.replace(" ", "　"), OLD_TEXT, NEW_TEXT, RowState.AGREES),
        (f"{ITEM}（続き）", OLD_TEXT, NEW_TEXT, RowState.AGREES),
        ("Ⅰ－４－①", OLD_TEXT, NEW_TEXT, RowState.AGREES),
        ("I -4-① 必要性", OLD_TEXT, NEW_TEXT, RowState.AGREES),
        # known by its short name alone
        ("Ⅰ－４－①", "文書で照会", "電子で照会", RowState.AGREES),
        ("I-4-①", OLD_TEXT, OLD_TEXT.replace("文書", "電話"), RowState.DIFFERS),
        ("Ⅰ・４・①　必要性", "文書で照会", "電子で照会", RowState.AGREES),
        # an excerpt, as people write it
        (
            ITEM,
            "（略）\n文書で照会している。\n（略）",
            "（略）\n電子で照会している。\n（略）",
            RowState.AGREES,
        ),
        (ITEM, "文書で照会", "電子で照会", RowState.AGREES),
        # words of their own for the place, but the words of the change
        ("必要性の記載の見直し", OLD_TEXT, NEW_TEXT, RowState.AGREES),
        # no longer so
        (ITEM, OLD_TEXT, OLD_TEXT.replace("文書", "電話"), RowState.DIFFERS),
        (ITEM, "電話で照会している。", "電子で照会している。", RowState.DIFFERS),
        (ITEM, "転入者の所得を確かめる必要がある。", "転入者の所得を確かめる必要がある。", RowState.DIFFERS),
        (ITEM, OLD_TEXT, "削除", RowState.DIFFERS),
        # another place
        ("Ⅰ－４－②", "", "", RowState.UNKNOWN),
        ("用語の統一", "（略）", "（略）", RowState.UNKNOWN),
    ],
)
def test_a_row_in_the_clerks_words(item: str, before: str, after: str, state: RowState) -> None:
    old, _inverse = apply_edit(ROOT, SetAnswer(("I.4.1",), OLD_TEXT))
    comparison = draft(old, SetAnswer(("I.4.1",), NEW_TEXT), clerk(before, after, item))
    proposals = propose(comparison, timing)
    [link] = row_links(comparison, proposals).values()
    assert link.state is state
    assert pending(comparison, proposals) == (proposals if state is RowState.UNKNOWN else ())


def test_a_row_may_name_one_of_the_risks_that_stand_over_a_block() -> None:
    path = (FILES, next(iter(ROOT.entries((FILES,)))), "III.4.system")
    old, _inverse = apply_edit(ROOT, SetAnswer(path, OLD_TEXT))
    item = "Ⅲ 特定個人情報ファイルの取扱いプロセスにおけるリスク対策 4. 特定個人情報ファイルの取扱いの委託"
    item = f"{item} 委託先による特定個人情報の保管・消去に関するリスク 情報保護管理体制の確認"
    comparison = draft(old, SetAnswer(path, NEW_TEXT), clerk(OLD_TEXT, NEW_TEXT, item))
    proposals = propose(comparison, timing)
    assert [link.state for link in row_links(comparison, proposals).values()] == [RowState.AGREES]
    assert pending(comparison, proposals) == ()


def test_later_edits_mark_the_rows_that_no_longer_agree(found: Comparison) -> None:
    written = with_rows(found, propose(found, timing))
    path = ("cover.remarks",)
    text = str(written.new.root.answer(path))
    for other in (text + "４　その他", text.replace("委託", "外部委託", 1), None):
        later, _inverse = apply_edit(written.new.root, SetAnswer(path, other))
        again = compare(written.old, Snapshot(FORM, later))
        proposals = propose(again, timing)
        links = row_links(again, proposals)
        differing = [key for key, link in links.items() if link.state is RowState.DIFFERS]
        assert [later.at((TABLE, key)).answers[COLUMNS.item] for key in differing] == ["特記事項"]
        assert pending(again, proposals) == ()
    back, _inverse = apply_edit(written.new.root, SetAnswer(path, written.old.root.answer(path)))
    assert states(compare(written.old, Snapshot(FORM, back))).count(RowState.UNKNOWN) == 1


def test_rows_of_an_import_are_as_old_as_they_were(found: Comparison) -> None:
    written = with_rows(found, propose(found, timing))
    copy = Snapshot(FORM, with_new_keys(written.new.root))
    imported = compare(written.old, copy)
    assert states(imported) == states(written)
    assert pending(imported, propose(imported, timing)) == ()


def test_a_row_that_goes_on_in_the_next_agrees_as_a_whole() -> None:
    old, _inverse = apply_edit(ROOT, SetAnswer(("I.4.1",), OLD_TEXT))
    new = OLD_TEXT.replace("文書", "電子").replace("二週間", "三日")
    half, other = OLD_TEXT.index("回答"), new.index("回答")
    rows = [
        InsertEntry(
            (TABLE,),
            "1",
            0,
            Node({COLUMNS.item: ITEM, COLUMNS.before: OLD_TEXT[:half], COLUMNS.after: new[:other]}),
        ),
        InsertEntry(
            (TABLE,),
            "2",
            1,
            Node(
                {COLUMNS.item: f"{ITEM}（続き）", COLUMNS.before: OLD_TEXT[half:], COLUMNS.after: new[other:]}
            ),
        ),
    ]
    assert states(draft(old, SetAnswer(("I.4.1",), new), *rows)) == [RowState.AGREES] * 2
    assert states(draft(old, SetAnswer(("I.4.1",), new), *rows[:1])) == [RowState.DIFFERS]


def test_merged_rows_tell_of_all_their_changes(found: Comparison) -> None:
    proposals = propose(found, timing)
    chosen, rest = proposals[:3], proposals[3:]
    written = with_rows(found, (merge(chosen), *rest))
    assert pending(written, propose(written, timing)) == ()
    assert states(written) == [RowState.AGREES] * (len(rest) + 1)
    judged = [replace(chosen[0], when=when) for when in ("事後", "要判断")]
    assert merge(judged).when == "要判断"
    assert merge([*chosen, replace(chosen[0], when="事前")]).when == "事前"
    assert merge([replace(one, when="事後") for one in chosen]).when == "事後"


@LAW
@given(st.data())
def test_any_changes_are_proposed_written_and_known_again(data: st.DataObject) -> None:
    old = data.draw(nodes(FORM))
    root = Node(old.answers, {i: e for i, e in old.lists.items() if i != TABLE}, old.withheld)
    new = root
    for _number in range(data.draw(st.integers(1, 4))):
        edit = data.draw(edits(FORM, new))
        new, _inverse = apply_edit(new, edit)
    new = Node(new.answers, {i: e for i, e in new.lists.items() if i != TABLE}, new.withheld)
    comparison = compare(Snapshot(FORM, root), Snapshot(FORM, new))
    proposals = propose(comparison, timing)
    touched = {path for one in proposals for path in [source.path for source in one.sources]}
    for change in comparison.changes:
        if not change.path[0].startswith("cover."):
            assert change.path in touched or change.place in touched
    applied, _inverse = apply_edit(new, Batch(to_edit(proposals, new, FORM, None).edits))
    assert len(applied.entries((TABLE,))) == len(proposals)


def test_boxes_are_written_as_the_form_prints_them() -> None:
    path = (*FILE, "II.3.2")
    old, _inverse = apply_edit(ROOT, SetAnswer(path, Checked.of(["紙"])))
    one = only(draft(old, SetAnswer(path, Checked.of(["紙", "その他"], {"その他": "郵送"}))))
    assert (one.before.text, one.after.text) == ("紙", "紙、その他（郵送）")


# ---- rows however an office writes them


SAME = "同じ記載。"
PRINTED = "Ⅰ 基本情報 2. 特定個人情報ファイルを取り扱う事務において使用するシステム"


@pytest.mark.parametrize(
    "item",
    [
        f"{PRINTED} システム2 ②システムの機能",
        f"{PRINTED}\nシステム2\n②システムの\n機能".replace("使用する", "\n使用する"),
        "（続き）Ⅰ－２－②システム2　システムの機能",
        f"{PRINTED}※ システム2 ②システムの機能※",
    ],
)
def test_a_row_tells_of_the_entry_that_it_names_and_of_no_other(item: str) -> None:
    """The same words changed in two entries; the row of one does not hide the proposal for the other."""
    row = Node({COLUMNS.item: item, COLUMNS.before: SAME, COLUMNS.after: "別の記載。"})
    old = Node({}, {"I.2": {key: Node({"I.2.2": SAME}) for key in ("s", "t")}})
    comparison = draft(
        old,
        SetAnswer(("I.2", "s", "I.2.2"), "別の記載。"),
        SetAnswer(("I.2", "t", "I.2.2"), "別の記載。"),
        InsertEntry((TABLE,), "r", 0, row),
    )
    left = pending(comparison, propose(comparison, timing))
    assert [one.sources[0].path[1] for one in left] == ["s"]


def test_a_row_in_words_of_its_own_tells_of_one_change() -> None:
    row = Node({COLUMNS.item: "システム名の変更", COLUMNS.before: SAME, COLUMNS.after: "別の記載。"})
    old = Node({}, {"I.2": {key: Node({"I.2.2": SAME}) for key in ("s", "t")}})
    comparison = draft(
        old,
        *(SetAnswer(("I.2", key, "I.2.2"), "別の記載。") for key in ("s", "t")),
        InsertEntry((TABLE,), "r", 0, row),
    )
    assert len(pending(comparison, propose(comparison, timing))) == 1


@pytest.mark.parametrize(("gone", "left"), [(True, "（追加）"), (False, "（削除）")])
def test_of_two_changes_with_one_name_a_row_hides_the_one_that_it_tells_of(gone: bool, left: str) -> None:
    """システム1 was removed, and another is システム1 now."""
    names = ["住民記録システム", "滞納整理のための電話催告支援"]
    old = Node({}, {"I.2": {"s": Node({"I.2.1": names[0], "I.2.2": "氏名と住所を管理する。"})}})
    come = Node({"I.2.1": names[1], "I.2.2": "架電の記録を残し、次の督促に用いる。"})
    changed = draft(old, RemoveEntry(("I.2",), "s"), InsertEntry(("I.2",), "t", 0, come))
    removed, added = sorted(propose(changed, timing), key=lambda one: one.now != "")
    assert removed.item == added.item
    told = removed if gone else added
    row = Node({COLUMNS.item: told.item, COLUMNS.before: told.before.text, COLUMNS.after: told.after.text})
    written = compare(changed.old, draft(changed.new.root, InsertEntry((TABLE,), "r", 0, row)).new)
    [one] = pending(written, propose(written, timing))
    assert left in (one.before.text, one.after.text)


def test_a_short_name_that_fits_two_items_hides_neither() -> None:
    """Ⅱ－２－③ is the persons as well as why they are needed."""
    row = Node({COLUMNS.item: "Ⅱ－２－③", COLUMNS.before: "見直し前", COLUMNS.after: "見直し後"})
    items = [(*FILE, "II.2.3"), (*FILE, "II.2.3.need")]
    old = Node({}, {FILES: {FILE[1]: Node({path[-1]: "前の記載" for path in items})}})
    comparison = draft(
        old, *(SetAnswer(path, "後の記載") for path in items), InsertEntry((TABLE,), "r", 0, row)
    )
    assert len(pending(comparison, propose(comparison, timing))) == 2
