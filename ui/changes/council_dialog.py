"""新旧対照表: which changes to show a council, the clerk's remarks on each, and saving the table."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Final

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from db.records import VersionInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.noted import says_so
from pia_desktop.assessment.passages import leaves_out
from pia_desktop.cabinet_lists.state_names import state_called
from pia_desktop.documents.changes import sides
from pia_desktop.documents.council import COUNCIL_TITLE, compared_line, council_document
from pia_desktop.documents.council_remarks import added_items, key_of, remarked
from pia_desktop.documents.table import TableDocument, cell_text
from pia_desktop.documents.unchanged import in_form_order, unchanged_items
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.i18n import N_, _, ngettext
from pia_desktop.outputs.release import Release
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.purpose import Copy
from pia_desktop.revisions.compare import Change, Comparison, compare, compare_editions
from pia_desktop.revisions.words import BLANK
from ui.changes.council_fields import CouncilFields
from ui.changes.council_table import CouncilModel, CouncilTable, line
from ui.preview.layout_jobs import LayoutJobs, Wanted
from ui.printing.closing import may_close
from ui.printing.copied_rows import copy_as_cells
from ui.printing.file_kinds import SUFFIXES, ask_table_path, file_kinds
from ui.printing.listed import InMemory
from ui.printing.remnants import RemnantsDialog, give, others_of, remnant_actions
from ui.printing.table_jobs import TableJobs
from ui.versions.version_store import VersionStore
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.buttons import add_button, check_box
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import busy, show_error
from ui.widgets.layouts import SPRING, above_below, row_of
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note, plain_label
from ui.widgets.theme import space
from ui.widgets.unscrolled import DropDown


def open_council(parent: QWidget, version_store: VersionStore, info: VersionInfo) -> CouncilDialog | None:
    """Open the table of changes from a version to the draft."""
    try:
        with busy():
            found, _dropped = compare_editions(version_store.load(info.id), version_store.draft())
    except UserError as error:
        show_error(parent, error)
        return None
    dialog = CouncilDialog(parent, version_store, found, (info, None))
    dialog.open()
    return dialog


@guarded
class CouncilDialog(Unconditional, Dialog):
    """A line for each change and added unchanged item, ticked, with a field for 審査の観点・主な相違点.

    ``versions`` are the older and the newer version compared, None for the draft.  Page numbers are those of
    the newer state's print, which is laid out in the background.
    """

    def __init__(
        self,
        parent: QWidget,
        version_store: VersionStore,
        found: Comparison,
        versions: tuple[VersionInfo | None, VersionInfo | None],
    ) -> None:
        super().__init__(parent, _("Comparison Table for a Council (新旧対照表)"), place="council")
        self._version_store = version_store
        self._found = found
        older, newer = map(state_called, versions)
        self._compared = compared_line(newer, older)
        table = found.form.roles.changes
        self.changes: list[Change | NodePath] = [one for one in found.changes if one.path[0] != table]
        """What the rows show: changes, and by its path each item that did not change."""
        self.remarks: dict[str, str] = {}
        with suppress(CabinetError):
            self.remarks = version_store.store.council_remarks(version_store.assessment_id)
        self._kept = dict(self.remarks)
        self._layout: Layout | None = None
        self._given: Release | None = None
        """What a table for the public is made of."""
        self.remnants: RemnantsDialog | None = None
        self._waiting: Callable[[], None] | None = None
        self._layouts = LayoutJobs(version_store.session.store.pictures, self)
        self._layouts.laid_out.connect(self._laid_out)
        self._layouts.failed.connect(self._not_laid_out)
        self.jobs = TableJobs(self)
        added = added_items(self.remarks, self._unchanged) if self.remarks else []
        self.changes = in_form_order(found, [*self.changes, *added])
        self._build()
        self._fill()
        self.take_size(1120, 740)
        self._lay_out()
        self.table.setFocus()

    # ---- building

    def _build(self) -> None:
        column = self.column
        versions = note(self)
        versions.setText(self._compared)
        column.addWidget(versions)
        head = QHBoxLayout()
        self.count = plain_label(self)
        head.addWidget(self.count, 1)
        add_button(head, _("&Tick All"), lambda: self.model.tick_all(True))
        add_button(head, _("&Untick All"), lambda: self.model.tick_all(False))
        column.addLayout(head)
        table = self._table()
        self.fields = CouncilFields(self._found, self._version_store.session.kept_texts, self)
        self.fields.remark_typed.connect(self._remark_typed)
        self.remark = self.fields.remark
        self.add_button = add_button(self.fields.buttons, _("&Add Unchanged Items…"), self._ask_unchanged)
        self.remove_button = add_button(self.fields.buttons, _("&Remove the Unchanged Item"), self.take_out)
        self.fields.buttons.addStretch(1)
        column.addWidget(above_below(self, table, self.fields, shares=(1, 1)), 1)
        column.addLayout(self._options())
        self._add_foot()

    def _table(self) -> CouncilTable:
        self.model = CouncilModel(self._found, self.remarks, self)
        self.model.ticks_changed.connect(self._count)
        table = self.table = CouncilTable(self.model, self)
        table.row_chosen.connect(self._show)
        self.actions_ = Actions(table, self, (OF_ROW,), Qt.ShortcutContext.WidgetShortcut)
        copy_as_cells(table, InMemory(self._ever))
        return table

    def _ever(self) -> tuple[Snapshot, ...]:
        """Both states, and what others withheld, which remarks may quote."""
        return self._found.old, self._found.new, *self._version_store.session.once_withheld()

    @cached_property
    def _withholds(self) -> bool:
        with suppress(CabinetError):
            return any(leaves_out(one.root) for one in self._ever())
        return True

    def _options(self) -> QHBoxLayout:
        self.shorten = QCheckBox(_("&Shorten with （略）"), self)
        self.shorten.setToolTip(_("In long texts, leaves out the sentences that did not change."))
        self.public = check_box(self, _("For the &Public, without what is withheld"), self._lay_out)
        self._offer_public()
        return row_of(self.shorten, self.public, SPRING, gap=space(4))

    def _add_foot(self) -> None:
        self.said = plain_label(self)
        self.copy_button = QPushButton(_("&Copy for a Word Processor"), self)
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(lambda: self._when_laid_out(lambda: self._give(self._copy)))
        self.format = DropDown(self, name=_("Kind of file"))
        self.format.addItems([kind.partition(" (")[0] for kind in file_kinds()])
        self.save_button = self.buttons.add_action(
            _("Sa&ve…"), lambda: self._when_laid_out(lambda: self._give(self._save))
        )
        self.save_button.setDefault(True)
        self.buttons.add_reject(_("Close"))
        self.add_buttons(self.said, self.jobs.line, self.copy_button, self.format)

    # ---- what is shown

    def _fill(self) -> None:
        self.model.fill(self.changes)
        if self.changes:
            self.table.selectRow(0)
        self._show(0)
        self._count()

    def _show(self, row: int) -> None:
        one = self.changes[row] if 0 <= row < len(self.changes) else None
        self.remove_button.setEnabled(isinstance(one, tuple))
        if one is None:
            self.fields.show_nothing()
        else:
            self.fields.show_row(one, self.remarks)

    def _offer_public(self) -> None:
        """A copy for the public is another one where something is withheld, of the answers or of remarks."""
        self.public.setVisible(self._withholds or any(map(says_so, self.remarks.values())))

    def _remark_typed(self, words: str) -> None:
        row = self.table.current_row
        if not 0 <= row < len(self.changes):
            return
        one = self.changes[row]
        key = key_of(one, self.fields.block)
        if words.strip() or isinstance(one, tuple):  # an added item is remembered even without remarks
            self.remarks[key] = words.strip() and words
        else:
            self.remarks.pop(key, None)
        self.model.remark_changed(row)
        self._offer_public()

    def _count(self) -> None:
        ticked = self.ticked()
        items = sum(isinstance(one, tuple) for one in ticked)
        count = len(ticked) - items
        changes = ngettext("{count:,} change will be shown.", "{count:,} changes will be shown.", count)
        same = ngettext(
            "{count:,} unchanged item will be shown.", "{count:,} unchanged items will be shown.", items
        )
        counts = [words.format(count=many) for words, many in ((changes, count), (same, items)) if many]
        self.count.setText("　".join(counts) or _("Tick the changes that are to be shown."))
        for button in (self.copy_button, self.save_button):
            button.setEnabled(bool(ticked))

    def ticked(self) -> list[Change | NodePath]:
        """The changes and items to show."""
        return self.model.ticked()

    # ---- what did not change

    @cached_property
    def _unchanged(self) -> list[NodePath]:
        return unchanged_items(self._found)

    def _ask_unchanged(self) -> None:
        from ui.changes.unchanged_dialog import UnchangedDialog

        with busy():
            items = [path for path in self._unchanged if path not in self.changes]
            dialog = UnchangedDialog(self, self._found, items)
        dialog.chosen.connect(self.add_items)
        dialog.open()

    def add_items(self, paths: list[NodePath]) -> None:
        """Insert unchanged items among the changes, and select the first."""
        self.changes = in_form_order(self._found, [*self.changes, *paths])
        rows = sorted(self.changes.index(path) for path in paths)
        for row in rows:
            self.remarks.setdefault(key_of(self.changes[row]), "")
            self.model.put_in(row, self.changes[row])
        if rows:
            self.table.selectRow(rows[0])
            self.table.scrollTo(self.table.model().index(rows[0], 0))
            self._show(rows[0])
            self.table.setFocus()
        self._count()

    def take_out(self) -> None:
        """Remove the selected unchanged item, with its remarks."""
        row = self.table.current_row
        if not 0 <= row < len(self.changes) or not isinstance(self.changes[row], tuple):
            return
        self.remarks.pop(key_of(self.changes.pop(row)), None)
        self.model.take_out(row)
        self._show(self.table.current_row)
        self._count()

    @property
    def _purpose(self) -> Copy:
        return Copy.PUBLIC if self.public.isChecked() else Copy.SUBMISSION

    # ---- pages

    def _lay_out(self) -> None:
        """Lay out the print that page numbers are taken from."""
        self._layout = None
        self._layouts.request(Wanted(self._found.new, PrintOptions(copy=self._purpose)))

    def _laid_out(self, wanted: Wanted, layout: Layout) -> None:
        if wanted.options is None or wanted.options.copy is not self._purpose:
            return
        self._layout = layout
        self._go_on("")

    def _not_laid_out(self) -> None:
        self._go_on(_("The pages could not be counted; their column stays empty."))

    def _go_on(self, said: str) -> None:
        """Do what waited for the page numbers."""
        self.said.setText(said)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def _when_laid_out(self, act: Callable[[], None]) -> None:
        self._keep()
        if self._layout is not None or not self._layouts.running:
            act()
            return
        self._waiting = act
        self.said.setText(_("The pages are being counted…"))

    # ---- the table

    def _maker(self) -> Callable[[], TableDocument]:
        """A function that makes the document, from immutable data."""
        found, layout, shorten = self._found, self._layout, self.shorten.isChecked()
        given = self._given
        shown, remarks = self.ticked(), dict(self.remarks)
        if given is not None:
            wanted = {key_of(one) for one in shown}
            wanted_items = [one for one in shown if isinstance(one, tuple)]
            found = compare(*given.shown)
            left = [one for one in found.changes if key_of(one) in wanted]
            # A wholly withheld answer may have no text at all.
            same = [path for path in wanted_items if cell_text(sides(found, path).old) != BLANK]
            shown = in_form_order(found, [*left, *same])
            remarks = {key: given.words(words) for key, words in remarks.items()}
        chosen = [remarked(found, one, remarks) for one in shown]
        compared = self._compared if given is None else given.words(self._compared)
        return lambda: council_document(found, chosen, layout, compared=compared, abridged=shorten)

    def _give(self, act: Callable[[], None]) -> None:
        """Call ``act`` once the contents are settled; asks about places where withheld text remains."""
        session = self._version_store.session
        is_draft = self._found.new.root is session.root

        def states() -> tuple[Snapshot, Snapshot]:
            if is_draft:
                self._found = replace(self._found, new=session.snapshot())
            return self._found.old, self._found.new

        def go(given: Release) -> None:
            self._given = given if self.public.isChecked() else None
            act()

        actions = remnant_actions(session) if is_draft else None
        others = others_of(session, is_draft=is_draft)
        self.remnants = give(self, self._purpose, states, go, actions, others)

    def _save(self) -> None:
        suffix, given = SUFFIXES[self.format.currentIndex()], self._given
        newer = self._found.new if given is None else given.shown[-1]
        path = ask_table_path(self, _("Save the Table"), COUNCIL_TITLE, newer, suffix)
        if path is not None:
            self.jobs.start(self._maker(), path, None if given is None else given.file_check(path.suffix))

    def _copy(self) -> None:
        from pia_desktop.documents.webpage import table_html

        with busy():
            document = self._maker()()
            html = table_html(document)
            try:
                if self._given is not None:
                    self._given.check(html.encode("utf-8"), ".html")
            except UserError as error:
                show_error(self, error)
                return
            data = QMimeData()
            data.setHtml(html)
            lines = ["\t".join(column.head for column in document.columns)]
            lines += ["\t".join(line(cell_text(one)) for one in row.cells) for row in document.rows()]
            data.setText("\n".join(lines))
            QGuiApplication.clipboard().setMimeData(data)
        self.said.setText(_("Copied. Paste it into your word processor."))

    # ---- the end

    def _keep(self) -> None:
        """Store the clerk's remarks for the next time."""
        if self.remarks == self._kept or self._version_store.store.read_only:
            return
        self._version_store.store.put_council_remarks(self._version_store.assessment_id, self.remarks)
        self._kept = dict(self.remarks)

    def done(self, result: int) -> None:
        if not may_close(self, lambda: self.done(result)):
            return
        self._keep()
        self.jobs.cancel()
        self._layouts.cancel()
        super().done(result)


# fmt: off
Do = CouncilDialog
TAKE_OUT: Final = Action[Do](N_("&Remove the Unchanged Item"), lambda do: do.take_out(), "Del")
OF_ROW: Final = Menu[Do](N_("Comparison &Table for a Council…"), (TAKE_OUT,))
"""What can be done in its table by keys."""
