"""The guidance for a form as chapters of a booklet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from pia_desktop.assessment.naming import plain
from pia_desktop.documents.booklet import BOOKLET_TITLE, BookletChapter, BookletEntry, layout_booklet
from pia_desktop.forms.model import Form
from pia_desktop.guidance import COVER, Entry, entries
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.style import Style

_COVER_TITLE: Final = "表紙"


def guide_chapters(form: Form, found: Sequence[Entry]) -> list[BookletChapter]:
    """Guidance as chapters of the booklet, one per part of the form."""
    titles = {COVER: _COVER_TITLE, **{part.id: plain(part.title) for part in form.all_parts}}
    return [
        BookletChapter(
            titles[part],
            tuple(
                BookletEntry(
                    label=entry.label,
                    belongs=entry.guidance.what,
                    reviewers=entry.guidance.look,
                    example=entry.guidance.example,
                    rule=entry.guidance.rule,
                    sure=entry.guidance.sure.words,
                    section=entry.heading if entry.heading != titles[part] else "",
                )
                for entry in group
            ),
        )
        for part, group in groupby(found, key=lambda entry: entry.part)
    ]


def layout_guide(form: Form, style: Style | None = None) -> Layout:
    """All guidance for an edition as pages of a booklet."""
    chapters = guide_chapters(form, entries(form))
    return layout_booklet(BOOKLET_TITLE, chapters, (form.title, form.version), style)
