"""The commands that carry an assessment to another cabinet and bring it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.edits import SetAnswer
from tests.cli.running import Run
from tests.db.carrying import TITLE, WORK, edit, everything, home, lent
from tests.db.writing import trash


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "本庁.pia"
    home(path).close()
    return path


def test_there_and_back_with_a_choice(run: Run, office: Path, tmp_path: Path) -> None:
    file, away = tmp_path / "x.piax", tmp_path / "支所.pia"
    code, _out, err = run("pack", office, 1, "-o", file, "--by", "山田")
    assert code == 0
    assert err  # something of it is withheld, which is told
    with Cabinet.open(office) as cabinet:
        assert [one.person for one in lent(cabinet)] == ["山田"]
        edit(cabinet, 1, SetAnswer(TITLE, "本庁の題"))
        before = everything(cabinet, 1)
    assert run("unpack", file, away)[0] == 0
    with Cabinet.open(away) as cabinet:
        edit(cabinet, 1, SetAnswer(TITLE, "支所の題"), SetAnswer(WORK, "支所の事務"))
    assert run("pack", away, 1, "-o", file)[0] == 0
    code, out, err = run("unpack", file, office)
    assert code == 5
    assert "住民基本台帳に関する事務\t本庁の題\t支所の題" in out
    assert "--ours" in err
    assert run("unpack", file, office, "--theirs", "--dry-run")[0] == 0
    with Cabinet.open(office) as cabinet:
        assert everything(cabinet, 1) == before
    assert run("unpack", file, office, "--theirs")[0] == 0
    with Cabinet.open(office) as cabinet:
        assert cabinet.load(1).root.answer(TITLE) == "支所の題"
        assert not lent(cabinet)
    assert run("unpack", file, office)[0] == 0  # a second time does no harm
    assert run("unpack", "--undo", 1, office)[0] == 0
    with Cabinet.open(office) as cabinet:
        assert everything(cabinet, 1) == before
    assert run("unpack", file, office, "--ours")[0] == 0
    with Cabinet.open(office) as cabinet:
        assert cabinet.load(1).root.answer(TITLE) == "本庁の題"
        assert cabinet.load(1).root.answer(WORK) == "支所の事務"


def test_both_long_texts_may_stay(run: Run, office: Path, tmp_path: Path) -> None:
    file, away = tmp_path / "x.piax", tmp_path / "支所.pia"
    assert run("pack", office, 1, "-o", file)[0] == 0
    assert run("unpack", file, away)[0] == 0
    with Cabinet.open(office) as cabinet:
        edit(cabinet, 1, SetAnswer(WORK, "本庁の事務"), SetAnswer(TITLE, "本庁の題"))
    with Cabinet.open(away) as cabinet:
        edit(cabinet, 1, SetAnswer(WORK, "支所の事務"), SetAnswer(TITLE, "支所の題"))
    assert run("pack", away, 1, "-o", file)[0] == 0
    assert run("unpack", file, office, "--both")[0] == 5  # a name is chosen
    assert run("unpack", file, office, "--both", "--ours")[0] == 0
    with Cabinet.open(office) as cabinet:
        assert cabinet.load(1).root.answer(WORK) == "本庁の事務\n支所の事務"
        assert cabinet.load(1).root.answer(TITLE) == "本庁の題"


def test_nothing_comes_back_into_the_trash(run: Run, office: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.piax"
    assert run("pack", office, 1, "-o", file)[0] == 0
    with Cabinet.open(office) as cabinet:
        trash(cabinet, 1)
        before = everything(cabinet, 1)
    for more in ((), ("--dry-run",), ("--theirs",)):
        code, _out, err = run("unpack", file, office, *more)
        assert (code, "ごみ箱" in err) == (1, True)
    with Cabinet.open(office) as cabinet:
        assert everything(cabinet, 1) == before
        assert lent(cabinet)


def test_what_cannot_be_read_is_one_line_and_changes_nothing(run: Run, office: Path, tmp_path: Path) -> None:
    broken = tmp_path / "壊れた.piax"
    broken.write_bytes(b"PK\x03\x04" + bytes(1_000))
    with Cabinet.open(office) as cabinet:
        before = everything(cabinet, 1)
    code, out, err = run("unpack", broken, office)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "壊れた.piax" in err
    assert run("unpack", "--undo", 1, office)[0] == 1
    assert run("pack", office, 9, "-o", tmp_path / "y.piax")[0] == 1
    assert run("pack", office, 1, "-o", office)[0] == 1
    assert run("unpack", office)[0] == 2
    with Cabinet.open(office) as cabinet:
        assert everything(cabinet, 1) == before
        assert not cabinet.handovers(1)


def test_several_go_out_and_come_in_each_by_itself(run: Run, office: Path, tmp_path: Path) -> None:
    with Cabinet.open(office) as cabinet:
        cabinet.copy(1)
    out, away = tmp_path / "持ち出し", tmp_path / "支所.pia"
    code, said, err = run("pack", office, 1, 9, 2, 1, "-o", out)
    files = sorted(out.iterdir())
    assert (code, len(files)) == (1, 2)
    assert sorted(line.partition(": ")[0] for line in said.splitlines()) == ["1", "2"]
    assert all(file.name in said for file in files)
    assert [line for line in err.splitlines() if line.startswith("9: ")]
    with Cabinet.open(office) as cabinet:
        assert {one.assessment_id for one in lent(cabinet)} == {1, 2}

    broken = tmp_path / "壊れた.piax"
    broken.write_bytes(b"PK\x03\x04" + bytes(1_000))
    assert run("unpack", broken, broken, away)[0] == 1
    assert not away.exists()
    code, said, err = run("unpack", files[0], broken, files[1], away)
    assert code == 1
    assert [line.partition(": ")[0] for line in said.splitlines()] == [str(file) for file in files]
    assert err.startswith(f"{broken}: ")
    assert err.count("\n") == 1
    with Cabinet.open(away) as cabinet:
        assert [info.id for info in cabinet.list()] == [1, 2]


def test_of_several_only_the_undecided_one_is_left_out(run: Run, office: Path, tmp_path: Path) -> None:
    with Cabinet.open(office) as cabinet:
        cabinet.copy(1)
    out, away = tmp_path / "持ち出し", tmp_path / "支所.pia"
    assert run("pack", office, 1, 2, "-o", out)[0] == 0
    assert run("unpack", *sorted(out.iterdir()), away)[0] == 0
    with Cabinet.open(office) as cabinet:
        edit(cabinet, 1, SetAnswer(TITLE, "本庁の題"))
    with Cabinet.open(away) as cabinet:
        for one in (1, 2):
            edit(cabinet, one, SetAnswer(TITLE, "支所の題"))
    back = tmp_path / "持ち帰り"
    assert run("pack", away, 1, 2, "-o", back)[0] == 0
    assert run("unpack", *sorted(back.iterdir()), office)[0] == 1
    with Cabinet.open(office) as cabinet:
        assert [cabinet.load(one).root.answer(TITLE) for one in (1, 2)] == ["本庁の題", "支所の題"]
        assert [one.assessment_id for one in lent(cabinet)] == [1]
    assert run("unpack", *sorted(back.iterdir()), office, "--theirs", "--dry-run")[0] == 0
    assert run("unpack", *sorted(back.iterdir()), office, "--theirs")[0] == 0
    with Cabinet.open(office) as cabinet:
        assert cabinet.load(1).root.answer(TITLE) == "支所の題"
