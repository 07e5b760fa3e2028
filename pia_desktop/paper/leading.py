"""Which lines of a text head what follows them, and so must not end a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pia_desktop.assessment.small_headings import SMALL_HEADING
from pia_desktop.paper.linebreak import Line

_MARKS: Final = "■□◆◇●○◎▼▽▶▷"
_NO_HEADING: Final = ("。", "．", "、", "，", ".", ",")
_BLANKS: Final = " \u3000"
_MOST_LINES: Final = 3
"""Of a heading in brackets; pages do not end inside a paragraph of so many lines."""


def leading_lines(lines: Sequence[Line]) -> set[int]:
    """The indices of lines that head the next one: the last of a heading, and blank ones below it.

    Lines in brackets (＜…＞) are headings, and so is a single line that is no sentence if it follows a blank
    line, begins with a mark (■) that the next paragraph lacks, or stands above an indented paragraph.
    """
    if len(lines) == 1:
        return {0} if SMALL_HEADING.match(lines[0].text) else set()
    found: set[int] = set()
    starts = [0, *(number + 1 for number, line in enumerate(lines) if line.ends_paragraph)]
    before = ""
    for start, stop in pairwise(starts):
        own = "".join(line.text for line in lines[start : min(stop, start + _MOST_LINES)])
        if not own.strip(_BLANKS):
            if start and start - 1 in found:
                found.add(start)
        elif stop - start <= _MOST_LINES and SMALL_HEADING.match(own):
            found.add(stop - 1)
        elif (
            stop - start == 1 and stop < len(lines) and _heads(before, own, lines[stop].text, first=not start)
        ):
            found.add(start)
        before = own
    return found


def _heads(before: str, own: str, after: str, *, first: bool) -> bool:
    """Whether a paragraph of one line heads the one after it."""
    bare = own.strip(_BLANKS)
    if not after.strip(_BLANKS) or bare.endswith(_NO_HEADING):
        return False
    if bare[0] in _MARKS and not after.lstrip(_BLANKS).startswith(bare[0]):
        return True
    if _indent(after) > _indent(own):
        return True
    return not first and not before.strip(_BLANKS)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(_BLANKS))
