"""Editors for choices, check boxes and numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QDropEvent, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QSizePolicy, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.spots import Spot
from pia_desktop.assessment.withheld import Brought
from pia_desktop.forms.counts import read_count
from pia_desktop.forms.kinds import MAX_COUNT, CheckBox, ChecksKind, ChoiceKind, CountKind
from pia_desktop.forms.model import Item
from pia_desktop.forms.values import Checked, Value
from pia_desktop.i18n import _
from ui.context.marks import UNREAD, Mark
from ui.context.session import Session
from ui.context.steps import TextChange
from ui.form.cells import Cell
from ui.form.check_grid import CheckGrid
from ui.form.editor import AnswerEditor
from ui.form.line_height import line_height
from ui.form.texts import GrowingText, is_undo
from ui.widgets.keys import is_stray
from ui.widgets.layouts import column_of, flush_row
from ui.widgets.overrides import guarded
from ui.widgets.theme import em, space
from ui.widgets.unscrolled import DropDown

_ALL = 1_000
_SHORTEST = 10
"""Full-width characters that a drop-down has room for at least, so that short ones line up."""

_LONGEST_NUMBER = 40

_NARROWEST = 18
"""Full-width characters that a box and the words in its （　） have room for at least."""


@guarded
class FormCombo(DropDown):
    """The drop-down list of an answer; ``entered`` is called when it gets the focus."""

    def __init__(self, parent: QWidget, entered: Callable[[], None]) -> None:
        super().__init__(parent)
        self._entered = entered
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def showPopup(self) -> None:
        self.view().setTextElideMode(Qt.TextElideMode.ElideNone)  # not before: it makes the list
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_stray(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._entered()


class ChoiceEditor(AnswerEditor):
    """The numbered 選択肢 as a drop-down list; typing an option's number selects it."""

    def __init__(self, session: Session, path: NodePath, item: Item, parent: QWidget) -> None:
        super().__init__(session, path, item, parent)
        assert isinstance(item.kind, ChoiceKind)
        self.box = FormCombo(self, self.entered)
        self.box.addItem(_("(not chosen)"), None)
        part = session.form.places[item.id].part
        bracket = ")" if part and part.half_brackets else "）"
        for option in item.kind.options:
            self.box.addItem(f"{option.number}{bracket} {option.words}", option.words)
        self.box.setEnabled(not session.read_only)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(12)
        longest = max(len(option.words) for option in item.kind.options)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setMaximumWidth((max(longest, _SHORTEST) + 6) * em(self))
        self.box.activated.connect(lambda: self.send(self.box.currentData()))
        line = self._fill(self.box)
        line.addStretch(1)
        line.setStretch(0, _ALL)  # up to its maximum width, before the stretch item

    def show_value(self, value: Value | None) -> None:
        self.box.choose(value)

    def focus_target(self) -> QWidget:
        return self.box


@guarded
class _Number(QLineEdit):
    """A field for a number in any common notation; unreadable input stays visible and is reported.

    The answer is updated while typing; for unreadable input it reverts to the previous one.
    """

    def __init__(self, parent: QWidget, unit: str, entered: Callable[[], None]) -> None:
        super().__init__(parent)
        self._entered = entered
        self._unit = unit
        self._shown: int | None = None
        self.before: int | None = None
        """The answer before it was typed over."""
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(_LONGEST_NUMBER)
        self.setFixedWidth(5 * em(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_stray(event):
            super().keyPressEvent(event)

    @property
    def readable(self) -> bool:
        """Whether the text is a number or empty."""
        return not self.text().strip() or read_count(self.text(), self._unit) is not None

    def number(self) -> int | None:
        """The number entered or, if unreadable, the previous one."""
        return read_count(self.text(), self._unit) if self.readable else self.before

    def show_number(self, number: int | None) -> None:
        """Show a number; unreadable input is kept while the answer is unchanged."""
        if number != self.number():
            self.setText("" if number is None else str(number))
        self._shown = number

    def complete(self) -> None:
        """Normalize what was typed."""
        if self.readable:
            number = self.number()
            self.before = number
            words = "" if number is None else str(number)
            if self.text() != words:
                self.setText(words)

    def dropEvent(self, event: QDropEvent) -> None:
        if not self.isReadOnly():  # dropped text is completed on leaving, like typed text
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().dropEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and is_undo(event):
            event.ignore()  # the window's undo includes it
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.before = self._shown
        self._entered()


class CountEditor(AnswerEditor):
    """A number of things: （　５　）件."""

    def __init__(self, session: Session, path: NodePath, item: Item, parent: QWidget) -> None:
        super().__init__(session, path, item, parent)
        assert isinstance(item.kind, CountKind)
        self.field = _Number(self, item.kind.unit, self.entered)
        self.field.setReadOnly(session.read_only)
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(self.complete)
        self.offer_menu(self.field)
        self._fill(QLabel("（", self), self.field, QLabel(f"）{item.kind.unit}", self))

    def _typed(self) -> None:
        self.send(self.field.number(), typing=True)
        self._tell()

    def complete(self) -> None:
        self.field.complete()
        self._tell()

    def _tell(self) -> None:
        tell_unread(self, [self.field.text()] if not self.field.readable else [])

    def show_value(self, value: Value | None) -> None:
        self.field.show_number(value if isinstance(value, int) else None)
        self._tell()

    def focus_target(self) -> QWidget:
        return self.field


@guarded
class _Tick(QCheckBox):
    def __init__(self, words: str, parent: QWidget, entered: Callable[[], None]) -> None:
        super().__init__(words, parent)
        self._entered = entered

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._entered()


class FlagEditor(AnswerEditor):
    """A none-box in a heading row."""

    def __init__(self, session: Session, path: NodePath, item: Item, parent: QWidget) -> None:
        super().__init__(session, path, item, parent)
        self.box = _Tick(item.label or "", self, self.entered)
        self.box.setEnabled(not session.read_only)
        self.box.clicked.connect(lambda ticked: self.send(True if ticked else None))
        self._fill(self.box)

    def show_value(self, value: Value | None) -> None:
        self.box.setChecked(value is True)

    def focus_target(self) -> QWidget:
        return self.box


def tell_unread(editor: AnswerEditor, unread: list[str]) -> None:
    """Report unreadable, unsaved input at the field and in the outline; nothing if ``unread`` is empty."""
    words = ""
    if unread:
        words = _("“{words}” is not read as a number from 0 to {limit:,}; the answer is as before.").format(
            words="” “".join(one[:12] for one in unread), limit=MAX_COUNT
        )
    editor.session.marks.put(UNREAD, editor.path, Mark("findings", "mistake", words) if words else None)
    cell = editor.parentWidget()
    if isinstance(cell, Cell):
        cell.set_notice(f"{editor.item.id} {UNREAD}", words, editor.take_focus)


@guarded
class _Bracket(QLabel):
    """A bracket as tall as one line of the field beside it, whose words stand at the top of their line."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.setContentsMargins(0, space(1), 0, space(1))
        self.setAlignment(Qt.AlignmentFlag.AlignTop)

    def sizeHint(self) -> QSize:
        height = math.ceil(line_height(self.font()) + 2 * space(1))
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


@guarded
class ChecksEditor(AnswerEditor):
    """The grid of boxes in the form's columns and groups, with their （　） and （　）件 fields."""

    def __init__(self, session: Session, path: NodePath, item: Item, parent: QWidget) -> None:
        super().__init__(session, path, item, parent)
        assert isinstance(item.kind, ChecksKind)
        self.ticks: dict[str, _Tick] = {}
        self.texts: dict[str, GrowingText] = {}
        self.numbers: dict[str, _Number] = {}
        column = column_of(gap=space(1), margins=(space(1), space(1), space(1), space(1)), inside=self)
        self._grids: list[CheckGrid] = []
        for group in item.kind.groups:
            if group.label:
                column.addWidget(QLabel(group.label, self))
            grid = CheckGrid(group, item.kind.columns, [self._box(box) for box in group.boxes])
            self._grids.append(grid)
            column.addLayout(grid)
        narrowest = max(grid.narrowest for grid in self._grids)
        self.setMinimumWidth(max(narrowest, _NARROWEST * em(self)) + 2 * space(1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for grid in self._grids:
            grid.arrange(event.size().width() - 2 * space(1))

    def _box(self, box: CheckBox) -> QWidget:
        tick = _Tick(box.label, self, self.entered)
        tick.setEnabled(not self.session.read_only)
        tick.clicked.connect(lambda ticked, label=box.label: self._send_tick(label, ticked))
        self.ticks[box.label] = tick
        if not (box.text or box.unit):
            return tick
        holder = QWidget(self)
        line = flush_row(holder, space(1))
        if box.text:
            line.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(_Bracket("（", holder), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(self._words(box, holder), 1)
            line.addWidget(_Bracket("）", holder), 0, Qt.AlignmentFlag.AlignBottom)
        else:
            line.addWidget(tick)
            line.addWidget(QLabel("（", holder))
            line.addWidget(self._number(box, holder))
            line.addWidget(QLabel(f"）{box.unit}", holder))
            line.addStretch(1)
        return holder

    def _words(self, box: CheckBox, parent: QWidget) -> GrowingText:
        field = GrowingText(parent, single=True)
        field.setReadOnly(self.session.read_only)
        self._takes_wholes(field)
        field.brought.connect(lambda text, brought, label=box.label: self._bring_text(label, text, brought))
        field.edited.connect(lambda text, label=box.label: self._send_text(label, text))
        field.cells_joined.connect(self.tell_joined)
        field.entered.connect(self.entered)
        self.offer_menu(field)
        self.texts[box.label] = field
        return field

    def _number(self, box: CheckBox, parent: QWidget) -> _Number:
        field = _Number(parent, box.unit or "", self.entered)
        field.setReadOnly(self.session.read_only)
        field.textEdited.connect(lambda _text, label=box.label: self._send_count(label))
        field.editingFinished.connect(self.complete)
        self.offer_menu(field)
        self.numbers[box.label] = field
        return field

    def _value(self) -> Checked:
        value = self.session.answer(self.path)
        return value if isinstance(value, Checked) else Checked()

    def _send_checked(self, checked: Checked, *, typing: TextChange | bool = False) -> None:
        self.send(None if checked.empty else checked, typing=typing)

    def _send_tick(self, label: str, ticked: bool) -> None:
        self._send_checked(self._value().with_tick(label, ticked))

    def _send_text(self, label: str, text: str) -> None:
        change = replace(self.texts[label].change, field=label)
        self._send_checked(self._with_text(label, text), typing=change)

    def _with_text(self, label: str, text: str) -> Checked:
        """Text typed into the （　） of an unticked box ticks it."""
        value = self._value()
        if text and not value.text(label):
            value = value.with_tick(label, True)
        return value.with_text(label, text)

    def _bring_text(self, label: str, text: str, brought: Brought) -> None:
        """Paste withheld text into a （　）, which has no spans: withholds the whole answer."""
        if brought.withheld:
            self.withhold_with(self._with_text(label, text))

    def _send_count(self, label: str) -> None:
        value, number = self._value(), self.numbers[label].number()
        if number is not None and value.count(label) is None:
            value = value.with_tick(label, True)
        change = TextChange(0, inserted="0", field=label)
        self._send_checked(value.with_count(label, number), typing=change)
        self._tell()

    def complete(self) -> None:
        for number in self.numbers.values():
            number.complete()
        self._tell()

    def _tell(self) -> None:
        tell_unread(self, [number.text() for number in self.numbers.values() if not number.readable])

    def show_value(self, value: Value | None) -> None:
        checked = value if isinstance(value, Checked) else Checked()
        for label, tick in self.ticks.items():
            tick.setChecked(label in checked.ticked)
        for label, field in self.texts.items():
            field.show_text(checked.text(label))
        for label, number in self.numbers.items():
            number.show_number(checked.count(label))
        if self.numbers:
            self._tell()

    def field_of(self, spot: Spot, start: int = 0) -> GrowingText | None:
        return self.texts.get(spot.box or "")

    def name(self, words: str) -> None:
        self.setAccessibleName(words)
        for label, tick in self.ticks.items():
            tick.setAccessibleName(f"{words} {label}")
        for label, field in self.texts.items():
            field.setAccessibleName(_("{item} {label}: words in brackets").format(item=words, label=label))
        for label, number in self.numbers.items():
            number.setAccessibleName(_("{item} {label}: number").format(item=words, label=label))

    def focus_target(self) -> QWidget:
        return next(iter(self.ticks.values()))
