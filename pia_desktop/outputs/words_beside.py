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
from pia_desktop.assessment.passages import Passage, as_read, shown_words, telling
from pia_desktop.assessment.quotations import LEAST, Quotations
from pia_desktop.assessment.withheld import WITHHELD_MARK, Span, ordered
from pia_desktop.forms.printed_words import form_words

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
        quoted = ((one.start, one.end) for one in self._quotations.of(read))
        found = ordered((*self._passages(read), *quoted))
        return ordered(source.around(kept[start], kept[end - 1] + 1) for start, end in found)

    def _passages(self, read: str) -> Iterator[Span]:
        for secret in self._whole:
            at = read.find(secret)
            while at >= 0:
                yield at, at + len(secret)
                at = read.find(secret, at + 1)

    @cached_property
    def _quotations(self) -> Quotations:
        return Quotations(self._whole, self._is_quotation)

    def _is_quotation(self, stretch: str, secret: str) -> bool:
        enough = max(LEAST, min(_QUOTED, (len(secret) + 1) // 2))
        return len(stretch) >= enough and telling(stretch) and stretch not in self._read_anyway

    @cached_property
    def _read_anyway(self) -> str:
        """What the copies for the public show, and the words of their forms."""
        texts = (text for state in self._shown for text in (*shown_words(state), *form_words(state.form)))
        return _EDGE.join(dict.fromkeys(map(as_read, texts)))
