"""The loader of guidance: strict, and with every fault of a file at once, each with its line."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from pia_desktop.errors import DefinitionError, Fault
from pia_desktop.forms.loader import parse_form
from pia_desktop.forms.model import Form
from pia_desktop.guidance.loader import load_guidance
from pia_desktop.guidance.model import Guidance

FORM = """\
form: small
version: 令和1年1月
title: 小さな様式
short_title: 小
mark: 様式
cover:
  - {id: c.number, label: 番号, kind: line, place: head}
contents: []
roles: {number: c.number, title: c.number, agency: c.number, published_on: c.number, changes: T}
parts:
- id: I
  title: Ⅰ　部
  sections:
  - title: １．節
    table:
      id: T
      columns:
      - {id: 列, label: 列, kind: text, width: 100}
"""

GOOD = """\
form: small
items:
  c.number:
    what: 番号を書きます。
    look:
    - 番号か
    - 正しいか
    example: 12
    rule: 規則
  T: {same_as: "small:c.number", example: 表}
  列: {same_as: "other:X", rule: 別の規則}
"""

ANNEXES = """\
  annexes: {what: 別紙です。, look: [見る], example: 別紙, rule: 規則}
  annex.title: {what: 別紙です。, look: [見る], example: 別紙, rule: 規則}
  annex.body: {what: 別紙です。, look: [見る], example: 別紙, rule: 規則}
"""
"""What every form has behind it, told of at the foot of every file here."""

OTHER = """\
form: other
items:
  X: {what: 別の様式。, look: [見る], example: 例, rule: 規則}
  Y: {same_as: "other:X"}
"""


def small_form() -> Form:
    return parse_form(FORM, "small.yaml")


def loaded(text: str, other: str = OTHER) -> dict[str, Guidance]:
    found = load_guidance([small_form()], {"small": text + ANNEXES, "other": other}.get)
    return {name: guidance for name, guidance in found.items() if not name.startswith("annex")}


def faults_of(text: str, other: str = OTHER) -> tuple[Fault, ...]:
    with pytest.raises(DefinitionError) as caught:
        loaded(text, other)
    return caught.value.faults


def test_an_entry_says_what_stands_there_and_takes_the_rest_from_the_one_it_names() -> None:
    assert loaded(GOOD) == {
        "c.number": Guidance("番号を書きます。", ("番号か", "正しいか"), "12", "規則"),
        "T": Guidance("番号を書きます。", ("番号か", "正しいか"), "表", "規則"),
        "列": Guidance("別の様式。", ("見る",), "例", "別の規則"),
    }


MISTAKES = [
    # what stands there, what is written instead, the word on the faulty line if any, a word of the fault
    ("    rule: 規則\n", "    rule: 規則\n    note: x\n", "note: x", "unknown key 'note'"),
    ("    rule: 規則\n", "", "    what:", "'rule' is missing"),
    ("    what: 番号を書きます。\n", "    what:\n", "    what:", "'what' is empty"),
    ("    what: 番号を書きます。\n", "    what: ' '\n", "    what:", "'what' is empty"),
    ("    look:\n    - 番号か\n    - 正しいか\n", "", "    what:", "'look' is missing"),
    ("    - 番号か\n", "    - 番号か\n    - か\n    - か\n", "    - 番号か", "1 to 3 points"),
    ("    - 正しいか\n", "    - ''\n", "    - 番号か", "1 to 3 points"),
    ("    look:\n    - 番号か\n    - 正しいか\n", "    look: 番号か\n", "    look:", "must be a list"),
    ("  T: {", "  U: {", "  U: {", "'U' is no item or list"),
    ("  T: {", "  U: {", "", "'T' has no guidance"),
    ("  T: {", "  c.number: {", "  c.number: {", "stands twice"),
    ('"other:X"', '"other:Z"', "  列:", "which is not there"),
    ('"other:X"', '"third:X"', "  列:", "which is not there"),
    ('"other:X"', '"other:Y"', "  列:", "refers on"),
    ('"small:c.number"', '"small:T"', "  T: {", "refers on"),
    ('"small:c.number"', '"c.number"', "  T: {", "FORM:ID"),
    ("example: 表}", "what: 表, look: [表], example: 表, rule: 表}", "  T: {", "gives nothing"),
    ("form: small", "form: smell", "form:", "'form' is 'smell'"),
    ("items:", "things:", "", "'items' is missing"),
    ("    rule: 規則\n", "    rule: [規則]\n", "    rule:", "single value"),
    ("form: small\n", "form: small\n\tx", "\tx", "not YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "words"), MISTAKES, ids=[m[3] for m in MISTAKES])
def test_each_mistake_is_told_with_its_line(old: str, new: str, place: str, words: str) -> None:
    assert GOOD.count(old) == 1, "the mistake must be made in one place"
    text = GOOD.replace(old, new)
    told = [fault for fault in faults_of(text) if words in fault.message]
    assert told, faults_of(text)
    if place:
        line = text[: text.rindex(place)].count("\n") + 1
        assert f"small.yaml:{line}" in {fault.place for fault in told}


def test_all_mistakes_are_told_at_once() -> None:
    text = GOOD.replace("    example: 12\n", "").replace("other:X", "other:Z").replace("  T: {", "  U: {")
    messages = " ".join(fault.message for fault in faults_of(text))
    assert all(
        word in messages for word in ("'example' is missing", "not there", "'U'", "'T' has no guidance")
    )


def test_a_fault_of_the_file_referred_to_is_told_as_that_files() -> None:
    found = faults_of(GOOD, OTHER.replace("example: 例", "exampel: 例"))
    assert {"other.yaml:3"} == {fault.place for fault in found}


def test_an_entry_may_be_of_one_edition_only_but_each_edition_is_whole() -> None:
    first = small_form()
    lacking = {key: place for key, place in first.places.items() if key != "列"}
    second = replace(first, version="令和2年1月", places=MappingProxyType(lacking))
    sheets = {"annexes", "annex.title", "annex.body"}
    whole = {"small": GOOD + ANNEXES, "other": OTHER}
    assert set(load_guidance([second, first], whole.get)) == {"c.number", "T", "列"} | sheets
    without = {"small": GOOD[: GOOD.index("  列:")] + ANNEXES, "other": OTHER}
    assert set(load_guidance([second], without.get)) == {"c.number", "T"} | sheets
    with pytest.raises(DefinitionError) as caught:
        load_guidance([second, first], without.get)
    assert [fault.message for fault in caught.value.faults] == ["small 令和1年1月: '列' has no guidance"]


def test_a_form_without_a_file_is_told() -> None:
    with pytest.raises(DefinitionError):
        load_guidance([small_form()], lambda form_id: None)
