"""事前 or 事後: by the marks of the form, and by what was changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Checked, Figure, Picture
from pia_desktop.rules.formality import Formality, formality
from pia_desktop.rules.importance import REASONS, is_important, mere_wording, timing
from tests.strategies import LAW

YOSHIKI3, YOSHIKI4 = find_form("yoshiki3"), find_form("yoshiki4")
WRITTEN = st.text("取扱い課税サーバー、。１2Ａ（）", max_size=12)


@pytest.mark.parametrize(
    ("item_id", "important"),
    [
        ("I.1.2", True),  # ②事務の内容　※
        ("I.1.1", False),
        ("I.5", True),  # ５．個人番号の利用 ※: the section's mark
        ("I.4.1", False),
        ("II.4", True),
        ("II.4.count", True),  # stands in the cell of 委託の有無　※
        ("II.4.e.1", False),
        ("II.4.e.7", True),
        ("III.7.r1.6", True),  # the part's mark
        ("III.7.r1.9", False),  # （７．リスク１⑨を除く。）
        ("III.7.r1.9.prevent", False),
        ("III.6.none_obtain", True),  # its tick empties rows that bear the mark
        ("IV.3", True),
        ("V.1.1", False),
    ],
)
def test_what_the_form_marks(item_id: str, important: bool) -> None:
    assert is_important(YOSHIKI4, item_id) is important
    found = timing(YOSHIKI4, item_id, "古い記載", "別の記載").when
    assert (found in ("事前", "要判断")) is important
    assert timing(YOSHIKI4, item_id, None, "新しい記載").when == ("事前" if important else "事後")


def test_every_reason_is_a_sentence_and_follows_from_the_time() -> None:
    entry = Node({"II.4.e.7": "再委託する"})
    found = {
        timing(YOSHIKI4, "I.1.2", "甲", "乙"),
        timing(YOSHIKI4, "I.1.1", "甲", "乙"),
        timing(YOSHIKI4, "I.1.2", "甲、乙", "甲，乙"),
        timing(YOSHIKI4, FILES, None, Node()),
        timing(YOSHIKI4, FILES, Node(), None),
        timing(YOSHIKI4, "II.4.e", None, entry),
        timing(YOSHIKI4, "II.4.e", entry, None),
        timing(YOSHIKI4, "II.4.e", entry, entry),
        timing(YOSHIKI4, "I.2", None, Node({"I.2.1": "通知システム"})),
    }
    assert len(found) == len({one.reason for one in found}) == 9
    assert all(one.reason.endswith("。") for one in found)


@pytest.mark.parametrize(
    ("list_id", "node", "added", "removed"),
    [
        (FILES, Node(), "事前", "事前"),
        ("II.4.e", Node({"II.4.e.title": "印刷", "II.4.e.4": "再委託しない"}), "事前", "要判断"),
        ("II.4.e", Node({"II.4.e.title": "印刷"}), "事後", "事後"),
        ("I.2", Node({"I.2.1": "宛名システム"}), "事後", "事後"),
    ],
)
def test_an_entry_is_as_important_as_what_stands_in_it(
    list_id: str, node: Node, added: str, removed: str
) -> None:
    """What ends may lower the risk plainly: the clerk says so."""
    assert timing(YOSHIKI3, list_id, None, node).when == added
    assert timing(YOSHIKI3, list_id, node, None).when == removed
    assert timing(YOSHIKI3, list_id, node, node).when == "事後"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("５年間、保管する。", "5年間保管する"),
        ("取り扱いを定める。", "取扱いを定める。"),
        ("申し込みの受付", "申込の受付"),
        ("氏名、住所及び生年月日", "氏名，住所および\n生年月日"),
        ("サーバーを設置", "サーバを設置"),
        ("番号法第１９条", "番号法第19条"),
        ("㈱青葉", "(株)青葉"),
    ],
)
def test_another_way_of_writing_is_mere_wording(old: str, new: str) -> None:
    assert mere_wording(old, new)
    assert mere_wording(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("５年間保管する。", "７年間保管する。"),
        ("再委託を認める。", "再委託を認めない。"),
        ("別表の1、2の項", "別表の12の項"),
        ("1.5倍", "15倍"),
        ("課が市に渡す。", "課を市に渡す。"),
        ("国民健康保険課", "国民健康保険年金課"),
        ("記録を残す", None),
        (None, "記録を残す"),
        ("サーバ", "サーバーを廃止"),
    ],
)
def test_another_meaning_is_not(old: str | None, new: str | None) -> None:
    assert not mere_wording(old, new)


def test_boxes_and_pictures_are_not_wording_but_their_words_are() -> None:
    old = Checked.of(["紙", "その他"], {"その他": "庁内便 （週２回）"})
    assert mere_wording(old, old.with_text("その他", "庁内便(週2回)"))
    assert not mere_wording(old, old.with_tick("紙", False))
    assert not mere_wording(old, old.with_text("その他", "宅配便"))
    figure = Figure.of("図１　流れ", (Picture("0" * 64, "image/png", 1, 1, "図１"),))
    assert mere_wording(figure, Figure.of("図1 流れ", figure.pictures))
    assert not mere_wording(figure, Figure.of(figure.text))


@LAW
@given(WRITTEN, WRITTEN, st.sampled_from([" ", "\n", "　"]))
def test_spaces_alone_never_matter(one: str, other: str, between: str) -> None:
    assert mere_wording(one + other, one + between + other)


@pytest.mark.parametrize(
    ("item_id", "old", "new", "when"),
    [
        # articles and tables with other numbers, in any way of writing
        ("I.6.2", "番号法第19条第7号　別表第二の119の項", "番号法第19条第８号 別表第２の120の項", "事後"),
        ("I.6.2", "番号法第十九条第七号及び別表第二", "番号法第19条第8号及び別表第二", "事後"),
        ("I.5", "番号法第９条第１項　別表第一の16の項", "番号法第９条第１項　別表の24の項", "事後"),
        ("IV.3", "特定個人情報保護委員会に報告する。", "個人情報保護委員会に報告する。", "事後"),
        # more entries of the same law: whether more is shared, only a person knows
        ("I.6.2", "主務省令第２条の表の69の項", "主務省令第２条の表の69の項及び70の項", "要判断"),
        # numbers of a text that speaks of no law are its contents
        ("I.1.2", "第１システムから得る。", "第２システムから得る。", "要判断"),
        # offices and companies with other names
        ("II.3.7.dept", "税務課、保険課、情報政策課", "税務課、国保年金課、情報政策課", "事後"),
        ("II.3.7.dept", "税務課、保険課", "税務課、保険課、債権管理課", "事前"),
        # a point within the name of an office, and one between two
        ("II.3.7.dept", "税務課、窓口調整課", "税務課、住民記録・戸籍課", "事後"),
        ("II.3.7.dept", "税務課、窓口調整課", "税務課、住民課・戸籍課", "要判断"),
        # a new environment
        (
            "II.6.1",
            "＜当市の措置＞\n庫に置く。",
            "＜当市の措置＞\n庫に置く。\n＜雲の措置＞\n鍵を掛ける。",
            "事前",
        ),
        # a heading of the own organization's measures is no new environment
        (
            "IV.3",
            "＜雲の措置＞\n監視する。",
            "＜青葉市における措置＞\n会議を置く。\n＜雲の措置＞\n監視する。",
            "要判断",
        ),
        ("III.7.r1.5.what", "施錠する。", "施錠する。\n入退室を記録する。", "要判断"),
        ("VI.3.2", "－", "審議会による点検", "要判断"),
        ("VI.3.2", "審議会による点検", "審査会による点検", "事後"),
        ("A2.items", "氏名、住所", "氏名、住所、口座番号", "要判断"),
    ],
)
def test_formal_changes_are_told_from_others(item_id: str, old: str, new: str, when: str) -> None:
    assert timing(YOSHIKI4, item_id, old, new).when == when


def test_words_of_a_ticked_box_are_judged_as_others_are() -> None:
    old = Checked.of(["評価実施機関内の他部署"], {"評価実施機関内の他部署": "税務課、地域窓口課"})
    renamed = old.with_text("評価実施機関内の他部署", "税務課、住民課")
    assert timing(YOSHIKI4, "II.3.1", old, renamed).when == "事後"
    for other in (
        old.with_text("評価実施機関内の他部署", "税務課、地域窓口課、年金課"),
        renamed.with_tick("本人又は本人の代理人", True),
        renamed.with_tick("評価実施機関内の他部署", False),
    ):
        assert timing(YOSHIKI4, "II.3.1", old, other).when == "事前"


def test_a_company_is_the_same_only_where_its_name_begins_alike() -> None:
    same = formality("青葉システムズ株式会社", "青葉ITソリューションズ株式会社")
    assert same is Formality.COMPANY
    assert formality("青葉システムズ株式会社", "若潮電算株式会社") is Formality.OTHER


def test_every_reason_of_the_list_fits_its_time() -> None:
    assert {one.when for one in REASONS} == {"事前", "事後"}
    assert len({one.reason for one in REASONS}) == len(REASONS)


@LAW
@given(WRITTEN, WRITTEN)
def test_formality_says_something_of_any_two_texts(old: str, new: str) -> None:
    assert formality(old, new) in Formality
    assert formality(old, "") is Formality.OTHER
