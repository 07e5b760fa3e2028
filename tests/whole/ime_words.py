"""Inside a bus and a display of its own: types words with Mozc under IBus into the program.

``ime_words.py INTO PROGRAM [ARGUMENT…] CABINET``, by the system's Python, which has pyatspi.  Between the
words the program saves by itself, something is taken back and done again, tabs change, the search is opened.
INTO gets the words that the field then has.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyatspi  # type: ignore[import-not-found]

from tests.whole.atspi import wait_for, windows

INTO = Path(sys.argv[1])
WORDS = 200


def run(*command: str) -> str:
    """What a command writes."""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def press(*keys: str, pause: float = 0.1) -> None:
    """Press keys one after the other."""
    run("xdotool", "key", "--delay", "25", *keys)
    time.sleep(pause)


def fields(node: Any) -> Iterator[Any]:  # noqa: ANN401
    """The fields of several lines that are on the screen."""
    state = node.getState()
    wanted = (pyatspi.STATE_EDITABLE, pyatspi.STATE_MULTI_LINE, pyatspi.STATE_SHOWING)
    if all(state.contains(one) for one in wanted):
        yield node
    for child in node:
        if child is not None:
            yield from fields(child)


def text_of(field: Any) -> str:  # noqa: ANN401
    """The words of a field."""
    words = field.queryText()
    return str(words.getText(0, words.characterCount))


def mozc() -> bool:
    """Choose Mozc; whether it is in use then."""
    run("ibus", "engine", "mozc-jp")
    return run("ibus", "engine") == "mozc-jp"


def between(number: int) -> None:
    """What happens between two words."""
    if number % 40 == 10:
        time.sleep(1.0)  # the program saves
    elif number % 40 == 20:
        press("ctrl+z", "ctrl+y", pause=0.4)
    elif number % 40 == 30:
        press("ctrl+Next", "ctrl+Prior", pause=1.0)
    elif number % 40 == 0:
        press("ctrl+f", pause=0.8)
        press("Escape", pause=0.8)


def compose(field: Any) -> None:  # noqa: ANN401
    """Type the words: kana, converted, taken."""
    for number in range(1, WORDS + 1):
        press(*"jouhou", "space", "Return")
        between(number)
    INTO.write_text(text_of(field), encoding="utf-8")


def end_mozc() -> None:
    """End the part of Mozc that stays behind the bus: told by its name and its home."""
    home = f"HOME={os.environ['HOME']}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            theirs = (folder / "environ").read_bytes().split(b"\0")
            if home in theirs and b"mozc_server" in (folder / "cmdline").read_bytes():
                os.kill(int(folder.name), signal.SIGTERM)
        except OSError:  # it has ended, or is somebody else's
            continue


def main(command: list[str]) -> None:
    """Start all, type, end all."""
    started = [subprocess.Popen(["ibus-daemon", "--xim", "--panel=disable", "--replace"])]
    try:
        wait_for("IBus", lambda: "unix:" in run("ibus", "address"))
        wait_for("Mozc", mozc)
        started.append(subprocess.Popen(command))
        wait_for("the list", windows)
        time.sleep(2)
        press("Down", "Return", pause=1)
        window = wait_for("an assessment", lambda: len(windows()) > 1 and windows()[-1])
        field = wait_for("a field", lambda: max(fields(window), key=lambda one: len(text_of(one))))
        field.queryComponent().grabFocus()
        time.sleep(1)
        wait_for("Mozc", mozc)
        press("ctrl+a", "Delete", "ctrl+Home", pause=0.5)
        compose(field)
        time.sleep(2)
    finally:
        for process in reversed(started):
            process.terminate()
        end_mozc()


main(sys.argv[2:])
