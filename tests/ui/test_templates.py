"""雛形: marked in the list, first among what new ones begin with, without what is one assessment's alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.errors import CabinetGone
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from tests.ui.shell import MakeCoordinator
from ui.cabinet.actions import TEMPLATE
from ui.context.beginning import Beginning
from ui.context.cabinet_store import CabinetStore
from ui.context.templates import templates, toggle_template
from ui.new_assessment.dialog import COPY, NewDialog

FORM = find_form("yoshiki2")
ROLES = FORM.roles


def test_a_template_comes_first_and_gives_what_is_common(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    path = tmp_path / "台帳.pia"
    column = FORM.lists[ROLES.changes].item_ids[0]
    common = {ROLES.title: "雛形", ROLES.agency: "みほん市長"}
    answers = {**common, ROLES.number: "1", ROLES.published_on: "令和6年8月30日"}
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(FORM, Node(answers, {ROLES.changes: {"r": Node({column: "令和6年8月30日"})}}))
        cabinet.new(FORM, Node({ROLES.title: "ほかの事務"}))
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    assert coordinator.store is not None
    assert toggle_template(coordinator.store, made)
    assert templates(coordinator.store) == {made}
    begun: list[Beginning] = []
    dialog = NewDialog(coordinator.cabinet_window, begun.append, coordinator.store)
    dialog.tabs.setCurrentIndex(COPY)
    assert dialog.copy is not None
    assert dialog.copy.row is not None
    assert dialog.copy.row.info.id == made
    dialog.accept()
    root = begun[0].root
    assert root is not None
    assert root.answers == common
    assert not root.entries((ROLES.changes,))
    assert coordinator.store.load(made).root.answer((ROLES.number,)) == "1"


def test_words_of_others_in_the_setting_are_no_templates(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    assert coordinator.store is not None
    coordinator.store.cabinet.set_setting({"templates": "1 -2 x ３ 4"})
    assert templates(coordinator.store) <= {1, 3, 4}


def test_the_other_templates_stay_though_they_could_not_be_read_a_moment_ago(
    make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for name in ("国保", "介護"):
            cabinet.new(FORM, Node({ROLES.title: name}))
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    coordinator.show_cabinet()
    assert coordinator.store is not None
    assert toggle_template(coordinator.store, 1)
    coordinator.cabinet_window.pick(2)

    def gone(_store: CabinetStore, _name: str) -> None:
        raise CabinetGone(path)

    with monkeypatch.context() as barred:
        barred.setattr(CabinetStore, "setting", gone)
        coordinator.cabinet_window.actions_[TEMPLATE].trigger()
    assert templates(coordinator.store) == {1, 2}
