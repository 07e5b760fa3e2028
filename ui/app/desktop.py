"""Adapts the program's style and colours to the desktop, also when the user changes that while it runs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPalette, QWindow
from PySide6.QtWidgets import QApplication

from ui.widgets.contrast import mixed, readable
from ui.widgets.overrides import guarded
from ui.widgets.theme import readable_palette

ROW_VIEWS: Final = ("QListView", "QTreeView", "QTableView")
"""Qt's classes of views with rows that can be selected."""

_TINTING: Final = frozenset({"windowsvista", "windows11"})
_TINT: Final = 0.3
"""Share of the accent colour in a tinted row."""

_REPLACED: Final = frozenset({"", "windows", "fusion"})
"""Styles that ``ClearFusion`` improves on; "windows" is the Windows 95 style."""


@guarded
class _Theme(QWindow):
    """Is told of new colours and fonts of the desktop: Qt tells every window, shown or not."""

    changed = Signal()

    def event(self, event: QEvent) -> bool:
        taken = super().event(event)
        if event.type() == QEvent.Type.ThemeChange:
            self.changed.emit()
        return taken


class Desktop(QObject):
    """Applies style and colours to an application, again whenever the desktop's change."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._style = app.style().objectName()
        self.theme = _Theme()
        self.theme.changed.connect(self._follow)
        choose_style(app, self._style)

    def _follow(self) -> None:
        self._app.setPalette(QPalette())  # the desktop's own colours, without adjustments to those of before
        choose_style(self._app, self._style)


def choose_style(app: QApplication, system: str) -> None:
    """Use the system's style, or a better one for it, with colours in which all text is readable."""
    style = style_for(system, strong=wants_contrast(app))
    _set_style(app, style)
    app.setPalette(readable_palette(app.palette()))
    for kind in ROW_VIEWS:
        rows = row_palette(app.palette(), style, kind)
        app.setPalette(rows, kind)  # type: ignore[arg-type]  # the stub asks for bytes


def wants_contrast(app: QApplication) -> bool:
    """Whether the user has chosen a contrast theme."""
    hints = app.styleHints()  # a name of its own: PySide deletes what belongs to a temporary object
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def style_for(system: str, *, strong: bool) -> str:
    """The style to use in place of the system's; ``strong``: with a contrast theme.

    Windows 11's style draws words of menus and buttons white there, on the white of a light theme as well;
    the Vista style takes text and background of a selected row from different sources.
    """
    return "fusion" if strong or system in _REPLACED else system


def _set_style(app: QApplication, style: str) -> None:
    if style != "fusion":
        if app.style().objectName() != style:
            app.setStyle(style)
        return
    from ui.app.fusion_style import ClearFusion

    if not isinstance(app.style(), ClearFusion):
        app.setStyle(ClearFusion())


def row_palette(palette: QPalette, style: str, kind: str) -> QPalette:
    """The palette for a kind of view, adjusted so that text and icons of selected rows stay readable.

    Windows styles tint a selected row but keep its text colour; white text would vanish on it.  Tables are
    filled by the Vista style with the colour for selections itself, which becomes such a tint.
    """
    rows = QPalette(palette)
    if style in _TINTING:
        text, accent = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Highlight)
        rows.setColor(QPalette.ColorRole.HighlightedText, text)
        if kind == "QTableView":
            tint = mixed(palette.color(QPalette.ColorRole.Base), accent, _TINT)
            rows.setColor(QPalette.ColorRole.Highlight, readable(tint, text))
    return rows
