"""Exports a whole assessment: purpose, format, the final check of the file; a PDF is left to printing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.passages import leaves_out
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _
from pia_desktop.outputs.release import OtherStates, Release
from pia_desktop.paper.purpose import Copy
from ui.printing.file_kinds import export_kinds, last_export, remember_export
from ui.printing.purpose import give_output
from ui.printing.remnants import RemnantActions, give
from ui.printing.subject import title_of
from ui.printing.task import PdfChoice
from ui.widgets.dialogs import ask, ask_save_path

if TYPE_CHECKING:
    from ui.printing.dialog import PrintWindow


def export_snapshot(
    parent: QWidget,
    title: str,
    named: Callable[[str], str],
    snapshot: Callable[[], Snapshot],
    pictures: PictureSource,
    to_pdf: Callable[[PdfChoice], object],
    maker: PrintWindow,
    actions: RemnantActions | None = None,
    others: Callable[[], OtherStates] = OtherStates,
) -> None:
    """Ask for a purpose and a file, and write an assessment; ``named`` makes a file name of its name.

    ``to_pdf`` goes on with printing where the file is a PDF; ``maker`` writes any other.
    A web page is for the public: where it would show what is withheld, that is asked once more.
    """

    export = _Export(parent, title, named, snapshot, pictures, to_pdf, maker, actions, others)
    give_output(parent, title, "export", export.states, export.ask_file, actions, others=others)


@dataclass(frozen=True, slots=True)
class _Export:
    """The arguments of ``export_snapshot``, and its steps."""

    parent: QWidget
    title: str
    named: Callable[[str], str]
    snapshot: Callable[[], Snapshot]
    pictures: PictureSource
    to_pdf: Callable[[PdfChoice], object]
    maker: PrintWindow
    actions: RemnantActions | None
    others: Callable[[], OtherStates]

    def states(self) -> tuple[Snapshot, ...]:
        return (self.snapshot(),)

    def ask_file(self, copy: Copy, given: Release) -> None:
        suffix = last_export()
        suggested = f"{self.named(title_of(given.shown[0]))}{suffix}"
        path = ask_save_path(self.parent, self.title, suggested, export_kinds(suffix), suffix)
        if path is None:
            return
        remember_export(path.suffix.lower())
        shows_withheld = copy is Copy.SUBMISSION and leaves_out(given.shown[0].root)
        if path.suffix.lower() == ".pdf":
            self.to_pdf(PdfChoice(copy, given, path))
        elif path.suffix.lower() == ".html" and shows_withheld:
            self._ask_for_public(given, path)
        else:
            self._write(given, path)

    def _ask_for_public(self, given: Release, path: Path) -> None:
        """Ask whether what is withheld is to stand in a web page."""
        ask(
            self.parent,
            _("What is withheld would stand in the web page."),
            _(
                "A web page is usually put on the city's site. "
                "The copy for the public leaves out what is withheld."
            ),
            [
                (_("Make It for the &Public"), self._give_public),
                (_("Write It &All"), lambda: self._write(given, path)),
                (_("Cancel"), None),
            ],
            careful=True,
        )

    def _give_public(self) -> None:
        """Ask for the file again: its name can hold what is withheld, too."""
        go = partial(self.ask_file, Copy.PUBLIC)
        give(self.parent, Copy.PUBLIC, self.states, go, self.actions, self.others)

    def _write(self, given: Release, path: Path) -> None:
        self.maker.tables.start_export(given, self.pictures, path)
