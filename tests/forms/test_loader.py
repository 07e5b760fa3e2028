"""The loader: strict, and with every fault of a definition at once, each with its line."""

from pathlib import Path

import pytest

from pia_desktop.errors import DefinitionError, Fault
from pia_desktop.forms.derived import DerivedKind
from pia_desktop.forms.loader import load_form, parse_form

GOOD = """\
form: small
version: 令和1年1月
title: 小さな様式
short_title: 小
mark: 様式
cover:
  - {id: c.number, label: 番号, kind: line, place: head}
  - {id: c.title, label: 名, kind: line, place: head}
  - {id: c.agency, label: 機関, kind: line, place: foot}
  - {id: c.date, label: 公表日, kind: date, place: foot}
contents:
  - {words: Ⅰ, part: I}
roles: {number: c.number, title: c.title, agency: c.agency, published_on: c.date, changes: T}
parts:
- id: I
  title: Ⅰ　部
  important: {all: true, except: [I.2]}
  sections:
  - title: １．節
    none: [{id: I.none, label: しない}]
    items:
    - {id: I.1, label: ①, kind: choice, options: yes_no, count: 件}
    - {id: I.2, label: ②, kind: checks, options: boxes}
  - title: １の２．節
    none: [{id: I.none_a, label: 甲はしない}, {id: I.none_b, label: 乙はしない}]
    items:
    - {id: I.a, label: 甲, kind: choice, options: acts, emptied_by: I.none_a}
    - {id: I.b, label: 乙, kind: choice, options: acts}
  - title: 結果
    items:
    - id: I.result
      label: null
      kind: derived
      rule: sum
      from: [I.a, I.b]
      table:
      - {when: [やる, ~], words: 甲をする}
      - {when: [やらない, やる], words: 乙をする}
      - {when: [やらない, やらない], words: 何もしない}
  - title: ２．節
    repeat: {id: I.e, label: 項, bands: true, heading: I.e.1}
    items:
    - {id: I.e.1, label: null, kind: line}
  - title: ３．節
    table:
      id: T
      columns:
      - {id: 列, label: 列, kind: text, width: 100}
options:
  yes_no: {columns: 2, of: [する, しない]}
  acts: {columns: 1, of: [やる, やらない]}
checks:
  boxes: {columns: 2, of: [甲, {label: 他, text: true}, {label: 乙, count: 件}]}
"""


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(DefinitionError) as caught:
        parse_form(text, "small.yaml")
    return caught.value.faults


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_the_small_definition_loads() -> None:
    form = parse_form(GOOD, "small.yaml")
    assert list(form.places) == [
        "c.number", "c.title", "c.agency", "c.date",
        "I.none", "I.1", "I.1.count", "I.2",
        "I.none_a", "I.none_b", "I.a", "I.b", "I.result", "I.e.1", "列",
        "annex.title", "annex.body",
    ]  # fmt: skip
    assert form.places["I.e.1"].scope == ("I.e",)
    assert (form.item("I.1").important, form.item("I.2").important) == (True, False)
    assert not form.has_files


def test_a_decision_table_says_the_first_row_that_fits() -> None:
    kind = parse_form(GOOD, "small.yaml").item("I.result").kind
    assert isinstance(kind, DerivedKind)
    cases = {
        ("やる", None): "甲をする",
        ("やる", "やらない"): "甲をする",
        ("やらない", "やる"): "乙をする",
        ("やらない", "やらない"): "何もしない",
        ("やらない", None): "",
        (None, "やる"): "",
        (None, None): "",
    }
    assert {case: kind.words(case) for case in cases} == cases


def test_each_of_several_none_boxes_empties_what_names_it() -> None:
    form = parse_form(GOOD, "small.yaml")
    boxes = {item_id: form.places[item_id].none_box for item_id in ("I.1", "I.1.count", "I.a", "I.b")}
    assert {item_id: box.id if box else None for item_id, box in boxes.items()} == {
        "I.1": "I.none",
        "I.1.count": "I.none",
        "I.a": "I.none_a",
        "I.b": None,
    }


def test_a_part_of_each_file_cannot_go_on_below_another() -> None:
    text = GOOD.replace("  title: Ⅰ　部\n", "  title: Ⅰ　部\n  per_file: true\n  follows: true\n")
    assert any("page of its own" in fault.message for fault in faults_of(text))


def test_a_form_may_have_no_list_of_its_parts() -> None:
    assert parse_form(GOOD.replace("contents:\n  - {words: Ⅰ, part: I}\n", ""), "small.yaml").contents == ()


MISTAKES = [
    # what stands there, what is written instead, the word on the faulty line, a word of the fault
    ("mark: 様式", "mark: 様式\ncolour: red", "colour", "unknown key"),
    ("title: 小さな様式\n", "", "form: small", "'title' is missing"),
    ("form: small\n", "form: small\nform: small\n", "", "stands twice"),
    ("kind: date, place: foot", "kind: dat, place: foot", "c.date", "unknown kind"),
    ("place: foot}\n  - {id: c.date", "place: feet}\n  - {id: c.date", "c.agency", "unknown place"),
    ("id: I.2, label: ②", "id: I.1, label: ②", "label: ②", "stands twice"),
    ("id: I.e.1", "id: I.1", "id: I.1, label: null", "stands twice"),
    ("repeat: {id: I.e,", "repeat: {id: I.1,", "repeat:", "stands twice"),
    ("id: I.2, label: ②", "id: I.1.count, label: ②", "label: ②", "stands twice"),
    ("options: yes_no, count", "options: no_yes, count", "id: I.1,", "unknown set"),
    ("kind: checks, options: boxes", "kind: choice, options: boxes", "id: I.2", "unknown set"),
    ("label: 項", "label: 項, max: 3", "repeat:", "unknown key"),
    ("bands: true", "bands: yes", "repeat:", "true or false"),
    ("heading: I.e.1", "heading: I.e.2", "", "I.e.2"),
    ("part: I}", "part: II}", "", "'II'"),
    ("number: c.number,", "number: c.numbr,", "", "c.numbr"),
    ("changes: T}", "changes: U}", "", "'U'"),
    (", changes: T}", "}", "roles:", "'changes' is missing"),
    ("of: [する, しない]", "of: [する, する]", "yes_no: {", "twice"),
    ("of: [する, しない]", "of: []", "yes_no: {", "empty"),
    ("{label: 他, text: true}", "{label: 甲, text: true}", "boxes: {", "twice"),
    ("{label: 他, text: true}", "{label: 他, words: true}", "boxes: {", "unknown key"),
    ("boxes: {columns: 2, of", "boxes: {columns: 2, rows: [2, 2], of", "boxes: {", "share out"),
    ("  boxes: {", "  spare: {columns: 1, of: [x]}\n  boxes: {", "", "used by no item"),
    ("    items:\n    - {id: I.1,", "    risks: []\n    things:\n    - {id: I.1,", "", "unknown key"),
    ("label: ①, kind", "label: [①], kind", "id: I.1,", "single value"),
    ("cover:\n", "cover: all\nrest:\n", "cover: all", "must be a list"),
    ("except: [I.2]", "except: [I.9]", "id: I\n", "I.9"),
    ("emptied_by: I.none_a", "emptied_by: I.none", "", "'I.none', which is no none-box"),
    ("kind: checks, options: boxes", "kind: checks, options: boxes, emptied_by: I.nine", "", "I.nine"),
    ("label: ②, kind: checks, options: boxes", "label: null, in_heading: true, kind: checks, options: boxes",
     "id: I.2", "no heading row to stand in"),
    ("emptied_by: I.none_a", "in_heading: true", "id: I.a", "no heading row to stand in"),
    ("id: I.e.1, label: null", "id: I.e.1, label: null, label_above: true", "id: I.e.1", "no label of its"),
    ("from: [I.a, I.b]", "from: [I.a, I.2]", "id: I.result", "'I.2', which is no choice"),
    ("from: [I.a, I.b]", "from: [I.a, I.e.1]", "id: I.result", "'I.e.1', which is no choice"),
    ("from: [I.a, I.b]", "from: [I.a]", "id: I.result", "a row for 2 answers"),
    ("[やらない, やる], words", "[やらない, する], words", "id: I.result", "'する', which is not an option"),
    ("when: [やらない, やる]", "when: [やる, やる]", "id: I.result", "says nothing for やらない / やる"),
    ("when: [やらない, やる]", "when: [やらない, ~]", "id: I.result", "never comes to"),
    ("words: 何もしない", "word: 何もしない", "when: [やらない, やらない]", "unknown key"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "place", "words"), MISTAKES, ids=[m[1][:40].strip() for m in MISTAKES]
)
def test_each_mistake_is_told_with_its_line(old: str, new: str, place: str, words: str) -> None:
    assert GOOD.count(old) == 1, "the mistake must be made in one place"
    text = GOOD.replace(old, new)
    found = [fault for fault in faults_of(text) if words in fault.message]
    assert found, faults_of(text)
    if place:
        assert f"small.yaml:{line_of(text, place)}" in {fault.place for fault in found}


def test_all_mistakes_are_told_at_once() -> None:
    text = GOOD
    chosen = [
        m
        for m in MISTAKES
        if m[0] in ("kind: date, place: foot", "bands: true", "of: [する, しない]", "part: I}")
    ]
    for old, new, _place, _words in chosen:
        text = text.replace(old, new)
    messages = " | ".join(str(fault) for fault in faults_of(text))
    for words in ("unknown kind", "true or false", "twice", "'II'"):
        assert words in messages


@pytest.mark.parametrize(
    "text", ["", "- a\n- b\n", "just words", "a: [1, 2", "a: *b", "\t- x", "? [a]\n: b\n"]
)
def test_what_is_no_definition_is_refused(text: str) -> None:
    assert faults_of(text)


def test_scalars_are_taken_as_they_stand() -> None:
    """YAML's own guesses (true, 1_000, null) must not touch an official label."""
    form = parse_form(GOOD.replace("of: [する, しない]", "of: [No, 1_000]"), "small.yaml")
    kind = form.item("I.1").kind
    assert [kind.parse(words) for words in ("No", "1_000")] == ["No", "1_000"]


def test_a_file_that_is_not_utf8_is_a_fault_of_the_definition(tmp_path: Path) -> None:
    target = tmp_path / "x.yaml"
    target.write_bytes(GOOD.encode("cp932"))
    with pytest.raises(DefinitionError):
        load_form(target)
