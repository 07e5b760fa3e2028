"""What a check of words finds in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pia_desktop.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class TextHit:
    """What one check found in a text: the text for the message, and the corrected text, if unambiguous."""

    code: str
    words: str = ""
    mended: str | None = None
    more: tuple[tuple[str, str], ...] = ()
    facts: str = ""


Check = Callable[[str], Iterator[TextHit]]
