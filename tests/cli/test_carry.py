"""The commands that carry an assessment to another cabinet and bring it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.edits import SetAnswer
from tests.cli.running import Run
from tests.db.carrying import TITLE, WORK, edit, everything, home, lent


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
