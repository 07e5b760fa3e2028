"""Normalizes text for comparison: width, spaces and line breaks do not count."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from pia_desktop.intake.cells import GAP

_ALIKE: Final = str.maketrans(
    {
        "〜": "~",
        "∼": "~",
        "‐": "-",
        "−": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "〇": "○",
        "◯": "○",
        "〔": "[",
        "〕": "]",
    }
)
_BLANKS: Final = re.compile(r"[\s\u200b\ufeff" + GAP + "]+")
_STAR: Final = re.compile(r"※(\(.*\))?$")
_ADDED: Final = re.compile(r"^[★☆◆◇▼▲*]+|(?:[(【\[](?:任意|必須|要記入|記入必須|任意記入)[)】\]]|[:：])+$")
"""What an office puts around a label."""

_NUMBER: Final = re.compile(r"^(\(?[0-9]{1,2}[.)]?|[IVX]{1,4}\.?)(?=\D)")
_PAGE_NUMBER: Final = re.compile(
    r"[-(（‐–]*[0-9]{1,4}([/／][0-9]{1,4})?[-)）‐–]*(ページ|頁)?|[Pp](age)?\.?[0-9]{1,4}"
)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The text after NFKC, without spaces and with unified dashes, tildes, circles and brackets."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text).translate(_ALIKE))


@lru_cache(maxsize=20_000)
def label_key(text: str) -> str:
    """The folded text of a label, without the ※ of an important one."""
    return _STAR.sub("", fold(text)) or fold(text)


def without_additions(key: str) -> str:
    """A folded label without what an office puts around it: ★, （任意）, a colon."""
    return _STAR.sub("", _ADDED.sub("", key)) or key


def has_added_words(key: str, bare: str) -> bool:
    """Whether words were put around a label, and not only signs."""
    return sum(map(str.isalnum, key)) > sum(map(str.isalnum, bare))


def is_page_number(words: str) -> bool:
    """Whether text is only a page number: 3, - 3 -, 3/40, 3ページ."""
    return _PAGE_NUMBER.fullmatch(fold(words)) is not None


def without_number(key: str) -> str:
    """A folded label without its number: older editions number differently, and OCR misreads ①."""
    return _NUMBER.sub("", key, count=1)


def alike(one: str, other: str, least: float) -> float:
    """Similarity of two folded texts, 0 to 1; 0 if it is certainly below ``least``."""
    if 2 * min(len(one), len(other)) < least * (len(one) + len(other)):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0


def after_prefix(text: str, folded: str) -> int | None:
    """Position in a text after the prefix that folds to ``folded``; None if it starts differently."""
    wanted = 0
    for at, sign in enumerate(text):
        if wanted == len(folded):
            return at
        piece = fold(sign)
        if not folded.startswith(piece, wanted):
            return None
        wanted += len(piece)
    return len(text) if wanted == len(folded) else None


def tidy(text: str) -> str:
    """An answer's text without spaces at line ends and around it, and with single spaces in gaps."""
    lines = [re.sub(f" *{GAP}[ {GAP}]*", " ", line).rstrip() for line in text.split("\n")]
    return "\n".join(lines).strip("\n").strip(" \u3000\t")
