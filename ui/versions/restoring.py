"""A new draft from a version: what becomes of the draft that is there is said before."""

from __future__ import annotations

from datetime import date

from db.records import VersionInfo
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.wareki import ParsedDate
from ui.context.hosts import AssessmentHost
from ui.versions.shelf import Shelf, version_title
from ui.widgets.dialogs import MessageDialog, ask, busy, show_error


def kept_name(info: VersionInfo) -> str:
    """What the draft is called that a version takes the place of; data, and so Japanese."""
    today = ParsedDate.of(date.today()).wareki()
    return f"第{info.number}版から作り直す前の下書き（{today}）"


def ask_restore(host: AssessmentHost, shelf: Shelf, info: VersionInfo) -> MessageDialog | None:
    """Ask, then make the draft what the version is."""
    try:
        with busy():
            same = shelf.same_as_draft()
            edit, dropped = shelf.restoring(info)
    except UserError as error:
        return show_error(host.widget(), error)
    if not edit.edits:
        host.notify(_("The draft is just as “{version}”.").format(version=version_title(info)))
        return None
    if same is None:
        words = _("The present draft is closed first, as the version “{name}”, so that nothing is lost.")
        words = words.format(name=kept_name(info))
    else:
        words = _("The present draft is kept already, as “{version}”.").format(version=version_title(same))
    words += "\n" + _("You can also take this step back with Undo.")
    if dropped:
        lost = ngettext(
            "{count:,} answer of that older edition has no place in this form and is left out.",
            "{count:,} answers of that older edition have no place in this form and are left out.",
            dropped,
        )
        words += "\n" + lost.format(count=dropped)
    return ask(
        host.widget(),
        _("Start a new draft from “{version}”?").format(version=version_title(info)),
        words,
        [(_("Start the Draft"), lambda: _restore(host, shelf, info)), (_("Cancel"), None)],
    )


def _restore(host: AssessmentHost, shelf: Shelf, info: VersionInfo) -> None:
    try:
        with busy():
            shelf.restore(info, kept_name(info))
    except UserError as error:
        show_error(host.widget(), error)
        return
    host.notify(_("The draft is now as “{version}”.").format(version=version_title(info)))
