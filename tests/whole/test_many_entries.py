"""More entries than the official sheet has room for: a real 介護保険 assessment has 35 提供先."""

from __future__ import annotations

import json
from pathlib import Path

from db.cabinet import Cabinet
from pia_desktop.exchange.interchange import read_document, write_document
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Checked
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.rules.checks.checker import Checker

MANY = 35


def document(said: int = MANY) -> str:
    """A file with so many 提供先, and what Ⅱ.5 says their number is."""
    form = find_form("yoshiki4")
    provided = Checked.of(["提供を行っている"], {}, {"提供を行っている": said})
    entries = [{"II.5.p.title": f"架空市 第{number}課"} for number in range(1, MANY + 1)]
    raw = {"form": form.id, "version": form.version, "values": {}}
    file = {"II.5": form.item("II.5").kind.dump(provided), "II.5.p": entries}
    return json.dumps(raw | {FILES: [file]}, ensure_ascii=False)


def test_they_are_read_kept_printed_and_written(tmp_path: Path) -> None:
    read = read_document(document(), "介護.json")
    with Cabinet.create(tmp_path / "台帳.pia") as cabinet:
        kept = cabinet.load(cabinet.new(read.form, read.root))
        written = json.loads(write_document(kept, cabinet))
    assert written == json.loads(document())
    printed = [run.text for page in layout_assessment(kept, read.pictures).pages for run in page.runs()]
    assert [words for words in printed if words.startswith("提供先") and "～" in words] == [
        "提供先2～5",
        *(f"提供先{first}～{first + 4}" for first in range(6, MANY, 5)),
    ]
    assert f"提供先{MANY}" in printed
    assert f"架空市 第{MANY}課" in "".join(printed)


def test_their_number_is_checked_like_any_other() -> None:
    codes = []
    for said in (MANY, 20):
        read = read_document(document(said), "介護.json")
        codes.append("C201" in {finding.code for finding in Checker(read.form, read.root).findings()})
    assert codes == [False, True]
