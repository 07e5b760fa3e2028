"""Detects scrambled text: copied from a page so that labels and answers are separated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pia_desktop.forms.kinds import ChecksKind, ChoiceKind
from pia_desktop.intake.alignment import Alignment
from pia_desktop.intake.gather import Slot
from pia_desktop.intake.joining import joined
from pia_desktop.intake.words import fold

_LEAST_ORDER: Final = 0.8
_LABELS_TO_JUDGE: Final = 12
_LEAST_SOUND: Final = 0.85
_CHOICES_TO_JUDGE: Final = 6


def is_torn(way: Alignment, slots: Sequence[Slot]) -> bool:
    """Whether too many labels are out of order, or too many choices lack their options."""
    if way.seen >= _LABELS_TO_JUDGE and way.order < _LEAST_ORDER:
        return True
    judged = [sound for slot in slots if (sound := _sound(slot)) is not None]
    return len(judged) >= _CHOICES_TO_JUDGE and sum(judged) < _LEAST_SOUND * len(judged)


def _sound(slot: Slot) -> bool | None:
    """Whether the text after a choice can belong to it; None if it is no choice, or there is none."""
    kinds = [item.kind for item in slot.anchor.items if isinstance(item.kind, ChoiceKind | ChecksKind)]
    words = fold(joined(slot.cells))
    if not kinds or not words:
        return None
    kind = kinds[0]
    if isinstance(kind, ChoiceKind):
        own = [fold(option.words) for option in kind.options]
    else:
        own = [fold(box.label) for box in kind.boxes]
    return words in own or 2 * sum(one in words for one in own) >= len(own)
