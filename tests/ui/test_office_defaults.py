"""What is the same in all assessments of an office is written down once and stands in each new one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import Form
from tests.ui.shell import MakeCoordinator
from ui.context.beginning import Beginning
from ui.context.office_defaults import OfficeDefaults, keep_office_defaults, office_defaults
from ui.new_assessment.dialog import NewDialog

OURS = OfficeDefaults("みほん市長", "市民課", "みほん市 総務課\n〒000-0000", "みほん市 市民課　00-0000-0000")


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_every_form_has_a_place_for_each(form: Form) -> None:
    root = OURS.root(form)
    roles = form.roles
    places = (roles.agency, roles.department, roles.requests_to, roles.contact)
    assert [root.answer((item_id,)) for item_id in places if item_id] == [
        OURS.agency,
        OURS.department,
        OURS.requests_to,
        OURS.contact,
    ]
    assert len(root.answers) == 4


@pytest.fixture
def dialog(
    make_coordinator: MakeCoordinator, tmp_path: Path, qtbot: QtBot
) -> tuple[NewDialog, list[Beginning]]:
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    begun: list[Beginning] = []
    made = NewDialog(coordinator.cabinet_window, begun.append, coordinator.store)
    made.open()
    return made, begun


def test_they_are_written_down_and_filled_in(dialog: tuple[NewDialog, list[Beginning]]) -> None:
    shown, begun = dialog
    page = shown.forms_page
    assert not page.office.isEnabled()
    office = page.ask_office()
    office.agency.setText(OURS.agency)
    office.contact.setPlainText("  みほん市 市民課\u200b　00-0000-0000\n")
    office.accept()
    assert office_defaults() == OfficeDefaults(agency=OURS.agency, contact=OURS.contact)
    assert page.office.isChecked()
    shown.accept()
    [beginning] = begun
    assert beginning.root is not None
    assert beginning.root.answer((beginning.form.roles.agency,)) == OURS.agency


def test_a_blank_form_is_still_to_be_had(dialog: tuple[NewDialog, list[Beginning]]) -> None:
    shown, begun = dialog
    keep_office_defaults(OURS)
    shown.forms_page.ask_office().accept()
    assert office_defaults() == OURS
    shown.forms_page.office.setChecked(False)
    shown.accept()
    assert begun[0].root is None
