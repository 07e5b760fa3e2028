"""Printed paths, as the column 項目 of 変更箇所 and every message write them."""

import pytest

from pia_desktop.assessment.naming import names_on_page, printed_path
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES, Form

FORMS = all_forms()


def test_the_path_reads_as_the_forms_instruction_shows_it() -> None:
    form = find_form("yoshiki3")
    root = Node({}, {FILES: {"f": Node({}, {"II.4.e": {"a": Node(), "b": Node()}})}})
    assert printed_path(form, (FILES, "f", "II.4.e", "b", "II.4.e.1"), root) == (
        "Ⅱ 特定個人情報ファイルの概要 4. 特定個人情報ファイルの取扱いの委託 委託事項2 ①委託内容"
    )


def test_several_files_are_told_apart_by_name_or_number() -> None:
    form = find_form("yoshiki3")
    root = Node({}, {FILES: {"f": Node({"II.1": "宛名ファイル"}), "g": Node()}})
    assert "宛名ファイル" in printed_path(form, (FILES, "f", "II.2.1"), root)
    assert "ファイル2" in printed_path(form, (FILES, "g", "II.2.1"), root)
    assert "宛名" not in printed_path(form, (FILES, "g", "II.2.1"), root)


def test_a_heading_of_several_risks_names_none_of_them_in_the_paths_below_it() -> None:
    """様式４ Ⅲ.4 lists five risks over one block: none of them is an item's own."""
    form = find_form("yoshiki4")
    below = {item_id: place for item_id, place in form.places.items() if place.risk and not place.risk.named}
    assert below
    names = names_on_page(form)
    for item_id, place in below.items():
        assert place.risk is not None
        above = tuple(step for list_id in place.scope for step in (list_id, "k"))
        words = f"{printed_path(form, (*above, item_id))} {names[item_id]}"
        assert not any(line in words for line in place.risk.title.split("\n"))


@pytest.mark.parametrize("form", FORMS, ids=[form.edition for form in FORMS])
def test_every_answer_list_and_entry_has_a_path_of_one_line_without_marks(form: Form) -> None:
    paths: list[NodePath] = []
    for item_id, place in form.places.items():
        above = tuple(step for list_id in place.scope for step in (list_id, "k"))
        paths += [(*above, item_id), *((above,) if above else ()), *((above[:-1],) if above else ())]
    for path in paths:
        for root in (None, Node()):
            words = printed_path(form, path, root)
            assert words == " ".join(words.split())
            assert words
            assert "※" not in words


@pytest.mark.parametrize("form", FORMS, ids=[form.edition for form in FORMS])
def test_two_items_of_a_form_never_share_a_path_unless_one_is_beside_the_other(form: Form) -> None:
    found: dict[str, str] = {}
    for item_id, place in form.places.items():
        if place.item.kind.name == "count" or item_id.endswith(".title"):
            continue  # printed beside the choice, or in the heading row, whose path it shares
        above = tuple(step for list_id in place.scope for step in (list_id, "k"))
        words = printed_path(form, (*above, item_id))
        assert words not in found, (item_id, found[words])
        found[words] = item_id
