"""Two assessments in one document are told, with covers or without."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import Form
from pia_desktop.intake.cells import Cell, Sheet, Source, grid_cells
from pia_desktop.intake.edition import recognise
from pia_desktop.intake.fronts.xlsx import read_xlsx
from pia_desktop.intake.reading import read_source
from pia_desktop.intake.refusal import Refused
from pia_desktop.intake.several import holds_several
from pia_desktop.paths import resource_root

_FORMS = ("yoshiki2", "yoshiki3", "yoshiki4")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Cell, ...]]:
    """The cells of each sample, as its workbook has them."""
    found = {}
    for name in _FORMS:
        document = read_file(resource_root() / "samples" / f"{name}.json")
        path = tmp_path_factory.mktemp("several") / "a.xlsx"
        path.write_bytes(form_bytes(Snapshot(document.form, document.root), document.pictures, ".xlsx"))
        found[name] = read_xlsx(path).cells
    return found


def _without_cover(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if cell.sheet.number > 1)


@pytest.mark.parametrize(("one", "other"), list(product(_FORMS, repeat=2)))
def test_two_of_them_without_covers_are_refused(
    read: dict[str, tuple[Cell, ...]], one: str, other: str
) -> None:
    with pytest.raises(Refused) as refused:
        recognise((*_without_cover(read[one]), *_without_cover(read[other])), None)
    assert refused.value.code == "several"


@pytest.mark.parametrize("name", _FORMS)
def test_one_of_them_is_one(read: dict[str, tuple[Cell, ...]], name: str) -> None:
    assert not holds_several(read[name])


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_a_blank_form_is_one(tmp_path: Path, form: Form) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(form_bytes(Snapshot(form, Node({})), PictureDict(), ".xlsx"))
    assert not holds_several(read_xlsx(path).cells)


_PLAN = [
    ["特定個人情報保護評価計画管理書"],
    ["評価実施機関名：某市長"],
    ["評価書番号", "事務の名称", "評価書名"],
    ["12", "国民健康保険に関する事務", "国民健康保険に関する事務　全項目評価書"],
]


@pytest.mark.parametrize("named", [True, False], ids=["sheets", "pages"])
@pytest.mark.parametrize("behind", [True, False])
@pytest.mark.parametrize("name", _FORMS)
def test_the_plan_with_an_assessment_is_left_over(
    read: dict[str, tuple[Cell, ...]], name: str, behind: bool, named: bool
) -> None:
    def numbered(cells: tuple[Cell, ...], first: int, row: int) -> tuple[Cell, ...]:
        places = {sheet: at for at, sheet in enumerate(dict.fromkeys(cell.sheet for cell in cells), first)}
        names = {at: f"シート{at}" if named else None for at in places.values()}
        return tuple(
            replace(cell, sheet=Sheet(places[cell.sheet], names[places[cell.sheet]]), row=cell.row + row)
            for cell in cells
        )

    plan = tuple(grid_cells(iter(_PLAN), Sheet(1, "1")))
    own = tuple(cell for cell in _without_cover(read[name]) if not cell.sheet.hidden)
    first, second = (own, plan) if behind else (plan, own)
    cells = numbered(first, 1, 0)
    cells += numbered(second, cells[-1].sheet.number + 1, cells[-1].row + 1)
    alone, both = read_source(Source(numbered(own, 1, 0))), read_source(Source(cells))
    assert both.document == alone.document
    assert [left.text for left in both.report.left_over if "計画管理書" in left.text] == [
        "\n".join(cell.text for cell in plan)
    ]
