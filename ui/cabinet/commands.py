"""Commands of a cabinet's window on whole assessments and cabinets."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Flag, auto
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db.backup import is_backup
from pia_desktop.cabinet_lists.assessment_names import info_name, listed_name, namesakes
from pia_desktop.cabinet_lists.row_choice import Drawer
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.cabinet.archive_commands import ArchiveCommands
from ui.cabinet.bulk_commands import BulkCommands
from ui.cabinet.intake_commands import IntakeCommands
from ui.cabinet.office_commands import OfficeCommands
from ui.cabinet.output_commands import OutputCommands
from ui.cabinet.stage_commands import StageCommands
from ui.carrying.carry_commands import CarryCommands
from ui.carrying.words import SUFFIX as CARRIED
from ui.context.templates import templates, toggle_template
from ui.reuse.replacing_commands import ReplacingCommands
from ui.widgets.actions import MenuEntry, conditions
from ui.widgets.dialogs import ask_save_path, busy, show_error, tell
from ui.widgets.settings import recent_cabinets
from ui.widgets.text_size import step_text_size

if TYPE_CHECKING:
    from ui.cabinet.listing import Listing
    from ui.reuse.cabinet_replacer import CabinetReplacer


class CabinetCondition(Flag):
    """Conditions on the cabinet, the current drawer and the selection, which decide what is enabled."""

    CABINET = auto()
    """One is open."""
    WRITING = auto()
    BACKUP = auto()
    """The open one is a backup."""
    REPLACED = auto()
    """A replacement in all assessments can be taken back."""
    MOVED = auto()
    """Something was archived, deleted or taken in that can be undone."""
    LIST = auto()
    """Another drawer than the trash is looked into."""
    IN_WORK = auto()
    ARCHIVED_TOO = auto()
    TRASH = auto()
    ONE = auto()
    SOME = auto()
    ARCHIVED = auto()
    """All that is marked is archived."""
    NOT_ARCHIVED = auto()
    TEMPLATE = auto()
    """The one that is marked is a 雛形."""


class CabinetCommands:
    """All commands on whole assessments and cabinets."""

    def __init__(self, listing: Listing, cabinet_replacer: CabinetReplacer) -> None:
        self.listing = listing
        self.window = listing.widget()
        self.navigator = listing.navigator
        self.outputs = OutputCommands(listing)
        self.archive = ArchiveCommands(listing)
        self.intake = IntakeCommands(listing, self.archive)
        self.stages = StageCommands(listing)
        self.office = OfficeCommands(listing, cabinet_replacer)
        self.bulk = BulkCommands(listing)
        self.carrying = CarryCommands(listing, self.bulk.run_each)
        self.replacing = ReplacingCommands(self.window, cabinet_replacer, listing.notify)

    def now(self) -> CabinetCondition:
        store, picked, drawer = self.listing.store, self.listing.picked_all(), self.listing.drawer
        archived = bool(picked) and all(info.archived for info in picked)
        alone = picked[0] if len(picked) == 1 else None
        return CabinetCondition[drawer.name] | conditions({
            CabinetCondition.CABINET: store is not None,
            CabinetCondition.WRITING: store is not None and not store.read_only,
            CabinetCondition.BACKUP: store is not None and is_backup(store.path),
            CabinetCondition.REPLACED: self.replacing.replaced,
            CabinetCondition.MOVED: bool(self.archive.done),
            CabinetCondition.LIST: drawer is not Drawer.TRASH,
            CabinetCondition.ONE: alone is not None,
            CabinetCondition.SOME: bool(picked),
            CabinetCondition.ARCHIVED: archived,
            CabinetCondition.NOT_ARCHIVED: not archived,
            CabinetCondition.TEMPLATE: bool(store and alone and alone.id in templates(store)),
        })  # fmt: skip

    def recent(self) -> list[MenuEntry]:
        go = self.navigator.open_cabinet
        return [MenuEntry(str(path), partial(go, Path(path))) for path in recent_cabinets()]

    def begin_new(self, form: str = "") -> None:
        """Ask what a new assessment starts with; ``form`` is preselected."""
        from ui.new_assessment.dialog import NewDialog

        store = self.listing.store
        if store is None or store.read_only:
            return
        try:
            NewDialog(self.window, self.navigator.begin_assessment, store, form).open()
        except UserError as error:
            show_error(self.window, error)

    def judge_threshold(self) -> None:
        """Determine which form is required (しきい値判断)."""
        from ui.new_assessment.dialog import judge_form

        judge_form(self.window, self.begin_new if CabinetCondition.WRITING in self.now() else None)

    def open(self) -> None:
        picked = self.listing.picked()
        if picked is not None:
            self.navigator.open_assessment(picked.id)

    def toggle_template(self) -> None:
        """Make the selected assessment a template for new ones, or no longer."""
        picked, store = self.listing.picked(), self.listing.store
        if picked is None or store is None:
            return
        try:
            now = toggle_template(store, picked.id)
        except UserError as error:
            show_error(self.window, error)
            return
        words = (
            _("New assessments can begin with “{name}”.") if now else _("“{name}” is no template any more.")
        )
        self.listing.notify(words.format(name=info_name(picked)))

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """Handle dropped files: open a cabinet, bring back each ``.piax``, and take documents in."""
        from db.cabinet import SUFFIX

        cabinets = [path for path in paths if path.suffix.lower() == SUFFIX]
        if cabinets:
            others = [path for path in paths if path not in cabinets]
            if self.navigator.open_cabinet(cabinets[0]) and others:
                self.take_dropped(others)
        elif CabinetCondition.WRITING in self.now():
            carried = [path for path in paths if path.suffix.lower() == CARRIED]
            documents = [path for path in paths if path not in carried]
            if carried:
                self.carrying.bring_in(carried)
            if documents:
                self.intake.take_paths(documents)
        else:
            tell(
                self.window,
                _("There is no cabinet here to take it in."),
                _("Open a cabinet for writing first, or make one; then drop the file once more."),
            )

    def restore_backup(self) -> None:
        """Choose what to restore from the backups."""
        from ui.cabinet.backups_dialog import BackupsDialog

        store = self.listing.store
        if store is not None:
            store.flush()
        BackupsDialog(self.listing).open()

    def copy(self) -> None:
        """Duplicate the selected assessment."""
        picked, store = self.listing.picked(), self.listing.store
        if picked is not None and store is not None:
            try:
                made = store.copy(picked.id)
                self.listing.pick(made)
                infos = {info.id: info for info in store.infos()}
            except UserError as error:
                show_error(self.window, error)
                return
            words = _("Copied. Until it is given a name of its own, the list shows it as “{name}”.")
            name = listed_name(infos[made], namesakes(infos.values())[made])
            self.archive.remember_made(made, words.format(name=name))

    def make_samples(self) -> None:
        """Create a cabinet of invented assessments, and open it."""
        from db.cabinet import SUFFIX
        from ui.cabinet.sample_cabinet import SAMPLE_NAME, make_samples

        kinds = _("Cabinets (*{suffix})").format(suffix=SUFFIX)
        title = _("Where is the sample cabinet to lie?")
        path = ask_save_path(self.window, title, SAMPLE_NAME, kinds, SUFFIX)
        if path is None:
            return
        try:
            with busy():
                make_samples(path)
        except UserError as error:
            show_error(self.window, error)
        else:
            self.navigator.open_cabinet(path)

    def step_text_size(self, by: int) -> None:
        """Make all text larger (1), smaller (-1) or the default size (0)."""
        self.listing.notify(step_text_size(by))

    def show_legend(self) -> None:
        from ui.widgets.legend import LegendDialog

        LegendDialog(self.window).open()

    def show_about(self) -> None:
        """Show what this program is."""
        from ui.widgets.about import show_about

        show_about(self.window)
