"""How a closed version is called by its number and its own name."""

from __future__ import annotations

from typing import Final

from pia_desktop.patterns import pattern

_NUMBERED: Final = pattern(r"\s*第\s*([0-9０-９]+)\s*版\s*")


def own_name(number: int, name: str) -> str:
    """The name without the number that is said beside it anyway: 「公表版」 of 「第1版　公表版」."""
    found = _NUMBERED.match(name)
    return name[found.end() :] if found is not None and int(found[1]) == number else name
