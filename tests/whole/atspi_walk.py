"""Inside a bus and a display of its own: starts the program, tells what assistive technology is told of it.

``atspi_walk.py INTO PROGRAM [ARGUMENT…] CABINET``, by the system's Python, which has pyatspi.  INTO gets a
line of JSON for the list and for each tab of the first assessment: its name, and kind and name of each thing
that is acted on.  With ``--menus`` before INTO it does what each menu of the two windows offers, and tells of
each dialog, window and pane that comes of it, and of what their buttons open, instead.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyatspi  # type: ignore[import-not-found]
from gi.repository import Atspi  # type: ignore[import-not-found]

from tests.whole.atspi import wait_for, windows

MENUS = sys.argv[1] == "--menus"
INTO, *COMMAND = sys.argv[2 if MENUS else 1 :]
ACTED_ON = {
    "push button",
    "toggle button",
    "check box",
    "radio button",
    "combo box",
    "text",
    "entry",
    "spin button",
    "page tab",
    "menu item",
    "check menu item",
    "radio menu item",
    "table",
    "tree table",
    "tree",
    "list",
    "link",
    "menu",
}


AROUND = {"text", "entry", "panel", "grouping", "filler"}
IN_GROUPS = {"push button", "toggle button", "check box", "radio button"}


def things(node: Any, around: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Kind and name of what is acted on and stands on the screen; a button's begins with its field's."""
    if not node.getState().contains(pyatspi.STATE_SHOWING):
        return
    kind = node.getRoleName()
    if kind in ACTED_ON:
        name = _label(node) if kind == "combo box" else node.name or node.description or ""
        yield kind, f"{around} {name}" if around and name and kind in IN_GROUPS else name
    if kind in ("combo box", "table", "tree table", "tree", "list", "menu"):
        return
    if kind in AROUND and node.name:
        around = node.name
    for child in node:
        if child is not None:
            yield from things(child, around)


def _label(box: Any) -> str:  # noqa: ANN401
    """The label of a box with a list: as its own name Qt tells what is chosen in it."""
    labels = [
        relation.getTarget(0).name
        for relation in box.getRelationSet()
        if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY
    ]
    return " ".join(labels) or box.name or box.description or ""


def tell(name: str, window: Any) -> None:  # noqa: ANN401
    """Write the line of a window or a tab."""
    found = wait_for(f"the contents of {name}", lambda: list(things(window)))
    # the bus has words of its own for the standard output
    with Path(INTO).open("a", encoding="utf-8") as file:
        file.write(json.dumps([name, found], ensure_ascii=False) + "\n")


def tabs(node: Any) -> list[Any]:  # noqa: ANN401
    """The tabs of the assessment: the longest list of them."""
    best = [child for child in node if child is not None and child.getRoleName() == "page tab"]
    for child in node:
        if child is not None:
            best = max(best, tabs(child), key=len)
    return best


# ---- what the menus offer

_LOOKS = 15

LEAVES = ("終了", "閉じる", "台帳を新しく作る", "台帳を開く", "見本の台帳")
"""What would end the walk: it is done by other tests."""


def menu_items(node: Any) -> Iterator[Any]:  # noqa: ANN401
    """All that the menus of a window offer now, opened or not."""
    for child in node:
        if child is None:
            continue
        kind = child.getRoleName()
        entry = kind in ("menu item", "check menu item")
        if kind in ("menu bar", "menu", "popup menu") or (entry and child.childCount):
            yield from menu_items(child)
        elif entry and child.name and child.getState().contains(pyatspi.STATE_ENABLED):
            yield child


def walk_menus(window: Any, prefix: str) -> None:  # noqa: ANN401
    """Do each of them, tell of what comes up, and close it."""
    names = [item.name for item in menu_items(window)]
    for name in dict.fromkeys(names):
        if name.startswith(LEAVES):
            continue
        item = next((one for one in menu_items(window) if one.name == name), None)
        if item is None:  # no longer offered
            continue
        before = [one.name for one in windows()]
        with suppress(Exception):  # a dialog of the system answers when it is closed
            item.queryAction().doAction(0)
        new = come(name, before)
        for one in new:
            tell(f"{prefix}：{name}：{one.name}", one)
            walk_buttons(f"{prefix}：{name}", one)
        if not new:
            tell(f"{prefix}：{name}", window)
        close_others(before)


def come(name: str, before: list[str]) -> list[Any]:
    """The windows that something opened; what promises one by three dots gets its time, however busy."""
    for _round in range(_LOOKS if "…" in name else 1):
        time.sleep(0.7)
        new = [one for one in windows() if one.name not in before]
        if new:
            return new
    return []


def openers(node: Any) -> Iterator[Any]:  # noqa: ANN401
    """The buttons of a window that open another one: their names have three dots."""
    for child in node:
        if child is None or not child.getState().contains(pyatspi.STATE_SHOWING):
            continue
        if child.getRoleName() != "push button":
            yield from openers(child)
        elif "…" in child.name and child.getState().contains(pyatspi.STATE_ENABLED):
            yield child


def walk_buttons(page: str, window: Any) -> None:  # noqa: ANN401
    """Press each of them, tell of what comes up, and close it."""
    kept = [one.name for one in windows()]
    for name in dict.fromkeys(button.name for button in openers(window)):
        button = next((one for one in openers(window) if one.name == name), None)
        if button is None:
            continue
        with suppress(Exception):  # as above
            button.queryAction().doAction(0)
        for one in come(name, kept):
            tell(f"{page}：{one.name}", one)
        close_others(kept)


def close_others(kept: list[str]) -> None:
    """Close what was opened since, by keys."""
    for keys in ("Escape", "Escape", "ctrl+w", "Escape"):
        if not [one for one in windows() if one.name not in kept]:
            return
        subprocess.run(["xdotool", "key", keys], check=True)
        time.sleep(0.5)


def main(command: list[str]) -> None:
    """Walk through the program."""
    Atspi.set_timeout(5000, 30000)
    bus = subprocess.Popen(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"], stdout=sys.stderr)
    time.sleep(1)
    program = subprocess.Popen(command, stdout=sys.stderr)
    try:
        (start,) = wait_for("the list", windows)
        time.sleep(2)
        if not MENUS:
            tell("list", start)
        subprocess.run(["xdotool", "key", "--delay", "300", "Down", "Return"], check=True)
        window = wait_for("an assessment", lambda: len(windows()) > 1 and windows()[-1])
        if MENUS:
            time.sleep(3)
            walk_menus(window, "評価書")
            close_others([start.name])  # what the list offers moves the assessment to the trash
            walk_menus(start, "台帳")
            return
        for tab in wait_for("its tabs", lambda: tabs(window)):
            tab.queryAction().doAction(0)
            time.sleep(2)
            tell(tab.name, window)
    finally:
        program.terminate()
        bus.terminate()


main(COMMAND)
