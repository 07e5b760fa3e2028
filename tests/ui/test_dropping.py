"""Files that are dropped on the list and on the first page."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.i18n import _
from pia_desktop.paths import resource_root
from tests.ui.shell import MakeCoordinator, dialogs
from ui.app.coordinator import Coordinator
from ui.cabinet.window import CabinetWindow
from ui.intake.window import IntakeWindow
from ui.widgets.dialogs import MessageDialog

SAMPLE = resource_root() / "samples" / "yoshiki2.json"


def drop(coordinator: Coordinator, *paths: Path) -> bool:
    """The same on the list of a cabinet."""
    return drop_on(coordinator.cabinet_window, *paths)


def drop_on(window: CabinetWindow | IntakeWindow, *paths: Path) -> bool:
    """Drag files over a window and let them go; whether the window takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    entered.ignore()
    window.dragEnterEvent(entered)
    window.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))
    return entered.isAccepted()


def shows(coordinator: Coordinator, path: Path) -> bool:
    """Whether this cabinet is open."""
    return coordinator.store is not None and coordinator.store.path == path


def test_a_cabinet_is_opened(make_coordinator: MakeCoordinator, qtbot: QtBot, tmp_path: Path) -> None:
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    for name in ("台帳.pia", "別の台帳.PIA"):
        path = tmp_path / name
        Cabinet.create(path).close()
        assert drop(coordinator, path)
        qtbot.waitUntil(partial(shows, coordinator, path))


def test_a_document_is_taken_in_where_there_is_a_cabinet(
    make_coordinator: MakeCoordinator, qtbot: QtBot, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    assert drop(coordinator, SAMPLE)
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    [told] = dialogs()
    assert isinstance(told, MessageDialog)
    assert told.heading == _("There is no cabinet here to take it in.")
    told.close()
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    assert drop(coordinator, SAMPLE)
    qtbot.waitUntil(lambda: len(coordinator.cabinet_window.infos) == 1)


def test_the_documents_of_a_folder_are_queued(
    make_coordinator: MakeCoordinator, qtbot: QtBot, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    folder = tmp_path / "文書"
    folder.mkdir()
    for name in ("yoshiki2.json", "yoshiki3.json"):
        (folder / name).write_bytes((SAMPLE.parent / name).read_bytes())
    assert drop(coordinator, folder)
    intake = coordinator.cabinet_window.commands.intake
    qtbot.waitUntil(lambda: intake.window is not None)
    assert intake.window is not None
    assert intake.window.files.topLevelItemCount() == 2
    more = tmp_path / "もう一つ.html"
    more.write_text("<p>x</p>", encoding="utf-8")
    assert drop_on(intake.window, more)
    files = intake.window.files
    qtbot.waitUntil(lambda: files.topLevelItemCount() == 3)
    intake.drop()


def test_what_is_no_file_is_not_taken(make_coordinator: MakeCoordinator) -> None:
    coordinator = make_coordinator()
    assert not drop(coordinator)
