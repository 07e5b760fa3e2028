"""The commands of an assessment's window, called from menus, tool bar and keys."""

from __future__ import annotations

from enum import Flag, auto
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from pia_desktop.assessment.item_state import ItemState
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.progress import BranchKind
from pia_desktop.errors import UserError
from pia_desktop.forms.model import ANNEX_TITLE, ANNEXES, FILES
from pia_desktop.i18n import _
from ui.assessment.assessment_commands import AssessmentCommands
from ui.assessment.review_commands import ReviewCommands
from ui.form.entry_commands import EntryCommands
from ui.form.field_menu import Field, TextActions, marked
from ui.form.withheld import toggle_at_cursor
from ui.reuse.replacing_commands import ReplacingCommands
from ui.widgets.actions import Action, MenuEntry, conditions, plain_words
from ui.widgets.focus import marked_words, withheld_of_marked
from ui.widgets.help import ask_help
from ui.widgets.text_size import step_text_size

if TYPE_CHECKING:
    from ui.assessment.form_window import FormWindow
    from ui.assessment.pane_list import AssessmentPanes
    from ui.assessment.shared import SharedByPanes


_LONGEST_TITLE = 30
"""Characters of a 別紙's title in a menu."""


class AssessmentCondition(Flag):
    """Conditions on the assessment, the cursor and the panes, which decide what is enabled."""

    WRITING = auto()
    IN_CABINET = auto()
    FILES = auto()
    """The form has 特定個人情報ファイル."""
    UNDO = auto()
    REDO = auto()
    ITEM = auto()
    """The cursor is in an item."""
    ENTRY = auto()
    """That item lies in an entry."""
    PAST = auto()
    """Earlier answers are known."""
    WITHHOLDING = auto()
    PHRASES = auto()
    OTHERS = auto()
    """Other assessments can be changed from here."""
    REPLACED = auto()
    """A replacement in all assessments can be taken back."""
    NEWER_EDITION = auto()
    OUTLINE = auto()
    FIND = auto()
    FINDINGS = auto()
    NOTES = auto()
    VERSIONS = auto()
    PREVIEW = auto()
    GUIDANCE = auto()
    REUSE = auto()
    VIEWPOINTS = auto()
    """The panes that are open, by their names."""


class WindowCommands:
    """The window's commands; its parts import what they need on first use."""

    def __init__(self, window: FormWindow, panes: AssessmentPanes, shared: SharedByPanes) -> None:
        self.window = window
        self.session = window.session
        self.panes = panes
        self.text = TextActions(window)
        self.entries = EntryCommands(window.session)
        self.replacing = ReplacingCommands(window, shared.cabinet_replacer, window.notify)
        self.assessment = AssessmentCommands(window, shared)
        self.review = ReviewCommands(window, panes, shared)

    def now(self) -> AssessmentCondition:
        session, writing = self.session, not self.session.read_only
        found = conditions({
            AssessmentCondition.WRITING: writing,
            AssessmentCondition.IN_CABINET: self.assessment.in_cabinet,
            AssessmentCondition.FILES: session.form.has_files,
            AssessmentCondition.UNDO: session.undo_stack.can_undo(),
            AssessmentCondition.REDO: session.undo_stack.can_redo(),
            AssessmentCondition.ITEM: bool(session.current_path),
            AssessmentCondition.ENTRY: self.entries.entry() is not None,
            AssessmentCondition.PAST: session.past is not None,
            AssessmentCondition.WITHHOLDING: writing,
            AssessmentCondition.PHRASES: writing and self.panes.reuse is not None,
            AssessmentCondition.OTHERS: self.replacing.usable,
            AssessmentCondition.REPLACED: writing and self.replacing.replaced,
            AssessmentCondition.NEWER_EDITION: self.assessment.newer_edition,
        })  # fmt: skip
        for pane in self.panes:
            if not pane.dock.isHidden():
                found |= AssessmentCondition[pane.spec.name.upper()]
        return found

    def now_at_field(self) -> AssessmentCondition:
        """Like ``now`` for the context menu of a field; also examines its contents."""
        found, path, field = self.now(), self.session.current_path, QApplication.focusWidget()
        if path is None or not self._answered(path):
            found &= ~AssessmentCondition.WITHHOLDING
        if not (isinstance(field, Field) and marked(field)):
            found &= ~AssessmentCondition.PHRASES
        return found

    def refusal(self, row: Action[WindowCommands]) -> str:
        """Why an action is disabled, if that depends on the cursor or on write access; else empty."""
        needs, now = row.needs or AssessmentCondition(0), self.now()
        reasons = (
            (AssessmentCondition.WRITING, _("“{action}”: this assessment is open for reading only.")),
            (AssessmentCondition.WITHHOLDING, _("“{action}”: this assessment is open for reading only.")),
            (AssessmentCondition.ITEM, _("“{action}”: put the cursor into an item first.")),
            (AssessmentCondition.ENTRY, _("“{action}”: put the cursor into an entry of a list first.")),
            (AssessmentCondition.UNDO, _(
                "“{action}”: nothing was changed since this window was opened. What stood in an item before "
                "is kept: menu Edit, “Earlier Answers of This Item” (Ctrl+Shift+Y).")),
        )  # fmt: skip
        for condition, words in reasons:
            if condition in needs and condition not in now:
                return words.format(action=plain_words(_(row.words)))
        return ""

    def parts(self) -> list[MenuEntry]:
        """The parts of the form, as menu entries that go there."""
        tabs = self.window.tabs
        return [
            MenuEntry(self.window.tabs.title(index), partial(tabs.setCurrentIndex, index))
            for index in range(tabs.count())
        ]

    def ask_help(self) -> None:
        """Open the manual at the item, if the cursor is in one, else at the pane or the window."""
        from ui.assessment.help_at_item import matters_at

        path, focus = self.session.current_path, QApplication.focusWidget()
        inside = path is not None and focus is not None and self.window.tabs.isAncestorOf(focus)
        ask_help(self.window, *(matters_at(self.session.form, path) if path and inside else ()))

    def annexes(self) -> list[MenuEntry]:
        """The 別紙 of the assessment, as menu entries that insert a reference."""
        from pia_desktop.assessment.annexes import annex_name

        writing = not self.session.read_only and self.session.current_path is not None
        found = []
        for number, (key, node) in enumerate(self.session.root.entries((ANNEXES,)).items(), 1):
            title = node.answers.get(ANNEX_TITLE, "")
            words = f"{annex_name(number)}　{' '.join(str(title).split())[:_LONGEST_TITLE]}".strip()
            found.append(MenuEntry(words, partial(self.refer_to, key), enabled=writing))
        return found

    def refer_to(self, key: str) -> None:
        """Insert 「別紙１のとおり」 at the cursor of the current item, as one undo step."""
        from pia_desktop.assessment.annexes import reference_to
        from ui.reuse.insertion import field_at

        path = self.session.at_hand()
        field = field_at(self.window, path) if path is not None else None
        if field is None or field.isReadOnly():
            self.window.notify(_("Put the cursor into an item of words first."))
            return
        number = list(self.session.root.entries((ANNEXES,))).index(key) + 1
        self.session.end_burst()
        field.textCursor().insertText(reference_to(number))
        self.session.end_burst()
        field.setFocus()

    def _answered(self, path: NodePath) -> bool:
        return len(path) % 2 == 1 and self.session.answer(path) is not None

    def step_text_size(self, by: int) -> None:
        """Make all text larger (1), smaller (-1) or the default size (0)."""
        self.window.notify(step_text_size(by))

    def tell_saved(self) -> None:
        """Explain that saving is automatic, for users who press Ctrl+S."""
        self.session.complete()
        self.window.notify(_("Everything is saved by itself."))

    def show_find(self, *, replacing: bool = False) -> None:
        """Open the search with the text selected in the form."""
        self.panes.find.show().begin(marked_words(), withheld_of_marked(), replacing=replacing)

    def copy_answer(self) -> None:
        """Copy the current answer with its withheld spans."""
        from ui.reuse.clipboard import (
            answer_paths,  # imports ``exchange``, which opening does not need
        )

        if self.session.at_hand(harmless=True) is not None:
            self._copy(answer_paths(self.session))

    def copy_entry(self) -> None:
        entry = self.entries.at_hand(harmless=True)
        self._copy([(*entry[0], entry[1])] if entry else [])

    def copy_section(self) -> None:
        from ui.reuse.clipboard import section_at

        if self.session.at_hand(harmless=True) is not None:
            self._copy(section_at(self.session))

    def withhold(self) -> None:
        """Withhold the selection or the whole current answer, or publish it again."""
        if self.session.at_hand() is not None and not toggle_at_cursor(self.session):
            words = _("Nothing is answered here that could be withheld.")
            self.window.statusBar().showMessage(words, 8000)

    def show_past(self) -> None:
        from ui.past.dialog import show_past

        if self.session.at_hand(harmless=True) is not None:
            show_past(self.window, self.session)

    def paste(self) -> None:
        """Paste what was copied from an assessment, after a preview."""
        from ui.reuse.clipboard import paste

        paste(self.session, self.window)

    def keep_phrase(self) -> None:
        """Save the selected text as a phrase."""
        if self.panes.reuse is not None:
            self.panes.reuse.show().keep_marked()

    def print_guide(self) -> None:
        """Make a booklet of the guidance on the form's items."""
        from ui.guidance.booklet import make_booklet

        make_booklet(self.window, self.session.snapshot(), self.window.pdf)

    def show_legend(self) -> None:
        from ui.widgets.legend import LegendDialog

        LegendDialog(self.window).open()

    def show_about(self) -> None:
        """Show what this program is."""
        from ui.widgets.about import show_about

        show_about(self.window)

    def copy_file(self) -> None:
        """Duplicate the file (特定個人情報ファイル) shown, with all its items."""
        self._copy([(FILES, self.session.file_key)], as_file=True)

    def _copy(self, paths: list[NodePath], *, as_file: bool = False) -> None:
        from ui.reuse.clipboard import copy_paths
        from ui.widgets.dialogs import show_error

        try:
            copied = bool(paths) and copy_paths(self.session, paths, as_file=as_file)
        except UserError as error:
            show_error(self.window, error)
            return
        words = (
            _("Copied. It can be pasted into any assessment.") if copied else _("Nothing is answered here.")
        )
        self.window.notify(words)

    def go_missing(self) -> None:
        """Go to the next unanswered item after the cursor, wrapping around."""
        progress = self.panes.outline.panel.model.progress
        leaves = [
            branch
            for branch in progress.top.walk()
            if branch.state is not None and branch.kind in (BranchKind.ITEM, BranchKind.TABLE)
        ]
        path = self.window.at_hand.seen_path()
        here = progress.branch_for(path) if path else None
        start = leaves.index(here) + (path == self.session.current_path) if here in leaves else 0
        for branch in leaves[start:] + leaves[:start]:
            if branch.state is ItemState.MISSING and branch.path != self.session.current_path:
                self.session.item_requested.emit(branch.path)
                return
        self.window.notify(_("Everything is answered."))

    def _close_again(self) -> None:
        self.window.close()

    def ask_unsaved(self) -> None:
        """Ask what to do when the window closes with unsaved edits, or with a part outside the one file."""
        from ui.context.saved_line import why_not_saved
        from ui.widgets.dialogs import ask

        state = self.window.saved.state
        words = _(
            "Keep the window open until saving works, or save all elsewhere. "
            "Only what you throw away is lost."
        )
        close = _("Throw Away and Close")
        if state.error is None and state.part_beside is not None:
            words, close = state.part_beside.remedy, _("Close All the Same")
        ask(
            self.window,
            why_not_saved(state),
            words,
            [
                (_("Try Again"), self._close_again),
                (_("Save Elsewhere…"), self.window.rescue_requested.emit),
                (close, self.window.close_unsaved),
                (_("Keep Open"), None),
            ],
        )
