"""What a window leaves on the terminal of an assessment with withheld words; backups hold all by design.

``python -m tests.outputs.tokens`` asks a whole process, and its temporary files, too.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.catalogue import find_form
from tests.outputs.tokens import words_in
from tests.ui.history import versions_of
from tests.ui.shell import MakeCoordinator, newest
from ui.assessment.version_window import VersionWindow
from ui.comparison.window import CompareWindow

SECRET = "鷲鷹鶴鴨"


def test_settings_and_names_hold_no_word_of_an_answer(
    make_coordinator: MakeCoordinator, qtbot: QtBot, tmp_path: Path, own_home: Path
) -> None:
    path = tmp_path / "cabinet" / "台帳.pia"
    path.parent.mkdir()
    with Cabinet.create(path) as cabinet:
        title = find_form("yoshiki2").roles.title
        cabinet.new(find_form("yoshiki2"), Node({title: SECRET}, {}, {title: WHOLE}))
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(1)
    assert window is not None
    assert coordinator.store is not None
    assert SECRET not in window.windowTitle()
    window.panes.find.show()
    window.panes.find.panel.begin(SECRET)
    coordinator.search_cabinet()
    coordinator.cabinet_window.pages.search.words.setText(SECRET)
    coordinator.store.back_up()
    backups = own_home / "backups"
    qtbot.waitUntil(lambda: any(backups.rglob("*.pia")))
    window.close()
    coordinator.cabinet_window.close()
    coordinator.shut()
    assert SECRET in "".join(words_in(one) for one in backups.rglob("*.pia"))  # so it is found where it is
    left = [one for one in own_home.rglob("*") if not one.is_relative_to(backups)]
    assert own_home / "window.ini" in left
    assert not [one for one in left if SECRET in one.name]
    assert not [one for one in left if one.is_file() and SECRET in words_in(one)]
    beside = [one for one in path.parent.iterdir() if one != path]
    assert not [one for one in beside if SECRET in words_in(one)]


def test_titles_of_windows_leave_out_what_is_withheld(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    """Task bars and shared screens show them to others; the form itself shows all."""
    form = find_form("yoshiki2")
    path = (form.roles.title,)
    with Cabinet.create(tmp_path / "台帳.pia") as cabinet:
        cabinet.new(form, Node({path[0]: f"{SECRET}の事務"}, {}, {path[0]: ((0, len(SECRET)),)}))
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(tmp_path / "台帳.pia")
    window = coordinator.open_assessment(1)
    assert window is not None
    assert window.windowTitle().startswith("【非公表】の事務")
    window.session.withhold(path, None)
    assert window.windowTitle().startswith(f"{SECRET}の事務")
    window.undo()
    assert SECRET not in window.windowTitle()
    versions = versions_of(window)
    versions.version_store.close_version("第一", date(2024, 1, 1))
    window.session.set_answer(path, f"{SECRET}の新しい事務")
    assert window.windowTitle().startswith("【非公表】の新しい事務")
    [info] = versions.version_store.versions
    versions.read(info)
    versions.compare(info, None)
    for kind in (VersionWindow, CompareWindow):
        assert "【非公表】" in newest(kind).windowTitle()
        assert SECRET not in newest(kind).windowTitle()
        newest(kind).close()
