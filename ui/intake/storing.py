"""Stores a document: as a new assessment, as a version of one, or in place of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QFormLayout, QRadioButton, QWidget

from db.records import AssessmentInfo, TakenIn
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.cabinet_lists.assessment_names import numbered_name
from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _
from pia_desktop.incoming import as_version, withheld_as_known, works_called_so
from pia_desktop.paper.copies import marked_as
from pia_desktop.rules.rounds import written_day
from pia_desktop.rules.stages import Stage
from ui.context.cabinet_store import CabinetStore
from ui.intake.review import Review
from ui.versions.naming import suggested_name
from ui.widgets.day_field import DayField
from ui.widgets.dialog import Dialog
from ui.widgets.line_field import LineField
from ui.widgets.overrides import guarded
from ui.widgets.theme import em, space
from ui.widgets.unscrolled import DropDown

_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Way:
    """How to store it.  ``assessment_id`` 0: as a new assessment; empty ``name``: in place of that
    assessment.
    """

    assessment_id: int = 0
    name: str = ""
    day: date | None = None


def known_as(review: Review, infos: Sequence[AssessmentInfo]) -> tuple[list[AssessmentInfo], ...]:
    """The assessments that a document may be: of the same work, and those that another office calls so."""
    return works_called_so(review.session.form, review.session.root, infos)


def store(cabinet: CabinetStore, review: Review, way: Way) -> TakenIn:
    """Store a document as one step, all or nothing.  Raises UserError.

    A document has no marks: it has those of the assessment in whose place it is put, or of the same work.
    """
    snapshot, pictures = review.snapshot(), review.pictures
    if not way.assessment_id:
        if review.found.report is not None:
            cabinet.settle()
            snapshot = withheld_as_known(snapshot, cabinet.infos(), cabinet.load)
        return cabinet.take_in(snapshot, pictures, review.notes(to_do=True))
    cabinet.settle()
    known = cabinet.load(way.assessment_id)
    like = as_version(snapshot, known, review.found.origin)
    if way.name:
        day = (way.day or date.today()).isoformat()
        notes = review.notes(to_do=False)
        return cabinet.take_in_version(way.assessment_id, like, way.name, day, pictures, notes)
    return cabinet.take_in_place(
        way.assessment_id, marked_as(like, known), pictures, review.notes(to_do=True)
    )


@guarded
class StoreDialog(Dialog):
    """Asks how to store it; ``go`` is called with the ``Way``."""

    def __init__(
        self,
        parent: QWidget,
        review: Review,
        infos: Sequence[AssessmentInfo],
        go: Callable[[Way], object],
    ) -> None:
        super().__init__(parent, _("Take In"), roomy=True)
        self._go = go
        form = review.session.form
        self._same_form = [info for info in infos if info.form == form.id and not info.trashed]
        known, of_others = known_as(review, infos)
        self._build(known, of_others)
        day = _day_of(review.session.assessment.snapshot()) or date.today()
        self.day.show_day(day)
        self.name.setText(suggested_name(Stage.PUBLISHED, day))
        if known:
            at = self._same_form.index(known[0])
            self.assessment.setCurrentIndex(at)
            self.as_version.setChecked(True)
        self._show()

    def _build(self, known: Sequence[AssessmentInfo], of_others: Sequence[AssessmentInfo]) -> None:
        words = _("As what is it to be taken in?")
        if known:
            words = _("“{name}” is in the cabinet already. As what is it to be taken in?").format(
                name=numbered_name(known[0])
            )
        elif of_others:
            words = _(
                "“{name}” of another agency ({agency}) is in the cabinet, and is taken for another work."
                " As what is it to be taken in?"
            ).format(name=numbered_name(of_others[0]), agency=of_others[0].agency)
        self.add_heading(words).setMinimumWidth(em(self) * 32)
        self.as_new = QRadioButton(_("A &new assessment"), self)
        self.as_version = QRadioButton(_("An earlier &version of an assessment of the cabinet"), self)
        self.in_place = QRadioButton(_("In &place of an assessment, which is kept as a version"), self)
        self.as_new.setChecked(True)
        for button in (self.as_new, self.as_version, self.in_place):
            self.column.addWidget(button)
            button.toggled.connect(self._show)
        for button in (self.as_version, self.in_place):
            button.setEnabled(bool(self._same_form))
        self.column.addLayout(self._fields())
        self.column.addStretch(1)
        self.store_button = self.end_with(_("&Take In"))
        for field in (self.name.textChanged, self.day.day_changed):
            field.connect(self._show)

    def _fields(self) -> QFormLayout:
        fields = QFormLayout()
        fields.setContentsMargins(space(6), 0, 0, 0)
        fields.setHorizontalSpacing(space(4))
        fields.setVerticalSpacing(space(2))
        self.assessment = DropDown(self)
        self.assessment.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.assessment.setMinimumWidth(em(self) * 26)
        for info in self._same_form:
            self.assessment.addItem(numbered_name(info), info.id)
        self.name = LineField(self)
        self.name.setMaxLength(_LONGEST)
        self.day = DayField(None, self)
        fields.addRow(_("&Assessment:"), self.assessment)
        fields.addRow(_("Na&me of the version:"), self.name)
        fields.addRow(_("&Date:"), self.day)
        return fields

    def _show(self) -> None:
        version = self.as_version.isChecked()
        self.assessment.setEnabled(not self.as_new.isChecked())
        self.name.setEnabled(version)
        self.day.setEnabled(version)
        self.store_button.setEnabled(
            not version or (bool(self.name.text().strip()) and self.day.day is not None)
        )

    def accept(self) -> None:
        if not self.store_button.isEnabled():
            return
        way = Way()
        if not self.as_new.isChecked():
            version = self.as_version.isChecked()
            name = self.name.text().strip() if version else ""
            way = Way(int(self.assessment.currentData()), name, self.day.day if version else None)
        super().accept()
        self._go(way)


def _day_of(snapshot: Snapshot) -> date | None:
    """公表日, if it is a complete date."""
    words = snapshot.root.answer((snapshot.form.roles.published_on,))
    return written_day(words) if isinstance(words, str) else None
