"""What concerns the whole office, from the list; each window is loaded when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from pia_desktop.i18n import _
from ui.widgets.actions import make_action

if TYPE_CHECKING:
    from ui.cabinet.listing import Listing
    from ui.context.open_cabinet import OpenCabinet
    from ui.office.office_window import OfficeWindow
    from ui.reuse.everywhere import Everywhere


class OfficeActions:
    """The actions, and the windows that they have opened, one of each."""

    def __init__(self, listing: Listing, everywhere: Everywhere) -> None:
        self._listing = listing
        self._everywhere = everywhere
        self._windows: dict[str, OfficeWindow] = {}
        window = listing.widget()
        self.registers = make_action(window, _("&Registers…"), self._show_registers, "Ctrl+Shift+L")
        self.all: list[QAction] = [self.registers]

    def refresh(self, *, there: bool) -> None:
        """Offer what can be done now."""
        for action in self.all:
            action.setEnabled(there)

    def close(self) -> None:
        """The cabinet is let go: its windows close."""
        for window in list(self._windows.values()):
            window.close()

    def window(self, name: str) -> OfficeWindow | None:
        """The window of this name that is open."""
        return self._windows.get(name)

    def _show_registers(self) -> None:
        from ui.office.register_window import RegisterWindow

        self._open(
            "registers", lambda cabinet: RegisterWindow(cabinet, self._listing.navigator, self._everywhere)
        )

    def _open(self, name: str, make: Callable[[OpenCabinet], OfficeWindow]) -> None:
        """Open a window, or bring it to the front."""
        cabinet = self._listing.cabinet
        window = self._windows.get(name)
        if window is None and cabinet is not None:
            window = self._windows[name] = make(cabinet)
            window.closed.connect(lambda: self._windows.pop(name, None))
        if window is not None:
            window.show()
            window.raise_()
            window.activateWindow()
