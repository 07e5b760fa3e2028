"""Adapts the program's style and colours to the desktop, also when the user changes that while it runs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPalette, QWindow
from PySide6.QtWidgets import QApplication, QProxyStyle

from ui.widgets.contrast import mixed, readable
from ui.widgets.overrides import guarded
from ui.widgets.text_size import USUAL, text_size
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
    font_changed = Signal()

    def event(self, event: QEvent) -> bool:
        taken = super().event(event)
        if event.type() == QEvent.Type.ThemeChange:
            self.changed.emit()
        elif event.type() == QEvent.Type.ApplicationFontChange:
            self.font_changed.emit()
        return taken


class Desktop(QObject):
    """Applies style and colours to an application, again whenever the desktop's change."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._style = app.style().objectName()
        self.theme = _Theme()
        self.theme.changed.connect(self._follow)
        self.theme.font_changed.connect(self._follow_font)
        choose_style(app, self._style)

    def _follow(self) -> None:
        self._app.setPalette(QPalette())  # the desktop's own colours, without adjustments to those of before
        choose_style(self._app, self._style)

    def _follow_font(self) -> None:
        _set_style(self._app, style_for(self._style, strong=wants_contrast(self._app)))


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
    """Use a style, with boxes to tick as large as the words."""
    ratio = max(text_size() / USUAL, 1.0)
    now = app.style()
    if ratio > 1:
        from ui.app.large_marks import LargeMarks, LargeMarksFusion

        large = LargeMarksFusion if style == "fusion" else LargeMarks
        if not isinstance(now, large) or now.ratio != ratio or now.objectName() != style:
            app.setStyle(LargeMarksFusion(ratio) if style == "fusion" else LargeMarks(style, ratio))
    elif style == "fusion":
        from ui.app.fusion_style import ClearFusion

        if type(now) is not ClearFusion:
            app.setStyle(ClearFusion())
    elif now.objectName() != style or isinstance(now, QProxyStyle):
        app.setStyle(style)


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
