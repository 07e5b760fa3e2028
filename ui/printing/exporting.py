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
from ui.printing.export_kinds import export_kinds, last_export, remember_export
from ui.printing.purpose import give_output
from ui.printing.ready import tell_ready
from ui.printing.remnants import RemnantActions, give
from ui.printing.subject import title_of
from ui.widgets.dialogs import ask, ask_save_path, busy, show_error


def export_snapshot(
    parent: QWidget,
    title: str,
    named: Callable[[str], str],
    snapshot: Callable[[], Snapshot],
    pictures: PictureSource,
    actions: RemnantActions | None = None,
) -> None:
    """Ask for a purpose and a file, and write an assessment; ``named`` makes a file name of its name.

    A web page is for the public: where it would show what is withheld, that is asked once more.
    """

    def states() -> tuple[Snapshot, ...]:
        return (snapshot(),)

    def go(copy: Copy, given: Release) -> None:
        suffix = last_export()
        suggested = f"{named(title_of(given.shown[0]))}{suffix}"
        path = ask_save_path(parent, title, suggested, export_kinds(suffix), suffix)
        if path is None:
            return
        remember_export(path.suffix.lower())
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
        heading = _("The file is ready, but something is missing in it.") if missing else ""
        tell_ready(parent, path, heading=heading, details="\n".join(missing))

    give_output(parent, title, "export", states, go, actions)
