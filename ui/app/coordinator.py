"""Coordinates the open windows: one cabinet, its list, and a window per open assessment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from db.cabinet import SUFFIX
from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.app.cabinet_files import cabinet_kinds
from ui.app.following import Following
from ui.app.rescue import Rescue, require_opens, shows
from ui.app.second_start import SecondStarts
from ui.assessment.building import build_window
from ui.assessment.form_tab import TabFactory, form_tab
from ui.assessment.window import AssessmentWindow
from ui.context.cabinet_store import AssessmentStore, CabinetStore
from ui.context.open_cabinet import OpenCabinet
from ui.context.session import Session
from ui.printing.closing import ANOTHER_CABINET, CLOSING, Leaving, may_close
from ui.reuse.cabinet_replacer import CabinetReplacer
from ui.widgets.dialogs import Choice, busy, show_error
from ui.widgets.file_chooser import FileChooser, SystemFiles
from ui.widgets.reachable import leads_to
from ui.widgets.settings import remember_cabinet

if TYPE_CHECKING:
    from db.records import AssessmentInfo, TakenIn
    from pia_desktop.rules.stages import Stage
    from ui.app.manual_window import ManualWindow
    from ui.cabinet.window import CabinetWindow
    from ui.context.beginning import Beginning

_IDLE: Final = 400
"""Milliseconds after opening a cabinet; the window is shown then and nobody has typed yet."""

_BACK_UP: Final = 4_000
"""Milliseconds after opening a cabinet until the backup."""

_CHECK: Final = 8_000
"""Milliseconds after opening a cabinet until the check of a large file."""

T = TypeVar("T")


class Coordinator(QObject):
    """Opens and closes cabinets and windows, and does what concerns several of them.

    The only implementation of ``hosts.Navigator``.  It creates every window; no window knows its type.
    """

    def __init__(self, factory: TabFactory = form_tab, files: FileChooser | None = None) -> None:
        super().__init__()
        self.file_chooser: FileChooser = files or SystemFiles()
        self.cabinet: OpenCabinet | None = None
        self.cabinet_replacer = CabinetReplacer(self)
        self.windows: dict[int, AssessmentWindow] = {}
        self._factory = factory
        self._cabinet_window: CabinetWindow | None = None
        self._rescue = Rescue(self.file_chooser, self.go_on_with)
        self._following = Following(self)
        self._second = SecondStarts(self.come_forward)
        self._manual: ManualWindow | None = None

    @property
    def store(self) -> CabinetStore | None:
        return self.cabinet.store if self.cabinet is not None else None

    @property
    def open_windows(self) -> tuple[AssessmentWindow, ...]:
        return tuple(self.windows.values())

    @property
    def cabinet_window(self) -> CabinetWindow:
        """The cabinet's list window, created on first use."""
        if self._cabinet_window is None:
            from ui.cabinet.window import CabinetWindow  # an assessment opened directly does not need it

            self._cabinet_window = CabinetWindow(self, self.cabinet_replacer)
            self._cabinet_window.show_cabinet(self.cabinet)
        return self._cabinet_window

    def show_cabinet(self) -> None:
        """Raise the list window."""
        self.cabinet_window.refresh()
        self.cabinet_window.show()
        self.cabinet_window.raise_()
        self.cabinet_window.activateWindow()

    def show_help(self, names: Sequence[str]) -> None:
        """Show the manual's topic for the first of these names that it covers."""
        if self._manual is None:
            from ui.app.manual_window import ManualWindow

            self._manual = ManualWindow(self.file_chooser)
        self._manual.show_help(names)

    def come_forward(self, documents: Sequence[Path] = ()) -> None:
        """Raise the last active window, or the list if there is none or documents are to be taken in."""
        if documents:
            self.show_cabinet()
            QTimer.singleShot(0, self, lambda: self.cabinet_window.commands.take_dropped(documents))
            return
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        window = QApplication.activeWindow() or next((w for w in windows if isinstance(w, QMainWindow)), None)
        if window is None:
            self.show_cabinet()
            return
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()

    def search_cabinet(self) -> None:
        """Raise the search over all assessments."""
        self.show_cabinet()
        self.cabinet_window.show_search()

    # ---- cabinets

    def ask_new_cabinet(self, parent: QWidget) -> None:
        """Ask for a path and create a cabinet there."""
        path = self.file_chooser.save_path(
            parent, _("New Cabinet"), _("Assessments"), cabinet_kinds(), SUFFIX
        )
        if path is not None:
            self.open_cabinet(path, create=True)

    def ask_open_cabinet(self, parent: QWidget) -> None:
        """Ask for a cabinet and open it."""
        path = self.file_chooser.open_path(parent, _("Open a Cabinet"), cabinet_kinds())
        if path is not None:
            self.open_cabinet(path)

    def open_cabinet(self, path: Path, *, create: bool = False) -> bool:
        """Open a cabinet in place of the present one; False, with a message, if that fails."""
        from db.backup import is_backup
        from db.cabinet import Cabinet
        from db.errors import CabinetHeld

        with busy():
            if self.store is not None and leads_to(path, self.store.path):
                self.show_cabinet()
                return True
        if not (
            self._may_leave(lambda: self.open_cabinet(path, create=create), ANOTHER_CABINET)
            and self.close_windows()
        ):
            return False
        try:
            with busy():
                cabinet = Cabinet.create(path) if create else Cabinet.open(path)
        except UserError as error:
            self.show_cabinet()  # a message shown before the first window would be hidden behind it
            again: Choice = (_("Open Again"), lambda: self.open_cabinet(path, create=create))
            held = isinstance(error, CabinetHeld)
            show_error(self.cabinet_window, error, [again, (_("Close"), None)] if held else ())
            return False
        if not self._close_store():
            cabinet.close()
            return False
        store = CabinetStore(cabinet)
        store.start()
        self.use(store)
        if not is_backup(path):
            remember_cabinet(path)
        return True

    def open_last(self, documents: Sequence[Path] = ()) -> None:
        """Open the last cabinet once it is found, unless another has been opened by then; take documents in.

        If another process of this user has it open, that one does both, and this one ends.
        """
        from ui.app.last_cabinet import LastCabinet

        last = LastCabinet(self)
        last.found.connect(lambda path: self._open_found(path, documents))
        last.shown_elsewhere.connect(self._end_unused)
        last.look(documents)

    def _end_unused(self) -> None:
        if self.store is None:
            self.quit()

    def _open_found(self, path: Path | None, documents: Sequence[Path]) -> None:
        if path is not None and self.store is None:
            self.open_cabinet(path)
        if documents:
            self.cabinet_window.commands.take_dropped(documents)

    def use(self, store: CabinetStore) -> None:
        self.cabinet = OpenCabinet(store)
        self.cabinet_replacer.work_in(self.cabinet)
        self._rescue.watch(self.cabinet)
        self._following.watch(self.cabinet)
        # Delays start once the window is shown: creating it may take longer than the shortest of them.
        QTimer.singleShot(0, store, lambda: self._attend(store))
        if self._cabinet_window is not None:
            self._cabinet_window.show_cabinet(self.cabinet)

    def _attend(self, store: CabinetStore) -> None:
        """Start the background tasks of a cabinet, one after the other."""
        QTimer.singleShot(_IDLE, store, store.prepare)
        QTimer.singleShot(_IDLE, store, lambda: self._second.watch(None if store.read_only else store.path))
        QTimer.singleShot(_BACK_UP, store, store.back_up)
        QTimer.singleShot(_CHECK, store, store.check)

    def close_windows(self) -> bool:
        """Close every assessment; False if one stays open because it could not be saved.

        Asks about documents that have not been taken in yet first: where they stay, so does everything.
        """
        if self._cabinet_window is not None and not self._cabinet_window.commands.intake.close():
            return False
        return all(window.close() for window in list(self.windows.values()))

    def _open_windows(self) -> int:
        """How many windows there are that may ask before they close."""
        intake = self._cabinet_window.commands.intake.window if self._cabinet_window is not None else None
        return len(self.windows) + (intake is not None)

    def _may_leave(self, go_on: Callable[[], object], words: Leaving) -> bool:
        """Whether the list makes no file; else asks, and calls ``go_on`` once that is stopped."""
        window = self._cabinet_window
        return self.store is None or window is None or may_close(window, go_on, words=words)

    def _close_store(self, *, give_up: bool = False) -> bool:
        if self.store is None:
            return True
        if self._cabinet_window is not None:
            self._cabinet_window.stop_reading()
        if not self.store.close(give_up=give_up):
            self._rescue.ask_unsaved(self.cabinet_window)
            return False
        self._drop_store()
        return True

    def _drop_store(self) -> None:
        self.cabinet = None
        self._rescue.watch(None)
        self._second.watch(None)
        self.cabinet_replacer.work_in(None)
        self._following.watch(None)
        if self._cabinet_window is not None:
            self._cabinet_window.show_cabinet(None)

    def shut(self) -> None:
        """Close the cabinet at exit; the user has been asked about unsaved edits before."""
        if self.store is not None:
            if self._cabinet_window is not None:
                self._cabinet_window.stop_reading()
            self.store.close(give_up=True)
            self._drop_store()

    def quit(self) -> None:
        """Close everything, unless something cannot be saved; a question that bars it is waited for.

        What the list is still making is asked about first: where it goes on, all windows stay.
        """
        if not self._may_leave(self.quit, CLOSING):
            return
        if self.close_windows():
            if self._cabinet_window is not None:
                self._cabinet_window.close()
            QApplication.closeAllWindows()
            return
        question, still = QApplication.activeModalWidget(), self._open_windows()
        if isinstance(question, QDialog):
            question.finished.connect(
                lambda _code: QTimer.singleShot(0, self, lambda: self._go_on_quitting(still))
            )

    def _go_on_quitting(self, still: int) -> None:
        """Quit after all, if the window that was asked about has closed since."""
        if self._open_windows() < still:
            self.quit()

    # ---- saving elsewhere

    def rescue(self, parent: QWidget) -> None:
        """Save everything to another cabinet, and offer to continue with that.

        If another file has replaced the cabinet, more choices are offered.
        """
        self._rescue.ask(parent)

    def open_for_writing(self) -> None:
        """Reopen, for writing, a cabinet that somebody else had open; its windows are reopened too."""
        if self.store is not None and self.store.read_only:
            self.go_on_with(self.store.path)

    def go_on_with(self, path: Path) -> None:
        """Close everything without saving, and open this cabinet and the same assessments in it.

        Where it cannot be opened, that is told, and nothing is closed.
        """
        if not self._try(QApplication.activeWindow(), lambda: require_opens(path)):
            return
        uid = self.store.uid if self.store is not None else ""
        opened = {one: window.session for one, window in self.windows.items()}
        for window in list(self.windows.values()):
            window.close_unsaved()
        self._close_store(give_up=True)
        if self.open_cabinet(path) and self.store is not None:
            self.show_cabinet()
            same_cabinet = self.store.uid == uid
            for info in self._try(self.cabinet_window, self.store.infos) or ():
                if info.id in opened if same_cabinet else any(shows(one, info) for one in opened.values()):
                    self.open_assessment(info.id)

    # ---- assessments

    def begin_assessment(self, beginning: Beginning) -> None:
        """Create a new assessment with this initial content, and open it."""
        store = self.store
        if store is not None:
            made = self._try(
                self.cabinet_window, lambda: store.new(beginning.form, beginning.root, beginning.pictures)
            )
            if made is not None:
                self.cabinet_window.pick(made)
                self.open_assessment(made)

    def open_assessment(self, assessment_id: int) -> AssessmentWindow | None:
        """Open an assessment, or raise its window."""
        window = self.windows.get(assessment_id)
        cabinet = self.cabinet
        if window is None and cabinet is not None:
            store = cabinet.store
            read = self._try(
                self._cabinet_window, lambda: (store.load(assessment_id), cabinet.info(assessment_id))
            )
            if read is not None:
                window = self._make_window(cabinet, assessment_id, *read)
            else:
                store.list_changed.emit()  # its line says so, too
        if window is not None:
            window.to_front()
        return window

    def _make_window(
        self, cabinet: OpenCabinet, assessment_id: int, snapshot: Snapshot, info: AssessmentInfo | None
    ) -> AssessmentWindow:
        store = cabinet.store
        assessment = Assessment(snapshot.form, snapshot.root)
        session = Session(
            assessment,
            AssessmentStore(store, assessment_id),
            read_only=store.read_only,
            notes_only=info is not None and info.for_review,
        )
        window = build_window(session, cabinet, self, self.cabinet_replacer, self._factory)
        window.closed.connect(lambda: self._window_closed(assessment_id))
        self.windows[assessment_id] = window
        cabinet.sessions[assessment_id] = session
        return window

    def _window_closed(self, assessment_id: int) -> None:
        del self.windows[assessment_id]
        if self.cabinet is not None:
            self.cabinet.sessions.pop(assessment_id, None)
            if self._cabinet_window is not None and self._cabinet_window.isVisible():
                self._cabinet_window.refresh()

    def reopen_assessment(self, assessment_id: int) -> None:
        """Reopen an assessment whose contents were replaced on disk."""
        window = self.windows.get(assessment_id)
        if window is not None:
            window.close_unsaved()  # everything is on disk
        self.open_assessment(assessment_id)

    def follow_taken(self, taken: TakenIn) -> None:
        """Show in an assessment's window, if open, what was taken in or taken back."""
        window = self.windows.get(taken.assessment_id)
        if window is None:
            return
        if taken.replaced:
            self.reopen_assessment(taken.assessment_id)
            if self._cabinet_window is not None:
                self._cabinet_window.raise_()
        elif taken.version_id:
            window.shared.versions.get().version_store.refresh()

    def close_assessments(self, ids: Collection[int]) -> bool:
        """Close the windows of assessments; False if one stays because it could not be saved."""
        return all(window.close() for one, window in list(self.windows.items()) if one in ids)

    def offer_version(self, assessment_id: int, stage: Stage) -> None:
        """Open an assessment that has reached ``stage``, and offer to close a version."""
        window = self.open_assessment(assessment_id)
        if window is not None:
            window.shared.versions.get().close_version(stage)

    def show_settings(self, parent: QWidget) -> None:
        """Show the settings; open windows apply changes."""
        from ui.app.settings_dialog import SettingsDialog

        dialog = SettingsDialog(parent)
        dialog.fonts_changed.connect(self._follow_fonts)
        dialog.open()

    def _follow_fonts(self) -> None:
        for window in self.windows.values():
            if window.panes.preview.made:
                window.panes.preview.panel.lay_out_again()

    @staticmethod
    def _try(parent: QWidget | None, act: Callable[[], T]) -> T | None:
        try:
            with busy():
                return act()
        except UserError as error:
            show_error(parent, error)
            return None
