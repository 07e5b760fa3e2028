"""What concerns several windows: saving elsewhere, changing cabinets, pictures of the tabs, the dark."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QStyle
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.errors import CabinetGone, DiskFull
from db.saver import Saver
from pia_desktop.assessment.node import Node
from pia_desktop.errors import OutputError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from pia_desktop.reasons import held_file_advice
from tests.holding import ON_WINDOWS, held
from tests.ui.contrast import contrast_in
from tests.ui.shell import FakeFiles, MakeCoordinator, dialog
from ui.app.coordinator import Coordinator
from ui.app.fusion_style import ClearFusion
from ui.app.screenshots import take_shots
from ui.context.cabinet_store import CabinetStore
from ui.widgets.contrast import FOR_MARKS

TITLE = ("cover.title",)


def fill(path: Path, *titles: str) -> None:
    with Cabinet.create(path) as cabinet:
        for title in titles:
            cabinet.new(find_form("yoshiki3"), Node({"cover.title": title}))


def fail_to_save(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """From now on writing to one cabinet fails, as on a full disk."""
    real = Cabinet.apply_all

    def apply_all(cabinet: Cabinet, *arguments: object, **options: object) -> None:
        if cabinet.path == path:
            raise DiskFull(path)
        real(cabinet, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Cabinet, "apply_all", apply_all)


def open_one(coordinator: Coordinator, path: Path) -> None:
    assert coordinator.open_cabinet(path)
    assert coordinator.open_assessment(1)


def test_what_cannot_be_saved_goes_into_a_copy_and_work_goes_on_there(
    qtbot: QtBot,
    make_coordinator: MakeCoordinator,
    chosen: list[Path | None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, copy = tmp_path / "台帳.pia", tmp_path / "控え.pia"
    fill(path, "甲")
    coordinator = make_coordinator()
    open_one(coordinator, path)
    fail_to_save(monkeypatch, path)
    window = coordinator.windows[1]
    window.session.set_answer(TITLE, "乙")
    qtbot.waitUntil(window.saved.rescue.isVisible)
    window.close()
    assert window.isVisible()
    chosen.append(copy)
    dialog().button(_("Save Elsewhere…")).click()
    files = coordinator.file_chooser
    assert isinstance(files, FakeFiles)
    assert "別の場所" in files.titles[-1], "it is named like what led to it"
    dialog().button(_("Go On With the Copy")).click()
    assert coordinator.store is not None
    assert coordinator.store.path == copy
    assert coordinator.windows[1] is not window
    assert coordinator.windows[1].session.answer(TITLE) == "乙"
    with Cabinet.open(path, read_only=True) as old:
        assert old.load(1).root.answer(TITLE) == "甲"


def test_nothing_is_copied_that_is_not_on_the_disk_yet(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台帳.pia"
    fill(path, "甲")
    coordinator = make_coordinator()
    open_one(coordinator, path)
    fail_to_save(monkeypatch, path)
    window, store = coordinator.windows[1], coordinator.store
    assert store is not None
    window.session.set_answer(TITLE, "乙")
    qtbot.waitUntil(window.saved.rescue.isVisible)
    with pytest.raises(DiskFull):
        store.copy(1)
    assert [info.id for info in store.infos()] == [1]


def test_a_cabinet_that_is_gone_once_it_was_gone_on_with_is_told(
    make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = tmp_path / "台帳.pia", tmp_path / "控え.pia"
    for one in (path, copy):
        fill(one, "甲")
    coordinator = make_coordinator()
    open_one(coordinator, path)

    def gone(_store: CabinetStore) -> None:
        raise CabinetGone(copy)

    monkeypatch.setattr(CabinetStore, "infos", gone)
    coordinator.go_on_with(copy)
    assert dialog().heading == CabinetGone(copy).message


def test_a_window_does_not_close_in_silence_on_what_the_file_alone_does_not_hold(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever closes it may go on to copy the file."""
    path = tmp_path / "台帳.pia"
    fill(path, "甲", "乙")
    coordinator = make_coordinator()
    open_one(coordinator, path)
    first, second = coordinator.windows[1], coordinator.open_assessment(2)
    assert second is not None
    with monkeypatch.context() as full:
        full.setattr("db.guarded_file.shutil.disk_usage", lambda _folder: Mock(free=0))
        first.session.set_answer(TITLE, "丙")
        qtbot.waitUntil(lambda: first.saved.state.part_beside is not None, timeout=30_000)
        first.close()
        assert first.isVisible()
        dialog().button(_("Keep Open")).click()
        first.close()
        dialog().button(_("Close All the Same")).click()
        assert list(coordinator.windows) == [2]
    qtbot.waitUntil(lambda: second.saved.state.part_beside is None, timeout=30_000)
    second.close()
    assert not coordinator.windows


def test_another_cabinet_closes_the_windows_of_the_first(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.pia", tmp_path / "b.pia"
    fill(first, "甲")
    fill(second, "乙", "丙")
    coordinator = make_coordinator()
    open_one(coordinator, first)
    coordinator.windows[1].session.set_answer(TITLE, "丁")
    assert coordinator.open_cabinet(second)
    assert coordinator.windows == {}
    assert coordinator.cabinet_window.model.rowCount() == 2
    with Cabinet.open(first) as old:
        assert not old.read_only
        assert old.load(1).root.answer(TITLE) == "丁"


def test_a_window_that_cannot_save_keeps_its_cabinet_open(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "a.pia", tmp_path / "b.pia"
    fill(first, "甲")
    fill(second, "乙")
    coordinator = make_coordinator()
    open_one(coordinator, first)
    fail_to_save(monkeypatch, first)
    coordinator.windows[1].session.set_answer(TITLE, "丁")
    assert not coordinator.open_cabinet(second)
    dialog().button(_("Keep Open")).click()
    assert coordinator.store is not None
    assert coordinator.store.path == first
    monkeypatch.undo()
    assert isinstance(coordinator.store._saver, Saver)


def test_two_assessments_are_worked_on_at_once(make_coordinator: MakeCoordinator, tmp_path: Path) -> None:
    path = tmp_path / "a.pia"
    fill(path, "甲", "乙")
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    open_one(coordinator, path)
    coordinator.open_assessment(2)
    coordinator.windows[1].session.set_answer(TITLE, "一")
    coordinator.windows[2].session.set_answer(TITLE, "二")
    assert coordinator.close_windows()
    assert coordinator.store is not None
    assert [info.title for info in coordinator.store.infos()] == ["一", "二"]
    assert [coordinator.cabinet_window.model.infos[row].title for row in range(2)] == ["一", "二"]


# ---- pictures


def test_shots_are_one_for_each_tab_and_leave_the_cabinet_as_it_is(qapp: object, tmp_path: Path) -> None:
    path = tmp_path / "a.pia"
    fill(path, "甲")
    before = path.read_bytes()
    made = take_shots(path, 1, tmp_path / "shots")
    assert len(made) == 1 + len(find_form("yoshiki3").all_parts)
    assert len({shot.read_bytes() for shot in made}) == len(made)
    for shot in made:
        image = QImage(str(shot))
        assert (image.width(), image.height()) == (1400, 900)
    assert path.read_bytes() == before


def test_shots_into_a_place_that_is_no_folder_say_so(qapp: object, tmp_path: Path) -> None:
    path = tmp_path / "a.pia"
    fill(path, "甲")
    with pytest.raises(OutputError):
        take_shots(path, 1, path)


# ---- the dark


@pytest.mark.parametrize("kind", [QCheckBox, QPushButton])
def test_boxes_and_buttons_can_be_seen_in_the_dark(
    qtbot: QtBot, kind: type[QCheckBox] | type[QPushButton]
) -> None:
    style = ClearFusion()
    palette = QPalette(QColor("#1e1e1e"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#1e1e1e"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#e6e6e6"))
    widget = kind()
    qtbot.addWidget(widget)
    widget.setStyle(style)
    widget.setPalette(palette)
    widget.resize(100, 30)
    assert contrast_in(widget.grab().toImage()) >= FOR_MARKS
    size = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth)
    assert size > 0


def test_labels_of_the_list_wrap_and_are_not_cut(qtbot: QtBot, make_coordinator: MakeCoordinator) -> None:
    coordinator = make_coordinator()
    coordinator.cabinet_window.resize(900, 640)
    coordinator.cabinet_window.show()
    QApplication.processEvents()
    for label in coordinator.cabinet_window.pages.first.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())


def test_a_cabinet_that_another_program_holds_can_be_opened_again_from_the_message(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台帳.pia"
    fill(path, "甲")
    coordinator = make_coordinator()
    if not ON_WINDOWS:
        monkeypatch.setattr("pia_desktop.held.patiently.__defaults__", (0.1,))
    with held(monkeypatch, path, 5):
        assert not coordinator.open_cabinet(path)
        message = dialog()
        assert held_file_advice() in message.heading
    message.button(_("Open Again")).click()
    assert coordinator.store is not None
    assert coordinator.store.path == path
    assert not coordinator.store.read_only
