"""The signs of tree, tabs, fields and lists, with what each means."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from pia_desktop.i18n import _
from ui.widgets.dialog import Dialog
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note, plain_label
from ui.widgets.sign import Sign
from ui.widgets.theme import em, space


def _signs() -> Iterator[tuple[str, str, str]]:
    """The name of each icon, what the sign is called, and what it tells."""
    yield "answered", _("answered"), ""
    yield "missing", _("not yet answered"), _("The form asks for an answer here.")
    yield "unneeded", _("no answer needed"), _("It may stay empty, or does not apply after what was chosen.")
    yield "mistake", _("Mistake"), _("It cannot be right as it stands.")
    yield "confirm", _("To be confirmed"), _("It is probably not intended; you decide.")
    yield "advice", _("Advice"), _("Nothing is wrong: law that has changed, wording, what could be clearer.")
    yield "note", _("Note"), _("It is never printed.")
    yield "todo", _("To do"), _("A note of what is still to be done.")
    yield "remark", _("Remark"), _("What a reviewer said, to be answered.")
    yield "warning", _("Overdue, or cannot be read"), _("In lists; hold the mouse over it for the reason.")
    yield "clock", _("Falls due soon"), ""


@guarded
class LegendDialog(Dialog):
    """A sign, its name and its meaning in each row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, _("Signs and What They Mean"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(2))
        grid.setColumnStretch(2, 1)
        for row, (symbol, name, meaning) in enumerate(_signs()):
            self._add(grid, row, Sign(self, symbol), name, meaning)
        hatched = QLabel("▨", self)
        words = _("Whole or in part, it is left out of the copy for the public.")
        self._add(grid, grid.rowCount(), hatched, _("Withheld from the public"), words)
        self.column.addLayout(grid)
        counts = _("A count such as 3/4 tells how many of the answers asked for are given.")
        self.column.addWidget(note(self, f"{counts}{counts_grow()}"))
        self.buttons.add_reject(_("Close"))
        self.add_buttons()
        self.setMinimumWidth(em(self) * 40)

    def _add(self, grid: QGridLayout, row: int, sign: QLabel, name: str, meaning: str) -> None:
        sign.setAccessibleName(name)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(sign, row, 0, top)
        grid.addWidget(plain_label(self, name), row, 1, top)
        grid.addWidget(note(self, meaning), row, 2, top)


def counts_grow() -> str:
    """Why the number of answers asked for changes while one writes."""
    return _("An answer that may stay empty is counted once it is given.")
