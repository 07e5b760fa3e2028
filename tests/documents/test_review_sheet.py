"""Papers for reviewers: 点検シート, one page on the assessment, remarks with numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.records import ReviewPoint
from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.node import Node
from pia_desktop.cli import main
from pia_desktop.documents.assessment_outline import assessment_outline
from pia_desktop.documents.remarks import RemarkRow, remarks_document
from pia_desktop.documents.review_sheet import PointFound, items_of, review_sheet
from pia_desktop.documents.sheets import layout_table, table_pdf
from pia_desktop.documents.table import cell_text
from pia_desktop.errors import DefinitionError
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES, Form
from pia_desktop.guidance.review import outline_lines, read_outline, read_points, review_points
from pia_desktop.outputs.readers import read_output
from pia_desktop.paths import resource_root
from tests.db.writing import write
from tests.paper.archival import check_archival

POINTS = review_points()


def test_the_points_are_those_of_both_views() -> None:
    assert [group.title for group in POINTS.groups] == ["適合性", "妥当性"]
    assert [len(group.points) for group in POINTS.groups] == [6, 6]


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_what_the_data_names_is_in_the_form(form: Form) -> None:
    newest = find_form(form.id)
    named = [one for group in POINTS.groups for point in group.points for one in point.items.get(form.id, ())]
    lines = [one for line in outline_lines()[form.id] for one in line.items]
    assert [one for one in (*named, *lines) if one not in newest.places] == []
    for group in POINTS.groups:
        for point in group.points:
            assert set(items_of(form, point)) <= set(form.places)


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_the_sheet_tells_what_was_found_and_leaves_room_for_the_rest(form: Form) -> None:
    found = {"soundness.work": PointFound("適", "具体的である。")}
    document = review_sheet(Snapshot(form, blank_root(form)), POINTS, found, ["評価書"])
    rows = list(document.rows())
    count = sum(len(group.points) for group in POINTS.groups)
    assert len(rows) == count
    said = {cell_text(row.cells[1]): (cell_text(row.cells[3]), cell_text(row.cells[4])) for row in rows}
    assert ("適", "具体的である。") in said.values()
    assert list(said.values()).count(("適・要修正・該当なし", "")) == count - len(found)
    assert document.notes == (f"観点：{POINTS.source}",)
    check_archival(table_pdf(document))


@pytest.mark.parametrize("name", ["yoshiki2", "yoshiki3", "yoshiki4"])
def test_the_outline_is_one_page_of_the_assessments_own_words(name: str) -> None:
    read = read_file(resource_root() / "samples" / f"{name}.json")
    document = assessment_outline(Snapshot(read.form, read.root))
    assert len(layout_table(document).pages) == 1
    known = "".join(
        str(value)
        for _path, node in read.root.walk()
        for value in node.answers.values()
        if isinstance(value, str)
    )
    for row in document.rows():
        if cell_text(row.cells[0]) in ("事務の名称", "担当部署"):
            assert cell_text(row.cells[1]).rstrip("…") in known


SYSTEMS = 300
"""More than a page has room for."""


def test_an_endless_assessment_still_is_one_page() -> None:
    form = find_form("yoshiki4")
    long = "架空の記載である。" * 2_000
    systems = {f"s{n}": Node({"I.2.1": f"架空システム{n}"}) for n in range(SYSTEMS)}
    root = Node(
        {"I.1.1": "事務", "I.1.2": long, "I.4.1": long}, {"I.2": systems, FILES: {"f": Node({"II.1": long})}}
    )
    document = assessment_outline(Snapshot(form, root))
    assert len(layout_table(document).pages) == 1
    said = {cell_text(row.cells[0]): cell_text(row.cells[1]) for row in document.rows()}
    assert said["使用するシステム"].startswith(f"{SYSTEMS}件：架空システム0、架空システム1")
    assert said["事務の内容"].endswith("…")


def test_what_was_taken_out_and_only_keeps_its_number_is_not_told_of() -> None:
    names = {
        "a": Node({"II.5.p.title": "県知事"}),
        "b": Node({"II.5.p.title": "削除"}),
        "c": Node({"II.5.p.title": "共済組合"}),
    }
    root = Node({"I.1.1": "事務"}, {FILES: {"f": Node({"II.1": "名簿"}, {"II.5.p": names})}})
    document = assessment_outline(Snapshot(find_form("yoshiki4"), root))
    said = {cell_text(row.cells[0]): cell_text(row.cells[1]) for row in document.rows()}
    assert said["提供先"] == "2件：県知事、共済組合"


@pytest.mark.parametrize(
    "text", ["", "source: [x", "groups: 3", "source: a\nverdicts: [b]\ngroups: []\nmore: 1"]
)
def test_faulty_data_is_refused(text: str) -> None:
    with pytest.raises(DefinitionError):
        read_points(text)
    with pytest.raises(DefinitionError):
        read_outline("yoshiki2:\n- {label: a, itms: [b]}")


def test_a_remark_keeps_its_number_and_says_that_it_is_carried_on() -> None:
    rows = [RemarkRow("項目", "直す", number=7, before=2), RemarkRow("項目", "見る", done=True)]
    first, second = remarks_document(rows).rows()
    assert cell_text(first.cells[0]) == "7"
    assert cell_text(first.cells[2]) == "直す\n（第2版より前の指摘。持ち越し）"
    assert [cell_text(second.cells[at]) for at in (0, 2)] == ["2", "見る"]


@pytest.mark.parametrize(("command", "wanted"), [("review-sheet", "所見の語句"), ("outline", "架空の事務")])
def test_the_papers_come_from_the_command_line(tmp_path: Path, command: str, wanted: str) -> None:
    form = find_form("yoshiki4")
    path, target = tmp_path / "c.pia", tmp_path / "out.html"
    with Cabinet.create(path) as cabinet:
        cabinet.new(form, blank_root(form).with_answer(("I.1.1",), "架空の事務"))
        said = ReviewPoint(1, "soundness.work", "適", "所見の語句")
        write(cabinet, lambda work: work.put_review_point(1, said), 1)
    assert main([command, str(path), "1", "-o", str(target)]) == 0
    assert wanted in "".join(one.text for one in read_output(target, ".html"))
