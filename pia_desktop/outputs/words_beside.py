"""Text that stands beside an assessment (a remark, a name, a title line), for the public.

Withheld passages are taken out of it, and so is what quotes only part of one: a stretch that says enough,
and that the public copy shows nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from pia_desktop.assessment import folding
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.noted import without_noted
from pia_desktop.assessment.passages import LEAST, Passage, as_read, shown_words, telling
from pia_desktop.assessment.withheld import Span, ordered
from pia_desktop.outputs.guard import form_words
from pia_desktop.paper.purpose import WITHHELD_MARK

_QUOTED: Final = 8
"""Characters of a long passage that are a quotation of it; of a short one half of it are."""

_EDGE: Final = "\0"


class WordsBeside:
    """Knows what is withheld, and what the public reads anyway."""

    def __init__(self, hidden: Iterable[Passage] = (), shown: Iterable[Snapshot] = ()) -> None:
        self._whole = tuple(dict.fromkeys(one.read for one in hidden))
        self._shown = tuple(shown)

    def public(self, text: str) -> str:
        """Text without what is withheld."""
        text = without_noted(text, WITHHELD_MARK)
        for start, end in reversed(self._withheld(text) if self._whole else ()):
            text = f"{text[:start]}{WITHHELD_MARK}{text[end:]}"
        return text

    def _withheld(self, text: str) -> tuple[Span, ...]:
        source = folding.folded(text, folding.AS_PEOPLE_READ)
        kept = [at for at, char in enumerate(source.words) if not char.isspace()]
        read = "".join(source.words[at] for at in kept)
        found = ordered((*self._passages(read), *self._quotations(read)))
        return ordered(source.around(kept[start], kept[end - 1] + 1) for start, end in found)

    def _passages(self, read: str) -> Iterator[Span]:
        for secret in self._whole:
            at = read.find(secret)
            while at >= 0:
                yield at, at + len(secret)
                at = read.find(secret, at + 1)

    def _quotations(self, read: str) -> Iterator[Span]:
        """The longest stretches that some passage holds, too."""
        at = 0
        while at <= len(read) - LEAST:
            lengths = [
                _shared(read, at, secret)
                for secret in self._by_beginning.get(read[at : at + LEAST], ())
                if _is_quotation(read, at, secret)
            ]
            length = max(lengths, default=0)
            if length and self._tells(read[at : at + length]):
                yield at, at + length
                at += length
            else:
                at += 1

    def _tells(self, stretch: str) -> bool:
        return telling(stretch) and stretch not in self._read_anyway

    @cached_property
    def _by_beginning(self) -> dict[str, tuple[str, ...]]:
        """The passages by each run of ``LEAST`` characters in them."""
        found: dict[str, dict[str, None]] = {}
        for secret in self._whole:
            for at in range(len(secret) - LEAST + 1):
                found.setdefault(secret[at : at + LEAST], {})[secret] = None
        return {run: tuple(secrets) for run, secrets in found.items()}

    @cached_property
    def _read_anyway(self) -> str:
        """What the copies for the public show, and the words of their forms."""
        texts = (text for state in self._shown for text in (*shown_words(state), *form_words(state.form)))
        return _EDGE.join(dict.fromkeys(map(as_read, texts)))


def _is_quotation(read: str, at: int, secret: str) -> bool:
    """Whether enough of a passage stands there."""
    enough = max(LEAST, min(_QUOTED, (len(secret) + 1) // 2))
    return read[at : at + enough] in secret and at + enough <= len(read)


def _shared(read: str, at: int, secret: str) -> int:
    """How many characters from there on stand in a passage as well."""
    length = LEAST
    while at + length < len(read) and read[at : at + length + 1] in secret:
        length += 1
    return length
