"""Lists nearly identical names, and unifies them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QHeaderView, QRadioButton, QTreeWidget, QTreeWidgetItem, QWidget

from pia_desktop.i18n import _, ngettext
from pia_desktop.registers.likeness import LikeNames
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import Quoted
from ui.widgets.buttons import push_button
from ui.widgets.dialog import Dialog
from ui.widgets.layouts import SPRING, Growing, column_of, row_of
from ui.widgets.line_field import LineField
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import caption, label_for, note, plain_label, tip
from ui.widgets.rows import RoomyRows
from ui.widgets.theme import em, space

if TYPE_CHECKING:
    from ui.reuse.cabinet_replacer import CabinetReplacer

_GROUP: Final = Qt.ItemDataRole.UserRole
_SHOWN: Final = 60


class AlikeNames(QWidget):
    """Groups of names as a tree, and a button that unifies a group."""

    def __init__(self, parent: QWidget, cabinet_replacer: CabinetReplacer, quoted: Quoted) -> None:
        super().__init__(parent)
        self._cabinet_replacer = cabinet_replacer
        self.groups: tuple[LikeNames, ...] = ()
        self.message = note(self, "")
        self.tree = QTreeWidget(self)
        self.tree.setItemDelegate(RoomyRows(self.tree))
        self.tree.setHeaderLabels([_("How it is written"), _("How often"), _("Likeness")])
        self.tree.setAccessibleName(_("Names That Are Nearly the Same"))
        self.tree.setRootIsDecorated(True)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.currentItemChanged.connect(lambda _now, _old: self._offer())
        self.tree.itemActivated.connect(lambda _item, _column: self.unify())
        copy_as_cells(self.tree, quoted)
        self.button = push_button(self, _("&Make Them One…"), self.unify)
        column_of(self.message, Growing(self.tree), row_of(SPRING, self.button), gap=space(2), inside=self)
        self._offer()

    def show_groups(self, groups: Sequence[LikeNames]) -> None:
        self.groups = tuple(groups)
        self.tree.clear()
        for number, group in enumerate(groups):
            total = sum(one.count for one in group.variants)
            likeness = _("the same, written otherwise") if group.sure else _("alike, please look")
            top = QTreeWidgetItem([group.variants[0].name[:_SHOWN], f"{total:,}", likeness])
            top.setData(0, _GROUP, number)
            for one in group.variants:
                row = QTreeWidgetItem([one.name, f"{one.count:,}", ""])
                row.setToolTip(0, tip(one.name))
                row.setData(0, _GROUP, number)
                top.addChild(row)
            self.tree.addTopLevelItem(top)
        self.tree.expandAll()
        if groups:
            self.tree.setCurrentIndex(self.tree.model().index(0, 0))
            words = ngettext(
                "{count:,} name is written in several ways.",
                "{count:,} names are written in several ways.",
                len(groups),
            )
            self.message.setText(words.format(count=len(groups)))
        else:
            self.message.setText(_("No names are nearly the same."))
        self._offer()

    def current(self) -> LikeNames | None:
        item = self.tree.currentItem()
        return self.groups[item.data(0, _GROUP)] if item is not None and self.groups else None

    def _offer(self) -> None:
        self.button.setEnabled(self.current() is not None and self._cabinet_replacer.can_replace)

    def unify(self) -> None:
        """Ask which spelling to keep, and replace the others one by one."""
        group = self.current()
        if group is not None and self._cabinet_replacer.can_replace:
            UnifyDialog(self.window(), group, self._cabinet_replacer).open()


@guarded
class UnifyDialog(Dialog):
    """Asks which spelling to keep; the others are then replaced in all assessments, with a preview each."""

    def __init__(self, parent: QWidget, group: LikeNames, cabinet_replacer: CabinetReplacer) -> None:
        super().__init__(parent, _("Make Them One"))
        self._window, self._cabinet_replacer = parent, cabinet_replacer
        self._names = [one.name for one in group.variants]
        column = self.column
        column.setSpacing(space(2))
        column.addWidget(plain_label(self, _("Which way of writing is to stay?")))
        self.choices = QButtonGroup(self)
        for number, one in enumerate(group.variants):
            words = _("{name} ({count:,})").format(name=one.name[:_SHOWN], count=one.count)
            button = QRadioButton(caption(words), self)
            self.choices.addButton(button, number)
            column.addWidget(button)
        self.other = LineField(self)
        column.addLayout(row_of(label_for(self.other, _("Another &name:")), Growing(self.other)))
        column.addWidget(
            note(self, _("The places are shown before anything is replaced, and all can be taken back."))
        )
        self.end_with(_("&Look at the Places…"))
        self.setMinimumWidth(em(self) * 36)
        first = self.choices.button(0)
        first.setChecked(True)
        first.setFocus()

    @property
    def chosen(self) -> str:
        """The spelling to keep."""
        return self.other.text().strip() or self._names[self.choices.checkedId()]

    def accept(self) -> None:
        chosen = self.chosen
        others = [name for name in self._names if name != chosen]
        window, cabinet_replacer = self._window, self._cabinet_replacer
        super().accept()
        QTimer.singleShot(
            0, window, lambda: cabinet_replacer.ask_each(window, [(one, chosen) for one in others])
        )
