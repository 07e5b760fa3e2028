"""Runs of passages, pictures and tables: their words, and what becomes of them when these change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import KindFault
from pia_desktop.forms.values import DataTable, Figure, Picture

PICTURE = Picture("0" * 64, "image/png", 4, 3)
BLOCKS = st.lists(st.one_of(st.text("ab\n", max_size=4), st.just(PICTURE)), max_size=6)


def test_the_older_shape_is_the_plain_run() -> None:
    older = Figure.of("説明", (PICTURE,))
    assert older.blocks == (PICTURE, "説明")
    assert (older.text, older.pictures, older.plain) == ("説明", (PICTURE,), True)
    assert not Figure(("説明", PICTURE)).plain
    assert not Figure((PICTURE, "一", "二")).plain
    assert Figure((PICTURE, "一", "二")).text == "一\n二"


@given(BLOCKS, st.data())
def test_other_words_stand_where_they_stood(blocks: list[str | Picture], data: st.DataObject) -> None:
    run = Figure(tuple(blocks))
    start = data.draw(st.integers(0, len(run.text)))
    end = data.draw(st.integers(start, len(run.text)))
    words = run.text[:start] + data.draw(st.text("ab\n", max_size=3)) + run.text[end:]
    new = run.with_text(words)
    assert new.text == words
    assert new.pictures == run.pictures


def test_a_change_inside_a_passage_leaves_the_others() -> None:
    run = Figure(("一", PICTURE, "二", "三"))
    assert run.with_text("一\n二と\n三").blocks == ("一", PICTURE, "二と", "三")
    assert run.with_text("一\n三").blocks == ("一", PICTURE, "三")
    assert run.with_text("一二\n三").blocks == ("一二", PICTURE, "三")


def test_blocks_are_moved_one_by_one() -> None:
    run = Figure(("一", PICTURE, "二"))
    assert run.moved(2, -1).blocks == ("一", "二", PICTURE)
    assert run.moved(0, -1) == run
    assert run.moved(2, 1) == run


def test_tables_stand_where_a_run_takes_them() -> None:
    table = DataTable.of([["項目", "根拠"], ["一"]])
    assert table.rows == (("項目", "根拠"), ("一", ""))
    assert table.with_cell(1, 1, "別表").rows[1] == ("一", "別表")
    run = Figure(("説明", table))
    FigureKind(tables=True).validate(run)
    refused = 0
    for kind, value in (
        (FigureKind(), run),
        (FigureKind(tables=True), Figure((DataTable(()),))),
        (FigureKind(tables=True), Figure((DataTable((("一", "二"), ("三",))),))),
        (FigureKind(tables=True), Figure((DataTable((("か\u3099",),)),))),
        (FigureKind(), Figure(("",))),
        (FigureKind(), Figure(("",) * 1_001)),
    ):
        try:
            kind.validate(value)
        except KindFault:
            refused += 1
    assert refused == 6
