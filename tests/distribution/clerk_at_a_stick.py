"""A clerk with a portable program: types, searches, chooses a file, prints, and the program dies.

``python clerk_at_a_stick.py CABINET`` with the copied program on the path.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from pia_desktop.cli import main

PATIENCE = 30.0


def work(cabinet: Path) -> None:
    """All that leaves something somewhere; ends by being killed."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QFileDialog

    from pia_desktop.paths import user_data_dir
    from ui.app import application

    def fault() -> None:
        raise RuntimeError("a fault of the program, for its log")

    def use() -> None:
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.show()
        dialog.close()  # Qt remembers the folder when it closes
        QTimer.singleShot(0, fault)
        wanted = [user_data_dir() / name for name in ("log", "backups", "window.ini")]
        until = time.monotonic() + PATIENCE
        while not all(path.exists() for path in wanted) and time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)  # Windows has one way

    application.make_application()
    QTimer.singleShot(500, use)
    application.run_window(cabinet)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    sample = Path(sys.argv[2])
    assert main(["import", str(path), str(sample)]) == 0
    assert main(["search", str(path), "個人"]) == 0
    assert main(["print", str(path), "1", "-o", str(path.with_suffix(".pdf"))]) == 0
    work(path)
