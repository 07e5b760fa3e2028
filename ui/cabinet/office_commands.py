"""What concerns the whole office, from the list; each window is loaded when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.cabinet.listing import Listing
    from ui.context.open_cabinet import OpenCabinet
    from ui.office.office_window import OfficeWindow
    from ui.reuse.everywhere import Everywhere


class OfficeCommands:
    """Opens the windows, one of each."""

    def __init__(self, listing: Listing, everywhere: Everywhere) -> None:
        self._listing = listing
        self._everywhere = everywhere
        self._windows: dict[str, OfficeWindow] = {}

    def close(self) -> None:
        """The cabinet is let go: its windows close."""
        for window in list(self._windows.values()):
            window.close()

    def window(self, name: str) -> OfficeWindow | None:
        """The window of this name that is open."""
        return self._windows.get(name)

    def show_registers(self) -> None:
        """Show what all assessments say of systems, contractors and more."""
        from ui.office.register_window import RegisterWindow

        self._open(
            "registers", lambda cabinet: RegisterWindow(cabinet, self._listing.navigator, self._everywhere)
        )

    def show_plan(self) -> None:
        """Show 計画管理書."""
        from ui.office.plan_window import PlanWindow

        self._open("plan", lambda cabinet: PlanWindow(cabinet, self._listing.navigator))

    def show_year(self) -> None:
        """Show what the year holds."""
        from ui.office.year_window import YearWindow

        self._open("year", lambda cabinet: YearWindow(cabinet, self._listing.navigator))

    def show_remarks(self) -> None:
        """Show the open remarks of all assessments."""
        from ui.office.remarks_window import RemarksWindow

        self._open("remarks", lambda cabinet: RemarksWindow(cabinet, self._listing.navigator))

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
