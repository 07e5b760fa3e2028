"""Every shipped definition holds what the official form holds, and its kinds keep their laws."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.kinds import (
    ChecksKind,
    ChoiceKind,
    DateKind,
    FigureKind,
    FixedKind,
    Kind,
    KindFault,
    TextKind,
    TextualKind,
)
from pia_desktop.forms.model import Form, Item, Section
from pia_desktop.forms.values import MAX_TEXT, Checked, Figure, clean_text
from tests.conftest import ROOT
from tests.strategies import LAW, raw_texts, values

FORMS = all_forms()
REFERENCE = ROOT.parent / "shared" / "forms"
SHARED = [form for form in FORMS if (REFERENCE / f"{form.id}.yaml").exists()]
EDITIONS = [form.edition for form in FORMS]
KINDS = {
    (place.item.kind.name, repr(place.item.kind)): place.item.kind
    for form in FORMS
    for place in form.places.values()
    if place.item.kind.answerable
}


# ---- the official form


def reference(form: Form) -> dict[str, Any]:
    """What the reference says of an edition; one that tells of several is cut down to it."""
    whole: dict[str, Any] = yaml.safe_load((REFERENCE / f"{form.id}.yaml").read_text(encoding="utf-8"))
    if "versions" not in whole:
        assert str(whole["version"]) == form.version
        return whole
    assert form.version in whole["versions"]
    newest = form.version == whole["versions"][-1]
    whole["mark"] = whole["mark"][form.version]
    for part in whole["parts"]:
        kept = [one for one in part["sections"] if one.get("only", form.version) == form.version]
        for one in kept:
            one["title"] = one.get("title") if newest else one.get("title_2019", one.get("title"))
        part["sections"] = kept
    return whole


def described(raw: dict[str, Any], whole: dict[str, Any]) -> tuple[object, ...]:
    """What the reference says of an item, in the shape of ``told``."""
    options: object = None
    if raw["kind"] == "choice":
        found = whole["options"][raw["options"]]
        options = (found["columns"], tuple(str(words) for words in found["of"]))
    elif raw["kind"] == "checks":
        found = whole["checks"][raw["options"]]
        groups = found.get("groups") or [{"label": None, "of": found["of"], "rows": found.get("rows")}]
        columns = found.get("columns") or max(found["rows"])
        options = (
            columns,
            tuple((g["label"], rows_of(g, columns), tuple(map(box, g["of"]))) for g in groups),
        )
    elif raw["kind"] == "fixed":
        options = raw["text"]
    return (
        raw["id"],
        raw["label"],
        raw["kind"],
        options,
        raw.get("count"),
        raw.get("detail"),
        raw.get("default"),
        raw.get("suffix"),
    )


def rows_of(group: dict[str, Any], columns: int) -> tuple[int, ...]:
    """How many boxes stand in each printed row: as many as there are columns, where nothing is said."""
    full, rest = divmod(len(group["of"]), columns)
    return tuple(group["rows"]) if group.get("rows") else (columns,) * full + ((rest,) if rest else ())


def box(raw: str | dict[str, Any]) -> tuple[str, bool, str | None]:
    if isinstance(raw, dict):
        return raw["label"], bool(raw.get("text")), raw.get("count")
    return str(raw), False, None


def told(item: Item) -> tuple[object, ...]:
    kind = item.kind
    options: object = None
    if isinstance(kind, ChoiceKind):
        options = (kind.columns, tuple(option.words for option in kind.options))
        assert [option.number for option in kind.options] == list(range(1, len(kind.options) + 1))
    elif isinstance(kind, ChecksKind):
        options = (
            kind.columns,
            tuple((g.label, g.rows, tuple((b.label, b.text, b.unit) for b in g.boxes)) for g in kind.groups),
        )
    elif isinstance(kind, FixedKind):
        options = kind.text
    companions = {companion.id.rpartition(".")[2]: companion for companion in item.companions}
    count = getattr(companions["count"].kind, "unit", None) if "count" in companions else None
    detail = companions["detail"].label if "detail" in companions else None
    suffix = kind.suffix if isinstance(kind, DateKind) else None
    return item.id, item.label, kind.name, options, count, detail, item.default, suffix


def flat(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from flat(item.get("sub", []))


def flat_items(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from flat_items(item.sub)


@pytest.mark.parametrize("form", SHARED, ids=[form.edition for form in SHARED])
def test_the_definition_is_the_official_form_item_by_item(form: Form) -> None:
    whole = reference(form)
    assert (whole["form"], whole["title"], whole["mark"]) == (form.id, form.title, form.mark)
    assert [line.words for line in form.contents] == whole.get("contents", [])
    assert [told(item) for item in form.cover] == [described(raw, whole) for raw in whole["cover"]]
    assert [part.id for part in form.parts] == [raw["id"] for raw in whole["parts"]]
    for part, raw in zip(form.parts, whole["parts"], strict=True):
        assert (part.title, part.per_file) == (raw["title"], bool(raw.get("per_file")))
        assert len(part.sections) == len(raw["sections"])
        for section, raw_section in zip(part.sections, raw["sections"], strict=True):
            same_section(section, raw_section, whole)


def same_section(section: Section, raw: dict[str, Any], whole: dict[str, Any]) -> None:
    assert section.title == raw.get("title")
    none = raw.get("none", [])
    none = none if isinstance(none, list) else [none]
    assert [(item.id, item.label) for item in section.none] == [(box["id"], box["label"]) for box in none]
    same_items(section.items, raw.get("items", []), whole)
    assert [risk.title for risk in section.risks] == [risk["title"] for risk in raw.get("risks", [])]
    for risk, raw_risk in zip(section.risks, raw.get("risks", []), strict=True):
        same_items(risk.items, raw_risk["items"], whole)
    repeat = section.repeat
    assert raw.get("repeat") == (
        None
        if repeat is None
        else {"id": repeat.id, "label": repeat.label, "bands": repeat.bands}
        | ({"heading": repeat.heading} if repeat.heading else {})
    )
    table = section.table
    assert raw.get("table") == (
        None if table is None else {"id": table.id, "columns": [column.label for column in table.columns]}
    )


def same_items(items: tuple[Item, ...], raw: list[dict[str, Any]], whole: dict[str, Any]) -> None:
    expected = [described(one, whole) for one in flat(raw)]
    assert [told(item) for item in flat_items(items)] == expected


@pytest.mark.parametrize("form", SHARED, ids=[form.edition for form in SHARED])
def test_what_is_marked_important_is_what_the_form_marks(form: Form) -> None:
    for raw in reference(form)["parts"]:
        important = raw.get("important", {})
        for section in raw["sections"]:
            items = [*section.get("items", []), *(i for r in section.get("risks", []) for i in r["items"])]
            for item in flat(items):
                marked = any("※" in (words or "") for words in (item["label"], section.get("title")))
                expected = (bool(important.get("all")) or marked) and item["id"] not in important.get(
                    "except", []
                )
                assert form.item(item["id"]).important == expected, item["id"]


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
    if isinstance(kind, FigureKind) and value.pictures:
        return  # their bytes are the exchange's business
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
            wanted = [value.text.strip("\n"), *(picture.caption for picture in value.pictures)]
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
