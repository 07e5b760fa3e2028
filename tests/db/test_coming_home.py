"""What both sides changed at home and away: 別紙, pictures, the order of rows; and where it comes home to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.piax import Parcel
from pia_desktop.assessment.edits import InsertEntry, MoveEntry, SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import check_picture
from pia_desktop.forms.model import ANNEX_BODY, ANNEX_TITLE, ANNEXES
from pia_desktop.forms.values import Figure
from tests.db.carrying import CHANGES, COLUMN, FIGURE, PICTURES, TITLE, WORK, carried, edit, everything, home
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


def test_an_annex_may_be_written_on_both_sides(office: Cabinet, away: Cabinet, file: Path) -> None:
    """One was there, each side adds one of its own, and each changes another field of the first."""
    edit(office, 1, InsertEntry((ANNEXES,), "x", 0, Node({ANNEX_TITLE: "法令上の根拠"})))
    made = away.receive(carried(office, 1, file))
    first = (ANNEXES, "x")
    edit(
        office,
        1,
        InsertEntry((ANNEXES,), "y", 1, Node({ANNEX_TITLE: "本庁の別紙"})),
        SetAnswer((*first, ANNEX_BODY), Figure.of("本庁の内容")),
    )
    edit(
        away,
        made,
        InsertEntry((ANNEXES,), "z", 1, Node({ANNEX_TITLE: "支所の別紙"})),
        SetAnswer((*first, ANNEX_TITLE), "法令上の根拠の一覧"),
    )
    before = everything(office, 1)
    back = carried(away, made, file)
    assert not office.returning(back, 1).merged().clashes
    office.bring_back(back, 1)
    annexes = office.load(1).root.lists[ANNEXES]
    titles = [one.answers[ANNEX_TITLE] for one in annexes.values()]
    assert sorted(map(str, titles)) == sorted(["法令上の根拠の一覧", "本庁の別紙", "支所の別紙"])
    assert annexes["x"].answers[ANNEX_BODY] == Figure.of("本庁の内容")
    office.take_back_return(1)
    assert everything(office, 1) == before


@pytest.mark.parametrize("theirs", [False, True], ids=["ours", "theirs"])
def test_a_picture_may_be_changed_on_both_sides(
    office: Cabinet, away: Cabinet, file: Path, theirs: bool
) -> None:
    made = away.receive(carried(office, 1, file))
    figures = [Figure.of("図の説明", (check_picture(data, "t"),)) for data in PICTURES]
    office.put_picture(PICTURES[1], figures[1].pictures[0])
    away.put_picture(PICTURES[2], figures[2].pictures[0])
    edit(office, 1, SetAnswer((FIGURE,), figures[1]))
    edit(away, made, SetAnswer((FIGURE,), figures[2]))
    back = carried(away, made, file)
    clashes = office.returning(back, 1).merged().clashes
    assert [one.key for one in clashes]
    office.bring_back(back, 1, [one.key for one in clashes] if theirs else [])
    snapshot = office.load(1)
    kept = 2 if theirs else 1
    assert snapshot.root.answers[FIGURE] == figures[kept]
    assert office.picture(figures[kept].pictures[0].digest) == PICTURES[kept]


def test_both_long_texts_may_stay_one_behind_the_other(office: Cabinet, away: Cabinet, file: Path) -> None:
    """With what of them is withheld; a name is chosen."""
    made = away.receive(carried(office, 1, file))
    edit(
        office, 1, SetAnswer(WORK, "本庁の事務。"), SetAnswer(TITLE, "本庁の題"), SetWithheld(WORK, ((0, 2),))
    )
    edit(
        away,
        made,
        SetAnswer(WORK, "支所の事務。"),
        SetAnswer(TITLE, "支所の題"),
        SetWithheld(WORK, ((3, 5),)),
    )
    back = carried(away, made, file)
    clashes = office.returning(back, 1).merged().clashes
    assert {one.path: one.joinable for one in clashes} == {TITLE: False, WORK: True}
    before = everything(office, 1)
    office.bring_back(back, 1, (), [one.key for one in clashes])
    root = office.load(1).root
    assert root.answers[WORK[0]] == "本庁の事務。\n支所の事務。"
    assert root.withheld[WORK[0]] == ((0, 2), (10, 12))
    assert root.answers[TITLE[0]] == "本庁の題"
    office.take_back_return(1)
    assert everything(office, 1) == before


def versions(cabinet: Cabinet) -> list[str]:
    return [one.name for one in cabinet.versions(1)]


@pytest.fixture
def brought(office: Cabinet, away: Cabinet, file: Path) -> Parcel:
    """A return that brought a version with a picture of its own."""
    made = away.receive(carried(office, 1, file))
    picture = check_picture(PICTURES[2], "t")
    away.put_picture(PICTURES[2], picture)
    edit(away, made, SetAnswer((FIGURE,), Figure.of("", (picture,))))
    away.close_version(made, "支所の版", "2024-09-01")
    back = carried(away, made, file)
    office.bring_back(back, 1)
    assert versions(office) == ["初版", "支所の版"]
    return back


def test_undoing_a_return_takes_its_versions_out_and_it_brings_them_again(
    office: Cabinet, brought: Parcel
) -> None:
    undone = office.take_back_return(1)
    assert (undone.versions_removed, undone.versions_kept, versions(office)) == (1, 0, ["初版"])
    office.bring_back(brought, 1)
    assert versions(office) == ["初版", "支所の版"]
    office.take_back_return(1)
    assert versions(office) == ["初版"]


@pytest.mark.parametrize(
    "build",
    [
        lambda cabinet, _file: cabinet.close_version(1, "その後の版", "2024-10-01"),
        lambda cabinet, file: carried(cabinet, 1, file.with_name("y.piax")),
    ],
    ids=["a version was closed", "a file went out"],
)
def test_versions_on_which_something_was_built_stay(
    office: Cabinet, brought: Parcel, file: Path, build: Callable[[Cabinet, Path], object]
) -> None:
    build(office, file)
    undone = office.take_back_return(1)
    assert (undone.versions_removed, undone.versions_kept) == (0, 1)
    assert "支所の版" in versions(office)


def test_a_version_that_both_had_stays(office: Cabinet, away: Cabinet, file: Path) -> None:
    made = away.receive(carried(office, 1, file))
    edit(away, made, SetAnswer(WORK, "支所"))
    office.bring_back(carried(away, made, file), 1)
    office.take_back_return(1)
    assert versions(office) == ["初版"]


def test_it_comes_back_into_one_that_was_renamed_and_archived(
    office: Cabinet, away: Cabinet, file: Path
) -> None:
    made = away.receive(carried(office, 1, file))
    edit(office, 1, SetAnswer(TITLE, "本庁の題"))
    write(office, lambda work: work.mark(1, "archived_at", on=True), 1)
    edit(away, made, SetAnswer(WORK, "支所の記載"))
    office.bring_back(carried(away, made, file), 1)
    found = next(one for one in office.list() if one.id == 1)
    assert (found.title, bool(found.archived_at), found.lent) == ("本庁の題", True, ())
    assert office.load(1).root.answers[WORK[0]] == "支所の記載"


def test_rows_put_in_order_here_and_written_there_are_both(
    office: Cabinet, away: Cabinet, file: Path
) -> None:
    made = away.receive(carried(office, 1, file))
    edit(office, 1, MoveEntry(CHANGES, "c3", 0))
    edit(
        away,
        made,
        SetAnswer((*CHANGES, "c3", COLUMN), "支所の記載"),
        SetAnswer((*CHANGES, "a1", COLUMN), "他"),
    )
    office.bring_back(carried(away, made, file), 1)
    rows = office.load(1).root.lists[CHANGES[0]]
    assert [(key, row.answers[COLUMN]) for key, row in rows.items()] == [
        ("c3", "支所の記載"),
        ("a1", "他"),
        ("b2", "b2b2"),
    ]
