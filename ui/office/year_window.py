"""年間の予定: due dates and pending steps as a list and as a month; also concludes ended operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QCheckBox

from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.cabinet_lists.plan_sources import plan_sources
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.office.year import (
    COUNCIL_SETTING,
    StepKind,
    Waiting,
    YearStep,
    ended_title,
    kept_days,
    office_days,
    year_steps,
)
from pia_desktop.rules.stages import day_words
from ui.context.background import LatestOnly
from ui.office.council_days_dialog import CouncilDaysDialog
from ui.office.month_page import MonthPage
from ui.office.office_window import OfficeWindow
from ui.office.rows_table import RowsModel, RowsTable
from ui.printing.copied_rows import copy_as_cells
from ui.printing.file_kinds import file_kinds
from ui.printing.listed import in_cabinet
from ui.printing.ready import tell_ready
from ui.widgets.buttons import add_button, check_box, push_button
from ui.widgets.dialogs import ask_save_path, busy, show_error
from ui.widgets.layouts import SPRING, row_of
from ui.widgets.plain_text import label_for
from ui.widgets.unscrolled import DropDown, Tabs

if TYPE_CHECKING:
    from pia_desktop.documents.table import TableDocument
    from pia_desktop.outputs.guard import Guard
    from ui.context.cabinet_store import CabinetStore
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet

Titles = Mapping[int, tuple[str, str]]
_SHARES: Final = (12, 8, 14, 7, 26, 10, 26)


@dataclass(frozen=True, slots=True)
class YearView:
    """All steps, the council's days, and a permanent unique name of each assessment, by id."""

    steps: tuple[YearStep, ...]
    councils: tuple[date, ...]
    names: dict[int, str]


def read_year(store: CabinetStore, today: date) -> YearView:
    """Read the year of a cabinet.  Call from a thread.  Raises CabinetError."""
    store.flush()
    cabinet = store.cabinet
    councils = office_days(cabinet.setting(COUNCIL_SETTING))
    names = {info.id: f"{info.created_at} {info.id} {info.form}" for info in cabinet.list()}
    return YearView(year_steps(plan_sources(cabinet), councils, today), councils, names)


class YearWindow(OfficeWindow):
    """The steps as a table and as a month; Enter opens the assessment of one."""

    def __init__(self, cabinet: OpenCabinet, navigator: Navigator) -> None:
        super().__init__(cabinet, navigator, "year")
        self.setWindowTitle(_("The Year － {name}").format(name=cabinet.store.path.name))
        self.view: YearView | None = None
        self._latest: LatestOnly[YearView] = LatestOnly(self, self._found, self.tell_failure)
        self._build()
        cabinet.store.list_changed.connect(self.refresh)
        self.to_place(92, 48)
        self.refresh()

    @property
    def today(self) -> date:
        """The day; a window that stays open sees the next one."""
        return date.today()

    def _build(self) -> None:
        self.waiting = DropDown(self)
        self.waiting.addItem(_("Whoever it waits for"), None)
        self.waiting.add_choices((one.label, one.value) for one in Waiting)
        self.waiting.currentIndexChanged.connect(lambda _at: self._show())
        label = label_for(self.waiting, _("&Waiting for:"))
        self.late = check_box(self, _("Only what is &overdue"), lambda _on: self._show())
        self.days_button = push_button(self, _("&Days of the Council…"), self.ask_days)
        self.column.addLayout(row_of(label, self.waiting, self.late, SPRING, self.days_button))
        self.tabs = Tabs(self)
        self.model: RowsModel[YearStep] = RowsModel(self, step_words)
        self.table: RowsTable[YearStep] = RowsTable(self.model, self, _("What the year holds"))
        self.table.activated.connect(lambda _index: self.open_current())
        self.table.selectionModel().selectionChanged.connect(lambda _now, _old: self._offer())
        self.table.horizontalHeader().setSectionsClickable(False)
        quoted = in_cabinet(self.cabinet.store, lambda: (step.source.id for step in self.model.rows))
        copy_as_cells(self.table, quoted)
        self.month = MonthPage(self, self.today, self.open_assessment, quoted)
        self.tabs.addTab(self.table, _("&List"))
        self.tabs.addTab(self.month, _("&Calendar"))
        self.column.addWidget(self.tabs, 1)
        self._foot()

    def _foot(self) -> None:
        row = self.add_foot()
        self.public = QCheckBox(_("For the &public"), self)
        row.addWidget(self.public)
        self.act_button = add_button(row, _("See &To It"), self.see_to, "answered")
        self.open_button = add_button(row, _("&Open the Assessment"), self.open_current, "open")
        self.save_button = add_button(row, _("Save as a &File…"), self.save, "export")

    # ---- what is shown

    def refresh(self) -> None:
        """Reload the year in the background."""
        store, today = self.cabinet.store, self.today
        self._latest.request(lambda: read_year(store, today))

    def _found(self, view: YearView) -> None:
        fresh = self.view is None
        self.view = view
        self._show()
        if fresh:
            self.table.show_widths(_SHARES)

    @property
    def steps(self) -> list[YearStep]:
        """The steps that match the filters."""
        wanted = self.waiting.currentData()
        return [
            step
            for step in (self.view.steps if self.view is not None else ())
            if (wanted is None or step.waiting.value == wanted) and (step.late or not self.late.isChecked())
        ]

    def _show(self) -> None:
        steps = self.steps
        heads = (
            _("Day"),
            _("Left"),
            _("What Is To Be Done"),
            _("Assessment Number"),
            _("Assessment Name"),
            _("Waiting for"),
            _("By Which Rule"),
        )
        with self.table.staying(lambda step: (step.source.id, step.kind, step.on, step.reason)):
            self.model.show_rows(heads, steps)
        self.month.show_steps(steps, self.today)
        late = sum(step.late for step in steps)
        words = ngettext("{count:,} step", "{count:,} steps", len(steps)).format(count=len(steps))
        if late:
            words += "　" + ngettext("{count:,} overdue", "{count:,} overdue", late).format(count=late)
        self.message.setText(words)
        self._offer()

    def _offer(self) -> None:
        step, writing = self.table.current(), not self.cabinet.store.read_only
        self.open_button.setEnabled(step is not None)
        self.save_button.setEnabled(bool(self.model.rows))
        self.days_button.setEnabled(writing)
        can = step is not None and step.kind in (StepKind.NAME_ENDED, StepKind.ARCHIVE)
        self.act_button.setEnabled(can and writing)

    # ---- what is done

    def open_current(self) -> None:
        step = self.table.current()
        if step is not None:
            self.open_assessment(step.source.id)

    def see_to(self) -> None:
        """Do what an ended operation requires: say so in its name, or archive it."""
        step = self.table.current()
        store = self.cabinet.store
        if step is None or store.read_only:
            return
        source = step.source
        if step.kind is StepKind.NAME_ENDED:
            path = (source.form.roles.title,)
            edit = SetAnswer(path, ended_title(source.title, source.dates.day("ended") or self.today))
            try:
                self.cabinet.edit(source.id, edit)
            except UserError as error:
                show_error(self, error)
                return
            store.flush()
        elif step.kind is StepKind.ARCHIVE and self.navigator.close_assessments([source.id]):
            try:
                with busy():
                    store.change_all([(source.id, lambda work: work.mark(source.id, "archived_at", on=True))])
            except UserError as error:
                show_error(self, error)
                return
        store.list_changed.emit()

    def ask_days(self) -> None:
        """Let the user enter the days on which the council meets."""
        if self.view is None:
            return

        def keep(days: Sequence[date]) -> None:
            kept = kept_days(days)
            self.cabinet.store.submit_work(
                0, lambda work: work.put_setting(COUNCIL_SETTING, kept), COUNCIL_SETTING
            )
            self.refresh()

        CouncilDaysDialog(self, self.view.councils, keep).open()

    def save(self) -> None:
        """Save what is shown: as a document, a workbook, or a calendar file."""
        steps, view = self.steps, self.view
        if view is None:
            return
        titles: Titles = {step.source.id: (step.source.number, step.source.title) for step in steps}
        if not self.public.isChecked():
            self._save(steps, view, titles, None)
            return
        from pia_desktop.outputs.release import Names, public_names
        from ui.printing.remnants import gather_and_give

        def go(names: Names) -> None:
            shown = [step for step in steps if step.source.id in names.named]
            self._save(shown, view, names.named, names.guard)

        gather_and_give(self, self.cabinet.store.load, titles, public_names, go)

    def _save(self, steps: list[YearStep], view: YearView, titles: Titles, guard: Guard | None) -> None:
        kinds = ";;".join((*file_kinds(), "iCalendar (*.ics)"))
        path = ask_save_path(self, _("Save the Year"), _("Year") + ".pdf", kinds, ".pdf")
        if path is None:
            return
        check = None if guard is None else guard.file_check(path.suffix.lower())
        if path.suffix.lower() == ".ics":
            from pia_desktop.files import write_bytes
            from pia_desktop.office.year_events import year_events
            from pia_desktop.rules.calendar import calendar_text

            text = calendar_text(year_events(steps, view.names, titles), datetime.now(UTC))
            try:
                write_bytes(path, text.encode("utf-8"), check)
            except UserError as error:
                show_error(self, error)
            else:
                tell_ready(self, path)
            return
        today = self.today
        self.tables.start(lambda: year_paper(steps, titles, today), path, check)

    def stop(self) -> None:
        super().stop()
        self._latest.cancel()


def year_paper(steps: Sequence[YearStep], titles: Titles, today: date) -> TableDocument:
    """The steps as a document."""
    from pia_desktop.documents.year import year_document

    rows = [
        (
            step.on,
            (day_words(step.on), step.kind.label, *titles[step.source.id], step.waiting.label, step.reason),
        )
        for step in steps
    ]
    return year_document(rows, [day_words(today)])


def step_words(step: YearStep, column: int) -> str:
    """The text of a cell in the list."""
    return (
        day_words(step.on),
        _left(step),
        step.kind.label,
        step.source.number,
        step.source.title,
        step.waiting.label,
        step.reason,
    )[column]


def _left(step: YearStep) -> str:
    days = (step.on - date.today()).days
    if days < 0:
        words = ngettext("{count:,} day late", "{count:,} days late", -days).format(count=-days)
        return words if step.late else ""
    return (
        ngettext("{count:,} day left", "{count:,} days left", days).format(count=days) if days else _("today")
    )
