"""Whether an answer says anything, and normalization of text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from pia_desktop.assessment.folding import Folding, as_read
from pia_desktop.assessment.item_state import says_nothing
from pia_desktop.forms.values import Value

_DASHES: Final = re.compile(r"[\s　\-‐‑‒–—―−ー－ｰ─]+")
_NOTHING: Final = re.compile(
    r"[\s　（(]*(?:なし|無し|無|特になし|特に無し|該当なし|該当無し|非該当)[\s　。．)）]*"
)
_SAME: Final = re.compile(
    r"[\s　（(]*(?:同上|同左|同右|〃|々|上記のとおり|上記と同じ|上記に同じ|前項に同じ)[\s　。．)）]*"
)
_LOOSE: Final = re.compile(r"[\s　]+")
_READING: Final = Folding(case=False)


def empty(value: Value | None) -> bool:
    """Whether an answer is missing or blank: what the outline calls missing."""
    return says_nothing(value)


def only_dash(value: Value | None) -> bool:
    """Whether the answer is only a dash."""
    return isinstance(value, str) and len(value) < 12 and bool(_DASHES.fullmatch(value))


def unsaid(value: Value | None) -> bool:
    """Whether nothing is said: empty, a dash, or なし."""
    if empty(value) or only_dash(value):
        return True
    return isinstance(value, str) and len(value) < 12 and bool(_NOTHING.fullmatch(value))


def only_same(value: Value | None) -> bool:
    """Whether the answer only refers to another one (同上)."""
    return isinstance(value, str) and len(value) < 16 and bool(_SAME.fullmatch(value))


@lru_cache(maxsize=4_000)
def folded(text: str) -> str:
    """Text for comparison: folded, without spaces."""
    return _LOOSE.sub("", as_read(text, _READING))


@lru_cache(maxsize=4_000)
def levelled(text: str) -> str:
    """Text normalized for parsing (Ⅱ as II), also used in the stored keys of findings."""
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text)).replace("‐", "-").replace("−", "-")


def short(text: str, limit: int = 30) -> str:
    """Text as quoted in messages: on one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit] + "…"


def listed(words: list[str], limit: int = 4) -> str:
    """A list of texts without duplicates, limited to the first few."""
    once = list(dict.fromkeys(words))
    return "、".join(once[:limit]) + ("…" if len(once) > limit else "")
