"""Patterns that are compiled late do what those do that are compiled at once."""

import re

import pytest

from pia_desktop.patterns import pattern


@pytest.mark.parametrize("words", ["(?P<era>令和|平成)([0-9]+)年", "[一-鿿]+|[ｱ-ﾝ]"])
def test_what_is_compiled_late_finds_the_same(words: str) -> None:
    text = "令和6年、平成30年 ｱ"
    late, now = pattern(words), re.compile(words)
    assert [found.span() for found in late.finditer(text)] == [found.span() for found in now.finditer(text)]
    assert late.sub("-", text) == now.sub("-", text)
    assert late.groups == now.groups
    assert pattern(words.encode()).pattern == words.encode()


def test_what_is_no_pattern_is_told_when_it_is_used() -> None:
    broken = pattern("(")
    with pytest.raises(re.error):
        broken.match("")
