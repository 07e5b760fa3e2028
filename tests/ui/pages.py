"""Pages of the form in memory, for tests: a session without a disk."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Picture
from ui.context.session import Session
from ui.form.editor import AnswerEditor
from ui.form.file_pages import FilePages, create_tab
from ui.form.page import PartPage


class MemoryStore:
    """Keeps edits and pictures in memory."""

    def __init__(self, pictures: dict[str, bytes] | None = None) -> None:
        self.pictures = PictureDict(pictures or {})
        self.edits: list[Edit] = []

    def submit(self, edit: Edit) -> None:
        self.edits.append(edit)

    def put_picture(self, data: bytes, picture: Picture) -> None:
        self.pictures[picture.digest] = data


def open_session(
    form: str | Form = "yoshiki4", root: Node | None = None, *, read_only: bool = False
) -> Session:
    """A session of an assessment; a form's id stands for its newest edition."""
    edition = form if isinstance(form, Form) else find_form(form)
    return Session(Assessment(edition, root), MemoryStore(), read_only=read_only)


def open_page(qtbot: QtBot, session: Session, part_id: str | None) -> PartPage:
    """The whole page of a part, shown; for a per-file part that of the file in view."""
    tab = create_tab(session, session.form.part(part_id) if part_id else None)
    qtbot.addWidget(tab)
    tab.resize(1100, 800)
    with qtbot.waitActive(tab):
        tab.show()
        tab.activateWindow()
    page = tab.page(session.file_key) if isinstance(tab, FilePages) else tab
    page.tab = tab  # type: ignore[attr-defined]  # keeps the tab alive as long as its page
    page.build_all()
    return page


def path_of(session: Session, item_id: str) -> NodePath:
    """The path of an item in the file in view; entries it needs are added."""
    path: NodePath = ()
    for list_id in session.form.places[item_id].scope:
        path = (*path, list_id)
        if list_id == FILES:
            path = (*path, session.file_key)
            continue
        entries = session.root.entries(path)
        key = next(iter(entries), None) or session.add_entry(path)
        assert key
        path = (*path, key)
    return (*path, item_id)


def editor_of(page: PartPage, path: NodePath) -> AnswerEditor:
    return page.registry.editors[path]


def words_on(widget: QWidget) -> str:
    """Every word that a page shows, for searching."""
    found = []
    for child in widget.findChildren(QWidget):
        for attribute in ("text", "toPlainText"):
            getter = getattr(child, attribute, None)
            if callable(getter):
                found.append(str(getter()))
    return "\n".join(found)


def turn(widget: QWidget) -> None:
    """Turn the wheel down over a widget."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, QPointF(widget.mapToGlobal(middle.toPoint())), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
