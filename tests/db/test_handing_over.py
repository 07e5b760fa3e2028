"""An assessment is carried to another cabinet, worked on there and here, and comes back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

from db.cabinet import Cabinet
from db.errors import ForReviewOnly, NothingToTakeBack
from db.piax import read_parcel, write_parcel
from db.records import Note, Opinion
from db.saver import Saver
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import InsertEntry, MoveEntry, RemoveEntry, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import check_picture
from pia_desktop.errors import OutputError, UserError
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Figure
from pia_desktop.revisions.editions import move_edition
from tests.db.carrying import (
    CHANGES,
    COLUMN,
    FIGURE,
    FORM,
    PICTURES,
    TITLE,
    WORK,
    carried,
    edit,
    everything,
    home,
    lent,
)
from tests.db.writing import write


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Cabinet]:
    with home(tmp_path / "本庁.pia") as cabinet:
        yield cabinet


@pytest.fixture
def away(tmp_path: Path) -> Iterator[Cabinet]:
    with Cabinet.create(tmp_path / "支所.pia") as cabinet:
        yield cabinet


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "評価書.piax"


def test_all_of_it_comes_into_the_other_cabinet(office: Cabinet, away: Cabinet, file: Path) -> None:
    parcel = carried(office, 1, file, person="山田")
    assert [(one.person, one.scope) for one in lent(office)] == [("山田", "whole")]
    assert away.home_of(parcel) is None
    made = away.receive(parcel)
    assert everything(away, made) == everything(office, 1)
    assert away.picture(check_picture(PICTURES[0], "t").digest) == PICTURES[0]
    assert away.past_answers(made, TITLE) == ()  # item histories stay at home
    (info,) = away.list()
    assert info.borrowed is not None
    assert not info.lent


def test_what_only_one_side_changed_is_taken_over(office: Cabinet, away: Cabinet, file: Path) -> None:
    made = away.receive(carried(office, 1, file))
    edit(office, 1, SetAnswer(TITLE, "本庁の題"), InsertEntry(CHANGES, "h", 3, Node({COLUMN: "本庁"})))
    picture = Figure.of("新しい図", (check_picture(PICTURES[1], "t"),))
    away.put_picture(PICTURES[1], picture.pictures[0])
    edit(
        away,
        made,
        SetAnswer(WORK, "支所が書いた。"),
        InsertEntry(CHANGES, "s", 1, Node({COLUMN: "支所"})),
        RemoveEntry(CHANGES, "c3"),
        MoveEntry(CHANGES, "a1", 2),
        SetAnswer((FIGURE,), picture),
    )
    write(away, lambda work: work.put_note(Note("n2", made, (), "todo", "確認する")), made)
    away.close_version(made, "支所で確定", "2024-07-01")
    office.close_version(1, "本庁で確定", "2024-07-02")
    write(away, lambda work: work.put_opinion(Opinion("o2", made, 2, 2, gist="支所の意見")), made)
    write(office, lambda work: work.put_opinion(Opinion("o3", 1, 2, 2, gist="本庁の意見")), 1)
    back = carried(away, made, file)
    assert office.home_of(back) == 1
    done = office.bring_back(back, 1)
    assert not done.merged.clashes
    now = office.load(1).root
    assert now.answers[TITLE[0]] == "本庁の題"
    assert now.answers[WORK[0]] == "支所が書いた。"
    assert now.answers[FIGURE] == picture
    assert set(now.entries(CHANGES)) == {"a1", "b2", "h", "s"}
    assert office.picture(picture.pictures[0].digest) == PICTURES[1]
    assert {one.id for one in office.notes(1)} == {"n1", "n2"}
    assert {one.number: one.gist for one in office.opinions(1)} == {
        1: "短い",
        2: "本庁の意見",
        3: "支所の意見",
    }
    numbers = {one.number: one.name for one in office.versions(1)}
    assert numbers == {1: "初版", 2: "本庁で確定", 3: "支所で確定"}
    assert not lent(office)
    assert [one.value for one in office.past_answers(1, WORK)] == ["市が行う事務の内容。"]


def test_what_both_changed_is_ours_until_theirs_is_taken(office: Cabinet, away: Cabinet, file: Path) -> None:
    made = away.receive(carried(office, 1, file))
    edit(office, 1, SetAnswer(TITLE, "本庁の題"))
    edit(away, made, SetAnswer(TITLE, "支所の題"))
    write(office, lambda w: w.put_note(replace(office.notes(1)[0], words="甲")), 1)
    write(away, lambda w: w.put_note(replace(away.notes(made)[0], words="乙", answer="はい")), made)
    back = carried(away, made, file)
    clashes = office.returning(back, 1).merged().clashes
    assert [(one.base, one.ours, one.theirs[:4]) for one in clashes] == [
        ("住民基本台帳に関する事務", "本庁の題", "支所の題"),
        ("根拠を示すこと", "甲", clashes[1].theirs[:4]),
    ]
    assert clashes[1].theirs.startswith("乙\n")
    before = everything(office, 1)
    office.bring_back(back, 1)
    assert office.load(1).root.answers[TITLE[0]] == "本庁の題"
    assert office.past_answers(1, TITLE)[0].value == "支所の題"  # not lost
    office.take_back_return(1)
    assert everything(office, 1) == before
    office.bring_back(back, 1, [one.key for one in clashes])
    assert office.load(1).root.answers[TITLE[0]] == "支所の題"
    assert office.notes(1)[0].words == "乙"


def test_one_step_takes_it_back_but_for_what_was_written_since(
    office: Cabinet, away: Cabinet, file: Path
) -> None:
    made = away.receive(carried(office, 1, file))
    edit(away, made, SetAnswer(WORK, "支所"), RemoveEntry(CHANGES, "a1"), SetAnswer((FIGURE,), None))
    away.set_stages(made, "submitted", {"submitted": "2024-08-01"})
    before = everything(office, 1)
    office.bring_back(carried(away, made, file), 1)
    assert everything(office, 1) != before
    edit(office, 1, SetAnswer(TITLE, "その後の題"))
    office.take_back_return(1)
    assert len(lent(office)) == 1
    edit(office, 1, SetAnswer(TITLE, "住民基本台帳に関する事務"))
    assert everything(office, 1) == before
    with pytest.raises(NothingToTakeBack):
        office.take_back_return(1)
    office.bring_back(read_parcel(file), 1)
    assert office.load(1).root.answers[WORK[0]] == "支所"


def test_pictures_can_be_taken_back_after_the_cabinet_was_closed(
    office: Cabinet, away: Cabinet, file: Path
) -> None:
    made = away.receive(carried(office, 1, file))
    edit(away, made, SetAnswer((FIGURE,), Figure.of("図なし", ())))
    office.bring_back(carried(away, made, file), 1)
    path = office.path
    office.close()
    with Cabinet.open(path) as again:
        again.take_back_return(1)
        assert again.picture(check_picture(PICTURES[0], "t").digest) == PICTURES[0]


def test_a_second_return_does_no_harm(office: Cabinet, away: Cabinet, file: Path) -> None:
    made = away.receive(carried(office, 1, file))
    edit(away, made, SetAnswer(WORK, "一回目"))
    first = carried(away, made, file)
    office.bring_back(first, 1)
    edit(office, 1, SetAnswer(TITLE, "本庁の題"))
    now = everything(office, 1)
    assert office.bring_back(first, 1).known
    assert everything(office, 1) == now
    edit(away, made, SetAnswer(WORK, "二回目"))
    second = carried(away, made, file)
    done = office.bring_back(second, 1)
    assert not done.merged.clashes  # the first return is what both have now
    assert office.load(1).root.answers[WORK[0]] == "二回目"
    assert office.bring_back(first, 1).known  # an older file after the newer one
    assert office.load(1).root.answers[WORK[0]] == "二回目"


def test_several_copies_are_out_and_go_on_to_others(office: Cabinet, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.piax" for number in range(4)]
    with Cabinet.create(tmp_path / "b.pia") as one, Cabinet.create(tmp_path / "c.pia") as other:
        one.receive(carried(office, 1, files[0], person="甲"))
        other.receive(carried(office, 1, files[1], person="乙"))
        assert [row.person for row in lent(office)] == ["甲", "乙"]
        edit(one, 1, SetAnswer(TITLE, "甲の題"))
        edit(other, 1, SetAnswer(WORK, "乙の事務"))
        office.bring_back(carried(one, 1, files[2]), 1)
        assert [row.person for row in lent(office)] == ["乙"]
        # From the second terminal to the first, and only from there home.
        assert one.bring_back(carried(other, 1, files[3]), 1).merged.clashes == ()
        done = office.bring_back(carried(one, 1, files[2]), 1)
        assert not done.merged.clashes
        answers = office.load(1).root.answers
        assert (answers[TITLE[0]], answers[WORK[0]]) == ("甲の題", "乙の事務")
        assert not lent(office)


def test_a_reviewers_copy_brings_notes_only(office: Cabinet, away: Cabinet, file: Path) -> None:
    made = away.receive(carried(office, 1, file, scope="review"))
    write(away, lambda w: w.put_note(Note("n2", made, TITLE, "remark", "分かりにくい")), made)
    write(away, lambda w: w.merge_in(FORM, made, [SetAnswer(TITLE, "書き換えた題")]))  # by some other program
    write(office, lambda w: w.put_note(replace(office.notes(1)[0], answer="示しました")), 1)
    done = office.bring_back(carried(away, made, file), 1)
    assert done.merged.left
    assert office.load(1).root.answers[TITLE[0]] == "住民基本台帳に関する事務"
    assert len(office.versions(1)) == 1
    assert {one.id: one.answer for one in office.notes(1)} == {"n1": "示しました", "n2": ""}


DOORS: dict[str, Callable[[Cabinet, int], object]] = {
    "edits": lambda c, i: c.apply(i, [SetAnswer(TITLE, "別の題")]),
    "edits of several": lambda c, i: c.apply_all([(i, SetAnswer(TITLE, "別の題"))]),
    "a version": lambda c, i: c.close_version(i, "勝手な版", "2024-07-01"),
    "a version with a state": lambda c, i: c.close_version(i, "版", "2024-07-01", "published", {}),
    "contents in place, as a version restored or another edition": lambda c, i: c.replace(
        i, Snapshot(FORM, Node()), keep_as="前"
    ),
    "a document in place": lambda c, i: c.take_in_place(i, Snapshot(FORM, Node()), "前"),
    "a document as a version": lambda c, i: c.take_in_version(i, Snapshot(FORM, Node()), "前", "2024-01-01"),
}
"""Every way of a cabinet to contents that are there."""


@pytest.mark.parametrize("door", DOORS)
def test_contents_of_a_reviewers_copy_are_refused_by_every_door(
    office: Cabinet, away: Cabinet, file: Path, door: str
) -> None:
    made = away.receive(carried(office, 1, file, scope="review"))
    other = away.new(FORM)
    before = everything(away, made)
    with pytest.raises(ForReviewOnly) as refused:
        DOORS[door](away, made)
    assert "住民基本台帳に関する事務" in refused.value.message
    assert everything(away, made) == before
    away.apply(other, [SetAnswer(TITLE, "自分のもの")])


def test_a_reviewers_copy_takes_what_its_owner_sends_again(
    office: Cabinet, away: Cabinet, file: Path
) -> None:
    made = away.receive(carried(office, 1, file, scope="review"))
    edit(office, 1, SetAnswer(TITLE, "改めた題"))
    away.bring_back(carried(office, 1, file, scope="review"), made)
    assert away.load(made).root.answers[TITLE[0]] == "改めた題"


def test_an_edit_of_a_reviewers_copy_that_was_queued_holds_nothing_up(
    office: Cabinet, away: Cabinet, file: Path
) -> None:
    made = away.receive(carried(office, 1, file, scope="review"))
    other = away.new(FORM)
    saver = Saver(away)
    saver.submit(made, SetAnswer(TITLE, "別の題"))
    saver.submit(other, SetAnswer(TITLE, "自分のもの"))
    assert saver.close()
    assert away.load(other).root.answers[TITLE[0]] == "自分のもの"


def test_the_file_itself_brought_back_ends_the_loan(office: Cabinet, file: Path) -> None:
    before = everything(office, 1)
    parcel = carried(office, 1, file)
    assert office.bring_back(parcel, 1).known
    assert everything(office, 1) == before
    assert not lent(office)


def test_nothing_is_lent_where_the_file_cannot_be_written(office: Cabinet, tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        office.pack(1, tmp_path / "nowhere" / "x.piax")
    assert not lent(office)
    assert office.handovers(1) == ()


def test_a_loan_that_is_ended_by_hand_can_come_back(office: Cabinet, away: Cabinet, file: Path) -> None:
    made = away.receive(carried(office, 1, file))
    office.end_loan(lent(office)[0].id)
    assert not lent(office)
    edit(away, made, SetAnswer(WORK, "支所"))
    office.bring_back(carried(away, made, file), 1)
    assert office.load(1).root.answers[WORK[0]] == "支所"


def move(cabinet: Cabinet, form: Form) -> None:
    """Move the one assessment of a cabinet to another edition."""
    moved = move_edition(cabinet.load(1), form)
    cabinet.replace(1, Snapshot(moved.form, moved.root))


def test_the_edition_may_have_moved_on_at_home_but_not_away(tmp_path: Path, file: Path) -> None:
    old, new = (one for one in all_forms() if one.id == "yoshiki2")
    with Cabinet.create(tmp_path / "h.pia") as office, Cabinet.create(tmp_path / "a.pia") as away:
        office.new(old, Node({old.roles.title: "題"}))
        away.receive(carried(office, 1, file))
        edit(away, 1, SetAnswer((old.roles.title,), "支所の題"))
        back = carried(away, 1, file)
        move(away, new)
        later = carried(away, 1, file)
        with pytest.raises(UserError):
            office.bring_back(later, 1)
        assert office.load(1).form.edition == old.edition
        move(office, new)
        office.bring_back(back, 1)
        assert office.load(1).root.answers[new.roles.title] == "支所の題"
        assert office.load(1).form.edition == new.edition
        assert not office.bring_back(later, 1).merged.clashes


@pytest.mark.parametrize("days", [-366, 366])
def test_the_outcome_does_not_depend_on_the_clock_of_either(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, days: int
) -> None:
    """The same work on both sides, with clocks that agree and with one that is a year off."""

    def outcome(folder: Path, ahead: int) -> tuple[object, ...]:
        folder.mkdir()
        file = folder / "x.piax"
        with (
            clock_at(monkeypatch, 0),
            home(folder / "h.pia") as office,
            Cabinet.create(folder / "a.pia") as away,
        ):
            first = carried(office, 1, file)
            with clock_at(monkeypatch, ahead):
                made = away.receive(first)
                edit(away, made, SetAnswer(TITLE, "支所の題"), RemoveEntry(CHANGES, "a1"))
                edit(away, made, SetAnswer((*CHANGES, "b2", COLUMN), "支所の行"))
                write(away, lambda w: w.put_note(replace(away.notes(made)[0], words="支所の指摘")), made)
                away.close_version(made, "支所の版", "2024-07-01")
                back = carried(away, made, file)
            edit(office, 1, SetAnswer(WORK, "本庁の事務"), RemoveEntry(CHANGES, "b2"))
            edit(office, 1, SetAnswer((*CHANGES, "a1", COLUMN), "本庁の行"))
            write(office, lambda w: w.put_note(replace(office.notes(1)[0], answer="本庁の答え")), 1)
            office.close_version(1, "本庁の版", "2024-07-02")
            before = everything(office, 1)
            done = office.bring_back(back, 1)
            after = everything(office, 1)
            assert office.bring_back(back, 1).known
            office.take_back_return(1)
            assert contents_of(everything(office, 1)) == contents_of(before)
            assert len(lent(office)) == 1
            rows = {
                key: row.answers[COLUMN]
                for key, row in done.merged.bundle.snapshot.root.lists[CHANGES[0]].items()
            }
            notes = [one.words for one in done.merged.bundle.notes]
            return without_ids(after), [one.name for one in done.merged.clashes], rows, notes

    same = outcome(tmp_path / "same", 0)
    assert outcome(tmp_path / "off", days) == same
    assert same[2] == {"a1": "本庁の行", "c3": "c3c3"}  # ours stays: a1 taken out away, b2 taken out at home
    assert "支所の行" in str(same[3])  # yet what was written in b2 away is not lost


@contextmanager
def clock_at(monkeypatch: pytest.MonkeyPatch, days: int) -> Iterator[None]:
    """The clock of this machine stands still, so many days away from the right one."""
    stopped = datetime(2026, 11, 27, tzinfo=UTC) + timedelta(days=days)

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Stopped:
            return cls.fromtimestamp(stopped.timestamp(), tz)

    with monkeypatch.context() as patched:
        patched.setattr("pia_desktop.moments.datetime", Stopped)
        yield


def without_ids(all_of_it: tuple[Any, ...]) -> tuple[object, ...]:
    """The same with what the notes say in any order."""
    return (*all_of_it[:3], sorted(note[1:] for note in all_of_it[3]), *all_of_it[4:])


def contents_of(all_of_it: tuple[object, ...]) -> tuple[object, ...]:
    """All but the versions, which stay after a return that is taken back."""
    return (*all_of_it[:2], *all_of_it[3:])


def test_undoing_a_return_of_the_same_second_leaves_the_other_one_done(
    monkeypatch: pytest.MonkeyPatch, office: Cabinet, tmp_path: Path
) -> None:
    monkeypatch.setattr("db.handing_over.now_words", lambda: "2026-11-27T00:00:00Z")
    parcels = []
    for name in ("甲", "乙"):
        sent = carried(office, 1, tmp_path / f"{name}.piax", person=name)
        with Cabinet.create(tmp_path / f"{name}.pia") as away:
            made = away.receive(sent)
            edit(away, made, SetAnswer(TITLE if name == "甲" else WORK, f"{name}の記載"))
            parcels.append(carried(away, made, tmp_path / f"{name}2.piax"))
    for parcel in parcels:
        office.bring_back(parcel, 1)
    assert not lent(office)
    office.take_back_return(1)
    assert [one.person for one in lent(office)] == ["乙"]
    assert office.load(1).root.answers[TITLE[0]] == "甲の記載"


def test_the_loans_come_out_of_a_backup_too(office: Cabinet, tmp_path: Path, file: Path) -> None:
    parcel = carried(office, 1, file, person="山田")
    copy = tmp_path / "copy.pia"
    office.save_copy_to(copy)
    office.purge([1])
    assert office.home_of(parcel) is None
    with Cabinet.open(copy, read_only=True) as source:
        office.restore(source, [1])
    assert office.home_of(parcel) == 1
    assert [one.person for one in lent(office)] == ["山田"]


def test_the_file_is_the_same_for_the_same_and_holds_plain_parts(office: Cabinet, file: Path) -> None:
    parcel = carried(office, 1, file)
    assert write_parcel(parcel) == file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
    assert names[:3] == ["piax.json", "contents", "versions/1"]
    assert FORM.id in file.read_bytes().decode("utf-8", "ignore")
