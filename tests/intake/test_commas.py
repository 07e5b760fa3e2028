"""Tables separated by commas, as Excel saves them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from pia_desktop.intake.reading import read_here
from pia_desktop.intake.refusal import Refused
from tests.intake.agreement import compare
from tests.intake.converted import without_pictures
from tests.intake.grids import sample
from tests.intake.layouts import LAYOUTS


@pytest.mark.parametrize("encoding", ["cp932", "utf-8-sig"])
@pytest.mark.parametrize("name", ["yoshiki2", "yoshiki3", "yoshiki4"])
def test_a_table_separated_by_commas_is_read_like_one_separated_by_tabs(
    tmp_path: Path, name: str, encoding: str
) -> None:
    form, document = sample(name)
    tabs, commas = tmp_path / "a.tsv", tmp_path / "a.csv"
    write, _suffix = LAYOUTS["tsv"]
    write(form, document, tabs)
    rows = csv.reader(tabs.read_text(encoding="utf-8-sig").splitlines(keepends=True), delimiter="\t")
    with commas.open("w", encoding=encoding, errors="replace", newline="") as file:
        csv.writer(file).writerows(rows)
    found = compare(json.loads(json.dumps(read_here(commas).document)), without_pictures(document))
    assert found.wrong == ()


def test_a_cell_of_no_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"' + "語" * 2_000_001, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_here(path)
    assert refused.value.code == "broken"
