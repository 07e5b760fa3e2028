"""Copies that nobody asks for."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db.backup import back_up, backup_folder, backups_of, newest_backup, superfluous
from db.cabinet import Cabinet
from db.errors import CabinetNotFound
from pia_desktop.errors import CabinetError
from pia_desktop.forms.model import Form
from tests.db.test_saver import title, titles

START = datetime(2024, 4, 1, 9, 0, 0)


def test_a_copy_is_made_when_something_changed(path: Path, form: Form, tmp_path: Path) -> None:
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        first = back_up(path, START)
        assert first is not None
        assert (tmp_path / "home") in first.parents
        assert back_up(path, START + timedelta(days=3)) is None, "the same contents need no second copy"
        cabinet.apply(1, [title(form, "変わった")])
        second = back_up(path, START + timedelta(days=4))
    assert second == newest_backup(path)
    assert backups_of(path) == [second, first]
    assert [file.name for file in backup_folder(path).iterdir() if file not in (first, second)] == []
    assert second is not None
    assert titles(first) == [""]
    assert titles(second) == ["変わった"]


def test_cabinets_of_one_name_in_two_places_have_copies_apart(tmp_path: Path) -> None:
    assert backup_folder(tmp_path / "a" / "台帳.pia") != backup_folder(tmp_path / "b" / "台帳.pia")


def test_a_copy_that_cannot_be_made_harms_nothing(path: Path, form: Form, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder", encoding="utf-8")
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        with pytest.raises(CabinetError):
            back_up(path)
        cabinet.apply(1, [title(form, "続く")])
        assert cabinet.list()[0].title == "続く"
    with pytest.raises(CabinetError):
        back_up(path.with_name("nowhere.pia"))


def test_what_is_kept_grows_thin_with_age() -> None:
    """Two years of work, three openings a day."""
    moments = [START + timedelta(days=day, hours=hour) for day in range(730) for hour in (0, 4, 8)]
    kept: list[Path] = []
    for moment in moments:
        kept.insert(0, Path(f"{moment:%Y-%m-%dT%H-%M-%S}.pia"))
        gone = superfluous(kept)
        kept = [file for file in kept if file not in gone]
    names = [file.name for file in kept]
    assert names[:5] == [f"{moment:%Y-%m-%dT%H-%M-%S}.pia" for moment in reversed(moments[-5:])]
    last = moments[-1].date()
    for back in range(14):
        assert any(name.startswith(str(last - timedelta(days=back))) for name in names)
    assert len({name[:7] for name in names}) == 12
    assert len(names) <= 5 + 14 + 12


def test_a_cabinet_that_is_not_there_has_no_copies(path: Path) -> None:
    assert newest_backup(path) is None
    with pytest.raises(CabinetNotFound):
        Cabinet.open(path)
