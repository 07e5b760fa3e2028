"""The pane 他の評価書: other assessments' answers to the current item, and the office's own phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from shiboken6 import isValid

from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.noted import noted
from pia_desktop.assessment.passages import withheld_in
from pia_desktop.assessment.withheld import within
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.reuse.similar import SHORTEST, sentence_at
from ui.context.background import LatestOnly, WorkFault
from ui.form.texts import GrowingText
from ui.reuse.heard import Heard
from ui.reuse.insertion import field_at, insert, replacing, span_of
from ui.reuse.lookup import Asked, LookedUp, Stored, can_be_asked, look_up, naming_item, takes_words
from ui.reuse.others_tab import OthersTab
from ui.reuse.phrase_book import phrase_book
from ui.reuse.phrases_tab import PhrasesTab
from ui.widgets.buttons import tool_button
from ui.widgets.dialogs import show_error
from ui.widgets.layouts import column_of
from ui.widgets.overrides import guarded
from ui.widgets.panel import Panel
from ui.widgets.theme import em
from ui.widgets.timers import single_shot
from ui.widgets.unscrolled import Tabs

if TYPE_CHECKING:
    from ui.context.hosts import AssessmentHost, Navigator
    from ui.context.open_cabinet import OpenCabinet
    from ui.reuse.cabinet_replacer import CabinetReplacer

_PAUSE: Final = 250
"""Milliseconds for which the cursor rests before what is beside it follows."""


@guarded
class ReusePane(Panel):
    """Follows the cursor of one window; reads the cabinet in the background."""

    def __init__(
        self,
        host: AssessmentHost,
        cabinet: OpenCabinet,
        navigator: Navigator,
        cabinet_replacer: CabinetReplacer,
    ) -> None:
        super().__init__()
        self.setObjectName("reuse")
        self.setAccessibleName(_("Other Assessments"))
        self._host = host
        self._store = cabinet.store
        self._navigator = navigator
        self._cabinet_replacer = cabinet_replacer
        self.session = host.session
        self._path: NodePath | None = None
        self._looked: LookedUp | None = None
        self._heard = Heard()
        self._field: GrowingText | None = None
        self.lookups = LatestOnly(self, self._found, self._failed)
        self.others = OthersTab(self, cabinet.store)
        self.phrases = PhrasesTab(phrase_book(cabinet.store), self)
        self.tabs = Tabs(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName(_("Other Assessments"))
        self.tabs.setAccessibleName(_("Other Assessments"))
        self.tabs.addTab(self.others, _("At This Item"))
        self.tabs.addTab(self.phrases, _("Phrases"))
        close = tool_button(self, "close", _("Hide the Other Assessments"))
        close.clicked.connect(self.close_requested)
        self.tabs.setCornerWidget(close, Qt.Corner.TopRightCorner)
        column_of(self.tabs, margins=(0, 0, 0, 0), inside=self)
        self._rest = single_shot(self, _PAUSE, self._rested)
        self._connect()
        self.setFocusProxy(self.tabs)

    def sizeHint(self) -> QSize:
        return QSize(em(self) * 30, em(self) * 40)

    def _connect(self) -> None:
        session = self.session
        session.item_entered.connect(self._entered)
        session.answers_changed.connect(self._answered)
        self.others.replace_requested.connect(self._replace)
        self.others.insert_requested.connect(self._insert_stored)
        self.others.open_requested.connect(self._open)
        self.others.everywhere_requested.connect(self._ask_everywhere)
        self.phrases.insert_requested.connect(self._insert)
        self.phrases.selection_wanted.connect(self.keep_marked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
            return
        super().keyPressEvent(event)

    def stop(self) -> None:
        """Stop background work: the window is closing."""
        self._rest.stop()
        self.lookups.cancel()

    # ---- following the cursor

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.session.current_path is not None:
            self._entered(self.session.current_path)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest.stop()
        self._path = None

    def _entered(self, path: NodePath) -> None:
        if self.isVisible() and path != self._path:
            self._path = path
            self._looked = None
            self._rest.start()

    def _answered(self, paths: tuple[NodePath, ...]) -> None:
        if self._path in paths and self.isVisible():
            self._rest.start()

    def _rested(self) -> None:
        """The cursor has rested: look its item up, or update the comparison."""
        path = self._path
        if path is None:
            return
        if self._looked is not None:
            self.others.show_words(self._here())
            self._look_at_sentence()
            return
        if len(path) % 2 == 0 or not can_be_asked(self.session.form, path[-1]):
            self.others.show_nothing(_("Of this item, nothing can be taken over from others."))
            return
        self._follow_field(path)
        cabinet = self._store.cabinet
        asked = Asked(self._host.assessment_id, self.session.form, path, self._here(), self._name())
        self.lookups.request(lambda: look_up(cabinet, asked, self._heard))

    def _here(self) -> str:
        """The text of the current answer."""
        path = self._path
        value = self.session.answer(path) if path is not None else None
        if path is None or value is None:
            return ""
        return self.session.form.item(path[-1]).kind.format(value)

    def _name(self) -> str:
        """The name of the current entry or file."""
        path = self._path
        naming = naming_item(self.session.form, path[-1]) if path is not None else None
        if path is None or naming is None or naming == path[-1]:
            return ""
        return str(self.session.answer((*path[:-1], naming)) or "")

    def _found(self, found: LookedUp) -> None:
        path = self._path
        if path != found.asked.path or not self.isVisible():
            return
        self._looked = found
        where = printed_path(self.session.form, path, self.session.root)
        self.others.show_found(found, where, can_write=not self.session.read_only)
        self._look_at_sentence()

    def _failed(self, error: UserError) -> None:
        words = _("The other assessments cannot be read just now.")
        if not isinstance(error, WorkFault):
            words = f"{words}\n{error.message}\n{error.remedy}".strip()
        self.others.show_nothing(words)

    # ---- the sentence at the cursor

    def _follow_field(self, path: NodePath) -> None:
        if self._field is not None and isValid(self._field):
            self._field.cursorPositionChanged.disconnect(self._rest.start)
        self._field = field_at(self._host, path)
        if self._field is not None:
            self._field.cursorPositionChanged.connect(self._rest.start)

    def _look_at_sentence(self) -> None:
        """Look up whether the current sentence occurs in other assessments, at the same item."""
        path, looked, field = self._path, self._looked, self._field
        if path is None or looked is None or field is None or not isValid(field):
            self.others.show_sentence("", 0)
            return
        sentence = sentence_at(field.text(), span_of(field)[0])
        count = 0
        if len(sentence) >= SHORTEST and takes_words(looked.asked.form, path):
            saying = (said for said in looked.said if sentence in said.text)
            count = len({said.assessment_id for said in saying if not looked.own(said)})
        self.others.show_sentence(sentence, count)

    # ---- what is asked for

    def _replace(self, stored: Stored) -> None:
        path = self._path
        if path is not None and not self.session.read_only:
            self.session.end_burst()
            self.session.push(replacing(self.session, path, stored.value, stored.withheld))
            self._host.go_to(path)

    def _insert_stored(self, stored: Stored) -> None:
        if isinstance(stored.value, str):
            self._insert(stored.value, stored)

    def _insert(self, words: str, stored: Stored | None = None) -> None:
        """Insert text at the form's cursor, if text can be entered there."""
        path = self._path or self.session.current_path
        if self.session.read_only:
            return
        if (
            path is None
            or path[-1] not in self.session.form.places
            or not takes_words(self.session.form, path)
        ):
            self._host.notify(_("Put the cursor into a text of the form first."))
            return
        try:
            insert(self._host, path, words, stored.withheld if stored else None)
        except UserError as error:
            show_error(self._host.widget(), error)

    def _open(self, assessment_id: int, place: NodePath) -> None:
        window = self._navigator.open_assessment(assessment_id)
        if window is None:
            return
        if len(place) == 1:
            window.go_to(place)
            return
        owners = (path for path, _node in window.session.root.walk() if path and path[-1] == place[0])
        owner = next(owners, None)
        if owner is not None:
            window.go_to((*owner, place[-1]))

    def _ask_everywhere(self, sentence: str) -> None:
        withheld = withheld_in(sentence, self.session.snapshot())
        self._cabinet_replacer.ask(self._host.widget(), sentence, withheld=withheld)

    def keep_marked(self) -> None:
        """Make a phrase of the text selected in the form, or else of the whole answer."""
        self.tabs.setCurrentWidget(self.phrases)
        path = self.session.current_path
        field = field_at(self._host, path) if path is not None else None
        words = ""
        if field is not None:
            text = field.text()
            start, end = span_of(field)
            start, end = (start, end) if end > start else (0, len(text))
            words = noted(text[start:end], within(field.passages(), start, end))
        if words.strip():
            self.phrases.write_new(words)
        else:
            self._host.notify(_("Mark the words in the form first."))
