"""What the program leaves on a terminal and beside a cabinet that holds withheld words, and where they are.

``python -m tests.outputs.tokens`` asks this too; ``docs/faults.md`` says what each place may hold.  This
module as a program is the clerk: it opens, looks for a word, prints, carries out, meets a fault, closes.
With ``portable`` the program is a copy marked as such, and the user's profile must stay empty.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Final
from unittest.mock import patch

from db.cabinet import Cabinet
from pia_desktop.paths import PORTABLE_FOLDER, PORTABLE_MARKS
from tests.conftest import ROOT
from tests.outputs.tokens import Planted, words_in

BY_DESIGN: Final = frozenset(("cabinet", "backups", "search", "carried", "reviewer"))
"""Whole copies of what a cabinet holds: for this office's own people alone."""

PROFILE: Final = "profile"
"""The user's own folder on the terminal."""

_PATIENCE: Final = 60.0


def tokens_left(planted: Planted, folder: Path, *, portable: bool = False) -> dict[str, list[str]]:
    """The tokens in each place, after a clerk has worked with them and the program has ended."""
    cabinet = folder / "own" / "台帳.pia"
    cabinet.parent.mkdir()
    with Cabinet.create(cabinet) as made:
        made.new(planted.snapshot.form, planted.snapshot.root, planted.pictures)
    profile, temporary = folder / "profile", folder / "temporary"
    profile.mkdir()
    temporary.mkdir()
    program = portable_copy(folder / "stick") if portable else ROOT
    home = program / PORTABLE_FOLDER if portable else folder / "home"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIA_", "XDG_"))}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "HOME": str(profile), "LOCALAPPDATA": str(profile)}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    if portable:
        environment["PYTHONPATH"] = str(program)
    else:
        environment["PIA_DESKTOP_HOME"] = str(home)
    subprocess.run(
        [sys.executable, "-m", "tests.outputs.traces", str(cabinet), planted.tokens[0]],
        cwd=program,
        env=environment,
        check=True,
        timeout=300,
        stdout=subprocess.DEVNULL,
    )
    own = sorted(cabinet.parent.iterdir())
    places = {
        "cabinet": [cabinet],
        "carried": [cabinet.with_name("all.piax")],
        "reviewer": [cabinet.with_name("review.piax")],
        "beside the cabinet": [one for one in own if one.suffix not in (".pia", ".piax")],
        "temporary folder": sorted(temporary.rglob("*")),
        PROFILE: sorted(profile.rglob("*")),
        **{path.name: sorted((path, *path.rglob("*"))) for path in home.iterdir()},
    }
    if portable:
        assert places[PROFILE] == places["temporary folder"] == []
    return {place: _found(paths, planted.tokens) for place, paths in places.items()}


def portable_copy(folder: Path) -> Path:
    """The program in a folder of its own, marked as portable; what tells it where it lies is copied."""
    folder.mkdir()
    shutil.copytree(
        ROOT / "pia_desktop", folder / "pia_desktop", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("db", "ui", "resources", "tests"):
        (folder / name).symlink_to(ROOT / name)
    (folder / PORTABLE_MARKS[0]).touch()
    return folder


def _found(paths: list[Path], tokens: list[str]) -> list[str]:
    words = "\n".join((path.name + words_in(path)) if path.is_file() else path.name for path in paths)
    return [one for one in tokens if one in words]


# ---- the clerk


def _work(cabinet: Path, token: str) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from pia_desktop.cli.main import main
    from pia_desktop.paths import user_data_dir
    from ui.app import application
    from ui.app.coordinator import Coordinator

    def fault() -> None:
        raise KeyError(token)

    def meet(coordinator: Coordinator) -> None:
        window = coordinator.open_assessment(1)
        assert window is not None
        assert coordinator.store is not None
        window.panes.find.show()
        window.panes.find.panel.begin(token)
        coordinator.search_cabinet()
        coordinator.cabinet_window.pages.search.words.setText(token)
        coordinator.store.back_up()
        QTimer.singleShot(0, fault)
        wanted = [user_data_dir() / name for name in ("log", "backups", "search")]
        until = time.monotonic() + _PATIENCE
        while not all(path.exists() for path in wanted) and time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.02)
        coordinator.quit()
        QApplication.quit()  # the report of the fault is still there

    class Watched(Coordinator):
        def open_cabinet(self, path: Path, *, create: bool = False) -> bool:
            QTimer.singleShot(500, lambda: meet(self))
            return super().open_cabinet(path, create=create)

    for scope, name in (("whole", "all.piax"), ("review", "review.piax")):
        assert main(["pack", str(cabinet), "1", "-o", str(cabinet.with_name(name)), "--for", scope]) == 0
    with patch("ui.app.coordinator.Coordinator", Watched):
        application.run_window(cabinet)


if __name__ == "__main__":
    _work(Path(sys.argv[1]), sys.argv[2])
