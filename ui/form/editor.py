"""The base of all editors, and the editors of text.

An editor shows the value it is given and sends edits; it holds no state of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from pia_desktop.assessment.derived import derived_words
from pia_desktop.assessment.edits import Batch, SetAnswer, SetWithheld
from pia_desktop.assessment.joining import joined_lines
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.spots import Spot
from pia_desktop.assessment.withheld import WHOLE, Brought, Spans, followed, passages_of, with_brought
from pia_desktop.forms.cleaning import joints
from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.kinds import DateKind, FixedKind, TextKind
from pia_desktop.forms.model import Item
from pia_desktop.forms.values import Figure, Value
from pia_desktop.i18n import N_, _
from ui.context.marks import Mark
from ui.context.session import Session
from ui.context.steps import TextChange
from ui.form.cells import Cell
from ui.form.field_menu import OF_TEXT, Field, TextActions
from ui.form.texts import GrowingText
from ui.form.withheld import show_passages, withheld_words
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.buttons import CALENDAR_KEY, tool_button
from ui.widgets.layouts import flush_row
from ui.widgets.overrides import guarded
from ui.widgets.theme import em, space

_DATE_EMS: Final = 15
"""Width of a date that has words behind it."""


@guarded
class AnswerEditor(QWidget):
    """Base of all editors: edits one answer at one path."""

    def __init__(self, session: Session, path: NodePath, item: Item, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.path = path
        self.item = item
        self._said: dict[str, str] = {}

    def show_value(self, value: Value | None) -> None:
        """Show an answer; never sends an edit."""
        raise NotImplementedError

    def name(self, words: str) -> None:
        """Set the accessible names of the fields: the label with its headings."""
        self.focus_target().setAccessibleName(words)

    def show_withheld(self, spans: Spans | None) -> None:
        """Show what is withheld: as a notice in the cell, and marked in the text."""
        words = withheld_words(spans)
        self._describe("withheld", words)
        cell = self.parentWidget()
        if isinstance(cell, Cell):
            cell.set_notice(self.item.id, f"▨ {words}" if words else "", self.take_focus)
        field = self.passage_field()
        if field is not None:
            show_passages(field, spans)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show findings and notes: as icons in the cell, and as accessible description."""
        self._describe("marks", " ".join(mark.words for mark in marks))
        cell = self.parentWidget()
        if isinstance(cell, Cell):
            place = self.focus_target().accessibleName()
            tell = self.session.marks.chosen.emit
            cell.show_marks(self.item.id, marks, lambda pane: tell(self.path, pane), place)

    def _describe(self, key: str, words: str) -> None:
        """Set a part of the accessible description."""
        self._said[key] = words
        self.focus_target().setAccessibleDescription(" / ".join(one for one in self._said.values() if one))

    def passage_field(self) -> GrowingText | None:
        """The field whose text can be withheld span by span, if there is one."""
        return None

    def field_of(self, spot: Spot, start: int = 0) -> GrowingText | None:
        """The field that shows text of the answer from character ``start`` on, or that of a check box or
        caption.  A field that shows only a part says where it begins.
        """
        return self.passage_field() if spot == Spot() else None

    def focus_target(self) -> QWidget:
        return self

    def take_focus(self) -> None:
        """Put the focus here, as after a click."""
        self.focus_target().setFocus(Qt.FocusReason.MouseFocusReason)

    @Slot()
    def entered(self) -> None:
        """Tell the session that the cursor is here."""
        self.session.take_in_hand(self, self.complete)
        self.session.enter_item(self.path)

    def complete(self) -> None:
        """Turn pending input into an answer, as leaving the field does."""

    def send(self, value: Value | None, *, typing: TextChange | bool = False) -> None:
        self.session.set_answer(self.path, value, typing=typing)

    def offer_menu(self, field: Field) -> None:
        """Give a text field the context menu of its text and its item."""
        field.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        field.customContextMenuRequested.connect(lambda at: self._show_menu(field.mapToGlobal(at), field))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._show_menu(event.globalPos(), None)
        event.accept()

    def _show_menu(self, at: QPoint, field: Field | None) -> None:
        """Show the context menu; focuses the field first, so that its item is the current one."""
        (field or self.focus_target()).setFocus(Qt.FocusReason.OtherFocusReason)
        self.entered()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        own = TextActions(menu, field) if field is not None else None
        self.session.menu_requested.emit(menu, own.made if own is not None else [])
        if menu.isEmpty() and own is not None:
            own.actions_.fill(menu, OF_TEXT.rows)
        if not menu.isEmpty():
            menu.popup(at)

    def _takes_passages(self, field: GrowingText) -> None:
        """Let spans of this field be withheld; they are copied and pasted with the text."""
        field.withholds = True
        field.passages = lambda: self.session.root.withheld_at(self.path)

    def _takes_wholes(self, field: GrowingText) -> None:
        """Let only the whole answer of this field be withheld."""
        field.passages = lambda: WHOLE if self.session.root.withheld_at(self.path) else None

    def bring(self, value: Value | None, brought: Brought) -> None:
        """Accept pasted text with its withheld spans as one undo step."""
        now = self.session.root.withheld_at(self.path)
        if value is None or (now is None and not brought.withheld):
            return
        old = self.session.answer(self.path)
        marks = with_brought(now, old, value, brought)
        if marks != followed(now or (), old, value):
            self.session.push(Batch((SetAnswer(self.path, value), SetWithheld(self.path, marks))))

    @Slot(int)
    def tell_joined(self, count: int) -> None:
        """Offer to undo that cells of a spreadsheet became one short answer."""
        words = _("{count:,} cells were pasted as the words of one answer.")
        self.session.taken_out.emit(words.format(count=count))

    @Slot(int, int)
    def offer_joining(self, start: int, end: int) -> None:
        """Offer to join pasted lines that continue on the next, as those from a PDF do."""
        value = self.session.answer(self.path)
        if value is not None and joints(passages_of(value)[start:end]):
            self.session.joining_offered.emit(lambda: self._join(start, end))

    def _join(self, start: int, end: int) -> None:
        value, now = self.session.answer(self.path), self.session.root.withheld_at(self.path)
        if value is None:
            return
        words, marks = joined_lines(passages_of(value), now, start, end)
        new = value.with_text(words) if isinstance(value, Figure) else words
        withheld = () if now is None else (SetWithheld(self.path, marks),)
        self.session.push(Batch((SetAnswer(self.path, new), *withheld)))

    def withhold_with(self, value: Value) -> None:
        """Set an answer and withhold it completely, as one undo step."""
        self.session.push(Batch((SetAnswer(self.path, value), SetWithheld(self.path, WHOLE))))

    def _fill(self, *widgets: QWidget) -> QHBoxLayout:
        layout = flush_row(self, space(1))
        for widget in widgets:
            layout.addWidget(widget)
        return layout


class TextEditor(AnswerEditor):
    """A short answer or free text."""

    def __init__(self, session: Session, path: NodePath, item: Item, parent: QWidget) -> None:
        super().__init__(session, path, item, parent)
        self.field = GrowingText(self, single=not isinstance(item.kind, TextKind))
        self._takes_passages(self.field)
        self.field.setReadOnly(session.read_only)
        self.field.brought.connect(lambda text, brought: self.bring(text or None, brought))
        self.field.pasted.connect(self.offer_joining)
        self.field.cells_joined.connect(self.tell_joined)
        self.field.edited.connect(lambda text: self.send(text or None, typing=self.field.change))
        self.field.entered.connect(self.entered)
        self.offer_menu(self.field)
        self._fill(self.field)

    def show_value(self, value: Value | None) -> None:
        self.field.show_text(value if isinstance(value, str) else "")

    def passage_field(self) -> GrowingText | None:
        return self.field

    def show_default(self, words: str) -> None:
        """Show, greyed, the text that prints while the item is unanswered."""
        self.field.setPlaceholderText(words)

    def focus_target(self) -> QWidget:
        return self.field


class DateEditor(Unconditional, TextEditor):
    """A date: other notations become the official one when the focus leaves; other text stays."""

    def __init__(self, session: Session, path: NodePath, item: Item, parent: QWidget) -> None:
        super().__init__(session, path, item, parent)
        self.field.setPlaceholderText(self.example())
        self._typed = False
        self.field.edited.connect(self._note_typing)
        self.field.left.connect(self.complete)
        self.calendar = tool_button(self, "calendar", by_tab=False)
        self.calendar.setToolTip(_("Calendar (Alt+↓)"))
        self.calendar.setEnabled(not session.read_only)
        self.calendar.clicked.connect(self.open_calendar)
        self.actions_ = Actions(self.field, self, (OF_DATE,), Qt.ShortcutContext.WidgetShortcut)
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.addWidget(self.calendar)
        if isinstance(item.kind, DateKind) and item.kind.suffix:
            self.field.setMaximumWidth(_DATE_EMS * em(self.field))
            layout.addWidget(QLabel(item.kind.suffix, self))
            layout.addStretch(1)
            layout.setStretch(0, 1_000)  # up to its maximum width, before the stretch item

    def example(self) -> str:
        """What an empty field shows."""
        return _("e.g. R6.8.30")

    def name(self, words: str) -> None:
        super().name(words)
        self.calendar.setAccessibleName(_("{item}: calendar").format(item=words))

    def open_calendar(self) -> None:
        """Choose the day from a calendar, which is then written."""
        from pia_desktop.wareki import parse_date
        from ui.widgets.calendar import open_calendar

        if self.session.read_only:
            return
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        value = self.session.answer(self.path)
        known = parse_date(value) if isinstance(value, str) else None
        open_calendar(self.field, known.to_date() if known else None, self._take_day)

    def _take_day(self, day: date) -> None:
        from pia_desktop.wareki import ParsedDate

        self.put_day(ParsedDate.of(day).wareki())

    def put_day(self, words: str) -> None:
        self.send(words)

    def _note_typing(self) -> None:
        self._typed = True

    def show_value(self, value: Value | None) -> None:
        super().show_value(value)
        self._typed = False  # an undone state stays as it was; typing is signalled after this

    def complete(self) -> None:
        """Normalize what was typed.  A date that nobody edits stays as it was, unless it is what undoing its
        own completion brought back: leaving it there does that step again.
        """
        value = self.session.answer(self.path)
        if isinstance(value, str):
            if self._typed:
                self.send(self.completed(value) or None)
            else:
                self.session.set_again(self.path, self.completed(value))
        self._typed = False

    def completed(self, words: str) -> str:
        """What was typed, in the notation of the form."""
        from pia_desktop.wareki import normalise_date_words

        return normalise_date_words(words)


class FixedText(AnswerEditor):
    """Text that the form itself prints; not editable."""

    def __init__(self, session: Session, path: NodePath, item: Item, parent: QWidget) -> None:
        super().__init__(session, path, item, parent)
        assert isinstance(item.kind, FixedKind)
        label = QLabel(item.kind.text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setContentsMargins(space(1), space(1), space(1), space(1))
        self._fill(label)

    def show_value(self, value: Value | None) -> None:
        """Does nothing: the text is constant."""


class DerivedText(AnswerEditor):
    """Text computed from other answers; not editable, always up to date."""

    def __init__(self, session: Session, path: NodePath, item: Item, parent: QWidget) -> None:
        super().__init__(session, path, item, parent)
        assert isinstance(item.kind, DerivedKind)
        self.kind = item.kind
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.label.setContentsMargins(space(1), space(1), space(1), space(1))
        self._fill(self.label)

    @property
    def sources(self) -> tuple[NodePath, ...]:
        """The answers it is computed from."""
        return tuple((*self.path[:-1], source) for source in self.kind.sources)

    def show_value(self, value: Value | None) -> None:
        """Compute the text, or say what is missing for it."""
        words = derived_words(self.kind, self.session.root.find(self.path[:-1]))
        role = QPalette.ColorRole.Text if words else QPalette.ColorRole.PlaceholderText
        self.label.setForegroundRole(role)
        self.label.setText(words or self._what_is_missing())

    def _what_is_missing(self) -> str:
        form = self.session.form
        missing = [printed_path(form, path) for path in self.sources if self.session.answer(path) is None]
        lines = [f"・{words}" for words in missing]
        return "\n".join([_("The result stands here once these are answered:"), *lines])

    def focus_target(self) -> QWidget:
        return self.label


CALENDAR: Final = Action[DateEditor](N_("Calendar"), lambda do: do.open_calendar(), CALENDAR_KEY)
OF_DATE: Final = Menu[DateEditor](N_("Calendar"), (CALENDAR,))
"""What can be done in a date by keys."""
