"""Registers read beside the window: what changed since is taken in, rows are chosen and put in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

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
    """What is to be shown; ``alike``: names that are nearly the same as well, which takes longer."""

    register: Register
    choice: RowChoice
    alike: bool = False


@dataclass(frozen=True, slots=True)
class RegisterView:
    """What a register holds: the chosen rows, the count of all, assessments that could not be read."""

    request: RegisterRequest
    rows: tuple[RegisterRow, ...]
    total: int
    unread: tuple[Source, ...]
    alike: tuple[LikeNames, ...] = ()


class RegisterReader(QObject):
    """Reads the registers of a cabinet, one request at a time; of those that wait the newest is done."""

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
        """Whether something is awaited."""
        return self._latest.running

    def request(self, wanted: RegisterRequest) -> None:
        """Ask for a register as it is now."""
        office, cabinet = self._office, self._cabinet
        self._latest.request(lambda: read_register(cabinet, office, wanted))

    def cancel(self) -> None:
        """Hand out nothing any more."""
        self._latest.cancel()


def read_register(cabinet: Cabinet, office: OfficeRegisters, wanted: RegisterRequest) -> RegisterView:
    """Bring the registers up to date, and choose the rows; in a thread."""
    office.update(
        Source(one.id, one.form, one.version, one.number, one.title, one.edits, one.archived)
        for one in cabinet.heads()
    )
    rows = office.rows(wanted.register)
    chosen = chosen_rows(rows, wanted.choice)
    total = len(chosen_rows(rows, RowChoice(archived=wanted.choice.archived)))
    names = like_names(row.name for row in chosen) if wanted.alike else ()
    return RegisterView(wanted, chosen, total, office.unread, names)
