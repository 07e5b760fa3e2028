"""Parts of the print dialog: choices with explanations, and the list of a form's parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGroupBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QWidget,
)

from pia_desktop.assessment.naming import plain
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _
from pia_desktop.paper.front import CONTENTS_TITLE, COVER_OUTLINE
from pia_desktop.paper.resolve import CONTENTS, COVER
from ui.widgets.layouts import Growing, column_of
from ui.widgets.plain_text import note
from ui.widgets.settings import print_scale, remember_print, repeats_labels, settings
from ui.widgets.theme import em, small_font, space

_PART: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several choices: its label, and a sentence of explanation."""

    words: str
    hint: str = ""


class ChoiceBox(QGroupBox):
    """A group of radio buttons, each with its explanation, if any."""

    changed = Signal()

    def __init__(self, title: str, choices: Sequence[Choice], parent: QWidget) -> None:
        super().__init__(title, parent)
        self._group = QButtonGroup(self)
        column = column_of(gap=space(1), inside=self)
        for number, choice in enumerate(choices):
            button = QRadioButton(choice.words, self)
            self._group.addButton(button, number)
            column.addWidget(button)
            if choice.hint:
                button.setAccessibleDescription(choice.hint)
                column.addWidget(hint_label(self, choice.hint))
        self._group.buttons()[0].setChecked(True)
        self._group.idToggled.connect(lambda _number, on: self.changed.emit() if on else None)

    @property
    def chosen(self) -> int:
        """Index of the selected choice."""
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        self.button(number).setChecked(True)

    def button(self, number: int) -> QRadioButton:
        found = self._group.button(number)
        assert isinstance(found, QRadioButton)
        return found


SCALES: Final = (1.0, 1.2)


class LookBox(ChoiceBox):
    """Text size and repeated labels, initially as in the last print."""

    def __init__(self, parent: QWidget) -> None:
        choices = [Choice("&100 %"), Choice(_("1&20 % (for the public counter)"))]
        super().__init__(_("How It Looks"), choices, parent)
        self.again = QCheckBox(_("Say labels again where an answer &goes on （続き）"), self)
        self.again.setToolTip(
            _("On further pages of a long answer, its label is printed once more with （続き）.")
        )
        self.again.setChecked(repeats_labels())
        self.choose(SCALES.index(print_scale()) if print_scale() in SCALES else 0)
        column = self.layout()
        assert column is not None
        column.addWidget(self.again)
        self.again.toggled.connect(lambda _on: self.changed.emit())

    @property
    def scale(self) -> float:
        """The scale of the text; 1 is the usual size."""
        return SCALES[self.chosen]

    @property
    def continued(self) -> bool:
        """Whether labels are repeated on continuation pages."""
        return self.again.isChecked()

    def remember(self) -> None:
        """Make these the initial choices of the next print."""
        remember_print(self.scale, continued=self.continued)


def hint_label(parent: QWidget, words: str) -> QLabel:
    """A subdued sentence below what it explains."""
    label = note(parent, words, small_font(), quiet=True)
    label.setContentsMargins(round(em(parent) * 1.6), 0, 0, space(1))
    return label


def part_titles(form: Form) -> dict[str, str]:
    """Titles of the form's parts by id, including cover and 項目一覧."""
    titles = {COVER[1]: COVER_OUTLINE}
    if form.contents:
        titles[CONTENTS[1]] = CONTENTS_TITLE
    return titles | {part.id: plain(part.title) for part in form.all_parts}


class PartsBox(QGroupBox):
    """All parts of a form, or the ticked ones; remembered per form."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Parts"), parent)
        self._form_id = ""
        self.all = QRadioButton(_("A&ll Parts"), self)
        self.some = QRadioButton(_("Only &These:"), self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Parts to print"))
        self.list.setTabKeyNavigation(False)
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(1)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        column_of(self.all, self.some, Growing(self.list), gap=space(1), inside=self)
        self.all.setChecked(True)
        self.list.setEnabled(False)
        self.some.toggled.connect(self._switched)
        self.list.itemChanged.connect(lambda _item: self.changed.emit())

    def show_form(self, form: Form) -> None:
        """Show the parts of a form, as ticked for it last."""
        ticked = settings().value(f"print/parts/{form.id}", [])
        ticked = [ticked] if isinstance(ticked, str) else ticked if isinstance(ticked, list) else []
        self._form_id = form.id
        with QSignalBlocker(self.list):
            self.list.clear()
            for part, title in part_titles(form).items():
                item = QListWidgetItem(title, self.list)
                item.setData(_PART, part)
                item.setToolTip(title)
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
                )
                on = not ticked or part in ticked
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.setMinimumHeight((self.list.sizeHintForRow(0) + 2) * min(6, self.list.count()) + space(2))
        (self.some if ticked else self.all).setChecked(True)
        self.changed.emit()

    @property
    def parts(self) -> frozenset[str] | None:
        """Ids of the parts to print; None for all."""
        return None if self.all.isChecked() else frozenset(self._ticked())

    def tick(self, parts: frozenset[str]) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            on = item.data(_PART) in parts
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.some.setChecked(True)

    def remember(self) -> None:
        """Store what is ticked for this form."""
        settings().setValue(f"print/parts/{self._form_id}", [] if self.all.isChecked() else self._ticked())

    def _ticked(self) -> list[str]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return [str(item.data(_PART)) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _switched(self, on: bool) -> None:
        self.list.setEnabled(on)
        self.list.setCurrentRow(0 if on else -1)
        self.changed.emit()
