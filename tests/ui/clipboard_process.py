"""Drives every kind of clipboard through every kind of field of a window, in a process that may die of it.

``python -m tests.ui.clipboard_process FOLDER`` prints what failed, and ``alive`` at the end.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from db.cabinet import Cabinet
from pia_desktop.exchange.interchange import read_file
from pia_desktop.paths import resource_root
from tests.strategies import bomb_png, png
from tests.ui.shell import free
from ui.app.application import make_application
from ui.app.coordinator import Coordinator
from ui.assessment.actions import ADD_NOTE, FIND
from ui.assessment.form_tab import form_tab
from ui.form.figure import FigureEditor
from ui.reuse.clipboard import MIME as ASSESSMENT_MIME
from ui.widgets.own_words import MIME

SHEET = "<html><body><table><tr><td>甲</td><td>乙<br>二</td></tr></table></body></html>"
MARKS = "\u0301\u0316" * 30_000
Clips = dict[str, Callable[[], QMimeData]]


def made(
    text: str | None = None,
    html: str | None = None,
    image: QImage | None = None,
    urls: tuple[str, ...] = (),
    formats: dict[str, bytes] | None = None,
) -> Callable[[], QMimeData]:
    """One clipboard; ``formats`` by their names."""

    def make() -> QMimeData:
        data = QMimeData()
        if text is not None:
            data.setText(text)
        if html is not None:
            data.setHtml(html)
        if image is not None:
            data.setImageData(image)
        if urls:
            data.setUrls([QUrl(url) for url in urls])
        for name, raw in (formats or {}).items():
            data.setData(name, QByteArray(raw))
        return data

    return make


def clips(folder: Path) -> Clips:
    """What other programs, this one and an attacker put on a clipboard."""
    picture = QImage(4, 3, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.blue)
    files = {name: folder / name for name in ("一.png", "二.png", "偽.png", "爆.png", "表.xlsx")}
    files["一.png"].write_bytes(png(3, 2))
    files["二.png"].write_bytes(png(2, 3))
    files["偽.png"].write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    files["爆.png"].write_bytes(bomb_png())
    files["表.xlsx"].write_bytes(b"PK\3\4")
    urls = {name: QUrl.fromLocalFile(str(file)).toString() for name, file in files.items()}
    return {
        "nothing": made(),
        "text": made("甲乙丙"),
        "number": made("1,200\r\n"),
        "date": made("R6.8.30"),
        "web page": made("甲乙", "<p>甲<b>乙</b><img src='file:///etc/passwd'></p>"),
        "only html": made(html="<p>甲<script>1</script></p>"),
        "a cell": made('"①資格\n②""証"""\r\n', SHEET, picture, formats={"Csv": b"1"}),
        "a range": made("甲\t乙\r\n丙\t\r\n", SHEET, picture, formats={"application/x-office": b"x"}),
        "Word": made(
            "甲\x0b乙\r\n\u00a0丙", "<p class=Mso>甲</p>", picture, formats={"text/rtf": b"{\\rtf1}"}
        ),
        "screenshot": made(image=picture),
        "null picture": made(image=QImage()),
        "broken picture": made(formats={"image/png": b"\x89PNG broken", "application/x-qt-image": b"broken"}),
        "a picture file": made(str(files["一.png"]), urls=(urls["一.png"],)),
        "several files": made("\n".join(urls), urls=tuple(urls.values())),
        "a file that is gone": made(urls=("file:///nowhere/甲.png",)),
        "a folder": made(urls=(QUrl.fromLocalFile(str(folder)).toString(),)),
        "a link": made("https://example.jp/", urls=("https://example.jp/",)),
        "all at once": made("甲", SHEET, picture, tuple(urls.values())),
        "own garbage": made("甲", formats={MIME: b'[[["a",[[0,9]]]]]'}),
        "own nesting": made(formats={MIME: b"[" * 200_000}),
        "own withheld": made("秘密", formats={MIME: '[[["秘密",[[0,2]]]]]'.encode()}),
        "own assessment": made("甲", formats={ASSESSMENT_MIME: b'{"form": {}}'}),
        "controls": made("甲\0\x1b\ud800乙\ufffe\ufdd0\ufffc"),
        "radicals": made("⽅⽇⽤⼈\u200b"),
        "marks without end": made(f"a{MARKS}"),
        "too much": made("字" * 150_000),
        "deep html": made(html="<div>" * 3_000 + "甲"),
    }


KINDS = (QTextEdit, QPlainTextEdit, QLineEdit, QComboBox, QCheckBox, QAbstractItemView, FigureEditor)


def kind_of(field: QWidget) -> str:
    """The class of a field, and that of the editor or whatever else holds it."""
    holder = field.parentWidget()
    while isinstance(holder, QWidget) and type(holder) is QWidget:
        holder = holder.parentWidget()
    return f"{type(holder).__name__}/{type(field).__name__}"


def fields(root: QWidget, driven: set[str]) -> Iterator[QWidget]:
    """One field of each kind that is to be seen and was not driven before."""
    for field in root.findChildren(QWidget):
        if isinstance(field, KINDS) and field.isVisible() and kind_of(field) not in driven:
            driven.add(kind_of(field))
            yield field


def drive(field: QWidget, clip: Callable[[], QMimeData]) -> None:
    """Paste by the keys over all that is there, drop, copy and cut."""
    QGuiApplication.clipboard().setMimeData(clip())
    field.setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_V, Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V):
        QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    target = field.viewport() if isinstance(field, QAbstractItemView | QTextEdit | QPlainTextEdit) else field
    data, at = clip(), QPoint(3, 3)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(at, Qt.DropAction.CopyAction, data, buttons, keys))
    QApplication.sendEvent(target, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, buttons, keys))
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and widget.isModal():
            widget.close()
    QApplication.processEvents()


def through(root: QWidget, ways: Clips, driven: set[str], failed: list[str]) -> None:
    """Every clipboard through every kind of field below a widget."""
    for field in list(fields(root, driven)):
        for name, clip in ways.items():
            if not isValid(field):
                break
            before = len(failed)
            drive(field, clip)
            if len(failed) > before:
                print("FAILED", name, kind_of(field), failed[-1], flush=True)


def main(folder: Path) -> int:
    """Everything through everything; the number of faults."""
    failed: list[str] = []

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        failed.append("".join(traceback.format_exception(kind, error, trace)))

    make_application()
    sys.excepthook = note
    found = read_file(resource_root() / "samples" / "yoshiki4.json")
    with Cabinet.create(folder / "台帳.pia") as cabinet:
        cabinet.new(found.form, found.root, found.pictures)
    coordinator = Coordinator(form_tab)
    assert coordinator.open_cabinet(folder / "台帳.pia")
    coordinator.cabinet_window.show()
    window = coordinator.open_assessment(1)
    assert window is not None
    window.resize(1200, 800)
    ways, driven = clips(folder), set[str]()
    window.actions_[ADD_NOTE].trigger()
    window.actions_[FIND].trigger()
    for index in range(window.tabs.count()):
        window.tabs.setCurrentIndex(index)
        for _round in range(2):  # what was pasted makes fields of its own, such as that of a caption
            QApplication.processEvents()
            through(window, ways, driven, failed)
    through(coordinator.cabinet_window, ways, driven, failed)
    print(len(ways), "clipboards through", len(driven), "kinds:", *sorted(driven))
    for _step in range(window.session.undo_stack.count()):
        window.session.undo_stack.undo()
    QGuiApplication.clipboard().clear()
    window.close_unsaved()
    coordinator.cabinet_window.close()
    coordinator.shut()
    free()
    print("alive", len(failed), flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
