"""The parts of a number format: sections for positive, negative, zero and text, each of tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from pia_desktop.dataclass import dataclass

_LONGEST: Final = 500
_TOKEN: Final = re.compile(
    r"""
    "(?P<quoted>[^"]*)"?
    | \\(?P<escaped>.)
    | _(?P<space>.)
    | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/標準)
    | (?P<exponent>E[+-][0#?]+)
    | (?P<halves>AM/PM|A/P|上午/下午)
    | (?P<time>[yY]+|[mM]+|[dD]+|[gG]+|[eE]+|[aA]{3,4}|[hH]+|[sS]+|[rR]+)
    | (?P<digit>[0#?])
    | (?P<text>@)
    | (?P<sign>[.,%/;])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")
_COMPARED: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "=": lambda one, other: one == other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
    "<>": lambda one, other: one != other,
}
_COLOUR: Final = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|[黒青水緑紫赤白黄]色?|colou?r ?\d+|色\d+)"
)
_PASSED: Final = frozenset({"escaped", "other"})


@dataclass(frozen=True, slots=True)
class Token:
    """``kind``: literal, digit, sign, time, elapsed, halves, text, general or exponent."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """``strange``: it holds what is not understood; ``condition``: the numbers that it is for."""

    code: str
    tokens: tuple[Token, ...]
    condition: Callable[[float], bool] | None = None
    strange: bool = False
    first_year: str = "1"

    @property
    def is_time(self) -> bool:
        """Whether it shows a date or a time."""
        return any(one.kind in {"time", "elapsed", "halves"} for one in self.tokens)

    @property
    def for_text(self) -> bool:
        """Whether it is for texts only."""
        return any(one.kind == "text" for one in self.tokens) and self.code != "@"


@lru_cache(maxsize=500)
def sections_of(code: str) -> list[Section]:
    """The sections of a format."""
    found: list[Section] = []
    begin = 0
    tokens: list[re.Match[str]] = []
    for match in _TOKEN.finditer(code[:_LONGEST]):
        if match["sign"] == ";":
            found.append(_section(code[begin : match.start()], tokens))
            begin, tokens = match.end(), []
        else:
            tokens.append(match)
    return [*found, _section(code[begin:], tokens)]


def _section(code: str, matches: list[re.Match[str]]) -> Section:
    tokens: list[Token] = []
    condition = None
    strange, first_year = len(code) >= _LONGEST, "1"
    for match in matches:
        kind, words = str(match.lastgroup), match[str(match.lastgroup)]
        if kind == "bracket":
            inner = words.lower()
            if "gannen" in inner:
                first_year = "元"
            if inner and not inner.strip("hms"):
                tokens.append(Token("elapsed", inner))
            elif inner.startswith("$"):
                tokens += [Token("literal", currency)] if (currency := words[1:].partition("-")[0]) else []
            elif (limit := _CONDITION.fullmatch(inner)) is not None:
                condition = _meeting(limit[1], float(limit[2]))
            elif not _COLOUR.fullmatch(inner) and inner != "dbnum3":
                strange = True
        elif kind == "space":
            tokens.append(Token("literal", " "))
        elif kind in {"quoted", "escaped", "other"}:
            strange = strange or (kind == "other" and words.isascii() and words.isalpha())
            tokens.append(Token("literal", words))
        elif kind != "fill":
            tokens.append(Token(kind, words))
    return Section(code, tuple(tokens), condition, strange, first_year)


def _meeting(sign: str, limit: float) -> Callable[[float], bool]:
    return lambda number: _COMPARED[sign](number, limit)
