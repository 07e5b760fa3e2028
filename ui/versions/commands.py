"""Commands on the versions of an assessment, from menu and pane."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from db.records import VersionInfo
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.outputs.release import OtherStates
from ui.versions.version_store import VersionStore, version_title
from ui.widgets.dialogs import Choice, show_error, tell

if TYPE_CHECKING:
    from pia_desktop.rules.stages import Stage
    from ui.context.hosts import AssessmentHost
    from ui.context.open_cabinet import OpenCabinet
    from ui.printing.dialog import PrintWindow
    from ui.printing.task import PdfChoice
    from ui.versions.close_dialog import CloseVersionDialog


class VersionCommands(QObject):
    """Closes, prints, exports and restores versions; reading and comparing are requested by signals."""

    read_requested = Signal(object, object)
    """A version is to be shown in a window of its own: its ``VersionInfo`` and its ``Snapshot``."""
    reopen_requested = Signal(int)
    """The assessment of this id is of another edition now: its window is to be opened anew."""
    compare_requested = Signal(object, object)
    """Two versions are to be compared (``VersionInfo``); None: the last published one, the draft."""

    def __init__(self, host: AssessmentHost, printer: PrintWindow, cabinet: OpenCabinet) -> None:
        super().__init__(host.widget())
        self._host = host
        self._printer = printer
        self.session = host.session
        self.version_store = VersionStore(host.session, cabinet.store, host.assessment_id, self)

    @property
    def _window(self) -> QWidget:
        return self._host.widget()

    def there_are_some(self) -> bool:
        """Whether there is a version to compare with; if not, explains how to get one."""
        try:
            if self.version_store.versions:
                return True
        except UserError as error:
            show_error(self._window, error)
            return False
        close: list[Choice] = [(_("Close a Version…"), self._close_first), (_("Cancel"), None)]
        tell(
            self._window,
            _("There is no closed version yet."),
            _(
                "Changes are counted from a version. Close one when the assessment is handed in or published,"
                " or now to begin with."
            ),
            [] if self.session.read_only else close,
        )
        return False

    def _close_first(self) -> None:
        self.close_version()

    def close_version(self, stage: Stage | None = None) -> CloseVersionDialog | None:
        """Let the clerk close a version; ``stage`` is the state just reached, if any."""
        from ui.versions.close_dialog import CloseVersionDialog

        if self.session.read_only:
            return None
        try:
            dialog = CloseVersionDialog(self._window, self.version_store, stage)
        except UserError as error:
            show_error(self._window, error)
            return None
        dialog.version_closed.connect(self._closed)
        dialog.open()
        return dialog

    def _closed(self, info: VersionInfo) -> None:
        self._host.notify(_("“{version}” was closed.").format(version=version_title(info)))

    def read(self, info: VersionInfo) -> None:
        try:
            snapshot = self.version_store.load(info.id)
        except UserError as error:
            show_error(self._window, error)
            return
        self.read_requested.emit(info, snapshot)

    def compare(self, old: VersionInfo | None, new: VersionInfo | None) -> None:
        self.compare_requested.emit(old, new)

    def print_version(self, info: VersionInfo, *, to_pdf: bool = False, pdf: PdfChoice | None = None) -> None:
        """Print a version from the assessment's window."""
        from pia_desktop.paper.options import version_in_footer
        from ui.printing.dialog import open_print
        from ui.printing.subject import Subject

        try:
            subject = Subject(
                self.version_store.load(info.id),
                self.session.store.pictures,
                version_in_footer(info.number, info.name),
                today=self.session.snapshot(),
            )
        except UserError as error:
            show_error(self._window, error)
            return
        open_print(self._window, self._printer, subject, to_pdf=to_pdf, pdf=pdf)

    def export_version(self, info: VersionInfo) -> None:
        """Save a version as a file."""
        from ui.versions.export import export_version

        try:
            snapshot = self.version_store.load(info.id)
        except UserError as error:
            show_error(self._window, error)
            return
        pictures = self.session.store.pictures

        def to_pdf(choice: PdfChoice) -> None:
            self.print_version(info, pdf=choice)

        others = partial(OtherStates, today=self.session.snapshot())
        export_version(self._window, info, snapshot, pictures, to_pdf, self._printer, others)

    def restore(self, info: VersionInfo) -> None:
        """Replace the draft by a version, after asking."""
        from ui.versions.restoring import ask_restore

        ask_restore(self._host, self.version_store, info, self.reopen_requested.emit)
