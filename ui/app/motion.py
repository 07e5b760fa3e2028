"""Reduced motion where the system asks for it.

The program itself animates nothing, which leaves Qt's effects: menus, combo boxes and tool tips that roll or
fade in.  Qt itself takes the cursor's blink rate from the system.
"""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

_SPI_GETCLIENTAREAANIMATION: Final = 0x1042


class Motion(QObject):
    """Disables Qt's effects while the user has animations switched off.

    Windows' setting is read again whenever the user comes back to the program, having been elsewhere to
    change it.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._effects = [effect for effect in Qt.UIEffect if app.isEffectEnabled(effect)]
        app.applicationStateChanged.connect(self._follow)
        self._follow(Qt.ApplicationState.ApplicationActive)

    def _follow(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            wanted = animations_wanted()
            for effect in self._effects:
                self._app.setEffectEnabled(effect, wanted)


def animations_wanted() -> bool:
    """Windows' setting 「アニメーション効果」; on other systems Qt reads the setting itself."""
    if sys.platform == "win32":
        import ctypes

        wanted = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(wanted), 0)
        return bool(wanted.value)
    return True
