"""計画管理書 is made from the assessments, keeps what the clerk adds, and says what does not go together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from pia_desktop.assessment.node import Node
from pia_desktop.documents.plan import plan_document, plan_lines
from pia_desktop.documents.table import cell_text
from pia_desktop.errors import DefinitionError
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.values import Value
from pia_desktop.office.plan import PlanSource, plan_items, plan_rows, read_own
from pia_desktop.office.plan_checks import plan_findings
from pia_desktop.office.plan_columns import (
    PlanColumn,
    kept_columns,
    load_plan,
    office_columns,
    own_column,
    shipped_plan,
)
from pia_desktop.rules.stages import Stage, StageDates

TODAY = date(2026, 11, 26)
NOBODY: Mapping[str, str] = {}
NOTHING: Mapping[str, Value] = {}
NO_DAYS = StageDates()


def source(
    number: int,
    form: str,
    answers: Mapping[str, Value] = NOTHING,
    *,
    stage: Stage = Stage.DRAFT,
    dates: StageDates = NO_DAYS,
    earlier: tuple[StageDates, ...] = (),
    cells: Mapping[str, str] = NOBODY,
) -> PlanSource:
    return PlanSource(number, find_form(form), Node(answers), stage, dates, earlier, cells)


def cells(*sources: PlanSource, columns: tuple[PlanColumn, ...] = ()) -> list[dict[str, str]]:
    wanted = columns or shipped_plan().columns
    ids = [one.id for one in wanted]
    return [dict(zip(ids, row.cells, strict=True)) for row in plan_rows(sources, wanted, TODAY)]


def messages(*sources: PlanSource) -> list[tuple[int, str]]:
    rows = plan_rows(sources, shipped_plan().columns, TODAY)
    return [(one.assessment_id, one.column) for one in plan_findings(rows, TODAY)]


BASIC = {"II.1": "10万人以上30万人未満", "II.2": "500人以上", "II.3": "発生なし"}


def test_each_column_of_the_procedure_is_there_and_fed_by_every_form_that_says_it() -> None:
    by_id = {one.id: one for one in shipped_plan().columns}
    wanted = ["number", "work", "title", "department", "ground", "people", "handlers", "incident", "kind"]
    assert [one for one in wanted if one not in by_id] == []
    forms = {form.id for form in all_forms()}
    for column in ("work", "department", "ground", "people"):
        assert by_id[column].items.keys() == forms
    assert plan_items() >= {"cover.number", "II.1", "II.2", "II.3"}


def test_forms_of_one_number_or_one_work_are_one_row() -> None:
    rows = cells(
        source(1, "yoshiki2", {"cover.number": "9", "cover.title": "甲　基礎項目評価書", **BASIC}),
        source(
            2, "yoshiki4", {"cover.number": "９", "cover.title": "甲　全項目評価書", "I.1.3": "30万人以上"}
        ),
        source(3, "yoshiki3", {"cover.number": "10", "I.1.1": "乙の事務"}),
        source(4, "yoshiki2", {"cover.number": "8", "I.1.1": "乙の事務"}),
        source(5, "yoshiki2"),
    )
    assert [one["number"] for one in rows] == ["8\n10", "9\n９", ""]
    first, second = rows[1], rows[0]
    assert first["title"] == "甲　全項目評価書\n甲　基礎項目評価書"
    assert first["people"] == "10万人以上30万人未満"
    assert (first["handlers"], first["incident"]) == ("500人以上", "発生なし")
    assert first["kind"] == "基礎項目評価及び全項目評価"
    assert second["kind"] == "基礎項目評価及び重点項目評価"


def test_more_than_is_owed_is_voluntary() -> None:
    few = {**BASIC, "II.2": "500人未満"}
    (row,) = cells(
        source(1, "yoshiki2", {"cover.number": "9", **few}), source(2, "yoshiki4", {"cover.number": "9"})
    )
    assert row["kind"] == "基礎項目評価及び全項目評価（任意）"


def test_days_come_from_states_rounds_and_rules() -> None:
    before = StageDates(published="2025-01-10", looked_over="2026-01-05")
    (row,) = cells(source(1, "yoshiki3", {"cover.number": "1"}, stage=Stage.REVIEW, earlier=(before,)))
    assert row["occasion"] == "再実施"
    assert row["published"] == "令和7年1月10日"
    assert row["looked_over"] == "令和8年1月5日"
    assert row["review"] == "令和9年1月5日"
    assert row["reassessment"] == "令和12年1月10日"


def test_what_does_not_go_together_is_said_and_near_misses_are_not() -> None:
    assert messages(source(1, "yoshiki3", {"cover.number": "1", "I.1.1": "甲"})) == []
    assert (1, "number") in messages(source(1, "yoshiki3"))
    doubled = (
        source(1, "yoshiki3", {"cover.number": "1", "I.1.1": "甲"}),
        source(2, "yoshiki4", {"cover.number": "1", "I.1.1": "乙"}),
    )
    assert messages(*doubled) == [(2, "number")]
    assert messages(source(1, "yoshiki2", {"cover.number": "1", **BASIC})) == [(1, "kind")]
    handed = {"IV.1": "基礎項目評価書及び重点項目評価書"}
    assert messages(source(1, "yoshiki2", {"cover.number": "1", **handed})) == [(1, "kind")]
    both = (
        source(1, "yoshiki2", {"cover.number": "1", **handed}),
        source(2, "yoshiki3", {"cover.number": "1"}),
    )
    assert messages(*both) == []
    basic = {"IV.1": "基礎項目評価書"}
    assert messages(source(1, "yoshiki2", {"cover.number": "1", **basic})) == []


@pytest.mark.parametrize(
    ("words", "kept", "found"),
    [
        ("令和8年9月1日", "2026-09-01", []),
        ("令和8年9月2日", "2026-09-01", ["published"]),
        ("近いうちに", "", ["published"]),
        ("令和7年9月1日", "", ["review"]),
    ],
)
def test_dates_are_held_against_the_forms(words: str, kept: str, found: list[str]) -> None:
    one = source(
        1, "yoshiki3", {"cover.number": "1", "cover.published_on": words}, dates=StageDates(published=kept)
    )
    assert [column for _id, column in messages(one)] == found


@pytest.mark.parametrize(
    ("planned", "stage", "found"),
    [
        ("令和8年4月1日", Stage.DRAFT, [(1, "planned")]),
        ("令和8年4月1日", Stage.SUBMITTED, []),
        ("令和9年4月1日", Stage.DRAFT, []),
        ("来年度", Stage.DRAFT, [(1, "planned")]),
    ],
)
def test_the_planned_day_is_read_and_may_not_have_passed(
    planned: str, stage: Stage, found: list[tuple[int, str]]
) -> None:
    one = source(1, "yoshiki3", {"cover.number": "1"}, stage=stage, cells={"planned": planned})
    assert messages(one) == found


def test_columns_are_renamed_hidden_and_added_and_what_is_odd_is_left_out() -> None:
    shipped = shipped_plan().columns
    assert office_columns(None) == office_columns("{") == office_columns("[1, {}]") == shipped
    own = own_column("主管委員会", shipped)
    columns = office_columns(kept_columns([own, *shipped[1:], shipped[0]]))
    assert columns[0].title == "主管委員会"
    assert columns[-1].id == shipped[0].id
    (row,) = cells(source(1, "yoshiki3", cells={own.id: "第２部会"}), columns=columns)
    assert row[own.id] == "第２部会"
    assert own_column("二つ目", columns).id != own.id


def test_the_clerks_days_are_written_in_the_japanese_calendar() -> None:
    by_id = {one.id: one for one in shipped_plan().columns}
    assert read_own(by_id["planned"], " R9.4.1 ") == "令和9年4月1日"
    assert read_own(by_id["planned"], "令和9年春") == "令和9年春"
    assert read_own(by_id["remarks"], "R9.4.1") == "R9.4.1"


def test_the_loader_names_all_faults_at_once() -> None:
    text = (
        "title: a\nkinds: []\ncolumns:\n- {id: a, title: b, from: nothing}\n- {id: a, title: b, own: text}\n"
        "- {id: c, title: d, items: {yoshiki3: II.1}}\n- {id: e, title: f}\n"
    )
    with pytest.raises(DefinitionError) as refused:
        load_plan(text, "plan.yaml")
    told = "\n".join(str(fault) for fault in refused.value.faults)
    for words in ("works out no 'nothing'", "'a' stands twice", "'II.1'", "either 'items'"):
        assert words in told


def test_the_paper_has_its_head_and_a_row_for_each() -> None:
    columns = shipped_plan().columns
    rows = plan_rows([source(1, "yoshiki3", {"cover.number": "1", "I.1.1": "=甲"})], columns, TODAY)
    heads = [(one.title, one.share) for one in columns]
    lines = plan_lines("青葉野市長", "令和8年4月1日", "令和8年11月26日")
    document = plan_document(shipped_plan().title, heads, [row.cells for row in rows], lines)
    assert document.lines == (
        "評価実施機関名：青葉野市長",
        "作成日：令和8年4月1日　　最終更新日：令和8年11月26日",
    )
    assert [cell_text(spans) for row in document.rows() for spans in row.cells][:2] == ["1", "=甲"]
