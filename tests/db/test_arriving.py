"""Contents from a document: all of it or nothing, and taken back as one step."""

from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.transaction import Work
from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form

NOTES = [("note", "「去年.xlsx」から取り込み"), ("todo", "入らなかった文"), ("note", "")]


def named(form: Form, words: str) -> Snapshot:
    return Snapshot(form, blank_root(form).with_answer((form.roles.title,), words))


def title(cabinet: Cabinet, one: int) -> object:
    held = cabinet.load(one)
    return held.root.answer((held.form.roles.title,))


def test_a_new_one_comes_with_its_notes_and_goes_with_them(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        taken = cabinet.take_in(named(form, "去年"), None, NOTES)
        assert {(note.kind, note.words) for note in cabinet.notes(taken.assessment_id)} == {*NOTES[:2]}
        cabinet.take_back(taken)
        assert cabinet.list() == ()


def test_what_was_worked_on_is_not_taken_back(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        taken = cabinet.take_in(named(form, "去年"))
        cabinet.apply(taken.assessment_id, [SetAnswer((form.roles.number,), "3")])
        with pytest.raises(UserError):
            cabinet.take_back(taken)
        assert title(cabinet, taken.assessment_id) == "去年"


def test_the_last_version_is_the_one_with_the_latest_day(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        one = cabinet.new(form)
        cabinet.close_version(one, "今年", "2026-03-31")
        taken = cabinet.take_in_version(one, named(form, "去年"), "去年の\n版", "2025-03-31", notes=NOTES)
        found = cabinet.versions(one)
        assert [(info.number, info.name) for info in found] == [(2, "去年の 版"), (1, "今年")]
        assert found[0].title == "去年"
        assert found[0].state == "draft"
        assert cabinet.load_version(found[0].id).root.answer((form.roles.title,)) == "去年"
        cabinet.take_back(taken)
        assert [info.number for info in cabinet.versions(one)] == [1]
        assert cabinet.notes(one) == ()


def test_an_earlier_version_stands_beside_those_that_were_published(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        one = cabinet.new(form)
        cabinet.close_version(one, "一昨年", "2024-03-31", "published")
        cabinet.take_in_version(one, named(form, "去年"), "去年", "2025-03-31")
        assert cabinet.versions(one)[-1].state == "published"
        [info] = cabinet.list()
        assert info.published_version == "2025-03-31"
        assert info.owing[-1] == {"published": "2025-03-31"}


def test_what_is_replaced_becomes_a_version_and_comes_back(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        one = cabinet.new(form, named(form, "手入力").root)
        taken = cabinet.take_in_place(one, named(form, "去年"), "取り込み前", None, NOTES)
        assert title(cabinet, one) == "去年"
        assert len(cabinet.versions(one)) == 1
        cabinet.take_back(taken)
        assert title(cabinet, one) == "手入力"
        assert cabinet.versions(one) == ()
        assert cabinet.notes(one) == ()


def test_another_form_is_refused(path: Path) -> None:
    with Cabinet.create(path) as cabinet:
        one = cabinet.new(find_form("yoshiki3"))
        other = named(find_form("yoshiki4"), "全項目")
        with pytest.raises(UserError, match="yoshiki4"):
            cabinet.take_in_version(one, other, "去年", "2025-03-31")
        with pytest.raises(UserError, match="yoshiki4"):
            cabinet.take_in_place(one, other, "前")
        assert cabinet.versions(one) == ()
        assert cabinet.load(one).form.id == "yoshiki3"


def test_a_step_that_fails_leaves_nothing(path: Path, form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("killed")

    with Cabinet.create(path) as cabinet:
        one = cabinet.new(form, named(form, "手入力").root)
        monkeypatch.setattr(Work, "put_note", fail)
        with pytest.raises(RuntimeError):
            cabinet.take_in(named(form, "去年"), None, NOTES)
        with pytest.raises(RuntimeError):
            cabinet.take_in_version(one, named(form, "去年"), "版", "2025-03-31", notes=NOTES)
        with pytest.raises(RuntimeError):
            cabinet.take_in_place(one, named(form, "去年"), "前", None, NOTES)
        assert len(cabinet.list()) == 1
        assert cabinet.versions(one) == ()
        assert title(cabinet, one) == "手入力"
