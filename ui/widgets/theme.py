"""Type scale, spacing scale, and colours derived from the system palette.

Shades are mixed from the palette's text and base colours, so that light, dark and high-contrast desktops each
get a form that looks like paper and keeps their contrast.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

ANSWER_CHARACTERS: Final = 46
"""Full-width characters in a line of an answer, as in print."""

_STEP: Final = 4


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


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """Mix two colours: ``share`` (0 to 1) of the second."""
    return QColor(
        round(first.red() + (second.red() - first.red()) * share),
        round(first.green() + (second.green() - first.green()) * share),
        round(first.blue() + (second.blue() - first.blue()) * share),
    )


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
        (QPalette.ColorRole.AlternateBase, 0.04),
        (QPalette.ColorRole.Midlight, 0.08),
        (QPalette.ColorRole.Mid, 0.35),
    ):
        palette.setColor(role, mixed(base, text, share))
    palette.setColor(QPalette.ColorRole.Button, mixed(mixed(base, text, 0.10), accent, 0.12))
    palette.setColor(QPalette.ColorRole.WindowText, text)
    palette.setColor(QPalette.ColorRole.ButtonText, text)
    palette.setColor(QPalette.ColorRole.PlaceholderText, muted(system))
    if base.lightness() < text.lightness():  # Fusion frames check boxes in a darker shade of this
        palette.setColor(QPalette.ColorRole.Window, mixed(base, text, 0.75))
    return palette


def muted(palette: QPalette) -> QColor:
    """The colour of subdued text: hints, empty states."""
    return mixed(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.38)


def quieten(label: QWidget) -> None:
    """Give a label or link the subdued colour."""
    palette = label.palette()
    palette.setColor(label.foregroundRole(), muted(palette))
    label.setPalette(palette)


def warning(palette: QPalette) -> QColor:
    """The colour of what needs attention, suited to light or dark backgrounds."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
    return QColor("#ffb74d") if dark else QColor("#b45309")


def alarm(palette: QPalette) -> QColor:
    """The colour of errors; always accompanied by an icon's shape."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
    return QColor("#ff8a80") if dark else QColor("#c62828")


def success(palette: QPalette) -> QColor:
    """The colour of what is done."""
    dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
    return QColor("#7bc97f") if dark else QColor("#2e7d32")
