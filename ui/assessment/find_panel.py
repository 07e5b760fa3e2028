"""Find and replace over the whole assessment, in a panel that leaves the form in reach."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.search import (
    Hit,
    Query,
    find_all,
    replace_all,
    replace_one,
    stands_already,
)
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from ui.context.session import Session
from ui.widgets.buttons import tool_button
from ui.widgets.dialogs import show_error
from ui.widgets.overrides import guarded
from ui.widgets.panel import Panel
from ui.widgets.plain_text import tip
from ui.widgets.theme import em, mixed, muted, small_font, space
from ui.widgets.timers import single_shot

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
HIT_ROLE = Qt.ItemDataRole.UserRole + 1
PLACE_ROLE = Qt.ItemDataRole.UserRole + 2
_PAUSE = 150
"""Milliseconds without a keystroke before the assessment is searched."""


@guarded
class HitsModel(QAbstractListModel):
    """The places that were found, in the form's order."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.hits: list[Hit] = []

    def show_hits(self, hits: list[Hit]) -> None:
        """Take other hits."""
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        hit = self.hits[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{hit.before}{hit.words}{hit.after}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._place(hit)}: {hit.before}{hit.words}{hit.after}"
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._place(hit))
        if role == HIT_ROLE:
            return hit
        return self._place(hit) if role == PLACE_ROLE else None

    def _place(self, hit: Hit) -> str:
        return printed_path(self._session.form, hit.path, self._session.root)


@guarded
class _HitDelegate(QStyledItemDelegate):
    """Two lines: where, small; the words with what was found marked."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = option.fontMetrics.height()
        return QSize(em() * 12, round(height * 1.9) + space(3))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit: Hit = index.data(HIT_ROLE)
        picked = bool(option.state & QStyle.StateFlag.State_Selected)
        palette: QPalette = option.palette
        rect = option.rect
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        text = palette.color(QPalette.ColorRole.HighlightedText if picked else QPalette.ColorRole.Text)
        inner = rect.adjusted(space(2), space(1), -space(2), -space(1))
        painter.save()
        painter.setFont(small_font())
        painter.setPen(text if picked else muted(palette))
        place = painter.fontMetrics().elidedText(
            index.data(PLACE_ROLE), Qt.TextElideMode.ElideMiddle, inner.width()
        )
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft), place)
        painter.setFont(option.font)
        self._draw_words(painter, inner, hit, text, palette, picked)
        painter.restore()

    @staticmethod
    def _draw_words(
        painter: QPainter,
        inner: QRect,
        hit: Hit,
        text: QColor,
        palette: QPalette,
        picked: bool,
    ) -> None:
        metrics = painter.fontMetrics()
        shown = hit.words.replace("\n", " ")
        room = max(inner.width() // 3, inner.width() - metrics.horizontalAdvance(shown + hit.after[:12]))
        before = metrics.elidedText(hit.before, Qt.TextElideMode.ElideLeft, room)
        x, base = inner.left(), inner.bottom() - metrics.descent()
        painter.setPen(text)
        for words, marked in ((before, False), (shown, True), (hit.after, False)):
            left = inner.right() - x
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(left, 0))
            width = metrics.horizontalAdvance(words)
            if marked and not picked:
                accent = mixed(
                    palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Highlight), 0.3
                )
                painter.fillRect(x, base - metrics.ascent(), width, metrics.height(), accent)
            painter.drawText(x, base, words)
            if marked and picked:
                painter.drawLine(x, base + 2, x + width, base + 2)
            x += width


@guarded
class FindPanel(Panel):
    """The words, how to compare them, what was found, and what to put in their place."""

    hit_requested = Signal(object)
    """Someone asks that a ``Hit`` be shown and its words marked."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._gone = False
        self._searched = Query("")
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(_("Find in the whole assessment"))
        self.words.setClearButtonEnabled(True)
        self.words.setAccessibleName(_("Find"))
        self.replacement = QLineEdit(self)
        self.replacement.setPlaceholderText(_("Replace with"))
        self.replacement.setAccessibleName(_("Replace with"))
        self.fold_case = QCheckBox(_("Ignore upper and lower case"), self)
        self.fold_width = QCheckBox(_("Ignore full and half width"), self)
        self.records = QCheckBox(_("Replace in 変更箇所, too (records of the past)"), self)
        self.count = QLabel(self)
        self.count.setFont(small_font())
        self.count.setWordWrap(True)
        self.previous = tool_button(self, "up", _("Previous Hit"))
        self.next = tool_button(self, "down", _("Next Hit"))
        self.close_button = tool_button(self, "close", _("Close the Search"))
        self.replace_one = QPushButton(_("Replace This One"), self)
        self.replace_all = QPushButton(_("Replace All"), self)
        self.model = HitsModel(session, self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Places that were found"))
        self._pause = single_shot(self, _PAUSE, self.search)
        self._lay_out()
        self._connect()
        self._show_count()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(2))
        head = QHBoxLayout()
        head.setSpacing(space(1))
        head.addWidget(self.words, 1)
        head.addWidget(self.previous)
        head.addWidget(self.next)
        head.addWidget(self.close_button)
        column.addLayout(head)
        for box in (self.fold_case, self.fold_width):
            box.setChecked(True)
            column.addWidget(box)
        column.addWidget(self.replacement)
        column.addWidget(self.records)
        buttons = QGridLayout()
        buttons.setSpacing(space(2))
        buttons.addWidget(self.replace_one, 0, 0)
        buttons.addWidget(self.replace_all, 0, 1)
        column.addLayout(buttons)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.words)
        order = [self.words, self.previous, self.next, self.fold_case, self.fold_width, self.replacement]
        order += [self.records, self.replace_one, self.replace_all, self.list]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._words_typed)
        self.words.returnPressed.connect(self._enter)
        self.replacement.returnPressed.connect(self._replace_current)
        self.replacement.textChanged.connect(self._show_count)
        for box in (self.fold_case, self.fold_width):
            box.toggled.connect(self.search)
        self.close_button.clicked.connect(self.close_requested)
        self.next.clicked.connect(self.go_next)
        self.previous.clicked.connect(self.go_previous)
        self.list.clicked.connect(lambda index: self._go(index.row()))
        self.list.activated.connect(lambda index: self._go(index.row()))
        self.replace_one.clicked.connect(self._replace_current)
        self.replace_all.clicked.connect(self._replace_all)
        self._session.undo_stack.indexChanged.connect(self._contents_changed)

    @property
    def query(self) -> Query:
        """What is looked for now."""
        return Query(self.words.text(), self.fold_case.isChecked(), self.fold_width.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
            return
        super().keyPressEvent(event)

    def begin(self, words: str = "", *, replacing: bool = False) -> None:
        """Take the cursor; ``words`` are those marked in the form, if any."""
        if words and "\n" not in words and "\u2029" not in words:
            self.words.setText(words)
            self.search()
        field = self.replacement if replacing and self.words.text() else self.words
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def search(self) -> None:
        """Look through the assessment, and mark the hit that was marked, or the first."""
        self._pause.stop()
        row = max(self.list.currentIndex().row(), 0)
        if self.query != self._searched:
            self._searched, self._gone, row = self.query, False, 0
        self.model.show_hits(find_all(self._session.assessment.snapshot(), self.query))
        if self.model.hits:
            self.list.setCurrentIndex(self.model.index(min(row, len(self.model.hits) - 1)))
        self._show_count()

    def _words_typed(self) -> None:
        self._pause.start()

    def _contents_changed(self) -> None:
        """What was typed may have made hits or taken them away; looking can wait until a pause."""
        if self.isVisible() and self.words.text():
            self._pause.start()

    def go_next(self) -> None:
        """Go to the hit behind the one that is marked; behind the last comes the first."""
        self._step(1)

    def go_previous(self) -> None:
        """Go to the hit before the one that is marked."""
        self._step(-1)

    def _step(self, by: int) -> None:
        fresh = self._search_late()
        if self.model.hits:
            row = self.list.currentIndex().row()
            self._go(row if fresh and by > 0 else (row + by) % len(self.model.hits), stay=True)

    def _search_late(self) -> bool:
        """Look for what was typed just now; whether that was still to be done."""
        late = self._pause.isActive() or bool(self.words.text() and not self.model.hits)
        if late:
            self.search()
        return late

    def _enter(self) -> None:
        """Enter goes to the hit that is marked, the first at first; then from hit to hit."""
        self._search_late()
        if self._gone:
            self.go_next()
        elif self.model.hits:
            self._go(self.list.currentIndex().row(), stay=True)

    def _go(self, row: int, *, stay: bool = False) -> None:
        """Show a hit in the form.  ``stay`` keeps the cursor here, so that Enter goes on to the next."""
        self._gone = True
        field = QApplication.focusWidget() if stay else None
        self.list.setCurrentIndex(self.model.index(row))
        self.hit_requested.emit(self.model.hits[row])
        if field is not None and self.isAncestorOf(field):
            field.setFocus()
        self._show_count()

    def _replace_current(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.model.hits):
            snapshot = self._session.assessment.snapshot()
            try:
                edit = replace_one(snapshot, self.model.hits[row], self.query, self.replacement.text())
            except UserError as error:
                show_error(self, error)
                return
            if edit is not None:
                self._session.push(edit)
        self.search()

    def _replace_all(self) -> None:
        """Replace all in one step; what records the past is left alone unless the clerk asks for it."""
        snapshot = self._session.assessment.snapshot()
        found = find_all(snapshot, self.query)
        words = self.replacement.text()
        changes = self._session.form.roles.changes
        wanted = [hit for hit in found if self.records.isChecked() or changes not in hit.path]
        try:
            edit = replace_all(snapshot, wanted, self.query, words)
        except UserError as error:
            show_error(self, error)
            return
        if edit is not None:
            self._session.push(edit)
        self.search()
        count = sum(not stands_already(hit, self.query, words) for hit in wanted)
        done = ngettext("{count:,} place replaced", "{count:,} places replaced", count)
        self.count.setText(done.format(count=count) + self._left(len(found) - len(wanted)))
        if edit is not None:
            self._session.taken_out.emit(done.format(count=count))

    @staticmethod
    def _left(count: int) -> str:
        if not count:
            return ""
        words = ngettext(
            "; {count:,} place in 変更箇所 was left as it is",
            "; {count:,} places in 変更箇所 were left as they are",
            count,
        )
        return words.format(count=count)

    def _show_count(self) -> None:
        count, row = len(self.model.hits), self.list.currentIndex().row()
        can_replace = bool(count) and not self._session.read_only
        self.replace_one.setEnabled(can_replace)
        self.replace_all.setEnabled(can_replace)
        changes = self._session.form.roles.changes
        self.records.setVisible(can_replace and any(changes in hit.path for hit in self.model.hits))
        for button in (self.previous, self.next):
            button.setEnabled(bool(count))
        if not self.words.text():
            self.count.setText("")
        elif not count:
            self.count.setText(_("Not found"))
        else:
            found = ngettext("{row:,} of {count:,} place", "{row:,} of {count:,} places", count)
            answers = len({hit.path for hit in self.model.hits})
            within = ngettext("in {count:,} answer", "in {count:,} answers", answers)
            self.count.setText(found.format(row=row + 1, count=count) + " " + within.format(count=answers))
