"""Type scale, spacing scale, and colours derived from the system palette.

Shades are mixed from the palette's text and base colours, so that light, dark and high-contrast desktops each
get a form that looks like paper and keeps their contrast.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ui.widgets.contrast import FOR_WORDS, contrast, mixed, readable

ANSWER_CHARACTERS: Final = 46
"""Full-width characters in a line of an answer, as in print."""

_STEP: Final = 4
_LIGHTEST: Final = 0.04
_DARKEST: Final = 0.08
"""Shares of the text colour in the lightest and in the darkest tinted cells of a form."""

_ON_MARKED: Final = 5.2
"""Contrast of text in selected rows; more than FOR_WORDS, as Fusion lightens the focused row."""


def space(steps: int) -> int:
    """A distance in device-independent pixels: 4 per step."""
    return steps * _STEP


def em(widget: QWidget | None = None) -> int:
    """Width of a full-width character of the body font, in device-independent pixels."""
    metrics = QFontMetrics(widget.font() if widget else QApplication.font())
    return max(metrics.horizontalAdvance("漢"), 8)


def scaled_font(factor: float, *, bold: bool = False) -> QFont:
    """The application font scaled: small 0.9, body 1, heading 1.1, title 1.4."""
    font = QFont(QApplication.font())
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * factor)
    else:
        font.setPixelSize(round(font.pixelSize() * factor))
    font.setBold(bold)
    return font


def small_font() -> QFont:
    """Hints and counts."""
    return scaled_font(0.9)


def heading_font() -> QFont:
    """Section headings."""
    return scaled_font(1.05, bold=True)


def title_font() -> QFont:
    """Part titles."""
    return scaled_font(1.4, bold=True)


def readable_palette(system: QPalette) -> QPalette:
    """The system palette, with colours adjusted in which text would be unreadable.

    Selection, links, placeholders and disabled text are too pale on some desktops.  With Windows' contrast
    themes Qt leaves the background of every second row as it was, and dims an inactive window's text as if
    it were disabled.  As a copy of the system palette it leaves all other roles to the system.
    """
    adjusted = QPalette(system)
    role, off, behind = QPalette.ColorRole, QPalette.ColorGroup.Disabled, QPalette.ColorGroup.Inactive
    text = system.color(role.Text)
    if contrast(system.color(role.AlternateBase), text) < FOR_WORDS:
        adjusted.setColor(role.AlternateBase, mixed(system.color(role.Base), text, _LIGHTEST))
    if system.color(behind, role.WindowText) == system.color(off, role.WindowText):
        adjusted.setColor(behind, role.WindowText, system.color(role.WindowText))
    backgrounds = [*_backgrounds(system), button_background(system)]
    adjusted.setColor(role.PlaceholderText, muted(system))
    adjusted.setColor(role.Link, readable(system.color(role.Link), *backgrounds))
    marked = readable(system.color(role.Highlight), system.color(role.HighlightedText), least=_ON_MARKED)
    adjusted.setColor(role.Highlight, marked)
    for words in (role.WindowText, role.Text, role.ButtonText):
        adjusted.setColor(off, words, readable(system.color(off, words), *backgrounds))
    return adjusted


def button_background(palette: QPalette) -> QColor:
    """The lightest shade in which Fusion fills a button."""
    return palette.color(QPalette.ColorRole.Button).lighter(145)


def _backgrounds(palette: QPalette) -> list[QColor]:
    """The background colours of text and marks, including the darkest cells of a form."""
    base, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
    others = (palette.color(role) for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Button))
    return [mixed(base, text, _DARKEST), *(one for one in others if contrast(one, text) >= FOR_WORDS)]


def form_palette(system: QPalette) -> QPalette:
    """The palette of a form page, by the roles its cells paint with.

    Base: answer cells; AlternateBase: label cells; Midlight: risk and entry headings; Button: section
    headings; Mid: grid lines.
    """
    base = system.color(QPalette.ColorRole.Base)
    text = system.color(QPalette.ColorRole.Text)
    accent = system.color(QPalette.ColorRole.Highlight)
    palette = QPalette(system)
    for role, share in (
        (QPalette.ColorRole.AlternateBase, _LIGHTEST),
        (QPalette.ColorRole.Midlight, _DARKEST),
        (QPalette.ColorRole.Mid, 0.35),
    ):
        palette.setColor(role, mixed(base, text, share))
    palette.setColor(QPalette.ColorRole.Button, mixed(mixed(base, text, 0.10), accent, 0.12))
    palette.setColor(QPalette.ColorRole.WindowText, text)
    palette.setColor(QPalette.ColorRole.ButtonText, text)
    palette.setColor(QPalette.ColorRole.PlaceholderText, muted(system))
    if is_dark(system):  # Fusion frames check boxes in a darker shade of this
        palette.setColor(QPalette.ColorRole.Window, mixed(base, text, 0.75))
    return palette


def muted(palette: QPalette) -> QColor:
    """The colour of secondary text: hints, empty states."""
    text, base = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    return readable(mixed(text, base, 0.38), *_backgrounds(palette))


def quieten(label: QLabel) -> None:
    """Show a label as secondary text; follows changes of the palette."""
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)


def warning(palette: QPalette) -> QColor:
    """The colour of warnings; dark on light, light on dark."""
    return _signal(palette, "#b45309", "#ffb74d")


def alarm(palette: QPalette) -> QColor:
    """The colour of errors, always accompanied by an icon."""
    return _signal(palette, "#c62828", "#ff8a80")


def success(palette: QPalette) -> QColor:
    """The colour of success."""
    return _signal(palette, "#2e7d32", "#7bc97f")


def _signal(palette: QPalette, on_light: str, on_dark: str) -> QColor:
    return readable(QColor(on_dark if is_dark(palette) else on_light), *_backgrounds(palette))


def is_dark(palette: QPalette) -> bool:
    """Whether text is lighter than its background."""
    text, base = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    return text.lightness() > base.lightness()
