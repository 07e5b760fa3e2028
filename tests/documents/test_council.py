"""新旧対照表 and 変更内容一覧: what they say of two states, held to the states themselves."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import Edit, InsertEntry, MoveEntry, RemoveEntry, SetAnswer
from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.node import Node, NodePath, new_key
from pia_desktop.documents.changes import sides
from pia_desktop.documents.council import ChosenChange, comparison_document, council_document
from pia_desktop.documents.sheets import table_pdf
from pia_desktop.documents.table import Cell, TableDocument, TableRow, cell_text
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure, Picture
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.revisions.compare import Comparison, compare
from tests.paper.archival import check_archival
from tests.paper.documents import document, document_names
from tests.strategies import LAW, edits, nodes, texts

FORM = find_form("yoshiki3")
SYSTEMS = ("I.2",)


def state(answers: dict[str, str] | None = None, file: dict[str, str] | None = None) -> Snapshot:
    root = Node(dict(answers or {}), {FILES: {"k": Node(dict(file or {"II.1": "台帳"}))}})
    return Snapshot(FORM, root)


def rows(document: TableDocument) -> list[TableRow]:
    return list(document.rows())


def unmarked(cell: Cell) -> str:
    return "".join(span.text for span in cell if not span.marked)


@cache
def sample() -> Snapshot:
    name = next(name for name in document_names() if name.endswith("samples/yoshiki4.json"))
    return document(name).snapshot


@cache
def changed_sample() -> Comparison:
    """The invented sample after some edits of each kind."""
    old = sample()
    work = Assessment(old.form, old.root)
    file = next(iter(old.root.entries((FILES,))))
    done: list[Edit] = [
        SetAnswer(("cover.title",), "国民健康保険に関する事務（改）"),
        SetAnswer(("I.1.2",), f"{old.root.answer(('I.1.2',))}また、審査を委託する。"),
        SetAnswer((FILES, file, "II.1"), "改めた台帳"),
    ]
    systems = list(old.root.entries(SYSTEMS))
    entry = old.root.entries(SYSTEMS)[systems[0]]
    done += [
        RemoveEntry(SYSTEMS, systems[1]),
        InsertEntry(SYSTEMS, new_key(), 0, entry),
        MoveEntry(SYSTEMS, systems[-1], 1),
    ]
    for edit in done:
        work.apply(edit)
    return compare(old, work.snapshot())


@cache
def layout() -> Layout:
    return layout_assessment(changed_sample().new)


def chosen(found: Comparison, remark: str = "") -> list[ChosenChange]:
    return [ChosenChange(change, remark) for change in found.changes]


def test_each_change_is_a_row_under_the_heading_of_its_part() -> None:
    found = changed_sample()
    table = council_document(found, chosen(found, "観点"), layout())
    assert len(rows(table)) == len(found.changes) == 6
    assert [cell_text(row.cells[0]) for row in rows(table)] == ["1", "2", "3", "4", "5", "6"]
    headings = [group.heading for group in table.groups if not group.inner]
    titles = [plain(part.title) for part in found.form.parts]
    assert headings == ["表紙", titles[0], f"{titles[2]}（改めた台帳）"]
    assert {cell_text(row.cells[3]) for row in rows(table)} == {"観点"}
    check_archival(table_pdf(table))


def test_an_added_entry_is_new_and_a_removed_one_gone() -> None:
    found = changed_sample()
    said = {
        (cell_text(row.cells[4]), cell_text(row.cells[5]))
        for row in rows(council_document(found, chosen(found)))
    }
    assert [new for new, old in said if old == "（新設）"] != []
    assert [old for new, old in said if new == "（削除）"] != []
    assert any("2番目" in new and "番目" in old for new, old in said)


def test_the_page_is_the_one_on_which_the_item_is_printed() -> None:
    found = changed_sample()
    table = council_document(found, chosen(found), layout())
    words = {"改めた台帳": 0, "国民健康保険に関する事務（改）": 0}
    for row in rows(table):
        new = cell_text(row.cells[4])
        if new in words:
            page = layout().pages[int(cell_text(row.cells[1])) - 1]
            assert new in "".join(run.text for run in page.runs())
            words[new] += 1
        if new == "（削除）":
            assert cell_text(row.cells[1]) == "―"
    assert set(words.values()) == {1}
    assert {cell_text(row.cells[1]) for row in rows(council_document(found, chosen(found)))} == {""}


def test_what_did_not_change_is_as_at_the_right() -> None:
    found = compare(state({"cover.title": "事務"}), state({"cover.title": "事務"}))
    (row,) = rows(council_document(found, [ChosenChange(("cover.title",), "変更なし")]))
    assert [cell_text(cell) for cell in row.cells[3:]] == ["変更なし", "（同右）", "事務"]
    (row,) = rows(council_document(found, [ChosenChange(("cover.number",))]))
    assert [cell_text(cell) for cell in row.cells[4:]] == ["（同右）", "（記載なし）"]


@pytest.mark.parametrize(("old", "new"), [(None, "新しい記載"), ("古い記載", None)])
def test_an_answer_that_begins_or_ends_is_beside_a_blank(old: str | None, new: str | None) -> None:
    found = compare(*(state({"cover.title": one} if one else {}) for one in (old, new)))
    (row,) = rows(comparison_document(found))
    before, after = (row.cells[2], row.cells[3])
    assert (cell_text(after), cell_text(before)) == (new or "（記載なし）", old or "（記載なし）")
    assert unmarked(after if new else before) == ""
    assert unmarked(before if new else after) == "（記載なし）"


@LAW
@given(texts(80), texts(80))
def test_both_sides_are_the_texts_and_differ_only_where_marked(old: str, new: str) -> None:
    found = compare(state({"cover.declaration": old}), state({"cover.declaration": new}))
    for row in rows(comparison_document(found)):
        assert cell_text(row.cells[2]) == old
        assert cell_text(row.cells[3]) == new
        assert unmarked(row.cells[2]) == unmarked(row.cells[3])


@LAW
@given(st.lists(texts(30), max_size=4), st.lists(texts(30), max_size=4), st.integers(0, 3))
def test_a_shortened_row_keeps_every_marked_word(begin: list[str], end: list[str], at: int) -> None:
    same = ["この業務は架空の条例に基づき、架空の課が行う架空の事務である。" * 2] * 2
    parts = [*begin, *same, *end]
    old = "。".join(parts)
    new = "。".join([*parts[:at], "委託先を改める", *parts[at:]])
    found = compare(state({"cover.declaration": old}), state({"cover.declaration": new}))
    (row,) = rows(comparison_document(found, abridged=True))
    before, after = row.cells[2], row.cells[3]
    assert "委託先を改める" in cell_text(after)
    assert unmarked(after) == unmarked(before)
    assert not any("（略）" in span.text for span in after if span.marked)
    assert len(cell_text(after)) <= len(new)


def test_a_choice_and_its_number_are_one_row() -> None:
    old = state(file={"II.1": "台帳", "II.4": "委託しない"})
    work = Assessment(old.form, old.root)
    work.apply(SetAnswer((FILES, "k", "II.4"), "委託する"))
    work.apply(SetAnswer((FILES, "k", "II.4.count"), 3))
    found = compare(old, work.snapshot())
    assert len(found.changes) == 2
    marked = [
        ChosenChange(change, remark) for change, remark in zip(found.changes, ("増", "減"), strict=True)
    ]
    (row,) = rows(council_document(found, marked))
    assert cell_text(row.cells[3]) == "増\n減"
    assert cell_text(row.cells[4]).startswith("委託する")
    assert "（3）件" in cell_text(row.cells[4])


def test_another_picture_below_the_same_words_is_told() -> None:
    form = find_form("yoshiki4")
    item = next(i for i, place in form.places.items() if place.item.kind.name == "figure" and not place.scope)
    old, new = (
        Snapshot(form, Node({item: Figure.of("図の説明", (Picture(digest, "image/png", 10, 10, "流れ図"),))}))
        for digest in ("a" * 64, "b" * 64)
    )
    (row,) = rows(comparison_document(compare(old, new)))
    assert "図の説明" in cell_text(row.cells[2])
    assert "（図の差替え）" in cell_text(row.cells[3])


@settings(LAW, max_examples=20)
@given(st.data())
def test_any_two_states_make_a_document(data: st.DataObject) -> None:
    form = find_form("yoshiki4")
    old = data.draw(nodes(form))
    work = Assessment(form, old)
    for _ in range(data.draw(st.integers(0, 4))):
        work.apply(data.draw(edits(form, work.root)))
    found = compare(Snapshot(form, old), work.snapshot())
    table = council_document(found, chosen(found), layout_assessment(found.new))
    assert bool(rows(table) or table.notes) == bool(found.changes)
    assert table_pdf(table).startswith(b"%PDF")
    paths: list[NodePath] = [row.path for row in rows(table) if not row.goes_on]
    assert len(paths) <= len(found.changes)


def test_an_entry_without_words_that_is_gone_had_none() -> None:
    form = find_form("yoshiki4")
    old = Snapshot(form, Node({}, {"I.2": {"a": Node({"I.2.1": "架空システム"}), "b": Node()}}))
    new = Snapshot(form, Node({}, {"I.2": {"a": Node({"I.2.1": "架空システム"})}}))
    gone = sides(compare(old, new), compare(old, new).changes[0])
    assert [cell_text(gone.new), cell_text(gone.old)] == ["（削除）", "（記載なし）"]
    assert not any(span.marked for span in gone.old)
    come = sides(compare(new, old), compare(new, old).changes[0])
    assert [cell_text(come.new), cell_text(come.old)] == ["（記載なし）", "（新設）"]
