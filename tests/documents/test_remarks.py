"""指摘対応表: every remark in its row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.documents.remarks import RemarkRow, remarks_document
from pia_desktop.documents.table import cell_text
from tests.strategies import texts

REMARKS = st.lists(
    st.builds(
        RemarkRow,
        texts(20),
        texts(60),
        st.just("") | texts(60),
        st.booleans(),
        st.sampled_from(["", "Ⅰ", "Ⅱ"]),
    ),
    max_size=8,
)


@given(REMARKS)
def test_each_remark_is_a_row_in_its_order(remarks: list[RemarkRow]) -> None:
    table = remarks_document(remarks, lines=["全項目評価書"], author="青葉野市長")
    found = [[cell_text(cell) for cell in row.cells] for row in table.rows()]
    assert [row[0] for row in found] == [str(number) for number in range(1, len(remarks) + 1)]
    for row, one in zip(found, remarks, strict=True):
        assert row[1] in one.item
        assert row[1]
        assert row[2:] == [one.remark, one.answer, "済" if one.done else "未"]
    headings = [group.heading for group in table.groups for _row in group.rows]
    assert headings == [one.heading for one in remarks]


def test_an_item_is_named_below_the_heading_of_its_part() -> None:
    remark = RemarkRow("Ⅰ 基本情報 1. 事務 ②内容", "指摘", heading="Ⅰ 基本情報")
    (row,) = remarks_document([remark]).rows()
    assert cell_text(row.cells[1]) == "1. 事務 ②内容"
