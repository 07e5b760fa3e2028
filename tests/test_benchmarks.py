"""What the benchmarks print, and that the README can say it in Japanese; nothing is measured here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.__main__ import PARTS, rows_of
from benchmarks.samples import HEADING, table
from benchmarks.words import NoJapanese, in_japanese, japanese_row


def said(node: ast.expr) -> str | None:
    """A text of the source with 7 for every figure; None where it is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return None


def rows_in(source: str) -> Iterator[str]:
    """What is measured and the goal of every row that a source writes down as a tuple of three."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Tuple) and len(node.elts) == len(HEADING):
            what, _figure, goal = (said(one) for one in node.elts)
            if what and goal is not None:
                yield from (what, goal)


@pytest.mark.parametrize("part", PARTS)
def test_every_row_has_its_japanese_words(root: Path, part: str) -> None:
    found = list(rows_in((root / "benchmarks" / f"{part}.py").read_text(encoding="utf-8")))
    assert found
    for words in found:
        in_japanese(words)


def test_a_table_is_read_back_and_said_in_japanese() -> None:
    row = ("listing 1,000 assessments", "54 ms, at worst 55 ms", "")
    assert rows_of(table([HEADING, row])) == [row]
    assert japanese_row(row) == ("1,000 件の一覧", "54 ms、最も遅くて 55 ms", "")
    with pytest.raises(NoJapanese):
        in_japanese("something else")
