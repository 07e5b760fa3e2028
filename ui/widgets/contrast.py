"""Contrast between colours as the Web Content Accessibility Guidelines (WCAG 2) define it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QColor

FOR_WORDS: Final = 4.5
FOR_MARKS: Final = 3.0
_BLACK: Final = QColor(0, 0, 0)
_WHITE: Final = QColor(255, 255, 255)
_STEPS: Final = 20


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio, from 1 (same colour) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """``share`` of the second colour in the first; 0 to 1."""
    return QColor(
        round(first.red() + (second.red() - first.red()) * share),
        round(first.green() + (second.green() - first.green()) * share),
        round(first.blue() + (second.blue() - first.blue()) * share),
    )


def readable(colour: QColor, *backgrounds: QColor, least: float = FOR_WORDS) -> QColor:
    """The colour, shifted towards black or white until it reaches this contrast to every background."""
    return QColor.fromRgba(_readable(colour.rgba(), tuple(each.rgba() for each in backgrounds), least))


@lru_cache(maxsize=256)
def _readable(rgba: int, backgrounds: tuple[int, ...], least: float) -> int:
    """Remembered: every icon and every painted frame asks for the same few."""
    colour, behind = QColor.fromRgba(rgba), [QColor.fromRgba(each) for each in backgrounds]

    def weakest(one: QColor) -> float:
        return min(contrast(one, background) for background in behind)

    end = max((_BLACK, _WHITE), key=weakest)
    shades = (mixed(colour, end, step / _STEPS) for step in range(_STEPS + 1))
    return next((shade for shade in shades if weakest(shade) >= least), end).rgba()
