"""Commands for the whole office; each window is imported on first use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.cabinet.listing import Listing
    from ui.context.open_cabinet import OpenCabinet
    from ui.office.office_window import OfficeWindow
    from ui.reuse.cabinet_replacer import CabinetReplacer


class OfficeCommands:
    """Opens the office windows, one of each."""

    def __init__(self, listing: Listing, cabinet_replacer: CabinetReplacer) -> None:
        self._listing = listing
        self._cabinet_replacer = cabinet_replacer
        self._windows: dict[str, OfficeWindow] = {}

    def close(self) -> None:
        """Close the windows: the cabinet is closing."""
        for window in list(self._windows.values()):
            window.close()

    def window(self, name: str) -> OfficeWindow | None:
        """The open window of this name."""
        return self._windows.get(name)

    def show_registers(self) -> None:
        """Show the systems, contractors and so on named in all assessments."""
        from ui.office.register_window import RegisterWindow

        self._open(
            "registers",
            lambda cabinet: RegisterWindow(cabinet, self._listing.navigator, self._cabinet_replacer),
        )

    def show_plan(self) -> None:
        """Show 計画管理書."""
        from ui.office.plan_window import PlanWindow

        self._open("plan", lambda cabinet: PlanWindow(cabinet, self._listing.navigator))

    def show_year(self) -> None:
        from ui.office.year_window import YearWindow

        self._open("year", lambda cabinet: YearWindow(cabinet, self._listing.navigator))

    def show_remarks(self) -> None:
        from ui.office.remarks_window import RemarksWindow

        self._open("remarks", lambda cabinet: RemarksWindow(cabinet, self._listing.navigator))

    def _open(self, name: str, make: Callable[[OpenCabinet], OfficeWindow]) -> None:
        """Open a window, or raise it."""
        cabinet = self._listing.cabinet
        window = self._windows.get(name)
        if window is None and cabinet is not None:
            window = self._windows[name] = make(cabinet)
            window.closed.connect(lambda: self._windows.pop(name, None))
        if window is not None:
            window.show()
            window.raise_()
            window.activateWindow()
