"""他の評価書 beside the form: what the office's other assessments say at the item, to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QPushButton, QVBoxLayout, QWidget

from pia_desktop.assessment.noted import noted
from pia_desktop.assessment.withheld import WHOLE, Spans, passages_of
from pia_desktop.cabinet_lists.assessment_names import identifying_name
from pia_desktop.i18n import _, ngettext
from pia_desktop.reuse.similar import Said, Suggestion
from pia_desktop.revisions.textdiff import Passage, PassageKind, passages
from pia_desktop.wareki import local_day
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import Store, in_cabinet
from ui.reuse.lookup import LookedUp, Stored, hidden, takes_words
from ui.widgets.buttons import push_button
from ui.widgets.layouts import SPRING, Growing, above_below, column_of, flush_column, place, row_of
from ui.widgets.passages import PassagesView
from ui.widgets.plain_text import note, tip
from ui.widgets.theme import em, small_font, space
from ui.widgets.two_line_rows import KEY_ROLE, TwoLines, two_line_row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QListWidgetItem


_ALIKE: Final = 0.4
_NAMED: Final = 3
"""Assessments that are named; how many more there are is said."""


class OthersTab(QWidget):
    """Shows the result of a lookup; actions are requested by signals."""

    replace_requested = Signal(object)
    """Put this ``Stored`` in the place of the answer."""
    insert_requested = Signal(object)
    """Put the words of this ``Stored`` where the cursor is."""
    open_requested = Signal(int, tuple)
    """Open this assessment at this place."""
    everywhere_requested = Signal(str)
    """Replace this sentence in all assessments."""

    def __init__(self, parent: QWidget, store: Store) -> None:
        super().__init__(parent)
        self._looked: LookedUp | None = None
        self._here = ""
        self._can_write = False
        self._sentence = ""
        self.where = note(self, font=small_font())
        self.message = note(self)
        self.list = QListWidget(self)
        self.list.setItemDelegate(TwoLines(self.list, lines=2))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("What other assessments say here"))
        copy_as_cells(self.list, in_cabinet(store, self._named_ids))
        self.preview = PassagesView(
            _("The other words; what differs from yours is marked"), self._withheld_in, new=True, parent=self
        )
        self.who = note(self, font=small_font())
        self.replace = QPushButton(_("&Replace the Answer"), self)
        self.insert = QPushButton(_("&Insert at the Cursor"), self)
        self.open = push_button(self, _("&Open It"), tip=_("Open the newest assessment that says so"))
        self._lay_out()
        self._connect()
        self.show_nothing(
            _("Put the cursor into an item of the form, and what the others say there stands here.")
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(3))
        column.setSpacing(space(2))
        place(column, self.where, self._sentence_line(), self.message)
        self.below = QWidget(self)
        flush_column(self.below, space(2), self.who, Growing(self.preview))
        self.split = above_below(self, self.list, self.below, sizes=(em(self) * 18, em(self) * 18))
        column.addWidget(self.split, 1)
        column.addStretch(0)
        column.addLayout(row_of(self.replace, self.insert, self.open, SPRING, gap=space(2)))
        self.setFocusProxy(self.list)

    def _sentence_line(self) -> QFrame:
        """Shown while the current sentence also occurs in other assessments."""
        frame = self.line = QFrame(self)
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        inner = column_of(gap=space(2), margins=(space(3), space(2), space(3), space(2)), inside=frame)
        self.shared = note(frame)
        self.everywhere = QPushButton(_("Replace It in &All Assessments…"), frame)
        inner.addWidget(self.shared)
        inner.addWidget(self.everywhere, 0, Qt.AlignmentFlag.AlignLeft)
        frame.hide()
        return frame

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda _now, _old: self._show_current())
        self.replace.clicked.connect(lambda: self._ask(self.replace_requested))
        self.insert.clicked.connect(lambda: self._ask(self.insert_requested))
        self.open.clicked.connect(self._open)
        self.everywhere.clicked.connect(lambda: self.everywhere_requested.emit(self._sentence))

    # ---- what is shown

    def _named_ids(self) -> list[int]:
        """The assessments whose names stand in the list."""
        suggestions = self._looked.suggestions if self._looked is not None else ()
        return [said.assessment_id for one in suggestions for said in one.where]

    def show_nothing(self, words: str, where: str = "") -> None:
        self._looked = None
        self.where.setText(where)
        self.where.setVisible(bool(where))
        self.message.setText(words)
        self.list.clear()
        self.split.hide()
        self.show_sentence("", 0)
        self._show_current()

    def show_found(self, looked: LookedUp, where: str, *, can_write: bool) -> None:
        if not looked.suggestions:
            self.show_nothing(_("No other assessment says anything here yet."), where)
            return
        self._looked, self._can_write, self._here = looked, can_write, looked.asked.here
        self.where.setText(where)
        self.where.show()
        count = len(looked.suggestions)
        heading = ngettext("{count:,} wording from elsewhere", "{count:,} wordings from elsewhere", count)
        self.message.setText(heading.format(count=count))
        self.split.show()
        with QSignalBlocker(self.list):
            self.list.clear()
            for suggestion in looked.suggestions:
                self.list.addItem(
                    two_line_row(
                        suggestion.text,
                        self._below(looked, suggestion),
                        suggestion,
                        _copied(looked, suggestion),
                    )
                )
            self.list.setCurrentRow(0)
        self._show_current()

    def _below(self, looked: LookedUp, suggestion: Suggestion) -> str:
        """Who says so, since when, and how similar it is."""
        words = [local_day(suggestion.where[0].edited_at), _named(looked, suggestion, 1)]
        if suggestion.same:
            words.insert(0, _("the same as here"))
        elif looked.asked.here:
            words.insert(0, _("{percent:.0%} alike").format(percent=suggestion.likeness))
        return "・".join(word for word in words if word)

    def show_words(self, here: str) -> None:
        """Update the comparison with the form's present answer."""
        if here != self._here:
            self._here = here
            self._show_current()

    def show_sentence(self, sentence: str, count: int) -> None:
        """The current sentence, and how many other assessments contain it."""
        self._sentence = sentence
        words = ngettext(
            "The sentence at the cursor stands in {count:,} other assessment, too.",
            "The sentence at the cursor stands in {count:,} other assessments, too.",
            count,
        )
        self.shared.setText(words.format(count=count))
        self.shared.setToolTip(tip(sentence))
        self.line.setVisible(bool(count))

    def current(self) -> Suggestion | None:
        row = cast("QListWidgetItem | None", self.list.currentItem())
        return row.data(KEY_ROLE) if row is not None else None

    def stored(self) -> Stored | None:
        """The selected answer, as stored."""
        suggestion, looked = self.current(), self._looked
        if suggestion is None or looked is None:
            return None
        first = suggestion.where[0]
        return looked.stored.get((first.assessment_id, first.path))

    def _withheld_in(self, words: str) -> Spans | None:
        stored = self.stored()
        if stored is None or not hidden(stored.withheld):
            return None
        return stored.withheld if words == passages_of(stored.value) else WHOLE

    def _show_current(self) -> None:
        suggestion, looked, stored = self.current(), self._looked, self.stored()
        for button in (self.replace, self.insert, self.open):
            button.setVisible(looked is not None)
        if suggestion is None or looked is None or stored is None:
            self.preview.clear()
            self.who.clear()
            return
        self.preview.show_passages(self._passages(suggestion))
        who = _("In {names}").format(names=_named(looked, suggestion, _NAMED))
        if hidden(stored.withheld):
            who += "\n" + _("Parts of it are not for the public, and stay so when it is taken over.")
        self.who.setText(who)
        self.replace.setEnabled(self._can_write and suggestion.text != self._here)
        asked = looked.asked
        self.insert.setEnabled(self._can_write and takes_words(asked.form, asked.path))

    def _passages(self, suggestion: Suggestion) -> tuple[Passage, ...]:
        """The differences from the present text; unmarked if hardly anything is common."""
        if not self._here or suggestion.likeness < _ALIKE:
            return (Passage(PassageKind.SAME, suggestion.text, suggestion.text),)
        return passages(self._here, suggestion.text)

    def _ask(self, signal: object) -> None:
        stored = self.stored()
        if stored is not None:
            signal.emit(stored)  # type: ignore[attr-defined]

    def _open(self) -> None:
        suggestion = self.current()
        if suggestion is not None:
            first = suggestion.where[0]
            self.open_requested.emit(first.assessment_id, first.path)


def _copied(looked: LookedUp, suggestion: Suggestion) -> str:
    """The wording as it is copied: it says itself what of it is withheld."""
    first = suggestion.where[0]
    stored = looked.stored.get((first.assessment_id, first.path))
    if stored is None or not hidden(stored.withheld):
        return suggestion.text
    return noted(suggestion.text, stored.withheld if suggestion.text == passages_of(stored.value) else WHOLE)


def _named(looked: LookedUp, suggestion: Suggestion, limit: int) -> str:
    """The assessments that say so, newest first."""
    first = {one.assessment_id: one for one in reversed(suggestion.where)}
    ids = dict.fromkeys(one.assessment_id for one in suggestion.where)
    names = [_name_of(looked, first[one]) for one in list(ids)[:limit]]
    more = len(ids) - len(names)
    words = "、".join(names)
    if more > 0:
        words += ngettext(" and {count:,} more", " and {count:,} more", more).format(count=more)
    return words


def _name_of(looked: LookedUp, one: Said) -> str:
    """The assessment's name; for the asking one itself, that of the entry or file."""
    if not looked.own(one):
        return identifying_name(looked.infos[one.assessment_id])
    entry = looked.names.get((one.assessment_id, one.path[0]), "")
    return _("this assessment, “{entry}”").format(entry=entry) if entry else _("this assessment")
