"""法令改正への一斉対応: applies a pack to all assessments, after a preview of each place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.cabinet_lists.assessment_names import identifying_name
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, in_a_row, ngettext
from pia_desktop.packs.loader import all_packs
from pia_desktop.packs.model import Pack, Sure
from pia_desktop.reuse.cabinet_replacement import Found, Replacement
from pia_desktop.reuse.law import LawPlace, law_places
from pia_desktop.wareki import ParsedDate
from ui.reuse.places_dialog import PlacesDialog
from ui.reuse.reading import Looked
from ui.reuse.replaced_words import replaced_words
from ui.reuse.replacement_request import LawRequest
from ui.widgets.buttons import add_button, check_box
from ui.widgets.dialogs import ask_save_path, busy, show_error, tell
from ui.widgets.layouts import SPRING, Growing, place, row_of
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import label_for, note
from ui.widgets.theme import em, space
from ui.widgets.unscrolled import DropDown

if TYPE_CHECKING:
    from pia_desktop.documents.law_report import LawRow
    from ui.context.open_cabinet import OpenCabinet

_ENDED = "ended"


@guarded
class LawDialog(PlacesDialog):
    """Previews, then replaces.  Nothing changes before the button is pressed.

    ``change`` carries the request out, or raises UserError and changes nothing.
    """

    def __init__(
        self,
        parent: QWidget,
        cabinet: OpenCabinet,
        change: Callable[[LawRequest], tuple[Replacement, ...]],
    ) -> None:
        super().__init__(parent, _("Change of Law in All Assessments"), cabinet, place="law")
        self._change = change
        self._unread = 0
        self._rows_done: list[LawRow] = []
        column = self.column
        column.addLayout(self._choice())
        self.about = note(self, "")
        place(column, self.about, self._options(), self.message)
        self.left = note(self, "")
        column.addWidget(self._places(self.left), 1)
        self._fill_buttons()
        self.add_buttons()
        self.take_size(em(self) * 80, em(self) * 52)
        self.fill()

    # ---- building

    def _choice(self) -> QHBoxLayout:
        self.packs = DropDown(self, name=_("Change"))
        self.packs.currentIndexChanged.connect(lambda _at: self.look())
        row = row_of(label_for(self.packs, _("&Change:")), Growing(self.packs), gap=space(2))
        self.new_pack = add_button(row, _("Make &Your Own…"), self._make)
        self.drop_pack = add_button(row, _("Delete This &One"), self._drop)
        return row

    def _options(self) -> QHBoxLayout:
        self.rows = check_box(self, _("Add the &rows of 変更箇所 that this calls for, dated today"), on=True)
        self.with_ended = check_box(self, _("Also where the &work has ended"), lambda _on: self.look())
        return row_of(self.rows, self.with_ended, SPRING, gap=space(4))

    def _fill_buttons(self) -> None:
        self.change_button = self.buttons.add_action(_("Re&place"), self.change)
        self.report_button = self.buttons.add_action(_("Save a Re&port…"), lambda: self._report(done=False))
        self.buttons.add_reject(_("Close"))
        self.buttons.without_default()

    # ---- packs

    @property
    def pack(self) -> Pack | None:
        found = self.packs.currentData()
        return found if isinstance(found, Pack) else None

    def fill(self, chosen: str = "") -> None:
        """List all packs, the office's own first."""
        try:
            packs = all_packs(self._cabinet.store.setting)
        except UserError as error:
            show_error(self, error)
            packs = ()
        with QSignalBlocker(self.packs):
            self.packs.clear()
            for pack in packs:
                words = _("{title} (in force {day})").format(title=pack.title, day=pack.since_words)
                self.packs.addItem(words, pack)
                if pack.id == chosen:
                    self.packs.setCurrentIndex(self.packs.count() - 1)
        self.look()

    def _own(self) -> list[Pack]:
        found = [self.packs.itemData(at) for at in range(self.packs.count())]
        return [pack for pack in found if pack.own]

    def _make(self) -> None:
        from ui.reuse.own_pack_dialog import OwnPackDialog

        OwnPackDialog(self, lambda pack: self._keep([*self._own(), pack], pack.id)).open()

    def _drop(self) -> None:
        gone = self.pack
        if gone is not None and gone.own:
            self._keep([pack for pack in self._own() if pack.id != gone.id], "")

    def _keep(self, packs: list[Pack], chosen: str) -> None:
        try:
            with busy():
                self._cabinet.store.office.put_packs(packs)
        except UserError as error:
            show_error(self, error)
        self.fill(chosen)

    # ---- looking

    def look(self) -> None:
        """Search all current assessments for what the pack mentions."""
        pack = self.pack
        self._reader.stop()
        self.tree.clear()
        self._show_current()
        self.change_button.setEnabled(False)
        self.report_button.setEnabled(False)
        self.drop_pack.setEnabled(pack is not None and pack.own)
        if pack is None:
            return
        self.about.setText("\n".join(pack.notes))
        self.about.setVisible(bool(pack.notes))
        if not self._read_infos():
            return
        with_ended = self.with_ended.isChecked()
        wanted = [info for info in self._infos.values() if info.state != _ENDED or with_ended]
        self._unread = 0

        def find(assessment_id: int, snapshot: Snapshot) -> tuple[Found, ...]:
            return law_places(assessment_id, snapshot, pack)

        self._begin(wanted, find)

    def _looked(self, looked: Looked) -> None:
        super()._looked(looked)
        self._unread += looked.error is not None

    def _ended(self) -> None:
        self.tree.show_news(self._new_words, lambda _one: False)
        self.tree.untick(lambda found: isinstance(found, LawPlace) and not found.wanted)
        super()._ended()

    def _count(self) -> None:
        if self._reader.running:
            return
        chosen = self.tree.ticked()
        total, places = sum(1 for _row in self.tree.rows()), sum(map(len, chosen.values()))
        ended = sum(info.state == _ENDED for info in self._infos.values())
        if not total:
            words = _("No old reference stands in any assessment.")
        else:
            counted = ngettext("{count:,} of {total:,} place", "{count:,} of {total:,} places", total)
            within = ngettext("in {count:,} assessment", "in {count:,} assessments", len(chosen))
            words = in_a_row(counted.format(count=places, total=total), within.format(count=len(chosen)))
            words += "　" + _("Not ticked: rows of 変更箇所, and places that need a judgement.")
        if ended and not self.with_ended.isChecked():
            left = ngettext(
                "{count:,} assessment of an ended work is left out.",
                "{count:,} assessments of ended works are left out.",
                ended,
            )
            words += "　" + left.format(count=ended)
        if self._unread:
            left = ngettext(
                "{count:,} assessment cannot be read and is left out.",
                "{count:,} assessments cannot be read and are left out.",
                self._unread,
            )
            words += "　" + left.format(count=self._unread)
        self.message.setText(words)
        button = ngettext("Re&place {count:,} Place", "Re&place {count:,} Places", places)
        self.change_button.setText(button.format(count=places) if places else _("Re&place"))
        self.change_button.setEnabled(bool(places))
        self.report_button.setEnabled(bool(total))

    def _new_words(self, found: Found) -> str:
        return found.new if isinstance(found, LawPlace) else ""

    def _show_current(self) -> None:
        super()._show_current()
        here = self._at_hand()
        sure = {Sure.CERTAIN: _("Certain."), Sure.CHECK: _("To be looked after:"), Sure.DOUBTFUL: _("Judge:")}
        entry = here[0].entry if here is not None and isinstance(here[0], LawPlace) else None
        self.left.setText("" if entry is None else in_a_row(sure[entry.sure], entry.open))

    # ---- doing

    def change(self) -> None:
        """Replace what is ticked, in one step."""
        pack = self.pack
        if pack is None:
            return
        chosen = {
            one: [place for place in found if isinstance(place, LawPlace)]
            for one, found in self.tree.ticked().items()
        }
        self._rows_done = self._report_rows()
        try:
            with busy():
                done = self._change(LawRequest(pack, chosen, self.rows.isChecked(), self._known))
        except UserError as error:
            show_error(self, error)
            return
        left = {place.entry.open for found in chosen.values() for place in found if place.entry.open}
        words = "\n".join([replaced_words(done), *sorted(left)])
        report = (_("Save a Re&port…"), lambda: self._report(done=True))
        tell(self, _("The change of law is carried through."), words, [(_("Close"), None), report])
        self.look()

    def _report_rows(self) -> list[LawRow]:
        from pia_desktop.documents.law_report import LawRow

        ticked = {place for found in self.tree.ticked().values() for place in found}
        found = (self.tree.found(row) for row in self.tree.rows())
        return [
            LawRow(identifying_name(self._infos[one.assessment_id]), one, one in ticked)
            for one in found
            if isinstance(one, LawPlace) and one.assessment_id in self._infos
        ]

    def _report(self, *, done: bool) -> None:
        """Save a table of what was done, or would be, for the record."""
        from pia_desktop.documents.law_report import LAW_TITLE, law_document
        from pia_desktop.documents.writing import write_table
        from ui.printing.file_kinds import SUFFIXES, file_kinds
        from ui.printing.ready import tell_ready

        pack = self.pack
        if pack is None:
            return
        rows = self._rows_done if done else self._report_rows()
        path = ask_save_path(self, LAW_TITLE, LAW_TITLE, ";;".join(file_kinds()), SUFFIXES[0])
        if path is None:
            return
        ended = [
            f"{identifying_name(info)}（終了した事務）"
            for info in self._infos.values()
            if info.state == _ENDED and not self.with_ended.isChecked()
        ]
        day = ParsedDate.of(date.today()).wareki() if done else ""
        try:
            with busy():
                write_table(law_document(pack, rows, left=ended, day=day), path)
        except UserError as error:
            show_error(self, error)
        else:
            tell_ready(self, path)
