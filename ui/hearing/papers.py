"""意見募集用の資料 and the copy for 窓口閲覧: made in a thread, checked before they are saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.i18n import _
from pia_desktop.outputs.release import Release
from pia_desktop.paper.purpose import Copy
from pia_desktop.paper.style import Style
from pia_desktop.revisions.compare import compare, compare_editions
from ui.context.hosts import AssessmentHost
from ui.printing.choices import Choice, ChoiceBox
from ui.printing.remnants import give, others_of, remnant_actions
from ui.printing.table_jobs import TableJobs
from ui.versions.version_store import VersionStore
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import ask, ask_save_path, busy, show_error
from ui.widgets.overrides import guarded
from ui.widgets.theme import em

if TYPE_CHECKING:
    from db.records import VersionInfo
    from pia_desktop.documents.hearing import Hearing

_PDF: Final = "PDF (*.pdf)"


def make_hearing(host: AssessmentHost, version_store: VersionStore, jobs: TableJobs) -> None:
    """Make the paper for a hearing, with the changes since the last published version, if any."""
    from pia_desktop.documents.hearing import hearing_layout

    title, pictures = _("Papers for a Hearing"), host.session.store.pictures
    try:
        with busy():
            info = version_store.published
            old = None if info is None else version_store.load(info.id)
            remarks = version_store.store.council_remarks(version_store.assessment_id)
            if old is not None:
                old = compare_editions(old, version_store.draft())[0].old
    except (CabinetError, UserError) as error:
        show_error(host.widget(), error)
        return

    def states() -> tuple[Snapshot, ...]:
        new = host.session.snapshot()
        return (new,) if old is None else (old, new)

    def go(given: Release) -> None:
        shown = given.shown[-1]
        hearing = _hearing(states()[-1], given, remarks, info)

        def make(style: Style) -> bytes:
            from pia_desktop.paper.draw import draw_pdf

            return draw_pdf(hearing_layout(hearing, pictures, style), pictures)

        def save() -> None:
            target = _ask_path(host, title, "意見募集用資料", shown)
            if target is not None:
                jobs.start_bytes(make, target, given.file_check(".pdf"))

        _ask_about_period(host, shown, save)

    actions, others = remnant_actions(host.session), others_of(host.session)
    give(host.widget(), Copy.PUBLIC, states, go, actions, others)


def _hearing(new: Snapshot, given: Release, remarks: Mapping[str, str], older: VersionInfo | None) -> Hearing:
    """What the paper is made of; ``older`` is the first of two states, if there are two."""
    from pia_desktop.cabinet_lists.state_names import state_called
    from pia_desktop.documents.council import compared_line
    from pia_desktop.documents.council_remarks import chosen_changes
    from pia_desktop.documents.hearing import Hearing

    hearing = Hearing(new, given.shown[-1], moment=datetime.now())
    if len(given.shown) == 1:
        return hearing
    found = compare(*given.shown)
    chosen = chosen_changes(found, {key: given.words(said) for key, said in remarks.items()})
    names = given.words(compared_line(state_called(None), state_called(older)))
    return replace(hearing, found=found, chosen=chosen, compared=names)


def _ask_about_period(host: AssessmentHost, shown: Snapshot, save: Callable[[], None]) -> None:
    """Save at once, but ask first if the period on the paper is over: it may be that of the last round."""
    from pia_desktop.rules.checks.dates import dates_in

    item = shown.form.roles.hearing_period
    words = str(shown.root.answer((item,)) or "") if item is not None else ""
    days = [found.date.latest() for found in dates_in(words)]
    if item is None or not days or max(days) >= date.today():
        save()
        return
    ask(
        host.widget(),
        _("The period of the hearing is over: {period}").format(period=words.replace("\n", " ")),
        _("It stands on the first page of the papers. Write the period of this hearing into the form."),
        [
            (_("&Go to the Item"), lambda: host.reveal((item,))),
            (_("&Make Them All the Same"), save),
            (_("Cancel"), None),
        ],
    )


@guarded
class CounterDialog(Dialog):
    """Asks for the text size of a copy for the counter."""

    def __init__(self, host: AssessmentHost, jobs: TableJobs) -> None:
        from pia_desktop.documents.hearing import COUNTER_SCALES

        super().__init__(host.widget(), _("Copy for the Public Counter"))
        self._host, self._jobs = host, jobs
        self._scales = COUNTER_SCALES
        self.add_words(_("For the public, without what is withheld, in large type, with a page of contents."))
        choices = [Choice(f"{size} %") for size in self._scales]
        self.size_box = ChoiceBox(_("Size of the Type"), choices, self)
        self.size_box.choose(1)
        self.column.addWidget(self.size_box)
        self.end_with(_("Go &On…"))
        self.setMinimumWidth(em(self) * 34)
        self.size_box.button(1).setFocus()

    def accept(self) -> None:
        """Make the copy at the chosen size."""
        super().accept()
        make_counter(self._host, self._jobs, self._scales[self.size_box.chosen])


def make_counter(host: AssessmentHost, jobs: TableJobs, scale: int) -> None:
    """Make the copy for the counter; ``scale`` is in percent."""
    from pia_desktop.documents.hearing import counter_layout

    pictures = host.session.store.pictures

    def go(given: Release) -> None:
        snapshot, shown = host.session.snapshot(), given.shown[0]
        target = _ask_path(host, _("Copy for the Public Counter"), "閲覧用", shown)
        if target is None:
            return

        def make(style: Style) -> bytes:
            from pia_desktop.paper.draw import draw_pdf

            return draw_pdf(counter_layout(snapshot, shown, pictures, scale, style.fonts), pictures)

        jobs.start_bytes(make, target, given.file_check(".pdf"))

    states = host.session.snapshot
    give(host.widget(), Copy.PUBLIC, lambda: (states(),), go, remnant_actions(host.session))


def _ask_path(host: AssessmentHost, title: str, document: str, shown: Snapshot) -> Path | None:
    name = shown.root.answer((shown.form.roles.title,))
    words = name if isinstance(name, str) else shown.form.short_title
    return ask_save_path(host.widget(), title, f"{document}（{words}）.pdf", _PDF, ".pdf")
