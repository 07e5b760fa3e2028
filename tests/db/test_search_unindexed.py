"""Words are found in notes and remarks and in closed versions, where that is asked for."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.records import Note
from db.search_unindexed import UnreadVersion, search_unindexed
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.cli import main
from pia_desktop.forms.model import Form
from tests.db.writing import trash, write


def filled(path: Path, form: Form) -> Cabinet:
    cabinet = Cabinet.create(path)
    title = (form.roles.title,)
    for number in (1, 2):
        cabinet.new(form, blank_root(form).with_answer(title, f"前の架空ｼｽﾃﾑ{number}"))
        cabinet.close_version(number, f"版{number}", "2026-04-01")
        cabinet.apply(number, [SetAnswer(title, "今の名前")])
        note = Note(f"n{number}", number, (), "remark", "架空システムの\n根拠は何か", "審査会")
        write(cabinet, lambda work, note=note: work.put_note(note), number)  # type: ignore[misc]
    trash(cabinet, 2)
    return cabinet


def test_notes_and_versions_are_found_as_people_read_and_deleted_ones_are_not(path: Path, form: Form) -> None:
    with filled(path, form) as cabinet:
        (note,) = search_unindexed(cabinet, "架空システム 根拠", notes=True, versions=False)
        assert (note.assessment_id, note.path) == (1, (form.roles.title,))
        assert note.where
        (version,) = search_unindexed(cabinet, "架空システム", notes=False, versions=True)
        assert "版1" in version.where
        assert [version.excerpt[a:b] for a, b in version.marks] == ["架空ｼｽﾃﾑ"]
        assert search_unindexed(cabinet, "無い言葉", notes=True, versions=True) == ()
        assert search_unindexed(cabinet, " ", notes=True, versions=True) == ()
        assert len(search_unindexed(cabinet, "架空システム", notes=True, versions=True, limit=1)) == 1
        assert search_unindexed(cabinet, "架空", notes=True, versions=True, stopped=lambda: True) == ()


def test_every_word_must_stand_there_and_answers_to_remarks_are_looked_through(
    path: Path, form: Form
) -> None:
    with filled(path, form) as cabinet:
        assert search_unindexed(cabinet, "架空システム 無い言葉", notes=True, versions=True) == ()
        (note,) = cabinet.notes(1)
        answered = replace(note, answer="条例による、と回答した")
        write(cabinet, lambda work: work.put_note(answered), 1)
        (found,) = search_unindexed(cabinet, "回答した", notes=True, versions=False)
        assert found.excerpt == "条例による、と回答した"


def test_a_version_that_cannot_be_read_is_told_and_the_others_are_searched(path: Path, form: Form) -> None:
    with filled(path, form) as cabinet:
        cabinet.close_version(1, "後の版", "2026-05-01")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE version SET contents = x'00' WHERE name = '版1'")
    told: list[UnreadVersion] = []
    with Cabinet.open(path) as cabinet:
        (found,) = search_unindexed(cabinet, "今の名前", notes=False, versions=True, unread=told.append)
    assert "後の版" in found.where
    assert [(one.assessment_id, "版1" in one.where) for one in told] == [(1, True)]


def test_the_command_takes_them_in_on_wish(
    path: Path,
    form: Form,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    filled(path, form).close()
    assert main(["search", str(path), "架空システム", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["search", str(path), "架空システム", "--notes", "--versions", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
