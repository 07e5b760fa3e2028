"""The dialog for state and dates of an assessment, and the due dates that follow."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QGroupBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from db.records import AssessmentInfo
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.cabinet_lists.assessment_names import form_words, info_name
from pia_desktop.cabinet_lists.assessment_rows import due_words
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from pia_desktop.rules.deadlines import DueDate, due_dates
from pia_desktop.rules.rounds import begins_round, day_to_write, last_published, written_day
from pia_desktop.rules.stages import (
    STAGE_KEYS,
    Stage,
    StageDates,
    StageFinding,
    day_words,
    key_label,
    read_stage,
    stage_findings,
    usual_stages,
)
from ui.context.hosts import Navigator
from ui.context.open_cabinet import OpenCabinet
from ui.stages.lines import Lines
from ui.stages.round_box import RoundBox
from ui.widgets.buttons import push_button
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import ask, busy, show_error
from ui.widgets.icons import icon_size
from ui.widgets.optional_day import OptionalDay
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import label_for, note, plain_label
from ui.widgets.sign import Sign
from ui.widgets.theme import em, heading_font, small_font, space

_DATES_OF: Final = {
    Stage.DRAFT: ("draft",),
    Stage.HEARING: ("hearing", "hearing_end"),
    Stage.REVIEW: ("review",),
    Stage.SUBMITTED: ("submitted",),
    Stage.PUBLISHED: ("published",),
    Stage.ENDED: ("ended",),
}
_CLOSES: Final = (Stage.SUBMITTED, Stage.PUBLISHED)
"""The states with which a version is usually closed."""


def open_stages(
    parent: QWidget, cabinet: OpenCabinet, navigator: Navigator, assessment_id: int
) -> StagesDialog | None:
    """Let the user set state and dates of an assessment; None if it is deleted."""
    try:
        cabinet.store.flush()
        found = cabinet.info(assessment_id)
        if found is None:
            return None
        dialog = StagesDialog(parent, cabinet, found)
    except UserError as error:
        show_error(parent, error)
        return None
    dialog.version_offered.connect(navigator.offer_version)
    dialog.open()
    return dialog


@guarded
class StagesDialog(Dialog):
    """States with their dates; below, what is inconsistent and what follows.

    If the assessment is open, its 公表日 is written through the session.
    """

    version_offered = Signal(int, Stage)
    """The clerk wants to close a version of the assessment of this id, because of the state it has now."""

    def __init__(self, parent: QWidget, cabinet: OpenCabinet, info: AssessmentInfo) -> None:
        super().__init__(parent, _("State and Dates"), roomy=True)
        self._cabinet = cabinet
        self._store = cabinet.store
        self._info = info
        self._filled = ""  # the day filled in when its state was selected
        self._begun = False
        self.form = find_form(info.form, info.version)
        self.fields: dict[str, OptionalDay] = {}
        self._signs: dict[str, Sign] = {}
        self._build()
        self._begin()

    @property
    def _today(self) -> date:
        """The day; a dialog that stays open sees the next one."""
        return date.today()

    # ---- building

    def _build(self) -> None:
        column = self.column
        name = note(self, info_name(self._info), heading_font())
        about = plain_label(self, form_words(self._info.form, self._info.version), small_font(), quiet=True)
        column.addWidget(name)
        column.addWidget(about)
        self.rounds = RoundBox(self, self._info, self._today, writing=not self._store.read_only)
        self.rounds.chosen.connect(self._round_chosen)
        self.rounds.take_back.clicked.connect(self._ask_take_back)
        column.addWidget(self.rounds)
        column.addLayout(self._states())
        self.take_written = push_button(self, act=self._take_written)
        self.take_written.setAutoDefault(False)
        column.addWidget(self.take_written, 0, Qt.AlignmentFlag.AlignLeft)
        self.write_published = QCheckBox(_("Write this &publication date into the form as well"), self)
        self.close_version = QCheckBox(
            _("Keep the contents as a &version now (asks for its name next)"), self
        )
        column.addWidget(self.write_published)
        column.addWidget(self.close_version)
        self.remarks = Lines(self)
        column.addWidget(self.remarks)
        box = QGroupBox(_("What Falls Due"), self)
        inner = QVBoxLayout(box)
        self.dues = Lines(box)
        inner.addWidget(self.dues)
        column.addWidget(box)
        column.addStretch(1)
        self._fill_buttons()
        self.add_buttons()
        self.setMinimumWidth(em(self) * 46)

    def _states(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(2))
        self.states = QButtonGroup(self)
        usual = usual_stages(self._info.form)
        row = 0
        for stage in Stage:
            button = QRadioButton(stage.label, self)
            self.states.addButton(button, stage.position)
            grid.addWidget(button, row, 0)
            if stage not in usual:
                hint = plain_label(self, _("(optional)"), small_font(), quiet=True)
                hint.setToolTip(_("not required for this form"))
                button.setAccessibleDescription(hint.toolTip())
                grid.addWidget(hint, row, 4)
            for key in _DATES_OF[stage]:
                self._date(grid, row, key)
                row += 1
        self._date(grid, row, "looked_over")
        grid.setColumnMinimumWidth(3, icon_size(self.fontMetrics().height()).width())
        grid.setColumnStretch(4, 1)
        return grid

    def _date(self, grid: QGridLayout, row: int, key: str) -> None:
        field = OptionalDay(self)
        field.setAccessibleName(key_label(key))
        field.day_changed.connect(self._show)
        sign = Sign(self)
        self.fields[key] = field
        self._signs[key] = sign
        middle = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(label_for(field, key_label(key)), row, 1, middle)
        grid.addWidget(field, row, 2)
        grid.addWidget(sign, row, 3)

    def _fill_buttons(self) -> None:
        writing = not self._store.read_only
        self.save = self.buttons.add_accept(_("&Save"))
        self.save.setVisible(writing)
        self.buttons.add_reject("" if writing else _("Close"))

    def _begin(self) -> None:
        self._show_stored()
        self.states.idClicked.connect(self._state_chosen)
        self.rounds.suggest()
        if self._store.read_only:
            for widget in (*self.fields.values(), *self.states.buttons()):
                widget.setEnabled(False)
        else:
            self.states.button(self.states.checkedId()).setFocus()
        self._show()
        self._begun = True

    def _show_stored(self) -> None:
        for key in STAGE_KEYS:
            self.fields[key].show_iso(self._info.stages.get(key, ""))
        self.states.button(self._now.position).setChecked(True)

    # ---- rounds

    @property
    def _now(self) -> Stage:
        return read_stage(self._info.state)

    def _round_chosen(self, new: bool) -> None:
        """Show a new round (a draft without dates), or the stored dates."""
        self._filled = ""
        if new:
            for field in self.fields.values():
                field.clear()
            self.states.button(Stage.DRAFT.position).setChecked(True)
        else:
            self._show_stored()
        self._offer()

    def _ask_take_back(self) -> None:
        ask(
            self,
            _("Take this round back?"),
            _("Its days are forgotten; those of the round before and all versions are kept."),
            [(_("Take It Back"), self._take_back), (_("Leave It"), None)],
            careful=True,
        )

    def _take_back(self) -> None:
        try:
            with busy():
                self._store.take_back_round(self._info.id)
        except UserError as error:
            show_error(self, error)
            return
        super().accept()

    # ---- what is entered

    @property
    def stage(self) -> Stage:
        return list(Stage)[self.states.checkedId()]

    @property
    def dates(self) -> StageDates:
        """The dates in the fields; invalid text unchanged."""
        return StageDates(**{key: self.fields[key].iso for key in STAGE_KEYS})

    def _state_chosen(self) -> None:
        """Fill in today as the day of a newly selected state, not of skipped ones.

        A published assessment that goes back begins a new round, unless the clerk unticks that.
        """
        chosen = self.stage
        if begins_round(self._now, chosen) and self.rounds.suggest_once():
            self.states.button(chosen.position).setChecked(True)
        if self._filled:
            self.fields[self._filled].clear()
            self._filled = ""
        key = _DATES_OF[chosen][0]
        if (self.rounds.new or chosen is not self._now) and not self.fields[key].text():
            written = self._newly_written if chosen is Stage.PUBLISHED else None
            if written is None:
                self.fields[key].propose_today()
            else:
                self.fields[key].show_day(written)
            self._filled = key
        self._offer()

    def _day_of(self, stage: Stage) -> date:
        """The day of a newly selected state: today, or the day in the form."""
        return self._newly_written or self._today if stage is Stage.PUBLISHED else self._today

    @property
    def _newly_written(self) -> date | None:
        """The form's publication date, if no earlier round has it."""
        written, last = written_day(self._info.published_on), last_published(self.rounds.earlier)
        return written if written is not None and (last is None or written > last) else None

    @property
    def _offered(self) -> date | None:
        """The form's publication date, while the field for it is empty."""
        return None if self.fields["published"].text() else self._newly_written

    def _take_written(self) -> None:
        if self._offered is not None:
            self.fields["published"].show_day(self._offered)
            self.fields["published"].setFocus()
            self._show()

    def _offer(self) -> None:
        self.close_version.setChecked(self._closes)
        self._show()

    @property
    def _closes(self) -> bool:
        return self.stage in _CLOSES and (self.rounds.new or self.stage is not self._now)

    @property
    def _published_words(self) -> str | None:
        """The new 公表日 in the form's notation; None to keep it."""
        day = self.dates.day("published")
        if day is None or self.stage not in (Stage.PUBLISHED, Stage.ENDED):
            return None
        return day_to_write(self._info.published_on, day)

    # ---- what is shown

    def _show(self) -> None:
        if self._filled and self.fields[self._filled].day != self._day_of(self.stage):
            self._filled = ""  # the clerk has entered a day
        earlier = self.rounds.earlier
        findings = stage_findings(self._info.form, self.dates, last_published(earlier))
        self._show_findings(findings)
        writing = not self._store.read_only
        self.close_version.setVisible(self._closes and writing)
        offered = self._offered
        self.take_written.setVisible(offered is not None and writing)
        if offered is not None:
            take = _("Take the &form's publication date, {day}")
            self.take_written.setText(take.format(day=day_words(offered)))
        words = self._published_words
        if words is not None and self.write_published.isHidden():  # a newly entered day
            self.write_published.setChecked(self._begun)
        self.write_published.setVisible(words is not None and writing)
        published = words if words and self.write_published.isChecked() else self._info.published_on
        dues = due_dates(self._info.form, published, self.stage, self.dates, self._today, earlier)
        self.dues.show_lines([_due_line(due) for due in dues] or [("", _("Nothing falls due."))])
        self.save.setEnabled(not any(self.fields[key].wrong for key in STAGE_KEYS))

    def _show_findings(self, findings: tuple[StageFinding, ...]) -> None:
        lines = [("warning", finding.message) for finding in findings]
        day, written = self.dates.day("published"), written_day(self._info.published_on)
        if day is not None and written is not None and written > day:
            words = _("The form's publication date, {written}, is later than {day} and stays as it is.")
            lines.append(("warning", words.format(written=day_words(written), day=day_words(day))))
        if self._store.read_only:
            lines.insert(0, ("lock", _("The cabinet is open for reading only.")))
        self.remarks.show_lines(lines)
        self.remarks.setVisible(bool(lines))
        marked = {finding.key: finding.message for finding in findings}
        for key, sign in self._signs.items():
            sign.show_icon("warning" if key in marked else "unneeded")
            sign.setVisible(key in marked)
            self.fields[key].setAccessibleDescription(marked.get(key, ""))

    # ---- the end

    def accept(self) -> None:
        if not self.save.isEnabled() or self._store.read_only:
            return
        closing = self.close_version.isVisible() and self.close_version.isChecked()
        try:
            with busy():
                self._write()
        except UserError as error:
            show_error(self, error)
            return
        super().accept()
        if closing:
            self.version_offered.emit(self._info.id, self.stage)

    def _write(self) -> None:
        words = self._published_words if self.write_published.isChecked() else None
        if words is not None:
            self._cabinet.edit(self._info.id, SetAnswer((self.form.roles.published_on,), words))
        begun = self.rounds.name if self.rounds.new else None
        self._store.set_stages(self._info.id, self.stage.value, self.dates.stored(), begun)


def _due_line(due: DueDate) -> tuple[str, str]:
    return ("warning" if due.overdue else "clock"), f"{due_words(due)}\n{due.reason}"
