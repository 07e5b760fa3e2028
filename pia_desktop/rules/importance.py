"""When a change must be submitted: beforehand (事前) for a 重要な変更, otherwise afterwards (事後).

Items whose label, section or part has ※ are subject to 重要な変更: the marks are printed in the forms, and
特定個人情報保護評価指針 defines them.  Excepted are changes of wording, formal changes (renumbered articles,
renamed offices), and changes that clearly lower the risk.  If the text does not show which it is, the result
is 要判断 and the clerk decides, with the reasons of 指針 to choose from (``REASONS``).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from pia_desktop.assessment.node import Node
from pia_desktop.forms.kinds import FlagKind, TextKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Checked, DataTable, Figure, Picture, Value
from pia_desktop.rules.checks.words import unsaid
from pia_desktop.rules.formality import Formality, formality

BEFOREHAND: Final = "事前"
AFTERWARDS: Final = "事後"
UNDECIDED: Final = "要判断"
"""No word of the table: the row is written without 提出時期, which the checks then ask for."""


class Timing(NamedTuple):
    """提出時期 and its reason (提出時期に係る説明), as written into 変更箇所.

    For UNDECIDED, the reason says what has to be judged.
    """

    when: str
    reason: str


_LAW: Final = Timing(AFTERWARDS, "法令の改正等に伴う条項等の形式的な変更であり、重要な変更に当たらないため。")
_OFFICE: Final = Timing(AFTERWARDS, "組織の名称の変更に伴う形式的な変更であり、重要な変更に当たらないため。")
_COMPANY: Final = Timing(AFTERWARDS, "法人の名称の変更に伴う形式的な変更であり、重要な変更に当たらないため。")
_WORDING: Final = Timing(AFTERWARDS, "字句の修正のみで内容に変更はなく、重要な変更に当たらないため。")
_IMPORTANT: Final = Timing(BEFOREHAND, "重要な変更に当たるため、変更の前に提出する。")
_NOT_MARKED: Final = Timing(AFTERWARDS, "重要な変更の対象となる記載項目ではないため。")
_OPEN: Final = Timing(
    UNDECIDED,
    "重要な変更の対象となる記載項目です。リスクを明らかに軽減させる変更や形式的な変更なら事後、そうでなければ事前です。",
)
_MORE_LAW: Final = Timing(
    UNDECIDED,
    "根拠となる条項の数が変わりました。情報連携の範囲が広がるなら事前、法令の改正に伴う形式的な変更なら事後です。",
)
_FORMAL: Final = {
    Formality.LAW: _LAW,
    Formality.MORE_LAW: _MORE_LAW,
    Formality.OFFICE: _OFFICE,
    Formality.COMPANY: _COMPANY,
}

REASONS: Final = (
    _IMPORTANT,
    _WORDING,
    _LAW,
    _OFFICE,
    _COMPANY,
    Timing(
        AFTERWARDS, "特定個人情報保護のリスクを明らかに軽減させる変更であり、重要な変更に当たらないため。"
    ),
    Timing(AFTERWARDS, "緊急時の事後評価の適用対象となる変更であるため。"),
    _NOT_MARKED,
)
"""What 指針 knows as reasons, for the clerk to choose from."""


FORMAL_REASONS: Final = {"law": _LAW, "office": _OFFICE, "company": _COMPANY, "wording": _WORDING}
"""Of the reasons those of a change that a pack makes, by the names that packs have for them."""


def pack_timing(
    reason: str, form: Form, ident: str, old: Value | Node | None, new: Value | Node | None
) -> Timing:
    """The timing of a change made by a pack with this reason."""
    if ident in form.lists or is_important(form, ident):
        return FORMAL_REASONS[reason]
    return timing(form, ident, old, new)


def timing(form: Form, ident: str, old: Value | Node | None, new: Value | Node | None) -> Timing:
    """When the change of an answer, or of an entry, must be submitted, and why.

    ``ident`` is the id of the item, or of the entry's list.  For an entry, ``old`` None means added, ``new``
    None removed, and equal values moved.
    """
    if ident in form.lists:
        return _timing_of_entry(form, ident, _node(old), _node(new))
    was, now = (None if isinstance(side, Node) else side for side in (old, new))
    if not is_important(form, ident):
        return _timing_unmarked(form, ident, was, now)
    if mere_wording(was, now):
        return _WORDING
    if isinstance(was, Checked) and isinstance(now, Checked):
        return _timing_of_boxes(was, now)
    if not isinstance(was, str | None) or not isinstance(now, str | None):
        return _IMPORTANT
    found = formality(was or "", now or "")
    if found in _FORMAL:
        return _FORMAL[found]
    place = form.places[ident]
    measures = place.part is not None and _MEASURES in place.part.title
    if found is Formality.NEW_PLACE or not (was and now) or not isinstance(place.item.kind, TextKind):
        return _IMPORTANT
    return _IMPORTANT if found is Formality.MORE and not measures else _OPEN


def _timing_of_boxes(was: Checked, now: Checked) -> Timing:
    """For boxes with ※: formal if only words beside the same ticks differ, each of them formally."""
    before, after = dict(was.texts), dict(now.texts)
    if was.ticked != now.ticked or was.counts != now.counts or before.keys() != after.keys():
        return _IMPORTANT
    changed = [label for label in before if before[label] != after[label]]
    found = {formality(before[label], after[label]) for label in changed}
    return _FORMAL.get(found.pop(), _IMPORTANT) if len(found) == 1 else _IMPORTANT


_MEASURES: Final = "リスク対策"
_PROCEDURE: Final = "評価実施手続"
_RECORD_ITEMS: Final = "特定個人情報ファイル記録項目"


def _timing_unmarked(form: Form, ident: str, old: Value | None, new: Value | None) -> Timing:
    """For an item without ※: 事後, unless it reports another change that may have ※."""
    part = form.places[ident].part
    title = part.title if part else ""
    if _RECORD_ITEMS in title and not mere_wording(old, new):
        return Timing(
            UNDECIDED, "記録される項目（※）の変更を伴うなら事前、名称の整理などにとどまるなら事後です。"
        )
    if _PROCEDURE in title and unsaid(old) and not unsaid(new):
        return Timing(
            UNDECIDED, "評価の実施に伴う記載です。併せて提出する変更が事前なら事前、そうでなければ事後です。"
        )
    if isinstance(old, str) and isinstance(new, str) and formality(old, new) is Formality.NEW_PLACE:
        return Timing(
            UNDECIDED,
            "新たな環境での措置の記載です。併せて提出する変更が事前なら事前、そうでなければ事後です。",
        )
    return _NOT_MARKED


def _node(value: Value | Node | None) -> Node | None:
    return value if isinstance(value, Node) else None


def _timing_of_entry(form: Form, list_id: str, old: Node | None, new: Node | None) -> Timing:
    if old is not None and new is not None:
        return Timing(AFTERWARDS, "記載の順序の変更のみで、重要な変更に当たらないため。")
    what = "追加" if old is None else "削除"
    if list_id == FILES:
        return Timing(
            BEFOREHAND, f"特定個人情報ファイルの{what}は重要な変更に当たるため、変更の前に提出する。"
        )
    entry = new or old or Node()
    if new is None and any(is_important(form, item_id) for item_id in entry.answers):
        return Timing(
            UNDECIDED,
            "取扱いをやめたことなどによりリスクを明らかに軽減させる変更なら事後、そうでなければ事前です。",
        )
    if any(is_important(form, item_id) for item_id in entry.answers):
        return Timing(
            BEFOREHAND, f"重要な変更の対象となる項目を含む記載の{what}に当たるため、変更の前に提出する。"
        )
    return Timing(AFTERWARDS, f"記載の{what}であるが、重要な変更の対象となる項目を含まないため。")


def is_important(form: Form, item_id: str) -> bool:
    """Whether a change of this item is a 重要な変更: it has ※, or is a none-box above items that do."""
    place = form.places[item_id]
    if place.item.important or place.section is None or not isinstance(place.item.kind, FlagKind):
        return place.item.important
    emptied = [item for item in place.section.walk() if form.places[item.id].none_box is place.item]
    return any(item.important for item in emptied)


# ---- words alone

_SPACE: Final = re.compile(r"\s+")
_POINT: Final = re.compile(r"(?<![0-9])[^\w\s]+|[^\w\s]+(?![0-9])")
"""Punctuation, except between two digits, where it tells 1、2 from 12."""

_LONG_VOWEL: Final = re.compile(r"(?<=[ァ-ヺー]{2})ー(?![ァ-ヺ])")
_OKURIGANA: Final = re.compile(r"(?<=[一-鿿])[いきぎしちじびみりえけげせめれ](?=[一-鿿をはがのとも、。）]|$)")
"""What some write and others leave out: 取り扱い and 取扱い, 申し込み and 申込み."""

_SPELLINGS: Final = (
    ("または", "又は"),
    ("および", "及び"),
    ("ならびに", "並びに"),
    ("もしくは", "若しくは"),
    ("行な", "行"),
    ("表わ", "表"),
    ("下さい", "ください"),
    ("出来", "でき"),
    ("子供", "子ども"),
    ("等", "など"),
)


def mere_wording(old: Value | None, new: Value | None) -> bool:
    """Whether two answers mean the same and differ only in writing.

    That is: width, spaces and line breaks, punctuation, final long vowels, okurigana, and some words in kanji
    or kana.  Changed boxes and options, and new answers, are never mere wording.
    """
    if isinstance(old, str) and isinstance(new, str):
        return _bare(old) == _bare(new)
    if isinstance(old, Checked) and isinstance(new, Checked):
        same = old.ticked == new.ticked and old.counts == new.counts
        return same and _bare_all(old.texts) == _bare_all(new.texts)
    if isinstance(old, Figure) and isinstance(new, Figure):
        return _bare_run(old) == _bare_run(new)
    return old == new


def _bare_run(run: Figure) -> list[object]:
    """The contents of a run by block, without the layout of pictures and captions."""
    found: list[object] = []
    for block in run.blocks:
        match block:
            case Picture():
                found.append((block.digest, _bare(block.caption)))
            case DataTable():
                found.append([[_bare(words) for words in row] for row in block.rows])
            case _ if block:
                found.append(_bare(block))
    return found


def _bare_all(texts: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(label, _bare(words)) for label, words in texts]


def _bare(text: str) -> str:
    """A text without everything that is mere writing."""
    bare = _SPACE.sub("", unicodedata.normalize("NFKC", text))
    for one, other in _SPELLINGS:
        bare = bare.replace(one, other)
    return _LONG_VOWEL.sub("", _POINT.sub("", _OKURIGANA.sub("", bare)))
