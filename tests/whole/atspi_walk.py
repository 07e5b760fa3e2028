"""Inside a bus and a display of its own: starts the program, tells what assistive technology is told of it.

``atspi_walk.py INTO PROGRAM [ARGUMENT…] CABINET``, by the system's Python, which has pyatspi.  INTO gets a
line of JSON for the list and for each tab of the first assessment: its name, and kind and name of each thing
that is acted on.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyatspi  # type: ignore[import-not-found]

from tests.whole.atspi import wait_for, windows

INTO = Path(sys.argv[1])
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


def things(node: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Kind and name of what is acted on and stands on the screen."""
    if not node.getState().contains(pyatspi.STATE_SHOWING):
        return
    kind = node.getRoleName()
    if kind in ACTED_ON:
        yield kind, node.name or node.description or ""
    if kind in ("combo box", "table", "tree table", "tree", "list", "menu"):
        return
    for child in node:
        if child is not None:
            yield from things(child)


def tell(name: str, window: Any) -> None:  # noqa: ANN401
    """Write the line of a window or a tab."""
    found = wait_for(f"the contents of {name}", lambda: list(things(window)))
    with INTO.open("a", encoding="utf-8") as file:  # the bus has words of its own for the standard output
        file.write(json.dumps([name, found], ensure_ascii=False) + "\n")


def tabs(node: Any) -> list[Any]:  # noqa: ANN401
    """The tabs of the assessment: the longest list of them."""
    best = [child for child in node if child is not None and child.getRoleName() == "page tab"]
    for child in node:
        if child is not None:
            best = max(best, tabs(child), key=len)
    return best


def main(command: list[str]) -> None:
    """Walk through the program."""
    bus = subprocess.Popen(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"], stdout=sys.stderr)
    time.sleep(1)
    program = subprocess.Popen(command, stdout=sys.stderr)
    try:
        (start,) = wait_for("the list", windows)
        time.sleep(2)
        tell("list", start)
        subprocess.run(["xdotool", "key", "--delay", "300", "Down", "Return"], check=True)
        window = wait_for("an assessment", lambda: len(windows()) > 1 and windows()[-1])
        for tab in wait_for("its tabs", lambda: tabs(window)):
            tab.queryAction().doAction(0)
            time.sleep(2)
            tell(tab.name, window)
    finally:
        program.terminate()
        bus.terminate()


main(sys.argv[2:])
