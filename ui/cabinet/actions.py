"""The action table of a cabinet's window: its menus, tool bar and keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QKeySequence

from pia_desktop.i18n import N_
from ui.cabinet.archive_commands import Move
from ui.cabinet.commands import CabinetCommands as Do
from ui.cabinet.commands import CabinetCondition as If
from ui.cabinet.filter_bar import DRAWERS
from ui.widgets.actions import Action, Menu, MenuEntries
from ui.widgets.help import ask_help

# fmt: off
NEW: Final = Action[Do](
    N_("&New Assessment…"), lambda do: do.begin_new(), "Ctrl+N", "new", short=N_("New"), needs=If.WRITING)
TAKE_IN: Final = Action[Do](
    N_("&Import…"), lambda do: do.intake.ask_files(), "Ctrl+I", "import", short=N_("Import"),
    needs=If.WRITING)
TAKE_FOLDER: Final = Action[Do](
    N_("Import a Fol&der…"), lambda do: do.intake.ask_folder(), "Ctrl+Shift+I", "import", needs=If.WRITING)
TAKE_TABLE: Final = Action[Do](
    N_("Import the Table on the Clip&board"), lambda do: do.intake.take_clipboard(), symbol="paste",
    needs=If.WRITING)
BRING_IN: Final = Action[Do](
    N_("Take In or Bring Bac&k…"), lambda do: do.carrying.bring_in(), symbol="import", needs=If.WRITING)
PRINT_BLANK: Final = Action[Do](N_("Print a Blank &Form…"), lambda do: do.outputs.print_blank())
SETTINGS: Final = Action[Do](N_("Se&ttings…"), lambda do: do.navigator.show_settings(do.window), "Ctrl+,")
QUIT: Final = Action[Do](N_("&Quit"), lambda do: do.navigator.quit(), "Ctrl+Q")

OPEN: Final = Action[Do](
    N_("&Open Assessment"), lambda do: do.open(), "Ctrl+Return", "open", short=N_("Open"),
    needs=If.ONE, seen=If.LIST)
STAGES: Final = Action[Do](
    N_("&State and Dates…"), lambda do: do.stages.edit(), "Ctrl+T", "stages", short=N_("State"),
    needs=If.ONE, seen=If.LIST)
PRINT: Final = Action[Do](
    N_("&Print…"), lambda do: do.outputs.print(), "Ctrl+P", "printer", needs=If.SOME, seen=If.LIST)
SAVE_PDF: Final = Action[Do](
    N_("Save as P&DF…"), lambda do: do.outputs.save_pdf(), "Ctrl+Shift+P", "pdf", short="PDF",
    needs=If.SOME, seen=If.LIST)
EXPORT: Final = Action[Do](
    N_("&Export…"), lambda do: do.outputs.export(), "Ctrl+E", "export", needs=If.SOME, seen=If.LIST)
COPY: Final = Action[Do](
    N_("Make a &Copy"), lambda do: do.copy(), "Ctrl+D", "copy", short=N_("Copy"),
    needs=If.ONE | If.WRITING, seen=If.LIST)
TEMPLATE: Final = Action[Do](
    N_("Beg&in New Ones With This"), lambda do: do.toggle_template(),
    needs=If.ONE | If.WRITING, seen=If.LIST, checked=If.TEMPLATE)
LOOK_OVER: Final = Action[Do](
    N_("Looked O&ver Today"), lambda do: do.stages.look_over(), needs=If.SOME | If.WRITING, seen=If.LIST)
ALL_STATES: Final = Action[Do](
    N_("&State…"), lambda do: do.bulk.set_state(), needs=If.SOME | If.WRITING, seen=If.LIST)
ALL_VERSIONS: Final = Action[Do](
    N_("Close &Versions…"), lambda do: do.bulk.close_versions(), needs=If.SOME | If.WRITING, seen=If.LIST)
ALL_CHECKS: Final = Action[Do](
    N_("&Check"), lambda do: do.bulk.check(), needs=If.SOME, seen=If.LIST)
ALL_EDITIONS: Final = Action[Do](
    N_("&Move to the Newest Edition…"), lambda do: do.bulk.move_editions(),
    needs=If.SOME | If.WRITING, seen=If.LIST)
ARCHIVE: Final = Action[Do](
    N_("A&rchive"), lambda do: do.archive.move(Move.ARCHIVE), "Ctrl+Shift+A", "archive",
    needs=If.SOME | If.WRITING, seen=If.LIST | If.NOT_ARCHIVED)
BRING_BACK: Final = Action[Do](
    N_("&Bring Back Into Work"), lambda do: do.archive.move(Move.BRING_BACK), symbol="archive",
    needs=If.WRITING, seen=If.LIST | If.ARCHIVED)
DELETE: Final = Action[Do](
    N_("De&lete"), lambda do: do.archive.move(Move.TRASH), "Delete", "delete",
    needs=If.SOME | If.WRITING, seen=If.LIST)
RESTORE: Final = Action[Do](
    N_("&Take Out of the Trash"), lambda do: do.archive.move(Move.RESTORE), symbol="restore",
    needs=If.SOME | If.WRITING, seen=If.TRASH)
PURGE: Final = Action[Do](
    N_("Delete for &Good…"), lambda do: do.archive.purge(), symbol="delete",
    needs=If.SOME | If.WRITING, seen=If.TRASH)
UNDO: Final = Action[Do](
    N_("&Undo"), lambda do: do.archive.undo(), "Ctrl+Z", "undo", needs=If.MOVED | If.WRITING)
CARRY_OUT: Final = Action[Do](
    N_("Carr&y Out or Give Back…"), lambda do: do.carrying.carry_out(), symbol="export",
    needs=If.SOME | If.WRITING, seen=If.LIST)
CARRIED: Final = Action[Do](
    N_("&What Was Carried Out…"), lambda do: do.carrying.show_record(), needs=If.ONE, seen=If.LIST)
THRESHOLD: Final = Action[Do](N_("T&hreshold Judgement…"), lambda do: do.judge_threshold())

NEW_CABINET: Final = Action[Do](
    N_("New Ca&binet…"), lambda do: do.navigator.ask_new_cabinet(do.window), symbol="cabinet")
OPEN_CABINET: Final = Action[Do](
    N_("Open Cab&inet…"), lambda do: do.navigator.ask_open_cabinet(do.window), "Ctrl+O", "open")
RESTORE_BACKUP: Final = Action[Do](
    N_("Restore From a Bac&kup…"), lambda do: do.restore_backup(), symbol="versions")
TAKE_OUT: Final = Action[Do](
    N_("Take This Backup &Out as a Cabinet…"), lambda do: do.navigator.rescue(do.window), seen=If.BACKUP)
SAMPLES: Final = Action[Do](N_("Try With Sam&ples…"), lambda do: do.make_samples(), symbol="samples")
DUES: Final = Action[Do](
    N_("All &Due Dates…"), lambda do: do.stages.show_dues(), "Ctrl+Shift+D", "calendar", needs=If.CABINET)
SEARCH: Final = Action[Do](
    N_("&Find in All Assessments…"), lambda do: do.listing.show_search(), "Ctrl+Shift+F", "search-all",
    short=N_("Search all"), needs=If.CABINET)
REPLACE_ALL: Final = Action[Do](
    N_("Replace in All Assess&ments…"), lambda do: do.replacing.ask(), "Ctrl+Shift+R", "replace-all",
    needs=If.WRITING)
TAKE_BACK: Final = Action[Do](
    N_("&Take a Replacement Back…"), lambda do: do.replacing.ask_take_back(),
    needs=If.WRITING | If.REPLACED)

PLAN: Final = Action[Do](
    N_("&Plan of the Assessments (計画管理書)…"), lambda do: do.office.show_plan(), needs=If.CABINET)
YEAR: Final = Action[Do](
    N_("The &Year…"), lambda do: do.office.show_year(), symbol="calendar", needs=If.CABINET)
OPEN_REMARKS: Final = Action[Do](
    N_("&Open Remarks…"), lambda do: do.office.show_remarks(), symbol="remark", needs=If.CABINET)
SAVE_LIST: Final = Action[Do](
    N_("Save the Lis&t as a File…"), lambda do: do.outputs.save_list(), needs=If.CABINET)
COPY_ROWS: Final = Action[Do](
    N_("Copy the C&hosen Rows"), lambda do: do.outputs.copy_marked(), symbol="copy",
    shown_key=QKeySequence.StandardKey.Copy, needs=If.CABINET, seen=If.LIST)
COPY_LIST: Final = Action[Do](
    N_("&Copy the List"), lambda do: do.outputs.copy_list(), needs=If.CABINET, seen=If.LIST)
REGISTERS: Final = Action[Do](
    N_("&Registers…"), lambda do: do.office.show_registers(), "Ctrl+Shift+L", needs=If.CABINET)

LAW: Final = Action[Do](
    N_("Change of &Law in All Assessments…"), lambda do: do.replacing.ask_law(), symbol="replace-all",
    needs=If.WRITING)

FILTER: Final = Action[Do](
    N_("&Filter the List"), lambda do: do.listing.focus_filter(), "Ctrl+F", "find", needs=If.CABINET)
SHOW_DRAWER: Final = {
    drawer: Action[Do](
        words, lambda do, drawer=drawer: do.listing.show_drawer(drawer),  # type: ignore[misc]
        needs=If.CABINET, checked=If[drawer.name])
    for drawer, words in DRAWERS
}
LARGER: Final = Action[Do](
    N_("&Larger Text"), lambda do: do.step_text_size(1), "Ctrl++; Ctrl+=; Ctrl+;", repeats=True)
SMALLER: Final = Action[Do](N_("S&maller Text"), lambda do: do.step_text_size(-1), "Ctrl+-", repeats=True)
USUAL_SIZE: Final = Action[Do](N_("&Usual Text Size"), lambda do: do.step_text_size(0), "Ctrl+0")
MANUAL: Final = Action[Do](N_("&Manual"), lambda do: ask_help(do.window), "F1", "guidance")
KEYS: Final = Action[Do](N_("&Keys"), lambda do: do.listing.show_keys())
LEGEND: Final = Action[Do](N_("&Signs and What They Mean"), lambda do: do.show_legend())
ABOUT: Final = Action[Do](N_("&About This Program"), lambda do: do.show_about())

FOR_ONE: Final = (OPEN, STAGES, PRINT, SAVE_PDF, EXPORT, COPY)
MOVES: Final = (ARCHIVE, BRING_BACK, DELETE, RESTORE, PURGE, UNDO)

ALL_AT_ONCE: Final = Menu[Do](
    N_("All Marked at O&nce"), (ALL_STATES, ALL_VERSIONS, ALL_CHECKS, ALL_EDITIONS, SAVE_PDF))

RECENT: Final = Menu[Do](N_("&Recent Cabinets"), (MenuEntries[Do](lambda do: do.recent(), N_("None yet")),))

MENUS: Final = (
    Menu[Do](N_("&File"), (
        NEW, TAKE_IN, TAKE_FOLDER, TAKE_TABLE, BRING_IN, None, PRINT_BLANK, None, SETTINGS, QUIT)),
    Menu[Do](N_("&Assessment"), (
        *FOR_ONE, TEMPLATE, LOOK_OVER, ALL_AT_ONCE, None, CARRY_OUT, CARRIED, None, *MOVES, None, THRESHOLD)),
    Menu[Do](N_("&Cabinet"), (
        NEW_CABINET, OPEN_CABINET,
        RECENT, RESTORE_BACKUP, TAKE_OUT, SAMPLES, None,
        DUES, SEARCH, None,
        REPLACE_ALL, TAKE_BACK,
    )),
    Menu[Do](N_("&Office"), (PLAN, YEAR, REGISTERS, OPEN_REMARKS, SAVE_LIST, COPY_ROWS, COPY_LIST, LAW)),
    Menu[Do](N_("&View"), (
        FILTER, None, *SHOW_DRAWER.values(), None, LARGER, SMALLER, USUAL_SIZE,
    )),
    Menu[Do](N_("&Help"), (MANUAL, LEGEND, KEYS, ABOUT)),
)
TOOLS: Final = (NEW, TAKE_IN, None, *FOR_ONE, None, *MOVES, SEARCH)
CONTEXT: Final = (*FOR_ONE, TEMPLATE, LOOK_OVER, ALL_AT_ONCE, None, CARRY_OUT, CARRIED, None, *MOVES)
"""What a right click on the list offers."""
