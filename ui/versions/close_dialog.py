"""Closes a version: its name, its day, and the new state of the assessment."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QWidget

from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.rules.rounds import begins_round, round_name
from pia_desktop.rules.stages import Stage, day_words, read_day, read_stage
from ui.versions.naming import suggested_name
from ui.versions.version_store import VersionStore, version_title
from ui.widgets.day_field import DayField
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import busy, show_error
from ui.widgets.line_field import LineField
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note
from ui.widgets.theme import em, muted, space, warning
from ui.widgets.unscrolled import DropDown

_LONGEST = 100


@guarded
class CloseVersionDialog(Dialog):
    """Asks for name and day, and closes the version.  ``stage``: the state initially selected."""

    version_closed = Signal(object)
    """The ``VersionInfo`` of the new version."""

    def __init__(self, parent: QWidget, version_store: VersionStore, stage: Stage | None = None) -> None:
        super().__init__(parent, _("Close a Version"), roomy=True)
        self._version_store = version_store
        known = version_store.info()
        self._now = read_stage(known.state) if known else Stage.DRAFT
        stages = known.stages if known else {}
        self._day_of = {one: read_day(stages.get(one.value, "")) for one in Stage}
        # The previous version's state is not what has just happened.
        self._named_after = stage or (self._now if self._news(self._now) else Stage.DRAFT)
        self._build(self._news(self._named_after))
        if stage is not None and stage is not self._now:
            self.state.setCurrentIndex(self.state.findData(stage.value))
        self._suggest()
        self.state.activated.connect(self._follow_stage)
        self.day.day_changed.connect(self._suggest)
        self.name.textChanged.connect(self._show)
        self._show()
        self.name.setFocus()
        self.name.selectAll()

    def _build(self, day: date | None) -> None:
        column = self.column
        self.add_heading(_("Keep the draft as it is now, as a version?"))
        words = note(
            self,
            _(
                "A version can be read, printed, exported and compared at any time, and never changes any"
                " more. You go on working on the draft."
            ),
        )
        words.setMinimumWidth(em(self) * 34)
        column.addWidget(words)
        form = QFormLayout()
        form.setHorizontalSpacing(space(4))
        form.setVerticalSpacing(space(2))
        self.name = LineField(self)
        self.name.setMaxLength(_LONGEST)
        self.day = DayField(day, self)
        self.state = DropDown(self)
        self.state.addItem(_("Leave as it is: {state}").format(state=self._now.label), "")
        for one in Stage:
            if one is not self._now:
                self.state.addItem(_("Change to: {state}").format(state=one.label), one.value)
        form.addRow(_("&Name of the Version:"), self.name)
        form.addRow(_("&Date:"), self.day)
        form.addRow(_("&State:"), self.state)
        column.addSpacing(space(1))
        column.addLayout(form)
        self.remark = note(self)
        column.addWidget(self.remark)
        column.addStretch(1)
        self.close_button = self.end_with(_("C&lose the Version"))
        self._same = self._version_store.same_as_draft(newest_alone=True)

    def _news(self, stage: Stage) -> date | None:
        """The day of a state reached since the last version; None if it was not."""
        day, last = self._day_of[stage], self._last_day
        covered = last is not None and day is not None and day <= last
        return None if stage is Stage.DRAFT or covered else day

    @property
    def _last_day(self) -> date | None:
        versions = self._version_store.versions
        return read_day(versions[-1].closed_on) if versions else None

    @property
    def stage(self) -> Stage | None:
        """The state to set; None to keep it."""
        value = self.state.currentData()
        return read_stage(value) if value else None

    def _follow_stage(self) -> None:
        day = self._news(self.stage or self._named_after)
        if day is not None:
            self.day.show_day(day)
        self._suggest()

    def _suggest(self) -> None:
        """Suggest a name, until the clerk has entered one."""
        day = self.day.day
        if day is not None and not self.name.isModified():
            self.name.setText(suggested_name(self.stage or self._named_after, day))
        self._show()

    def _show(self) -> None:
        words, wrong = "", False
        day, last = self.day.day, self._last_day
        if day is None:
            words, wrong = _("This is no day of the calendar; enter it again."), True
        elif not self.name.text().strip():
            words, wrong = _("Give the version a name."), True
        elif last is not None and day < last:
            words = _("The last version, “{version}”, bears a later day, {day}; check this one.").format(
                version=version_title(self._version_store.versions[-1]), day=day_words(last)
            )
        elif self.stage is not None and begins_round(self._now, self.stage):
            words = _("A new round, {name}, begins; the days of the last one are kept.").format(
                name=round_name(day)
            )
        elif any(one.name == self.name.text().strip() for one in self._version_store.versions):
            words = _("Another version is called “{version}”, too.").format(version=self.name.text().strip())
        elif self._same is not None:
            words = _("Nothing has changed since “{version}”.").format(version=version_title(self._same))
        self.remark.setText(words)
        self.remark.setVisible(bool(words))
        palette = QPalette(self.palette())
        palette.setColor(self.remark.foregroundRole(), warning(palette) if wrong else muted(palette))
        self.remark.setPalette(palette)
        self.close_button.setEnabled(not wrong)

    def accept(self) -> None:
        day = self.day.day
        if day is None or not self.close_button.isEnabled():
            return
        try:
            with busy():
                made = self._version_store.close_version(self.name.text().strip(), day, self.stage)
        except UserError as error:
            show_error(self, error)
            return
        super().accept()
        self.version_closed.emit(made)
