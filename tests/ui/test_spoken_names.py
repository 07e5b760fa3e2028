"""What a screen reader tells: every field of a page has a name, and no two of them the same."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtWidgets import QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.naming import names_on_page
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import FILES, Form
from tests.ui.pages import open_page, open_session
from tests.ui.spoken import misnamed
from ui.form.texts import GrowingText
from ui.printing.line_jobs import ProgressLine

FORMS = all_forms()


def form_name(form: Form) -> str:
    return form.edition


@pytest.mark.parametrize("form", FORMS, ids=form_name)
def test_no_two_items_of_a_page_share_their_name(form: Form) -> None:
    names = names_on_page(form)
    shared = Counter(
        (place.part, place.scope, names[item_id])
        for item_id, place in form.places.items()
        if place.item.kind.answerable
    )
    assert not [name for name, times in shared.items() if times > 1 or not name[-1]]


@pytest.mark.parametrize("form", FORMS, ids=form_name)
def test_no_two_fields_of_a_page_share_their_name(qtbot: QtBot, form: Form) -> None:
    session = open_session(form)
    for list_id, spec in form.lists.items():
        if list_id != FILES and list_id != form.roles.changes:
            scope = form.places[spec.item_ids[0]].scope
            path = (FILES, session.file_key, list_id) if scope[:1] == (FILES,) else (list_id,)
            while len(session.root.entries(path)) < 3:
                assert session.add_entry(path)
    for part in (None, *form.parts):
        assert not misnamed(open_page(qtbot, session, part.id if part else None)), part


def test_a_moved_entry_is_called_by_its_new_place(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    path = next((list_id,) for list_id, spec in session.form.lists.items() if spec.label == "システム")
    keys = [session.add_entry(path) for _number in range(2)]
    page = open_page(qtbot, session, "I")
    first = next(field for field in page.findChildren(GrowingText) if "システム1" in field.accessibleName())
    before = first.accessibleName()
    assert keys[0]
    session.move_entry(path, next(iter(session.root.entries(path))), 1)
    assert first.accessibleName() == before.replace("システム1", "システム2")
    session.undo_stack.undo()
    assert first.accessibleName() == before


def test_how_far_work_has_come_is_called_by_the_work(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    line = ProgressLine(window)
    line.begin("点検…", 3)
    assert [bar.accessibleName() for bar in line.findChildren(QProgressBar)] == ["点検…"]
