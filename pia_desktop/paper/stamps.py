"""Marks added to the pages of a copy: that something is withheld, that it is a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from pia_desktop.paper.blocks import Look, Role
from pia_desktop.paper.layout import Layout, Page, Placed, Run, Slice, Tag
from pia_desktop.paper.style import FOLIO_BASELINE, Face, Style, metrics
from pia_desktop.paper.text import Setter
from pia_desktop.wareki import normalise_date_words

LEFT_OUT: Final = "この評価書は、公表しない記載を除いたものです。"
DRAFT_MARK: Final = "案"
_DRAFT_WORD: Final = "下書き"
_DRAFT_SIZE: Final = 380.0
_FOOT_SHARE: Final = 0.44
"""How much of the width the words on each side of the page number may take."""
_MOST_IN_FOOT: Final = 60
"""Characters of a title that the foot of a draft shows."""


def with_note(layout: Layout, style: Style, *, raised: bool = False) -> Layout:
    """The layout with a note at the bottom of its first page that something is withheld.

    ``raised``: one line above the page number, if a draft's footer is beside that.
    """
    if not layout.pages:
        return layout
    page = layout.pages[0]
    note = _foot(page, LEFT_OUT, style, Role.NOTE, Tag.NOTE, right=False)
    if raised:
        note = replace(note, y=note.y - style.type_of(Look.NOTE).leading)
    first = replace(page, placed=(note, *page.placed))
    return replace(layout, pages=(first, *layout.pages[1:]))


def with_draft_marks(layout: Layout, moment: datetime | None, style: Style, version: str = "") -> Layout:
    """The layout with 「案」 behind each page, and version, time (local) and title in the footer."""
    words = "　".join(_DRAFT_WORD.split() + version.split())
    if moment is not None:
        day = normalise_date_words(f"{moment.year}-{moment.month}-{moment.day}")
        words += f"　{day} {moment.hour}時{moment.minute:02}分"
    return replace(layout, pages=tuple(_drafted(page, words, layout.title, style) for page in layout.pages))


def _drafted(page: Page, words: str, name: str, style: Style) -> Page:
    face = Face.BOLD
    width = metrics(face).width(DRAFT_MARK, _DRAFT_SIZE)
    mark = Run(
        (page.width - width) / 2,
        page.height / 2 + 0.38 * _DRAFT_SIZE,
        _DRAFT_SIZE,
        face,
        DRAFT_MARK,
        Role.ARTIFACT,
    )
    feet = (
        _foot(page, words, style, Role.ARTIFACT, Tag.ARTIFACT, right=False),
        _foot(page, name, style, Role.ARTIFACT, Tag.ARTIFACT, right=True),
    )
    return replace(page, behind=(mark,), placed=(*page.placed, *feet))


def _foot(page: Page, words: str, style: Style, role: Role, tag: Tag, *, right: bool) -> Placed:
    """Text on the line of the page number, left or right of it, reduced if too long."""
    kind = style.type_of(Look.NOTE)
    table = style.width(page.width > page.height)
    left = (page.width - table) / 2
    text = Setter(style).clean(" ".join(words.split())[:_MOST_IN_FOOT], kind.font, ())
    natural, room = kind.width(text), table * _FOOT_SHARE
    kind = replace(kind, size=kind.size * min(1.0, room / natural if natural else 1.0))
    x = left + table - kind.width(text) if right else left
    run = Run(x, kind.baseline, kind.size, kind.face, text, role)
    y = page.height - FOLIO_BASELINE - kind.baseline
    return Placed(0.0, y, (Slice(kind.leading, (run,)),), 0, 1, (), tag is Tag.ARTIFACT, tag)
