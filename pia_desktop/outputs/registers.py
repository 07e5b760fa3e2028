"""Public copies of registers: rows without withheld text, and the guard for the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.passages import Remnant
from pia_desktop.dataclass import dataclass
from pia_desktop.outputs.guard import Guard
from pia_desktop.outputs.release import gathered_for_public, name_of
from pia_desktop.registers.model import Register
from pia_desktop.registers.rows import RegisterRow, Source, rows_of


@dataclass(frozen=True, slots=True)
class RegisterRelease:
    """Rows for the public; ``remnants`` lists the cells that still contain withheld text."""

    rows: tuple[RegisterRow, ...]
    remnants: tuple[tuple[Snapshot, Remnant], ...]
    guard: Guard


def public_register(register: Register, found: Sequence[tuple[Source, Snapshot]]) -> RegisterRelease:
    """The register of these assessments, given with full contents, which say what is withheld."""
    roles = {role for _source, state in found for role in (state.form.roles.number, state.form.roles.title)}
    given = gathered_for_public([state for _source, state in found], register.item_ids | roles)
    rows: list[RegisterRow] = []
    for (source, _state), shown in zip(found, given.shown, strict=True):
        number, title = name_of(shown)
        named = replace(source, number=number, title=title)
        rows += rows_of(register, named, shown.form, shown.root)
    return RegisterRelease(tuple(rows), given.remnants, given.guard)
