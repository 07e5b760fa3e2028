"""A booklet such as 記載のてびき: chapters with an entry per item or task; A4 portrait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.dataclass import dataclass
from pia_desktop.documents.binding import CONTENTS_TITLE, on_page
from pia_desktop.documents.table import plain_line
from pia_desktop.forms.values import Picture
from pia_desktop.paper.blocks import (
    Align,
    AnswerRow,
    Block,
    ColumnsRow,
    Drawing,
    HeadingRow,
    Level,
    Look,
    PageStart,
    Role,
    Space,
    Title,
    Words,
)
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.layout import Layout, Tag
from pia_desktop.paper.measure import LayoutCache, measure
from pia_desktop.paper.memo import Stretch
from pia_desktop.paper.style import Style

BOOKLET_TITLE: Final = "記載のてびき"
_ENTRY_GAP: Final = 8.0


@dataclass(frozen=True, slots=True)
class BookletEntry:
    """The guidance on an item; an empty text gets no row.

    ``text`` and ``picture`` are printed below the label over the full width.  ``section`` is the heading
    above, printed when it changes.
    """

    label: str
    belongs: str = ""
    reviewers: tuple[str, ...] = ()
    example: str = ""
    rule: str = ""
    section: str = ""
    text: str = ""
    picture: Picture | None = None
    sure: str = ""


@dataclass(frozen=True, slots=True)
class BookletChapter:
    """A part of the form: title, introduction, and items in printed order."""

    title: str
    entries: tuple[BookletEntry, ...]
    preface: str = ""


_ROWS: Final = (
    ("記載する内容", "belongs"),
    ("点検の視点", "reviewers"),
    ("記載例（架空）", "example"),
    ("根拠", "rule"),
    ("確かさ", "sure"),
)


def booklet_pdf(
    title: str,
    chapters: Sequence[BookletChapter],
    lines: Iterable[str] = (),
    pictures: PictureDict | None = None,
) -> bytes:
    """The booklet as a PDF/UA-1 and PDF/A-2a file; equal contents give equal bytes."""
    return draw_pdf(layout_booklet(title, chapters, lines), pictures or PictureDict())


def layout_booklet(
    title: str, chapters: Sequence[BookletChapter], lines: Iterable[str] = (), style: Style | None = None
) -> Layout:
    """The booklet's pages: title page with ``lines`` and list of chapters, then the chapters."""
    style, cache, said = style or Style(), LayoutCache(), tuple(lines)
    inner = [
        Stretch(("chapter", str(number)), tuple(_chapter(str(number), chapter)))
        for number, chapter in enumerate(chapters, 1)
    ]

    def laid_out(pages: Sequence[str]) -> Layout:
        front = Stretch(("cover",), tuple(_front(title, said, chapters, pages)))
        return measure([front, *inner], style, cache, title=plain_line(title))

    heads = _pages_of_chapters(laid_out([""] * len(chapters)))
    return laid_out([heads.get(f"chapter{number}", "") for number in range(1, len(chapters) + 1)])


def _pages_of_chapters(layout: Layout) -> dict[str, str]:
    """The printed page number of each chapter, by the id of its title."""
    return {
        piece.part: layout.folio(at).words
        for at, page in enumerate(layout.pages)
        for piece in page.placed
        if piece.tag is Tag.TITLE and piece.part
    }


def _front(
    title: str, lines: Iterable[str], chapters: Sequence[BookletChapter], pages: Sequence[str]
) -> Iterator[Block]:
    yield PageStart()
    words = Words("\n".join((title, *lines)), (), Role.HEADING, Look.TITLE, Align.CENTRE)
    yield Title(words, 90.0, 60.0, plain_line(title))
    yield HeadingRow(Level.SECTION, Words(CONTENTS_TITLE, (), Role.HEADING, Look.SECTION))
    for number, (chapter, page) in enumerate(zip(chapters, pages, strict=True), 1):
        said = on_page(chapter.title, page) if page else chapter.title
        words = Words(said, (), Role.LABEL, Look.CONTENTS)
        yield ColumnsRow((words,), (1,), air=7.0, leads_to=f"chapter{number}")


def _chapter(number: str, chapter: BookletChapter) -> Iterator[Block]:
    yield PageStart()
    title = Words(chapter.title, (), Role.HEADING, Look.PART)
    yield Title(title, 0.0, 8.0, plain_line(chapter.title), f"chapter{number}")
    if chapter.preface:
        yield _whole_width(chapter.preface, ())
        yield Space(_ENTRY_GAP)
    section = ""
    for at, entry in enumerate(chapter.entries):
        if entry.section and entry.section != section:
            section = entry.section
            yield Space(_ENTRY_GAP)
            yield HeadingRow(Level.SECTION, Words(section, (), Role.HEADING, Look.SECTION))
        yield HeadingRow(Level.ENTRY, Words(entry.label, (), Role.HEADING, Look.BAND))
        if entry.text:
            yield _whole_width(entry.text, (number, str(at), "text"))
        if entry.picture is not None:
            yield AnswerRow(None, (Drawing((entry.picture,), (number, str(at), "picture")),))
        if entry.text or entry.picture is not None:
            yield Space(_ENTRY_GAP)
        for label, name in _ROWS:
            said = getattr(entry, name)
            words = said if isinstance(said, str) else "\n".join(f"・{one}" for one in said)
            if words:
                path = (number, str(at), name)
                yield AnswerRow(Words(label, path, Role.LABEL, Look.LABEL), (Words(words, path),))


def _whole_width(text: str, path: tuple[str, ...]) -> Block:
    return ColumnsRow((Words(text, path, Role.ANSWER, Look.BODY),), (1,), air=6.0)
