"""What is offered first at an item: what a clerk would take, out of the office's other places."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.edits import InsertEntry, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Value
from ui.reuse.heard import Heard
from ui.reuse.lookup import Asked, LookedUp, can_be_asked, look_up, naming_item

FORM = find_form("yoshiki4")
WORKS = {
    "e1": {"II.4.e.title": "帳票の印刷及び封入", "II.4.e.1": "通知書を印刷し、封入する。"},
    "e2": {"II.4.e.title": "データセンターの運用", "II.4.e.1": "機器を監視し、障害に対応する。"},
}
RECIPIENTS = {
    "p1": {"II.5.p.title": "葵共済組合", "II.5.p.3": "年金の給付の額"},
    "p2": {"II.5.p.title": "楓共済組合", "II.5.p.3": "年金の給付の額"},
    "p3": {"II.5.p.title": "柏市長", "II.5.p.3": "年金の給付の額"},
}
OTHERS = {"p4": {"II.5.p.title": "松県知事", "II.5.p.3": "手当の額"}}


def entries(rows: Mapping[str, Mapping[str, Value]]) -> dict[str, Node]:
    return {key: Node(dict(answers)) for key, answers in rows.items()}


@pytest.fixture
def cabinet(tmp_path: Path) -> Iterator[Cabinet]:
    """1: the one at hand, with entries; 2: a like work with other entries; 3: another work, the newest."""
    files: tuple[tuple[str, dict[str, dict[str, Node]]], ...] = (
        ("年金の給付に関する事務　全項目評価書", {"II.4.e": {}, "II.5.p": entries(RECIPIENTS)}),
        (
            "年金の賦課に関する事務　全項目評価書",
            {"II.4.e": entries(WORKS), "II.5.p": entries(OTHERS)},
        ),
        ("犬の登録に関する事務　全項目評価書", {"II.4.e": {}, "II.5.p": {}}),
    )
    with Cabinet.create(tmp_path / "台帳.pia") as made:
        for number, (title, lists) in enumerate(files, 1):
            answers: dict[str, Value] = {
                FORM.roles.title: title,
                "cover.published_on": f"令和6年{number}月1日",
                "IV.3": f"対策{number}を行う。" if number > 1 else "",
            }
            file = Node({"II.1": f"ファイル{number}", "II.2.5": f"平成2{min(number, 2)}年1月1日"}, lists)
            kept = {key: value for key, value in answers.items() if value}
            made.new(FORM, Node(kept, {FILES: {f"f{number}": file}}))
        yield made


def asked(cabinet: Cabinet, *path: str, name: str = "") -> LookedUp:
    return look_up(cabinet, Asked(1, FORM, path, "", name))


def texts(found: LookedUp) -> list[str]:
    return [one.text for one in found.suggestions]


def test_what_an_entry_with_a_like_name_says_comes_first(cabinet: Cabinet) -> None:
    printing = asked(cabinet, FILES, "f1", "II.4.e", "new", "II.4.e.1", name="帳票の印刷")
    running = asked(cabinet, FILES, "f1", "II.4.e", "new", "II.4.e.1", name="データセンターの保守")
    assert texts(printing)[0] == WORKS["e1"]["II.4.e.1"]
    assert texts(running)[0] == WORKS["e2"]["II.4.e.1"]


def test_what_most_entries_of_the_same_assessment_say_comes_before_another_work(cabinet: Cabinet) -> None:
    found = asked(cabinet, FILES, "f1", "II.5.p", "new", "II.5.p.3", name="松県知事")
    assert texts(found) == ["年金の給付の額", "手当の額"]
    first = found.suggestions[0].where[0]
    assert found.own(first)
    assert found.names[first.assessment_id, first.path[0]] in {"葵共済組合", "楓共済組合", "柏市長"}


def test_the_place_that_asks_is_not_offered_to_itself(cabinet: Cabinet) -> None:
    found = asked(cabinet, FILES, "f1", "II.5.p", "p1", "II.5.p.3", name="葵共済組合")
    assert "p1" not in {one.path[0] for one in found.said}
    assert {"p2", "p3"} <= {one.path[0] for one in found.said}


def test_a_name_that_another_entry_has_already_is_not_offered(cabinet: Cabinet) -> None:
    found = asked(cabinet, FILES, "f1", "II.5.p", "new", "II.5.p.title")
    assert texts(found) == ["松県知事"]


def test_a_name_that_entries_share_is_offered_while_a_like_work_has_it_more_often(cabinet: Cabinet) -> None:
    cabinet.apply(
        2,
        [
            InsertEntry((FILES, "f2", "II.5.p"), key, at, Node({"II.5.p.title": "柏市長"}))
            for at, key in enumerate(("p5", "p6"), 1)
        ],
    )
    assert texts(asked(cabinet, FILES, "f1", "II.5.p", "new", "II.5.p.title"))[0] == "柏市長"


def test_what_another_entry_says_is_not_said_again_where_all_say_something_else(cabinet: Cabinet) -> None:
    cabinet.apply(1, [SetAnswer((FILES, "f1", "II.5.p", f"p{n}", "II.5.p.2"), f"用途{n}") for n in (1, 2)])
    cabinet.apply(2, [SetAnswer((FILES, "f2", "II.5.p", "p4", "II.5.p.2"), "用途4")])
    found = asked(cabinet, FILES, "f1", "II.5.p", "p3", "II.5.p.2", name="楓共済組合")
    assert texts(found)[0] == "用途4"
    assert set(texts(found)) == {"用途1", "用途2", "用途4"}


def test_the_department_is_the_one_that_the_assessment_names_elsewhere(cabinet: Cabinet) -> None:
    cabinet.apply(1, [SetAnswer(("I.7.1",), "年金課")])
    for other in (2, 3):
        cabinet.apply(other, [SetAnswer((FILES, f"f{other}", "II.2.6"), "生活課")])
    found = asked(cabinet, FILES, "f1", "II.2.6")
    assert texts(found) == ["年金課", "生活課"]
    assert found.own(found.suggestions[0].where[0])
    assert texts(asked(cabinet, "I.7.1")) == []


def test_the_head_of_the_same_department_comes_before_a_newer_one(cabinet: Cabinet) -> None:
    for number, department, head in ((2, "年金課", "年金課長"), (3, "生活課", "生活課長")):
        cabinet.apply(number, [SetAnswer(("I.7.1",), department), SetAnswer(("I.7.2",), head)])
    assert texts(asked(cabinet, "I.7.2", name="年金課"))[0] == "年金課長"
    assert texts(asked(cabinet, "I.7.2", name="生活課"))[0] == "生活課長"


def test_a_like_work_comes_before_a_newer_one_though_all_titles_end_alike(cabinet: Cabinet) -> None:
    assert texts(asked(cabinet, "IV.3")) == ["対策2を行う。", "対策3を行う。"]


def test_a_day_is_offered_where_several_assessments_agree_on_it(cabinet: Cabinet) -> None:
    assert texts(asked(cabinet, FILES, "f1", "II.2.5")) == ["平成22年1月1日"]


def test_what_has_changed_is_read_again_and_nothing_else(
    cabinet: Cabinet, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, read = Heard(), list[object]()
    question = Asked(1, FORM, ("IV.3",), "")
    known = look_up(cabinet, question, heard)
    answers = cabinet.answers

    def noted(item_ids: Collection[str], assessment_ids: Collection[int] | None = None) -> object:
        read.append(None if assessment_ids is None else set(assessment_ids))
        return answers(item_ids, assessment_ids)

    monkeypatch.setattr(cabinet, "answers", noted)
    assert look_up(cabinet, question, heard).suggestions == known.suggestions
    assert read == []
    cabinet.apply(2, [SetAnswer(("IV.3",), "新しい対策を行う。")])
    cabinet.apply(3, [SetAnswer(("IV.3",), None)])
    assert texts(look_up(cabinet, question, heard)) == ["新しい対策を行う。"]
    assert read == [{2, 3}]
    cabinet.purge([2])
    assert texts(look_up(cabinet, question, heard)) == []


@pytest.mark.parametrize(
    "item_id", ["cover.number", "cover.title", "cover.published_on", "II.1", "A1.figure"]
)
def test_what_is_an_assessments_own_is_not_asked_of_others(item_id: str) -> None:
    assert not can_be_asked(FORM, item_id)


def test_what_names_an_entry_is_the_first_item_of_its_list() -> None:
    assert naming_item(FORM, "II.4.e.5") == "II.4.e.title"
    assert naming_item(FORM, "II.3.5") == FORM.roles.file_name
    assert naming_item(FORM, "I.7.2") == "I.7.1"
    assert naming_item(FORM, "IV.3") is None
    assert can_be_asked(FORM, "IV.3")
