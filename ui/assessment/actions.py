"""The action table of an assessment's window: its menus, tool bar and keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QToolBar

from pia_desktop.i18n import N_
from ui.assessment.commands import AssessmentCondition as If
from ui.assessment.commands import WindowCommands as Do
from ui.widgets.actions import Action, Menu, MenuEntries


def _pane(
    name: str, words: str, keys: str = "", *, symbol: str, short: str = "", seen: If | None = None
) -> Action[Do]:
    """The row of an action that shows and hides a pane."""
    return Action[Do](
        words, lambda do: do.panes.toggle(name), keys, symbol, short, checked=If[name.upper()], seen=seen
    )


# fmt: off
SAVE: Final = Action[Do](N_("S&ave"), lambda do: do.tell_saved(), "Ctrl+S")
PRINT: Final = Action[Do](N_("&Print…"), lambda do: do.window.print(), "Ctrl+P", "printer")
SAVE_PDF: Final = Action[Do](
    N_("Save as P&DF…"), lambda do: do.window.print(to_pdf=True), "Ctrl+Shift+P", "pdf")
PRINT_BLANK: Final = Action[Do](N_("Print a Blank &Form…"), lambda do: do.window.print(blank=True))
EXPORT: Final = Action[Do](N_("&Export…"), lambda do: do.window.export(), symbol="export")
COPY_CABINET: Final = Action[Do](
    N_("&Save a Copy of the Cabinet…"), lambda do: do.window.rescue_requested.emit())
SETTINGS: Final = Action[Do](N_("Se&ttings…"), lambda do: do.window.settings_requested.emit(), "Ctrl+,")
CABINET: Final = Action[Do](
    N_("Show the &Cabinet"), lambda do: do.window.cabinet_requested.emit(), "Ctrl+L", "cabinet")
CLOSE: Final = Action[Do](N_("C&lose"), lambda do: do.window.close(), "Ctrl+W")
QUIT: Final = Action[Do](N_("&Quit"), lambda do: do.window.quit_requested.emit(), "Ctrl+Q")

UNDO: Final = Action[Do](
    N_("&Undo"), lambda do: do.window.undo(), "Ctrl+Z", "undo", needs=If.UNDO, repeats=True)
REDO: Final = Action[Do](
    N_("&Redo"), lambda do: do.window.redo(), "Ctrl+Y; Ctrl+Shift+Z", "redo", needs=If.REDO, repeats=True)
COPY_ANSWER: Final = Action[Do](
    N_("Copy the &Item"), lambda do: do.copy_answer(), "Ctrl+Shift+C", "copy", needs=If.ITEM)
COPY_ENTRY: Final = Action[Do](N_("Copy the E&ntry"), lambda do: do.copy_entry(), needs=If.ENTRY)
COPY_SECTION: Final = Action[Do](N_("Copy the &Section"), lambda do: do.copy_section(), needs=If.ITEM)
COPY_FILE: Final = Action[Do](N_("Cop&y the Whole File"), lambda do: do.copy_file(), seen=If.FILES)
PASTE: Final = Action[Do](
    N_("&Paste from an Assessment…"), lambda do: do.paste(), "Ctrl+Shift+V", "paste", needs=If.WRITING)
PAST: Final = Action[Do](
    N_("Earlier Answers of T&his Item…"), lambda do: do.show_past(), "Ctrl+Shift+Y",
    needs=If.ITEM | If.PAST)
WITHHOLD: Final = Action[Do](
    N_("&Withhold from the Public"), lambda do: do.withhold(), "Ctrl+Shift+H",
    needs=If.ITEM | If.WITHHOLDING)
FIND: Final = Action[Do](N_("&Find…"), lambda do: do.show_find(), "Ctrl+F", "find")
REPLACE: Final = Action[Do](
    N_("Rep&lace…"), lambda do: do.show_find(replacing=True), "Ctrl+H", needs=If.WRITING)
FIND_NEXT: Final = Action[Do](N_("Find Ne&xt"), lambda do: do.panes.find.panel.go_next(), "F3", repeats=True)
FIND_PREVIOUS: Final = Action[Do](
    N_("Find Pre&vious"), lambda do: do.panes.find.panel.go_previous(), "Shift+F3", repeats=True)
REPLACE_ALL: Final = Action[Do](
    N_("Replace in All Assess&ments…"), lambda do: do.replacing.ask(), "Ctrl+Shift+R", "replace-all",
    needs=If.WRITING | If.OTHERS)
TAKE_BACK: Final = Action[Do](
    N_("&Take a Replacement Back…"), lambda do: do.replacing.ask_take_back(),
    needs=If.WRITING | If.REPLACED)
KEEP_PHRASE: Final = Action[Do](
    N_("&Keep What Is Marked as a Phrase…"), lambda do: do.keep_phrase(), needs=If.PHRASES)
ADD_ENTRY: Final = Action[Do](
    N_("Add an entry"), lambda do: do.entries.add(), "Ctrl+Shift+N", "new", needs=If.ENTRY | If.WRITING)
DUPLICATE_ENTRY: Final = Action[Do](
    N_("Duplicate the entry"), lambda do: do.entries.duplicate(), "Ctrl+Shift+D", "copy",
    needs=If.ENTRY | If.WRITING)
ENTRY_UP: Final = Action[Do](
    N_("Move the entry up"), lambda do: do.entries.move(-1), "Alt+Shift+Up", "up",
    needs=If.ENTRY | If.WRITING, repeats=True)
ENTRY_DOWN: Final = Action[Do](
    N_("Move the entry down"), lambda do: do.entries.move(1), "Alt+Shift+Down", "down",
    needs=If.ENTRY | If.WRITING, repeats=True)
REMOVE_ENTRY: Final = Action[Do](
    N_("Remove the entry"), lambda do: do.entries.remove(), "Ctrl+Shift+Del", "delete",
    needs=If.ENTRY | If.WRITING)
ADD_NOTE: Final = Action[Do](
    N_("Put a N&ote on the Item"), lambda do: do.review.add_note(), "Ctrl+Alt+M", "note", needs=If.WRITING)

OUTLINE: Final = _pane("outline", N_("&Items"), "F9", symbol="outline")
SEARCH_PANE: Final = _pane("find", N_("&Search"), symbol="find")
FINDINGS: Final = _pane("findings", N_("&Checks"), "F4", symbol="findings")
NOTES: Final = _pane("notes", N_("&Notes and Remarks"), "Ctrl+M", symbol="note")
VERSIONS: Final = _pane("versions", N_("&Versions"), "F11", symbol="versions", seen=If.IN_CABINET)
PREVIEW: Final = _pane("preview", N_("&Preview"), "F7", symbol="preview")
GUIDANCE: Final = _pane("guidance", N_("&Guidance"), "Shift+F1", symbol="guidance")
REUSE: Final = _pane(
    "reuse", N_("&Other Assessments and Phrases"), "F2", symbol="reuse", short=N_("Other Assessments"),
    seen=If.IN_CABINET)
VIEWPOINTS: Final = _pane("viewpoints", N_("Points of Vie&w (審査の観点)"), symbol="findings")
LARGER: Final = Action[Do](
    N_("&Larger Text"), lambda do: do.step_text_size(1), "Ctrl++; Ctrl+=; Ctrl+;", repeats=True)
SMALLER: Final = Action[Do](N_("S&maller Text"), lambda do: do.step_text_size(-1), "Ctrl+-", repeats=True)
USUAL_SIZE: Final = Action[Do](N_("&Usual Text Size"), lambda do: do.step_text_size(0), "Ctrl+0")
OVERVIEW: Final = Action[Do](
    N_("&All at a Glance…"), lambda do: do.review.show_overview(), "Ctrl+Shift+G", "overview")

NEXT_MISSING: Final = Action[Do](
    N_("Next &Missing Answer"), lambda do: do.go_missing(), "F8", "missing", repeats=True)
NEXT_FINDING: Final = Action[Do](
    N_("Next F&inding"), lambda do: do.review.go_next(), "Shift+F8", "findings", repeats=True)
PREVIOUS_TAB: Final = Action[Do](
    N_("&Previous Tab"), lambda do: do.window.tabs.step(-1), "Ctrl+PgUp", repeats=True)
NEXT_TAB: Final = Action[Do](N_("&Next Tab"), lambda do: do.window.tabs.step(1), "Ctrl+PgDown", repeats=True)
BACK: Final = Action[Do](N_("&Back"), lambda do: do.window.visited.go_back(), "Alt+Left", repeats=True)
FORWARD: Final = Action[Do](
    N_("&Forward"), lambda do: do.window.visited.go_forward(), "Alt+Right", repeats=True)
NEXT_PANE: Final = Action[Do](N_("Next P&ane"), lambda do: do.panes.step(1), "F6", repeats=True)
PREVIOUS_PANE: Final = Action[Do](
    N_("Previous Pan&e"), lambda do: do.panes.step(-1), "Shift+F6", repeats=True)

STAGES: Final = Action[Do](
    N_("&State and Dates…"), lambda do: do.assessment.edit_stages(), "Ctrl+T", "stages", seen=If.IN_CABINET)
CLOSE_VERSION: Final = Action[Do](
    N_("&Close a Version…"), lambda do: do.assessment.close_version(), needs=If.WRITING, seen=If.IN_CABINET)
COMPARE: Final = Action[Do](
    N_("C&ompare Changes…"), lambda do: do.assessment.compare(), seen=If.IN_CABINET)
PROPOSE: Final = Action[Do](
    N_("&Propose Rows for 変更箇所…"), lambda do: do.assessment.propose(),
    needs=If.WRITING, seen=If.IN_CABINET)
COUNCIL: Final = Action[Do](
    N_("Comparison &Table for a Council…"), lambda do: do.assessment.council(), seen=If.IN_CABINET)
OPINIONS: Final = Action[Do](
    N_("&Opinions of the Hearing…"), lambda do: do.assessment.opinions(), seen=If.IN_CABINET)
HEARING: Final = Action[Do](
    N_("&Papers for a Hearing…"), lambda do: do.assessment.make_hearing(), seen=If.IN_CABINET)
COUNTER: Final = Action[Do](
    N_("&Copy for the Public Counter…"), lambda do: do.assessment.make_counter(), seen=If.IN_CABINET)
THRESHOLD: Final = Action[Do](
    N_("T&hreshold Judgement…"), lambda do: do.assessment.judge_threshold(), seen=If.IN_CABINET)
OFFERS: Final = Action[Do](
    N_("Take Over From a &Related Assessment…"), lambda do: do.assessment.take_over(),
    needs=If.WRITING, seen=If.IN_CABINET)
EDITION: Final = Action[Do](
    N_("Move to a &Newer Edition of the Form…"), lambda do: do.assessment.move_edition(),
    needs=If.WRITING | If.NEWER_EDITION, seen=If.IN_CABINET)
SEARCH: Final = Action[Do](
    N_("&Find in All Assessments…"), lambda do: do.assessment.search_cabinet(), "Ctrl+Shift+F", "search-all",
    seen=If.IN_CABINET)

MANUAL: Final = Action[Do](N_("&Manual"), lambda do: do.ask_help(), "F1", "guidance")
KEYS: Final = Action[Do](N_("&Keys"), lambda do: do.window.keys_requested.emit())
BOOKLET: Final = Action[Do](N_("Make a &Booklet of the Guidance…"), lambda do: do.print_guide())
LEGEND: Final = Action[Do](N_("&Signs and What They Mean"), lambda do: do.show_legend())
ABOUT: Final = Action[Do](N_("&About This Program"), lambda do: do.show_about())

HEARINGS: Final = Menu[Do](N_("Hearin&g"), (HEARING, OPINIONS, COUNTER))
ENTRIES: Final = Menu[Do](
    N_("&Entries"), (ADD_ENTRY, DUPLICATE_ENTRY, ENTRY_UP, ENTRY_DOWN, REMOVE_ENTRY))

ANNEX_REFERENCES: Final = Menu[Do](
    N_("Refer to a 別紙 (&B)"), (MenuEntries[Do](lambda do: do.annexes(), N_("There is no 別紙 yet")),))

MENUS: Final = (
    Menu[Do](N_("&File"), (
        SAVE, None, PRINT, SAVE_PDF, PRINT_BLANK, None, EXPORT, None, COPY_CABINET, None, SETTINGS, None,
        CABINET, CLOSE, QUIT,
    )),
    Menu[Do](N_("&Edit"), (
        UNDO, REDO, None, lambda do: do.text.made, None,
        COPY_ANSWER, COPY_ENTRY, COPY_SECTION, COPY_FILE, PASTE, None,
        PAST, WITHHOLD, None,
        FIND, REPLACE, FIND_NEXT, FIND_PREVIOUS, None,
        REPLACE_ALL, TAKE_BACK, None, KEEP_PHRASE, ANNEX_REFERENCES, None, ENTRIES, None, ADD_NOTE,
    ), opening=lambda do: do.text.refresh()),
    Menu[Do](N_("&View"), (
        OUTLINE, SEARCH_PANE, FINDINGS, NOTES, VERSIONS, PREVIEW, GUIDANCE, VIEWPOINTS, REUSE, None,
        OVERVIEW, None, LARGER, SMALLER, USUAL_SIZE, None,
        lambda do: [bar.toggleViewAction() for bar in do.window.findChildren(QToolBar)],
    )),
    Menu[Do](N_("&Go"), (
        NEXT_MISSING, NEXT_FINDING, None, PREVIOUS_TAB, NEXT_TAB, None, BACK, FORWARD, None,
        NEXT_PANE, PREVIOUS_PANE, None,
        Menu[Do](N_("Pa&rts of the Form"), (MenuEntries[Do](lambda do: do.parts()),)),
    )),
    Menu[Do](N_("&Assessment"), (
        STAGES, None, CLOSE_VERSION, VERSIONS, None, COMPARE, PROPOSE, COUNCIL, None,
        HEARINGS, None,
        THRESHOLD, OFFERS, EDITION, None, SEARCH,
    ), opening=lambda do: do.assessment.look_for_edition()),
    Menu[Do](N_("&Help"), (MANUAL, LEGEND, KEYS, BOOKLET, ABOUT)),
)
TOOLS: Final = (
    CABINET, None, UNDO, REDO, None, FIND, NEXT_MISSING, None, PRINT, SAVE_PDF, None,
    FINDINGS, PREVIEW, GUIDANCE, REUSE,
)
FIELD: Final = (
    WITHHOLD, ADD_NOTE, KEEP_PHRASE, PAST, None, COPY_ANSWER, COPY_SECTION, PASTE,
)
"""What a right click on a field offers for its item."""
