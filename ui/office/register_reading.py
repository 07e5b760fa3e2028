"""Reads registers in the background: updates what has changed, then filters and sorts rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.registers.likeness import LikeNames, like_names
from pia_desktop.registers.model import Register
from pia_desktop.registers.office import OfficeRegisters, RowChoice, chosen_rows
from pia_desktop.registers.rows import RegisterRow, Source
from ui.context.background import LatestOnly

if TYPE_CHECKING:
    from db.cabinet import Cabinet


@dataclass(frozen=True, slots=True)
class RegisterRequest:
    """What to show; ``alike``: also nearly identical names, which takes longer."""

    register: Register
    choice: RowChoice
    alike: bool = False


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The matching rows, the number of all rows, and assessments that could not be read."""

    request: RegisterRequest
    rows: tuple[RegisterRow, ...]
    total: int
    unread: tuple[Source, ...]
    alike: tuple[LikeNames, ...] = ()


class RegisterReader(QObject):
    """Reads the registers of a cabinet, one request at a time; of waiting requests only the newest is run."""

    def __init__(
        self,
        parent: QObject,
        cabinet: Cabinet,
        found: Callable[[RegisterView], None],
        failed: Callable[[UserError], None],
    ) -> None:
        super().__init__(parent)
        self._cabinet = cabinet
        self._office = OfficeRegisters(cabinet.excerpts)
        self._latest: LatestOnly[RegisterView] = LatestOnly(self, found, failed)

    @property
    def running(self) -> bool:
        """Whether a result is awaited."""
        return self._latest.running

    def request(self, wanted: RegisterRequest) -> None:
        """Request the current state of a register."""
        office, cabinet = self._office, self._cabinet
        self._latest.request(lambda: read_register(cabinet, office, wanted))

    def cancel(self) -> None:
        """Deliver nothing more."""
        self._latest.cancel()


def read_register(cabinet: Cabinet, office: OfficeRegisters, wanted: RegisterRequest) -> RegisterView:
    """Update the registers and select rows.  Call from a thread."""
    office.update(
        Source(one.id, one.form, one.version, one.number, one.title, one.edits, one.archived)
        for one in cabinet.heads()
    )
    rows = office.rows(wanted.register)
    chosen = chosen_rows(rows, wanted.choice)
    total = len(chosen_rows(rows, RowChoice(archived=wanted.choice.archived)))
    names = like_names(row.name for row in chosen) if wanted.alike else ()
    return RegisterView(wanted, chosen, total, office.unread, names)
