"""Finds nearly identical names, which are probably spellings of one.

Two names are surely the same if they differ in width, character variants (髙 and 高), legal forms of
companies (株式会社 and （株）), spaces and punctuation, or if one mentions the other as former name
(（旧…）).  They are probably the same if they differ in one character that is no digit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pia_desktop.assessment.folding import as_read
from pia_desktop.dataclass import dataclass

_COMPANIES: Final = (
    ("株式会社", "株"), ("有限会社", "有"), ("合同会社", "同"), ("合名会社", "名"), ("合資会社", "資"),
    ("一般社団法人", "一社"), ("公益社団法人", "公社"), ("一般財団法人", "一財"), ("公益財団法人", "公財"),
    ("独立行政法人", "独"), ("地方独立行政法人", "地独"), ("社会福祉法人", "福"),
    ("特定非営利活動法人", "特非"),
)  # fmt: skip
"""Legal forms and how they stand in brackets."""

_LEGAL: Final = re.compile(
    "|".join(
        [
            *(re.escape(long) for long, _short in sorted(_COMPANIES, key=lambda one: -len(one[0]))),
            rf"\((?:{'|'.join(sorted({short for _long, short in _COMPANIES}, key=len, reverse=True))})\)",
            "㈱|㈲",
        ]
    )
)
_OLD_FORMS: Final = str.maketrans(
    "髙﨑濵濱澤邊邉齋齊廣國學會體號與榮豐龍瀧嶋嶌島德惠眞藏櫻槇冨峯舊關縣廳醫藥區對應當經濟營團澁澀"
    "條專兒樂單戰實寫寶將屬帶廢彌從戀戶收效數斷晝曉樞樣檢權歐歷歸殘氣沒淨淺渡溪滿獨獻畫當發盡眾"
    "礎禮稱穩竝粹繪續總緣縱聲聽臺舍莊處號裝覺觀證譯讀賣轉辭遞遲邨醉釋鐵鑛錢鑄閱隱雙雜靈靜餘驗驛點黑齡",
    "高崎浜浜沢辺辺斎斉広国学会体号与栄豊竜滝島島島徳恵真蔵桜槙富峰旧関県庁医薬区対応当経済営団渋渋"
    "条専児楽単戦実写宝将属帯廃弥従恋戸収効数断昼暁枢様検権欧歴帰残気没浄浅渡渓満独献画当発尽衆"
    "礎礼称穏並粋絵続総縁縦声聴台舎荘処号装覚観証訳読売転辞逓遅村酔釈鉄鉱銭鋳閲隠双雑霊静余験駅点黒齢",
)
"""Old forms of characters, and forms of names, to the ones in use."""
_TELLING: Final = frozenset("一二三四五六七八九十新旧甲乙丙東西南北")
_SIGNS: Final = re.compile(r"[\s・･,，、.．。ー~'\"「」『』【】\[\]()]+")
_NUMBERED: Final = re.compile(r"^(?:[①-⑳・○●◇◆■□]|\(?\d{1,2}[.)、])\s*")
_CALLED: Final = re.compile(r"[(（]旧(?:名称?)?[:：]?\s*([^()（）]{2,})[)）]")
_SHORTEST: Final = 5
"""Characters that a name needs before one that differs is no matter."""
_LONGEST: Final = 40
"""Characters of the longest name; what is longer is a text, in which one character says something."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A spelling of a name, and its frequency."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class LikeNames:
    """Spellings of probably the same name, most frequent first.

    ``sure``: they differ only in ways that readers ignore.
    """

    variants: tuple[Variant, ...]
    sure: bool


def like_names(names: Iterable[str]) -> tuple[LikeNames, ...]:
    """Groups of nearly identical names, certain ones first."""
    counts = Counter(name for name in names if name)
    by_key: dict[str, list[str]] = {}
    for name in counts:
        by_key.setdefault(name_key(name), []).append(name)
    by_key.pop("", None)
    parents = {key: key for key in by_key}
    surely = dict(parents)
    for key, called in _former(by_key):
        _join(surely, key, called)
        _join(parents, key, called)
    for one, other in _one_apart(by_key):
        _join(parents, one, other)
    groups: dict[str, list[str]] = {}
    for key in by_key:
        groups.setdefault(_root(parents, key), []).append(key)
    found = []
    for keys in groups.values():
        variants = [Variant(name, counts[name]) for key in keys for name in by_key[key]]
        if len(variants) > 1:
            sure = len({_root(surely, key) for key in keys}) == 1
            found.append(LikeNames(tuple(sorted(variants, key=lambda one: (-one.count, one.name))), sure))
    return tuple(sorted(found, key=lambda one: (not one.sure, one.variants[0].name)))


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """A name without everything that readers ignore."""
    words = _NUMBERED.sub("", as_read(_CALLED.sub("", name)).strip())
    return _SIGNS.sub("", _LEGAL.sub("", words.translate(_OLD_FORMS)))


def _former(by_key: Mapping[str, list[str]]) -> Iterable[tuple[str, str]]:
    """Pairs of keys where one's name mentions the other as former name."""
    for key, names in by_key.items():
        for name in names:
            for called in _CALLED.findall(name):
                old = name_key(called)
                if old in by_key and old != key:
                    yield key, old


def _one_apart(keys: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Pairs of keys that differ by one character inserted, deleted or replaced, except digits and letters."""
    without: dict[str, list[tuple[str, str]]] = {}
    for key in keys:
        if not _SHORTEST <= len(key) <= _LONGEST:
            continue
        cut = {(key, "")} | {(key[:at] + key[at + 1 :], key[at]) for at in range(len(key))}
        for rest, char in cut:
            without.setdefault(rest, []).append((key, char))
    for found in without.values():
        plain = [(key, char) for key, char in found if not _tells_apart(char)]
        for (one, _char), (other, _other) in pairwise(plain):
            if one != other:
                yield one, other


def _tells_apart(char: str) -> bool:
    return char.isdecimal() or (char.isascii() and char.isalpha()) or char in _TELLING


def _root(parents: dict[str, str], key: str) -> str:
    while parents[key] != key:
        parents[key] = parents[parents[key]]
        key = parents[key]
    return key


def _join(parents: dict[str, str], one: str, other: str) -> None:
    parents[_root(parents, other)] = _root(parents, one)
