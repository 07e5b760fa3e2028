"""Parts of an archive that no answer can hold, and that are told: other pictures, charts, files, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename
from typing import TYPE_CHECKING, Final

from pia_desktop.intake.fronts.archive import Archive
from pia_desktop.intake.told import CHART, DRAWING, FIGURE, INSIDE

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHART: Final = re.compile(r"(?:xl|word)/charts/chart(?:Ex|ex)?[0-9]*\.xml")
_DIAGRAM: Final = re.compile(r"(?:xl|word)/(?:diagrams|graphics)/data[0-9]*\.xml")
_MEDIA: Final = re.compile(r"(?:xl|word)/media/.")
_FILE: Final = re.compile(r"(?:xl|word)/embeddings/.")
_OF_THE_LOOK: Final = re.compile(r"(?:theme/theme|numbering|fontTable)[^/]*$")
"""Parts of which what they hold is furniture: a picture of the design, one that is a bullet."""


def held_by(archive: Archive, part: str) -> str | None:
    """What a part is told as; None if it holds nothing of its own to be seen."""
    if _CHART.fullmatch(part):
        return CHART + words_in(archive.xml(part))
    if _DIAGRAM.fullmatch(part):
        return DRAWING + words_in(archive.xml(part))
    if _MEDIA.match(part):
        return FIGURE
    return INSIDE + basename(part) if _FILE.match(part) else None


def not_taken(archive: Archive, told: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """The parts that nobody has read or told, each with its words."""
    furniture: set[str] = set()
    for part in archive.names:
        if _OF_THE_LOOK.search(part) or _CHART.fullmatch(part):  # the workbook of a chart
            furniture.update(archive.relations(part).values())
    for part in sorted(archive.names - told - furniture):
        if part in archive.taken and _MEDIA.match(part):
            continue
        if (words := held_by(archive, part)) is not None:
            yield part, words


def words_in(part: _Element) -> str:
    """The words of a chart or a diagram, each once."""
    found: dict[str, None] = {}
    for paragraph in part.iter("{*}p", "{*}tx", "{*}strCache"):
        words = "".join(one.text or "" for one in paragraph.iter("{*}t"))
        found[words] = None
        found |= dict.fromkeys(one.text or "" for one in paragraph.iter("{*}v"))
    return "\n".join(filter(str.strip, found))
