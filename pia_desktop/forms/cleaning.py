"""Cleans text on input: typed, pasted, imported, or replaced.

Text copied from PDF and Word has look-alike and invisible characters, which print as 〓, are not found, and
show up as differences.  ``taken_in`` replaces them by what a reader sees.  Stored text is not changed:
``values.clean_text`` alone defines what can be stored.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from pia_desktop.forms.values import MAX_MARKS, clean_text, drop_forbidden
from pia_desktop.patterns import pattern

_SUPPLEMENT: Final = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王"
    "⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長"
    "⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""Radicals U+2E80 to U+2EF3, each before the ideograph that looks like it.

The pairs are Unicode's (EquivalentUnifiedIdeograph)."""

_JAPANESE: Final = "⼾戸⿊黒"
"""Radicals whose ideograph by Unicode is not the one whose glyph Japanese fonts show there."""


def _radicals() -> dict[int, str]:
    found = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    for pairs in (_SUPPLEMENT, _JAPANESE):
        found |= {ord(radical): ideograph for radical, ideograph in zip(pairs[::2], pairs[1::2], strict=True)}
    return found


RADICALS: Final = _radicals()
"""The ideograph for each radical (⽅ U+2F45 for 方 and so on), as PDF viewers copy them."""

INVISIBLE: Final = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
"""Invisible characters that nobody types: soft hyphens, joiners, directional marks, byte order marks, tags.
Variation selectors (葛󠄀) and emoji joiners are not included: they select another glyph.
"""

_NO_CHARACTERS: Final = "\ufdd0-\ufdef\ufffc" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
"""Unicode noncharacters, and the placeholder for pictures in copied text."""

_STRAY: Final = pattern(f"[{INVISIBLE}{_NO_CHARACTERS}]+")
_RADICAL: Final = pattern("[\u2e80-\u2fd5]")

UNREADABLE: Final = "\ufffd"
"""The replacement character for lost text.  It is kept, so that the loss stays visible."""


def taken_in(text: str) -> str:
    """The cleaned text; idempotent."""
    if text.isascii() and text.isprintable():
        return text
    text = _STRAY.sub("", drop_forbidden(text))
    if _RADICAL.search(text):
        text = text.translate(RADICALS)
    return clean_text(text)


_AROUND: Final = 2 * MAX_MARKS + 4
"""Characters around a change that can affect its cleaning, mainly combining marks."""


def taken_in_at(text: str, start: int, end: int) -> str:
    """``taken_in`` of a text that is clean except for characters ``start`` to ``end``.

    The cost depends on these only, not on the length of the text.
    """
    around = text[max(0, start - _AROUND) : end + _AROUND]
    return text if taken_in(around) == around else taken_in(text)


# ---- line ends of a PDF

_ENDING: Final = frozenset("。．.！？!?：:；;」』】〕〉》＞>")
_BEGINNING: Final = pattern(
    r"[\s　・･○◯●◎□■◇◆△▲▽▼☆★※＊*→⇒＜<〈《【〔［\[①-⑳㉑-㉟㊱-㊿⓪❶-❿ⅰ-ⅿⅠ-Ⅿ⑴-⒛–—-]"
    r"|[（(]?[0-9０-９a-zA-Zａ-ｚＡ-Ｚア-ンあ-ん一二三四五六七八九十]{1,3}[）)．.、：:]"
    r"|[0-9０-９]{1,3}[　 ]"
    r"|第[0-9０-９一二三四五六七八九十百]+[章節条項編部款]"
)
_LATIN: Final = pattern(r"[A-Za-z0-9,;.)]$")
_LEAST_WIDTH: Final = 24
"""Half-width characters; if the widest line is shorter, lines are short on purpose."""

_NEARLY: Final = 0.82
"""Share of the widest line's width from which a line counts as full."""


def joints(text: str) -> list[tuple[int, str]]:
    """Line breaks in mid-sentence, as in text copied from PDF: the position of each, and its replacement.

    A line continues on the next if it is about as wide as the widest and nothing ends it: no full stop or
    closing bracket, and no number, bullet or indent on the next.
    """
    lines = text.split("\n")
    widths = [_width(line) for line in lines]
    if max(widths) < _LEAST_WIDTH:
        return []
    least = max(widths) * _NEARLY
    found: list[tuple[int, str]] = []
    at = 0
    for line, following, width in zip(lines, lines[1:], widths, strict=False):
        at += len(line)
        goes_on = width >= least and line[-1] not in _ENDING and following.strip()
        if goes_on and not _BEGINNING.match(following):
            found.append((at, " " if _LATIN.search(line) and following[0].isascii() else ""))
        at += 1
    return found


def _width(line: str) -> int:
    """Width in half-width characters; all but ASCII counts as full-width."""
    line = line.rstrip()
    return 2 * len(line) - len(line.encode("ascii", "ignore"))
