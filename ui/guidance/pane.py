"""記載のてびき beside the form: guidance on the current item, and a search over all guidance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.kinds import DateKind, TextualKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.guidance import Entry, entries, find
from pia_desktop.i18n import _, ngettext
from ui.context.session import Session
from ui.form.texts import GrowingText
from ui.printing.copied_rows import copy_as_cells
from ui.widgets.buttons import tool_button
from ui.widgets.focus import begin_at
from ui.widgets.icons import set_icon
from ui.widgets.layouts import SPRING, column_of, flush_column, place, row_of
from ui.widgets.overrides import guarded
from ui.widgets.panel import Panel
from ui.widgets.plain_text import note, plain_label
from ui.widgets.search_field import SearchField
from ui.widgets.steady_area import SteadyArea
from ui.widgets.theme import em, heading_font, muted, scaled_font, small_font, space
from ui.widgets.timers import single_shot
from ui.widgets.two_line_rows import KEY_ROLE, TwoLines, two_line_row

_PAUSE: Final = 150
"""Milliseconds without a keystroke before the guidance is searched."""
_SELECTABLE: Final = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


def subject_of(path: NodePath) -> str:
    """The id of the item or list at a path."""
    return path[-1] if len(path) % 2 else path[-2]


@guarded
class GuidancePane(Panel):
    """Follows the cursor; during a search, lists the matching guidance."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setObjectName("guidance")
        self.setAccessibleName(_("Guidance"))
        self._known: dict[str, Entry] = {}
        self._shown = ""
        self.words = SearchField(self, _("Search the guidance"))
        self.close_button = tool_button(self, "close", _("Hide the Guidance"))
        self.page = GuidancePage(self)
        self.hits = QListWidget(self)
        self.hits.setItemDelegate(TwoLines(self.hits, cut=Qt.TextElideMode.ElideMiddle))
        self.hits.setUniformItemSizes(True)
        self.hits.setFrameShape(QListWidget.Shape.NoFrame)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.setAccessibleName(_("Guidance that was found"))
        copy_as_cells(self.hits)
        self.count = plain_label(self, font=small_font())
        self.back = QPushButton(_("&Back to What Was Found"), self)
        self.back.setFlat(True)
        self.back.hide()
        self._pause = single_shot(self, _PAUSE, self.search)
        self._lay_out()
        self._connect()

    def sizeHint(self) -> QSize:
        return QSize(em(self) * 30, em(self) * 40)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(space(3), space(2), space(1), space(2))
        head.setSpacing(space(1))
        head.addWidget(self.words, 1)
        head.addWidget(self.close_button)
        found = QWidget(self)
        column = QVBoxLayout(found)
        column.setContentsMargins(space(3), 0, space(3), space(2))
        column.setSpacing(space(2))
        column.addWidget(self.count)
        column.addWidget(self.hits, 1)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.page)
        self.stack.addWidget(found)
        whole = flush_column(self, 0)
        whole.addLayout(head)
        whole.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self.stack, 1)
        begin_at(self, self.words)

    def _connect(self) -> None:
        session = self.session
        self.words.textChanged.connect(lambda _words: self._pause.start())
        self.words.returnPressed.connect(self._first_hit)
        self.back.clicked.connect(lambda: self._show_found(True))
        self.hits.itemClicked.connect(self._go)
        self.hits.itemActivated.connect(self._go)
        self.close_button.clicked.connect(self.close_requested)
        self.page.insert.clicked.connect(self._insert)
        self.page.copy.clicked.connect(self._copy)
        session.item_entered.connect(self._entered)
        session.answers_changed.connect(self._answered)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.words.text():
                self.words.clear()
                self.search()
            else:
                self.close_requested.emit()
            return
        super().keyPressEvent(event)

    # ---- the item at the cursor

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._entered(self.session.current_path)

    def _entered(self, path: NodePath | None) -> None:
        if self.isVisible():
            self.show_entry(self._entry(subject_of(path)) if path else None)

    def _entry(self, ident: str) -> Entry | None:
        if not self._known:  # guidance is loaded when its first item is shown
            self._known = {entry.id: entry for entry in entries(self.session.form)}
        return self._known.get(ident)

    def show_entry(self, entry: Entry | None) -> None:
        """Show the guidance for an item; None if the cursor is in none."""
        self._shown = entry.id if entry else ""
        self.page.show_entry(entry)
        self._offer()

    def _answered(self, paths: tuple[NodePath, ...]) -> None:
        if self.session.current_path in paths:
            self._offer()

    def _offer(self) -> None:
        """Enable inserting the example only for an empty text answer."""
        path = self.session.current_path
        here = path is not None and subject_of(path) == self._shown
        words = here and path is not None and takes_example(self.session.form, path)
        empty = path is not None and not self.session.answer(path)
        self.page.insert.setVisible(bool(words))
        self.page.insert.setEnabled(bool(words) and empty and not self.session.read_only)

    def _insert(self) -> None:
        path = self.session.current_path
        entry = self._entry(self._shown)
        if path is not None and entry is not None and not self.session.answer(path):
            self.session.end_burst()
            self.session.set_answer(path, entry.guidance.example)
            self.session.item_requested.emit(path)

    def _copy(self) -> None:
        entry = self._entry(self._shown)
        if entry is not None:
            QGuiApplication.clipboard().setText(entry.guidance.example)

    # ---- searching

    def search(self) -> None:
        """Show the matching guidance; without search words, that of the current item."""
        self._pause.stop()
        words = self.words.text().strip()
        self._show_found(bool(words))
        self.hits.clear()
        found = find(self.session.form, words) if words else ()
        for entry in found:
            self.hits.addItem(two_line_row(entry.label, entry.path, entry))
        heading = ngettext("{count:,} item speaks of this", "{count:,} items speak of this", len(found))
        self.count.setText(heading.format(count=len(found)) if found else _("Nothing speaks of this."))

    def _show_found(self, found: bool) -> None:
        self.stack.setCurrentIndex(1 if found else 0)
        self.back.setVisible(not found and bool(self.words.text().strip()))

    def _first_hit(self) -> None:
        if self._pause.isActive():
            self.search()
        if self.hits.count():
            self.hits.setCurrentRow(max(self.hits.currentRow(), 0))
            self._go(self.hits.currentItem())

    def _go(self, row: QListWidgetItem) -> None:
        """Show the guidance of a hit, and its item in the form."""
        entry: Entry = row.data(KEY_ROLE)
        self.session.item_requested.emit(path_to(self.session, entry.id))
        self._show_found(False)
        self.show_entry(entry)


@guarded
class GuidancePage(SteadyArea):
    """The guidance for one item."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sheet = QWidget(self)
        self.setWidget(sheet)
        column = column_of(gap=space(2), margins=(space(3), space(1), space(3), space(4)), inside=sheet)
        self._quiet: list[QLabel] = []
        self.where = self._text(small_font(), quiet=True)
        self.title = self._text(heading_font())
        self.empty = self._text(self.font(), quiet=True)
        self.empty.setText(_("Put the cursor into an item of the form, and what belongs there stands here."))
        self.what = self._reading(_("What belongs here"))
        self.look = QGridLayout()
        self.look.setHorizontalSpacing(0)
        self.look.setVerticalSpacing(space(1))
        self.look.setColumnStretch(1, 1)
        self.example = self._reading(_("Example (invented)"))
        self.rule = self._text(small_font(), quiet=True)
        place(column, self.empty, self.where, self.title)
        self._headings: list[QLabel] = []
        self._headed(column, _("What belongs here"))
        column.addWidget(self.what)
        self._headed(column, _("What reviewers look for"))
        column.addLayout(self.look)
        self._headed(column, _("Example (invented)"))
        self.box = self._example_box()
        column.addWidget(self.box)
        self._headed(column, _("Rule"))
        column.addWidget(self.rule)
        column.addStretch(1)
        self._mute()
        self.show_entry(None)

    def _text(self, font: QFont, *, quiet: bool = False) -> QLabel:
        label = note(self, font=font)
        label.setTextInteractionFlags(_SELECTABLE)
        label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        if quiet:
            self._quiet.append(label)
        return label

    def _reading(self, name: str) -> GrowingText:
        """A read-only field for several lines of text; Tab reaches it, so that it can be scrolled by keys."""
        field = GrowingText(self)
        field.setReadOnly(True)
        field.setAccessibleName(name)
        field.viewport().setAutoFillBackground(False)
        field.document().setDocumentMargin(0)
        return field

    def _mute(self) -> None:
        palette = QApplication.palette()
        palette.setColor(QPalette.ColorRole.WindowText, muted(palette))
        for label in self._quiet:
            label.setPalette(palette)

    def fields(self) -> Iterable[QWidget]:
        return self.content().findChildren(QWidget)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._mute()

    def _headed(self, column: QVBoxLayout, words: str) -> None:
        label = QLabel(words, self)
        label.setFont(scaled_font(0.95, bold=True))
        column.addSpacing(space(2))
        column.addWidget(label)
        self._headings.append(label)

    def _example_box(self) -> QFrame:
        box = QFrame(self)
        box.setFrameShape(QFrame.Shape.StyledPanel)
        box.setBackgroundRole(QPalette.ColorRole.Base)
        box.setAutoFillBackground(True)
        inner = QVBoxLayout(box)
        inner.setContentsMargins(space(3), space(3), space(3), space(2))
        inner.setSpacing(space(3))
        inner.addWidget(self.example)
        self.insert = QPushButton(_("&Put the Example into the Answer"), box)
        self.insert.setToolTip(_("While nothing is answered here"))
        self.copy = QPushButton(_("&Copy the Example"), box)
        set_icon(self.copy, "copy")
        inner.addLayout(row_of(self.insert, self.copy, SPRING, gap=space(2)))
        return box

    def show_entry(self, entry: Entry | None) -> None:
        """Show the guidance for an item, or say that there is none."""
        self.empty.setVisible(entry is None)
        said: list[QWidget] = [self.where, self.title, self.what, self.box, self.rule, *self._headings]
        for widget in said:
            widget.setVisible(entry is not None)
        self._show_points(entry.guidance.look if entry else ())
        if entry is None:
            return
        self.where.setText(entry.path)
        self.title.setText(entry.label)
        self.what.show_text(entry.guidance.what)
        self.example.show_text(entry.guidance.example)
        self.rule.setText(f"{entry.guidance.rule}\n{entry.guidance.sure.words}")
        self.let_go()
        self.verticalScrollBar().setValue(0)

    def _show_points(self, points: tuple[str, ...]) -> None:
        while self.look.count():
            old = self.look.takeAt(0)
            widget = old.widget() if old else None
            if widget is not None:
                widget.deleteLater()
        for row, point in enumerate(points):
            dot = QLabel("・", self)
            dot.setAlignment(Qt.AlignmentFlag.AlignTop)
            self.look.addWidget(dot, row, 0)
            words = self._text(self.font())
            words.setText(point)
            self.look.addWidget(words, row, 1)


def takes_example(form: Form, path: NodePath) -> bool:
    """Whether an item's answer is text, so that an example can be inserted."""
    place = form.places.get(path[-1]) if len(path) % 2 else None
    return (
        place is not None
        and isinstance(place.item.kind, TextualKind)
        and not isinstance(place.item.kind, DateKind)
    )


def path_to(session: Session, ident: str) -> NodePath:
    """The path of an item or list in this assessment.

    Of several entries the one at the cursor, or the first; if there is none, the list.
    """
    form = session.form
    spec = form.lists.get(ident)
    scope = spec.scope if spec is not None else form.places[ident].scope
    current = session.current_path or ()
    path: NodePath = ()
    for list_id in scope:
        path = (*path, list_id)
        keys = list(session.root.entries(path))
        if not keys:
            return path
        at = current[len(path)] if current[: len(path)] == path and len(current) > len(path) else ""
        chosen = session.file_key if list_id == FILES else at
        path = (*path, chosen if chosen in keys else keys[0])
    return (*path, ident)
