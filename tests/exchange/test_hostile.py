"""Files from anywhere: each fault is named at its place, all of them at once, and nothing is taken over."""

import base64
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.assessment.assessment import check_node
from pia_desktop.errors import ImportRefused
from pia_desktop.exchange.faults import MAX_SHOWN
from pia_desktop.exchange.interchange import read_document, read_file
from pia_desktop.exchange.jsontext import MAX_BYTES, decode
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.forms.model import FILES
from tests.strategies import LAW, bomb_png, node_items, png

HEAD: dict[str, Any] = {"form": "yoshiki3", "version": "平成30年5月"}
HEAD4: dict[str, Any] = {"form": "yoshiki4", "version": "平成30年5月"}


def refused(text: str) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read_document(text, "x.json")
    assert caught.value.remedy
    line = caught.value.one_line()
    assert "\n" not in line
    assert line.isprintable() or "\u3000" in line
    return caught.value


_LEFT_OUT = object()


def faults_of(values: object = _LEFT_OUT, files: object = _LEFT_OUT, **top: object) -> list[tuple[str, str]]:
    document = {**HEAD, **top}
    if values is not _LEFT_OUT:
        document["values"] = values
    if files is not _LEFT_OUT:
        document["files"] = files
    return [(fault.place, fault.message) for fault in refused(json.dumps(document)).faults]


# ---- the text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "[" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        '{"form":' * 10_000 + "1" + "}" * 10_000,
        '{"a":' * 100_000,
        '{"form": "yoshiki3"',
        '{"form": "yoshi',
        '{"form": "yoshiki3"} {}',
        "{'form': 'yoshiki3'}",
        '{"form": "yoshiki3\n"}',
        "null",
        "3",
        "1" * 100_000,
        "NaN",
        "-Infinity",
        '"yoshiki3"',
        "[]",
        "[{}]",
        "{}",
        "\x00",
        "[" + "[]," * 2_000_000 + "[]]",
        '{"a": 1, ' + ", ".join(f'"{i}": 1' for i in range(100_000)) + ', "a": 1}',
    ],
)
def test_what_is_no_document_is_refused(text: str) -> None:
    assert "x.json" in refused(text).message


def test_the_place_of_a_fault_in_the_text_is_told() -> None:
    fault = refused('{\n "form": "yoshiki3",\n "version" "x"\n}').faults[0]
    assert "3" in fault.place
    assert "12" in fault.place


@given(st.integers(0, 200))
def test_a_cut_document_is_never_taken(length: int) -> None:
    whole = json.dumps({**HEAD, "values": {"I.1.1": "事務の名称", "I.2": [{"I.2.1": "a"}]}, "files": [{}]})
    refused(whole[: min(length, len(whole) - 1)])


@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "euc-jp"])
def test_other_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    target = tmp_path / "x.json"
    text = json.dumps({**HEAD, "values": {"I.1.1": "予防接種に関する事務"}}, ensure_ascii=False)
    target.write_bytes(text.encode(encoding))
    with pytest.raises(ImportRefused) as caught:
        read_file(target)
    assert "UTF-8" in caught.value.message
    named = {"cp932": "Shift_JIS", "utf-16": "UTF-16"}.get(encoding)
    assert named is None or named in caught.value.message


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with suppress(ImportRefused):
        assert isinstance(decode(data, "x.json"), str)


def test_a_file_of_200_mb_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "large.json"
    with target.open("wb") as file:
        file.truncate(200_000_000)

    def no_reading(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("read before its size was looked at")

    monkeypatch.setattr(Path, "open", no_reading)
    with pytest.raises(ImportRefused) as caught:
        read_file(target)
    assert "200" in caught.value.message
    assert str(MAX_BYTES // 1_000_000) in caught.value.message


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for target in (
        tmp_path,
        tmp_path / "none.json",
        Path("/dev/zero"),
        tmp_path / ("長" * 300),
        Path("a\0b"),
    ):
        with pytest.raises(ImportRefused) as caught:
            read_file(target)
        assert caught.value.remedy


# ---- form and version


@pytest.mark.parametrize(
    "head",
    [
        {},
        {"form": "yoshiki3"},
        {"version": "平成30年5月"},
        {"form": "yoshiki9", "version": "平成30年5月"},
        {"form": "yoshiki3", "version": "令和99年1月"},
        {"form": 3, "version": None},
        {"form": ["yoshiki3"], "version": {}},
        {"form": "../../etc", "version": "\ud800\x1b[2J"},
    ],
)
def test_unknown_forms_are_refused(head: dict[str, object]) -> None:
    error = refused(json.dumps({**head, "values": {"I.1.1": "a"}}))
    assert "\x1b" not in error.one_line()


# ---- the contents


def test_all_faults_are_reported_at_once_with_place_and_id() -> None:
    found = faults_of(
        values={
            "I.1.3": "三十万人",
            "I.9.9": "x",
            "I.1.2": 3,
            "II.1": "表題",
            "I.2": [{"I.2.1": "良い"}, {"I.2.3": {"checked": ["税務"]}, "I.1.1": "x"}, 7],
        },
        files=[{"II.1": "台帳"}, {"II.4.count": "二", "II.4.e": {}, "II.4": "委託する"}],
        extra=1,
    )
    text = "\n".join(f"{place}: {message}" for place, message in found)
    assert len(found) == 10, text
    for item_id in ("I.1.3", "I.9.9", "I.1.2", "II.1", "I.2.3", "I.1.1", "II.4.count", "II.4.e", "extra"):
        assert any(item_id in place for place, _message in found), item_id
    assert "システム2" in text  # the entry by its printed number
    assert "システム3" in text
    assert "③対象人数" in text
    assert "30万人以上" in text  # what would be right


@pytest.mark.parametrize("wrong", [None, 3, 1.5, True, [], {}, ["a"], float("nan"), 10**400])
def test_wrong_types_everywhere_are_named(wrong: object) -> None:
    """Every item of every form, given a value of a type that is not its own, is named in the report."""
    for form in all_forms():
        for scope in {place.scope for place in form.places.values()}:
            ids = [
                i
                for i in node_items(form, scope)
                if not (wrong is True and form.item(i).kind.name == "flag")
                and not (wrong == {} and form.item(i).kind.name in ("checks", "figure"))
                and not (wrong == 3 and not isinstance(wrong, bool) and form.item(i).kind.name == "count")
            ]
            inner: object = dict.fromkeys(ids, wrong)
            for list_id in reversed(scope):
                inner = [inner] if list_id in ("files", "annexes") else {list_id: [inner]}
            beside = scope[0] if isinstance(inner, list) else "values"
            document = {"form": form.id, "version": form.version, beside: inner}
            text = json.dumps(document).replace("1" + "0" * 400, "1" + "0" * 5_000)
            error = refused(text)
            places = "\n".join(fault.place for fault in error.faults)
            for item_id in ids[:MAX_SHOWN]:
                assert f"({item_id})" in places, (item_id, wrong)


@pytest.mark.parametrize("wrong", [None, 3, "x", True, {}])
def test_lists_and_objects_of_the_wrong_type(wrong: object) -> None:
    assert faults_of(values={"I.2": wrong})
    assert faults_of(files=wrong)
    assert faults_of(values={"A2.changes": wrong})
    if wrong != {}:
        assert faults_of(values=wrong)
        assert faults_of(files=[wrong])
        assert faults_of(values={"I.2": [wrong]})
    assert faults_of(values=[])


@pytest.mark.parametrize(
    "checks",
    [
        {"checked": "紙"},
        {"checked": ["紙", "紙"]},
        {"checked": [["紙"]]},
        {"checked": ["その他"], "texts": {"紙": "x"}},
        {"checked": ["その他"], "texts": {"その他": 3}},
        {"checked": ["その他"], "texts": []},
        {"checked": [], "counts": {"紙": 1}},
        {"checked": [], "ticked": []},
        {"checked": ["その他\ud800"]},
        [],
        "紙",
    ],
)
def test_check_sets_are_strict(checks: object) -> None:
    [(place, _message)] = faults_of(files=[{"II.3.2": checks}])
    assert "(II.3.2)" in place


@pytest.mark.parametrize(
    "mark",
    [
        False, None, 1, "true", {}, [], [[]], [[0]], [[0, 1, 2]], [0, 1], [["0", 1]], [[0, 1.0]],
        [[False, True]], [[0, 0]], [[1, 0]], [[0, 9]], [[-1, 1]], [[0, -1]], [[0, 2], [1, 3]],
        [[0, 1], [1, 2]], [[2, 3], [0, 1]],
    ],
)  # fmt: skip
def test_what_is_withheld_must_fit_its_answer(mark: object) -> None:
    [(place, _message)] = faults_of(values={"I.1.1": "予防接種", "I.1.1.withheld": mark})
    assert "(I.1.1: withheld)" in place


def test_what_is_withheld_must_have_an_answer_whose_characters_can_be_counted() -> None:
    for answer in ({}, {"I.1.1": ""}, {"I.1.1": "か\u3099ぎ"}, {"I.1.1": "甲\r\n乙"}):
        [(place, _message)] = faults_of(values={**answer, "I.1.1.withheld": [[0, 1]]})
        assert "(I.1.1: withheld)" in place
    assert faults_of(files=[{"II.3.2.withheld": True}])
    assert faults_of(values={"no.withheld": True})
    assert faults_of(values={"II.1.withheld": True})
    assert faults_of(values={"I.2.withheld": True})


@pytest.mark.parametrize("count", [-1, 10_000, 1.0, "5", True, None])
def test_counts_are_whole_numbers_in_range(count: object) -> None:
    [(place, _message)] = faults_of(files=[{"II.4.count": count}])
    assert "(II.4.count)" in place


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\x1b[31m", "\x7f", "\ufffe", "あ" * 1_000_001])
def test_texts_that_cannot_be_kept_are_named(text: str) -> None:
    [(place, message)] = faults_of(values={"I.1.2": text})
    assert "(I.1.2)" in place
    assert len(message) < 200


@pytest.mark.parametrize("list_id", ["I.2", "A2.changes", FILES])
def test_entries_beyond_any_assessment_are_refused(list_id: str) -> None:
    most = find_form("yoshiki3").lists[list_id].max
    entries: dict[str, Any] = {list_id: [{}] * (most + 1)}
    [(place, message)] = faults_of(**(entries if list_id == FILES else {"values": entries}))
    assert list_id == FILES or f"({list_id})" in place
    assert f"{most + 1:,}" in message
    assert f"{most:,}" in message.replace(f"{most + 1:,}", "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"form":"yoshiki3","form":"yoshiki3","version":"平成30年5月"}', "form"),
        ('{"form":"yoshiki3","version":"平成30年5月","values":{"I.1.1":"a","I.1.1":"b"}}', "I.1.1"),
        ('{"form":"yoshiki3","version":"平成30年5月","files":[{"II.1":"a","II.1":"a"}]}', "II.1"),
        (
            '{"form":"yoshiki3","version":"平成30年5月","files":[{"II.3.2":{"checked":["紙"],"checked":[]}}]}',
            "checked",
        ),
        (
            '{"form":"yoshiki3","version":"平成30年5月","files":[{"II.3.2":{"texts":{"その他":"","その他":"b"}}}]}',
            "その他",
        ),
    ],
)
def test_a_key_that_stands_twice_is_a_fault(text: str, name: str) -> None:
    faults = refused(text).faults
    assert len(faults) == 1
    assert name in faults[0].place


def test_very_many_faults_are_counted_and_cut() -> None:
    error = refused(json.dumps({**HEAD, "values": {f"x{i}": i for i in range(50_000)}}))
    assert "50,000" in error.message
    assert len(error.faults) == MAX_SHOWN + 1
    assert "49,800" in error.faults[-1].message


def test_a_close_id_is_proposed_and_a_misplaced_one_is_sent_home() -> None:
    faults = dict(faults_of(values={"I.1.1a": "x", "II.2.5": "x", "II.4.e.1": "x"}))
    assert "I.1.1" in faults["I.1.1a"]
    assert "files" in next(message for place, message in faults.items() if "II.2.5" in place)
    assert "II.4.e" in next(message for place, message in faults.items() if "II.4.e.1" in place)


def test_items_that_the_form_fills_in_take_no_answer() -> None:
    [(place, _message)] = faults_of(files=[{"II.2.4.all": "別添１を参照。"}])
    assert "(II.2.4.all)" in place


def coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    "figure",
    [
        {"text": 3},
        {"picture": []},
        {"pictures": {}},
        {"pictures": ["x"]},
        {"pictures": [{}]},
        {"pictures": [{"data": None}]},
        {"pictures": [{"data": ""}]},
        {"pictures": [{"data": "あ"}]},
        {"pictures": [{"data": "!!!!"}]},
        {"pictures": [{"data": coded(png(2, 2))[:-3]}]},
        {"pictures": [{"data": coded(b"GIF89a")}]},
        {"pictures": [{"data": coded(png(2, 2)[:40])}]},
        {"pictures": [{"data": coded(bomb_png())}]},
        {"pictures": [{"data": coded(png(2, 2)), "caption": 1}]},
        {"pictures": [{"data": coded(png(2, 2)), "caption": "\x07"}]},
        {"pictures": [{"data": coded(png(2, 2)), "name": "a.png"}]},
        {"pictures": [{"data": coded(png(1, 1))}] * 501},
        [],
        7,
    ],
)
def test_figures_are_strict(figure: object) -> None:
    form = next(form for form in all_forms() if form.id == "yoshiki4")
    item_id = next(i for i, p in form.places.items() if p.item.kind.name == "figure" and p.scope == ())
    error = refused(json.dumps({**HEAD4, "values": {item_id: figure}}))
    assert all(f"({item_id}" in fault.place for fault in error.faults)


JSONS: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@LAW
@given(st.data())
def test_any_json_in_any_place_is_taken_or_refused_but_never_breaks(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(all_forms()))
    scopes = {place.scope for place in form.places.values()}

    def some(scope: tuple[str, ...]) -> Callable[[st.DataObject], dict[str, Any]]:
        keys = [*node_items(form, scope), *(i for i, s in form.lists.items() if s.scope == scope), "x"]
        return lambda data: {key: data.draw(JSONS) for key in data.draw(st.sets(st.sampled_from(keys)))}

    document: dict[str, Any] = {"form": form.id, "version": form.version, "values": some(())(data)}
    for scope in sorted(scopes - {()}):
        entry = some(scope)(data)
        if scope == ("files",):
            document.setdefault("files", []).append(entry)
        elif len(scope) == 2:
            document.setdefault("files", []).append({scope[1]: [entry]})
        else:
            document["values"][scope[0]] = [entry]
    text = json.dumps(document)
    with suppress(ImportRefused):
        imported = read_document(text, "x.json")
        check_node(form, (), imported.root)
