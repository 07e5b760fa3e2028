"""The window that shows a closed version, read-only."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from db.records import VersionInfo
from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.forms.values import Picture
from pia_desktop.i18n import _
from pia_desktop.outputs.release import OtherStates
from ui.assessment.window import AssessmentWindow
from ui.context.cabinet_saving import SavedState
from ui.context.hosts import Navigator
from ui.context.session import Session
from ui.context.window_names import window_name
from ui.printing.subject import Subject
from ui.versions.model import below_words
from ui.versions.version_store import version_title
from ui.widgets.layouts import Growing, flush_column, row_of
from ui.widgets.plain_text import plain_label
from ui.widgets.sign import Sign
from ui.widgets.theme import form_palette, space


class ReadOnlyStore:
    """An edit store (``session.EditStore``) for read-only sessions, which submit nothing."""

    def __init__(self, pictures: PictureSource) -> None:
        self.pictures = pictures

    def submit(self, edit: Edit) -> None:
        """Never called: a version never changes."""
        raise AssertionError(f"a closed version was edited: {edit}")

    def put_picture(self, data: bytes, picture: Picture) -> None:
        """Ignore it: no answer can show it."""
        raise AssertionError(f"a closed version was given a picture: {picture.digest}")


class VersionWindow(AssessmentWindow):
    """Shows a version; prints and exports it like an assessment."""

    place = "version"

    def __init__(
        self,
        info: VersionInfo,
        snapshot: Snapshot,
        pictures: PictureSource,
        navigator: Navigator | None = None,
        today: Session | None = None,
    ) -> None:
        self.info = info
        self._today = today
        assessment = Assessment(snapshot.form, snapshot.root)
        session = Session(assessment, ReadOnlyStore(pictures), read_only=True)
        super().__init__(session, lambda: True, navigator=navigator)
        self.show_state(SavedState(read_only=True))
        self._put_banner()

    def export(self) -> None:
        from ui.versions.export import export_version

        snapshot, pictures = self.session.snapshot(), self.session.store.pictures
        export_version(
            self, self.info, snapshot, pictures, lambda pdf: self.print(pdf=pdf), self, self._others
        )

    def _others(self) -> OtherStates:
        return OtherStates(today=self._draft())

    def _draft(self) -> Snapshot | None:
        """The assessment of today."""
        return self._today.assessment.snapshot() if self._today is not None else None

    def subject(self) -> Subject:
        from pia_desktop.paper.options import version_in_footer

        snapshot = self.session.snapshot()
        version = version_in_footer(self.info.number, self.info.name)
        return Subject(snapshot, self.session.store.pictures, version, today=self._draft())

    def mistakes(self) -> None:
        """None: a closed version is printed as it is."""

    def _name(self) -> str:
        """The name of then, without what the assessment withholds today."""
        return window_name(self.session.form, self.session.root, self._draft())

    def retitle(self) -> None:
        """Show the title anew: today's assessment may withhold something else."""
        self._retitle()

    def _retitle(self) -> None:
        words = self._name()
        version = version_title(self.info)
        self.setWindowTitle(f"{version}（{words}）－ {QGuiApplication.applicationDisplayName()}")

    def _put_banner(self) -> None:
        """Show above the tabs which version this is, and that it is read-only."""
        holder = QWidget(self)
        self.banner = _Banner(self.info, holder)
        self.banner.leave.clicked.connect(self.close)
        flush_column(holder, 0, self.banner, Growing(self.tabs))
        self.setCentralWidget(holder)


class VersionReader(QObject):
    """Opens versions of one assessment in windows that close with the assessment's own."""

    def __init__(self, window: AssessmentWindow, navigator: Navigator | None) -> None:
        super().__init__(window)
        self._pictures = window.session.store.pictures
        self._navigator = navigator
        self._session = window.session
        self._shown: dict[int, VersionWindow] = {}
        window.session.answers_changed.connect(self._retitle)
        window.session.withheld_changed.connect(self._retitle)
        window.closed.connect(self._close)

    def show(self, info: VersionInfo, snapshot: Snapshot) -> None:
        """Show a version, or raise its window."""
        if info.id not in self._shown:
            window = VersionWindow(info, snapshot, self._pictures, self._navigator, self._session)
            window.closed.connect(lambda: self._shown.pop(info.id))
            self._shown[info.id] = window
        self._shown[info.id].to_front()

    def _retitle(self, _changed: object) -> None:
        for window in self._shown.values():
            window.retitle()

    def _close(self) -> None:
        for window in list(self._shown.values()):
            window.close()


class _Banner(QFrame):
    """A line in the colour of the form's headings."""

    def __init__(self, info: VersionInfo, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setPalette(form_palette(self.palette()))
        self.setBackgroundRole(QPalette.ColorRole.Button)
        row = row_of(
            Sign(self, "lock"), gap=space(2), margins=(space(4), space(2), space(4), space(2)), inside=self
        )
        parts = [
            version_title(info),
            below_words(info),
            _("A closed version: it can be read and printed only."),
        ]
        self.words = plain_label(self, "　".join(part for part in parts if part))
        row.addWidget(self.words, 1)
        self.leave = QPushButton(_("&Back to the Draft"), self)
        row.addWidget(self.leave)
