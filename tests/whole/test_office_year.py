"""A year of an office with twelve assessments: what is due, what changes, what is published, what ends."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.records import AssessmentInfo, Note
from pia_desktop.assessment.edits import InsertEntry, RemoveEntry, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.cabinet_lists.cabinet_remarks import cabinet_remarks
from pia_desktop.cabinet_lists.plan_sources import plan_sources
from pia_desktop.cli import main
from pia_desktop.exchange.interchange import read_file
from pia_desktop.i18n import _
from pia_desktop.office.plan import plan_rows
from pia_desktop.office.plan_checks import PlanFinding, plan_findings
from pia_desktop.office.plan_columns import PLANNED, shipped_plan
from pia_desktop.office.year import (
    COUNCIL_SETTING,
    StepKind,
    Waiting,
    ended_title,
    kept_days,
    office_days,
    year_steps,
)
from pia_desktop.paths import resource_root
from pia_desktop.rules.checks.checker import Checker
from pia_desktop.rules.checks.severity import Severity
from pia_desktop.rules.stages import Stage
from tests.db.writing import archive, write
from ui.cabinet.bulk import Act, BulkReport, check, close_version, run_bulk, set_state, tasks_of

MANY = 12
LAST_YEAR, NEW_YEAR = date(2025, 4, 1), date(2026, 4, 1)
PUBLISHED = date(2026, 11, 2)
FULL = [number for number in range(1, MANY + 1) if number % 3 == 0]
"""Those of 様式４, which must be heard."""
LAW = "番号法第９条第１項及び別表第一の16の項"


@pytest.fixture
def cabinet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cabinet]:
    """All three forms in turn, each published on the first day of last year, with that version."""
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    with Cabinet.create(tmp_path / "台帳.pia") as made:
        for number in range(1, MANY + 1):
            found = read_file(resource_root() / "samples" / f"yoshiki{(number - 1) % 3 + 2}.json")
            roles = found.form.roles
            root = found.root.with_answer((roles.number,), str(number))
            root = root.with_answer((roles.title,), f"架空事務{number}").with_answer(
                ("I.1.1",), f"架空事務{number}"
            )
            made.new(found.form, root.with_answer((roles.published_on,), "令和7年4月1日"), found.pictures)
            made.set_stages(number, "published", {"published": LAST_YEAR.isoformat()})
            made.close_version(number, "令和7年度", LAST_YEAR.isoformat())
        yield made


def bulk(cabinet: Cabinet, act: Act, ids: Sequence[int] = ()) -> BulkReport:
    """Do something to some, or to all."""
    infos = [info for info in cabinet.list() if not ids or info.id in ids]
    return run_bulk(cabinet, tasks_of(infos, act), BulkReport(), lambda: False, lambda _done: None)


def steps(cabinet: Cabinet, today: date) -> dict[int, dict[StepKind, tuple[date, bool]]]:
    """What the board of the year shows, by assessment: the day of each step, and whether it has passed."""
    found: dict[int, dict[StepKind, tuple[date, bool]]] = {}
    for step in year_steps(plan_sources(cabinet), office_days(cabinet.setting(COUNCIL_SETTING)), today):
        found.setdefault(step.source.id, {})[step.kind] = step.on, step.late
    return found


def plan_says(cabinet: Cabinet, today: date) -> tuple[PlanFinding, ...]:
    return plan_findings(plan_rows(plan_sources(cabinet), shipped_plan().columns, today), today)


def info_of(cabinet: Cabinet, assessment_id: int) -> AssessmentInfo:
    return next(info for info in cabinet.list() if info.id == assessment_id)


def look_over(cabinet: Cabinet, day: date, ids: Sequence[int]) -> None:
    for info in cabinet.list():
        if info.id in ids:
            cabinet.set_stages(info.id, info.state, {**info.stages, "looked_over": day.isoformat()})


def test_the_year_begins_with_all_to_be_looked_over_and_looking_over_settles_it(cabinet: Cabinet) -> None:
    before = steps(cabinet, date(2026, 3, 15))
    assert {found[StepKind.REVIEW] for found in before.values()} == {(NEW_YEAR, False)}
    assert {found[StepKind.REASSESSMENT] for found in before.values()} == {(date(2030, 4, 1), False)}
    late = {one for one, found in steps(cabinet, date(2026, 4, 10)).items() if found[StepKind.REVIEW][1]}
    assert late == set(range(1, MANY + 1))
    look_over(cabinet, date(2026, 4, 10), [1, 2, 3])
    after = steps(cabinet, date(2026, 4, 10))
    assert {after[one][StepKind.REVIEW] for one in (1, 2, 3)} == {(date(2027, 4, 10), False)}
    assert len([one for one in plan_says(cabinet, date(2026, 4, 10)) if one.column == "review"]) == MANY - 3


def test_a_planned_change_is_worked_back_and_its_steps_go_as_the_states_do(cabinet: Cabinet) -> None:
    cabinet.set_setting({COUNCIL_SETTING: kept_days([date(2026, 9, 10), date(2026, 12, 10)])})
    write(cabinet, lambda work: work.put_plan_cell(2, PLANNED, "令和8年12月1日"), 2)
    write(cabinet, lambda work: work.put_plan_cell(3, PLANNED, "令和8年12月1日"), 3)
    planned = steps(cabinet, NEW_YEAR)
    assert planned[3][StepKind.COUNCIL] == (date(2026, 9, 10), False)
    order = [StepKind.DRAFT_READY, StepKind.HEARING_BEGINS, StepKind.HEARING_ENDS, StepKind.MATERIALS]
    days = [planned[3][kind][0] for kind in (*order, StepKind.COUNCIL, StepKind.HAND_IN, StepKind.CHANGE)]
    assert days == sorted(days)
    assert StepKind.HEARING_BEGINS not in planned[2]  # of 様式３ no hearing is owed
    bulk(cabinet, set_state(Stage.HEARING, date(2026, 7, 1)), [3])
    left = steps(cabinet, date(2026, 7, 2))[3]
    assert StepKind.HEARING_BEGINS not in left
    assert left[StepKind.HEARING_END] == (date(2026, 7, 30), False)
    bulk(cabinet, set_state(Stage.REVIEW, date(2026, 8, 20)), [3])
    assert StepKind.HEARING_ENDS not in steps(cabinet, date(2026, 8, 20))[3]
    bulk(cabinet, set_state(Stage.SUBMITTED, date(2026, 9, 30)), [2, 3])
    handed_in = steps(cabinet, date(2026, 10, 1))
    assert not {StepKind.HAND_IN, StepKind.COUNCIL} & (handed_in[2].keys() | handed_in[3].keys())
    assert handed_in[3][StepKind.REASSESSMENT] == (date(2030, 4, 1), False)


def test_a_new_publication_has_days_a_version_and_dues_of_its_own(cabinet: Cabinet) -> None:
    path = str(cabinet.path)
    for one in FULL:
        cabinet.apply(one, [SetAnswer(("I.5",), LAW)])
    assert bulk(cabinet, set_state(Stage.HEARING, date(2026, 7, 1)), FULL).left == []
    assert bulk(cabinet, close_version("意見聴取", date(2026, 7, 1)), FULL).left == []
    assert {info_of(cabinet, one).round for one in FULL} == {2}
    bulk(cabinet, set_state(Stage.PUBLISHED, PUBLISHED, into_form=True), FULL)
    report = bulk(cabinet, close_version("令和8年度", PUBLISHED))
    assert (len(report.done), len(report.left)) == (len(FULL), MANY - len(FULL))
    for one in FULL:
        info = info_of(cabinet, one)
        assert (info.published_on, info.stages["published"]) == ("令和8年11月2日", "2026-11-02")
        assert info.rounds[0].stages["published"] == "2025-04-01"
        assert [version.closed_on for version in cabinet.versions(one)] == [
            "2025-04-01",
            "2026-07-01",
            "2026-11-02",
        ]
    assert steps(cabinet, PUBLISHED)[3][StepKind.REVIEW] == (date(2027, 11, 2), False)
    assert steps(cabinet, PUBLISHED)[1][StepKind.REVIEW] == (NEW_YEAR, True)
    assert not [one for one in plan_says(cabinet, PUBLISHED) if one.column == "published"]
    older = bulk(cabinet, set_state(Stage.PUBLISHED, NEW_YEAR, into_form=True), FULL)
    assert len(older.left) == len(FULL)
    assert info_of(cabinet, 3).published_on == "令和8年11月2日"
    cabinet.close()
    assert main(["compare", path, "3", "1", "3"]) == 0


def test_a_version_that_is_closed_later_is_no_publication(
    cabinet: Cabinet, capsys: pytest.CaptureFixture[str]
) -> None:
    """Deadlines count from the day on which it was published, in the list as on the board of the year."""
    path = str(cabinet.path)

    def deadlines() -> dict[str, str]:
        assert main(["due", path, "--json"]) == 0
        return {one["kind"]: one["on"] for one in json.loads(capsys.readouterr().out) if one["id"] == 1}

    before = deadlines()
    cabinet.apply(1, [SetAnswer(("I.1.1",), "改めた事務")])
    bulk(cabinet, close_version("令和8年度", PUBLISHED), [1])
    assert info_of(cabinet, 1).published_version == PUBLISHED.isoformat()
    assert deadlines() == before
    assert steps(cabinet, PUBLISHED)[1][StepKind.REVIEW] == (NEW_YEAR, True)


def test_a_change_of_law_adds_the_rows_that_it_calls_for_and_no_mistake(
    cabinet: Cabinet, capsys: pytest.CaptureFixture[str]
) -> None:
    path, items = str(cabinet.path), ("I.3", "I.4", "I.5")
    for one in range(1, MANY + 1):
        cabinet.apply(one, [SetAnswer((items[(one - 1) % 3],), LAW)])
        cabinet.close_version(one, "改正前", "2026-04-01")
    before = mistakes(cabinet)
    cabinet.close()
    assert main(["law", path, "2024-05-bango-beppyo", "--apply", "--rows"]) == 0
    capsys.readouterr()
    for one in range(1, MANY + 1):
        assert main(["propose-changes", path, str(one)]) == 0
        assert LAW not in capsys.readouterr().out, one
    with Cabinet.open(Path(path)) as again:
        assert mistakes(again) == before
        roots = [again.load(one) for one in range(1, MANY + 1)]
        assert all(len(one.root.entries((one.form.roles.changes,))) for one in roots)
    assert main(["replace", path, "--undo"]) == 0
    with Cabinet.open(Path(path)) as again:
        assert again.load(1).root == again.load_version(again.versions(1)[-1].id).root


def mistakes(cabinet: Cabinet) -> Counter[tuple[int, str]]:
    """The mistakes that the checks find, by assessment and code."""
    found: Counter[tuple[int, str]] = Counter()
    for info in cabinet.list():
        snapshot = cabinet.load(info.id)
        for one in Checker(snapshot.form, snapshot.root).findings():
            found[info.id, one.code] += one.severity is Severity.ERROR
    return +found


def test_an_ended_work_says_so_is_kept_public_and_then_put_away(cabinet: Cabinet) -> None:
    ended = date(2026, 9, 30)
    bulk(cabinet, set_state(Stage.ENDED, ended), [1])
    now = steps(cabinet, ended)[1]
    assert StepKind.NAME_ENDED in now
    assert StepKind.REVIEW not in now
    assert now[StepKind.KEEP_PUBLIC][0] == date(2029, 9, 30)
    info = info_of(cabinet, 1)
    cabinet.apply(1, [SetAnswer(("cover.title",), ended_title(info.title, ended))])
    assert info_of(cabinet, 1).title == "架空事務1【令和8年9月30日　終了】"
    assert StepKind.NAME_ENDED not in steps(cabinet, ended)[1]
    late = steps(cabinet, date(2029, 10, 1))[1]
    assert late[StepKind.ARCHIVE][0] == date(2029, 10, 1)
    assert StepKind.KEEP_PUBLIC not in late
    assert not [
        one for one in plan_says(cabinet, ended) if one.assessment_id == 1 and "Overdue" in one.message
    ]
    archive(cabinet, 1)
    assert 1 not in steps(cabinet, date(2029, 10, 1))
    assert 1 not in {source.id for source in plan_sources(cabinet)}
    assert len(cabinet.versions(1)) == 1
    archive(cabinet, 1, archived=False)
    assert steps(cabinet, date(2029, 10, 1))[1][StepKind.ARCHIVE] == late[StepKind.ARCHIVE]


def test_remarks_go_over_the_versions_of_a_year_and_stay_at_their_item(cabinet: Cabinet) -> None:
    """A reviewer's remark outlives version and round, and an entry put above its own."""
    entry = next(iter(cabinet.load(3).root.entries(("I.2",))))
    for key, path in (("a", ("I.1.2",)), ("b", ("I.2", entry, "I.2.1")), ("c", ())):
        put_remark(cabinet, key, path)
    second = cabinet_remarks(cabinet).rows[1].place
    cabinet.close_version(3, "審議会", "2026-06-01")
    bulk(cabinet, set_state(Stage.REVIEW, date(2026, 6, 1)), [3])
    put_remark(cabinet, "a", ("I.1.2",), answer="改めました。", done=True)
    cabinet.apply(3, [InsertEntry(("I.2",), "new", 0, Node({"I.2.1": "新システム"}))])
    bulk(cabinet, set_state(Stage.PUBLISHED, PUBLISHED, into_form=True), [3])
    bulk(cabinet, close_version("令和8年度", PUBLISHED), [3])
    open_ones = cabinet_remarks(cabinet).rows
    assert [one.note.id for one in open_ones] == ["b", "c"]
    assert open_ones[0].place == second.replace("システム1", "システム2") != second
    every = cabinet_remarks(cabinet, done=True).rows
    assert [(one.note.id, one.note.answer) for one in every] == [("a", "改めました。"), ("b", ""), ("c", "")]
    cabinet.apply(3, [RemoveEntry(("I.2",), entry)])
    assert _("(an item that is gone)") in [one.place for one in cabinet_remarks(cabinet).rows]
    archive(cabinet, 3)
    assert cabinet_remarks(cabinet).rows == ()


def put_remark(
    cabinet: Cabinet, key: str, path: tuple[str, ...], answer: str = "", *, done: bool = False
) -> None:
    note = Note(key, 3, path, "remark", f"指摘{key}", "審査会", answer, done=done)
    write(cabinet, lambda work: work.put_note(note), 3)


def test_everyones_papers_are_made_in_every_state(cabinet: Cabinet, tmp_path: Path) -> None:
    path = str(cabinet.path)
    for one, state in enumerate(Stage, 1):
        bulk(cabinet, set_state(state, date(2026, 6, 1)), [one])
    bulk(cabinet, check())
    cabinet.close()
    for name, *more in (("list",), ("plan",), ("year",), ("register", "systems"), ("remarks",)):
        assert main([name, path, *more, "-o", str(tmp_path / f"{name}.pdf")]) == 0
    for name in ("hearing", "council", "outline", "review-sheet"):
        assert main([name, path, "3", "-o", str(tmp_path / f"{name}.pdf")]) == 0
    assert main(["year", path, "-o", str(tmp_path / "year.ics")]) == 0
    assert main(["plan", path, "--check"]) == 0
    with Cabinet.open(Path(path)) as again:
        waiting = {step.waiting for step in year_steps(plan_sources(again), (), date(2026, 6, 2))}
    assert Waiting.DEPARTMENT in waiting
