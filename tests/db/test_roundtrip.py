"""What goes into a cabinet comes out of it, whatever was done to it on the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.cabinet import Cabinet
from db.codec import CodecFault, decode, encode
from db.errors import NoSuchAssessment
from db.saver import Saver
from pia_desktop.assessment.assessment import Assessment, blank_root
from pia_desktop.assessment.edits import Edit, InsertEntry, SetAnswer, explicit
from pia_desktop.assessment.node import Node, new_key
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.values import Figure
from tests.db.making import draw_batch, draw_edit, in_order, picture_of, values

FORM = find_form("yoshiki4")
FIGURE = next(p.item.id for p in FORM.places.values() if p.item.kind.name == "figure" and not p.scope)
LAW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cabinet]:
    with Cabinet.create(tmp_path_factory.mktemp("laws") / "台帳.pia") as opened:
        yield opened


@LAW
@given(data=st.data())
def test_edits_do_to_the_file_what_they_do_to_memory(cabinet: Cabinet, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(all_forms()))
    work = Assessment(form, blank_root(form))
    assessment_id = cabinet.new(form, work.root)
    start = work.root
    inverses: list[Edit] = []
    for _ in range(data.draw(st.integers(1, 15))):
        edit = draw_edit(data, form, work.root)
        if edit is not None:
            edit = explicit(work.root, edit)
            inverses.append(work.apply(edit))
            cabinet.apply(assessment_id, [edit])
    assert in_order(cabinet.load(assessment_id).root) == in_order(work.root)
    cabinet.apply(assessment_id, list(reversed(inverses)))
    assert in_order(cabinet.load(assessment_id).root) == in_order(start)


@LAW
@given(data=st.data())
def test_the_saver_may_leave_out_edits_but_no_effect_of_them(cabinet: Cabinet, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(all_forms()))
    work = Assessment(form, blank_root(form))
    assessment_id = cabinet.new(form, work.root)
    saver = Saver(cabinet)
    try:
        undo: list[Edit] = []
        for _ in range(data.draw(st.integers(1, 20))):
            back: bool = data.draw(st.booleans())
            edit = undo.pop() if undo and back else draw_batch(data, form, work.root)
            if edit is None:
                continue
            edit = explicit(work.root, edit)
            undo.append(work.apply(edit))
            saver.submit(assessment_id, edit)
            if data.draw(st.integers(0, 5)) == 0:
                assert saver.flush()
        assert saver.close()
    finally:
        saver.abandon()  # a draw that is given up half-way leaves no thread behind
    assert in_order(cabinet.load(assessment_id).root) == in_order(work.root)


@LAW
@given(data=st.data())
def test_an_answer_of_every_kind_is_read_as_it_was_written(data: st.DataObject) -> None:
    kinds = {p.item.kind for form in all_forms() for p in form.places.values() if p.item.kind.answerable}
    for kind in sorted(kinds, key=repr):
        value = data.draw(values(kind))
        assert decode(encode(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "1.5", "NaN", "[]", "{}", "[" * 100_000, "9" * 5_000, '{"text": "", "pictures": [1]}',
        '{"ticked": [1], "texts": {}, "counts": {}}', '{"ticked": [], "texts": {}, "counts": {"a": true}}',
        '{"text":"","pictures":[{"digest":"x","media_type":"image/png","width":1,"height":1,"caption":""}]}',
    ],
)  # fmt: skip
def test_what_encode_never_writes_is_refused(text: str) -> None:
    with pytest.raises(CodecFault):
        decode(text)


def test_a_whole_assessment_comes_back_with_its_pictures_and_its_line_in_the_list(path: Path) -> None:
    data = b"\x89PNG"
    root = blank_root(FORM)
    root = root.with_answer(
        (FIGURE,), Figure.of("図の下", (picture_of(data, "図１"), picture_of(data, "図２")))
    )
    root = root.with_answer((FORM.roles.title,), "介護保険に関する事務")
    with Cabinet.create(path) as cabinet:
        first = cabinet.new(FORM, root, PictureDict({picture_of(data).digest: data}))
        second = cabinet.copy(first)
    with Cabinet.open(path) as cabinet:
        assert [(info.id, info.title, info.form, info.number) for info in cabinet.list()] == [
            (first, "介護保険に関する事務", "yoshiki4", ""),
            (second, "介護保険に関する事務", "yoshiki4", ""),
        ]
        assert cabinet.load(second).root == root
        assert cabinet.picture(picture_of(data).digest) == data
        cabinet.delete(first)
        assert [info.id for info in cabinet.list()] == [second]
        with pytest.raises(NoSuchAssessment, match=str(first)):
            cabinet.load(first)
        with pytest.raises(NoSuchAssessment):
            cabinet.delete(first)
    assert list(path.parent.iterdir()) == [path]


def test_a_picture_stays_as_long_as_an_answer_shows_it(path: Path) -> None:
    data, other = b"one", b"two"
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(FORM)
        cabinet.put_picture(data, picture_of(data))
        cabinet.put_picture(other, picture_of(other))
        cabinet.apply(assessment_id, [SetAnswer((FIGURE,), Figure.of("", (picture_of(data),)))])
        cabinet.apply(assessment_id, [SetAnswer((FIGURE,), Figure.of("", (picture_of(other),)))])
        assert cabinet.picture(picture_of(data).digest) == data, "an undo may still want it"
    with Cabinet.open(path) as cabinet:
        assert cabinet.picture(picture_of(data).digest) is None
        assert cabinet.picture(picture_of(other).digest) == other
        with pytest.raises(ValueError):
            cabinet.put_picture(b"three", picture_of(other))


def test_the_list_follows_the_answers_it_shows(path: Path) -> None:
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(FORM)
        roles = FORM.roles
        cabinet.apply(assessment_id, [SetAnswer((roles.title,), "表\n題"), SetAnswer((roles.number,), "38")])
        cabinet.apply(assessment_id, [SetAnswer((roles.number,), None)])
        (info,) = cabinet.list()
        assert (info.title, info.number) == ("表 題", "")


def test_a_failing_edit_takes_the_whole_transaction_back(path: Path) -> None:
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(FORM)
        before = cabinet.load(assessment_id).root
        lost = InsertEntry(("files", "nowhere", "II.4.e"), new_key(), 0, Node())
        with pytest.raises(Exception, match="FOREIGN KEY"):
            cabinet.apply(assessment_id, [SetAnswer((FORM.roles.title,), "半端"), lost])
        assert cabinet.load(assessment_id).root == before
        assert cabinet.list()[0].title == ""
        cabinet.apply(assessment_id, [SetAnswer((FORM.roles.title,), "次")])
        assert cabinet.list()[0].title == "次"
