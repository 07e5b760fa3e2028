"""What the storage hands out, as frozen objects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pia_desktop.errors import CabinetError


@dataclass(frozen=True, slots=True)
class AssessmentInfo:
    """One line of the cabinet's list.

    ``number``, ``title``, ``agency`` and ``published_on`` are the words of the form's roles, empty where
    unanswered; times are UTC, ``2025-01-31T12:00:00Z``.
    """

    id: int
    form: str
    version: str
    number: str
    title: str
    agency: str
    published_on: str
    created_at: str
    edited_at: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a cabinet open for writing; fields are empty (pid 0) where that cannot be found out.

    ``since`` is UTC, ``2025-01-31T12:00:00Z``.
    """

    user: str = ""
    host: str = ""
    pid: int = 0
    since: str = ""


@dataclass(frozen=True, slots=True)
class SaverState:
    """How far saving has come.

    Every edit up to the number ``saved_through`` is on disk; ``pending`` edits and pictures are not yet.
    ``error`` says why not, until a later attempt succeeds; None while all goes well.
    """

    saved_through: int = 0
    pending: int = 0
    error: CabinetError | None = None


@dataclass(frozen=True, slots=True)
class Rescued:
    """A rescue that was written.

    ``whole``: the cabinet itself could still be read and is in it; otherwise only the open assessments are.
    """

    path: Path
    whole: bool
