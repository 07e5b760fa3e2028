"""One item in all assessments, as the other assessments' windows would show it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from db.cabinet import Cabinet
from pia_desktop.assessment.edits import Batch, InsertEntry, SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.passages import leaves_out
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Figure
from tests.db.making import draw_node, picture_of


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_all_that_is_answered_is_told_with_its_owner(
    tmp_path_factory: object, form: Form, data: st.DataObject
) -> None:
    roots = [Node(lists={FILES: {"k": draw_node(data, form, (FILES,))}}) for _turn in range(3)]
    path = tmp_path_factory.mktemp("answers") / "a.pia"  # type: ignore[attr-defined]
    with Cabinet.create(path) as cabinet:
        ids = [cabinet.new(form, root) for root in roots]
        items = {item_id for root in roots for _path, node in root.walk() for item_id in node.answers}
        for item_id in sorted(items)[:6]:
            told = {(one.assessment_id, one.owner): one.value for one in cabinet.answers([item_id])}
            expected = {
                (number, node_path[-1] if node_path else ""): node.answers[item_id]
                for number, root in zip(ids, roots, strict=True)
                for node_path, node in root.walk()
                if item_id in node.answers
            }
            assert told == expected


def test_what_is_withheld_is_told_too(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        first, second = cabinet.new(form), cabinet.new(form)
        for number, spans in ((first, ((1, 3),)), (second, WHOLE)):
            cabinet.apply(
                number, [Batch((SetAnswer(("I.1.2",), "住民票の写し"), SetWithheld(("I.1.2",), spans)))]
            )
        assert [one.withheld for one in cabinet.answers(["I.1.2"])] == [((1, 3),), WHOLE]


def test_whether_anything_is_withheld_is_known_without_reading_it(path: Path) -> None:
    form = find_form("yoshiki4")
    item = next(
        id_ for id_, one in form.places.items() if isinstance(one.item.kind, FigureKind) and not one.scope
    )
    shown = picture_of(b"png")
    with Cabinet.create(path) as cabinet:
        roots = (
            Node({"I.1.2": '"withheld"'}),
            Node({"I.1.2": "住民票の写し"}, {}, {"I.1.2": ((0, 3),)}),
            Node({item: Figure((replace(shown, withheld=True),))}),
            Node({item: Figure((shown,))}),
        )
        ids = [cabinet.new(form, root) for root in roots]
        loaded = {number for number in ids if leaves_out(cabinet.load(number).root)}
        assert cabinet.withholding(ids) == loaded == {ids[1], ids[2]}
        assert cabinet.withholding(ids[2:]) == {ids[2]}


def test_what_cannot_be_read_is_left_out_or_wholly_withheld(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        for words in ("一", "二", "三"):
            number = cabinet.new(form, Node({"I.1.2": words}, {FILES: {"k": Node()}}))
            cabinet.apply(number, [SetWithheld(("I.1.2",), ((0, 1),))])
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE answer SET value = '{' WHERE assessment_id = 1 AND item_id = 'I.1.2'")
        raw.execute("UPDATE withheld SET spans = '[[5,9]]' WHERE assessment_id = 2")
    with Cabinet.open(path) as cabinet:
        assert [(one.value, one.withheld) for one in cabinet.answers(["I.1.2"])] == [
            ("二", WHOLE),
            ("三", ((0, 1),)),
        ]


def test_entries_of_one_assessment_are_told_apart(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        number = cabinet.new(form)
        entries = [InsertEntry(("I.2",), key, 0, Node({"I.2.1": key})) for key in ("a", "b")]
        cabinet.apply(number, entries)
        assert {one.owner: one.value for one in cabinet.answers(["I.2.1"])} == {"a": "a", "b": "b"}
