"""A copy of a cabinet takes the place of a file that nobody has open, and of nothing else."""

import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from db.backup import back_up
from db.cabinet import Cabinet
from db.errors import CabinetStillOpen, CabinetUnwritable
from db.saver import Saver
from pia_desktop.assessment.assessment import Assessment
from pia_desktop.forms.model import Form
from tests.db.test_saver import title, titles


def linked(path: Path, way: str) -> Path:
    """Another name of the same file."""
    if way == "as it is":
        return path
    if way == "by its folder":
        return path.parent / ".." / path.parent.name / path.name
    other = path.with_name("別名.pia")
    try:
        (os.link if way == "hard link" else os.symlink)(path, other)
    except OSError:
        pytest.skip("no links here")
    if not other.exists():
        pytest.skip("this system makes links that lead nowhere")
    return other


@pytest.mark.parametrize("way", ["as it is", "by its folder", "hard link", "symbolic link"])
def test_what_is_open_is_never_replaced_by_what_its_windows_show(path: Path, form: Form, way: str) -> None:
    """Its other assessments would be gone."""
    work = Assessment(form)
    with Cabinet.create(path) as cabinet:
        first = cabinet.new(form, work.root)
        cabinet.apply(cabinet.new(form), [title(form, "ほかの評価書")])
        saver = Saver(cabinet)
        saver.submit(first, title(form, "開いている評価書"))
        assert saver.flush()
        with pytest.raises(CabinetStillOpen):
            saver.rescue(linked(path, way), {first: work.snapshot()})
        assert saver.close()
    assert titles(path) == ["開いている評価書", "ほかの評価書"]


def test_a_backup_is_not_taken_out_over_the_cabinet_that_is_open(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(form)
        backup = back_up(path, datetime(2026, 1, 1))
        assert backup is not None
        cabinet.apply(made, [title(form, "今日")])
        with Cabinet.open(backup, read_only=True) as source, pytest.raises(CabinetStillOpen):
            source.save_copy_to(path)
        cabinet.apply(made, [title(form, "そのあと")])
    assert titles(path) == ["そのあと"]


def test_another_cabinet_that_somebody_has_open_is_left_as_it_is(path: Path, form: Form) -> None:
    other = path.with_name("隣.pia")
    with Cabinet.create(path) as cabinet, Cabinet.create(other) as theirs:
        theirs.apply(theirs.new(form), [title(form, "隣の評価書")])
        with pytest.raises(CabinetStillOpen):
            cabinet.save_copy_to(other)
    assert titles(other) == ["隣の評価書"]
    with Cabinet.open(path) as cabinet:
        cabinet.new(form)
        cabinet.save_copy_to(other)
    assert titles(other) == [""]


@pytest.mark.parametrize("whole", [True, False])
def test_what_a_killed_process_left_beside_the_replaced_file_is_not_applied(
    path: Path, form: Form, monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    killed, work = path.with_name("消された.pia"), Assessment(form)
    with Cabinet.create(path.with_name("元.pia")) as before:
        before.apply(before.new(form), [title(form, "前の台帳")])
        for ending in ("", "-wal"):
            shutil.copyfile(f"{before.path}{ending}", f"{killed}{ending}")
    assert Path(f"{killed}-wal").stat().st_size
    with Cabinet.create(path) as cabinet:
        work.apply(title(form, "新しい台帳"))
        made = cabinet.new(form, work.root)
        saver = Saver(cabinet)
        if not whole:
            monkeypatch.setattr(cabinet, "save_copy_to", _unreadable)
        assert saver.rescue(killed, {made: work.snapshot()}).whole is whole
        assert saver.close()
    assert titles(killed) == ["新しい台帳"]


def _unreadable(path: Path) -> None:
    raise CabinetUnwritable(path, "")
