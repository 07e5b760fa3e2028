"""別紙 on paper: behind the form, each on pages of its own, its tables with their heads on every page."""

from __future__ import annotations

import io

import pypdf
import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.documents.form_files import FORM_SUFFIXES, form_bytes
from pia_desktop.documents.form_grid import form_sheets
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import ANNEX_BODY, ANNEX_TITLE, ANNEXES, FILES
from pia_desktop.forms.values import DataTable, Figure
from pia_desktop.outputs.readers import read_output
from pia_desktop.paper.annexes import LONGEST_IN_TITLE
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style
from tests.paper.archival import check_archival
from tests.paper.test_layout_laws import check_boxes, check_text_in_boxes
from tests.paper.test_structure import tagged
from tests.paper.ua.check import all_faults

FORM = find_form("yoshiki3")
LONG = DataTable.of([["番号", "提供先"], *([str(n), f"第{n}市"] for n in range(1, 90))])


def root_of(*sheets: Node) -> Node:
    return Node({}, {FILES: {"f": Node()}, ANNEXES: {f"k{n}": sheet for n, sheet in enumerate(sheets)}})


ROOT = root_of(
    Node({ANNEX_TITLE: "提供先の一覧", ANNEX_BODY: Figure(("はじめに", LONG, "おわりに"))}),
    Node({ANNEX_BODY: Figure((DataTable.of([["列"] * 9]),))}),
    Node(),
)


def laid_out(root: Node = ROOT, *parts: str) -> Layout:
    options = PrintOptions(frozenset(parts)) if parts else PrintOptions()
    return layout_assessment(Snapshot(FORM, root), options=options)


def test_they_stand_behind_the_form_each_on_pages_of_its_own() -> None:
    layout, without = laid_out(), laid_out(root_of())
    assert layout.pages[: len(without.pages)] == without.pages
    tops = [entry for entry in layout.outline if entry.level == 0]
    assert [entry.words for entry in tops[-3:]] == ["別紙１ 提供先の一覧", "別紙２", "別紙３"]
    assert len({entry.page for entry in tops[-3:]}) == 3
    assert min(entry.page for entry in tops[-3:]) == len(without.pages)


def test_a_wide_table_lies_on_its_side() -> None:
    pages = laid_out(ROOT, ANNEXES).pages
    assert [page.width > page.height for page in pages][-2:] == [True, False]


def test_the_head_of_a_table_stands_on_every_page_of_it_and_not_beyond() -> None:
    pages = laid_out(ROOT, ANNEXES).pages
    told = [[run.text for run in page.runs()] for page in pages]
    of_table = [words for words in told if any(word.endswith("市") for word in words)]
    assert len(of_table) > 1
    assert all(words.count("提供先") == 1 for words in of_table)
    numbers = [word for words in of_table for word in words if word.startswith("第") and word.endswith("市")]
    assert numbers == [f"第{n}市" for n in range(1, 90)]


def test_its_structure_is_a_heading_and_a_table_with_heads() -> None:
    structure, _layout = tagged(ROOT, "yoshiki3", PictureDict())
    heads = [structure.text(one) for one in structure.root.all("H1")]
    assert [words.replace("\u3000", " ") for words in heads[-3:]] == [
        "別紙１ 提供先の一覧",
        "別紙２",
        "別紙３",
    ]
    cells = [structure.text(one) for one in structure.root.all("TH")]
    assert cells.count("提供先") == 1
    pdf = draw_pdf(laid_out(), PictureDict())
    check_archival(pdf)
    assert all_faults(pdf) == []
    assert "おわりに" in pypdf.PdfReader(io.BytesIO(pdf)).pages[-3].extract_text()


def test_a_very_long_title_is_said_whole_and_named_short() -> None:
    title = "長い題名" * 100
    layout = laid_out(root_of(Node({ANNEX_TITLE: title})), ANNEXES)
    assert len(layout.outline[0].words) <= len(f"別紙１　{title[:LONGEST_IN_TITLE]}…")
    assert title in "".join(run.text for page in layout.pages for run in page.runs())
    assert not layout.overflows


@pytest.mark.parametrize("suffix", FORM_SUFFIXES)
def test_every_file_holds_them_in_their_order(suffix: str) -> None:
    sheets = [sheet for sheet in form_sheets(FORM, ROOT) if sheet.path[0] == ANNEXES]
    assert [sheet.title for sheet in sheets] == ["別紙１ 提供先の一覧", "別紙２", "別紙３"]
    data = form_bytes(Snapshot(FORM, ROOT), PictureDict(), suffix)
    told = "\n".join(extract.text for extract in read_output(data, suffix))
    for words in ("提供先の一覧", "はじめに", "第1市", "第89市", "おわりに"):
        assert words in told, words
    if suffix != ".xlsx":  # a workbook keeps its words apart from its cells
        at = [told.index(words) for words in ("はじめに", "第1市", "第89市", "おわりに")]
        assert at == sorted(at)


@pytest.mark.parametrize("scale", [1.0, 1.4])
@pytest.mark.parametrize("words", ["", "番号"])
def test_a_table_of_many_columns_keeps_its_words_in_their_cells(scale: float, words: str) -> None:
    row = ["長い見出しの言葉である列の記載" * 2, *[words] * 20, *["x" * 30] * 9]
    root = root_of(Node({ANNEX_BODY: Figure((DataTable.of([row] * 5, head=True),))}))
    layout = layout_assessment(Snapshot(FORM, root), style=Style(scale))
    for page in layout.pages:
        check_boxes(page)
        check_text_in_boxes(page)
