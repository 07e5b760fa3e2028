"""Desktops as people set them up, and the program on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui.app.desktop import choose_style

_ROLE = QPalette.ColorRole


class Colours(NamedTuple):
    """The colours of a desktop, as Windows' settings for contrast name them."""

    window: str
    base: str
    text: str
    button: str
    marked: str
    marked_text: str
    link: str
    grey: str


DESKTOPS: Final = {
    "Fusion, light": Colours(
        "#efefef", "#ffffff", "#000000", "#efefef", "#308cc6", "#ffffff", "#0000ff", "#bebebe"
    ),
    "Fusion, dark": Colours(
        "#323232", "#242424", "#ffffff", "#323232", "#308cc6", "#ffffff", "#308cc6", "#828282"
    ),
    "Windows, light": Colours(
        "#f0f0f0", "#ffffff", "#000000", "#f0f0f0", "#0078d7", "#ffffff", "#0066cc", "#6d6d6d"
    ),
    "Windows, dark": Colours(
        "#1e1e1e", "#2d2d2d", "#ffffff", "#3c3c3c", "#0078d7", "#ffffff", "#4cc2ff", "#9d9d9d"
    ),
    "high contrast, black": Colours(
        "#000000", "#000000", "#ffffff", "#000000", "#1aebff", "#000000", "#ffff00", "#3ff23f"
    ),
    "high contrast, white": Colours(
        "#ffffff", "#ffffff", "#000000", "#ffffff", "#37006e", "#ffffff", "#00009f", "#600000"
    ),
    "high contrast, dusk": Colours(
        "#2d3236", "#2d3236", "#ffffff", "#2d3236", "#a1bfde", "#212d3b", "#70ebde", "#a6a6a6"
    ),
    "high contrast, desert": Colours(
        "#fffaef", "#fffaef", "#3d3d3d", "#fffaef", "#903909", "#fff5e3", "#1c5e75", "#676767"
    ),
}


def desktop_palette(name: str) -> QPalette:
    """The palette that Qt makes of a desktop's colours."""
    colours = DESKTOPS[name]
    palette = QPalette(QColor(colours.button), QColor(colours.window))
    for colour, *roles in (
        (colours.base, _ROLE.Base, _ROLE.ToolTipBase),
        (colours.text, _ROLE.Text, _ROLE.WindowText, _ROLE.ButtonText, _ROLE.ToolTipText),
        (colours.marked, _ROLE.Highlight),
        (colours.marked_text, _ROLE.HighlightedText),
        (colours.link, _ROLE.Link),
    ):
        for role in roles:
            palette.setColor(role, QColor(colour))
    half = QColor(colours.text)
    half.setAlpha(128)
    palette.setColor(_ROLE.PlaceholderText, half)
    for role in (_ROLE.Text, _ROLE.WindowText, _ROLE.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.grey))
    if "contrast" in name:
        palette.setColor(_ROLE.AlternateBase, QColor("#e9e7e3"))
        palette.setColor(QPalette.ColorGroup.Inactive, _ROLE.WindowText, QColor(colours.grey))
    return palette


@contextmanager
def on_desktop(app: QApplication, name: str) -> Iterator[None]:
    """The program on a desktop; afterwards where it was before."""
    before = app.palette()
    app.setPalette(desktop_palette(name))
    choose_style(app, app.style().objectName())
    try:
        yield
    finally:
        app.setPalette(before)
        choose_style(app, app.style().objectName())
