"""Table documents for tests: any contents, and contents that want to be something else."""

from __future__ import annotations

from hypothesis import strategies as st

from pia_desktop.documents.table import Cell, Column, Span, TableDocument, TableGroup, TableRow, cell
from tests.strategies import texts

HOSTILE = (
    "<b>太字</b> &amp; <script>alert(1)</script>",
    "=1+1",
    '=HYPERLINK("http://example.com","x")',
    "{SUM} %s {0} \\n",
    "制御\x00\x1b[31m\x0b文字\r\n改行\u2028と\x0c頁",
    "片割れ\ud800の代用対",
    "]]> --> <!-- ${x} \u202e逆\u202c",
)
NO_FONT = "\U0001f468\u0b95\u1780"


def cells() -> st.SearchStrategy[Cell]:
    """Some spans, none of them empty."""
    return st.lists(st.builds(Span, texts(60), st.booleans()), max_size=4).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> TableDocument:
    """A document of a few columns, groups and rows."""
    shares = draw(st.lists(st.integers(8, 40), min_size=1, max_size=6))
    columns = tuple(
        Column(f"見出し{number}", share, centred=share % 5 == 0, names=share % 3 == 0, again=share % 4 == 0)
        for number, share in enumerate(shares)
    )
    rows = st.builds(TableRow, st.tuples(*[cells() for _ in columns]), goes_on=st.booleans())
    groups = st.builds(
        TableGroup,
        st.sampled_from(["", "Ⅰ 基本情報", "Ⅱ 概要"]),
        st.lists(rows, max_size=4).map(tuple),
        st.booleans(),
    )
    return TableDocument(
        draw(texts(30)),
        tuple(draw(st.lists(texts(30), max_size=2))),
        columns,
        tuple(draw(st.lists(groups, max_size=3))),
        landscape=draw(st.booleans()),
        author=draw(texts(20)),
        notes=tuple(draw(st.lists(texts(30), max_size=2))),
    )


def one_row(*words: str) -> TableDocument:
    """A document whose only row holds these words."""
    columns = tuple(Column(f"欄{number}", 10) for number, _ in enumerate(words))
    row = TableRow(tuple(cell(one) for one in words), ("II.1",))
    return TableDocument("題名", ("副題",), columns, (TableGroup("Ⅰ 見出し", (row,)),))


def texts_of(document: TableDocument) -> list[list[list[tuple[str, bool]]]]:
    """What each row of the finished table must hold, from its heads on: cells of words and marks."""
    rows = [[[(column.head, False)] for column in document.columns]]
    for group in document.shown_groups():
        rows += [[[(group.heading, False)]]] if group.heading else []
        rows += [[[(span.text, span.marked) for span in spans] for spans in row.cells] for row in group.rows]
    return rows
