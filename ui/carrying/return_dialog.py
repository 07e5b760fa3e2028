"""持ち帰り: what comes back, and which side wins where both changed the same place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import Enum
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from db.bundle_merge import Clash, ClashKey, MergedBundle
from db.returning import Returning
from pia_desktop.assessment.passages import withheld_in
from pia_desktop.assessment.withheld import Spans
from pia_desktop.i18n import _, in_a_row, ngettext
from pia_desktop.moments import short_words
from pia_desktop.revisions.compare import compare
from pia_desktop.revisions.textdiff import Passage, passages
from ui.carrying.one_sided import OneSided, one_sided
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InMemory
from ui.widgets.buttons import add_button
from ui.widgets.dialog import Dialog
from ui.widgets.layouts import above_below, row_of
from ui.widgets.overrides import guarded
from ui.widgets.passages import PassagePair
from ui.widgets.plain_text import note
from ui.widgets.rows import RoomyRows
from ui.widgets.theme import em, space

_NAME, _WANTED = range(2)
_TOGGLE: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ClashWay(Enum):
    """Which side is to stay where both changed the same place."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


@guarded
class ClashList(QTreeWidget):
    """The list of clashes; Enter is not passed on, as it would accept the dialog."""

    toggled = Signal()
    """The other side is wanted at the current place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setItemDelegate(RoomyRows(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TOGGLE:
            self.toggled.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


@guarded
class ReturnDialog(Dialog):
    """Shows what is brought in, and side by side what both changed.

    Nothing changes before it is accepted; then ``bring_in`` is called with the keys of the clashes for which
    the returned value was chosen, and of those for which both were.
    """

    def __init__(
        self,
        parent: QWidget,
        name: str,
        returning: Returning,
        merged: MergedBundle,
        bring_in: Callable[[Collection[ClashKey], Collection[ClashKey]], None],
    ) -> None:
        super().__init__(parent, _("Bring Back"), place="return")
        self._bring_in = bring_in
        self._states = (returning.ours.snapshot, returning.parcel.bundle.snapshot)
        self.clashes = merged.clashes
        self.one_sided = one_sided(returning, merged)
        self.wanted: dict[ClashKey, ClashWay] = {}
        column = self.column
        self.message = note(self)
        self.message.setMinimumWidth(em(self) * 40)
        self.message.setText(_summary(name, returning, merged))
        column.addWidget(self.message)
        self.split = above_below(self, self._list(), self._sides())
        shown = bool(self.clashes) or self.one_sided.any
        self.split.setVisible(shown)
        column.addWidget(self.split, 1)
        self._fill_buttons()
        self.add_buttons()
        if shown:
            self.take_size(em(self) * 72, em(self) * 46)
            self.list.setCurrentIndex(self.list.model().index(0, 0))

    def _list(self) -> ClashList:
        self.list = ClashList(self)
        self.list.setRootIsDecorated(self.one_sided.any)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        both = bool(self.clashes)
        self.list.setHeaderLabels([_("Changed on both sides") if both else _("Changed"), _("Wanted")])
        self.list.setAccessibleName(_("Places that both sides changed") if both else _("Changed places"))
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for clash in self.clashes:
            row = QTreeWidgetItem([clash.name, ""])
            row.setToolTip(_NAME, clash.name)
            self.list.addTopLevelItem(row)
            self._show_wanted(row, clash)
        ways = (
            (
                _("Changed only in what came back ({count:,}): taken over"),
                self.one_sided.taken,
                _("Came back"),
            ),
            (_("Changed only here ({count:,}): stays"), self.one_sided.kept, _("Here")),
        )
        for words, changes, wanted in ways:
            self._add_group(words, changes, wanted)
        self.list.currentItemChanged.connect(lambda _now, _old: self._show_current())
        self.list.toggled.connect(self.toggle)
        copy_as_cells(self.list, InMemory(lambda: self._states))
        self.list.itemDoubleClicked.connect(lambda row, _column: self._double_clicked(row))
        return self.list

    def _add_group(self, words: str, changes: Sequence[OneSided], wanted: str) -> None:
        """Add a collapsed heading over the changes of one side."""
        if not changes:
            return
        group = QTreeWidgetItem([words.format(count=len(changes)), ""])
        self.list.addTopLevelItem(group)
        for change in changes:
            row = QTreeWidgetItem([" ".join(change.name.split()), wanted])
            row.setToolTip(_NAME, change.name)
            group.addChild(row)

    def _sides(self) -> QWidget:
        pair = PassagePair(_("Here"), _("Came back"), self._withheld_in, self)
        self.ours_view, self.theirs_view = pair.before, pair.after
        ours, theirs = pair.columns
        self.keep_ours = add_button(ours, _("&Keep What Is Here"), lambda: self._want(ClashWay.OURS))
        row = row_of(gap=space(2))
        theirs.addLayout(row)
        self.take_theirs = add_button(row, _("&Take What Came Back"), lambda: self._want(ClashWay.THEIRS))
        self.take_both = add_button(row, _("Keep B&oth"), lambda: self._want(ClashWay.BOTH))
        return pair

    def _fill_buttons(self) -> None:
        self.accept_button = self.buttons.add_accept(_("&Bring In"))
        if self.clashes:
            self.all_theirs = self.buttons.add_action(_("Take &All That Came Back"), self._want_all)
            self.all_theirs.setAutoDefault(False)
        self.buttons.add_reject()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.setColumnWidth(_WANTED, em(self) * 12)

    # ---- choosing

    def _current(self) -> tuple[QTreeWidgetItem, Clash] | None:
        row = self.list.currentItem()
        at = self.list.indexOfTopLevelItem(row) if row is not None else -1
        return (row, self.clashes[at]) if row is not None and 0 <= at < len(self.clashes) else None

    def _current_one_sided(self) -> OneSided | None:
        row = self.list.currentItem()
        group = row.parent() if row is not None else None
        if row is None or group is None:
            return None
        at = self.list.indexOfTopLevelItem(group) - len(self.clashes)
        groups = [changes for changes in (self.one_sided.taken, self.one_sided.kept) if changes]
        return groups[at][group.indexOfChild(row)]

    def _show_current(self) -> None:
        found, change = self._current(), self._current_one_sided()
        both: tuple[Passage, ...] = ()
        if found is not None:
            both = passages(found[1].ours, found[1].theirs)
        elif change is not None:
            both = passages(change.here, change.back)
        self.ours_view.show_passages(both)
        self.theirs_view.show_passages(both)
        self.keep_ours.setEnabled(found is not None)
        self.take_theirs.setEnabled(found is not None and found[1].choosable)
        self.take_both.setEnabled(found is not None and found[1].joinable)

    def toggle(self) -> None:
        """Choose the next of here, came back and both for the current place, or fold the current heading."""
        found, row = self._current(), self.list.currentItem()
        if found is None and row is not None:
            row.setExpanded(not row.isExpanded())
        if found is not None:
            ways = _ways(found[1])
            self._want(ways[(ways.index(self._wanted(found[1])) + 1) % len(ways)])

    def _double_clicked(self, row: QTreeWidgetItem) -> None:
        if row.childCount() == 0:  # Qt folds headings itself
            self.toggle()

    def _want(self, way: ClashWay) -> None:
        found = self._current()
        if found is not None and way in _ways(found[1]):
            row, clash = found
            self.wanted[clash.key] = way
            self._show_wanted(row, clash)

    def _wanted(self, clash: Clash) -> ClashWay:
        return self.wanted.get(clash.key, ClashWay.OURS)

    def _withheld_in(self, words: str) -> Spans | None:
        return withheld_in(words, *self._states)

    def _want_all(self) -> None:
        self.wanted = {clash.key: ClashWay.THEIRS for clash in self.clashes if clash.choosable}
        for number, clash in enumerate(self.clashes):
            row = self.list.topLevelItem(number)
            if row is not None:
                self._show_wanted(row, clash)

    def _show_wanted(self, row: QTreeWidgetItem, clash: Clash) -> None:
        words = {ClashWay.OURS: _("Here"), ClashWay.THEIRS: _("Came back"), ClashWay.BOTH: _("Both")}
        row.setText(_WANTED, words[self._wanted(clash)])

    def accept(self) -> None:
        super().accept()
        taken, joined = (
            {key for key, way in self.wanted.items() if way is one}
            for one in (ClashWay.THEIRS, ClashWay.BOTH)
        )
        self._bring_in(taken, joined)


def _ways(clash: Clash) -> list[ClashWay]:
    """What can be wanted of a clash."""
    ways = [ClashWay.OURS]
    ways += [ClashWay.THEIRS] if clash.choosable else []
    return [*ways, ClashWay.BOTH] if clash.joinable else ways


def _summary(name: str, returning: Returning, merged: MergedBundle) -> str:
    parcel = returning.parcel
    sentences = [
        _("“{name}”: from {who}, written {moment}.").format(
            name=name, who=parcel.person or _("unknown"), moment=short_words(parcel.at)
        )
    ]
    if returning.known:
        sentences.append(_("All of it is here already; bringing it in changes nothing and ends the loan."))
        return in_a_row(*sentences)
    changes = len(compare(returning.ours.snapshot, merged.bundle.snapshot).changes)
    words = ngettext("{count:,} place is taken over.", "{count:,} places are taken over.", changes)
    if changes or not merged.clashes:
        sentences.append(words.format(count=changes))
    old = {note.id: note for note in returning.ours.notes}
    notes = sum(old.get(note.id) != note for note in merged.bundle.notes)
    if notes:
        words = ngettext("{count:,} note or remark comes in.", "{count:,} notes and remarks come in.", notes)
        sentences.append(words.format(count=notes))
    if merged.left:
        sentences.append(
            _("It went out for notes and remarks only: what was changed in the contents is left out.")
        )
    if merged.clashes:
        words = ngettext(
            "{count:,} place was changed on both sides: what is here is kept unless you choose otherwise. The"
            " other words are kept at the item, among what once stood there.",
            "{count:,} places were changed on both sides: what is here is kept unless you choose otherwise."
            " The other words are kept at the items, among what once stood there.",
            len(merged.clashes),
        )
        sentences.append(words.format(count=len(merged.clashes)))
    return in_a_row(*sentences)
