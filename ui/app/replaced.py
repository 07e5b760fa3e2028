"""Handles an open cabinet whose file another program has replaced or overwritten."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from db.cabinet import Cabinet
from db.errors import CabinetSwapped
from db.records import AssessmentInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.i18n import _
from ui.context.open_cabinet import OpenCabinet
from ui.context.snapshot_source import SnapshotSource
from ui.widgets.dialogs import MessageDialog, ask, busy, show_error

if TYPE_CHECKING:
    from ui.comparison.window import CompareWindow

_LONGEST: Final = 40


class ReplacedFileHost(Protocol):
    """What this module calls on the coordinator."""

    def save_elsewhere(self, parent: QWidget | None) -> None:
        """Save everything to another cabinet."""

    def go_on_with(self, path: Path) -> None:
        """Close everything without saving, and open this cabinet."""


class ReplacedFile(QObject):
    """Reports the replacement once, and again whenever the user wants to save elsewhere."""

    def __init__(self, host: ReplacedFileHost) -> None:
        super().__init__()
        self._host = host
        self._cabinet: OpenCabinet | None = None
        self._told = False
        self._comparison: CompareWindow | None = None

    def watch(self, cabinet: OpenCabinet) -> None:
        self._cabinet, self._told = cabinet, False
        cabinet.store.state_changed.connect(self._notice)

    def replaced(self) -> bool:
        """Whether another file is at the cabinet's path."""
        return self._cabinet is not None and isinstance(self._cabinet.store.state.error, CabinetSwapped)

    def _notice(self) -> None:
        if not self.replaced():
            self._told = False
        elif not self._told:
            self._told = True
            self.ask(QApplication.activeWindow(), sudden=True)

    def ask(self, parent: QWidget | None, *, sudden: bool = False) -> MessageDialog:
        """Explain what has happened and offer ways out; ``sudden`` while the user may be typing."""
        cabinet = self._cabinet
        assert cabinet is not None
        return ask(
            parent,
            _("Another program has replaced the cabinet."),
            _(
                "Another file now lies at {path}, or another state of it. It was not touched. What you have "
                "in these windows is kept, but not saved: save it elsewhere, or open what lies there now."
            ).format(path=cabinet.store.path),
            [
                (_("Save Elsewhere…"), partial(self._host.save_elsewhere, parent)),
                (_("Compare the Two"), partial(self._compare, cabinet, parent)),
                (_("Open What Lies There…"), partial(self._ask_open, cabinet, parent)),
                (_("Later"), None),
            ],
            sudden=sudden,
        )

    def _ask_open(self, cabinet: OpenCabinet, parent: QWidget | None) -> None:
        ask(
            parent,
            _("Open the cabinet that lies there now?"),
            _("What you typed and what is not in that file is given up, unless it is saved elsewhere first."),
            [
                (_("Save Elsewhere…"), partial(self._host.save_elsewhere, parent)),
                (_("Give Up and Open"), partial(self._host.go_on_with, cabinet.store.path)),
                (_("Cancel"), None),
            ],
            careful=True,
        )

    # ---- comparing

    def _compare(self, cabinet: OpenCabinet, parent: QWidget | None) -> None:
        try:
            with busy():
                theirs = _theirs(cabinet.store.path)
                ours = _ours(cabinet)
        except UserError as error:
            show_error(parent, error)
            return
        if not theirs or not ours:
            ask(
                parent,
                _("There is nothing to compare."),
                _("No assessment is open in this window, or none lies in the other file."),
                [(_("Close"), None)],
            )
            return
        from ui.comparison.window import CompareWindow

        old, new = _pair(list(theirs), list(ours))
        sources = [*theirs.values(), *ours.values()]
        self._comparison = CompareWindow(cabinet.store.path.name, sources, old, len(theirs) + new)
        window = self._comparison
        for button in (window.show_button, window.paper_button, window.council_button):
            button.hide()  # if a single assessment is open
        self._comparison.show()


def _theirs(path: Path) -> dict[int, SnapshotSource]:
    """The assessments in the file now at the path; it is opened only while it is read, and left unchanged."""
    with Cabinet.open(path, read_only=True) as cabinet:
        infos = cabinet.list()
    return {info.id: _source(_("There: {name}"), info, partial(_load, path, info.id)) for info in infos}


def _load(path: Path, assessment_id: int) -> Snapshot:
    with Cabinet.open(path, read_only=True) as cabinet:
        return cabinet.load(assessment_id)


def _ours(cabinet: OpenCabinet) -> dict[int, SnapshotSource]:
    """The open assessments as in their windows, and all others that can still be read."""
    store = cabinet.store
    try:
        infos = {info.id: info for info in store.infos()}
    except CabinetError:  # overwritten: only the open assessments are left
        infos = {}
    found = {one: _source(_("Here: {name}"), info, partial(store.load, one)) for one, info in infos.items()}
    for one, session in cabinet.sessions.items():
        name = session.answer((session.form.roles.title,))
        words = name if isinstance(name, str) else session.form.short_title
        found[one] = SnapshotSource(_("Here: {name}").format(name=words[:_LONGEST]), session.snapshot)
    # Open assessments first: they may be lost.
    return {one: found[one] for one in sorted(found, key=lambda one: one not in cabinet.sessions)}


def _source(words: str, info: AssessmentInfo, load: Callable[[], Snapshot]) -> SnapshotSource:
    return SnapshotSource(words.format(name=(info.title or info.number or str(info.id))[:_LONGEST]), load)


def _pair(theirs: list[int], ours: list[int]) -> tuple[int, int]:
    """The two assessments to compare first: one that is in both."""
    for new, one in enumerate(ours):
        if one in theirs:
            return theirs.index(one), new
    return 0, 0
