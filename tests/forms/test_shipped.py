"""Every shipped definition holds what the official form holds, and its kinds keep their laws."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import ChoiceKind, Kind, KindFault, TextKind, TextualKind
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import MAX_TEXT, Checked, Figure, clean_text
from tests.conftest import ROOT
from tests.forms.facts import FOLDER, REFERENCE, described, facts_file, facts_of
from tests.strategies import LAW, raw_texts, values

FORMS = all_forms()
EDITIONS = [form.edition for form in FORMS]
KINDS = {
    (place.item.kind.name, repr(place.item.kind)): place.item.kind
    for form in FORMS
    for place in form.places.values()
    if place.item.kind.answerable
}


# ---- the official form


@pytest.mark.parametrize("form", FORMS, ids=EDITIONS)
def test_the_definition_is_the_official_form_item_by_item(form: Form) -> None:
    target = facts_file(form.id, form.version)
    if not target.exists():
        pytest.skip(f"nobody has put down the facts of {form.edition} in tests/forms/facts yet")
    assert facts_of(form) == target.read_text(encoding="utf-8").splitlines()


def test_every_file_of_facts_is_of_an_edition_that_is_shipped() -> None:
    shipped = {facts_file(form.id, form.version) for form in FORMS}
    assert set(FOLDER.glob("*")) - shipped == set()


@pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the official forms are not described beside this repository"
)
def test_the_facts_are_those_of_the_description_beside_the_repository() -> None:
    told = {(form, version): lines for form, version, lines in described()}
    kept = [form for form in FORMS if facts_file(form.id, form.version).exists()]
    assert told.keys() == {(form.id, form.version) for form in kept}
    for form in kept:
        lines = facts_file(form.id, form.version).read_text(encoding="utf-8").splitlines()
        assert lines == told[form.id, form.version], "run python -m tests.forms.facts"


@pytest.mark.parametrize("form", FORMS, ids=EDITIONS)
def test_every_list_and_item_is_found_at_its_place(form: Form) -> None:
    for item_id, place in form.places.items():
        assert form.item(item_id).id == item_id
        for depth, list_id in enumerate(place.scope):
            assert form.lists[list_id].scope == place.scope[:depth]
        if place.scope and place.item.kind.answerable:
            assert item_id in form.lists[place.scope[-1]].item_ids
    widths = [s.table.columns for part in form.parts for s in part.sections if s.table]
    assert all(sum(column.width for column in columns) == 100 for columns in widths)


@pytest.mark.parametrize("form", FORMS, ids=EDITIONS)
def test_the_file_is_named_and_found_by_form_and_version(form: Form) -> None:
    assert find_form(form.id, form.version) is form
    assert find_form(form.id).id == form.id


def test_no_definition_fetches_from_the_reference_files() -> None:
    """The program must not need what lies beside its repository."""
    for path in (Path(ROOT) / "resources" / "forms").glob("*.yaml"):
        assert "shared" not in path.read_text(encoding="utf-8")


# ---- the laws of the kinds

ALL_KINDS = st.sampled_from([KINDS[key] for key in sorted(KINDS)])


def kind_and_value() -> st.SearchStrategy[tuple[Kind, Any]]:
    return ALL_KINDS.flatmap(lambda kind: st.tuples(st.just(kind), values(kind)))


@LAW
@given(kind_and_value())
def test_what_is_kept_validates_and_comes_back_from_its_dump(drawn: tuple[Kind, Any]) -> None:
    kind, value = drawn
    kind.validate(value)
    if isinstance(kind, FigureKind) and len(value.blocks) > 1:
        return  # runs of several blocks, and the bytes of pictures, are the exchange's business
    if isinstance(kind, FigureKind) and not value.passages:
        return
    assert kind.parse(kind.dump(value)) == value


@LAW
@given(kind_and_value())
def test_every_word_of_an_answer_is_in_its_words(drawn: tuple[Kind, Any]) -> None:
    kind, value = drawn
    words = kind.format(value)
    match value:
        case Checked():
            wanted = [*value.ticked, *dict(value.texts).values(), *map(str, dict(value.counts).values())]
        case Figure():
            wanted = [*value.passages, *(picture.caption for picture in value.pictures)]
            wanted += [cell for table in value.tables for row in table.rows for cell in row]
        case True:
            wanted = ["○"]
        case _:
            wanted = [str(value)]
    assert all(word.strip("\n") in words for word in wanted)


HELD = {"checks": Checked, "figure": Figure, "count": int, "flag": bool}
SHORT_LISTS = st.lists(st.text(max_size=3), max_size=2)
JUNK: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    raw_texts(),
    SHORT_LISTS,
    st.dictionaries(st.sampled_from(["checked", "texts", "counts", "x"]), SHORT_LISTS),
)


@LAW
@given(ALL_KINDS, JUNK)
def test_whatever_parses_validates_and_is_its_own_fixpoint(kind: Kind, raw: object) -> None:
    try:
        value = kind.parse(raw)
    except KindFault:
        return
    if value is not None:
        kind.validate(value)
        assert kind.parse(kind.dump(value)) == value


@LAW
@given(ALL_KINDS, kind_and_value())
def test_a_value_of_another_kind_never_validates(kind: Kind, drawn: tuple[Kind, Any]) -> None:
    _other, value = drawn
    held = str if isinstance(kind, TextualKind | ChoiceKind) else HELD[kind.name]
    if type(value) is held:
        return
    with pytest.raises(KindFault):
        kind.validate(value)


@given(raw_texts(200))
def test_cleaning_text_is_done_once_and_for_all(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert "\r" not in clean


def test_compatibility_ideographs_stay_as_typed() -> None:
    """NFC would turn 神 (U+FA19) of a name into another character."""
    assert clean_text("\ufa19社か\u3099\uf9dc\n﨑") == "\ufa19社が\uf9dc\n﨑"


def test_the_limit_of_a_text_holds_after_cleaning_too() -> None:
    """U+FB2C becomes three characters in NFC."""
    assert TextKind().parse("a" * MAX_TEXT) == "a" * MAX_TEXT
    for text in ("a" * (MAX_TEXT + 1), "\ufb2c" * (MAX_TEXT // 2)):
        with pytest.raises(KindFault):
            TextKind().parse(text)


@pytest.mark.parametrize("form", FORMS, ids=EDITIONS)
def test_printing_kinds_take_no_answer(form: Form) -> None:
    for place in form.places.values():
        if not place.item.kind.answerable:
            for raw in ("", "x", None, True):
                with pytest.raises(KindFault):
                    place.item.kind.parse(raw)


@pytest.mark.parametrize("form", FORMS, ids=EDITIONS)
def test_looking_up_what_is_kept_for_a_form_or_a_part_goes_through_none_of_its_items(form: Form) -> None:
    unhashable: Any = [{}]
    part = form.parts[0]
    assert hash(replace(form, parts=unhashable, cover=unhashable)) == hash(form)
    assert hash(replace(part, sections=unhashable)) == hash(part)
