"""What a line break must not split (分離禁止, JIS X 4051): words, and numbers with their context.

A Latin word, identifier or address (ISO/IEC27001); a number with prefix, unit and following 以上, 未満 …
(令和6年, 10万人以上, ¥1,000); a day (8月30日), a time, a reference to a law (第19条第8号, 別表第二); repeated
dashes and leaders (――, ……); 【非公表】. Half- and full-width characters are treated alike.
"""

from __future__ import annotations

import re
from array import array

from pia_desktop.patterns import pattern

_DIGIT = "0-9０-９"
_WORD = f"A-Za-zＡ-Ｚａ-ｚÀ-ÖØ-öø-ɏͰ-ӿ{_DIGIT}"
_COUNT = f"(?:[{_DIGIT}]+|[一二三四五六七八九十百千〇]+|元)"

# Signs that hold a word together where a letter or digit follows; commas only in 1,000 and colons only in
# 18：00, since １，２，３ and Ａ：Ｂ are lists.
_GROUPED = f"[,，](?=[{_DIGIT}]{{3}}(?![{_DIGIT}]))|：(?=[{_DIGIT}])"
_INSIDE = f"(?:[./@:_\\-+&#=~?%'’\\\\．／＠＿－]+|(?<=[{_DIGIT}])(?:{_GROUPED}))"
_REST_OF_WORD = f"[{_WORD}]*(?:{_INSIDE}[{_WORD}]+)*"

_SCALE = f"(?:[百千万億兆]+(?:[{_DIGIT}]++[百千万]*+)*)?"
_UNIT = (
    "(?:年度|年間|年|(?:[かヶカケヵ]|箇)(?:月間?|所|年間?)|月分|月間|月|日間|日|週間|週|時間|時|分間|分|秒"
    "|丁目|番地|号機|号|条|項|目|款|章|節|編|表"
    "|[人名件個回枚台頁円歳才階番点版倍割字桁種部行列級類次位代校社市区町村本者室冊組式通つ]"
    "|ページ|段階|段|世帯|パーセント|㎡|文字|系統|拠点|ビット|バイト|メートル|キロ)"
)
_BOUND = "(?:以上|以下|未満|以内|以降|以後|以前|程度|前後|超|間|末|頃|ごと)"
_NUMBERED = "[.．][ぁ-ヶ一-鿿]"  # 16.メーカー in a list that runs on: a line should not end with its number
_AFTER_NUMBER = f"(?:(?<=[{_DIGIT}])(?:{_NUMBERED}|{_SCALE}(?:{_UNIT}{_BOUND}?|{_BOUND})?))?"

_LAW = f"{_COUNT}(?:[.．]{_COUNT})*(?:[条項号章節款編表者版]|(?=第))?(?:の{_COUNT})*"
_UNIT_TAIL = (
    f"(?:(?<=[{_WORD}]){_REST_OF_WORD}{_AFTER_NUMBER}"
    f"|(?<=第){_LAW}|(?<=[表則])第{_LAW}|(?<=元)年度?{_BOUND}?"
    "|(?<=―)―+|(?<=—)—+|(?<=─)─+|(?<=…)…+|(?<=‥)‥+|(?<=〳)〵|(?<=〴)〵|(?<=非)公表(?=】))"
)
_HEAD = f"[{_WORD}第表則元―—─…‥〳〴非]"

_UNITS = pattern(_HEAD + _UNIT_TAIL)
_RUNS = pattern(
    # A leading character class lets the regex engine skip other text quickly.
    f"{_HEAD}(?:{_UNIT_TAIL})"
    f"(?:(?<=月)[{_DIGIT}]+日{_BOUND}?|(?<=時)[{_DIGIT}]+分(?:[{_DIGIT}]+秒)?{_BOUND}?|(?:第{_LAW})+)?"
)

_PIECES = pattern(f"[{_WORD}]+[./@:_\\-+&#=~?%\\\\．／＠＿－]*")

_PREFIXES = ("令和", "平成", "昭和", "大正", "明治", "西暦", *"約計全各別附付¥￥£$＄")
_PREFIX_ENDS = frozenset(prefix[-1] for prefix in _PREFIXES)


def find_runs(text: str) -> tuple[array[int], array[int]]:
    """Starts and ends of all unbreakable spans, ordered and disjoint."""
    return _spans(text, _RUNS, 0, len(text))


def find_units(text: str, start: int, end: int) -> tuple[array[int], array[int]]:
    """The smaller units of a span too long for a line: 第19条 and 第8号 of 第19条第8号."""
    return _spans(text, _UNITS, start, end)


def find_pieces(text: str, start: int, end: int) -> tuple[array[int], array[int]]:
    """The parts of an address too long for a line, each with its punctuation: https://, city., lg."""
    return _spans(text, _PIECES, start, end)


def _spans(text: str, kind: re.Pattern[str], last: int, stop: int) -> tuple[array[int], array[int]]:
    starts = array("q")
    ends = array("q")
    for match in kind.finditer(text, last, stop):
        start, end = match.span()
        if start > last and text[start - 1] in _PREFIX_ENDS:
            start = _before_prefix(text, start, last)
        if end - start > 1:
            starts.append(start)
            ends.append(end)
            last = end
    return starts, ends


def _before_prefix(text: str, start: int, last: int) -> int:
    for prefix in _PREFIXES:
        if text.endswith(prefix, last, start):
            return start - len(prefix)
    return start
