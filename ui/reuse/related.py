"""Which other assessments of the cabinet may say the same, and the dialog that offers their words."""

from __future__ import annotations

from difflib import SequenceMatcher

from db.records import AssessmentInfo
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _
from pia_desktop.revisions.editions import shared_items
from ui.context.cabinet_store import CabinetStore
from ui.context.hosts import AssessmentHost
from ui.context.snapshot_source import SnapshotSource
from ui.reuse.offers_dialog import OffersDialog
from ui.versions.shelf import Shelf
from ui.widgets.dialogs import show_error, tell


def related(form: Form, title: str, own_id: int, infos: tuple[AssessmentInfo, ...]) -> list[AssessmentInfo]:
    """Assessments of forms that share items with this one, the likest name first."""
    found = [
        info
        for info in infos
        if info.id != own_id
        and not info.trashed
        and (info.form, info.version) != (form.id, form.version)
        and shared_items(form, find_form(info.form, info.version))
    ]
    return sorted(found, key=lambda info: (-_likeness(info.title, title), info.archived, info.id))


def _likeness(one: str, other: str) -> float:
    first, second = ("".join(text.split()) for text in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() if first and second else 0.0


def open_offers(host: AssessmentHost, store: CabinetStore, shelf: Shelf) -> None:
    """Offer the words of related assessments; says so where there are none."""
    session, window = host.session, host.widget()
    title = session.answer((session.form.roles.title,))
    words = title if isinstance(title, str) else ""
    try:
        shelf.write_out()  # another window may hold what was typed a moment ago
        infos = related(session.form, words, shelf.assessment_id, store.infos())
    except UserError as error:
        show_error(window, error)
        return
    if not infos:
        tell(
            window,
            _("There is no related assessment in this cabinet."),
            _("Offered are 様式２ to 様式３ and 様式４ and the other way round. Put in the other one first."),
        )
        return
    sources = [_source(store, info) for info in infos]
    OffersDialog(window, session, sources).open()


def _source(store: CabinetStore, info: AssessmentInfo) -> SnapshotSource:
    form = find_form(info.form, info.version)
    title = info.title or info.number
    name = title if form.short_title in title else f"{title}　{form.short_title}".strip()
    return SnapshotSource(name, lambda: store.cabinet.load(info.id))
