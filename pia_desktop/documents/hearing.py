"""意見募集用の資料 and the copy for 窓口閲覧, each with a table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.dataclass import dataclass
from pia_desktop.documents.binding import Sheets, bound
from pia_desktop.documents.change_outline import OUTLINE_TITLE, change_outline
from pia_desktop.documents.council import COUNCIL_TITLE, REMARK, ChosenChange, council_document, usual_lines
from pia_desktop.documents.opinion_form import FORM_TITLE, opinion_form
from pia_desktop.documents.sheets import layout_table
from pia_desktop.paper.fontchain import SHIPPED_ONLY, FontChoice
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.purpose import Copy
from pia_desktop.paper.style import Style
from pia_desktop.patterns import pattern
from pia_desktop.revisions.compare import Comparison

HEARING_TITLE: Final = "特定個人情報保護評価書（案）に関する意見の募集"
COUNTER_TITLE: Final = "特定個人情報保護評価書（閲覧用）"
_UNTIL: Final = pattern(r"(から|[～〜~－―‐-])[ 　]*(?=(?:令和|Ｒ|R)?[ 　]*[0-9０-９]+[ 　]*[年.．月/／])")
"""Between the first day of a period and its last: a title's line ends there, not inside a day."""
COUNTER_SCALES: Final = (120, 130, 140)
"""Sizes of the type for the counter, in hundredths."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """The contents of a hearing's paper: the assessment and, if there is an older state, the changes.

    ``shown`` is the public copy of the assessment, ``found`` compares public copies of the older and newer
    state, ``compared`` has their names (``compared_line``); ``moment`` is printed in the footer of 案.
    """

    snapshot: Snapshot
    shown: Snapshot
    found: Comparison | None = None
    chosen: Sequence[ChosenChange] = ()
    compared: str = ""
    moment: datetime | None = None
    version: str = ""


def hearing_layout(hearing: Hearing, pictures: PictureSource, style: Style | None = None) -> Layout:
    """評価書（案） for the public, with outline of changes, 新旧対照表 and opinion form."""
    style = style or Style()
    options = PrintOptions(copy=Copy.PUBLIC_DRAFT, moment=hearing.moment, version=hearing.version)
    assessment = layout_assessment(hearing.snapshot, pictures, style, options=options)
    papers = [Sheets("特定個人情報保護評価書（案）", assessment, opened=True)]
    found = hearing.found
    if found is not None:
        lines = (*usual_lines(found), *((hearing.compared,) if hearing.compared else ()))
        outline = layout_table(change_outline(found, lines=lines, style=style), style)
        table = council_document(found, hearing.chosen, assessment, compared=hearing.compared)
        table = table.without_empty(REMARK)  # the public has nothing to fill in there
        papers.insert(0, Sheets(OUTLINE_TITLE, outline, "概要"))
        papers.append(Sheets(COUNCIL_TITLE, layout_table(table, style), "対照表"))
    papers.append(Sheets(FORM_TITLE, opinion_form(hearing.shown, style), "用紙"))
    told = _told(hearing.shown, hearing.shown.form.roles.hearing_period)
    period = [_UNTIL.sub(r"\1\n", words, count=1) for words in told]
    return bound(HEARING_TITLE, [*_name(hearing.shown), *period], papers, style, assessment.author)


def counter_layout(
    snapshot: Snapshot,
    shown: Snapshot,
    pictures: PictureSource,
    scale: int = COUNTER_SCALES[0],
    fonts: FontChoice = SHIPPED_ONLY,
) -> Layout:
    """An enlarged public copy with a table of contents.

    ``shown`` is the public copy of the assessment; ``scale`` is in percent.
    """
    style = Style(scale / 100, fonts)
    assessment = layout_assessment(snapshot, pictures, style, options=PrintOptions(copy=Copy.PUBLIC))
    layout = bound(
        COUNTER_TITLE,
        _name(shown),
        [Sheets(snapshot.form.title, assessment, opened=True)],
        style,
        assessment.author,
    )
    return replace(layout, title=assessment.title)


def _name(shown: Snapshot) -> list[str]:
    """The assessment's name, below the title."""
    roles = shown.form.roles
    return [*_told(shown, roles.title), *_told(shown, roles.agency)]


def _told(shown: Snapshot, item_id: str | None) -> list[str]:
    value = shown.root.answer((item_id,)) if item_id else None
    return [" ".join(value.split())[:120]] if isinstance(value, str) else []
