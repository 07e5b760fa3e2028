"""Finds related assessments in the cabinet, and opens the dialog with their answers."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final

from db.records import AssessmentInfo
from pia_desktop.cabinet_lists.assessment_names import form_words, info_name
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _
from pia_desktop.revisions.editions import shared_items
from pia_desktop.rules.stages import read_stage
from ui.context.cabinet_store import CabinetStore
from ui.context.hosts import AssessmentHost
from ui.context.snapshot_source import SnapshotSource
from ui.reuse.offers_dialog import OffersDialog, RelatedSource
from ui.versions.version_store import VersionStore
from ui.widgets.dialogs import show_error, tell

_COMMON: Final = re.compile(
    r"\s|特定個人情報(?:保護)?|評価書|(?:基礎|重点|全)項目|(?:に関する|に係る|の|に)?事務|[のに・()「」、。]"
)
_ALIKE: Final = 0.6
"""Minimum similarity of names of the same operation."""


def related(form: Form, title: str, own_id: int, infos: tuple[AssessmentInfo, ...]) -> list[AssessmentInfo]:
    """Assessments of forms that share items with this one, most similar name first."""
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
    first, second = _subject(one), _subject(other)
    return SequenceMatcher(None, first, second, autojunk=False).ratio() if first and second else 0.0


def _subject(title: str) -> str:
    """What distinguishes an operation's name: the name without words that all have."""
    return _COMMON.sub("", unicodedata.normalize("NFKC", title))


def open_offers(host: AssessmentHost, store: CabinetStore, version_store: VersionStore) -> None:
    """Offer answers of related assessments, or say that there are none."""
    session, window = host.session, host.widget()
    title = session.answer((session.form.roles.title,))
    words = title if isinstance(title, str) else ""
    try:
        version_store.write_out()  # another window may have unsaved edits
        infos = related(session.form, words, version_store.assessment_id, store.infos())
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
    sources = [_source(store, info, words) for info in infos]
    OffersDialog(window, session, sources).open()


def _source(store: CabinetStore, info: AssessmentInfo, title: str) -> RelatedSource:
    """Identified by number, name, form and state."""
    state = read_stage(info.state).label
    name = "　".join(
        part for part in (info.number, info_name(info), form_words(info.form, info.version), state) if part
    )
    source = SnapshotSource(name, lambda: store.load(info.id))
    return RelatedSource(source, alike=_likeness(info.title, title) >= _ALIKE)
