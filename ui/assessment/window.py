"""One open assessment: a tab for each part of the form, the tree of items and the search beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QPlainTextEdit,
    QTabWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.node import Path
from pia_desktop.forms.model import FILES, Form, Part
from pia_desktop.i18n import _
from ui.assessment.actions import WindowActions
from ui.assessment.pane_list import pane_specs
from ui.assessment.panes import Panes, last_focus
from ui.context.cabinet_store import SavedState
from ui.context.saved_line import SavedLine
from ui.context.session import Session
from ui.widgets.icons import redress
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import caption, plain_label
from ui.widgets.settings import first_size, remember_place, restore_place
from ui.widgets.theme import em

if TYPE_CHECKING:
    from pia_desktop.assessment.search import Hit
    from ui.app.coordinator import Desk
    from ui.assessment.find_panel import FindPanel
    from ui.assessment.outline import OutlinePanel
    from ui.assessment.review import Review
    from ui.preview.panel import PreviewPanel
    from ui.printing.pdf_jobs import PdfJobs
    from ui.printing.printer import PaperJobs

_NUMERAL: Final = re.compile(r"^(?:（(別添[０-９0-9]+)）|([Ⅰ-Ⅻ]+))[\s　]*(.*)$")
_SUBJECT: Final = re.compile(r"特定個人情報(?:ファイル)?の?")
_LONG: Final = 12
_NOTICE: Final = 6000
"""Milliseconds for which a passing word is shown."""

_IDLE: Final = 600
"""Milliseconds after the window is made, when it has been shown and nobody waits for it."""


class Tab(Protocol):
    """What the form's pages offer; they are QWidgets."""

    def show_item(self, path: Path) -> bool:
        """Scroll an item, entry or list into view and put the cursor there; False where it is elsewhere."""
        ...


TabFactory = Callable[[Session, Part | None], QWidget]
"""Makes the page of a part, or of the cover (None); the page is a ``Tab`` too."""


def form_tab(session: Session, part: Part | None) -> QWidget:
    """The form's own page."""
    from ui.form.page import create_tab

    return create_tab(session, part)


def tab_caption(part: Part | None) -> str:
    """The short words of a tab: numeral and what sets the part apart from the others."""
    if part is None:
        return _("Cover")
    found = _NUMERAL.match(plain(part.title))
    if found is None:
        return plain(part.title)
    words = found.group(3)
    if len(words) > _LONG:  # every part is about 特定個人情報ファイル
        words = _SUBJECT.sub("", words).rpartition("における")[2]
    return f"{found.group(1) or found.group(2)} {words}"


@guarded
class AssessmentWindow(QMainWindow):
    """Tabs, docks, menus and the saved-state line of one assessment.

    ``flush`` waits until all is on disk and says whether it is; the rest of the program is asked by signals.
    ``desk`` is the cabinet that it was opened from, for the panes that look at more than this assessment.
    """

    place = "assessment"
    """What its size and its panes are remembered under."""

    closed = Signal()
    rescue_requested = Signal()
    settings_requested = Signal()
    export_requested = Signal()
    cabinet_requested = Signal()
    about_requested = Signal()

    def __init__(
        self,
        session: Session,
        flush: Callable[[], bool],
        *,
        factory: TabFactory = form_tab,
        desk: Desk | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("assessment")
        self.session = session
        self.desk = desk
        self._flush = flush
        self._factory = factory
        self._give_up = False
        self.parts: tuple[Part | None, ...] = (None, *session.form.parts)
        self._part_at = _parts_by_id(session.form)
        self._pages: dict[int, QWidget] = {}
        self._history: list[Path] = []
        self._future: list[Path] = []
        self.tabs = self._make_tabs()
        self.setCentralWidget(self.tabs)
        self.panes = Panes(self, pane_specs())
        self.outline = cast("OutlinePanel", self.panes["outline"].panel)
        self.saved = SavedLine(self)
        self.saved.rescue_requested.connect(self.rescue_requested)
        self.statusBar().addWidget(self.saved, 1)
        self.notice = plain_label(self)
        self._notice_ends = QTimer(self)
        self._notice_ends.setSingleShot(True)
        self._notice_ends.timeout.connect(self.notice.clear)
        self.statusBar().addPermanentWidget(self.notice)
        self.actions_ = WindowActions(self)
        self._follow()
        if not restore_place(self, self.place):
            first_size(self, 1280, 800)
            self.resizeDocks([self.panes["outline"].dock], [em(self) * 24], Qt.Orientation.Horizontal)
        self.panes.hide_fleeting()
        self._retitle()
        self._show_tab(0)
        QTimer.singleShot(_IDLE, self, lambda: self.review.begin())  # noqa: PLW0108 (made only then)

    # ---- building

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget(self)
        tabs.setDocumentMode(True)
        tabs.setUsesScrollButtons(True)
        tabs.setElideMode(Qt.TextElideMode.ElideNone)
        tabs.tabBar().setAccessibleName(_("Parts of the form"))
        for part in self.parts:
            holder = QWidget(tabs)
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            index = tabs.addTab(holder, caption(tab_caption(part)))
            tabs.setTabToolTip(index, self.tab_title(index))
        tabs.currentChanged.connect(self._show_tab)
        return tabs

    def tab_title(self, index: int) -> str:
        """The whole title of a tab's part."""
        part = self.parts[index]
        return plain(part.title) if part else _("Cover")

    def _follow(self) -> None:
        self.session.item_requested.connect(self._requested)
        self.session.answer_changed.connect(self._answered)
        self.session.undo_stack.indexChanged.connect(self._refresh_actions)
        self.session.item_entered.connect(self._refresh_actions)

    @cached_property
    def pdf(self) -> PdfJobs:
        """The prints of this window."""
        from ui.printing.pdf_jobs import PdfJobs

        jobs = PdfJobs(self)
        self.statusBar().addPermanentWidget(jobs.line)
        jobs.line.hide()
        return jobs

    @cached_property
    def paper(self) -> PaperJobs:
        """The prints of this window on paper."""
        from ui.printing.printer import PaperJobs

        jobs = PaperJobs(self)
        jobs.printed.connect(self.notify)
        self.statusBar().addPermanentWidget(jobs.line)
        jobs.line.hide()
        return jobs

    @cached_property
    def review(self) -> Review:
        """The checks and the notes; made when a pane wants them, else once the window stands."""
        from ui.assessment.review import Review

        return Review(self)

    def print(self, *, to_pdf: bool = False, blank: bool = False) -> None:
        """Let the user choose what is printed as it is now, and where to; or of the form without answers."""
        from pia_desktop.paper.options import version_words
        from ui.printing.dialog import open_print
        from ui.printing.subject import Subject, blank_subject

        coming = version_words(self.session.version_count + 1)
        subject = Subject(self.session.snapshot(), self.session.store.pictures, coming)
        mistakes = self.review.mistakes() if "review" in vars(self) and not blank else None
        wanted = blank_subject(self.session.form) if blank else subject
        open_print(self, self, wanted, to_pdf=to_pdf, mistakes=mistakes)

    def _refresh_actions(self) -> None:
        self.actions_.refresh()

    @property
    def find_panel(self) -> FindPanel:
        """The search, made when it is first wanted."""
        return cast("FindPanel", self.panes["find"].panel)

    @property
    def preview(self) -> PreviewPanel:
        """The paper beside the form, made when it is first wanted."""
        return cast("PreviewPanel", self.panes["preview"].panel)

    def page(self, index: int) -> QWidget:
        """The page of a tab, made when it is first wanted."""
        if index not in self._pages:
            page = self._factory(self.session, self.parts[index])
            holder = self.tabs.widget(index)
            layout = holder.layout() if holder else None
            assert holder is not None
            assert layout is not None
            layout.addWidget(page)
            holder.setFocusProxy(page)
            self._pages[index] = page
        return self._pages[index]

    def _show_tab(self, index: int) -> None:
        if index >= 0:
            self.page(index)

    # ---- what is shown

    def show_state(self, state: SavedState) -> None:
        """Show how saving stands."""
        self.saved.show_state(state)

    def notify(self, words: str) -> None:
        """Say something in passing, beside the saved-state line and never in its place."""
        self.notice.setText(words)
        self._notice_ends.start(_NOTICE)

    def _retitle(self) -> None:
        name = self.session.answer((self.session.form.roles.title,))
        words = plain(name) if isinstance(name, str) else self.session.form.short_title
        if self.session.read_only:
            words += _(" (reading only)")
        self.setWindowTitle(f"{words} － {QGuiApplication.applicationDisplayName()}")

    def _answered(self, path: Path) -> None:
        if path == (self.session.form.roles.title,):
            self._retitle()

    # ---- going somewhere

    def tab_of(self, path: Path) -> int:
        """The tab that an item, an entry or a list stands in."""
        last = path[-1] if len(path) % 2 else path[-2]
        return self._part_at.get(last, 0)

    def _requested(self, path: Path) -> None:
        if self.session.current_path and self.session.current_path != path:
            self._history.append(self.session.current_path)
            self._future.clear()
        self.go_to(path)

    def go_to(self, path: Path) -> bool:
        """Show an item and put the cursor there."""
        if not path:
            return False
        index = self.tab_of(path)
        self.tabs.setCurrentIndex(index)
        page = self.page(index)
        return cast(Tab, page).show_item(path)

    def go_back(self) -> None:
        """Back to where the cursor was before it was sent elsewhere."""
        self._travel(self._history, self._future)

    def go_forward(self) -> None:
        """Forward again."""
        self._travel(self._future, self._history)

    def _travel(self, source: list[Path], other: list[Path]) -> None:
        if source:
            if self.session.current_path:
                other.append(self.session.current_path)
            self.go_to(source.pop())

    def step_tab(self, by: int) -> None:
        """The next tab, or the one before."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())
        self.page(self.tabs.currentIndex()).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step_pane(self, by: int = 1) -> None:
        """Take the cursor to the next pane, or to the form; each remembers where it was."""
        panes = [*self.panes.seen_panels(), self.page(self.tabs.currentIndex())]
        now = QApplication.focusWidget()
        at = next((i for i, pane in enumerate(panes) if now and (pane is now or pane.isAncestorOf(now))), -1)
        goal = panes[(at + by) % len(panes)]
        (last_focus(goal) or goal.focusProxy() or _first_field(goal) or goal).setFocus(
            Qt.FocusReason.ShortcutFocusReason
        )

    def show_find(self, *, replacing: bool = False) -> None:
        """Open the search with the words that are marked in the form."""
        words = getattr(QApplication.focusWidget(), "textCursor", None)
        marked = words().selectedText() if words else ""
        panel = cast("FindPanel", self.panes["find"].show())
        panel.begin(marked, replacing=replacing)

    def show_hit(self, hit: Hit) -> None:
        """Show a place that was found and mark its words."""
        if self.session.current_path and self.session.current_path != hit.path:
            self._history.append(self.session.current_path)
        field = QApplication.focusWidget() if self.go_to(hit.path) else None
        if isinstance(field, QPlainTextEdit | QTextEdit) and hit.in_own_words:
            text = field.toPlainText()
            cursor = field.textCursor()
            cursor.setPosition(_units(text[: hit.start]))
            cursor.setPosition(_units(text[: hit.end]), QTextCursor.MoveMode.KeepAnchor)
            field.setTextCursor(cursor)
            field.ensureCursorVisible()

    def step_pane_to_form(self) -> None:
        """Take the cursor back to the form."""
        page = self.page(self.tabs.currentIndex())
        (last_focus(page) or _first_field(page) or page).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ---- undo

    def undo(self) -> None:
        """Take the last step back, and show where."""
        self._show_where(self.session.undo_stack.undo)

    def redo(self) -> None:
        """Do the step again, and show where."""
        self._show_where(self.session.undo_stack.redo)

    def _show_where(self, act: Callable[[], None]) -> None:
        self.session.commit_composition()  # else it would be lost, or land behind the undo
        changed: list[Path] = []
        answer = self.session.answer_changed.connect(changed.append)
        entries = self.session.entries_changed.connect(changed.append)
        act()
        QObject.disconnect(answer)
        QObject.disconnect(entries)
        if changed and changed[0] != self.session.current_path and changed[0] != (FILES,):
            self.go_to(changed[0])

    # ---- closing

    def close_unsaved(self) -> None:
        """Close although something is not on disk: it was rescued, or the user gives it up."""
        self._give_up = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.session.complete()
        if "review" in vars(self):
            self.review.remember()
        if not (self._give_up or self._flush()):
            event.ignore()
            self.actions_.ask_unsaved()
            return
        remember_place(self, self.place)
        if "pdf" in vars(self):
            self.pdf.forget()
        if "paper" in vars(self):
            self.paper.forget()
        self.panes.forget()
        if "review" in vars(self):
            self.review.forget()
        # a stack that is deleted empties itself and would tell a window that is half gone
        self.session.undo_stack.indexChanged.disconnect(self._refresh_actions)
        event.accept()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.session.complete()
        if event.type() == QEvent.Type.PaletteChange:
            redress(self)
            if "review" in vars(self):
                self.review.show_tabs()


def _units(text: str) -> int:
    """The length of a text as Qt counts it, in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _first_field(page: QWidget) -> QWidget | None:
    """The first widget of a page that takes the cursor by Tab."""
    fields = page.findChildren(QWidget)
    return next((w for w in fields if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()), None)


def _parts_by_id(form: Form) -> dict[str, int]:
    """The tab of every item and list by its id."""
    numbers = {part.id: number for number, part in enumerate(form.parts, 1)}
    found = {item_id: numbers[place.part.id] if place.part else 0 for item_id, place in form.places.items()}
    for list_id, spec in form.lists.items():
        if spec.item_ids:
            found[list_id] = found[spec.item_ids[0]]
    return found
