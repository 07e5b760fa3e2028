"""The tables of the benchmarks in Japanese, for the README: the words stand in ``words.yaml``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from benchmarks.samples import Row

_FIGURE: Final = "(.+?)"


class NoJapanese(LookupError):
    """Something that a table says stands not in ``words.yaml``."""


@cache
def _words() -> dict[str, str]:
    text = Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
    pairs: list[list[str]] = yaml.safe_load(text)
    return dict(sorted(((english, japanese) for english, japanese in pairs), key=_says_most))


def _says_most(pair: tuple[str, str]) -> int:
    """Sort key: what says more of its own goes first, because a figure may be any words."""
    return -len(pair[0].replace("{}", ""))


def in_japanese(words: str) -> str:
    """What a cell of a table says.  Raises NoJapanese."""
    if not words:
        return words
    if words in _words():
        return _words()[words]
    for english, japanese in _words().items():
        pattern = re.escape(english).replace(r"\{\}", _FIGURE)
        if "{}" in english and (found := re.fullmatch(pattern, words)):
            return japanese.format(*found.groups())
    raise NoJapanese(words)


def japanese_row(row: Row) -> Row:
    """A row of a table."""
    what, figure, goal = row
    return in_japanese(what), in_japanese(figure), in_japanese(goal)
