"""What the program does with the files that it is started with, as by dropping them on its icon."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.i18n import _
from pia_desktop.paths import resource_root
from tests.ui.shell import MakeCoordinator, dialog, dialogs
from ui.app.cabinet_files import told_apart
from ui.widgets.settings import remember_cabinet

SAMPLE = resource_root() / "samples" / "yoshiki2.json"


@pytest.mark.parametrize(
    ("names", "cabinet", "documents"),
    [
        ([], None, []),
        (["台帳.pia"], "台帳.pia", []),
        (["台帳.PIA"], "台帳.PIA", []),
        (["a.xlsx", "台帳.pia"], "台帳.pia", ["a.xlsx"]),
        (["台帳.pia", "a.piax", "写真.png"], "台帳.pia", ["a.piax", "写真.png"]),
        (["台帳"], "台帳", []),
        (["写真.png"], "写真.png", []),
        (["a.piax"], None, ["a.piax"]),
        (["a.XLSX"], None, ["a.XLSX"]),
        (["a.pdf", "写真.png"], None, ["a.pdf", "写真.png"]),
        (["."], None, ["."]),
    ],
)
def test_a_cabinet_is_opened_and_documents_are_taken_in(
    names: list[str], cabinet: str | None, documents: list[str]
) -> None:
    opened, taken = told_apart([Path(name) for name in names])
    assert opened == (None if cabinet is None else Path(cabinet))
    assert list(taken) == [Path(name).absolute() for name in documents]


def test_the_last_cabinet_takes_documents_in(
    make_coordinator: MakeCoordinator, qtbot: QtBot, tmp_path: Path
) -> None:
    last = tmp_path / "台帳.pia"
    Cabinet.create(last).close()
    remember_cabinet(last)
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    coordinator.open_last([SAMPLE])
    qtbot.waitUntil(lambda: len(coordinator.cabinet_window.infos) == 1)


def test_a_cabinet_and_documents_dropped_together_are_opened_and_taken_in(
    make_coordinator: MakeCoordinator, qtbot: QtBot, tmp_path: Path
) -> None:
    here, other = tmp_path / "台帳.pia", tmp_path / "別の台帳.pia"
    for path in (here, other):
        Cabinet.create(path).close()
    coordinator = make_coordinator()
    coordinator.open_cabinet(here)
    coordinator.show_cabinet()
    coordinator.cabinet_window.commands.take_dropped([SAMPLE, other])
    qtbot.waitUntil(lambda: len(coordinator.cabinet_window.infos) == 1)
    assert coordinator.store is not None
    assert coordinator.store.path == other


def test_without_a_cabinet_the_program_says_what_is_missing(
    make_coordinator: MakeCoordinator, qtbot: QtBot
) -> None:
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    coordinator.open_last([SAMPLE])
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert dialog().heading == _("There is no cabinet here to take it in.")
    dialog().close()
