"""The pane 審査の観点: the result on each point, stored as it is entered, and its documents."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from db.records import ReviewPoint
from pia_desktop.assessment.naming import printed_path
from pia_desktop.documents.review_sheet import PointFound, items_of
from pia_desktop.errors import CabinetError
from pia_desktop.guidance.review import Point, Points
from pia_desktop.i18n import _
from ui.context.annotations import AnnotationStore
from ui.context.session import Session
from ui.notes.card import NoteText
from ui.widgets.actions import MenuEntry, offer_entries
from ui.widgets.buttons import push_button, tool_button
from ui.widgets.card import Card
from ui.widgets.focus import begin_at
from ui.widgets.layouts import SPRING, column_of, flush_column, place, row_of
from ui.widgets.panel import Panel
from ui.widgets.plain_text import note, plain_label
from ui.widgets.theme import heading_font, space
from ui.widgets.unscrolled import DropDown


class PointCard(Card):
    """A point of view: its text, its items, the result, and the reviewer's words."""

    found = Signal(str, str, str)
    """What was found: the point, the verdict, the words."""
    item_requested = Signal(object)

    def __init__(
        self, number: int, point: Point, verdicts: tuple[str, ...], session: Session, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.point = point
        column = self.column
        words = note(self, f"{number}　{point.words}")
        column.addWidget(words)
        self.verdict = DropDown(self)
        self.verdict.add_choices([(_("Not looked at"), ""), *zip(verdicts, verdicts, strict=True)])
        name = _("{number}: what was found").format(number=number)
        self.verdict.setAccessibleName(f"{name}　{point.words}")
        self.verdict.setEnabled(not session.read_only)
        row = row_of(self.verdict, SPRING, gap=space(1))
        items = items_of(session.form, point)
        if items:
            row.addWidget(self._places(number, items, session))
        column.addLayout(row)
        hint = _("What you found")
        self.words = NoteText(self, f"{number}　{hint}", hint, "", writing=not session.read_only)
        column.addWidget(self.words)
        self.verdict.activated.connect(lambda _at: self._tell())
        self.words.edited.connect(lambda _words: self._tell())

    def _places(self, number: int, items: list[str], session: Session) -> QPushButton:
        """A button with links to the point's items."""
        button = QPushButton(_("Where It Stands"), self)
        button.setAccessibleName(f"{number}　{button.text()}")
        menu = QMenu(button)
        offer_entries(
            menu,
            [
                MenuEntry(printed_path(session.form, (item_id,)), partial(self.item_requested.emit, item_id))
                for item_id in items
            ],
        )
        button.setMenu(menu)
        return button

    def show_found(self, found: PointFound) -> None:
        self.verdict.choose(found.verdict)
        self.words.show_text(found.words)

    def _tell(self) -> None:
        self.found.emit(self.point.id, self.verdict.currentData() or "", self.words.text())


class ViewpointsPanel(Panel):
    """The points in groups; ``sheet_requested`` and ``outline_requested`` ask for documents."""

    sheet_requested = Signal()
    outline_requested = Signal()

    def __init__(self, session: Session, keep: AnnotationStore, points: Points) -> None:
        super().__init__()
        self._session = session
        self._keep = keep
        self._points = points
        self.cards: dict[str, PointCard] = {}
        self.found: dict[str, PointFound] = {}
        self._round = 1
        self._read()
        self._lay_out()
        self._count()
        keep.follow(self._read_anew)

    def _read(self) -> None:
        try:
            self._round = self._keep.round_number()
            kept = self._keep.review_points()
        except CabinetError:  # the file is unreachable; the saved-state line says so
            return
        self.found = {
            one.point: PointFound(one.verdict, one.words) for one in kept if one.round == self._round
        }

    def _read_anew(self) -> None:
        """The writer of a cabinet that is only read here has saved."""
        self._read()
        for point_id, card in self.cards.items():
            card.show_found(self.found.get(point_id, PointFound()))
        self._count()

    def _lay_out(self) -> None:
        column = flush_column(self, 0)
        column.addLayout(self._head())
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAccessibleName(_("Points of View"))
        inner = QWidget(scroll)
        self._fill(inner)
        scroll.setWidget(inner)
        column.addWidget(scroll, 1)
        begin_at(self, next(iter(self.cards.values())).verdict)

    def _head(self) -> QVBoxLayout:
        told, papers = QHBoxLayout(), QHBoxLayout()
        papers.setSpacing(space(2))
        head = column_of(told, papers, gap=space(1), margins=(space(2), space(2), space(2), space(1)))
        self.count = plain_label(self)
        self.close_button = tool_button(self, "close", _("Hide the Points of View"))
        self.close_button.clicked.connect(self.close_requested)
        told.addWidget(self.count, 1)
        told.addWidget(self.close_button)
        self.sheet = push_button(self, _("Review &Sheet…"), self.sheet_requested)
        self.outline = QPushButton(_("&Outline…"), self)
        self.outline.setToolTip(_("One page on the assessment for a council, in its own words"))
        self.outline.clicked.connect(self.outline_requested)
        place(papers, self.outline, self.sheet, SPRING)
        return head

    def _fill(self, inner: QWidget) -> None:
        self._column = column_of(gap=space(2), margins=(space(2), space(1), space(2), space(2)), inside=inner)
        number = 0
        for group in self._points.groups:
            title = plain_label(inner, group.title, heading_font())
            about = note(inner, group.about)
            self._column.addWidget(title)
            self._column.addWidget(about)
            for point in group.points:
                number += 1
                self._column.addWidget(self._card(number, point, inner))
        source = note(inner, self._points.source, quiet=True)
        self._column.addWidget(source)
        self._column.addStretch(1)

    def _card(self, number: int, point: Point, parent: QWidget) -> PointCard:
        card = PointCard(number, point, self._points.verdicts, self._session, parent)
        card.show_found(self.found.get(point.id, PointFound()))
        card.found.connect(self._found)
        card.item_requested.connect(self._go)
        self.cards[point.id] = card
        return card

    def _count(self) -> None:
        done = sum(bool(self.found.get(point_id, PointFound()).verdict) for point_id in self.cards)
        words = _("{done} of {count} points looked at")
        self.count.setText(words.format(done=done, count=len(self.cards)))

    def _found(self, point_id: str, verdict: str, words: str) -> None:
        if self._session.read_only:
            return
        self.found[point_id] = PointFound(verdict, words)
        self._keep.put_review_point(ReviewPoint(self._round, point_id, verdict, words))
        self._count()

    def _go(self, item_id: str) -> None:
        """Show an item: in the current file if it exists per file, in the first entry of a list."""
        form, root = self._session.form, self._session.root
        path: tuple[str, ...] = ()
        for list_id in form.places[item_id].scope:
            keys = list(root.entries((*path, list_id)))
            if not keys:
                self._session.item_requested.emit((*path, list_id))
                return
            key = self._session.file_key if self._session.file_key in keys else keys[0]
            path = (*path, list_id, key)
        self._session.item_requested.emit((*path, item_id))
