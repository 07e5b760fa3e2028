"""What is open on the screen: one cabinet, its list, and a window for each assessment in work."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.assessment.window import AssessmentWindow, TabFactory, form_tab
from ui.context.cabinet_store import AssessmentStore, CabinetStore
from ui.context.session import Session
from ui.widgets.dialogs import ask, ask_open_path, ask_save_path, busy, show_error, tell
from ui.widgets.settings import remember_cabinet

if TYPE_CHECKING:
    from ui.cabinet.window import StartWindow
    from ui.new_assessment.dialog import Beginning
    from ui.reuse.everywhere import Everywhere

CABINET_SUFFIX: Final = ".pia"
_IDLE: Final = 400
"""Milliseconds after opening a cabinet, when the window has been shown and nobody has typed yet."""

_BACK_UP: Final = 4_000
"""Milliseconds after opening a cabinet, when the first look at it is over."""

_CHECK: Final = 8_000
"""Milliseconds after opening a cabinet, when the disk has time for a look at all of a large file."""

T = TypeVar("T")


class Desk(QObject):
    """Opens and closes cabinets and windows, and carries out what concerns more than one of them."""

    def __init__(self, factory: TabFactory = form_tab) -> None:
        super().__init__()
        self.store: CabinetStore | None = None
        self.windows: dict[int, AssessmentWindow] = {}
        self._factory = factory
        self._start: StartWindow | None = None

    @property
    def start(self) -> StartWindow:
        """The list of the cabinet, made when it is first wanted."""
        if self._start is None:
            from ui.cabinet.window import (
                StartWindow,  # an assessment that is opened at once does not wait for it
            )

            self._start = StartWindow(self)
            self._start.show_store(self.store)
        return self._start

    @cached_property
    def everywhere(self) -> Everywhere:
        """Replacing in all assessments at once, loaded when it is first wanted."""
        from ui.reuse.everywhere import Everywhere

        return Everywhere(self)

    def show_start(self) -> None:
        """Bring the list to the front."""
        self.start.refresh()
        self.start.show()
        self.start.raise_()
        self.start.activateWindow()

    # ---- cabinets

    def ask_new_cabinet(self, parent: QWidget) -> None:
        """Make a cabinet where the user says."""
        path = ask_save_path(parent, _("New Cabinet"), _("Assessments"), _cabinet_kinds(), CABINET_SUFFIX)
        if path is not None:
            self.open_cabinet(path, create=True)

    def ask_open_cabinet(self, parent: QWidget) -> None:
        """Open a cabinet that the user chooses."""
        path = ask_open_path(parent, _("Open a Cabinet"), _cabinet_kinds())
        if path is not None:
            self.open_cabinet(path)

    def open_cabinet(self, path: Path, *, create: bool = False) -> bool:
        """Open a cabinet in place of the one that is open; False where it cannot be, with a message."""
        from db.cabinet import Cabinet

        if self.store is not None and self.store.path == path.resolve():
            self.show_start()
            return True
        if not self.close_windows():
            return False
        try:
            with busy():
                cabinet = Cabinet.create(path) if create else Cabinet.open(path)
        except UserError as error:
            show_error(self._start, error)
            return False
        if not self._close_store():
            cabinet.close()
            return False
        store = CabinetStore(cabinet)
        store.start()
        self.use(store)
        remember_cabinet(path)
        return True

    def use(self, store: CabinetStore) -> None:
        """Work with this cabinet from now on."""
        self.store = store
        QTimer.singleShot(_IDLE, store, store.prepare)
        QTimer.singleShot(_BACK_UP, store, store.back_up)
        QTimer.singleShot(_CHECK, store, store.check)
        if self._start is not None:
            self._start.show_store(store)

    def close_windows(self) -> bool:
        """Close every assessment; False where one stays open because it could not be saved."""
        return all(window.close() for window in list(self.windows.values()))

    def _close_store(self, *, give_up: bool = False) -> bool:
        if self.store is None:
            return True
        if self._start is not None:
            self._start.stop_reading()
        if not self.store.close(give_up=give_up):
            self._ask_unsaved(self.start)
            return False
        self._forget_store()
        return True

    def _forget_store(self) -> None:
        self.store = None
        if self._start is not None:
            self._start.show_store(None)

    def shut(self) -> None:
        """Let go of the cabinet at the very end; what could not be saved was asked about before."""
        if self.store is not None:
            if self._start is not None:
                self._start.stop_reading()
            self.store.close(give_up=True)
            self._forget_store()

    def quit(self) -> None:
        """Close everything; stays open where something cannot be saved."""
        if self.close_windows():
            if self._start is not None:
                self._start.close()
            QApplication.closeAllWindows()

    def _ask_unsaved(self, parent: QWidget) -> None:
        ask(
            parent,
            _("Not everything could be saved."),
            _("Save all elsewhere before you open another cabinet."),
            [(_("Save Elsewhere…"), lambda: self.rescue(parent)), (_("Keep Open"), None)],
        )

    # ---- saving elsewhere

    def rescue(self, parent: QWidget) -> None:
        """Write all that is known into another cabinet, and offer to go on with that one."""
        store = self.store
        if store is None:
            return
        suggested = _("{name} (copy)").format(name=store.path.stem)
        path = ask_save_path(
            parent, _("Save a Copy of the Cabinet"), suggested, _cabinet_kinds(), CABINET_SUFFIX
        )
        if path is None:
            return
        opened = {key: window.session.snapshot() for key, window in self.windows.items()}
        try:
            rescued = store.rescue(path, opened)
        except UserError as error:
            show_error(parent, error)
            return
        words = _("Everything in the cabinet is in this copy: {path}")
        if not rescued.whole:
            words = _("The assessments that are open are in this copy: {path}\nThe others could not be read.")
        tell(
            parent,
            _("The copy is saved."),
            words.format(path=path),
            [(_("Go On With the Copy"), lambda: self._go_on_with(path)), (_("Close"), None)],
        )

    def _go_on_with(self, path: Path) -> None:
        opened = list(self.windows)
        for window in list(self.windows.values()):
            window.close_unsaved()
        self._close_store(give_up=True)
        if self.open_cabinet(path):
            self.show_start()
            for assessment_id in opened:
                if self.store and any(info.id == assessment_id for info in self.store.infos()):
                    self.open_assessment(assessment_id)

    # ---- assessments

    def begin_assessment(self, beginning: Beginning) -> None:
        """Put in what a new assessment begins with, and open it."""
        store = self.store
        if store is not None:
            made = self._try(
                self.start, lambda: store.new(beginning.form, beginning.root, beginning.pictures)
            )
            if made is not None:
                self.start.pick(made)
                self.open_assessment(made)

    def open_assessment(self, assessment_id: int) -> AssessmentWindow | None:
        """Open an assessment, or bring its window to the front."""
        window = self.windows.get(assessment_id)
        store = self.store
        if window is None and store is not None:
            snapshot = self._try(self._start, lambda: store.cabinet.load(assessment_id))
            if snapshot is not None:
                window = self._make_window(store, assessment_id, snapshot)
        if window is not None:
            window.show()
            window.raise_()
            window.activateWindow()
        return window

    def _make_window(self, store: CabinetStore, assessment_id: int, snapshot: Snapshot) -> AssessmentWindow:
        assessment = Assessment(snapshot.form, snapshot.root)
        session = Session(assessment, AssessmentStore(store, assessment_id), read_only=store.read_only)
        window = AssessmentWindow(session, store.flush, factory=self._factory, desk=self)
        window.show_state(store.state)
        store.state_changed.connect(window.show_state)
        window.closed.connect(lambda: self._window_closed(assessment_id))
        window.rescue_requested.connect(lambda: self.rescue(window))
        window.cabinet_requested.connect(self.show_start)
        window.about_requested.connect(lambda: _show_about(window))
        window.settings_requested.connect(lambda: self.show_settings(window))
        window.export_requested.connect(lambda: self._export(window, session))
        self.windows[assessment_id] = window
        return window

    def _window_closed(self, assessment_id: int) -> None:
        window = self.windows.pop(assessment_id, None)
        if window is not None and self.store is not None:
            self.store.state_changed.disconnect(window.show_state)
            if self._start is not None and self._start.isVisible():
                self._start.refresh()

    def _export(self, window: QWidget, session: Session) -> None:
        path = ask_save_path(
            window, _("Export the Assessment"), _title(session) + ".json", "JSON (*.json)", ".json"
        )
        if path is not None:
            from pia_desktop.exchange.interchange import write_document, write_file

            snapshot, pictures = session.snapshot(), session.store.pictures
            self._try(window, lambda: write_file(path, write_document(snapshot, pictures)))

    def show_settings(self, parent: QWidget) -> None:
        """Let the user choose fonts and more; what is open follows."""
        from ui.app.settings_dialog import SettingsDialog

        dialog = SettingsDialog(parent)
        dialog.fonts_changed.connect(self._follow_fonts)
        dialog.open()

    def _follow_fonts(self) -> None:
        for window in self.windows.values():
            if window.panes["preview"].made:
                window.preview.lay_out_again()

    @staticmethod
    def _try(parent: QWidget | None, act: Callable[[], T]) -> T | None:
        try:
            with busy():
                return act()
        except UserError as error:
            show_error(parent, error)
            return None


def _show_about(parent: QWidget) -> None:
    from ui.widgets.about import show_about

    show_about(parent)


def _title(session: Session) -> str:
    name = session.answer((session.form.roles.title,))
    return name if isinstance(name, str) else session.form.short_title


def _cabinet_kinds() -> str:
    return _("Cabinets (*{suffix})").format(suffix=CABINET_SUFFIX)
