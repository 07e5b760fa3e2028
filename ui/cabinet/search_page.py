"""Search over all answers of all assessments, a page of the cabinet's window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListView,
    QProgressBar,
    QPushButton,
    QWidget,
)

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.search import Query, hits_in
from pia_desktop.cabinet_lists.assessment_names import numbered_name
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, in_a_row, ngettext
from ui.cabinet.search_hits import found_row
from ui.cabinet.search_jobs import SearchJobs
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InCabinet, OnceWithheld, Together
from ui.widgets.found_rows import FoundDelegate, FoundRow, FoundRows
from ui.widgets.icons import set_icon
from ui.widgets.layouts import Growing, column_of, row_of
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import plain_label
from ui.widgets.search_field import SearchField
from ui.widgets.theme import em, small_font, space, title_font
from ui.widgets.timers import single_shot

if TYPE_CHECKING:
    from db.records import AssessmentInfo
    from db.search import SearchHit
    from ui.context.cabinet_store import CabinetStore
    from ui.context.hosts import Navigator

_PAUSE: Final = 150
"""Milliseconds without a keystroke before the cabinet is searched."""


_Name = tuple[int, NodePath, str]


def _name(hit: SearchHit) -> _Name:
    """What a hit is known by when it is looked for again."""
    return hit.assessment_id, hit.path, hit.where


@guarded
class SearchPage(QWidget):
    """Search words and hits.  ``wanted`` is emitted to have the page shown in place of the list."""

    close_requested = Signal()

    def __init__(self, navigator: Navigator, parent: QWidget) -> None:
        super().__init__(parent)
        self._navigator = navigator
        self._store: CabinetStore | None = None
        self._jobs: SearchJobs | None = None
        self._searched = ""
        self._found_for = ""
        """The words of what is listed."""
        self.wanted = False
        self._build()
        self._pause = single_shot(self, _PAUSE, self.search)
        self.words.textChanged.connect(lambda _words: self._pause.start())
        self.words.returnPressed.connect(self._entered)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)

    def _build(self) -> None:
        column = column_of(gap=space(3), margins=(space(4), space(3), space(4), space(2)), inside=self)
        title = plain_label(self, _("Search All Assessments"), title_font())
        back = QPushButton(_("Back to the &List"), self)
        set_icon(back, "cabinet")
        back.clicked.connect(self.leave)
        column.addLayout(row_of(Growing(title), back))
        self.words = SearchField(self, _("Words to look for; two or three characters are enough"))
        self.words.setAccessibleName(_("Search All Assessments"))
        column.addWidget(self.words)
        line = self._line()
        column.addLayout(line)
        self._infos: Mapping[int, AssessmentInfo] = {}
        self.model = FoundRows(self._row_of, self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(FoundDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Places that were found"))
        today = InCabinet(lambda: self._store, lambda: (hit.assessment_id for hit in self.model.hits))
        copy_as_cells(self.list, Together(today, OnceWithheld(lambda: self._store, self._earlier)))
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.words)

    def _line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.notes = QCheckBox(_("&Notes and remarks as well"), self)
        self.versions = QCheckBox(_("Closed &versions as well"), self)
        for box in (self.notes, self.versions):
            box.toggled.connect(lambda _on: self.search())
            line.addWidget(box)
        self.count = plain_label(self, font=small_font())
        self.progress = QProgressBar(self)
        self.progress.setFixedWidth(em(self) * 14)
        self.progress.setAccessibleName(_("Getting ready to search"))
        self.progress.hide()
        line.addWidget(self.count, 1)
        line.addWidget(self.progress)
        return line

    # ---- coming and going

    def begin(self, store: CabinetStore) -> None:
        """Prepare the page when shown: update the index, and repeat the search if there are words."""
        self.show_store(store)
        self.wanted = True
        if self._jobs is None:
            self._jobs = SearchJobs(store, self)
            self._jobs.found.connect(self._found)
            self._jobs.advanced.connect(self._advanced)
            self._jobs.synced.connect(self._synced)
            self._jobs.failed.connect(self._failed)
        self._jobs.sync()
        self.words.selectAll()
        self._show_count()

    def show_store(self, store: CabinetStore | None) -> None:
        """Switch to another cabinet: clears the hits and returns to the list."""
        if store is not self._store:
            self.close_index()
            self._store = store

    def leave(self) -> None:
        self.wanted = False
        self.close_requested.emit()

    def close_index(self) -> None:
        """Stop running work and close the index."""
        self._pause.stop()
        if self._jobs is not None:
            self._jobs.close()
            self._jobs.deleteLater()
            self._jobs = None
        self._store = None
        self._searched = ""
        self.wanted = False
        self.model.show_hits(())
        self.progress.hide()

    # ---- searching

    def search(self) -> None:
        self._pause.stop()
        if self._jobs is None:
            return
        self._searched = self.words.text().strip()
        if self._searched:
            notes, versions = self.notes.isChecked(), self.versions.isChecked()
            self._jobs.search(self._searched, notes=notes, versions=versions)
        else:
            self.model.show_hits(())
            self._show_count()

    def _row_of(self, hit: SearchHit) -> FoundRow:
        return found_row(hit, self._infos[hit.assessment_id])

    def _earlier(self) -> list[int]:
        """The assessments in which something is found that is not among today's answers."""
        return [hit.assessment_id for hit in self.model.hits if hit.where]

    def _found(self, hits: tuple[SearchHit, ...]) -> None:
        store = self._store
        if store is None or not self._searched:
            return
        try:
            infos = {info.id: info for info in store.infos() if not info.trashed}
        except UserError as error:
            self._failed(error)
            return
        row = self.list.currentIndex().row()
        before = [_name(hit) for hit in self.model.hits]
        self._infos = infos
        self.model.show_hits([hit for hit in hits if hit.assessment_id in infos])
        if self.model.hits:
            self._choose(before[row] if 0 <= row < len(before) else None, row)
        self._found_for = self._searched
        self._show_count()

    def _choose(self, before: _Name | None, row: int) -> None:
        """Make the hit current that was so before: it may stand elsewhere by now.  Where it is gone, the one
        in its place; of other words, the first.
        """
        names = [_name(hit) for hit in self.model.hits]
        last = min(max(row, 0), len(names) - 1) if self._found_for == self._searched else 0
        self.list.setCurrentIndex(self.model.index(names.index(before) if before in names else last))

    def _advanced(self, done: int, of: int) -> None:
        self.progress.setRange(0, of)
        self.progress.setValue(done)
        self.progress.setVisible(done < of)
        self._show_count()

    def _synced(self) -> None:
        self.progress.hide()
        self.search()
        self._show_count()

    def _failed(self, error: UserError) -> None:
        self.progress.hide()
        self.count.setText(error.one_line())

    def _show_count(self) -> None:
        from db.search import LIMIT

        hits = self.model.hits
        if not self._searched:
            words = _("Every word is looked for in all answers, archived assessments included.")
        elif not hits:
            words = _("Not found")
        elif len(hits) >= LIMIT:
            words = _("The first {count:,} places; type more words to find fewer.").format(count=len(hits))
        else:
            found = ngettext("{count:,} place", "{count:,} places", len(hits)).format(count=len(hits))
            count = len({hit.assessment_id for hit in hits})
            within = ngettext("in {count:,} assessment", "in {count:,} assessments", count)
            words = in_a_row(found, within.format(count=count))
        if self._jobs is not None and self._jobs.syncing:
            words = _("{words} (still getting ready…)").format(words=words)
        self.count.setText(words + self._unread_words())

    def _unread_words(self) -> str:
        """Which assessments and versions could not be read, so nothing is found in them."""
        if self._jobs is None:
            return ""
        unread = [numbered_name(info) for info in self._infos.values() if info.id in self._jobs.unread]
        unread += [
            f"{numbered_name(self._infos[one.assessment_id])}（{one.where}）"
            for one in self._jobs.unread_versions
            if one.assessment_id in self._infos
        ]
        names = "、".join(unread)
        words = _("left out because they cannot be read: {names}").format(names=names)
        return f"　{words}" if names else ""

    # ---- going there

    def search_again(self) -> None:
        """Look again, on coming to the front: what was found may say something else by now."""
        if self._jobs is not None and self._searched and self.isVisible():
            self._jobs.sync()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_Down and self.words.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _entered(self) -> None:
        """Enter in the field searches new words, else goes to the selected hit."""
        if self._pause.isActive() or self.words.text().strip() != self._searched:
            self.search()
        else:
            self._go(self.list.currentIndex())

    def _go(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        hit = self.model.hits[index.row()]
        window = self._navigator.open_assessment(hit.assessment_id)
        if window is None:
            return
        snapshot = window.session.assessment.snapshot()
        for words in self._searched.split():
            try:
                places = hits_in(snapshot, hit.path, Query(words))
            except KeyError:  # the entry was deleted meanwhile
                return
            if places:
                window.show_hit(places[0])
                return
        window.go_to(hit.path)
