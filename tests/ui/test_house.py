"""How the parts of the window speak with each other: laws that its source keeps."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import ui

_NAMED_BY_DATA: Final = {
    "manual_words.py",
    "office_defaults.py",
    "opinions_dialog.py",
    "proposals_model.py",
    "steps.py",
}
"""Files that read fields of a record or rows of a table by names that are data."""


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    root = Path(ui.__path__[0])
    for file in sorted(root.rglob("*.py")):
        yield file.relative_to(root), ast.parse(file.read_text(encoding="utf-8"))


def test_windows_ask_the_store_and_not_the_cabinet_behind_it() -> None:
    """The cabinet itself goes to threads and to the index of the search, as a whole."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in _sources()
        if name.parts[0] != "context"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "cabinet"
        and ast.unparse(node.value.value).rpartition(".")[2].lstrip("_") == "store"
    ]
    assert found == []


_MAKERS: Final = {
    "QAction",
    "QShortcut",
    "addAction",
    "addActions",
    "addMenu",
    "setShortcut",
    "setShortcuts",
    "setStatusTip",
}
"""What makes an entry of a menu, a key, or words in the status line that no action has."""


def _is_a_sign(call: ast.Call) -> bool:
    """Whether a call puts a picture into a field of one line."""
    return len(call.args) == 2 and "ActionPosition" in ast.unparse(call.args[1])


def test_menus_and_keys_are_made_from_tables_alone() -> None:
    """The words of an action say what it does: there are no status tips."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in _sources()
        if name.as_posix() != "widgets/actions.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _MAKERS
        if not _is_a_sign(node)
    ]
    found += [
        f"{name}:{node.lineno}"
        for name, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("ActionsContextMenu", "setStatusTip")
    ]
    assert found == []


@pytest.mark.parametrize("function", ["getattr", "setattr", "hasattr", "vars"])
def test_nothing_is_asked_of_a_widget_by_a_name_that_no_type_knows(function: str) -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in _sources()
        if name.name not in _NAMED_BY_DATA
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function
        if name.as_posix() != "widgets/overrides.py"
    ]
    assert found == []


def _only_read(tree: ast.Module) -> set[str]:
    """The fields of a module that are only read."""
    return {
        ast.unparse(node.func.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "setReadOnly"
        and ast.unparse(node.args[0]) == "True"
    }


def test_fields_of_several_lines_are_ours_unless_they_are_only_read() -> None:
    """Out of Qt's own, words go when they are dragged elsewhere."""
    found = []
    for name, tree in _sources():
        only_read = _only_read(tree)
        found += [
            f"{name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and ast.unparse(node.value.func) in ("QPlainTextEdit", "QTextEdit")
            and ast.unparse(node.targets[0]) not in only_read
        ]
    assert found == []


_FORGET: Final = {
    "form/table_cells.py": 1,  # a cell that begins to be written in
    "form/texts.py": 1,  # answers, whose undo is the session's
    "new_assessment/office_dialog.py": 2,  # a dialog that begins
    "past/dialog.py": 1,  # only read
}
"""Modules whose fields forget their undo with the text that they show, how often."""


def test_a_field_that_shows_another_text_keeps_its_undo() -> None:
    """``setPlainText`` drops it: fields that show one thing of many are filled by ``KeptTexts``."""
    found = Counter(
        name.as_posix()
        for name, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "setPlainText"
        and name.as_posix() != "widgets/own_undo.py"
        and ast.unparse(node.value) not in _only_read(tree)
    )
    assert found == _FORGET


def test_fields_of_one_line_are_ours() -> None:
    """A name, a replacement, a blank of a phrase: words that are withheld say so there, however they come."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in _sources()
        if name.parts[0] != "widgets"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "QLineEdit"
    ]
    assert found == []


def test_tabs_are_ours() -> None:
    """Of Qt's own, the wheel shows another."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in _sources()
        if name.as_posix() != "widgets/unscrolled.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("QTabWidget", "QTabBar")
    ]
    assert found == []


def test_drop_down_lists_are_ours() -> None:
    """Qt's own takes another choice when somebody scrolls over it, or presses Page Down in it."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in _sources()
        if name.parts[0] != "widgets"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Call) and ast.unparse(node.func) == "QComboBox")
        or (isinstance(node, ast.ClassDef) and "QComboBox" in map(ast.unparse, node.bases))
    ]
    assert found == []


def test_symbols_beside_words_follow_their_size_and_colours() -> None:
    """``Sign`` draws its icon again; a label with a picture of an icon would keep the first one."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in _sources()
        if name.as_posix() != "widgets/sign.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "setPixmap"
        and "icon(" in ast.unparse(node)
    ]
    assert found == []


def test_files_are_asked_for_by_the_chooser_alone() -> None:
    """It begins in the folder used last, and waits for no server that is gone."""
    found = [
        str(name)
        for name, tree in _sources()
        if name.as_posix() != "widgets/file_chooser.py"
        if any(
            isinstance(node, ast.ImportFrom | ast.Import) and _takes_file_dialog(node)
            for node in ast.walk(tree)
        )
    ]
    assert found == []


def _takes_file_dialog(node: ast.ImportFrom | ast.Import) -> bool:
    return any(alias.name == "QFileDialog" for alias in node.names)


def test_the_clipboard_is_read_in_one_place() -> None:
    """Qt may have no data to give, which its types do not say."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in _sources()
        if name.name != "clipboard_data.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("clipboard().mimeData")
    ]
    assert found == []


def test_lists_and_trees_have_rows_with_room() -> None:
    """A font for Japanese may leave no room between its lines: each view says how high its rows are."""
    views = ("QListView", "QListWidget", "QTreeView", "QTreeWidget")
    found = []
    for name, tree in _sources():
        given = {
            ast.unparse(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in ("setItemDelegate", "setSpacing")
        }
        found += [
            f"{name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and ast.unparse(node.value.func) in views
            and given.isdisjoint(map(ast.unparse, node.targets))
        ]
        found += [
            f"{name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and any(ast.unparse(base) in views for base in node.bases)
            and "self" not in given
        ]
    assert found == []


_COPY_THEMSELVES: Final = {
    "cabinet/list_page.py",
    "form/changes.py",
    "form/table_block.py",
    "office/register_window.py",
    "printing/choices.py",
    "printing/remnants.py",
    "stages/due_dialog.py",
}
"""Lists with a way of their own to copy, parts to tick, places where withheld words still stand."""


def _views() -> set[str]:
    """The classes of Qt's lists, and those of ours that are some."""
    found = {f"Q{shape}{kind}" for shape in ("List", "Tree", "Table") for kind in ("View", "Widget")}
    classes = [
        node for _name, tree in _sources() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    for _generation in range(2):
        found |= {one.name for one in classes for base in one.bases if ast.unparse(base) in found}
    return found


def test_the_rows_of_each_list_are_copied_as_cells() -> None:
    """By Ctrl+C and a right click; Qt's own copy is of one cell, and says nothing of what is withheld."""
    views, found = _views(), []
    for name, tree in _sources():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        copied = {
            ast.unparse(call.args[0])
            for call in calls
            if ast.unparse(call.func) in ("copy_as_cells", "CopiedRows")
        }
        found += [
            f"{name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign | ast.AnnAssign)
            and isinstance(node.value, ast.Call)
            and ast.unparse(node.value.func) in views
            and copied.isdisjoint(map(ast.unparse, _targets(node)))
            and name.as_posix() not in _COPY_THEMSELVES
        ]
    assert found == []


_QUOTE_NOTHING: Final = {
    "app/manual_window.py",
    "app/settings_dialog.py",
    "cabinet/backups_dialog.py",
    "guidance/pane.py",
    "intake/window.py",
    "office/plan_columns_dialog.py",
    "office/register_window.py",
    "reuse/own_pack_dialog.py",
    "reuse/phrases_tab.py",
}
"""Lists of what is no assessment's: manual, fonts, days, guidance, documents that come in, the office's own
words, which bear their marks themselves.
"""


def test_lists_that_quote_an_assessment_know_what_it_withholds() -> None:
    found = {
        name.as_posix()
        for name, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "copy_as_cells"
        and len(node.args) + len(node.keywords) == 1
    }
    assert found == _QUOTE_NOTHING


def _targets(node: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def test_no_layout_is_asked_for_its_items() -> None:
    """PySide keeps them after Qt has deleted them, and takes what comes to lie there for one of them."""
    found = [
        f"{file.name}:{node.lineno}"
        for root in (Path(ui.__path__[0]), Path(__file__).parent)
        for file in root.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("itemAt", "itemAtPosition")
    ]
    assert found == []


def test_a_button_that_empties_a_field_has_a_name() -> None:
    found = [
        name.as_posix()
        for name, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "setClearButtonEnabled"
    ]
    assert found == ["widgets/clear_button.py"]


def test_signals_are_held_back_for_a_block_alone() -> None:
    """``QSignalBlocker`` lets them go again also where what happens meanwhile fails."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "blockSignals"
    ]
    assert found == []


def test_no_two_classes_of_the_window_share_a_name() -> None:
    places: dict[str, list[str]] = {}
    for name, tree in _sources():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name.as_posix())
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_the_size_of_a_dialog_is_limited_to_the_screen() -> None:
    """By ``first_size``; the dialog of printing keeps some of the screen free."""
    found = [
        name.as_posix()
        for name, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "self.resize"
    ]
    assert found == ["printing/dialog.py"]
