"""A register as it goes to the public: its rows without what is withheld, and the guard over the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.passages import Remnant
from pia_desktop.outputs.guard import Guard
from pia_desktop.outputs.release import gathered_for_public, name_of
from pia_desktop.registers.model import Register
from pia_desktop.registers.rows import RegisterRow, Source, rows_of


@dataclass(frozen=True, slots=True)
class RegisterRelease:
    """Rows for the public; ``left`` are the places among them at which withheld words stand all the same."""

    rows: tuple[RegisterRow, ...]
    left: tuple[tuple[Snapshot, Remnant], ...]
    guard: Guard


def public_register(register: Register, found: Sequence[tuple[Source, Snapshot]]) -> RegisterRelease:
    """The register of these assessments; it is asked for their whole contents, which say what is withheld."""
    roles = {role for _source, state in found for role in (state.form.roles.number, state.form.roles.title)}
    given = gathered_for_public([state for _source, state in found], register.item_ids | roles)
    rows: list[RegisterRow] = []
    for (source, _state), shown in zip(found, given.shown, strict=True):
        number, title = name_of(shown)
        named = replace(source, number=number, title=title)
        rows += rows_of(register, named, shown.form, shown.root)
    return RegisterRelease(tuple(rows), given.left, given.guard)
