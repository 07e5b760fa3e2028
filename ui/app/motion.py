"""Stillness where the system asks for it.

Nothing of the program's own moves, so what is left is Qt's: menus, lists and tips that roll or fade in.  The
cursor blinks as fast as the system has it, which Qt asks for by itself.
"""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

_SPI_GETCLIENTAREAANIMATION: Final = 0x1042


def follow_motion(app: QApplication) -> None:
    """Show menus, lists and tips at once where the user has switched animations off."""
    if not animations_wanted():
        for effect in Qt.UIEffect:
            app.setEffectEnabled(effect, False)


def animations_wanted() -> bool:
    """What Windows' settings say under 「アニメーション効果」; other systems tell Qt itself."""
    if sys.platform == "win32":
        import ctypes

        wanted = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(wanted), 0)
        return bool(wanted.value)
    return True
