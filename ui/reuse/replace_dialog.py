"""Replaces text in all assessments: a preview of each place first, then all at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QProgressBar, QPushButton, QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.noted import noted
from pia_desktop.assessment.rewriting import takes_out
from pia_desktop.assessment.search import Query
from pia_desktop.assessment.withheld import Spans
from pia_desktop.cabinet_lists.assessment_names import form_name
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, in_a_row, ngettext
from pia_desktop.reuse.cabinet_replacement import Found, OtherWriting, Replacement, places
from pia_desktop.reuse.writings import is_there, new_words
from pia_desktop.rules.stages import Stage
from ui.reuse.leaving_out import LeavingOutButton
from ui.reuse.places_dialog import PlacesDialog
from ui.reuse.reading import MAX_PLACES, Looked
from ui.reuse.replaced_words import replaced_words
from ui.reuse.replacement_request import ReplacementRequest
from ui.reuse.writings_bar import WritingsBar
from ui.widgets.dialogs import Choice, ask, busy, show_error, tell
from ui.widgets.layouts import SPRING, Growing, place, row_of
from ui.widgets.line_field import LineField
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import label_for
from ui.widgets.search_field import FindField
from ui.widgets.theme import em, space

if TYPE_CHECKING:
    from ui.context.open_cabinet import OpenCabinet


@guarded
class ReplaceDialog(PlacesDialog):
    """Previews, then replaces.  Nothing changes before the last button is pressed.

    ``replace`` carries the request out, or raises UserError and changes nothing.
    """

    def __init__(
        self,
        parent: QWidget,
        cabinet: OpenCabinet,
        replace: Callable[[ReplacementRequest], tuple[Replacement, ...]],
        words: str = "",
        replacement: str | None = None,
        then: Callable[[], None] | None = None,
        *,
        withheld: Spans | None = None,
    ) -> None:
        super().__init__(parent, _("Replace in All Assessments"), cabinet, place="replace")
        self._carry_out = replace
        self._then = then
        self._looked_for = Query("")
        self._many = False
        self.column.addLayout(self._fields(words, withheld))
        self.column.addLayout(self._progress())
        self.writings = WritingsBar(self)
        self.column.addWidget(self.writings)
        self.column.addWidget(self._places(), 1)
        self.replace_button = self.buttons.add_action(_("&Replace"), self.replace)
        self.replace_button.setAutoDefault(False)
        self.buttons.add_reject().setAutoDefault(False)
        self.add_buttons()
        self._connect()
        self.take_size(em(self) * 80, em(self) * 50)
        self._clear_places()
        if replacement is not None:
            self.replacement.setText(replacement)
        if words:
            QTimer.singleShot(0, self, self.look)
            self.replacement.setFocus()

    # ---- building

    def _fields(self, words: str, withheld: Spans | None) -> QGridLayout:
        self.words = FindField(self, _("Find"))
        self.words.show_words(words, withheld)
        self.replacement = LineField(noted(words, withheld), self)
        self.replacement.setAccessibleName(_("Replace with"))
        self.look_button = QPushButton(_("&Look for It"), self)
        self.look_button.setDefault(True)
        self.fold_case = QCheckBox(_("Ignore upper and lower case"), self)
        self.fold_width = QCheckBox(_("Ignore full and half width"), self)
        self.rows = QCheckBox(_("Add the &rows of 変更箇所 that this calls for, dated today"), self)
        self.states = LeavingOutButton(_("&State: {told}"), self)
        self.states.offer({stage.value: stage.label for stage in Stage})
        self.forms = LeavingOutButton(_("F&orm: {told}"), self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(2))
        for row, (label, field) in enumerate(
            ((_("&Find:"), self.words), (_("Replace &with:"), self.replacement))
        ):
            grid.addWidget(label_for(field, label), row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.look_button, 0, 2)
        options = row_of(gap=space(4))
        for box in (self.fold_case, self.fold_width):
            box.setChecked(True)
            options.addWidget(box)
        place(options, self.rows, SPRING, self.states, self.forms)
        grid.addLayout(options, 2, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        return grid

    def _progress(self) -> QHBoxLayout:
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(em(self) * 12)
        self.bar.setAccessibleName(_("Assessments that were looked through"))
        self.stop = QPushButton(_("Stop"), self)
        return row_of(Growing(self.message), self.bar, self.stop, gap=space(2))

    def _connect(self) -> None:
        self.look_button.clicked.connect(self.look)
        self.stop.clicked.connect(self._stop)
        self.words.textChanged.connect(self._asked_otherwise)
        for box in (self.fold_case, self.fold_width):
            box.toggled.connect(self._asked_otherwise)
        for anew in (
            self.replacement.textChanged,
            self.states.changed,
            self.forms.changed,
            self.writings.changed,
        ):
            anew.connect(self._show_anew)

    # ---- looking

    @property
    def query(self) -> Query:
        return Query(self.words.text(), self.fold_case.isChecked(), self.fold_width.isChecked())

    def look(self) -> None:
        """Search all current assessments."""
        if not self.words.text() or not self._read_infos():
            return
        self._clear_places()
        self._looked_for = self.query
        infos = list(self._infos.values())
        self.forms.offer({form: form_name(form) for form in sorted({info.form for info in infos})})
        self.bar.setRange(0, max(len(infos), 1))
        self.bar.setValue(0)
        self.bar.show()
        self.stop.show()
        self._begin(infos, partial(_find, self.query))

    def _looked(self, looked: Looked) -> None:
        self.bar.setValue(self.bar.value() + 1)
        super()._looked(looked)

    def _ended(self) -> None:
        self.bar.hide()
        self.stop.hide()
        self._show_words()
        self._many = sum(1 for _found in self.tree.places()) > MAX_PLACES
        super()._ended()

    def _stop(self) -> None:
        self._reader.stop()
        self._clear_places()
        self.message.setText(_("Stopped. Nothing was changed."))

    def _asked_otherwise(self) -> None:
        """Mark the list as outdated: the query has changed."""
        if self.query != self._looked_for or not self.words.text():
            self._reader.stop()
            self._clear_places()

    def _clear_places(self) -> None:
        self._looked_for = Query("")
        self._many = False
        self.tree.clear()
        self.writings.clear()
        self._show_current()
        self.bar.hide()
        self.stop.hide()
        self.look_button.setEnabled(bool(self.words.text()))
        self.message.setText(
            _("Archived and deleted assessments are left out, and closed versions are never changed.")
        )
        self._offer(0, 0)

    # ---- what is shown

    def _show_anew(self) -> None:
        """Update the preview for another replacement or selection."""
        self._show_words()
        self._show_current()
        self._count()

    def _show_words(self) -> None:
        words, query = self.replacement.text(), self._looked_for
        self.tree.show_words(words, query, self._is_left_out)
        others = (
            one for one in self.tree.places() if isinstance(one, OtherWriting) and self._takes_part(one)
        )
        self.writings.show_places([one.hit.words for one in others if not is_there(one.hit, query, words)])

    def _is_left_out(self, found: Found) -> bool:
        other = isinstance(found, OtherWriting) and not self.writings.taken_in
        return other or not self._takes_part(found)

    def _takes_part(self, found: Found) -> bool:
        info = self._infos[found.assessment_id]
        return self.states.keeps(info.state) and self.forms.keeps(info.form)

    def _new_words(self, found: Found) -> str:
        return new_words(found.hit, self._looked_for, self.replacement.text())

    def _count(self) -> None:
        if self._reader.running or not self._looked_for.words:
            return
        chosen = self.tree.ticked()
        places, where = sum(map(len, chosen.values())), len(chosen)
        total = sum(1 for _row in self.tree.rows())
        if self._many:
            words = _("There are more than {limit:,} places. Look for longer words.")
            self.message.setText(words.format(limit=MAX_PLACES))
            self._offer(0, 0)
            return
        if not total and any(True for _found in self.tree.places()):
            self.message.setText(
                _(
                    "Of the places found, none is to be replaced: they are so already, left out, or"
                    " written otherwise."
                )
            )
        elif not total:
            self.message.setText(_("Not found in any assessment."))
        else:
            words = ngettext("{count:,} of {total:,} place", "{count:,} of {total:,} places", total)
            within = ngettext("in {count:,} assessment", "in {count:,} assessments", where)
            sentence = in_a_row(words.format(count=places, total=total), within.format(count=where))
            records = sum(found.record for one in chosen.values() for found in one)
            if records:
                more = ngettext(
                    "{count:,} of them is a record of the past in 変更箇所 and would be rewritten.",
                    "{count:,} of them are records of the past in 変更箇所 and would be rewritten.",
                    records,
                )
                sentence += "　" + more.format(count=records)
            elif any(self.tree.found(row).record for row in self.tree.rows()):
                sentence += "　" + _("Rows of 変更箇所 record the past and are not ticked by themselves.")
            self.message.setText(sentence)
        self._offer(places, where)

    def _offer(self, places: int, where: int) -> None:
        words = ngettext("&Replace {count:,} Place", "&Replace {count:,} Places", places)
        if takes_out(self.replacement.text()):
            words = ngettext(
                "&Remove the Words in {count:,} Place", "&Remove the Words in {count:,} Places", places
            )
        self.replace_button.setText(words.format(count=places) if places else _("&Replace"))
        others = any(self.tree.found(row).hit.words != self.tree.new_words(row) for row in self.tree.rows())
        self.replace_button.setEnabled(bool(where) and others)

    # ---- replacing

    def replace(self) -> None:
        """Replace what is ticked, in one step; asks before deleting text altogether."""
        if not takes_out(self.replacement.text()):
            self._replace()
            return
        places = sum(map(len, self.tree.ticked().values()))
        words = ngettext(
            "Remove “{words}” in {count:,} place?", "Remove “{words}” in {count:,} places?", places
        )
        ask(
            self,
            words.format(words=self._looked_for.words, count=places),
            _("“Replace with” is empty: nothing comes in the place of these words."),
            [(_("Remove Them"), self._replace), (_("Leave Them"), None)],
            careful=True,
        )

    def _replace(self) -> None:
        chosen = {id_: [one.hit for one in found] for id_, found in self.tree.ticked().items()}
        wanted = ReplacementRequest(
            chosen, self._looked_for, self.replacement.text(), self.rows.isChecked(), self._known
        )
        try:
            with busy():
                done = self._carry_out(wanted)
        except UserError as error:
            show_error(self, error)
            return
        self.accept()
        then = self._then
        choices: list[Choice] = [(_("Go On With the &Next…"), then), (_("Close"), None)] if then else []
        tell(self.parentWidget(), _("The words were replaced."), replaced_words(done), choices)


def _find(query: Query, assessment_id: int, snapshot: Snapshot) -> tuple[Found, ...]:
    return places(assessment_id, snapshot, query, other_writings=True)
