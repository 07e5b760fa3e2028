"""Saves everything to another cabinet where the open one cannot hold it, and goes on with that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from db.cabinet import SUFFIX, Cabinet
from db.records import AssessmentInfo
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.app.cabinet_files import cabinet_kinds
from ui.app.replaced import ReplacedFile
from ui.context.open_cabinet import OpenCabinet
from ui.context.saved_line import why_not_saved
from ui.context.session import Session
from ui.widgets.dialogs import ask, show_error, tell
from ui.widgets.file_chooser import FileChooser
from ui.widgets.file_names import file_name


class Rescue:
    """``go_on_with`` closes everything without saving, and opens a cabinet in its place."""

    def __init__(self, files: FileChooser, go_on_with: Callable[[Path], None]) -> None:
        self._files = files
        self._go_on_with = go_on_with
        self._cabinet: OpenCabinet | None = None
        self._replaced = ReplacedFile(self)

    def watch(self, cabinet: OpenCabinet | None) -> None:
        self._cabinet = cabinet
        if cabinet is not None:
            self._replaced.watch(cabinet)

    def ask(self, parent: QWidget) -> None:
        """Save everything elsewhere; offer more if another file has replaced the cabinet."""
        if self._replaced.replaced():
            self._replaced.ask(parent)
        else:
            self.save_elsewhere(parent)

    def ask_unsaved(self, parent: QWidget) -> None:
        """Say what bars closing, and offer to save everything elsewhere."""
        assert self._cabinet is not None
        ask(
            parent,
            why_not_saved(self._cabinet.store.state),
            _("Save all elsewhere before you open another cabinet."),
            [(_("Save Elsewhere…"), lambda: self.ask(parent)), (_("Keep Open"), None)],
        )

    def go_on_with(self, path: Path) -> None:
        """Continue with another cabinet."""
        self._go_on_with(path)

    def save_elsewhere(self, parent: QWidget | None) -> None:
        """Save everything to another cabinet, and offer to continue with that."""
        cabinet = self._cabinet
        if cabinet is None:
            return
        store = cabinet.store
        suggested = file_name(_("{name} (copy)").format(name=store.path.stem))
        path = self._files.save_path(
            parent, _("Save a Copy of the Cabinet Elsewhere"), suggested, cabinet_kinds(), SUFFIX
        )
        if path is None:
            return
        opened = {key: session.snapshot() for key, session in cabinet.sessions.items()}
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
            [(_("Go On With the Copy"), lambda: self.go_on_with(path)), (_("Close"), None)],
        )


def require_opens(path: Path) -> bool:
    """True, or raises CabinetError; leaves the file and what is beside it as they are."""
    Cabinet.open(path, read_only=True).close()
    return True


def shows(session: Session, info: AssessmentInfo) -> bool:
    """Whether an assessment of another cabinet, in which ids are others, is the one that a window showed."""
    form = session.form
    names = (session.answer((form.roles.number,)), session.answer((form.roles.title,)))
    return (form.id, *(name or "" for name in names)) == (info.form, info.number, info.title)
