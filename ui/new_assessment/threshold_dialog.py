"""しきい値判断: three questions, the assessment they require, and the guideline's table."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.i18n import _
from pia_desktop.rules.threshold import (
    Agreement,
    Band,
    Handlers,
    Incident,
    Judged,
    Owed,
    answered,
    compare,
    fill_in,
    judge,
    result_item,
)
from ui.context.session import Session
from ui.widgets.dialog import Dialog
from ui.widgets.layouts import SPRING, Growing, place, row_of
from ui.widgets.plain_text import plain_label
from ui.widgets.settings import first_size
from ui.widgets.sign import Sign
from ui.widgets.theme import em, form_palette, heading_font, small_font, space
from ui.widgets.unscrolled import NumberField

MOST: Final = 9_999_999
_MISSING: Final = -1
_COLUMNS: Final = (
    (Handlers.MANY, Incident.NO),
    (Handlers.FEW, Incident.YES),
    (Handlers.FEW, Incident.NO),
)
_SHORT: Final = {
    Owed.NOTHING: "義務なし",
    Owed.BASIC: "基礎",
    Owed.FOCUSED: "基礎＋重点",
    Owed.FULL: "基礎＋全項目",
}


class ThresholdDialog(Dialog):
    """Shows the judgement as numbers are entered; can copy it into a 様式２."""

    judged = Signal(object)
    """What is entered was changed: the ``Judged`` that it gives, None as long as something is missing."""

    def __init__(self, parent: QWidget, session: Session | None = None) -> None:
        super().__init__(parent, _("Threshold Judgement"), modal=False, roomy=True)
        self._session = session
        column = self.column
        column.setSpacing(space(4))
        column.addLayout(self._questions())
        self.table = _TableOfTheGuideline(self)
        place(column, self.table, self._result(), SPRING)
        self.fill = self.buttons.add_action(_("&Fill In Part Ⅱ"), self._fill_in)
        self.buttons.add_reject(_("&Close")).setDefault(True)
        self.add_buttons()
        self._begin()
        for number in (self.people, self.handlers):
            number.valueChanged.connect(self._judge)
        self.incident.idToggled.connect(self._judge)
        self._judge()
        self.people.setFocus()
        self.people.selectAll()

    # ---- building

    def _questions(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(space(4))
        form.setVerticalSpacing(space(2))
        self.people = self._number(_("How many people the work is about"))
        self.handlers = self._number(_("How many people handle its files"))
        form.addRow(_("People the &work is about (対象人数):"), self.people)
        form.addRow(_("People who &handle its files (取扱者数):"), self.handlers)
        self.incident = QButtonGroup(self)
        row = QHBoxLayout()
        for number, incident in enumerate((Incident.NO, Incident.YES)):
            button = QRadioButton(incident.label, self)
            button.setAccessibleName(
                _("Serious incident in the past year: {answer}").format(answer=incident.label)
            )
            self.incident.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        form.addRow(_("Serious incident in the past year (重大事故):"), row)
        return form

    def _number(self, name: str) -> NumberField:
        box = NumberField(self)
        box.setRange(_MISSING, MOST)
        box.setSpecialValueText(" ")  # nothing has been entered yet
        box.setValue(_MISSING)
        box.setGroupSeparatorShown(True)
        box.setSuffix("人")
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        box.setMinimumWidth(em(self) * 9)
        box.setButtonSymbols(NumberField.ButtonSymbols.NoButtons)
        box.setAccessibleName(name)
        return box

    def _result(self) -> QHBoxLayout:
        texts = QVBoxLayout()
        self.owed, self.reason, self.agreement = (plain_label(self) for _number in range(3))
        self.owed.setFont(heading_font())
        for label in (self.owed, self.reason, self.agreement):
            label.setWordWrap(True)
            label.setMinimumWidth(em(self) * 36)
            texts.addWidget(label)
        self._sign = Sign(self)
        row = row_of(Growing(texts), gap=space(3))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    # ---- judging

    def _begin(self) -> None:
        """Start with the answers of the assessment."""
        snapshot = self._snapshot()
        found = answered(snapshot) if snapshot else None
        if found is not None and found.people is not None:
            self.people.setValue(found.people.least)
        if found is not None and found.handlers is not None:
            self.handlers.setValue(500 if found.handlers is Handlers.MANY else 0)
        if found is not None and found.incident is not None:
            self.incident.button(int(found.incident is Incident.YES)).setChecked(True)
        writable = self._session is not None and not self._session.read_only
        self.fill.setVisible(bool(writable and snapshot and result_item(snapshot.form)))

    def _snapshot(self) -> Snapshot | None:
        return self._session.snapshot() if self._session else None

    @property
    def judgement(self) -> Judged | None:
        """The judgement; None while a missing number could change it."""
        people, handlers, incident = self.people.value(), self.handlers.value(), self.incident.checkedId()
        if people == _MISSING:
            return None
        sizes = (Handlers.FEW, Handlers.MANY) if handlers == _MISSING else (Handlers.of(handlers),)
        incidents = (Incident.NO, Incident.YES) if incident < 0 else ((Incident.NO, Incident.YES)[incident],)
        found = [judge(people, size, happened) for size in sizes for happened in incidents]
        return found[0] if len({one.owed for one in found}) == 1 else None

    def _judge(self) -> None:
        result = self.judgement
        self.owed.setText(result.owed.label if result else _("Answer the questions above."))
        self.reason.setText(result.reason if result else "")
        # What the result does not depend on may be unanswered; it is neither marked nor written as an answer.
        whole = result if self.handlers.value() != _MISSING and self.incident.checkedId() >= 0 else None
        self.table.show_judged(whole)
        self.fill.setEnabled(whole is not None)
        snapshot = self._snapshot()
        compared = compare(result, snapshot) if snapshot and result else None
        self.agreement.setVisible(compared is not None)
        self._sign.setVisible(compared is not None)
        if compared is not None:
            self.agreement.setText(compared.sentence)
            symbol = "answered" if compared.agreement is Agreement.AGREES else "warning"
            self._sign.show_icon(symbol)
        self._make_room()
        self.judged.emit(result)

    def _make_room(self) -> None:
        """Be as high as the words need, which would else press the table together."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            first_size(self, self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _fill_in(self) -> None:
        snapshot = self._snapshot()
        judged = self.judgement
        edit = fill_in(snapshot, judged) if snapshot and judged else None
        if edit is not None and self._session is not None:
            self._session.end_burst()
            self._session.push(edit)
            first = edit.edits[0]
            assert isinstance(first, SetAnswer)
            self._session.item_requested.emit(first.path)
        self.accept()


class _TableOfTheGuideline(QFrame):
    """対象人数 by 取扱者数 and 重大事故, with the applicable cell marked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("The guideline's table"))
        self.setAutoFillBackground(True)
        self.setPalette(form_palette(self.palette()))
        self.setBackgroundRole(QPalette.ColorRole.Mid)
        self.cells: dict[tuple[Band, int], QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(1, 1, 1, 1)
        grid.setSpacing(1)
        heads = ["対象人数"]
        heads += [m.value if m is Handlers.MANY else f"{m.value}\n重大事故 {i.value}" for m, i in _COLUMNS]
        heads[1] = f"取扱者数\n{heads[1]}"
        for number, words in enumerate(heads):
            grid.addWidget(self._cell(words, QPalette.ColorRole.Button), 0, number)
        for row, band in enumerate(Band, 1):
            grid.addWidget(self._cell(band.value, QPalette.ColorRole.AlternateBase), row, 0)
            for number, (handlers, incident) in enumerate(_COLUMNS):
                words = _SHORT[judge(band, handlers, incident).owed]
                cell = self._cell(words, QPalette.ColorRole.Base)
                self.cells[band, number] = cell
                grid.addWidget(cell, row, number + 1)

    def _cell(self, words: str, role: QPalette.ColorRole) -> QLabel:
        label = plain_label(self, font=small_font())
        label.setText(words)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setContentsMargins(space(2), space(1), space(2), space(1))
        label.setAutoFillBackground(True)
        label.setBackgroundRole(role)
        return label

    def show_judged(self, judged: Judged | None) -> None:
        """Mark the cell of a judgement; none without one."""
        columns = (
            number
            for number, (handlers, incident) in enumerate(_COLUMNS)
            if judged
            and handlers is judged.handlers
            and (handlers is Handlers.MANY or incident is judged.incident)
        )
        marked = (judged.people, next(columns)) if judged else None
        for spot, cell in self.cells.items():
            here = spot == marked
            role = QPalette.ColorRole
            cell.setBackgroundRole(role.Highlight if here else role.Base)
            cell.setForegroundRole(role.HighlightedText if here else role.Text)
            font = small_font()
            font.setBold(here)
            cell.setFont(font)
