"""A part of the form as a page, built step by step when first shown, so that no tab blocks."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPalette, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollBar, QSizePolicy, QTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.spots import Spot
from pia_desktop.forms.model import Item, Part, Risk, Section
from pia_desktop.i18n import _
from ui.context.session import Session
from ui.form.cells import RULE, AnswerCell, Cell, Words, heading_cell, sheet_width
from ui.form.changes import ChangesBlock
from ui.form.entries import EntriesBlock
from ui.form.rows import Registry, RowBuilder
from ui.form.tab_order import tab_by_layout
from ui.widgets.focus import last_focus
from ui.widgets.layouts import SPRING, column_of, row_of
from ui.widgets.overrides import guarded
from ui.widgets.steady_area import SteadyArea
from ui.widgets.theme import form_palette, heading_font, space, title_font

_FIRST_SLICE = 0.040
"""Seconds of building before a page is first shown; the rest follows while the window already answers."""

_SLICE = 0.012

_TRIES = 20
_NEXT_TRY = 20
"""Milliseconds until the first field of a page that is only being shown is looked for again."""

_ROUNDS = 8
"""Rounds of layout at most until a page is at rest; five are the most that were seen."""


@guarded
class PartPage(SteadyArea):
    """One part (None: the cover) of one owner: the assessment, or one file of it."""

    def __init__(
        self, session: Session, part: Part | None, owner: NodePath, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.part = part
        self.owner = owner
        self.registry = Registry()
        self.builder = RowBuilder(session, part, self.registry)
        self.lists: dict[NodePath, EntriesBlock | ChangesBlock] = {}
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFrameShape(SteadyArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(plain(part.title) if part else _("Cover"))
        self._current_cell: AnswerCell | None = None
        self._canvas = QWidget(self)
        self._sheet = QWidget(self._canvas)
        self._lay_out_canvas()
        self._blocks: Iterator[None] | None = self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(lambda: self._advance(_SLICE))
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusObjectChanged.connect(self._focus_moved)
        session.answers_changed.connect(self._answers_changed)
        session.withheld_changed.connect(self._withheld_changed)
        session.marks.changed.connect(self._marks_changed)
        session.entries_changed.connect(self._entries_changed)

    def _lay_out_canvas(self) -> None:
        """Lay out the sheet in the middle of the page; its background is the colour of the grid lines."""
        self.setWidget(self._canvas)
        outer = column_of(gap=space(3), margins=(space(5), space(4), space(5), space(8)), inside=self._canvas)
        title = self.part.title if self.part else self.session.form.title
        _centred(outer, Words(title, self._canvas, sheet_width(), title_font()))
        self._sheet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._sheet.setBackgroundRole(QPalette.ColorRole.Mid)
        self._sheet.setAutoFillBackground(True)
        self._column = column_of(gap=RULE, margins=(RULE, RULE, RULE, RULE), inside=self._sheet)
        _centred(outer, self._sheet)
        outer.addStretch(1)
        self._sheet.setPalette(form_palette(QApplication.palette()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ApplicationPaletteChange, QEvent.Type.PaletteChange):
            self._sheet.setPalette(form_palette(QApplication.palette()))
            for path, editor in self.registry.editors.items():
                spans = self.session.root.withheld_at(path)
                if spans is not None:
                    editor.show_withheld(spans)  # its hatching has the colours of before

    def _focus_moved(self, focused: QObject | None) -> None:
        """Frame the focused answer."""
        cell = focused if isinstance(focused, QWidget) and self.isAncestorOf(focused) else None
        while cell is not None and not isinstance(cell, AnswerCell):
            cell = cell.parentWidget()
        if cell is self._current_cell:
            return
        if cell is not None:
            self.let_go()
        for touched, current in ((self._current_cell, False), (cell, True)):
            if touched is not None and isValid(touched):
                touched.set_current(current)
        self._current_cell = cell

    # ---- building

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._blocks is not None:
            self._advance(_FIRST_SLICE)
            self.settle()
            QTimer.singleShot(0, self, self.settle)  # the page itself may get its size only now

    def _advance(self, seconds: float) -> None:
        """Build for some seconds; continue when the event loop is idle."""
        if self._blocks is None:
            return
        end = time.perf_counter() + seconds
        for _built in self._blocks:
            if time.perf_counter() >= end:
                self._timer.start()
                return
        self._built()

    def build_all(self) -> None:
        """Build whatever is missing, now."""
        if self._blocks is not None:
            for _built in self._blocks:
                pass
            self._built()

    def _built(self) -> None:
        self._timer.stop()
        self._blocks = None

    def _build(self) -> Iterator[None]:
        if self.part is None:
            for item in self.session.form.cover:
                self._column.addWidget(self.builder.row(item, (), self._sheet))
                yield
            return
        for section in self.part.sections:
            yield from self._section(section)

    def _section(self, section: Section) -> Iterator[None]:
        if section.title:
            heading = heading_cell(section.title, self._sheet, QPalette.ColorRole.Button, heading_font())
            self._add_boxes(heading, section)
            self._column.addWidget(heading)
            yield
        if section.repeat:
            block = EntriesBlock(
                self.builder,
                section.repeat,
                section.items,
                (*self.owner, section.repeat.id),
                self._sheet,
                self._restructured,
                self.show_item,
            )
            self.lists[block.path] = block
            self._column.addWidget(block)
            yield from block.build()
        elif section.table:
            changes = ChangesBlock(self.builder, section.table, (*self.owner, section.table.id), self._sheet)
            self.lists[changes.path] = changes
            self._column.addWidget(changes)
            yield
        else:
            yield from self._rows(tuple(item for item in section.items if not item.in_heading))
        for risk in section.risks:
            yield from self._risk(risk)

    def _add_boxes(self, heading: Cell, section: Section) -> None:
        for item in (*section.none, *(item for item in section.items if item.in_heading)):
            heading.box.addWidget(self.builder.editor(item, self.owner, heading))

    def _risk(self, risk: Risk) -> Iterator[None]:
        font = QApplication.font()
        self._column.addWidget(heading_cell(risk.title, self._sheet, QPalette.ColorRole.Midlight, font))
        yield
        yield from self._rows(risk.items)

    def _rows(self, items: tuple[Item, ...]) -> Iterator[None]:
        for item in items:
            self._column.addWidget(self.builder.row(item, self.owner, self._sheet))
            yield

    # ---- following the contents

    def _answers_changed(self, paths: tuple[NodePath, ...]) -> None:
        for path in self.registry.followed(paths):
            self._show_answer(path)
        for block in self.lists.values():
            if isinstance(block, ChangesBlock):
                block.answers_changed(paths)

    def _show_answer(self, path: NodePath) -> None:
        value = self.session.answer(path)
        editor = self.registry.editors.get(path)
        if editor is not None:
            editor.show_value(value)
        for follower in self.registry.defaults.get(path, ()):
            follower.show_default(value if isinstance(value, str) else "")
        for derived in self.registry.derived.get(path, ()):
            derived.show_value(None)
        for cell in self.registry.emptied.get(path, ()):
            cell.setEnabled(value is not True)

    def _withheld_changed(self, path: NodePath) -> None:
        editor = self.registry.editors.get(path)
        if editor is not None:
            editor.show_withheld(self.session.root.withheld_at(path))

    def _marks_changed(self, path: NodePath) -> None:
        editor = self.registry.editors.get(path)
        if editor is not None:
            editor.show_marks(self.session.marks.at(path))
        elif len(path) % 2 == 0 and path[:-1] in self.lists:
            self.lists[path[:-1]].show_marks(path)
        elif path in self.lists:
            self.lists[path].show_marks(path)

    def _entries_changed(self, path: NodePath) -> None:
        block = self.lists.get(path)
        if block is None:
            return
        if self._blocks is not None:
            self.build_all()
        block.refresh()

    def _restructured(self) -> None:
        """Restore the tab order after entries were added or removed."""
        tab_by_layout(self._sheet)

    # ---- showing an item

    def show_item(self, path: NodePath) -> bool:
        """Scroll an item, entry or list into view and focus it; False if it is not on this page."""
        if path[: len(self.owner)] != self.owner:
            return False
        self.build_all()
        editor = self.registry.editors.get(path)
        target: QWidget | None = editor.focus_target() if editor else None
        if editor is not None:
            self._unfold(path)
        if target is None:
            target = self._structure_at(path)
        if target is None:
            return False
        seen = self._begun_at(path) or target
        self._bring_into_view(seen, target)
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        # new rows are not visible before
        QTimer.singleShot(0, target, lambda: self._bring_into_view(seen, target))
        return True

    def show_words(self, path: NodePath, spot: Spot, start: int, end: int) -> bool:
        """Select text of an answer and focus it; False if it is not on this page."""
        if not self.show_item(path):
            return False
        editor = self.registry.editors.get(path)
        field = editor.field_of(spot, start) if editor is not None else None
        if field is not None:
            self._bring_into_view(field, field)
            field.mark(start - field.begins, end - field.begins)
        return True

    def sees(self, path: NodePath) -> bool:
        """Whether any part of an item is visible."""
        editor = self.registry.editors.get(path)
        target = editor.focus_target() if editor else self._structure_at(path)
        if target is None or not target.isVisible():
            return False
        place = QRect(target.mapTo(self._canvas, QPoint(0, 0)), target.size())
        view = (
            self.viewport()
            .rect()
            .translated(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        )
        return place.intersects(view)

    def scroll_bar(self) -> QScrollBar:
        return self.verticalScrollBar()

    def first_seen(self) -> NodePath | None:
        """The first visible item, from the top."""
        return next((path for path in self._ordered() if self.sees(path)), None)

    def _ordered(self) -> list[NodePath]:
        """The items in form order; the registry has later entries last."""
        editors = self.registry.editors
        heights = {path: editor.mapTo(self._canvas, QPoint(0, 0)).y() for path, editor in editors.items()}
        return sorted(heights, key=heights.__getitem__)

    def fields(self) -> Iterable[QWidget]:
        """What takes the cursor: the answers, then the lists, for a page that holds nothing else yet."""
        yield from (editor.focus_target() for editor in self.registry.editors.values())
        if self._blocks is None:
            yield from (target for path in self.lists if (target := self._structure_at(path)) is not None)

    def enter(self, *, tries: int = _TRIES) -> None:
        """Restore the page's last focus, or focus its first field."""
        before = last_focus(self)
        if before is None or before is self or not before.isVisible() or not before.isEnabled():
            before = next((field for field in self.fields() if field.isVisible() and field.isEnabled()), None)
        if before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        elif tries:  # new rows become visible gradually
            QTimer.singleShot(_NEXT_TRY, self, lambda: self._enter_late(tries - 1))

    def _enter_late(self, tries: int) -> None:
        """Focus the first field, unless the focus has moved elsewhere meanwhile."""
        if self.isVisible() and self.session.current_path is None:
            self.enter(tries=tries)

    def _bring_into_view(self, seen: QWidget, target: QWidget) -> None:
        """Scroll to what is to be seen, then to the cursor, in a text that is taller than the page."""
        self.settle()
        self.let_go()  # after it: a page that is shown for the first time would hold on to its top
        self._scroll_to(self._line(seen, None))
        if isinstance(target, QTextEdit):
            self._scroll_to(self._line(target, target.textCursor().position()))

    def _scroll_to(self, place: QRect) -> None:
        """Scroll a place of the canvas that is not fully visible to a quarter of the page's height."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if not bar.value() <= place.top() <= bar.value() + height - min(place.height(), height // 2):
            bar.setValue(place.top() - height // 4)

    def _structure_at(self, path: NodePath) -> QWidget | None:
        """The widget of a list, an entry or a table cell."""
        for list_path, block in self.lists.items():
            if path[: len(list_path)] == list_path:
                if isinstance(block, ChangesBlock):
                    return block.show_row(path)
                entry = block.blocks.get(path[len(list_path)]) if len(path) > len(list_path) else None
                return entry.fold if entry else block.add_button
        return None

    def _begun_at(self, path: NodePath) -> QWidget | None:
        """The entry whose first item this is: its rows are to be seen with its heading."""
        block = self.lists.get(path[:-2])
        if not isinstance(block, EntriesBlock) or path[-1] != self.session.form.lists[path[-3]].item_ids[0]:
            return None
        return block.blocks.get(path[-2])

    def _unfold(self, path: NodePath) -> None:
        for list_path, block in self.lists.items():
            if isinstance(block, EntriesBlock) and path[: len(list_path)] == list_path:
                block.blocks[path[len(list_path)]].set_folded(False)

    def settle(self) -> None:
        """Lay out all rows now.  Fields get their width first, and their height from that."""
        layout = self._canvas.layout()
        calm = 0
        for _round in range(_ROUNDS):
            if layout is None or calm == 2:
                break
            layout.activate()
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            calm = calm + 1 if self._sheet.height() == self._sheet.sizeHint().height() else 0


def _centred(column: QVBoxLayout, widget: QWidget) -> None:
    """Add a widget centred, at most as wide as the form."""
    widget.setMaximumWidth(sheet_width())
    line = row_of(SPRING)
    line.addWidget(widget, 1_000)
    line.addStretch(1)
    column.addLayout(line)
