"""Import and export are each other's inverse, on real, random and awkward contents."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import Snapshot, blank_root, check_node
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.errors import OutputError
from pia_desktop.exchange.interchange import (
    ImportedAssessment,
    read_document,
    read_file,
    write_document,
    write_file,
)
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Figure
from tests.strategies import LAW, nodes, picture_store, png

FORMS = all_forms()
FORM_IDS = [form.edition for form in FORMS]


def export(imported: ImportedAssessment) -> str:
    return write_document(Snapshot(imported.form, imported.root), imported.pictures)


def same(a: Node, b: Node) -> bool:
    """Equal but for the keys of entries, which every import makes anew."""
    if a.answers != b.answers or a.withheld != b.withheld or a.lists.keys() != b.lists.keys():
        return False
    return all(
        len(a.lists[i]) == len(b.lists[i])
        and all(same(x, y) for x, y in zip(a.lists[i].values(), b.lists[i].values(), strict=True))
        for i in a.lists
    )


@pytest.mark.parametrize("name", ["tochigi.json", "setagaya-kaigo.json"])
def test_real_assessments_export_as_the_same_value(samples: Path, name: str) -> None:
    imported = read_file(samples / name)
    check_node(imported.form, (), imported.root)
    text = export(imported)
    assert json.loads(text) == json.loads((samples / name).read_text(encoding="utf-8"))
    assert export(read_document(text, name)) == text


@LAW
@given(st.data())
def test_import_gives_back_what_was_exported_to_the_byte(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(FORMS))
    root = data.draw(nodes(form))
    text = write_document(Snapshot(form, root), picture_store())
    imported = read_document(text, "law.json")
    assert imported.form is form
    assert same(imported.root, root)
    check_node(form, (), imported.root)
    assert export(imported) == text
    assert set(imported.pictures) <= set(picture_store())


@LAW
@given(st.data())
def test_order_of_keys_in_the_file_does_not_matter(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(FORMS))
    text = write_document(Snapshot(form, data.draw(nodes(form))), picture_store())
    flipped = json.loads(text, object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert export(read_document(json.dumps(flipped), "flipped.json")) == text


@pytest.mark.parametrize("form", FORMS, ids=FORM_IDS)
def test_keys_stand_in_printed_order(form: Form) -> None:
    """Every item answered: the keys of each object read in the order in which the form prints them."""
    printed = {item_id: number for number, item_id in enumerate(form.places)}

    def first(key: str) -> int:
        spec = form.lists.get(key)
        return printed[key] if spec is None else min(printed[i] for i in spec.item_ids)

    def check(raw: dict[str, object]) -> None:
        places = [first(key) for key in raw]
        assert places == sorted(places)
        for inner in raw.values():
            if isinstance(inner, list):
                for entry in inner:
                    check(entry)

    document = json.loads(write_document(Snapshot(form, full_root(form)), PictureDict()))
    check(document["values"])
    for file in document.get(FILES, []):
        check(file)


def full_root(form: Form) -> Node:
    """Contents with something in every list and every item of words answered."""

    def node(scope: tuple[str, ...]) -> Node:
        answers = {
            i: i
            for i, place in form.places.items()
            if place.scope == scope and place.item.kind.name in ("line", "text", "date")
        }
        lists = {
            i: {"k1": node((*scope, i)), "k2": Node()} for i, s in form.lists.items() if s.scope == scope
        }
        return Node(dict(answers), lists)

    return node(())


@pytest.mark.parametrize("form", FORMS, ids=FORM_IDS)
def test_a_blank_assessment_has_its_one_file_and_survives(form: Form) -> None:
    text = write_document(Snapshot(form, blank_root(form)), PictureDict())
    assert export(read_document(text, "blank.json")) == text
    for number_of_files in (None, 0, 1):
        document: dict[str, object] = {"form": form.id, "version": form.version}
        if form.has_files and number_of_files is not None:
            document["files"] = [{}] * number_of_files
        root = read_document(json.dumps(document), "short.json").root
        assert len(root.entries((FILES,))) == (1 if form.has_files else 0)


def test_empty_entries_keep_the_numbers_of_those_behind_them() -> None:
    text = json.dumps(
        {"form": "yoshiki3", "version": "平成30年5月", "values": {"I.2": [{}, {}, {"I.2.1": "三"}, {}]}}
    )
    assert json.loads(export(read_document(text, "x")))["values"]["I.2"] == [{}, {}, {"I.2.1": "三"}, {}]


def figure_item(form: Form) -> tuple[str, tuple[str, ...]]:
    return next((i, p.scope) for i, p in form.places.items() if p.item.kind.name == "figure")


def test_pictures_travel_inside_the_document() -> None:
    form = next(form for form in FORMS if form.id == "yoshiki4")
    item_id, scope = figure_item(form)
    assert scope == ()
    data = png(6, 4)
    figure = Figure.of("図の説明", (check_picture(data, "a", "全体図"), check_picture(data, "b")))
    root = blank_root(form).with_answer((item_id,), figure)
    store = PictureDict({figure.pictures[0].digest: data})
    document = json.loads(write_document(Snapshot(form, root), store))
    coded = base64.b64encode(data).decode()
    assert document["values"][item_id] == {
        "text": "図の説明",
        "pictures": [{"caption": "全体図", "data": coded}, {"data": coded}],
    }
    imported = read_document(json.dumps(document), "x")
    assert imported.root.answers[item_id] == figure
    assert imported.pictures == store


def test_export_says_which_picture_is_lost_instead_of_dropping_it() -> None:
    form = next(form for form in FORMS if form.id == "yoshiki4")
    item_id, _scope = figure_item(form)
    root = blank_root(form).with_answer((item_id,), Figure.of("", (check_picture(png(2, 2), "a"),)))
    with pytest.raises(OutputError) as caught:
        write_document(Snapshot(form, root), PictureDict())
    assert (form.item(item_id).label or "") in caught.value.message


def test_line_ends_and_composition_are_made_one() -> None:
    text = '{"form":"yoshiki3","version":"平成30年5月","values":{"I.1.2":"か\u3099\\r\\nき\\rく\\u2028け"}}'
    assert read_document(text, "x").root.answers["I.1.2"] == "が\nき\nく\nけ"


def test_a_byte_order_mark_is_taken(tmp_path: Path) -> None:
    target = tmp_path / "bom.json"
    text = '{"form":"yoshiki3","version":"平成30年5月","values":{"I.1.1":"事務"}}'
    target.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_file(target).root.answers["I.1.1"] == "事務"


def test_a_file_is_replaced_whole_or_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    write_file(target, "あ\n")
    write_file(target, "い\n")
    assert target.read_bytes() == "い\n".encode()
    with pytest.raises(OutputError) as caught:
        write_file(tmp_path / "nowhere" / "a.json", "う")
    assert "nowhere" in caught.value.message
    assert caught.value.remedy
    with pytest.raises(OutputError):
        write_file(tmp_path, "う")
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
