"""Two pages of the new-assessment dialog: copy an assessment, or read a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QWidget

from pia_desktop.assessment.folding import as_read
from pia_desktop.cabinet_lists.assessment_names import form_name, form_words, namesakes
from pia_desktop.cabinet_lists.assessment_rows import Row, make_row
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.context.beginning import Beginning, read_beginning
from ui.context.cabinet_store import CabinetStore
from ui.context.templates import filled_in, templates
from ui.new_assessment.beginning_page import BeginningPage
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import in_cabinet
from ui.widgets.buttons import push_button
from ui.widgets.dialogs import ask_open_path, busy, show_error
from ui.widgets.file_names import JSON_KINDS
from ui.widgets.layouts import SPRING, Growing, place, row_of
from ui.widgets.plain_text import label_for, note
from ui.widgets.search_field import SearchField
from ui.widgets.theme import em, heading_font, space
from ui.widgets.two_line_rows import KEY_ROLE, TwoLines, two_line_row
from ui.widgets.unscrolled import DropDown


class CopyPage(BeginningPage):
    """The assessments of the cabinet, and the state of the selected one to copy."""

    begin_requested = Signal()
    """A double click or Enter on an assessment."""

    def __init__(self, store: CabinetStore, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = store
        today = date.today()
        self._templates = templates(store)
        infos = [info for info in store.infos() if not info.trashed]
        infos.sort(key=lambda info: info.id in self._templates)  # they come first
        places = namesakes(infos)
        self._rows = [make_row(info, today, nth=places[info.id]) for info in reversed(infos)]
        column = self.column
        column.setSpacing(space(2))
        words = _("The copy holds all answers of the one that you choose. That one stays as it is.")
        column.addWidget(note(self, words))
        self.words = SearchField(self, _("Filter the list"))
        self.words.textChanged.connect(self._fill)
        column.addWidget(self.words)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Assessments of the cabinet"))
        self.list.setItemDelegate(TwoLines(self.list))
        copy_as_cells(self.list, in_cabinet(store, self._shown_ids))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(em(self) * 16)
        self.list.currentItemChanged.connect(self._show_versions)
        self.list.itemActivated.connect(lambda _item: self.begin_requested.emit())
        column.addWidget(self.list, 1)
        self.version = DropDown(self)
        column.addLayout(row_of(label_for(self.version, _("Which &state:")), Growing(self.version)))
        self.setFocusProxy(self.list)
        self._fill()

    def _shown_ids(self) -> list[int]:
        return [self.list.item(row).data(KEY_ROLE).info.id for row in range(self.list.count())]

    def _fill(self) -> None:
        wanted = as_read(self.words.text()).split()
        self.list.clear()
        for row in self._rows:
            if all(word in row.haystack for word in wanted):
                below = "　".join(part for part in (row.info.number, *row.words[2:4], row.words[7]) if part)
                if row.info.id in self._templates:
                    below = _("Template") + "　" + below
                self.list.addItem(two_line_row(row.words[1], below, row))
        self.list.setCurrentRow(0)
        self._show_versions()

    @property
    def row(self) -> Row | None:
        found = self.list.currentItem().data(KEY_ROLE) if self.list.currentRow() >= 0 else None
        return found if isinstance(found, Row) else None

    @property
    def ready(self) -> bool:
        return self.row is not None

    def _show_versions(self) -> None:
        from ui.versions.version_store import version_title

        self.version.clear()
        row = self.row
        if row is not None:
            self.version.addItem(_("As it is now"), 0)
            try:
                for info in reversed(self._store.versions(row.info.id)):
                    self.version.addItem(version_title(info), info.id)
            except UserError as error:
                show_error(self, error)
        self.version.setEnabled(self.version.count() > 1)
        self.changed.emit()

    def load(self) -> Beginning:
        """The selected state.  Raises UserError."""
        row = self.row
        assert row is not None
        store = self._store
        with busy():
            store.flush()
            version = self.version.currentData()
            snapshot = store.load_version(version) if version else store.load(row.info.id)
        template = row.info.id in self._templates
        return Beginning(snapshot.form, filled_in(snapshot) if template else snapshot.root)


class FilePage(BeginningPage):
    """An interchange file and its contents."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.beginning: Beginning | None = None
        column = self.column
        column.setSpacing(space(3))
        words = _(
            "A file that “Export…” has made, here or on another computer. "
            "It is checked against its form before it is taken in."
        )
        column.addWidget(note(self, words))
        self.choose = push_button(self, _("Choose a &File…"), self._choose)
        self.choose.setAutoDefault(False)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.name = note(self, "", heading_font())
        self.about = note(self, "")
        place(column, self.name, self.about, SPRING)
        self.setFocusProxy(self.choose)

    @property
    def ready(self) -> bool:
        return self.beginning is not None

    def _choose(self) -> None:
        path = ask_open_path(self, _("Import an Assessment"), JSON_KINDS)
        if path is not None:
            self.show_file(path)

    def show_file(self, path: Path) -> None:
        """Read a file, and show what it contains."""
        self.beginning = None
        self.name.clear()
        self.about.clear()
        try:
            with busy():
                found = read_beginning(path)
        except UserError as error:
            show_error(self, error)
        else:
            self.beginning = found
            title = found.root.answers.get(found.form.roles.title) if found.root else None
            self.name.setText(title if isinstance(title, str) else form_name(found.form.id))
            self.about.setText(f"{form_words(found.form.id, found.form.version)}\n{path}")
        self.changed.emit()

    def load(self) -> Beginning:
        """The file's contents."""
        assert self.beginning is not None
        return self.beginning
