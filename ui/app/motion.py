"""Reduced motion where the system asks for it.

The program itself animates nothing, which leaves Qt's effects: menus, combo boxes and tool tips that roll or
fade in.  Qt itself takes the cursor's blink rate from the system.
"""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

_SPI_GETCLIENTAREAANIMATION: Final = 0x1042


def follow_motion(app: QApplication) -> None:
    """Disable Qt's effects if the user has switched animations off."""
    if not animations_wanted():
        for effect in Qt.UIEffect:
            app.setEffectEnabled(effect, False)


def animations_wanted() -> bool:
    """Windows' setting 「アニメーション効果」; on other systems Qt reads the setting itself."""
    if sys.platform == "win32":
        import ctypes

        wanted = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(wanted), 0)
        return bool(wanted.value)
    return True
