"""The first page without a cabinet, and that of an empty cabinet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pia_desktop.i18n import _
from ui.cabinet import actions as can
from ui.cabinet.commands import CabinetCommands
from ui.cabinet.welcome import WelcomePage
from ui.widgets.actions import Actions


def first_page(actions: Actions[CabinetCommands], parent: QWidget) -> WelcomePage:
    """Shown without a cabinet: ways to get one."""
    return WelcomePage(
        _("Write privacy impact assessments"),
        _(
            "A cabinet is one file that holds all assessments of your office. "
            "Make one, or open the one that your colleagues use. What you type is saved by itself."
        ),
        [
            (actions[can.NEW_CABINET], "cabinet", _("Choose where the new cabinet is to lie")),
            (actions[can.OPEN_CABINET], "open", _("Choose a cabinet that is there already")),
            (actions[can.SAMPLES], "samples", _("Invented assessments to look at and to play with")),
        ],
        parent,
        steps=(
            (_("Make a cabinet"), _("One file, on this computer or on the office's shared drive.")),
            (
                _("Put assessments in"),
                _("From a blank form, from last year's, or from a file. Type as on paper."),
            ),
            (
                _("Check, print, hand in"),
                _("The program counts, compares and reminds; earlier versions are kept."),
            ),
        ),
    )


def empty_page(actions: Actions[CabinetCommands], parent: QWidget) -> WelcomePage:
    """Shown for an empty cabinet: ways to fill it."""
    return WelcomePage(
        _("This cabinet is still empty"),
        _("Begin with a blank form, or take over an assessment that was exported elsewhere."),
        [
            (actions[can.NEW], "new", _("Choose the form and begin")),
            (actions[can.TAKE_IN], "import", _("Choose Excel, PDF or Word documents, or exported files")),
            (actions[can.THRESHOLD], "stages", _("Find out which form is needed")),
        ],
        parent,
    )
