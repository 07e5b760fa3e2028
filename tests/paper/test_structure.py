"""The tagged print: its structure reads as the form reads, in headings, tables, lists and figures."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind
from pia_desktop.forms.model import ANNEXES, FILES
from pia_desktop.forms.values import DataTable, Figure
from pia_desktop.paper.blocks import Role
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.printing import layout_assessment
from tests.paper.archival import Found, Structure, check_archival, read_structure
from tests.paper.documents import body_runs, document, document_names, layout_of, short_name
from tests.paper.expected import expected_front, expected_parts, squeezed
from tests.strategies import nodes, picture_store, png

NAMES = pytest.mark.parametrize("name", document_names(), ids=short_name)


@cache
def pdf_of(name: str) -> bytes:
    return draw_pdf(layout_of(name), document(name).pictures)


@cache
def structure_of(name: str) -> Structure:
    return read_structure(pdf_of(name))


def tagged(root: Node, form: str = "yoshiki3", store: PictureDict | None = None) -> tuple[Structure, Layout]:
    """The structure of a print of other contents."""
    pictures = store or PictureDict()
    layout = layout_assessment(Snapshot(find_form(form), root), pictures)
    pdf = draw_pdf(layout, pictures)
    check_archival(pdf)
    return read_structure(pdf), layout


@NAMES
def test_every_print_is_valid_pdf_a(name: str) -> None:
    check_archival(pdf_of(name))


@NAMES
def test_the_structure_reads_as_the_form_reads(name: str) -> None:
    """Also 変更箇所, where cells go on over pages side by side and the page's own order is another."""
    snapshot, structure = document(name).snapshot, structure_of(name)
    form, root = snapshot.form, snapshot.root
    expected = [expected_front(form, root), *(words for _part, words in expected_parts(form, root))]
    assert squeezed(structure.text(structure.root)) == "".join(expected)
    texts = [squeezed(structure.text(part)) for part in structure.root.all("Part")]
    assert texts[-len(expected) + 1 :] == expected[1:]


@NAMES
def test_only_page_numbers_and_repeated_heads_are_artifacts(name: str) -> None:
    layout, structure = layout_of(name), structure_of(name)
    form = document(name).snapshot.form
    columns = {column.label for p in form.parts for s in p.sections if s.table for column in s.table.columns}
    words = [text for text in structure.artifacts if text]
    in_tables = [run for page in layout.pages for run in body_runs(page)]
    again = squeezed("".join(run.text for run in in_tables if run.role is Role.ARTIFACT))
    others = [text for text in words if text not in columns]
    numbers = [text for text in others if text.isdecimal()]
    assert numbers == [str(number + 1) for number in range(len(layout.pages))]
    assert squeezed("".join(text for text in others if text not in numbers)) == again  # 項目（続き）


@NAMES
def test_headings_stand_by_their_rank(name: str) -> None:
    form = document(name).snapshot.form
    structure = structure_of(name)
    firsts = [structure.text(part.all("H1")[0]) for part in structure.root.all("Part")]
    outline = layout_of(name).outline
    assert len(firsts) == len([entry for entry in outline if entry.level == 0])
    seconds = [squeezed(structure.text(found)) for found in structure.root.all("H2")]
    assert seconds == [squeezed(entry.words) for entry in outline if entry.level == 1]
    thirds = {squeezed(structure.text(found)) for found in structure.root.all("H3")}
    for part in form.parts:
        for section in part.sections:
            assert {squeezed(risk.title) for risk in section.risks} <= thirds
            if section.repeat:
                assert any(third.startswith(f"{section.repeat.label}1") for third in thirds)


def check_rectangle(table: Found) -> None:
    """Each row has as many cells as every other, with those that span rows and columns counted."""
    hanging: list[int] = []
    widths = set()
    for row in table.kids:
        assert row.kind == "TR"
        width = len(hanging)
        hanging = [left - 1 for left in hanging if left > 1]
        for cell in row.kids:
            assert cell.kind in ("TH", "TD")
            columns = int(cell.entries.get("/ColSpan", 1))
            width += columns
            rows = int(cell.entries.get("/RowSpan", 1))
            hanging += [rows - 1] * columns if rows > 1 else []
        widths.add(width)
    assert len(widths) == 1, (widths, [len(row.kids) for row in table.kids])
    assert not hanging


@NAMES
def test_tables_are_rectangles(name: str) -> None:
    """Each row of a table has as many cells as every other, with those that span rows and columns counted."""
    tables = structure_of(name).root.all("Table")
    assert tables
    for table in tables:
        check_rectangle(table)


@NAMES
def test_labels_are_header_cells(name: str) -> None:
    structure = structure_of(name)
    form = document(name).snapshot.form
    scopes: dict[str, set[str]] = {}
    for head in structure.root.all("TH"):
        scopes.setdefault(head.entries["/Scope"], set()).add(structure.text(head))
    labels = {
        i.label for p in form.parts for s in p.sections for item in s.items for i in item.walk() if i.label
    }
    titles = {s.repeat.heading for p in form.parts for s in p.sections if s.repeat}
    rows = {squeezed(words) for words in scopes["/Row"]}
    companions = {c.label for p in form.places.values() for c in p.item.companions}
    named = {form.places[title].item.label for title in titles if title}
    above = {place.item.label for place in form.places.values() if place.item.label_above}  # headings
    missing = {squeezed(label) for label in labels - companions - named - above} - rows
    assert not missing
    columns = {c.label for p in form.parts for s in p.sections if s.table for c in s.table.columns}
    assert columns <= scopes["/Column"]


@NAMES
def test_contents_are_a_list_of_links(name: str) -> None:
    form, structure = document(name).snapshot.form, structure_of(name)
    lists = [found for found in structure.root.all("L") if found.all("Link")]
    if not form.contents:
        assert not lists
        return
    (found,) = lists
    assert [kid.kind for kid in found.kids] == ["LI"] * len(form.contents)
    assert [structure.text(kid) for kid in found.kids] == [line.words for line in form.contents]
    for kid in found.kids:
        (link,) = kid.all("Link")
        assert link.objects == 1


def test_links_lead_to_their_parts(tmp_path: Path) -> None:
    name = next(name for name in document_names() if name.endswith("yoshiki4.json"))
    target = tmp_path / "print.pdf"
    target.write_bytes(pdf_of(name))
    form, layout = document(name).snapshot.form, layout_of(name)
    titles = {part.id: part.title for part in form.parts}
    with pikepdf.open(target) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        links = [link for page in pdf.pages for link in page.get("/Annots", [])]
        for line, link in zip(form.contents, links, strict=True):
            page = layout.pages[numbers[link.Dest[0].objgen]]
            assert next(page.runs()).text.startswith(titles[line.part])
            assert squeezed(str(link.Contents)) == squeezed(line.words)


def test_a_cell_over_several_pages_is_one_element() -> None:
    long = "\n".join(f"第{number}行" for number in range(200))
    structure, layout = tagged(Node(lists={FILES: {"k": Node({"II.2.3": long, "III.1": "―"})}}))
    holding = [f for f in structure.root.all("TD") if "第150行" in structure.text(f)]
    (cell,) = holding
    assert len({page for found in cell.walk() for page, _mark in found.marks}) >= 3
    assert [structure.text(paragraph) for paragraph in cell.kids] == long.split("\n")
    assert len(layout.pages) > 3


def test_paragraphs_stay_apart_and_whole_over_pages() -> None:
    """Read out or copied from the structure, the last word of one does not run into the next."""
    paragraphs = [f"{number}番目の段落です。" * (1 + number * 7 % 60) for number in range(60)]
    text = "\n\n".join(paragraphs)
    structure, layout = tagged(Node(lists={FILES: {"k": Node({"II.2.3": text, "III.1": "―"})}}))
    (cell,) = [found for found in structure.root.all("TD") if paragraphs[40] in structure.text(found)]
    assert [(kid.kind, structure.text(kid)) for kid in cell.kids] == [("P", words) for words in paragraphs]
    parted = [kid for kid in cell.kids if len({page for page, _mark in kid.marks}) > 1]
    assert parted, "no paragraph of this text lies on two pages"
    assert len(layout.pages) > 3


def test_equal_answers_of_two_files_each_have_their_paragraphs() -> None:
    """Laid out once, they stand twice."""
    files = {key: Node({"II.2.3": "前の段落\n後の段落", "II.1": "甲"}) for key in "ab"}
    structure, _layout = tagged(Node(lists={FILES: files}))
    cells = [found for found in structure.root.all("TD") if "前の段落" in structure.text(found)]
    assert [[structure.text(kid) for kid in cell.kids] for cell in cells] == [["前の段落", "後の段落"]] * 2


def test_words_stay_apart_where_a_line_ends_between_them() -> None:
    words = "The quick brown fox jumps over the lazy dog " * 30
    structure, layout = tagged(Node(lists={FILES: {"k": Node({"II.2.3": words.strip()})}}))
    (cell,) = [found for found in structure.root.all("TD") if "quick" in structure.text(found)]
    assert structure.text(cell) == words.strip()
    assert sum("brown" in run.text for page in layout.pages for run in page.runs()) > 5


@NAMES
def test_boxes_to_tick_and_options_are_items_of_lists(name: str) -> None:
    form, structure = document(name).snapshot.form, structure_of(name)
    lists = [found for found in structure.root.all("L") if not found.all("Link")]
    pairs = [[squeezed(structure.text(kid)) for kid in item.kids] for one in lists for item in one.kids]
    boxes = [words for label, words in pairs if re.fullmatch(r"\[○?\]", label)]
    options = [words for label, words in pairs if re.fullmatch("[0-9]+[)）]", label)]
    assert len(boxes) + len(options) == len(pairs)
    for place in form.places.values():
        kind = place.item.kind
        if isinstance(kind, ChoiceKind):
            assert {squeezed(option.words) for option in kind.options} <= set(options)
        if isinstance(kind, ChecksKind) and not place.item.in_heading:  # which reads as words of the heading
            assert all(any(words.startswith(squeezed(box.label)) for words in boxes) for box in kind.boxes)
    assert all(found.kids for found in structure.root.all("L"))
    assert not any(cell.marks for cell in structure.root.all("TD", "Div") if cell.all("L"))


def test_changes_are_read_row_by_row_over_pages() -> None:
    form = find_form("yoshiki3")
    columns = list(form.lists[form.roles.changes].item_ids)
    rows = {
        f"r{row}": Node(
            {column: f"{row}の{column}。" * (200 if column == columns[2] else 3) for column in columns}
        )
        for row in range(3)
    }
    structure, _layout = tagged(Node(lists={form.roles.changes: rows, FILES: {"k": Node()}}))
    table = structure.root.all("Table")[-1]
    assert len(table.kids) == 4
    for number, row in enumerate(table.kids[1:]):
        texts = [structure.text(cell) for cell in row.kids]
        expected = [rows[f"r{number}"].answers[column] for column in columns]
        assert texts == expected


def test_pictures_are_figures_with_words_for_those_who_cannot_see_them() -> None:
    data, plain = png(300, 200), png(20, 20)
    store = PictureDict()
    shown = []
    for raw, caption in ((data, "事務の流れ（図１）"), (plain, "")):
        picture = check_picture(raw, "test", caption)
        store[picture.digest] = raw
        shown.append(picture)
    root = Node({"A1.figure": Figure.of("説明の言葉", tuple(shown))}, {FILES: {"k": Node()}})
    structure, _layout = tagged(root, "yoshiki4", store)
    one, other = structure.root.all("Figure")
    assert one.entries["/Alt"] == "事務の流れ（図１）"
    assert structure.text(one) == "事務の流れ（図１）"
    assert [kid.kind for kid in one.kids] == ["Caption"]
    assert other.entries["/Alt"]
    assert len(other.marks) == 1
    cell = next(found for found in structure.root.all("TD", "Div") if one in found.kids)
    assert structure.text(cell).endswith("説明の言葉")


def test_awkward_words_are_in_title_outline_and_metadata_alike() -> None:
    words = "<b>事務</b> & (一) \\ \U00020bb7 ]]> \u202e"
    form = find_form("yoshiki3")
    files = {"a": Node({"II.1": words}), "b": Node({"II.1": "台帳"})}
    root = Node({form.roles.title: words, form.roles.agency: "市 & <町>"}, {FILES: files})
    layout = layout_assessment(Snapshot(form, root), PictureDict())
    pdf = draw_pdf(layout, PictureDict())
    check_archival(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        assert str(opened.docinfo.Title) == words
        with opened.open_metadata() as metadata:
            assert metadata["dc:title"] == words
            assert metadata["dc:creator"] == ["市 & <町>"]
            assert metadata["pdfaid:part"] == "2"
        titles = [item.title for item in outline.root]
    assert f"{form.parts[1].title}（{words}）" in titles
    assert f"{form.parts[1].title}（台帳）" in titles


def _kinds(found: Found) -> set[str]:
    return {one.kind for one in found.walk()}


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="pdfinfo is not installed")
def test_another_reader_finds_the_same_structure(tmp_path: Path) -> None:
    name = next(name for name in document_names() if name.endswith("yoshiki4.json"))
    target = tmp_path / "print.pdf"
    target.write_bytes(pdf_of(name))
    done = subprocess.run(["pdfinfo", "-struct-text", str(target)], capture_output=True, check=True)
    lines = [line.strip() for line in done.stdout.decode("utf-8").splitlines()]
    told = [line.split(" ")[0].rstrip(":") for line in lines]
    structure = structure_of(name)
    for kind in _kinds(structure.root):
        assert told.count(kind) == len(structure.root.all(kind)), kind


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(["yoshiki3", "yoshiki4"]).flatmap(lambda f: st.tuples(st.just(f), nodes(find_form(f))))
)
def test_any_contents_make_a_sound_file(drawn: tuple[str, Node]) -> None:
    form, root = drawn
    structure, _layout = tagged(root, form, picture_store())
    for table in structure.root.all("Table"):
        check_rectangle(table)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(0, 60), min_size=8, max_size=8))
def test_rows_broken_anywhere_keep_their_tables_whole(lengths: list[int]) -> None:
    """Pages end in every kind of row, also beside cells that span rows."""
    items = [
        "II.2.3",
        "II.2.3.need",
        "II.3.4.dept",
        "II.3.5",
        "II.3.5.match",
        "II.4.e.1",
        "II.4.e.5",
        "II.4.e.6",
    ]
    words = ["始" + "行\n" * count + "終" for count in lengths]
    answers = dict(zip(items, words, strict=True))
    entry = Node({item: text for item, text in answers.items() if item.startswith("II.4.e")})
    file = Node(
        {item: text for item, text in answers.items() if not item.startswith("II.4.e")} | {"III.1": "―"},
        {"II.4.e": {"e": entry, "f": entry}},
    )
    structure, _layout = tagged(Node(lists={FILES: {"k": file}}))
    found = [structure.text(cell) for cell in structure.root.all("TD")]
    for text in words:
        assert text.replace("\n", "") in found
    for table in structure.root.all("Table"):
        check_rectangle(table)


@pytest.mark.parametrize(
    "rows", [(("第１条", "令和6年8月30日", ""), ("第２条", "", "")), (("ひとつ",), ("ふたつ",))]
)
def test_the_first_cells_of_a_table_without_headings_name_their_rows(
    rows: tuple[tuple[str, ...], ...],
) -> None:
    body = Figure((DataTable(rows, head=False),))
    form = find_form("yoshiki3")
    root = Node({}, {ANNEXES: {"k": Node({"annex.title": "一覧", "annex.body": body})}})
    check_archival(draw_pdf(layout_assessment(Snapshot(form, root)), picture_store()))
