"""Finds outdated references in a text after the day of a change, for the checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pia_desktop.dataclass import dataclass
from pia_desktop.packs.model import Match, Pack, Sure


@dataclass(frozen=True, slots=True)
class OldReference:
    """Outdated text; ``mended`` is the whole text with all occurrences replaced, if that is certain."""

    words: str
    since: str
    instead: str
    mended: str | None


def old_references(text: str, packs: Sequence[Pack], today: date) -> Iterator[OldReference]:
    """Outdated text according to the packs in force, each once."""
    for pack in packs:
        matches = pack.matches(text) if pack.since <= today else []
        for words, one in {text[one.start : one.end]: one for one in reversed(matches)}.items():
            yield OldReference(words, pack.since_words, one.new, _mended(text, matches, words))


def _mended(text: str, matches: Sequence[Match], words: str) -> str | None:
    own = [one for one in matches if text[one.start : one.end] == words]
    if any(one.entry.sure is not Sure.CERTAIN for one in own):
        return None
    for one in reversed(own):
        text = text[: one.start] + one.new + text[one.end :]
    return text
