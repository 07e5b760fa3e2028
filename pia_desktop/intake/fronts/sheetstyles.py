"""Cell styles of a workbook, as far as reading needs them, by style number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.full_cells import GOES_ON
from pia_desktop.intake.fronts.archive import Archive
from pia_desktop.intake.fronts.numberformats import BUILT_IN, is_plain
from pia_desktop.intake.fronts.sheetlook import number

if TYPE_CHECKING:
    from lxml.etree import _Element

_PART: Final = "xl/styles.xml"
_TEXTS: Final = "xl/sharedStrings.xml"
_NO_FILL: Final = frozenset({"none", "gray125"})


@dataclass(frozen=True, slots=True)
class Styles:
    """Style numbers and their number formats, and sets of style numbers.

    ``formats``: those that change what is seen; ``stressed``: filled or bold, like column headings;
    ``ruled``: with borders above and below; ``struck``: struck through; ``boxes``: shown as a check box;
    ``going_on``: of cells that go on the one above, with what stands between the two.
    """

    formats: Mapping[int, str] = field(default_factory=dict)
    stressed: frozenset[int] = frozenset()
    ruled: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    boxes: frozenset[int] = frozenset()
    going_on: Mapping[int, str] = field(default_factory=dict)


def styles_of(archive: Archive) -> Styles:
    """The styles of a workbook; empty if it has no styles part."""
    if _PART not in archive.names:
        return Styles()
    book = archive.xml(_PART)
    own = {number(one.get("numFmtId")): one.get("formatCode", "") for one in book.iter("{*}numFmt")}
    codes = {**BUILT_IN, **own}
    bold = {at for at, font in enumerate(_all(book, "fonts", "font")) if _is_on(font.find("{*}b"))}
    struck = {at for at, font in enumerate(_all(book, "fonts", "font")) if _is_on(font.find("{*}strike"))}
    filled = {at for at, fill in enumerate(_all(book, "fills", "fill")) if _is_filled(fill)}
    ruled = {at for at, border in enumerate(_all(book, "borders", "border")) if _has_lines(border)}
    formats = list(_all(book, "cellXfs", "xf"))
    shown = {at: codes.get(number(one.get("numFmtId")), "") for at, one in enumerate(formats)}

    def having(name: str, wanted: set[int] | frozenset[int]) -> frozenset[int]:
        return frozenset(at for at, one in enumerate(formats) if number(one.get(name)) in wanted)

    return Styles(
        {at: code for at, code in shown.items() if not is_plain(code) and code not in GOES_ON},
        having("fontId", bold) | having("fillId", filled),
        having("borderId", ruled),
        having("fontId", struck),
        frozenset(
            at for at, one in enumerate(formats) if next(one.iter("{*}xfComplement"), None) is not None
        ),
        {at: GOES_ON[code] for at, code in shown.items() if code in GOES_ON},
    )


def struck_texts(archive: Archive) -> frozenset[str]:
    """The numbers of shared texts of which some words are struck through."""
    if _TEXTS not in archive.names or b"strike" not in archive.read(_TEXTS):
        return frozenset()
    texts = enumerate(archive.xml(_TEXTS).iterchildren("{*}si"))
    return frozenset(str(at) for at, text in texts if any(_is_on(one) for one in text.iter("{*}strike")))


def raised_texts(archive: Archive) -> frozenset[str]:
    """The numbers of shared texts in which a number stands above or below its line."""
    if _TEXTS not in archive.names or b"vertAlign" not in archive.read(_TEXTS):
        return frozenset()
    texts = enumerate(archive.xml(_TEXTS).iterchildren("{*}si"))
    return frozenset(str(at) for at, text in texts if any(map(_is_raised, text.iter("{*}r"))))


def _is_raised(run: _Element) -> bool:
    place = run.find("{*}rPr/{*}vertAlign")
    words = run.findtext("{*}t") or ""
    return place is not None and place.get("val") != "baseline" and any(map(str.isdigit, words))


def _all(book: _Element, group: str, name: str) -> Iterator[_Element]:
    """The styles of a kind in order."""
    for one in book.findall(f"{{*}}{group}"):
        yield from one.iterchildren(f"{{*}}{name}")


def _is_on(element: _Element | None) -> bool:
    return element is not None and element.get("val", "1") not in {"0", "false"}


def _is_filled(fill: _Element) -> bool:
    pattern = fill.find("{*}patternFill")
    return pattern is None or pattern.get("patternType", "none") not in _NO_FILL


def _has_lines(border: _Element) -> bool:
    sides = (border.find("{*}top"), border.find("{*}bottom"))
    return all(side is not None and side.get("style", "none") != "none" for side in sides)
