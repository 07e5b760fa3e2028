"""Replaces the draft by a version, after saying what becomes of the draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from db.records import VersionInfo
from pia_desktop.assessment.passages import leaves_out
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.wareki import ParsedDate
from ui.context.hosts import AssessmentHost
from ui.versions.edition_dialog import edition_words
from ui.versions.version_store import VersionStore, version_title
from ui.widgets.dialogs import Choice, MessageDialog, ask, busy, show_error


def kept_name(info: VersionInfo) -> str:
    """Name of the version that keeps the replaced draft; data, so always Japanese."""
    today = ParsedDate.of(date.today()).wareki()
    return f"第{info.number}版から作り直す前の下書き（{today}）"


def ask_restore(
    host: AssessmentHost, version_store: VersionStore, info: VersionInfo, reopen: Callable[[int], object]
) -> MessageDialog | None:
    """Ask, then replace the draft by the version.

    A version of another edition can restore that edition too; the window is then reopened.
    """
    try:
        with busy():
            same = version_store.same_as_draft()
            edit, dropped = version_store.restoring(info)
            other = version_store.load(info.id).form
    except UserError as error:
        return show_error(host.widget(), error)
    own_edition = other.edition == host.session.form.edition
    if not edit.edits and own_edition:
        host.notify(_("The draft is just as “{version}”.").format(version=version_title(info)))
        return None
    words = [_draft_words(info, same), _("You can also take this step back with Undo.")]
    if leaves_out(host.session.root):
        words.append(_("What is withheld now stays withheld."))
    choices: list[Choice] = [
        (_("Start the Draft"), lambda: _restore(host, version_store, info)),
        (_("Cancel"), None),
    ]
    if not own_edition:
        mark = edition_words(other)
        words.append(_edition_words(mark))
        back = _("Back to {edition}").format(edition=mark)
        choices.insert(1, (back, lambda: _restore_edition(host, version_store, info, reopen)))
    if dropped:
        words.append(_lost_words(dropped))
    question = _("Start a new draft from “{version}”?").format(version=version_title(info))
    return ask(host.widget(), question, "\n".join(words), choices)


def _edition_words(mark: str) -> str:
    words = _(
        "It is of another edition, {edition}. That can be brought back with it; then Undo does not undo"
        " this, but the draft is kept as a version."
    )
    return words.format(edition=mark)


def _lost_words(count: int) -> str:
    words = ngettext(
        "{count:,} answer of that older edition has no place in this form and is left out.",
        "{count:,} answers of that older edition have no place in this form and are left out.",
        count,
    )
    return words.format(count=count)


def _draft_words(info: VersionInfo, same: VersionInfo | None) -> str:
    """What becomes of the present draft; ``same``: a version that says the same."""
    if same is None:
        words = _("The present draft is closed first, as the version “{name}”, so that nothing is lost.")
        return words.format(name=kept_name(info))
    return _("The present draft is kept already, as “{version}”.").format(version=version_title(same))


def _restore_edition(
    host: AssessmentHost, version_store: VersionStore, info: VersionInfo, reopen: Callable[[int], object]
) -> None:
    """Replace the draft by the version in its own edition; the draft becomes a version."""
    try:
        with busy():
            version_store.restore_edition(info, kept_name(info))
    except UserError as error:
        show_error(host.widget(), error)
        return
    reopen(version_store.assessment_id)


def _restore(host: AssessmentHost, version_store: VersionStore, info: VersionInfo) -> None:
    try:
        with busy():
            version_store.restore(info, kept_name(info))
    except UserError as error:
        show_error(host.widget(), error)
        return
    host.notify(_("The draft is now as “{version}”.").format(version=version_title(info)))
