"""Dialogs before a bulk operation: a state or a name, and a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QFormLayout, QWidget

from db.records import AssessmentInfo
from pia_desktop.i18n import _, ngettext
from pia_desktop.rules.rounds import round_name
from pia_desktop.rules.stages import Stage, next_stage, read_stage
from ui.widgets.buttons import check_box
from ui.widgets.day_field import DayField
from ui.widgets.dialog import Dialog
from ui.widgets.line_field import LineField
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import label_for
from ui.widgets.theme import em
from ui.widgets.unscrolled import DropDown


@guarded
class BulkStateDialog(Dialog):
    """Asks for a state and a day; ``go`` is called with both, and whether to write the day into the forms."""

    def __init__(
        self, parent: QWidget, infos: Sequence[AssessmentInfo], go: Callable[[Stage, date, bool], object]
    ) -> None:
        super().__init__(parent, _("State of the Marked Assessments"))
        self._go = go
        self.add_heading(count_words(len(infos)))
        self.stage = DropDown(self)
        self.stage.add_choices((stage.label, stage.value) for stage in Stage)
        next_one = next_stage((info.form, read_stage(info.state)) for info in infos)
        self.stage.setCurrentIndex(next_one.position)
        self.day = DayField(None, self)
        self.column.addLayout(_rows(self, (_("&State:"), self.stage), (_("S&ince:"), self.day)))
        self.into_form = check_box(self, _("Write this &publication date into the form as well"), on=True)
        self.column.addWidget(self.into_form)
        self.stage.currentIndexChanged.connect(lambda _at: self._follow_stage())
        self._follow_stage()
        self.add_words(
            _("A state is not set back, but what is published begins a new round. A later day stays.")
        )
        self.save = self.end_with(_("&Save"))
        self.day.day_changed.connect(lambda: self.save.setEnabled(self.day.day is not None))
        self.setMinimumWidth(em(self) * 30)

    @property
    def _chosen(self) -> Stage:
        return Stage(self.stage.currentData())

    def _follow_stage(self) -> None:
        """Only a publication has a date in the form."""
        self.into_form.setEnabled(self._chosen is Stage.PUBLISHED)

    def accept(self) -> None:
        day = self.day.day
        if day is not None:
            super().accept()
            self._go(self._chosen, day, self.into_form.isEnabled() and self.into_form.isChecked())


@guarded
class BulkVersionDialog(Dialog):
    """Asks for the versions' name and day; ``go`` is called with both."""

    def __init__(self, parent: QWidget, count: int, go: Callable[[str, date], object]) -> None:
        super().__init__(parent, _("Close Versions of the Marked Assessments"))
        self._go = go
        self.add_heading(count_words(count))
        self.name = LineField(round_name(date.today()), self)
        self.name.setMaxLength(100)
        self.day = DayField(None, self)
        self.column.addLayout(_rows(self, (_("&Name of the Version:"), self.name), (_("&Day:"), self.day)))
        self.add_words(_("Assessments that have not changed since their last version are left out."))
        self.save = self.end_with(_("&Close the Versions"))
        for changed in (self.day.day_changed, self.name.textChanged):
            changed.connect(self._offer)
        self.setMinimumWidth(em(self) * 30)

    def _offer(self) -> None:
        self.save.setEnabled(self.day.day is not None and bool(self.name.text().strip()))

    def accept(self) -> None:
        name, day = self.name.text().strip(), self.day.day
        if name and day is not None:
            super().accept()
            self._go(name, day)


def count_words(count: int) -> str:
    """How many assessments are affected, in words."""
    return ngettext("{count:,} assessment", "{count:,} assessments", count).format(count=count)


def _rows(parent: QWidget, *fields: tuple[str, QWidget]) -> QFormLayout:
    form = QFormLayout()
    for words, field in fields:
        form.addRow(label_for(field, words), field)
    return form
