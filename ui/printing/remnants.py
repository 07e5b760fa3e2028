"""Before publication: asks about places where withheld text remains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QPushButton,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.passages import Remnant, marking
from pia_desktop.cabinet_lists.readable import read_states
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.outputs.release import OtherStates, Release, released, remaining_words, remnant_rows
from pia_desktop.paper.purpose import Copy
from ui.context.session import Session
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import MessageDialog, busy, show_error
from ui.widgets.elided_place import PlaceRows
from ui.widgets.overrides import guarded
from ui.widgets.rows import RoomyRows
from ui.widgets.theme import em

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class RemnantActions:
    """What the assessment's window can do about a place; ``mark`` is None if it is read-only."""

    snapshot: Callable[[], Snapshot]
    show: Callable[[NodePath], None]
    mark: Callable[[Batch], None] | None = None


def remnant_actions(session: Session) -> RemnantActions:
    """The ``RemnantActions`` of an open assessment."""
    mark = None if session.read_only else session.push
    return RemnantActions(session.snapshot, session.item_requested.emit, mark)


def others_of(session: Session, *, is_draft: bool = True) -> Callable[[], OtherStates]:
    """The other states of an open assessment of which a state goes out."""
    return lambda: OtherStates(session.once_withheld(), None if is_draft else session.snapshot())


@guarded
class _FromTheStart(RoomyRows):
    """Elides text at its end: the remaining text is near the start."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight


class RemnantsDialog(Dialog):
    """Lists the places: go to one, withhold all as one undo step, or continue regardless.

    ``go_on`` is called to continue, ``marked`` after withholding all; without ``actions`` one can only
    continue.
    """

    def __init__(
        self,
        parent: QWidget,
        rows: Sequence[tuple[str, str]],
        go_on: Callable[[], object],
        actions: RemnantActions | None = None,
        given: Release | None = None,
        marked: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent, _("Words That Are Withheld"), place="remnants")
        self._go_on, self._marked = go_on, marked
        self._actions, self._left = actions, given.remnants if given else ()
        count = len(given.remnants) if given else len(rows)
        column = self.column
        self.add_heading(remaining_words(count))
        self.add_words(
            _("The public would read them there. Mark them, or leave them where they may be read.")
        )
        column.addWidget(self._list(rows), 1)
        self._fill_buttons()
        self.add_buttons()
        self.take_size(em(self) * 56, em(self) * 28)

    def _list(self, rows: Sequence[tuple[str, str]]) -> QTreeWidget:
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(_("Places where withheld words still stand"))
        self.list.setHeaderLabels([_("Place"), _("Words")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the item's own name is at the end
        self.list.setItemDelegate(PlaceRows(self.list))
        self.list.setItemDelegateForColumn(1, _FromTheStart(self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for place, words in rows:
            item = QTreeWidgetItem(self.list, [" ".join(place.split()), " ".join(words.split())])
            item.setToolTip(0, place)
            item.setToolTip(1, words)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.list.setColumnWidth(0, em(self) * 28)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self.list.itemActivated.connect(lambda _item: self._show())
        return self.list

    def _fill_buttons(self) -> None:
        self.mark_all: QPushButton | None = None
        self.go_there: QPushButton | None = None
        if self._actions is not None and self._left:
            if self._actions.mark is not None:
                self.mark_all = self.buttons.add_action(_("&Mark All"), self._mark)
                self.mark_all.setToolTip(
                    _("Withholds each place, as one step to undo; a picture or check boxes as a whole")
                )
            self.go_there = self.buttons.add_action(_("&Go There"), self._show)
        self.leave = self.buttons.add_action(_("&Leave Them and Go On"), self._leave)
        cancel = self.buttons.add_reject()
        (self.mark_all or cancel).setDefault(True)

    def _mark(self) -> None:
        if self._actions is None or self._actions.mark is None:
            return
        edit = marking(self._actions.snapshot().root, self._left)
        if edit is not None:
            self._actions.mark(edit)
        self.accept()
        if self._marked is not None:
            self._marked()

    def _show(self) -> None:
        row = self.list.currentIndex().row()
        if self._actions is None or not 0 <= row < len(self._left):
            return
        parent = self.parentWidget()
        self.reject()
        if isinstance(parent, QDialog):
            parent.reject()
        self._actions.show(self._left[row].path)

    def _leave(self) -> None:
        self.accept()
        self._go_on()


class Gathered(Protocol):
    """What of several assessments goes to the public."""

    @property
    def remnants(self) -> Sequence[tuple[Snapshot, Remnant]]:
        """The places at which withheld words stand all the same."""


_G = TypeVar("_G", bound=Gathered)


def give_gathered(
    parent: QWidget, given: _G, go: Callable[[_G], object], faults: Sequence[UserError] = ()
) -> None:
    """Call ``go`` with what goes to the public; ask first if withheld text remains in it, or if some
    assessments are left out because they cannot be read.
    """
    if faults:
        count = len(faults)
        heading = ngettext(
            "{count:,} assessment cannot be read, and is left out of the copy for the public.",
            "{count:,} assessments cannot be read, and are left out of the copy for the public.",
            count,
        ).format(count=count)
        details = "\n".join(error.one_line() for error in faults)
        choices = [(_("Go On"), lambda: give_gathered(parent, given, go)), (_("Cancel"), None)]
        MessageDialog(parent, heading, "", details, choices, symbol="warning").open()
        return
    rows = [line for state, one in given.remnants for line in remnant_rows(state, [one])]
    if rows:
        RemnantsDialog(parent, rows, lambda: go(given)).open()
    else:
        go(given)


def gather_and_give(
    parent: QWidget,
    load: Callable[[int], Snapshot],
    assessment_ids: Iterable[int],
    gather: Callable[[Mapping[int, Snapshot]], _G],
    go: Callable[[_G], object],
) -> None:
    """The same with what ``gather`` makes of the readable assessments while the user waits; its UserError is
    shown.
    """
    try:
        with busy():
            read = read_states(load, assessment_ids)
            given = gather(read.states)
    except UserError as error:
        show_error(parent, error)
        return
    give_gathered(parent, given, go, read.faults)


def give(
    parent: QWidget,
    copy: Copy,
    states: Callable[[], tuple[Snapshot, ...]],
    go: Callable[[Release], object],
    actions: RemnantActions | None = None,
    others: Callable[[], OtherStates] = OtherStates,
) -> RemnantsDialog | None:
    """Call ``go`` with the states' public copies, asking first if withheld text remains in them.

    ``states`` is called again after places were withheld.  Returns None if nothing is asked.
    """
    try:
        with busy():
            given = released(copy, *states(), others=others() if copy.public else None)
    except UserError as error:
        show_error(parent, error)
        return None
    if not given.remnants:
        go(given)
        return None
    dialog = RemnantsDialog(
        parent,
        remnant_rows(states()[-1], given.remnants),
        lambda: go(given),
        actions,
        given,
        lambda: give(parent, copy, states, go, actions, others),
    )
    dialog.open()
    return dialog
