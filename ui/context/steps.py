"""Groups keystrokes into undo steps: small enough that undo loses little, and complete enough to be
recognized.

Whatever was on the screen for a second can be restored, so a pause ends a step; so does the end of a sentence
or line, a jump of the cursor, and any change that is not plain typing: deleting, pasting, cutting, replacing
a selection.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import same_ends

PAUSE: Final = 0.95
"""Seconds without a keystroke that end a step: just under the second after which nothing seen may be lost."""

_LONGEST: Final = 20
"""Maximum characters typed or deleted in one step, unless they came at once."""

_SENTENCE: Final = 10
"""From this many characters, text committed at once by an input method is a step of its own."""

_ENDS: Final = ("。", "\n")


@dataclass(frozen=True, slots=True)
class TextChange:
    """A change of a field's text: old and new text at a character position.

    ``field`` distinguishes the fields of one answer.  ``alone``: pasted or cut, not typed.
    """

    at: int
    removed: str = ""
    inserted: str = ""
    alone: bool = False
    field: Hashable = None

    @classmethod
    def between(cls, old: str, new: str, *, alone: bool = False) -> TextChange:
        """The change from one text to another."""
        start, tail = same_ends(old, new)
        return cls(start, old[start : len(old) - tail], new[start : len(new) - tail], alone)

    @property
    def length(self) -> int:
        """Number of characters typed or, if none were, deleted."""
        return len(self.inserted or self.removed)

    @property
    def only_comes(self) -> bool:
        """Whether text was only inserted."""
        return bool(self.inserted) and not self.removed

    @property
    def only_goes(self) -> bool:
        """Whether text was only deleted."""
        return bool(self.removed) and not self.inserted


class Steps:
    """Numbers undo steps: keystrokes with the same number are undone together."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._number = 0
        self._at = clock() - PAUSE
        self._path: NodePath = ()
        self._last: TextChange | None = None
        self._length = 0

    def end(self) -> None:
        """Start a new step with whatever comes next."""
        self._number += 1
        self._last = None
        self._length = 0

    def number(self, path: NodePath, change: TextChange) -> int:
        """The step number of a keystroke."""
        now = self.clock()
        paused, self._at = now - self._at >= PAUSE, now
        if paused or not self._goes_on(path, change):
            self.end()
        self._path, self._last = path, change
        self._length += change.length
        number = self._number
        if _ends_step(change):
            self.end()
        return number

    def touch(self) -> None:
        """Something else changed: typing starts a new step."""
        self._at = self.clock()
        self.end()

    def _goes_on(self, path: NodePath, change: TextChange) -> bool:
        last = self._last
        if last is None or path != self._path or change.field != last.field:
            return False
        at_once = change.alone or len(change.inserted) >= _SENTENCE
        if at_once or self._length + change.length > _LONGEST:
            return False
        if change.only_goes:
            behind, before = change.at == last.at, change.at + len(change.removed) == last.at
            return last.only_goes and len(change.removed) == 1 and (behind or before)
        if not change.only_comes or last.only_goes:
            return False
        return change.at == last.at + len(last.inserted)


def _ends_step(change: TextChange) -> bool:
    many = change.length >= (_SENTENCE if change.inserted else 2)
    return change.alone or many or any(end in change.inserted for end in _ENDS)
