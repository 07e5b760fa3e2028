"""Values that an answer can hold; all of them frozen, so that snapshots can share them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
FORBIDDEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_COMPATIBILITY: Final = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")

MAX_MARKS: Final = 30
"""Combining marks on one character, as in the Stream-Safe Text of UAX #15: NFC sorts them, in the square of
their number.  No language has more than a handful."""

_PERHAPS_MARKS: Final = re.compile(
    "[\u0300-\u1fff\u20d0-\u20ff\u2c80-\u2e7f\u302a-\u302f\u3099\u309a\ua000-\uabff\ufb1e\ufe20-\ufe2f"
    f"\U00010000-\U0001ffff]{{{MAX_MARKS + 1},}}"
)
"""Where so many marks may follow each other: all of them are of these blocks, and many other characters."""

_HIDDEN_MARKS: Final = "\u0f73\u0f75\u0f81"
"""What Unicode calls no marks, but takes apart into two."""

MAX_TEXT: Final = 100_000
"""Longest answer, in characters: some 90 printed pages, four times the longest known.

Qt lays the paragraphs of a field out anew with each key; at ten times this length a key took four seconds.
"""


def clean_text(text: str) -> str:
    """Text as the program keeps it: NFC, ``\\n`` as the only line end.

    NFC because か followed by U+3099 would print as two glyphs.  The CJK compatibility ideographs are left
    as typed: NFC would put another character into a name (神 U+FA19 becomes 神 U+795E).  Of the marks on one
    character only ``MAX_MARKS`` are kept.  Control
    characters are left in place: ``forbidden_character`` finds them, ``drop_forbidden`` takes them out of a
    paste.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _PERHAPS_MARKS.sub(_marks_cut, _LINE_ENDS.sub("\n", text))
    if not _COMPATIBILITY.search(text):
        return unicodedata.normalize("NFC", text)
    pieces = _COMPATIBILITY.split(text)  # every second one is a run of compatibility ideographs
    pieces[::2] = [unicodedata.normalize("NFC", piece) for piece in pieces[::2]]
    return "".join(pieces)


def _marks_cut(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in run.group():
        marks = marks + 1 if unicodedata.combining(char) or char in _HIDDEN_MARKS else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def forbidden_character(text: str) -> str | None:
    """The first character that no text may hold (control, lone surrogate), or None."""
    found = FORBIDDEN.search(text)
    return found.group() if found else None


def drop_forbidden(text: str) -> str:
    """The text without control characters and lone surrogates, for what is typed or pasted."""
    return FORBIDDEN.sub("", text)


@dataclass(frozen=True, slots=True)
class Checked:
    """Ticked boxes of a check set by their labels, with the words and numbers that stand in their （　）.

    Words without a tick are kept: a mistake to point out, never one to delete.
    """

    ticked: frozenset[str] = frozenset()
    texts: tuple[tuple[str, str], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()

    @staticmethod
    def of(
        ticked: Iterable[str] = (),
        texts: Mapping[str, str] | None = None,
        counts: Mapping[str, int] | None = None,
    ) -> Checked:
        """Build one in its canonical order, so that equal contents are equal values."""
        return Checked(
            frozenset(ticked),
            tuple(sorted((k, v) for k, v in (texts or {}).items() if v)),
            tuple(sorted((counts or {}).items())),
        )

    def text(self, label: str) -> str:
        """The words in the （　） of a box; empty where there are none."""
        return dict(self.texts).get(label, "")

    def count(self, label: str) -> int | None:
        """The number in the （　）件 of a box."""
        return dict(self.counts).get(label)

    def with_tick(self, label: str, ticked: bool) -> Checked:
        """The same with one box ticked or cleared; its words stay."""
        new = self.ticked | {label} if ticked else self.ticked - {label}
        return Checked(new, self.texts, self.counts)

    def with_text(self, label: str, text: str) -> Checked:
        """The same with other words in the （　） of one box."""
        return Checked.of(self.ticked, {**dict(self.texts), label: text}, dict(self.counts))

    def with_count(self, label: str, count: int | None) -> Checked:
        """The same with another number in the （　）件 of one box."""
        counts = {k: v for k, v in self.counts if k != label}
        if count is not None:
            counts[label] = count
        return Checked.of(self.ticked, dict(self.texts), counts)

    @property
    def empty(self) -> bool:
        """Whether nothing is ticked or written."""
        return not (self.ticked or self.texts or self.counts)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a figure.  Its bytes lie in a picture store under ``digest`` (SHA-256, hex).

    ``width`` and ``height`` are in pixels as a viewer shows it, after the EXIF rotation.  ``withheld``: it
    and its caption are not for the public; this goes with the picture wherever it is moved or copied to.
    """

    digest: str
    media_type: str
    width: int
    height: int
    caption: str = ""
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """Pictures in their order, and the text below them."""

    text: str = ""
    pictures: tuple[Picture, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is neither a picture nor a word."""
        return not (self.text or self.pictures)

    @property
    def shown(self) -> Figure:
        """What is seen of it, whatever of its pictures is withheld."""
        return replace(self, pictures=tuple(replace(one, withheld=False) for one in self.pictures))


Value = str | int | bool | Checked | Figure
"""Text, date and choice are str, a count is int, a none-box is True."""
