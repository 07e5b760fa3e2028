"""Stretches of a text that quote part of a withheld passage.

All texts are in the form in which they are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Final

from pia_desktop.dataclass import dataclass

LEAST: Final = 4
"""Minimum characters of a passage that a public copy must not contain in unknown places."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters ``start`` to ``end`` of a text, which ``secret`` contains."""

    start: int
    end: int
    secret: str


class Quotations:
    """Finds them; ``quotes(stretch, secret)`` tells whether a stretch says enough of a passage.

    The stretch tried is the longest one from its start; with ``trim``, without characters at its edges.
    """

    def __init__(
        self,
        secrets: Iterable[str],
        quotes: Callable[[str, str], bool],
        trim: Callable[[str], str] | None = None,
    ) -> None:
        self._secrets = tuple(secrets)
        self._quotes = quotes
        self._trim = trim

    def of(self, read: str) -> Iterator[Quotation]:
        """Those in a text, in order, none overlapping another."""
        at = 0
        while at <= len(read) - LEAST:
            found = self._best_at(read, at)
            if found is None:
                at += 1
            else:
                yield found
                at = found.end

    def _best_at(self, read: str, at: int) -> Quotation | None:
        found: Quotation | None = None
        for secret in self._by_beginning.get(read[at : at + LEAST], ()):
            stretch = read[at : at + _shared(read, at, secret)]
            start = at
            if self._trim is not None:
                words = self._trim(stretch)
                start, stretch = at + stretch.find(words), words
            end = start + len(stretch)
            if (found is None or end > found.end) and self._quotes(stretch, secret):
                found = Quotation(start, end, secret)
        return found

    @cached_property
    def _by_beginning(self) -> dict[str, tuple[str, ...]]:
        """The passages by each run of ``LEAST`` characters in them."""
        found: dict[str, dict[str, None]] = {}
        for secret in self._secrets:
            for at in range(len(secret) - LEAST + 1):
                found.setdefault(secret[at : at + LEAST], {})[secret] = None
        return {run: tuple(secrets) for run, secrets in found.items()}


def _shared(read: str, at: int, secret: str) -> int:
    """How many characters from there on stand in a passage as well."""
    length = LEAST
    while at + length < len(read) and read[at : at + length + 1] in secret:
        length += 1
    return length
