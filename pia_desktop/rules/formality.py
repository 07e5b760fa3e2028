"""What a changed answer shows by itself: that the change is formal, or what has to be judged.

特定個人情報保護評価指針 excepts from 重要な変更 corrections of slips, formal changes such as renamed offices,
and changes that clearly lower the risk.  This recognizes what text can show: renumbered articles and tables
of laws, renamed offices and companies.  Whether a risk is lower is for the clerk to judge.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from enum import Enum
from typing import Final


class Formality(Enum):
    """How two texts differ."""

    LAW = "law"
    """Only numbers and names of laws, articles and tables differ."""
    MORE_LAW = "more law"
    """Only the number of entries of the same tables and articles differs."""
    OFFICE = "office"
    """Only names of offices differ, equally many."""
    COMPANY = "company"
    """Only the name of what is clearly the same company differs."""
    NEW_PLACE = "new place"
    """Measures elsewhere were added under their own heading (＜ガバメントクラウドにおける措置＞)."""
    MORE = "more"
    """Text was only added."""
    OTHER = "other"


def formality(old: str, new: str) -> Formality:
    """How two texts differ; OTHER if it cannot be determined, or one is empty."""
    before, after = (unicodedata.normalize("NFKC", text) for text in (old, new))
    if not before.strip() or not after.strip():
        return Formality.OTHER
    if _without_law(before) == _without_law(after):
        amended = _ARTICLE.findall(before) != _ARTICLE.findall(after) or _length(before) == _length(after)
        return Formality.LAW if amended else Formality.MORE_LAW
    if _renamed_offices(*_other_tokens(_NAME_POINT.sub("･", before), _NAME_POINT.sub("･", after))):
        return Formality.OFFICE
    gone, come = _other_tokens(before, after)
    if len(gone) == len(come) > 0 and all(map(_same_company, gone, come)):
        return Formality.COMPANY
    if any(not _OWN_PLACE.search(one) for one in {*_HEADING.findall(after)} - {*_HEADING.findall(before)}):
        return Formality.NEW_PLACE
    return Formality.MORE if come and not gone else Formality.OTHER


_HEADING: Final = re.compile(r"^\s*[<【\[]([^<>【】\[\]\n]{2,40})[>】\]]\s*$", re.MULTILINE)
_OWN_PLACE: Final = re.compile(r"(?:[都道府県市区町村]|組合|連合|評価実施機関|本庁|当庁)における")
"""Of the organization that is assessed, whose measures are no new environment."""

# ---- laws

_NUMBER: Final = r"[0-9一二三四五六七八九十百]+"
_LAW_PARTS: Final = re.compile(
    rf"(?:(?:平成|令和|昭和|大正|明治)(?:{_NUMBER}|元)年[^\s()、。]{{0,12}}?(?:法律|政令|省令|府令|条例|規則|告示)第{_NUMBER}号)"
    rf"|別表(?:第{_NUMBER})?"
    rf"|第?{_NUMBER}(?:条|項|号)(?:の{_NUMBER})*"
    rf"|(?:の)?{_NUMBER}(?:の{_NUMBER})*(?:の項)?(?=[、,\s及び並び]|$)"
    rf"|(?<=[、,\s]){_NUMBER}(?:の{_NUMBER})*"
)
_RENAMED: Final = (
    ("特定個人情報保護委員会", "個人情報保護委員会"),
    ("総務大臣", "内閣総理大臣"),
    ("行政機関の保有する個人情報の保護に関する法律", "個人情報の保護に関する法律"),
    ("個人情報保護条例", "個人情報の保護に関する法律"),
)
_ARTICLE: Final = re.compile(rf"第{_NUMBER}条(?:の{_NUMBER})*(?:第{_NUMBER}項)?(?:第{_NUMBER}号)?")
_SPACE: Final = re.compile(r"[\s　]+")
_BETWEEN: Final = re.compile(r"[、,及び並びにの項・()「」以下欄下掲のうち]+")
_SAYS_LAW: Final = re.compile(r"法|条例|規則|政令|省令|府令|別表|告示|主務省令")


def _without_law(text: str) -> tuple[str, bool]:
    """A text without numbers of articles, and whether it mentions a law at all.

    Without a law, numbers are kept: 第2システム is no article.
    """
    for one, other in _RENAMED:
        text = text.replace(one, other)
    if not _SAYS_LAW.search(text):
        return text, False
    bare = _LAW_PARTS.sub("§", text)
    bare = _BETWEEN.sub("", bare)
    return re.sub(r"§+", "§", _SPACE.sub("", bare)).strip("§"), True


def _length(text: str) -> int:
    """The number of article and entry numbers in a text."""
    return len(_LAW_PARTS.findall(text))


# ---- offices and companies

_OFFICE: Final = re.compile(
    r"[^\s、。,・]{1,30}(?:部|課|室|局|係|担当|班|グループ|支所|出張所|事務所|センター|所|庁|省|委員会|課長|部長|室長|局長|所長)"
)
_NAME_POINT: Final = re.compile(r"(?<=[^部課室局係当班プ所ー庁省会長\s、。,・])・")
"""The point within a name (住民記録・戸籍課), not between two offices."""
_TOKEN: Final = re.compile(r"[、,。・\n()「」/]|(?<=課)及び|(?<=部)及び")
_LEGAL_FORM: Final = re.compile(
    r"株式会社|有限会社|合同会社|\(株\)|㈱|\(有\)|一般(?:財団|社団)法人|公益(?:財団|社団)法人|独立行政法人|社会福祉法人"
)
_SAME_BEGINNING: Final = 2


def _renamed_offices(gone: list[str], come: list[str]) -> bool:
    return len(gone) == len(come) > 0 and all(_OFFICE.fullmatch(name) for name in (*gone, *come))


def _other_tokens(before: str, after: str) -> tuple[list[str], list[str]]:
    """The words between punctuation that are on one side only, in order."""
    sides = [[word.strip() for word in _TOKEN.split(text) if word.strip()] for text in (before, after)]
    counts = [Counter(side) for side in sides]
    gone, come = counts[0] - counts[1], counts[1] - counts[0]
    return _taken(sides[0], gone), _taken(sides[1], come)


def _taken(words: list[str], wanted: Counter[str]) -> list[str]:
    left = wanted.copy()
    found = []
    for word in words:
        if left[word] > 0:
            left[word] -= 1
            found.append(word)
    return found


def _same_company(one: str, other: str) -> bool:
    """Whether two company names start alike: 富士 and 富士ジャパン, not two competitors."""
    if not _LEGAL_FORM.search(one) or not _LEGAL_FORM.search(other):
        return False
    names = [_LEGAL_FORM.sub("", name).strip() for name in (one, other)]
    matcher = SequenceMatcher(None, names[0], names[1], autojunk=False)
    found = matcher.find_longest_match()
    return found.size >= _SAME_BEGINNING and found.a == 0 and found.b == 0
