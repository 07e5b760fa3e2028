"""A cabinet with one assessment, its versions, and the window that shows it."""

from __future__ import annotations

from pathlib import Path

from db.cabinet import Cabinet
from pia_desktop.assessment.edits import Edit, InsertEntry, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from tests.ui.shell import MakeCoordinator, StubPage
from ui.assessment.assessment_commands import AssessmentCommands
from ui.assessment.form_tab import TabFactory
from ui.assessment.window import AssessmentWindow
from ui.context.cabinet_store import CabinetStore
from ui.versions.commands import VersionCommands

FORM = find_form("yoshiki4")
TABLE = FORM.roles.changes
TITLE, WORK, WHY = ("cover.title",), ("I.1.2",), ("I.4.1",)
BEFORE = "税務課が申請を受け付け、台帳に記録する。"
AFTER = "市民課が申請を受け付け、台帳に記録する。"
ROOT = Node(
    {"cover.title": "国保の事務", "I.1.2": BEFORE, "I.4.1": "照会に用いる。"},
    {FILES: {"f": Node({"II.1": "資格ファイル"})}, "I.2": {"s": Node({"I.2.1": "国保システム"})}},
)
EDITS: tuple[Edit, ...] = (
    SetAnswer(WORK, AFTER),
    SetAnswer(WHY, "照会と確認に用いる。"),
    InsertEntry(("I.2",), "t", 1, Node({"I.2.1": "宛名システム"})),
)
"""What makes the draft of the first version."""


def open_history(
    make_coordinator: MakeCoordinator, folder: Path, factory: TabFactory = StubPage
) -> AssessmentWindow:
    """A window of a draft that went on after 第1版 (公表済) was closed."""
    path = folder / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(FORM, ROOT)
        cabinet.close_version(made, "令和5年度公表版", "2023-09-29", "published", {"published": "2023-09-29"})
        cabinet.apply(made, EDITS)
    coordinator = make_coordinator(factory)
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(made)
    assert window is not None
    return window


def assessment_menu(window: AssessmentWindow) -> AssessmentCommands:
    """What the menu 評価書 of a window does."""
    return window.commands.assessment


def versions_of(window: AssessmentWindow) -> VersionCommands:
    """What is done with the versions of a window's assessment."""
    return window.shared.versions.get()


def store_of(window: AssessmentWindow) -> CabinetStore:
    """The store of the cabinet that a window's assessment lies in."""
    assert window.cabinet is not None
    return window.cabinet.store


def on_disk(window: AssessmentWindow) -> Node:
    """What the file holds of the draft once all is written."""
    store = store_of(window)
    assert store.flush()
    return store.cabinet.load(window.assessment_id).root
