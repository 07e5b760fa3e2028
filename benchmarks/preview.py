"""How long from a keystroke to the new picture of the page: ``python -m benchmarks.preview``

The window types into the longest answer of the larger sample, the preview beside it, at the sample's own size
and at about 600 pages.  A keystroke ends when the page that holds it has been painted anew.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.paper import grown
from benchmarks.samples import Row, larger_document, show
from pia_desktop.assessment.assessment import Assessment
from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.forms.values import Picture

if TYPE_CHECKING:
    from ui.preview.view import PageView

KEYS = 200
LONG_PRINT = 600


@dataclass(frozen=True, slots=True)
class Typed:
    """Seconds of each keystroke: until the picture is there, and until the window answers again."""

    pages: int
    pictures: list[float]
    keys: list[float]


class Store:
    """Keeps nothing: saving has a figure of its own."""

    def __init__(self, pictures: PictureSource) -> None:
        self.pictures = pictures

    def submit(self, edit: Edit) -> None:
        pass

    def put_picture(self, data: bytes, picture: Picture) -> None:
        pass


def type_beside_preview(root: Node) -> Typed:
    """Type into an assessment with its preview shown."""
    from PySide6.QtWidgets import QApplication

    from benchmarks.window import settle
    from ui.assessment.window import AssessmentWindow
    from ui.context.session import Session

    document = larger_document()
    session = Session(Assessment(document.form, root), Store(document.pictures))
    window = AssessmentWindow(session, lambda: True)
    window.resize(1600, 1000)
    window.show()
    settle()
    session.item_requested.emit(longest(root, session.file_key))
    settle()
    window.panes.preview.show()
    while window.panes.preview.panel.view.layout_ is None:
        QApplication.processEvents()
    settle()
    typed = press_keys(window.panes.preview.panel.view)
    window.close_unsaved()
    return typed


def press_keys(view: PageView) -> Typed:
    """Type into the field that has the cursor."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    from ui.form.texts import GrowingText

    field = QApplication.focusWidget()
    assert isinstance(field, GrowingText), field
    pictures, keys = [], []
    layout = view.layout_
    for number in range(KEYS):
        key, words = (Qt.Key.Key_Return, "\r") if number % 40 == 39 else (Qt.Key.Key_A, "字")
        began = time.perf_counter()
        press = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, words)
        QApplication.sendEvent(field, press)
        QApplication.processEvents()
        keys.append(time.perf_counter() - began)
        while view.layout_ is layout:
            QApplication.processEvents()
        view.viewport().repaint()
        pictures.append(time.perf_counter() - began)
        layout = view.layout_
        QApplication.processEvents()
    return Typed(view.count, pictures, keys)


def longest(root: Node, file: str) -> tuple[str, ...]:
    """The item of the first file that holds the most words."""
    node = root.lists["files"][file]
    texts = {item: len(value) for item, value in node.answers.items() if isinstance(value, str)}
    return ("files", file, max(texts, key=lambda item: texts[item]))


def rows() -> list[Row]:
    """What was measured, the figure, and the goal."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    root = larger_document().root
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PIA_DESKTOP_HOME"] = str(Path(folder))
        from PySide6.QtWidgets import QApplication

        from ui.app.application import make_application

        QApplication.instance() or make_application()
        for times in (1, round(LONG_PRINT / 35)):
            typed = type_beside_preview(grown(root, times) if times > 1 else root)
            median, p95 = (1000 * q for q in (statistics.median(typed.pictures), _p95(typed.pictures)))
            found += [
                (
                    f"Keystroke to new picture in the preview, {typed.pages} pages, median, 95th percentile",
                    f"{median:.0f} ms, {p95:.0f} ms",
                    "under 40 ms, 80 ms",
                ),
                (
                    "The same until the window takes the next key, 95th percentile",
                    f"{_p95(typed.keys) * 1000:.1f} ms",
                    "",
                ),
            ]
    return found


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[18]


if __name__ == "__main__":
    show(rows())
