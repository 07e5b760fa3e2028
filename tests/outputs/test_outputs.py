"""What goes to others: nothing withheld in any output for the public, and a last look that finds what is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import SetAnswer, SetWithheld, apply_edit
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.passages import Passage, as_read, marking, passages, remnants
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.assessment.pixels import bare_jpeg, clean_picture
from pia_desktop.assessment.spots import Spot
from pia_desktop.assessment.withheld import WHOLE, WITHHELD_MARK, Spans
from pia_desktop.documents.change_outline import change_outline
from pia_desktop.documents.table import cell_text
from pia_desktop.exchange.interchange import read_document, write_document
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Checked, DataTable, Figure, Value
from pia_desktop.outputs.guard import Guard, WordsLeaked
from pia_desktop.outputs.readers import Extract, read_output
from pia_desktop.outputs.release import released, remnant_rows
from pia_desktop.outputs.table import OUTPUTS
from pia_desktop.paper.copies import public_copy
from pia_desktop.paper.printing import print_pdf
from pia_desktop.paper.purpose import Copy
from pia_desktop.revisions.compare import compare
from tests.outputs.tokens import Planted, all_marked, plant, sample, tokens_found, write_outputs
from tests.strategies import LAW, nodes

SECRET = "鷲鷹鶴鴨"
PARTED = "\u3000字下げ\t後ろの空白\u3000 \n\n\n空行の後"
WRITTEN_ELSEWHERE: Final = {"assessment", "blank", "plan", "proposals", "year"}
"""An assessment is print.pdf and draft.pdf, a blank form has no answers, and the tests of the commands look
through the others.
"""


@pytest.fixture(scope="module")
def planted() -> Planted:
    return plant(sample("yoshiki3"), 150)


def test_no_token_stands_in_any_output_for_the_public(planted: Planted, tmp_path: Path) -> None:
    paths = write_outputs(planted, tmp_path)
    assert len(paths) == len(set(paths))
    assert set(OUTPUTS) - WRITTEN_ELSEWHERE <= {path.stem for path in paths}
    assert {name: found for name, found in tokens_found(paths, planted.tokens).items() if found} == {}


def test_the_tokens_stand_in_what_is_handed_in(planted: Planted, tmp_path: Path) -> None:
    """Else the test above would prove nothing."""
    found = tokens_found(write_outputs(planted, tmp_path, copy=Copy.SUBMISSION), planted.tokens)
    assert all(found.values())
    assert set(found["export.json"]) == set(planted.tokens)


def test_a_leak_into_any_output_is_refused_and_leaves_no_file(
    planted: Planted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every output in its turn is made of what was not taken out: the last look finds it there."""
    tried: set[str] = set()
    alone = released(Copy.PUBLIC, planted.snapshot)
    assert alone.guard is not None
    for path in write_outputs(planted, tmp_path, copy=Copy.SUBMISSION):
        with pytest.raises(WordsLeaked) as refused:
            alone.guard.check(path, path.suffix)
        assert refused.value.faults
        tried.add(path.suffix)
        path.unlink()
    assert tried == {".pdf", ".docx", ".xlsx", ".html", ".json", ".ics"}
    monkeypatch.setattr("pia_desktop.paper.copies.public_copy", lambda snapshot: snapshot)
    with pytest.raises(WordsLeaked):
        write_outputs(planted, tmp_path)
    leaking = released(Copy.PUBLIC, planted.snapshot)
    with pytest.raises(WordsLeaked):
        leaking.check(write_document(leaking.shown[0], planted.pictures).encode(), ".json")
    assert not list(tmp_path.iterdir())


def test_a_file_that_was_there_stays_where_the_new_one_is_refused(planted: Planted, tmp_path: Path) -> None:
    target = tmp_path / "old.pdf"
    target.write_bytes(b"as it was")
    with pytest.raises(WordsLeaked):
        print_pdf(
            planted.snapshot,
            planted.pictures,
            target,
            check=released(Copy.PUBLIC, planted.snapshot).file_check(".pdf"),
        )
    assert target.read_bytes() == b"as it was"


# ---- places that are known


def doubled() -> Snapshot:
    """A withheld passage whose words stand elsewhere: over a line end, in a box, wide in a caption."""
    form = find_form("yoshiki4")
    boxes = next(
        place.item
        for place in form.places.values()
        if place.scope == (FILES,)
        and any(getattr(box, "text", "") for box in getattr(place.item.kind, "boxes", ()))
    )
    label = next(box.label for box in boxes.kind.boxes if box.text)  # type: ignore[attr-defined]
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    picture = check_picture(buffer.getvalue(), "x", "図　ＡＢＣ計画の流れ")
    file = Node({"II.1": "ABC計画ファイル", boxes.id: Checked.of([label], {label: "ABC計画"})})
    answers: dict[str, Value] = {
        form.roles.title: "事務に関する評価書",
        "I.1.1": "前のABC計画の後",
        "I.1.2": "別のところでABC\n計画を行い、ほかの文が続く。",
        "A1.figure": Figure.of("説明", (picture,)),
    }
    return Snapshot(form, Node(answers, {FILES: {"f": file}}, {"I.1.1": ((2, 7),)}))


def test_each_place_where_withheld_words_still_stand_is_found_once() -> None:
    snapshot = doubled()
    found = remnants(snapshot)
    assert [(one.path[-1], one.spot, one.words) for one in found if one.spot == Spot()] == [
        ("I.1.2", Spot(), "ABC\n計画"),
        ("II.1", Spot(), "ABC計画"),
    ]
    assert {one.spot.picture for one in found if one.path[-1] == "A1.figure"} == {0}
    assert sum(one.spot.box is not None for one in found) == 1
    assert len(found) == 4


def test_what_remains_is_seen_at_the_beginning_of_its_line() -> None:
    form = find_form("yoshiki4")
    answers = {"I.1.1": "前のABC計画の後", "I.1.2": f"{'長い文が続く' * 9}ABC計画{'を行う' * 20}"}
    state = Snapshot(form, Node(answers, {}, {"I.1.1": ((2, 7),)}))
    [(_place, words)] = remnant_rows(state, remnants(state))
    assert words.index("［ABC計画］") <= 10
    assert words.startswith("…")


def test_one_step_marks_them_all_and_is_taken_back_in_one() -> None:
    snapshot = doubled()
    assessment = Assessment(snapshot.form, snapshot.root)
    edit = marking(snapshot.root, remnants(snapshot))
    assert edit is not None
    back = assessment.apply(edit)
    assert remnants(assessment.snapshot()) == []
    words = [one.words for one in passages(assessment.snapshot())]
    assert "図　ＡＢＣ計画の流れ" in words
    shown = public_copy(assessment.snapshot())
    figure = shown.root.answer(("A1.figure",))
    assert isinstance(figure, Figure)
    assert figure == Figure((WITHHELD_MARK, "説明"))
    assessment.apply(back)
    assert assessment.snapshot() == snapshot


def test_words_that_are_left_knowingly_do_not_bar_an_output_but_a_leak_beside_them_does(
    tmp_path: Path,
) -> None:
    snapshot = doubled()
    given = released(Copy.PUBLIC, snapshot)
    assert len(given.remnants) == 4
    check = given.file_check(".pdf")
    from pia_desktop.paper.options import PrintOptions

    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    pictures = PictureDict({check_picture(buffer.getvalue(), "x").digest: buffer.getvalue()})
    print_pdf(snapshot, pictures, tmp_path / "a.pdf", options=PrintOptions(copy=Copy.PUBLIC), check=check)
    with pytest.raises(WordsLeaked) as refused:
        print_pdf(snapshot, pictures, tmp_path / "b.pdf", check=check)
    assert "前のabc計画の後" in str(refused.value.faults[0])


def test_the_outline_of_changes_may_quote_what_was_left_knowingly_and_a_remark_may_not() -> None:
    """It begins and ends where a passage was changed, and not where the guard knows the surroundings."""
    form = find_form("yoshiki4")
    same = "窓口の対応、事務の流れ、確認の方法について意見があった。" * 3

    def state(opinion: str, spans: Spans | None) -> Snapshot:
        answers = {"I.1.2": f"保管は{SECRET}で行う", "VI.2.4": opinion}
        return Snapshot(form, Node(answers, {FILES: {"f": Node()}}, {"I.1.2": spans} if spans else {}))

    span = ((3, 3 + len(SECRET)),)
    given = released(Copy.PUBLIC, state(f"{same}以上。", None), state(f"{same}{SECRET}以上。", span))
    outline = change_outline(compare(*given.shown))
    words = "\n".join(cell_text(one) for row in outline.rows() for one in row.cells)
    assert f"「{SECRET}以上。」" in words
    assert given.guard is not None
    assert list(given.guard.leaks(Extract("", words))) == []
    assert list(given.guard.leaks(Extract("", f"「{SECRET}の施錠」を見よ"))) != []


def test_short_words_are_shown_where_they_are_a_name_and_never_bar() -> None:
    form = find_form("yoshiki3")
    answers = {"I.1.1": "担当は山田と5名とする", "I.1.2": "山田が行う。5年間する。"}
    root = Node(answers, {FILES: {"f": Node()}}, {"I.1.1": ((3, 5), (6, 7), (9, 11))})
    snapshot = Snapshot(form, root)
    assert [one.words for one in remnants(snapshot)] == ["山田"]
    guard = Guard(passages(snapshot), [snapshot])
    assert list(guard.leaks(Extract("", "山田"))) == []


def test_the_words_of_the_form_itself_are_no_leak() -> None:
    form = find_form("yoshiki3")
    option = next(
        place.item.kind.options[0].words  # type: ignore[attr-defined]
        for place in form.places.values()
        if any(len(one.words) >= 4 for one in getattr(place.item.kind, "options", ())[:1])
    )
    root = Node({"I.1.1": f"前{option}後"}, {FILES: {"f": Node()}}, {"I.1.1": ((1, 1 + len(option)),)})
    snapshot = Snapshot(form, root)
    guard = Guard(passages(snapshot), [snapshot])
    assert list(guard.leaks(Extract("", f"1)\n{option}\n2)"))) == []
    assert list(guard.leaks(Extract("", f"前{option}後"))) != []


@pytest.mark.parametrize(
    ("withheld", "text", "left"),
    [
        (
            PARTED,
            f"{PARTED}。\u3000字下げ後ろの空白空行の後\u3000",
            ["字下げ\t後ろの空白\u3000 \n\n\n空行の後", "字下げ後ろの空白空行の後"],
        ),
        ("－１２３", "－123とー1 2 3", ["－123", "ー1 2 3"]),
        ("株甲乙丙", "前㈱甲乙丙後", []),
        ("(株)甲", "前㈱甲と（株）\n甲後", ["㈱甲", "（株）\n甲"]),
        ("か\u3099く校長", "前が く校長とか\nﾞく校長後", ["が く校長", "か\nﾞく校長"]),
    ],
)
def test_words_are_found_however_blanks_part_them_at_each_place(
    withheld: str, text: str, left: list[str]
) -> None:
    root = Node({"I.1.1": withheld, "I.1.2": text}, {FILES: {"f": Node()}}, {"I.1.1": WHOLE})
    snapshot = Snapshot(find_form("yoshiki3"), root)
    assert [one.words for one in remnants(snapshot)] == left
    edit = marking(root, remnants(snapshot))
    if edit is not None:
        assert remnants(Snapshot(snapshot.form, apply_edit(root, edit)[0])) == []


def test_the_other_words_of_a_table_that_is_withheld_are_asked_for_next() -> None:
    form = find_form("yoshiki3")
    body = Figure((DataTable((("鷲鷹鶴鴨の台帳", "別の秘匿語"),)),))
    answers = {"I.1.1": SECRET, "I.1.2": "別の秘匿語がある"}
    snapshot = Snapshot(
        form,
        Node(answers, {FILES: {"f": Node()}, "annexes": {"a": Node({"annex.body": body})}}, {"I.1.1": WHOLE}),
    )
    [first] = remnants(snapshot)
    edit = marking(snapshot.root, [first])
    assert edit is not None
    then = Snapshot(form, apply_edit(snapshot.root, edit)[0])
    assert [(one.path, one.words) for one in remnants(then)] == [(("I.1.2",), "別の秘匿語")]
    assert remnants(all_marked(snapshot)) == []


@pytest.mark.parametrize("length", [42, 412])
def test_what_is_left_beside_a_whole_passage_is_marked_with_it(length: int) -> None:
    """All of the text quotes the longer passage; what no shorter one covers quotes that."""
    answers = {"I.1.1": "A" * 16, "I.1.2": "A" * 500, "cover.remarks": "A" * length}
    root = Node(answers, {FILES: {"f": Node()}}, {"I.1.1": WHOLE, "I.1.2": WHOLE})
    snapshot = Snapshot(find_form("yoshiki3"), root)
    edit = marking(root, remnants(snapshot))
    assert edit is not None
    assert remnants(Snapshot(snapshot.form, apply_edit(root, edit)[0])) == []


@LAW
@given(st.data())
def test_marking_all_places_leaves_none_and_no_passage_stands_in_what_is_shown(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(all_forms()))
    snapshot = all_marked(Snapshot(form, data.draw(nodes(form))))
    assert remnants(snapshot) == []
    shown = public_copy(snapshot)
    left = remnants(shown, passages(snapshot))
    assert [one for one in left if WITHHELD_MARK not in one.words] == []


# ---- two states


def test_an_older_state_is_shown_without_what_the_newer_one_withholds() -> None:
    form = find_form("yoshiki3")
    old = Snapshot(form, Node({"I.1.1": f"前{SECRET}後", "I.1.2": f"{SECRET}の事務"}, {FILES: {"f": Node()}}))
    marks = {"I.1.1": ((1, 5),), "I.1.2": WHOLE}
    new = Snapshot(form, Node({"I.1.1": f"前{SECRET}後", "I.1.2": "他"}, {FILES: {"f": Node()}}, marks))
    before, after = released(Copy.PUBLIC, old, new).shown
    assert before.root.answers == {"I.1.1": f"前{WITHHELD_MARK}後", "I.1.2": WITHHELD_MARK}
    assert after.root.answers == before.root.answers


def test_what_the_newer_state_still_shows_at_an_item_the_older_one_shows_there() -> None:
    form = find_form("yoshiki3")
    answers = {"I.1.1": SECRET, "I.1.2": f"{SECRET}の事務"}
    old = Snapshot(form, Node(answers, {FILES: {"f": Node()}}))
    new = Snapshot(form, Node(answers, {FILES: {"f": Node()}}, {"I.1.1": WHOLE}))
    before, after = released(Copy.PUBLIC, old, new).shown
    assert before.root.answers == after.root.answers == {"I.1.1": WITHHELD_MARK, "I.1.2": f"{SECRET}の事務"}


# ---- what goes with what


def test_a_number_and_a_detail_go_with_the_choice_that_is_withheld() -> None:
    form = find_form("yoshiki4")
    host = next(place.item for place in form.places.values() if place.item.companions)
    scope = form.places[host.id].scope
    beside = host.companions[0]
    value = host.kind.options[0].words  # type: ignore[attr-defined]
    node = Node({host.id: value, beside.id: 5}, {}, {host.id: WHOLE})
    root = (
        Node({}, {FILES: {"f": node}}) if scope else Node(node.answers, {FILES: {"f": Node()}}, node.withheld)
    )
    shown = public_copy(Snapshot(form, root)).root
    owner = shown.at((FILES, "f")) if scope else shown
    assert owner.answers == {}
    assert owner.withheld == {host.id: WHOLE, beside.id: WHOLE}


def test_a_withheld_picture_goes_out_of_the_interchange_file_and_comes_back_into_it() -> None:
    snapshot = doubled()
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    pictures = PictureDict({check_picture(buffer.getvalue(), "x").digest: buffer.getvalue()})
    marked = all_marked(snapshot)
    text = write_document(marked, pictures)
    read = read_document(text, "x")
    assert write_document(Snapshot(read.form, read.root), read.pictures) == text
    assert [one.withheld for one in read.root.answer(("A1.figure",)).pictures] == [True]  # type: ignore[union-attr]


# ---- pictures


def photo(**how: object) -> bytes:
    target = io.BytesIO()
    image = Image.effect_noise((48, 32), 60).convert("RGB")
    image.save(target, "JPEG", **how)
    return target.getvalue()


@pytest.mark.parametrize("fill", [0, 1, 3])
@pytest.mark.parametrize(
    "how", [{}, {"progressive": True}, {"restart_marker_blocks": 1}, {"quality": 30}], ids=str
)
def test_a_photo_keeps_its_pixels_and_nothing_else(fill: int, how: dict[str, object]) -> None:
    exif = Image.Exif()
    exif[0x013B] = SECRET
    plain = photo(exif=exif, comment=SECRET.encode(), icc_profile=SECRET.encode() * 9, **how)
    data = plain[:2] + b"\xff" * fill + plain[2:-2] + b"\xff" * fill + plain[-2:] + SECRET.encode()
    bare = bare_jpeg(data)
    assert bare is not None
    assert SECRET.encode() not in bare
    assert bare == bare_jpeg(plain) == bare_jpeg(bare)
    assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(plain)).tobytes()


def test_a_photo_with_an_odd_segment_is_coded_anew() -> None:
    plain = photo()
    odd = plain[:2] + b"\xff\xdc\x00\x0e" + SECRET.encode() + plain[2:]
    assert bare_jpeg(odd) is None
    clean = clean_picture(odd)
    assert SECRET.encode() not in clean
    assert Image.open(io.BytesIO(clean)).size == (48, 32)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_clean_picture_is_upright_and_clean_for_good(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    clean = clean_picture(photo(exif=exif))
    assert clean_picture(clean) == clean
    assert Image.open(io.BytesIO(clean)).size == ((48, 32) if orientation < 5 else (32, 48))


# ---- the table


def test_every_kind_of_file_that_goes_to_others_is_read_again(planted: Planted, tmp_path: Path) -> None:
    kinds = {suffix for output in OUTPUTS.values() for suffix in output.suffixes if suffix}
    assert kinds == {path.suffix for path in write_outputs(planted, tmp_path)}
    with pytest.raises(ValueError, match="no way to read"):
        read_output(b"", ".odt")


def test_the_page_on_outputs_names_each_with_its_files_and_purposes() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")
    rows = [line for line in page.partition("<!-- outputs -->")[2].splitlines() if line.startswith("| ")][2:]
    told = {}
    for row in rows:
        _title, name, files, purposes, draft = (cell.strip() for cell in row.strip("|").split("|"))
        told[name.strip("`")] = (
            tuple(one for one in files.split(", ") if one.startswith(".")),
            tuple(purposes.split(", ")),
            draft == "yes",
        )
    assert told == {
        name: (tuple(filter(None, one.suffixes)), tuple(copy.value for copy in one.purposes), one.draft)
        for name, one in OUTPUTS.items()
    }


def test_words_are_read_alike_whatever_their_width_and_line_ends() -> None:
    assert as_read("ＡＢＣ\n計 画") == as_read("abc計画")
    assert Passage((), "ＡＢＣ").read == "abc"


def test_an_answer_and_its_mark_come_back_as_they_were() -> None:
    snapshot = doubled()
    assessment = Assessment(snapshot.form, snapshot.root)
    back = assessment.apply(SetAnswer(("I.1.1",), "他"))
    assessment.apply(back)
    assert assessment.snapshot() == snapshot
    assessment.apply(SetWithheld(("I.1.1",), WHOLE))
    assert [one.words for one in passages(assessment.snapshot())] == ["前のABC計画の後"]
