"""変更箇所の案: proposes rows for 変更箇所 from what changed, for the clerk to edit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from db.records import VersionInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.revisions.compare import Comparison, compare_editions
from pia_desktop.revisions.proposals import to_edit
from pia_desktop.rules.importance import UNDECIDED, timing
from pia_desktop.rules.rounds import written_day
from ui.changes.proposals_model import (
    AFTER,
    BEFORE,
    ITEM,
    REASON,
    STATE,
    WHEN,
    WHENS,
    ProposalsModel,
    ProposedRow,
    Standing,
    lines_of,
)
from ui.changes.row_fields import RowFields
from ui.form.whole_lines import WholeLines, set_row_height
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InMemory
from ui.versions.version_store import VersionStore, version_title
from ui.widgets.buttons import add_button, check_box
from ui.widgets.day_field import DayField
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import ask, busy, show_error
from ui.widgets.layouts import above_below, flush_column, row_of
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import label_for, note, plain_label
from ui.widgets.theme import em, muted, space, warning
from ui.widgets.unscrolled import DropDown

_Index = QModelIndex | QPersistentModelIndex
_WIDTHS = {STATE: 8, ITEM: 14, BEFORE: 18, AFTER: 18, WHEN: 5, REASON: 14}


@guarded
class _Whens(WholeLines):
    """提出時期 as a drop-down list."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        box = DropDown(parent)
        box.addItems(list(WHENS))
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, QComboBox)
        editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: object, index: _Index) -> None:
        assert isinstance(editor, QComboBox)
        assert isinstance(model, ProposalsModel)
        model.setData(index, editor.currentText())


@guarded
class ProposalsDialog(Dialog):
    """One line per change since a version; ticked lines become rows of 変更箇所."""

    def __init__(self, parent: QWidget, version_store: VersionStore) -> None:
        super().__init__(parent, _("Proposed Rows for 変更箇所"), place="proposals")
        self._version_store = version_store
        self._session = version_store.session
        self._infos: list[VersionInfo] = list(reversed(version_store.versions))
        self._comparison: Comparison | None = None
        self._draft: Snapshot | None = None
        self.model = ProposalsModel(self)
        self._build()
        self.model.ticked_changed.connect(self._count)
        self.model.modelReset.connect(self._pick_first)
        self.model.dataChanged.connect(lambda *_where: self._show_line())
        self.view.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_line())
        self.view.selectionModel().selectionChanged.connect(lambda *_rows: self._offer())
        self.day.day_changed.connect(self._count)
        self.take_size(1180, 760)
        published = version_store.published
        if published is not None:
            self.version.setCurrentIndex(self._infos.index(published))
        self._propose()
        self.view.setFocus()

    # ---- building

    def _build(self) -> None:
        column = self.column
        column.addLayout(self._head())
        column.addWidget(above_below(self, self._table(), self._below(), shares=(3, 2)), 1)
        self.count = note(self, "")
        self.add_button = self.end_with(_("&Add to the Table"), self.count)

    def _change_day(self) -> date | None:
        """The date of the rows: that of the publication if it is still to come, else (None) today."""
        words = self._session.answer((self._session.form.roles.published_on,))
        written = written_day(words) if isinstance(words, str) else None
        return written if written is not None and written > date.today() else None

    def _head(self) -> QHBoxLayout:
        row = row_of(gap=space(2))
        self.version = DropDown(self)
        self.version.addItems([version_title(info) for info in self._infos])
        self.version.setMinimumWidth(em(self) * 14)
        self.version.activated.connect(self._other_version)
        self.day = DayField(self._change_day(), self)
        self.day.setMaximumWidth(em(self) * 12)
        self.shorten = QCheckBox(_("&Shorten with （略）"), self)
        self.shorten.setToolTip(_("In long texts, leaves out the sentences that did not change."))
        self.shorten.setChecked(True)
        self.shorten.toggled.connect(self._shorten)
        self.recorded = check_box(self, _("Show &recorded rows too"), self.model.show_recorded)
        for words, field in ((_("Changes &since:"), self.version), (_("Day of the &change:"), self.day)):
            row.addWidget(label_for(field, words))
            row.addWidget(field)
            row.addSpacing(space(3))
        row.addWidget(self.shorten)
        row.addSpacing(space(2))
        row.addWidget(self.recorded)
        row.addStretch(1)
        return row

    def _table(self) -> QTableView:
        view = self.view = QTableView(self)
        view.setModel(self.model)
        view.setAccessibleName(_("Proposed rows"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        view.setTabKeyNavigation(False)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number in (ITEM, BEFORE, AFTER, REASON):
            view.setItemDelegateForColumn(number, WholeLines(view, of_places=number == ITEM))
        view.setItemDelegateForColumn(WHEN, _Whens(view))
        set_row_height(view)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        for number, width in _WIDTHS.items():
            view.setColumnWidth(number, width * em(view))
        for number in (BEFORE, AFTER):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        copy_as_cells(view, InMemory(self._states))
        return view

    def _states(self) -> tuple[Snapshot, ...]:
        found, once = self._comparison, self._session.once_withheld()
        return (self._session.snapshot(), *once) if found is None else (found.old, found.new, *once)

    def _below(self) -> QWidget:
        pane = QWidget(self)
        row = row_of(gap=space(2))
        self.merge_button = add_button(row, _("&Merge Into One"), self._merge)
        self.split_button = add_button(row, _("Sp&lit"), self._split)
        self.split_button.setToolTip(
            _("Takes a merged row apart; cuts another in two where the cursor stands in its two texts.")
        )
        self.drop_button = add_button(row, _("&Drop"), self._drop)
        self.tick_button = add_button(row, _("&Tick All"), lambda: self._tick_all(True))
        self.untick_button = add_button(row, _("&Untick All"), lambda: self._tick_all(False))
        row.addStretch(1)
        self.said = plain_label(pane)
        row.addWidget(self.said)
        self.go_button = add_button(row, _("&Go to This Row"), self._go)
        column = flush_column(pane, space(2), row)
        self.fields = RowFields(pane)
        self.fields.edited.connect(self._edited)
        column.addWidget(self.fields, 1)
        return pane

    # ---- what is proposed

    def _propose(self) -> None:
        """Compare the chosen version with the draft and list the proposals.

        What the draft withholds is withheld in what stood before, too.
        """
        from pia_desktop.paper.copies import marked_as

        try:
            with busy():
                draft = self._draft = self._version_store.draft()
                old = marked_as(self._version_store.load(self._infos[self.version.currentIndex()].id), draft)
                self._comparison, _dropped = compare_editions(old, draft)
                lines = lines_of(self._comparison, timing, shorten=self.shorten.isChecked())
        except UserError as error:
            self._comparison, self._draft, lines = None, None, []
            show_error(self, error)
        self.model.show_lines(lines)

    def _other_version(self) -> None:
        self._unless_touched(self._propose)

    def _unless_touched(self, act: Callable[[], None]) -> None:
        """Ask before the clerk's own edits to the lines are lost."""
        if not self.model.touched:
            act()
            return
        ask(
            self,
            _("What you wrote into these rows is lost then."),
            _("Add them to the table first if you want to keep them."),
            [(_("Go On"), act), (_("Stay Here"), None)],
            careful=True,
        )

    def _shorten(self, on: bool) -> None:
        if self._comparison is not None:
            self.model.shorten(lines_of(self._comparison, timing, shorten=on))

    # ---- what is shown

    @property
    def line(self) -> ProposedRow | None:
        """The current line."""
        row = self.view.currentIndex().row()
        return self.model.shown[row] if 0 <= row < len(self.model.shown) else None

    def _rows(self) -> list[int]:
        return [index.row() for index in self.view.selectionModel().selectedRows()]

    def _pick_first(self) -> None:
        if self.model.shown:
            self.view.selectRow(0)
        self._show_line()
        self._offer()

    def _show_line(self) -> None:
        line = self.line
        self.fields.show_line(line)
        words = {
            Standing.DIFFERS: _("The assessment says something else by now; mend this row in the table."),
            Standing.UNKNOWN: _("No change since the version is meant by this row."),
            Standing.RECORDED: _("The table has this row already."),
        }.get(line.standing if line else Standing.NEW, "")
        self.said.setText(words)
        wrong = line is not None and line.standing is Standing.DIFFERS
        palette = QPalette(self.palette())
        palette.setColor(self.said.foregroundRole(), warning(palette) if wrong else muted(palette))
        self.said.setPalette(palette)
        self.go_button.setVisible(line is not None and not line.is_new)

    def _offer(self) -> None:
        lines = [self.model.shown[row] for row in self._rows()]
        new = [line for line in lines if line.is_new]
        self.merge_button.setEnabled(len(new) > 1)
        self.split_button.setEnabled(len(lines) == 1 and len(new) == 1)
        self.drop_button.setEnabled(bool(new))

    def _count(self) -> None:
        """Show how many rows will be written; none can be without a valid date."""
        new = sum(line.is_new for line in self.model.lines)
        count = len(self.model.ticked)
        differing = sum(line.standing is Standing.DIFFERS for line in self.model.lines)
        if self.day.text().strip() and self.day.day is None:
            words = _("This is no day of the calendar; enter it again.")
        elif not new:
            words = _("Every change is in the table already.")
        else:
            words = _("{count:,} of {all:,} proposed rows are ticked.").format(count=count, all=new)
        undecided = sum(one.when == UNDECIDED for one in self.model.ticked)
        if undecided:
            further = ngettext(
                "{count:,} of them is yet to be judged (要判断); it goes in without 提出時期.",
                "{count:,} of them are yet to be judged (要判断); they go in without 提出時期.",
                undecided,
            )
            words += f"　{further.format(count=undecided)}"
        if differing:
            further = ngettext(
                "{count:,} row of the table does not agree any more.",
                "{count:,} rows of the table do not agree any more.",
                differing,
            )
            words += f"　{further.format(count=differing)}"
        self.count.setText(words)
        self.add_button.setEnabled(bool(count) and (self.day.day is not None or not self.day.text().strip()))

    # ---- what the clerk does

    def _edited(self, name: str, words: str) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row < len(self.model.shown):
            self.model.write(row, name, words)

    def _merge(self) -> None:
        self._select(self.model.merge(self._rows()))

    def _split(self) -> None:
        row = self.model.split(self.view.currentIndex().row(), *self.fields.cursors())
        if row < 0:
            self.said.setText(_("Put the cursor where each of the two texts is to be cut, then split."))
        self._select(row)

    def _drop(self) -> None:
        rows = self._rows()
        self.model.drop(rows)
        self._select(min(rows[0], len(self.model.shown) - 1) if rows else -1)

    def _select(self, row: int) -> None:
        if row >= 0:
            self.view.selectRow(row)

    def _tick_all(self, on: bool) -> None:
        self.model.tick(range(len(self.model.shown)), on)

    def _go(self) -> None:
        line = self.line
        if line is not None and line.key:
            path = (self._session.form.roles.changes, line.key)
            self._unless_touched(lambda: self._leave_for(path))

    def _leave_for(self, path: tuple[str, ...]) -> None:
        self.reject()
        self._session.item_requested.emit((*path, self._columns()[0]))

    def _columns(self) -> tuple[str, ...]:
        return tuple(self._session.form.lists[self._session.form.roles.changes].item_ids)

    def _is_outdated(self) -> bool:
        """Whether the assessment was changed since, as by a replacement over all of them."""
        return self._draft is not None and self._draft.root is not self._version_store.draft().root

    def _propose_anew(self) -> None:
        self._propose()
        self.count.setText(_("The assessment has been changed meanwhile; these are its rows now."))

    def accept(self) -> None:
        """Append the ticked lines to 変更箇所, as one undo step."""
        if self._is_outdated():
            self._unless_touched(self._propose_anew)
            return
        chosen = self.model.ticked
        session = self._session
        table = (session.form.roles.changes,)
        room = session.room(table)
        if len(chosen) > room:
            self.count.setText(_("The table has room for {room:,} more rows; untick some.").format(room=room))
            return
        if not chosen or not self.add_button.isEnabled():
            return
        session.end_burst()
        edit = to_edit(chosen, session.root, session.form, self.day.day)
        session.push(edit)
        super().accept()
        first = list(session.root.entries(table))[-len(chosen)]
        session.item_requested.emit((*table, first, self._columns()[0]))
