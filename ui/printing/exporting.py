"""Exports a whole assessment: purpose, format, and the final check of the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.passages import leaves_out
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.outputs.release import Release
from pia_desktop.paper.purpose import Copy
from ui.printing.purpose import give_output
from ui.printing.remnants import RemnantActions, give
from ui.printing.subject import title_of
from ui.widgets.dialogs import MessageDialog, ask, ask_save_path, busy, show_error
from ui.widgets.file_choice import EXPORT_KINDS


def export_snapshot(
    parent: QWidget,
    title: str,
    pattern: str,
    snapshot: Callable[[], Snapshot],
    pictures: PictureSource,
    actions: RemnantActions | None = None,
) -> None:
    """Ask for a purpose and a file, and write an assessment; ``pattern`` turns its name into a file name.

    A web page is for the public: where it would show what is withheld, that is asked once more.
    """

    def states() -> tuple[Snapshot, ...]:
        return (snapshot(),)

    def go(copy: Copy, given: Release) -> None:
        suggested = pattern.format(name=title_of(given.shown[0]))
        path = ask_save_path(parent, title, suggested, EXPORT_KINDS, ".json")
        if path is None:
            return
        if (
            path.suffix.lower() != ".html"
            or copy is not Copy.SUBMISSION
            or not leaves_out(given.shown[0].root)
        ):
            write(given, path)
            return
        ask(
            parent,
            _("What is withheld would stand in the web page."),
            _(
                "A web page is usually put on the city's site. "
                "The copy for the public leaves out what is withheld."
            ),
            [
                (_("Make It for the &Public"), lambda: give(parent, Copy.PUBLIC, states, publish, actions)),
                (_("Write It &All"), lambda: write(given, path)),
                (_("Cancel"), None),
            ],
            careful=True,
        )

    def publish(given: Release) -> None:
        go(Copy.PUBLIC, given)  # asks for the file again: its name can hold what is withheld, too

    def write(given: Release, path: Path) -> None:
        from pia_desktop.outputs.exporting import write_export

        try:
            with busy():
                missing = write_export(given, pictures, path)
        except UserError as error:
            show_error(parent, error)
            return
        if missing:
            heading, symbol = _("The file is ready, but something is missing in it."), "warning"
            MessageDialog(parent, heading, str(path), "\n".join(missing), symbol=symbol).open()

    give_output(parent, title, "export", states, go, actions)
