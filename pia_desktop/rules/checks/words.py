"""Whether an answer says anything, and how words are compared."""

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
    """Whether nothing is answered, or blanks only: the same that the tree of the items calls missing."""
    return says_nothing(value)


def only_dash(value: Value | None) -> bool:
    """Whether the answer is a dash and no more."""
    return isinstance(value, str) and len(value) < 12 and bool(_DASHES.fullmatch(value))


def unsaid(value: Value | None) -> bool:
    """Whether nothing is said: empty, a dash, or なし."""
    if empty(value) or only_dash(value):
        return True
    return isinstance(value, str) and len(value) < 12 and bool(_NOTHING.fullmatch(value))


def only_same(value: Value | None) -> bool:
    """Whether the answer only points to another one (同上)."""
    return isinstance(value, str) and len(value) < 16 and bool(_SAME.fullmatch(value))


@lru_cache(maxsize=4_000)
def folded(text: str) -> str:
    """Words as they are compared: as they are read, and without blanks."""
    return _LOOSE.sub("", as_read(text, _READING))


@lru_cache(maxsize=4_000)
def levelled(text: str) -> str:
    """Words as they are taken apart (Ⅱ as II), and by which cabinets know findings set aside."""
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text)).replace("‐", "-").replace("−", "-")


def short(text: str, limit: int = 30) -> str:
    """Words as a sentence quotes them: in one line, and cut where they are long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit] + "…"


def listed(words: list[str], limit: int = 4) -> str:
    """Words one after the other, without repeats, the first few of them."""
    once = list(dict.fromkeys(words))
    return "、".join(once[:limit]) + ("…" if len(once) > limit else "")
