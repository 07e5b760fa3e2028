"""Registers: what feeds them is data, each row says where it stands, and only what changed is read again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WITHHELD_MARK
from pia_desktop.documents.register import register_document
from pia_desktop.documents.tab_text import table_text
from pia_desktop.errors import DefinitionError
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES
from pia_desktop.outputs.registers import public_register
from pia_desktop.registers.loader import all_registers, find_register, load_registers
from pia_desktop.registers.model import Register
from pia_desktop.registers.office import OfficeRegisters, RowChoice, chosen_rows
from pia_desktop.registers.rows import Source, rows_of
from tests.db.writing import trash

FORM3, FORM4 = find_form("yoshiki3"), find_form("yoshiki4")


def register(name: str) -> Register:
    found = find_register(name)
    assert found is not None
    return found


def source(number: int, form: str = "yoshiki3", revision: int = 0) -> Source:
    return Source(number, form, find_form(form).version, str(number), f"事務{number}", revision)


def root3(*contractors: str) -> Node:
    entries = {
        f"e{n}": Node({"II.4.e.3": name, "II.4.e.title": "運用"}) for n, name in enumerate(contractors)
    }
    return Node({}, {FILES: {"k": Node({"II.1": "名簿ファイル"}, {"II.4.e": entries})}})


def test_every_kind_of_thing_that_an_office_asks_for_has_a_register_fed_by_each_form_that_says_it() -> None:
    fed = {one.id: {feed.form for feed in one.feeds} for one in all_registers()}
    assert fed["systems"] == fed["files"] == fed["grounds"] == fed["people"] == fed["departments"] == {
        "yoshiki2", "yoshiki3", "yoshiki4",
    }  # fmt: skip
    assert fed["contractors"] == fed["subcontractors"] == fed["recipients"] == fed["places"] == {
        "yoshiki3", "yoshiki4",
    }  # fmt: skip
    assert fed["retention"] == {"yoshiki4"}


def test_the_loader_names_all_faults_at_once() -> None:
    text = (
        "registers:\n- id: a\n  title: {ja: あ, en: A}\n  columns:\n  - {id: n, title: {ja: い, en: B}}\n"
        "  feeds:\n  - {form: yoshiki3, cells: {x: II.1, n: nowhere}}\n  - {form: none, cells: {}}\n"
        "  odd: 1\n"
    )
    with pytest.raises(DefinitionError) as refused:
        load_registers(text, "r.yaml", all_forms())
    told = "\n".join(str(fault) for fault in refused.value.faults)
    for words in ("no column 'x'", "'nowhere' is no item", "no form 'none'", "not fed", "unknown key 'odd'"):
        assert words in told


def test_an_item_that_stands_in_another_list_is_refused() -> None:
    text = (
        "registers:\n- id: a\n  title: {ja: あ, en: A}\n  columns:\n  - {id: n, title: {ja: い, en: B}}\n"
        "  - {id: m, title: {ja: う, en: C}}\n"
        "  feeds:\n  - {form: yoshiki3, cells: {n: II.4.e.3, m: II.5.p.1}}\n"
    )
    with pytest.raises(DefinitionError, match=r"r\.yaml"):
        load_registers(text, "r.yaml", all_forms())


def test_rows_say_where_they_stand_and_what_stands_beside_and_above() -> None:
    rows = rows_of(register("contractors"), source(1), FORM3, root3("株式会社甲", "乙社"))
    assert [row.cells[:2] for row in rows] == [("株式会社甲", "運用"), ("乙社", "運用")]
    assert rows[1].path == (FILES, "k", "II.4.e", "e1", "II.4.e.3")
    assert rows[1].place.endswith("委託事項2 ③委託先名")
    places = rows_of(
        register("places"), source(1), FORM3, Node({}, {FILES: {"k": Node({"II.1": "名簿", "II.6": "書庫"})}})
    )
    assert [row.cells for row in places] == [("書庫", "名簿")]


def test_lines_are_rows_of_their_own_where_the_register_says_so() -> None:
    form = find_form("yoshiki2")
    rows = rows_of(
        register("systems"), source(1, "yoshiki2"), form, Node({"I.1.3": "甲システム\n\n 乙システム "})
    )
    assert [row.name for row in rows] == ["甲システム", "乙システム"]


def test_what_has_no_words_of_its_own_is_no_row() -> None:
    root = Node({}, {FILES: {"k": Node({"II.1": "名簿"}, {"II.4.e": {"e": Node()}})}})
    assert rows_of(register("contractors"), source(1), FORM3, root) == ()
    assert rows_of(register("places"), source(1), FORM3, root)[:0] == ()


@pytest.mark.parametrize("title", ["削除", "（削除）", "欠番"])
def test_an_entry_that_was_taken_out_and_only_keeps_its_number_is_no_row(title: str) -> None:
    entries = {"a": Node({"II.5.p.title": title}), "b": Node({"II.5.p.title": "県知事"})}
    root = Node({}, {FILES: {"k": Node({"II.1": "名簿"}, {"II.5.p": entries})}})
    assert [row.name for row in rows_of(register("recipients"), source(1), FORM3, root)] == ["県知事"]


def test_the_cabinet_gives_the_wanted_answers_and_only_what_changed_is_read_again(tmp_path: Path) -> None:
    with Cabinet.create(tmp_path / "台帳.pia") as cabinet:
        ids = [cabinet.new(FORM3, root3(f"会社{n}")) for n in range(4)]
        trash(cabinet, ids[3])
        asked: list[set[int]] = []

        def read(items: Collection[str], lists: Collection[str], of: Collection[int]) -> Mapping[int, Node]:
            asked.append(set(of))
            return cabinet.excerpts(items, lists, of)

        office = OfficeRegisters(read)

        def update() -> bool:
            return office.update(
                Source(one.id, one.form, one.version, one.number, one.title, one.edits, one.archived)
                for one in cabinet.heads()
            )

        assert update()
        assert [row.name for row in office.rows(register("contractors"))] == ["会社0", "会社1", "会社2"]
        assert not update()
        path = office.rows(register("contractors"))[1].path
        cabinet.apply(ids[1], [SetAnswer(path, "＝変えた"), SetWithheld(path, ((0, 1),))])
        assert update()
        assert [row.name for row in office.rows(register("contractors"))] == ["会社0", "＝変えた", "会社2"]
        assert asked == [set(ids[:3]), {ids[1]}]
        whole = cabinet.load(ids[1]).root
        (row,) = [one for one in office.rows(register("contractors")) if one.source.id == ids[1]]
        assert row.root.withheld_at(path) == whole.withheld_at(path) == ((0, 1),)
        given = public_register(register("contractors"), [(row.source, cabinet.load(ids[1]))])
        assert [one.name for one in given.rows] == [f"{WITHHELD_MARK}変えた"]


def test_a_form_that_is_not_known_is_told_and_the_others_are_shown() -> None:
    office = OfficeRegisters(lambda _items, _lists, of: {one: root3("甲社") for one in of})
    office.update([source(1), replace(source(2), version="令和99年1月")])
    assert [row.source.id for row in office.rows(register("contractors"))] == [1]
    assert [one.id for one in office.unread] == [2]


def test_rows_are_chosen_by_words_and_sorted_with_the_empty_ones_last() -> None:
    rows = [
        row
        for number, name in ((10, "ｻｰﾊﾞ"), (9, "甲"), (11, "乙"))
        for row in rows_of(register("contractors"), source(number), FORM3, root3(name))
    ]
    assert [row.name for row in chosen_rows(rows, RowChoice("サーバ"))] == ["ｻｰﾊﾞ"]
    assert [row.source.id for row in chosen_rows(rows, RowChoice(column=4))] == [9, 10, 11]
    assert [row.source.id for row in chosen_rows(rows, RowChoice(column=4, descending=True))] == [11, 10, 9]
    hidden = [replace(one, source=replace(one.source, archived=True)) for one in rows[:1]]
    assert chosen_rows(hidden, RowChoice()) == ()
    assert len(chosen_rows(hidden, RowChoice(archived=True))) == 1


def test_words_that_look_like_a_formula_are_words_to_a_spreadsheet() -> None:
    rows = rows_of(register("contractors"), source(1), FORM3, root3("=1+1", "甲\t社"))
    text = table_text(register_document(register("contractors"), rows))
    assert "\t'=1+1\t" in f"\t{text}".replace("\r\n", "\t")
    assert '"甲\t社"' in text
