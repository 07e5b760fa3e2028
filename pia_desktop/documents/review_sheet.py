"""点検シート for 第三者点検: the result on each point of view of 審査."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.naming import printed_path
from pia_desktop.dataclass import dataclass
from pia_desktop.documents.table import Column, TableDocument, TableGroup, TableRow, cell
from pia_desktop.forms.model import Form
from pia_desktop.guidance.review import Point, Points

SHEET_TITLE: Final = "特定個人情報保護評価書　点検シート"
SIGNED: Final = "点検年月日：令和　　年　　月　　日　　　点検者："
_COLUMNS: Final = (
    Column("番号", 5, centred=True, again=True),
    Column("審査の観点", 32, names=True),
    Column("主な記載箇所", 23),
    Column("結果", 9, centred=True),
    Column("所見", 31),
)


@dataclass(frozen=True, slots=True)
class PointFound:
    """The result on a point; both fields are empty if there is none."""

    verdict: str = ""
    words: str = ""


def review_sheet(
    snapshot: Snapshot, points: Points, found: Mapping[str, PointFound], lines: Iterable[str] = ()
) -> TableDocument:
    """The sheet, with space to write where there is no result yet.  ``lines`` are printed below the title."""
    groups, number = [], 0
    for group in points.groups:
        rows = []
        for point in group.points:
            number += 1
            said = found.get(point.id, PointFound())
            choices = said.verdict or "・".join(points.verdicts)
            words = (str(number), point.words, "\n".join(places(snapshot, point)), choices, said.words)
            rows.append(TableRow(tuple(map(cell, words))))
        groups.append(TableGroup(f"{group.title}　{group.about}", tuple(rows)))
    agency = snapshot.root.answer((snapshot.form.roles.agency,))
    return TableDocument(
        SHEET_TITLE,
        (*lines, SIGNED),
        _COLUMNS,
        tuple(groups),
        author=agency if isinstance(agency, str) else "",
        notes=(f"観点：{points.source}",),
    )


def items_of(form: Form, point: Point) -> list[str]:
    """The items of a form that a point is about, without those the edition lacks."""
    return [one for one in point.items.get(form.id, ()) if one in form.places]


def places(snapshot: Snapshot, point: Point) -> list[str]:
    """The printed paths of the items that a point is about."""
    return [printed_path(snapshot.form, (one,)) for one in items_of(snapshot.form, point)]
