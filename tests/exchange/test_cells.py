"""Cells on their way from and to a spreadsheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.exchange.cells import (
    Cell,
    as_words,
    from_json,
    is_quoted_cells,
    read_cells,
    to_html,
    to_json,
    to_text,
)
from tests.strategies import LAW, texts


def words(text: str) -> list[list[str]]:
    return [[cell.words for cell in row] for row in read_cells(text)]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('"①資格の確認\n②""証""の交付"\r\n', [['①資格の確認\n②"証"の交付']]),
        ("甲\t乙\r\n丙\t丁\r\n", [["甲", "乙"], ["丙", "丁"]]),
        ('甲\t"乙\n丙"\t丁\n', [["甲", "乙\n丙", "丁"]]),
        ('"引用"と続く\t"引用"\n', [['"引用"と続く', '"引用"']]),
        ("甲\t\r\n\t乙", [["甲", ""], ["", "乙"]]),
        ("甲\t", [["甲", ""]]),
        ('"閉じない\n甲', [['"閉じない'], ["甲"]]),
        ("", []),
        ("\r\n", [[""]]),
    ],
)
def test_cells_are_read_as_the_spreadsheet_wrote_them(text: str, cells: list[list[str]]) -> None:
    assert words(text) == cells


def test_only_quotes_around_line_ends_tell_of_cells() -> None:
    assert is_quoted_cells('"①\n②"\r\n')
    assert not is_quoted_cells('"引用"')
    assert not is_quoted_cells('"引用"は\n続く')
    assert not is_quoted_cells("甲\n乙")


ROWS = st.lists(
    st.lists(texts(8).filter(lambda text: not text.startswith('"')).map(Cell), min_size=2, max_size=4),
    min_size=1,
    max_size=4,
)


@LAW
@given(rows=ROWS)
def test_what_goes_out_comes_in_again(rows: list[list[Cell]]) -> None:
    assert from_json(to_json(rows)) == tuple(map(tuple, rows))
    back = read_cells(to_text(rows))
    assert len(back) == len(rows)
    for row, found in zip(rows, back, strict=True):
        assert [cell.words for cell in found] == [cell.words for cell in row]


def test_passages_travel_with_the_words() -> None:
    rows = ((Cell("甲秘乙", ((1, 2),)), Cell("")), (Cell("皆秘", ((0, -1),)), Cell("丙")))
    assert from_json(to_json(rows)) == ((rows[0][0], Cell("")), (Cell("皆秘", ((0, 2),)), Cell("丙")))
    assert as_words(rows) == Cell("甲秘乙\n皆秘\u3000丙", ((1, 2), (4, 6)))
    assert "秘" in to_html(rows)


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[[1]]", b'[[["a",[[0,5]]]]]', b"\xff", b"[" * 100_000, b'[[["a",[1]]]]']
)
def test_what_anybody_put_there_is_nothing(raw: bytes) -> None:
    assert not from_json(raw)


def test_a_table_for_word_processors_is_words_only() -> None:
    assert "<script>" not in to_html([[Cell("<script>&\n二")]])
    assert to_html([[Cell("一\n二")]]).count("<td>") == 1
