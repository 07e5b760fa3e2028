"""Two cabinets, and an assessment with all that one can have to carry between them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from db.cabinet import Cabinet
from db.piax import Parcel, read_parcel
from db.records import Handover, Note, Opinion, ReviewPoint, SetAside
from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure, Value
from tests.db.making import in_order
from tests.db.writing import write
from tests.strategies import png

FORM: Final = find_form("yoshiki4")
TITLE: Final = (FORM.roles.title,)
WORK: Final = ("I.1.2",)
CHANGES: Final = (FORM.roles.changes,)
COLUMN: Final = FORM.lists[FORM.roles.changes].item_ids[0]
FIGURE: Final = "A1.figure"
PICTURES: Final = tuple(png(3, 2, (shade, 0, 0)) for shade in (10, 20, 30))


def root() -> Node:
    """Contents with rows, a picture and something withheld."""
    picture = check_picture(PICTURES[0], "t")
    figure = Figure.of("図の説明", (picture,))
    rows = {key: Node({COLUMN: key * 2}) for key in ("a1", "b2", "c3")}
    assert FORM.places[FIGURE].scope == ()
    answers: dict[str, Value] = {
        TITLE[0]: "住民基本台帳に関する事務",
        WORK[0]: "市が行う事務の内容。",
        FIGURE: figure,
    }
    return Node(answers, {FILES: {"f": Node()}, CHANGES[0]: rows}, {WORK[0]: ((0, 1),)})


def home(path: Path) -> Cabinet:
    """A cabinet with one assessment that has all that there is."""
    cabinet = Cabinet.create(path)
    store = PictureDict({check_picture(data, "t").digest: data for data in PICTURES})
    cabinet.new(FORM, root(), store)
    cabinet.close_version(1, "初版", "2024-01-01", "published", {"published": "2024-01-01"})
    write(cabinet, lambda work: work.begin_round(1, "令和6年度"), 1)
    cabinet.set_stages(1, "review", {"review": "2024-06-01"})
    write(cabinet, lambda work: work.put_note(Note("n1", 1, WORK, "remark", "根拠を示すこと")), 1)
    write(cabinet, lambda work: work.put_set_aside(1, SetAside("C101", WORK, "理由")), 1)
    write(cabinet, lambda work: work.put_opinion(Opinion("o1", 1, 2, 1, "令和6年5月1日", WORK, "短い")), 1)
    write(cabinet, lambda work: work.put_review_point(1, ReviewPoint(2, "適合性", "適", "よい")), 1)
    cabinet.put_council_remarks(1, {"k": "所見"})
    write(cabinet, lambda work: work.add_past_answer(1, TITLE, "以前の題"), 1)
    return cabinet


def everything(cabinet: Cabinet, assessment_id: int) -> tuple[object, ...]:
    """All that goes from one cabinet to another, without ids."""
    info = next(one for one in cabinet.list() if one.id == assessment_id)
    return (
        (info.title, info.state, dict(info.stages), [(r.name, r.state, dict(r.stages)) for r in info.rounds]),
        in_order(cabinet.load(assessment_id).root),
        [
            (one.name, one.closed_on, one.state, in_order(cabinet.load_version(one.id).root))
            for one in cabinet.versions(assessment_id)
        ],
        [(one.id, one.path, one.kind, one.words, one.answer) for one in cabinet.notes(assessment_id)],
        cabinet.set_asides(assessment_id),
        cabinet.council_remarks(assessment_id),
        [replace(one, assessment_id=0) for one in cabinet.opinions(assessment_id)],
        cabinet.review_points(assessment_id),
    )


def carried(cabinet: Cabinet, assessment_id: int, path: Path, **how: str) -> Parcel:
    """What a file holds after packing."""
    cabinet.pack(assessment_id, path, **how)
    return read_parcel(path)


def edit(cabinet: Cabinet, assessment_id: int, *edits: Edit) -> None:
    """Write edits."""
    cabinet.apply(assessment_id, edits)


def lent(cabinet: Cabinet) -> list[Handover]:
    """What is out, of all assessments."""
    return [one for info in cabinet.list() for one in info.lent]
