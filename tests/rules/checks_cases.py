"""One assessment that each check finds, and a near miss: an invented sample with a few answers changed.

A change is keyed by the item: first file, first entry; ``ID@2`` in the third entry, ``ID@*`` in all,
``2:ID`` in the second file, ``!ID`` what is withheld of it.  ``+LIST`` adds an entry, ``+ LIST`` another one,
``-LIST`` takes all of them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pia_desktop.assessment.edits import (
    Batch,
    Edit,
    InsertEntry,
    RemoveEntry,
    SetAnswer,
    SetWithheld,
    apply_edit,
)
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Checked
from pia_desktop.paths import resource_root

Changes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """``at``: the id at which the code is found (an item's or a list's)."""

    code: str
    form: str
    at: str
    found: Changes
    near: Changes


@cache
def sample(form: str) -> tuple[Form, Node]:
    """An invented sample."""
    read = read_file(resource_root() / "samples" / f"{form}.json")
    return read.form, read.root


def changed(form: Form, root: Node, changes: Changes) -> Node:
    """The contents with some answers changed."""
    for key, value in changes.items():
        root, _inverse = apply_edit(root, Batch(tuple(_edits(form, root, key, value))))
    return root


def _edits(form: Form, root: Node, key: str, value: object) -> list[Edit]:
    file = list(root.entries((FILES,)))
    withheld = key.startswith("!")
    number, colon, name = key.removeprefix("!").rpartition(":")
    owner: NodePath = (FILES, file[int(number) - 1 if colon else 0]) if file else ()
    if name[0] in "+-":
        spec = form.lists[name[1:].strip()]
        path = (*(owner if spec.scope else ()), spec.id)
        if name[0] == "-":
            return [RemoveEntry(path, one) for one in root.entries(path)]
        assert isinstance(value, dict)
        count = len(root.entries(path))
        return [InsertEntry(path, f"new{count}", count, Node(value))]
    name, _at, which = name.partition("@")
    scope = form.places[name].scope
    holders = [owner if scope[:1] == (FILES,) else ()]
    for list_id in scope[len(holders[0]) // 2 :]:
        keys = list(root.entries((*holders[0], list_id)))
        chosen = keys if which == "*" else [keys[int(which or 0)]]
        holders = [(*holders[0], list_id, one) for one in chosen]
    if withheld:
        return [SetWithheld((*holder, name), value) for holder in holders]  # type: ignore[arg-type]
    return [SetAnswer((*holder, name), value) for holder in holders]  # type: ignore[arg-type]


def row(**other: str | None) -> dict[str, str]:
    """A whole row of changes, with other answers where they are named."""
    whole = {
        "変更日": "令和6年8月1日",
        "項目": "Ⅰ 基本情報 7. 評価実施機関における担当部署 ①部署",
        "変更前の記載": "旧課",
        "変更後の記載": "新課",
        "提出時期": "事後",
        "提出時期に係る説明": "組織の改正による。",
        **other,
    }
    return {key: words for key, words in whole.items() if words is not None}


def ticked(*labels: str, counts: Mapping[str, int] | None = None, **texts: str) -> Checked:
    """Boxes, and their words."""
    return Checked.of(labels, texts, counts)


_Y2, _Y3, _Y4 = "yoshiki2", "yoshiki3", "yoshiki4"
_INSIDE = "その他識別情報（内部番号）"
_NETWORK = "情報提供ネットワークシステム"
_WHOLE = {"I.2.1": "台帳", "I.2.2": "記録する。", "I.2.3": ticked("庁内連携システム")}
_NAMES = "国民健康保険資格・給付情報ファイル"


def _in_text(code: str, found: str, near: str, at: str = "II.7") -> Case:
    return Case(code, _Y4, at, {at: found}, {at: near})


_MEASURE = "・消去の記録を帳簿に残し、月に一度、所属長が帳簿と媒体とを突き合わせて確かめる。"
_PARAGRAPH = "・入退室の記録を残し、月に一度、所属長が記録と名簿とを突き合わせて確かめる。"

_SHEET = {"+annexes": {"annex.title": "提供先一覧"}}
_SHEETS = {**_SHEET, "+ annexes": {"annex.title": "構成図"}}

CASES = (
    Case("C101", _Y4, "I.1.1", {"I.1.1": None}, {"I.8": None}),
    Case("C110", _Y4, "II.3.2", {"II.3.2": None}, {"II.5": None}),
    Case(
        "C111",
        _Y4,
        "II.4.e",
        {"+II.4.e": {"II.4.e.title": "点検の業務"}},
        {"+II.4.e": {}},
    ),
    Case(
        "C112",
        _Y4,
        "VI.3.2",
        {"VI.3.2": None},
        {"VI.3.1": None, "VI.3.2": None, "VI.3.3": None, "cover.agency": "厚生労働大臣"},
    ),
    Case("C102", _Y4, "I.1.2", {"I.1.2": "―"}, {"III.3.others": "―"}),
    _in_text("C103", "（同上）", "同上の理由により、必要な範囲で入手する。", "II.3.4"),
    Case("C104", _Y4, "I.2", {"+I.2": {}}, {"+I.2": _WHOLE}),
    Case(
        "C105",
        _Y4,
        "II.4.e.8",
        {"II.4.e.7": "再委託する", "II.4.e.8": "なし"},
        {"II.4.e.7": "再委託しない", "II.4.e.8": "なし", "II.4.e.9": None},
    ),
    Case("C106", _Y4, "I.7.1", {"I.7.1": "国民健康保険課" * 20}, {"I.7.1": "国民健康保険課" * 10}),
    _in_text("C107", "　\n ", "　備考 "),
    Case("C108", _Y4, "VI.4.1", {"VI.4.1": "令和6年5月1日"}, {"VI.4.1": "－"}),
    Case("C109", _Y3, "V.3.2", {"V.3.2": None}, {"V.3.1": None, "V.3.2": None, "V.3.3": None}),
    Case("C201", _Y4, "II.4.count", {"II.4.count": 9}, {"+II.4.e": {}}),
    Case("C201", _Y4, "II.4.count", {"II.4.count": 9}, {"+II.4.e": {"II.4.e.title": "（削除）"}}),
    Case("C202", _Y4, "II.4.count", {"II.4.count": None}, {}),
    Case("C203", _Y4, "II.4", {"II.4": "委託しない"}, {"II.4": "委託しない", "-II.4.e": ""}),
    Case("C204", _Y4, "II.4", {"-II.4.e": ""}, {"-II.4.e": "", "II.4": "委託しない"}),
    Case(
        "C205",
        _Y4,
        "II.5",
        {"II.5": ticked("行っていない", "移転を行っている", counts={"移転を行っている": 2})},
        {"II.5": ticked("行っていない")},
    ),
    Case(
        "C206",
        _Y4,
        "II.5",
        {"II.5": ticked("移転を行っている", counts={"移転を行っている": 2, "提供を行っている": 2})},
        {"II.5": ticked("移転を行っている", counts={"移転を行っている": 2})},
    ),
    Case("C210", _Y4, "II.1", {"II.1": "滞納整理ファイル"}, {"II.1": f"　{_NAMES}"}),
    Case(
        "C211",
        _Y4,
        "II.1",
        {"II.1": f"１．{_NAMES}"},
        {"I.3": f"１．{_NAMES}、２．国民健康保険料賦課・収納情報ファイル"},
    ),
    Case("C212", _Y4, "I.3", {"I.3": f"{_NAMES}\n国民健康保険料賦課・収納情報ファイル\n滞納ファイル"}, {}),
    Case("C213", _Y4, "II.1", {"2:II.1": _NAMES}, {"2:II.1": f"{_NAMES}（２）"}),
    Case("C214", _Y4, "III.1", {"III.1": "滞納整理ファイル"}, {"III.1": f"{_NAMES}（国保システム）"}),
    Case(
        "C215",
        _Y4,
        "cover.title",
        {"cover.title": "介護保険に関する事務　全項目評価書"},
        {"cover.title": "国民健康保険に関する事務　全項目評価書"},
    ),
    Case(
        "C216",
        _Y4,
        "cover.title",
        {"cover.title": "国民健康保険に関する事務　重点項目評価書"},
        {"cover.title": "国民健康保険に関する事務"},
    ),
    Case(
        "C217", _Y4, "cover.declaration", {"cover.agency": "若潮県白波町長"}, {"cover.agency": "青葉野市長"}
    ),
    Case("C218", _Y4, "cover.number", {"cover.number": "第12号"}, {"cover.number": "１２"}),
    Case(
        "C219", _Y4, "I.2.1", {"I.2.1": "台帳", "I.2.1@1": "台　帳"}, {"I.2.1": "台帳", "I.2.1@1": "台帳２"}
    ),
    Case("C220", _Y4, "III.7.r1.9", {"2:III.7.r1.9": "発生なし"}, {"2:III.7.r1.9": None}),
    Case("C221", _Y4, "I.7.2", {"I.7.2": "保険課長　青葉 太郎"}, {"I.7.2": "健康福祉部長　兼　保険課長"}),
    Case("C301", _Y4, "I.2.3", {"I.2.3": ticked("その他")}, {"I.2.3": ticked("その他", その他="台帳")}),
    Case(
        "C302",
        _Y4,
        "II.3.1",
        {"II.3.1": ticked("民間事業者")},
        {"II.3.1": ticked("民間事業者", 民間事業者="銀行")},
    ),
    Case(
        "C303",
        _Y4,
        "I.2.3",
        {"I.2.3": ticked("税務システム", その他="台帳")},
        {"I.2.3": ticked("税務システム", その他="－")},
    ),
    Case(
        "C304",
        _Y4,
        "II.4.e.8",
        {"II.4.e.7": "再委託しない", "II.4.e.8": "書面による。"},
        {"II.4.e.7": "再委託しない", "II.4.e.8": "―", "II.4.e.9": "なし"},
    ),
    Case(
        "C305",
        _Y4,
        "III.7.r1.9.what",
        {"III.7.r1.9": "発生なし"},
        {"III.7.r1.9": "発生なし", "III.7.r1.9.what": "―", "III.7.r1.9.prevent": None},
    ),
    Case(
        "C306",
        _Y4,
        "III.3.r2.enough",
        {"III.3.r2.auth": "行っていない", "III.3.r2.enough": "十分である"},
        {"III.3.r2.auth": "行っていない", "III.3.r2.enough": "課題が残されている"},
    ),
    Case(
        "C307",
        _Y4,
        "III.2.r2.enough",
        {"III.2.r2.enough": "課題が残されている", "III.2.r2.measures": "鍵を掛ける。"},
        {"III.2.r2.enough": "課題が残されている", "III.2.r2.measures": "令和７年３月までに錠を替える。"},
    ),
    Case("C310", _Y2, "IV.4.none", {"IV.4.none": True}, {"IV.4.none": True, "IV.4": None}),
    Case("C311", _Y4, "III.6.none_obtain", {"I.6.1": "実施しない"}, {"I.6.1": "未定"}),
    Case("C312", _Y4, "III.4.none", {"III.4.none": True}, {"III.4.none": True, "II.4": "委託しない"}),
    Case(
        "C313",
        _Y4,
        "III.6.none_obtain",
        {"III.6.none_obtain": True, "II.3.2": ticked("紙", _NETWORK)},
        {"III.6.none_obtain": True, "II.3.2": ticked("紙")},
    ),
    Case(
        "C314",
        _Y4,
        "III.4.re",
        {"II.4.e.7": "再委託する", "III.4.re": "再委託していない"},
        {"II.4.e.7@*": "再委託しない", "III.4.re": "再委託していない"},
    ),
    Case(
        "C315",
        _Y4,
        "III.4.re",
        {"II.4.e.7@*": "再委託しない"},
        {"II.4.e.7@*": "再委託しない", "II.4.e.7@1": "再委託する"},
    ),
    Case("C316", _Y4, "II.3.2", {"I.6.1": "実施しない"}, {"I.6.1": "未定"}),
    Case(
        "C317",
        _Y4,
        "II.2.4.main",
        {"II.2.4.main": ticked("個人番号", _INSIDE), "II.2.4.reason": "個人番号と４情報　特定のため"},
        {"II.2.4.main": ticked(_INSIDE), "II.2.4.reason": "内部番号　個人番号カードの管理のため"},
    ),
    Case(
        "C318",
        _Y4,
        "II.2.4.main",
        {"II.2.4.main": ticked(_INSIDE), "II.2.4.reason": "特定のため"},
        {"II.2.4.main": ticked("個人番号対応符号"), "II.2.4.reason": "特定のため"},
    ),
    Case("C319", _Y4, "II.5.p.4", {"II.5.p.4": "1,000万人以上"}, {"II.5.p.4": "1万人未満"}),
    Case(
        "C320",
        _Y4,
        "II.4.e.2.subjects",
        {"II.4.e.2": "特定個人情報ファイルの全体", "II.4.e.2.subjects": "1万人未満"},
        {"II.4.e.2": "特定個人情報ファイルの一部", "II.4.e.2.subjects": "1万人未満"},
    ),
    Case(
        "C321",
        _Y4,
        "II.2.4",
        {"II.2.4": "10項目未満"},
        {"II.2.4": "10項目未満", "A2.items": "1.氏名、2.住所"},
    ),
    Case(
        "C322",
        _Y4,
        "II.3.1",
        {"II.3.1": ticked("本人又は本人の代理人"), "II.3.2": ticked("庁内連携システム")},
        {"II.3.1": ticked("本人又は本人の代理人"), "II.3.2": ticked("紙")},
    ),
    Case(
        "C323",
        _Y4,
        "III.7.r1.1",
        {"III.7.r1.1": "十分に遵守している"},
        {"III.7.r1.1": "十分に遵守している", "cover.agency": "厚生労働大臣"},
    ),
    Case(
        "C330",
        _Y4,
        "VI.1.2",
        {"I.1.3": "30万人以上", "VI.1.2": "基礎項目評価の実施が義務付けられる（任意に全項目評価を実施）"},
        {
            "I.1.3": "1万人以上10万人未満",
            "VI.1.2": "基礎項目評価の実施が義務付けられる（任意に全項目評価を実施）",
        },
    ),
    Case("C331", _Y3, "I.1.3", {"I.1.3": "30万人以上"}, {"I.1.3": "10万人以上30万人未満"}),
    Case(
        "C332",
        _Y2,
        "IV.1",
        {"II.1": "30万人以上", "IV.1": "基礎項目評価書及び重点項目評価書"},
        {"II.1": "30万人以上", "IV.1": "基礎項目評価書及び全項目評価書"},
    ),
    Case(
        "C333",
        _Y4,
        "VI.1.2",
        {
            "I.1.3": "10万人以上30万人未満",
            "II.3.7.users": "1,000人以上",
            "VI.1.2": "基礎項目評価及び重点項目評価の実施が義務付けられる（任意に全項目評価を実施）",
        },
        {
            "I.1.3": "10万人以上30万人未満",
            "II.3.7.users": "1,000人以上",
            "VI.1.2": "基礎項目評価及び全項目評価の実施が義務付けられる",
        },
    ),
    Case("C401", _Y4, "II.2.5", {"II.2.5": "事務を始めたとき"}, {"II.2.5": "令和7年4月1日（予定）"}),
    Case("C402", _Y4, "II.2.5", {"II.2.5": "R8.2.30"}, {"II.2.5": "令和8年2月28日"}),
    Case("C402", _Y4, "II.2.5", {"II.2.5": "2026-02-30"}, {"II.2.5": "令和8年2月下旬"}),
    Case("C402", _Y4, "II.2.5", {"II.2.5": "H31.5.1"}, {"II.2.5": "平成31年4月30日"}),
    Case("C402", _Y4, "II.2.5", {"II.2.5": "平成32年4月1日"}, {"II.2.5": "令和２年４月１日"}),
    Case("C403", _Y4, "II.2.5", {"II.2.5": "平成24年4月1日"}, {"II.2.5": "平成25年"}),
    Case("C404", _Y4, "VI.1.1", {"VI.1.1": "令和20年4月1日"}, {"VI.1.1": "令和7年4月1日"}),
    Case("C405", _Y4, "cover.published_on", {"cover.published_on": "令和20年4月"}, {}),
    Case(
        "C406",
        _Y4,
        "cover.published_on",
        {"VI.1.1": "令和8年9月2日", "cover.published_on": "令和8年9月1日"},
        {"VI.1.1": "令和8年9月2日", "cover.published_on": "令和8年9月"},
    ),
    Case(
        "C416",
        _Y4,
        "cover.published_on",
        {"VI.1.1": "令和6年9月2日", "cover.published_on": "令和6年9月1日"},
        {"VI.1.1": "令和6年9月2日", "cover.published_on": "令和6年9月"},
    ),
    Case(
        "C407",
        _Y4,
        "VI.2.2",
        {"VI.2.2": "令和6年6月30日から令和6年6月1日まで"},
        {"VI.2.2": "令和6年6月1日から6月30日まで"},
    ),
    Case(
        "C408",
        _Y4,
        "VI.2.3",
        {"VI.2.2": "令和6年6月1日から6月29日まで", "VI.2.3": "―"},
        {"VI.2.2": "令和6年6月1日から6月30日まで", "VI.2.3": "―"},
    ),
    Case(
        "C409",
        _Y4,
        "VI.2.2",
        {"VI.2.2": "令和6年6月1日から令和6年7月10日まで（30日間）"},
        {"VI.2.2": "令和6年6月1日から令和6年7月10日まで（40日間）"},
    ),
    _in_text("C410", "令和6年6月1日（月）に点検した。", "令和6年6月1日（土）に点検した。"),
    Case("C411", _Y4, "cover.published_on", {"cover.published_on": None}, {}),
    Case("C412", _Y2, "II.1.on", {"II.1.on": "平成28年4月1日"}, {}),
    Case("C413", _Y4, "II.3.9", {"II.3.9": "平成27年10月5日"}, {"II.3.9": "平成28年1月1日"}),
    Case(
        "C414",
        _Y4,
        "cover.published_on",
        {"cover.published_on": "令和6年度"},
        {"cover.published_on": "令和6年8月30日（予定）"},
    ),
    Case("C415", _Y4, "II.3.9", {"II.3.9": "R6.8.30"}, {"II.3.9": "令和6年8月30日"}),
    Case(
        "C415",
        _Y4,
        "cover.published_on",
        {"cover.published_on": "R6.8.30 予定"},
        {"cover.published_on": "令和6年8月30日 予定"},
    ),
    Case(
        "C415",
        _Y4,
        "cover.published_on",
        {"cover.published_on": "2024-8-30 10:00"},
        {"cover.published_on": "令和6年8月30日（予定）"},
    ),
    Case(
        "C501",
        _Y4,
        "変更日",
        {"+A3.changes": row(変更日=None)},
        {"+A3.changes": row(変更日=None, 項目="Ⅰ－７－①（続き）")},
    ),
    Case(
        "C502",
        _Y4,
        "提出時期",
        {"+A3.changes": row(提出時期="提出済")},
        {"+A3.changes": row(提出時期="事前・事後")},
    ),
    Case(
        "C503",
        _Y4,
        "提出時期に係る説明",
        {"+A3.changes": row(項目="Ⅱ－３－⑥使用目的", 提出時期に係る説明="－")},
        {"+A3.changes": row(項目="Ⅱ－３－⑥使用目的", 提出時期に係る説明="対象外（法令の一部改正）")},
    ),
    Case(
        "C504",
        _Y4,
        "変更後の記載",
        {"+A3.changes": row(変更前の記載="新課")},
        {"+A3.changes": row(変更前の記載="―", 変更後の記載="―")},
    ),
    Case(
        "C505",
        _Y4,
        "A3.changes",
        {"+A3.changes": row(提出時期に係る説明=None)},
        {"+A3.changes": row(提出時期に係る説明=None, 変更日="令和3年4月1日")},
    ),
    Case(
        "C506",
        _Y4,
        "A3.changes",
        {"+A3.changes": row(), "1:+A3.changes": row()},
        {"+A3.changes": row(), "1:+A3.changes": row(変更後の記載="別の課")},
    ),
    Case(
        "C507",
        _Y4,
        "変更日",
        {"+A3.changes": row(変更日="令和20年4月1日")},
        {"+A3.changes": row(変更日="令和20年4月1日", 提出時期="事前")},
    ),
    Case(
        "C507",
        _Y4,
        "変更日",
        {
            "+A3.changes": row(変更日="令和7年1月4日"),
            "+ A3.changes": row(変更日="令和7年1月4日", 変更後の記載="別の課", 提出時期="事前"),
        },
        {"+A3.changes": row(変更日="令和7年1月4日")},
    ),
    Case(
        "C509",
        _Y4,
        "cover.published_on",
        {"+A3.changes": row(変更日="令和7年1月4日")},
        {"+A3.changes": row(変更日="令和6年9月30日")},
    ),
    *(
        Case(
            "C508",
            _Y4,
            "項目",
            {"III.7.others": _MEASURE, "+A3.changes": row(項目=found, 変更後の記載=_MEASURE)},
            {"III.7.others": _MEASURE, "+A3.changes": row(項目=near, 変更後の記載=_MEASURE)},
        )
        for found, near in (
            ("Ⅲ－６－リスク１", "Ⅲ－７"),
            (
                "III リスク対策 6. 情報提供ネットワークシステムとの接続",
                "III リスク対策 1 漏えい 7 保管・消去",
            ),
            ("Ⅱ.6 ③消去方法", "評価書全体"),
        )
    ),
    Case(  # it stands in the section that is named, too
        "C508",
        _Y4,
        "項目",
        {"III.7.others": _MEASURE, "+A3.changes": row(項目="Ⅲ－６", 変更後の記載=_MEASURE)},
        {
            "III.7.others": _MEASURE,
            "III.6.others": f"・専用の回線とする。\n{_MEASURE}",
            "+A3.changes": row(項目="Ⅲ－６", 変更後の記載=_MEASURE),
        },
    ),
    *(
        Case(
            "C631",
            _Y4,
            "II.7",
            {"II.7": f"{old}の帳票を用いる。", "+A3.changes": row(変更前の記載=old, 変更後の記載=new)},
            {"II.7": near, "+A3.changes": row(変更前の記載=old, 変更後の記載=new)},
        )
        for old, new, near in (
            ("ＡＢＣ保険システム", "保険標準準拠システム", "旧ABC保険システムの帳票を用いる。"),
            ("ABC保険システム（認定）", "保険標準準拠システム", "ABC保険システムの帳票を用いる。"),
            ("情報推進課", "デジタル戦略課", "介護情報推進課の帳票を用いる。"),
            ("情報推進課", "デジタル戦略課", "情報推進課題の帳票を用いる。"),
            ("住民課", "戸籍課", "国保・住民課題の帳票を用いる。"),
            (
                "みどり電算株式会社",
                "みどり情報株式会社",
                "みどり電算株式会社からみどり情報株式会社へ移った。",
            ),
        )
    ),
    Case(  # a name that only says more
        "C631",
        _Y4,
        "II.7",
        {"II.7": "住民課の帳票。", "+A3.changes": row(変更前の記載="住民課", 変更後の記載="戸籍課")},
        {"II.7": "住民課の帳票。", "+A3.changes": row(変更前の記載="住民課", 変更後の記載="市民部住民課")},
    ),
    Case(  # a list of names of which one alone is another
        "C631",
        _Y4,
        "II.7",
        {
            "II.7": "情報推進課が管理する。",
            "+A3.changes": row(変更前の記載="税務課、情報推進課", 変更後の記載="税務課、戦略課"),
        },
        {
            "II.7": "情報推進課が管理する。",
            "+A3.changes": row(変更前の記載="税務課、情報推進課", 変更後の記載="資産税課、戦略課"),
        },
    ),
    _in_text("C601", "令和１０年から令和12年まで", "令和６年から令和12年まで"),
    _in_text("C602", "ｶﾞｽの検針", "ガスの検針"),
    _in_text("C603", "㍻27年", "①平成27年、Ⅱ㈱"),
    _in_text("C604", "髙橋", "高橋"),
    _in_text("C605", "外字\ue000", "外字"),
    _in_text("C606", "外字〓", "外字？"),
    _in_text("C607", "見え\u200bない", "見える"),
    _in_text("C608", "○○課が管理する。", "○管理する。"),
    _in_text("C609", "「台帳を管理する。", "「台帳」を管理する。"),
    _in_text("C610", "施錠して管理し、", "施錠して管理する。"),
    _in_text("C610", "鍵を掛ける。記録を残すこととし", "鍵を掛ける。記録を残すこととする"),
    Case(
        "C610",
        _Y4,
        "変更後の記載",
        {"+A3.changes": row(変更後の記載="媒体を消去する。移行に際しては、環境の破壊等を")},
        {"+A3.changes": row(変更前の記載="旧環境の破壊等を", 変更後の記載="新環境の破壊等を")},
    ),
    _in_text("C611", "当市区町村の職員が扱う。", "当市の職員が扱う。"),
    _in_text("C611", "これは当市区町村の事務である。", "該当市区町村、担当市区町村の窓口で受け付ける。"),
    _in_text("C611", "（市区町村名）の職員が扱う。", "転出先の市区町村名を記録する。"),
    _in_text("C612", "生態認証により識別する。", "生体認証により識別する。"),
    _in_text("C612", "暗号化及び複合の鍵を分ける。", "複合機で印刷する。"),
    _in_text("C612", "減失及び毀損を防ぐ。", "滅失及び毀損を防ぐ。"),
    _in_text("C612", "データの減失を防ぐ。", "人員の増減失効を防ぐ。"),
    _in_text("C612", "暗号化及び複合を行う。", "暗号化及び複合機の制限を行う。"),
    _in_text("C613", f"{_PARAGRAPH}\n{_PARAGRAPH}", f"＜当市＞\n{_PARAGRAPH}\n＜委託先＞\n{_PARAGRAPH}"),
    _in_text("C620", "記入例 1234-5678-9018", "記入例 1234-5678-9017"),
    _in_text("C621", "電話 090-1234-5678", "管理番号 190-1234-5678"),
    Case("C622", _Y4, "II.7", {"II.7": "電話 03-1234-5678"}, {"V.2.1": "電話 03-1234-5678"}),
    Case("C640", _Y4, "I.1.2", {"!I.1.2": WHOLE}, {}),
    Case(
        "C641",
        _Y4,
        "I.1.2",
        {"I.1.2": "暗号甲乙丙を使う。", "I.1.1": "暗号\n甲乙丙も使う事務", "!I.1.2": ((0, 5),)},
        {"I.1.2": "暗号甲乙丙を使う。", "I.1.1": "暗号甲乙も使う事務", "!I.1.2": ((0, 5),)},
    ),
    _in_text("C630", "番号法別表第二の項", "番号法別表の項"),
    Case("C651", _Y4, "II.7", {"II.7": "別紙２のとおり", **_SHEET}, {"II.7": "別紙1のとおり", **_SHEET}),
    Case("C652", _Y4, "annexes", _SHEET, {"II.7": "別紙のとおり", **_SHEET}),
    Case(
        "C653",
        _Y4,
        "annexes",
        {"I.1.2": "別紙２のとおり", "II.7": "別紙１のとおり", **_SHEETS},
        {"I.1.2": "別紙１のとおり", "II.7": "別紙１及び２のとおり", **_SHEETS},
    ),
    _in_text("C630", "番号利用法別表第１の項", "住民基本台帳法の別表第１の項"),
    _in_text("C630", "同法別表第二の項", "利用に関する条例　別表第二の項"),
    _in_text("C630", "第９条第１項　別表第一", "旧番号法別表第一"),
)
