"""An overview of the whole assessment: a table of its parts, and the steps to publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.progress import Branch, Progress
from pia_desktop.assessment.tabs import Tab, tab_of
from pia_desktop.errors import CabinetError
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import N_, _
from pia_desktop.rules.checks.codes import UNANSWERED
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.severity import Severity
from pia_desktop.rules.stages import StageDates, read_stage
from ui.checks.watch import Watch
from ui.context.background import LatestOnly
from ui.context.hosts import AssessmentHost, Navigator
from ui.notes.book import NOTE, REMARK, NoteBook
from ui.overview.numbers import CHANGES, MISSING, NOTES, SEVERITIES, Row, count_changes
from ui.overview.part_table import PartTable
from ui.overview.steps import Facts, Step, steps_to_publication
from ui.overview.steps_grid import StepsGrid
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InMemory
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.buttons import push_button
from ui.widgets.dialog import Dialog
from ui.widgets.layouts import SPRING, row_of
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note, plain_label
from ui.widgets.settings import first_size
from ui.widgets.theme import em, heading_font, small_font, space, title_font
from ui.widgets.timers import single_shot

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from db.records import AssessmentInfo, VersionInfo
    from pia_desktop.assessment.node import NodePath

_PAUSE: Final = 300
"""Milliseconds without a change before the numbers are counted anew."""


@guarded
class Overview(Unconditional, Dialog):
    """Shows the state of an assessment, with links to what is open; updated while typing."""

    findings_requested = Signal(Severity, tuple)
    """The findings of this severity are to be shown, that of the place chosen."""
    waiting_requested = Signal(tuple)
    """The notes that are not done are to be shown, those of the place in view."""
    compare_requested = Signal(object, object)
    """This version (``VersionInfo``) is to be compared with the draft (None)."""

    def __init__(
        self,
        host: AssessmentHost,
        watch: Watch,
        notes: NoteBook,
        progress: Progress,
        navigator: Navigator | None,
    ) -> None:
        super().__init__(host.widget(), _("All at a Glance"), modal=False)
        self._host = host
        self._session = host.session
        self._watch = watch
        self._notes = notes
        self._progress = progress
        self._navigator = navigator
        self.rows: list[Row] = []
        self.steps: tuple[Step, ...] = ()
        self._changes: Counter[Tab] | None = None
        self._counting = LatestOnly(self, self._take_changes)  # on failure the column stays empty
        self._pause = single_shot(self, _PAUSE, self.refresh)
        self._build()
        self._follow()
        self.refresh()
        first_size(self, em(self) * 62, self.sizeHint().height())

    # ---- building

    def _build(self) -> None:
        column = self.column
        self.heading = note(self, font=title_font())
        column.addWidget(self.heading)
        self.table = PartTable(self)
        self.table.chosen.connect(self._go)
        copy_as_cells(self.table, InMemory(lambda: (self._session.snapshot(),)))
        column.addWidget(self.table)
        self.version = plain_label(self, font=small_font(), quiet=True)
        column.addWidget(self.version)
        way = plain_label(self, _("The Way to Publication"), heading_font())
        column.addSpacing(space(1))
        column.addWidget(way)
        self._steps = StepsGrid(self)
        column.addWidget(self._steps)
        column.addStretch(1)
        self._add_foot()
        self.actions_ = Actions(self, self, (OF_OVERVIEW,))

    def _add_foot(self) -> None:
        self.stages = push_button(self, _("State and &Dates…"), self._open_stages)
        self.stages.setEnabled(self._cabinet is not None and not self._session.read_only)
        self.buttons.add_reject(_("&Close")).setDefault(True)
        self.add_buttons(row_of(self.stages, SPRING))

    def _follow(self) -> None:
        session, notes = self._session, self._notes
        for signal in (
            session.answers_changed,
            session.entries_changed,
            self._watch.changed,
            notes.changed,
            notes.edited,
        ):
            signal.connect(self._later)

    def _later(self, *_args: object) -> None:
        self._pause.start()

    def done(self, result: int) -> None:
        self._counting.cancel()
        self._pause.stop()
        super().done(result)

    # ---- what it tells of

    @property
    def _cabinet(self) -> Cabinet | None:
        opened = self._host.cabinet
        return opened.store.cabinet if opened is not None else None

    def _info(self) -> AssessmentInfo | None:
        """The list's line for the assessment; None outside a cabinet or if it cannot be read."""
        opened = self._host.cabinet
        try:
            return opened.info(self._host.assessment_id) if opened is not None else None
        except CabinetError:  # the saved-state line says so
            return None

    def _last_version(self) -> VersionInfo | None:
        try:
            found = self._cabinet.versions(self._host.assessment_id) if self._cabinet else ()
        except CabinetError:
            return None
        return found[-1] if found else None

    def refresh(self) -> None:
        """Count everything again."""
        self._pause.stop()
        self._watch.catch_up()
        name = self._session.answer((self._session.form.roles.title,))
        self.heading.setText(plain(name) if isinstance(name, str) else self._session.form.short_title)
        self._count_changes()
        self._show_rows()
        self._show_steps()

    def _count_changes(self) -> None:
        version, cabinet = self._last_version(), self._cabinet
        if version is None or cabinet is None:
            self._counting.cancel()
            self._changes = None
            self.version.setText(_("Changes are counted as soon as a version is closed."))
            return
        words = _("“Changed” counts from the version “{name}”.")
        self.version.setText(words.format(name=version.name))
        snapshot = self._session.snapshot()
        self._counting.request(lambda: count_changes(cabinet, version, snapshot))

    def _take_changes(self, changes: Counter[Tab]) -> None:
        self._changes = changes
        self._show_rows()

    # ---- the table

    def _branches(self) -> list[tuple[str, Tab, Branch]]:
        """Title, tab and outline branch of each row: parts, and per file if there are several."""
        form, progress = self._session.form, self._progress
        found: list[tuple[str, Tab, Branch]] = []
        files = list(self._session.root.entries((FILES,)))
        for part, branch in zip((None, *form.all_parts), progress.top.children, strict=True):
            title = progress.title(branch)
            if part is None or not part.per_file:
                found.append((title, (part.id if part else "", ""), branch))
            elif len(files) < 2:
                found.append((title, (part.id, files[0] if files else ""), branch))
            else:
                for child in branch.children:
                    words = f"{title}　{progress.title(child)}"
                    found.append((words, (part.id, child.path[1]), child))
        return found

    def _make_rows(self) -> list[Row]:
        form, watch = self._session.form, self._watch
        found: dict[Tab, Counter[Severity]] = {}
        for finding in watch.open():
            found.setdefault(tab_of(form, finding.path), Counter())[finding.severity] += 1
        waiting = Counter(tab_of(form, note.path) for note in self._notes.waiting() if note.path)
        rows = []
        for title, tab, branch in self._branches():
            counts = found.get(tab, Counter())
            rows.append(
                Row(
                    title,
                    tab,
                    branch.answered,
                    branch.needed - branch.answered,
                    {severity: counts[severity] for severity in Severity},
                    waiting[tab],
                    None if self._changes is None else self._changes[tab],
                )
            )
        return [*rows, self._total(rows)]

    def _total(self, rows: list[Row]) -> Row:
        changes = None if self._changes is None else self._changes.total()
        return Row(
            _("All together"),
            None,
            sum(row.answered for row in rows),
            sum(row.missing for row in rows),
            self._watch.counts(),
            len(self._notes.waiting()),
            changes,
        )

    def _show_rows(self) -> None:
        self.rows = self._make_rows()
        self.table.show_rows(self.rows)

    # ---- the steps

    def _facts(self) -> Facts:
        watch = self._watch
        answer = self._session.answer((self._session.form.roles.published_on,))
        remarks = [note for note in self._notes.waiting() if note.kind == REMARK]
        mistakes = [f for f in watch.open() if f.severity is Severity.ERROR and f.code != UNANSWERED]
        missing = self.rows[-1].missing
        return Facts(missing, len(mistakes), len(remarks), answer if isinstance(answer, str) else "")

    def _show_steps(self) -> None:
        info = self._info()
        state = read_stage(info.state if info else "")
        dates = StageDates.of(info.stages if info else {})
        self.steps = steps_to_publication(self._session.form.id, state, dates, self._facts(), date.today())
        self._steps.show_steps(self.steps)

    def _open_stages(self) -> None:
        from ui.stages.dialog import open_stages

        opened, navigator = self._host.cabinet, self._navigator
        if opened is None or navigator is None:
            return
        dialog = open_stages(self, opened, navigator, self._host.assessment_id)
        if dialog is not None:
            dialog.finished.connect(self._later)

    # ---- going somewhere

    def _go(self, number: int, column: int) -> None:
        if not 0 <= number < len(self.rows):
            return
        row = self.rows[number]
        branch = next((b for _t, tab, b in self._branches() if tab == row.tab), None)
        act: dict[int, Callable[[], None]] = {
            MISSING: lambda: self._show((branch or self._progress.top).first_missing()),
            NOTES: lambda: self._show_notes(row.tab),
            CHANGES: self._compare,
        }
        if column in SEVERITIES:
            self._show_findings(row.tab, SEVERITIES[column])
        elif column in act:
            act[column]()
        elif branch is not None:
            self._show(branch.target())

    def _show(self, path: NodePath | None) -> None:
        if path:
            self._session.item_requested.emit(path)
            self._host.widget().activateWindow()

    def _show_findings(self, tab: Tab | None, severity: Severity) -> None:
        form = self._session.form
        found: list[Finding] = [
            one
            for one in self._watch.open()
            if one.severity is severity and tab in (None, tab_of(form, one.path))
        ]
        if found:
            self.findings_requested.emit(severity, found[0].path)
            self._show(found[0].path)

    def _show_notes(self, tab: Tab | None) -> None:
        form = self._session.form
        notes = [one for one in self._notes.all() if one.kind != NOTE and not one.done]
        notes = [one for one in notes if tab is None or (one.path and tab_of(form, one.path) == tab)]
        if notes:
            self.waiting_requested.emit(notes[0].path)
            self._host.widget().activateWindow()

    def _compare(self) -> None:
        version = self._last_version()
        if version is not None:
            self.compare_requested.emit(version, None)


CLOSE: Final = Action[Overview](N_("&Close"), lambda do: do.close(), "Ctrl+W")
OF_OVERVIEW: Final = Menu[Overview](N_("&All at a Glance…"), (CLOSE,))
"""What can be done in it by keys."""
