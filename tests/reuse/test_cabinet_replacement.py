"""Replacing a passage in many assessments."""

from __future__ import annotations

from pia_desktop.assessment.assessment import Assessment, Snapshot, blank_root
from pia_desktop.assessment.edits import Batch, InsertEntry, SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.search import Query
from pia_desktop.forms.catalogue import find_form
from pia_desktop.reuse.cabinet_replacement import (
    ChangedAnswer,
    Replacement,
    WayBack,
    places,
    replacement,
    taken_back,
)
from pia_desktop.reuse.taking_back import taking_back

OLD, NEW = "住民課", "市民課"


def written() -> Snapshot:
    form = find_form("yoshiki3")
    assessment = Assessment(form, blank_root(form))
    assessment.apply(SetAnswer(("I.1.2",), f"{OLD}が受け付け、{OLD}が記録する。"))
    assessment.apply(SetAnswer(("I.6.1",), OLD))
    changes = form.roles.changes
    row = Node({form.lists[changes].item_ids[2]: OLD})
    assessment.apply(InsertEntry((changes,), "r1", 0, row))
    return assessment.snapshot()


def test_places_are_named_and_the_record_of_changes_is_told_apart() -> None:
    found = places(7, written(), Query(OLD))
    assert [one.assessment_id for one in found] == [7, 7, 7, 7]
    assert [one.record for one in found] == [False, False, False, True]
    assert all("I" in one.name or "Ⅰ" in one.name or "変更" in one.name for one in found)


def test_what_is_left_out_stays_and_one_step_takes_all_back() -> None:
    before = written()
    assessment = Assessment(before.form, before.root)
    chosen = [one.hit for one in places(7, before, Query(OLD)) if not one.record][1:]
    made = replacement(7, before, chosen, Query(OLD), NEW)
    assert made is not None
    assert made.places == 2
    inverse = assessment.apply(made.edit)
    assert assessment.root.answer(("I.1.2",)) == f"{OLD}が受け付け、{NEW}が記録する。"
    assert assessment.root.answer(("I.6.1",)) == NEW
    assessment.apply(inverse)
    assert assessment.root == before.root


def test_the_rows_see_both_states_and_are_part_of_the_step() -> None:
    before = written()
    seen: list[tuple[object, object]] = []

    def rows(old: Snapshot, new: Snapshot) -> Batch:
        seen.append((old.root.answer(("I.6.1",)), new.root.answer(("I.6.1",))))
        return Batch((InsertEntry((old.form.roles.changes,), "r2", 1, Node()),))

    chosen = [one.hit for one in places(7, before, Query(OLD)) if one.hit.path == ("I.6.1",)]
    made = replacement(7, before, chosen, Query(OLD), NEW, rows=rows)
    assert made is not None
    assert (made.places, made.rows) == (1, 1)
    assert seen == [(OLD, NEW)]
    assessment = Assessment(before.form, before.root)
    inverse = assessment.apply(made.edit)
    assert len(assessment.root.entries((before.form.roles.changes,))) == 2
    assessment.apply(inverse)
    assert assessment.root == before.root


def test_a_replacement_that_changes_nothing_is_none() -> None:
    before = written()
    chosen = [one.hit for one in places(7, before, Query(OLD))]
    assert replacement(7, before, chosen, Query(OLD), OLD) is None
    assert replacement(7, before, [], Query(OLD), NEW) is None


# ---- taking it back


def replaced(before: Snapshot, *, rows: bool = False) -> Replacement:
    def row(old: Snapshot, _new: Snapshot) -> Batch:
        return Batch((InsertEntry((old.form.roles.changes,), "r2", 1, Node({"項目": "事務"})),))

    chosen = [one.hit for one in places(7, before, Query(OLD)) if not one.record]
    made = replacement(7, before, chosen, Query(OLD), NEW, rows=row if rows else None)
    assert made is not None
    return made


def test_all_of_it_is_taken_back_rows_and_marks_as_well() -> None:
    before = written()
    withholding = Assessment(before.form, before.root)
    withholding.apply(SetWithheld(("I.1.2",), ((0, 3), (8, 11))))
    before = withholding.snapshot()
    done = replaced(before, rows=True)
    assessment = Assessment(before.form, before.root)
    assessment.apply(done.edit)
    back = taken_back(done.way_back, assessment.root)
    assert back.kept == 0
    assert back.edit is not None
    assessment.apply(back.edit)
    assert assessment.root == before.root


def test_what_was_changed_since_stays_and_is_counted() -> None:
    before = written()
    done = replaced(before, rows=True)
    assessment = Assessment(before.form, before.root)
    assessment.apply(done.edit)
    assessment.apply(SetAnswer(("I.6.1",), f"{NEW}の窓口"))
    assessment.apply(SetAnswer((before.form.roles.changes, "r2", "項目"), "書き直した"))
    back = taken_back(done.way_back, assessment.root)
    assert back.kept == 2
    assert back.edit is not None
    assessment.apply(back.edit)
    assert assessment.root.answer(("I.6.1",)) == f"{NEW}の窓口"
    assert assessment.root.answer(("I.1.2",)) == before.root.answer(("I.1.2",))
    assert "r2" in assessment.root.entries((before.form.roles.changes,))


def test_what_was_taken_back_already_is_no_conflict() -> None:
    before = written()
    back = taken_back(replaced(before, rows=True).way_back, before.root)
    assert (back.edit, back.kept) == (None, 0)


def test_a_way_back_that_the_form_no_longer_allows_waits_and_the_others_go() -> None:
    """It is read from a file, and what it holds may not fit the form."""
    before = written()
    done = replaced(before, rows=False)
    now = Assessment(before.form, before.root)
    now.apply(done.edit)
    wrong = WayBack((ChangedAnswer(("I.6.1",), (7, None), (NEW, None)),), ())
    found = taking_back({1: done.way_back, 2: wrong, 3: None}, {1: now.snapshot(), 2: now.snapshot()}.get)
    assert [number for number, _edit in found.edits] == [1]
    assert found.left == (2, 3)
