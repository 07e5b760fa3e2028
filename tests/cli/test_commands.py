"""The command line in one process: what it prints, writes and refuses."""

import io
import json
import os
import re
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.cli import main
from pia_desktop.exchange.interchange import write_document
from pia_desktop.forms.catalogue import all_forms, find_form
from tests.cli.running import Run
from tests.paper.expected import squeezed
from tests.strategies import picture_store
from ui.app import application

SMALL = """{
 "form": "yoshiki3",
 "version": "平成30年5月",
 "values": {
  "cover.number": "7",
  "cover.title": "事務 ①髙﨑",
  "I.2": [
   {},
   {
    "I.2.1": "台帳システム"
   }
  ]
 },
 "files": [
  {
   "II.1": "台帳"
  }
 ]
}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    target = tmp_path / "small.json"
    target.write_text(SMALL, encoding="utf-8")
    return target


@pytest.fixture
def cabinet(tmp_path: Path, small: Path, run: Run) -> Path:
    """A cabinet with ``SMALL`` as its assessment 1."""
    path = tmp_path / "台帳.pia"
    assert run("import", path, small)[:2] == (0, "1\n")
    return path


def refused(result: tuple[int, str, str]) -> str:
    """The one line that a failed command leaves for the clerk."""
    code, _out, err = result
    assert code == 1, result
    assert err.endswith("\n")
    assert err.count("\n") == 1, err
    assert "Traceback" not in err
    return err


def usage(result: tuple[int, str, str]) -> str:
    code, out, err = result
    assert (code, out) == (2, ""), result
    assert "pia-desktop" in err
    assert "Traceback" not in err
    return err


# ---- forms


def test_forms_lists_every_edition(run: Run) -> None:
    code, out, err = run("forms")
    assert (code, err) == (0, "")
    assert [line.split("\t") for line in out.splitlines()] == [
        [f.id, f.version, f.title] for f in all_forms()
    ]
    assert json.loads(run("forms", "--json")[1])[0].keys() == {"form", "version", "title"}


@pytest.mark.parametrize("form", all_forms(), ids=[form.id for form in all_forms()])
def test_the_reference_names_every_item_and_list_of_a_form(run: Run, form: object) -> None:
    known = find_form(form.id)  # type: ignore[attr-defined]
    code, out, _err = run("forms", f"{known.id}@{known.version}")
    rows = [line.split("\t") for line in out.splitlines()]
    assert code == 0
    assert all(len(row) == 4 for row in rows)
    assert {row[0] for row in rows} == {*known.places, *known.lists}
    assert len(rows) == len(known.places) + len(known.lists)
    told = {row["id"]: row for row in json.loads(run("forms", known.id, "--json")[1])}
    for item_id, place in known.places.items():
        assert told[item_id]["kind"] == place.item.kind.name
        assert told[item_id]["scope"] == list(place.scope)
        for option in getattr(place.item.kind, "options", ()):
            assert option.words in told[item_id]["options"]
        for box in getattr(place.item.kind, "boxes", ()):
            assert any(words.startswith(box.label) for words in told[item_id]["options"])


def test_unknown_forms_are_refused_with_those_that_are_known(run: Run, tmp_path: Path) -> None:
    for form in ("yoshiki9", "yoshiki3@令和99年1月", "", "@", "yoshiki3@"):
        assert "yoshiki4" in refused(run("forms", form))
        assert "yoshiki4" in refused(run("new", tmp_path / "a.pia", form))
        refused(run("print", "--blank", form, "-o", tmp_path / "a.pdf"))
    assert list(tmp_path.iterdir()) == []


def test_an_edition_is_named_as_it_is_listed(run: Run, tmp_path: Path) -> None:
    for number, form in enumerate(all_forms()):
        target = tmp_path / f"{number}.pdf"
        assert run("print", "--blank", f"{form.id} {form.version}", "-o", target) == (0, "", "")
        assert squeezed(form.mark) in squeezed(pypdf.PdfReader(target).pages[0].extract_text())


# ---- new, import, list, export


def test_new_makes_the_cabinet_and_numbers_its_assessments(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.pia"
    assert run("new", path, "yoshiki3") == (0, "1\n", "")
    assert run("new", path, "yoshiki4@平成30年5月") == (0, "2\n", "")
    listed = json.loads(run("list", path, "--json")[1])
    assert [(one["id"], one["form"]) for one in listed] == [(1, "yoshiki3"), (2, "yoshiki4")]


def test_a_cabinet_in_the_folder_one_stands_in(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "a.pia", "yoshiki3") == (0, "1\n", "")
    assert run("list", "a.pia")[0] == 0


def test_list_gives_one_line_for_each_assessment(run: Run, cabinet: Path) -> None:
    code, out, err = run("list", cabinet)
    assert (code, err) == (0, "")
    assert out.splitlines()[0].split("\t")[:5] == ["1", "yoshiki3", "平成30年5月", "7", "事務 ①髙﨑"]
    assert len(out.splitlines()) == 1


def test_export_gives_the_bytes_that_were_imported(run: Run, cabinet: Path, tmp_path: Path) -> None:
    assert run("export", cabinet, 1) == (0, SMALL, "")
    target = tmp_path / "out.json"
    assert run("export", cabinet, 1, "-o", target) == (0, "", "")
    assert target.read_bytes() == SMALL.encode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("print", "{}", 1, "-o", "a.docx"),
        ("export", "{}", 1, "-o", "a.pdf"),
        ("export", "{}", 1, "-o", "a.TXT"),
        ("counter", "{}", 1, "-o", "a.docx"),
        ("hearing", "{}", 1, "-o", "a.html"),
        ("guide", "yoshiki3", "-o", "a.docx"),
        ("manual", "-o", "a.xlsx"),
        ("due", "{}", "--ics", "-o", "a.pdf"),
        ("pack", "{}", 1, "-o", "a.zip"),
        ("council", "{}", 1, "-o", "a.txt"),
    ],
    ids=lambda arguments: f"{arguments[0]}-{arguments[-1]}",
)
def test_a_name_of_another_kind_of_file_is_refused(
    run: Run, cabinet: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    *words, name = (str(one).format(cabinet) for one in arguments)
    code, out, err = run(*words, tmp_path / name)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    "words", [("export", "{}", 1), ("plan", "{}"), ("manual",)], ids=lambda words: str(words[0])
)
def test_a_web_page_may_have_either_ending(
    run: Run, cabinet: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    arguments = [str(one).format(cabinet) for one in words]
    pages = [tmp_path / f"a{ending}" for ending in (".html", ".htm", ".HTM")]
    assert [run(*arguments, "-o", page)[0] for page in pages] == [0, 0, 0]
    assert {page.read_bytes() for page in pages} == {pages[0].read_bytes()}
    assert pages[0].read_bytes().startswith(b"<!DOCTYPE html>")


def test_what_follows_a_dot_may_be_part_of_the_name(run: Run, cabinet: Path, tmp_path: Path) -> None:
    assert run("print", cabinet, 1, "-o", tmp_path / "12.国保")[0] == 0
    assert (tmp_path / "12.国保").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["tochigi.json", "setagaya-kaigo.json"])
def test_real_assessments_go_through_the_cabinet_unchanged(
    run: Run, tmp_path: Path, samples: Path, name: str
) -> None:
    path = tmp_path / "a.pia"
    assert run("import", path, samples / name)[0] == 0
    out = run("export", path, 1)[1]
    assert json.loads(out) == json.loads((samples / name).read_text(encoding="utf-8"))


def test_pictures_go_through_the_cabinet(run: Run, tmp_path: Path) -> None:
    form = find_form("yoshiki4")
    item_id = next(i for i, p in form.places.items() if p.item.kind.name == "figure" and not p.scope)
    digest, _data = next(iter(picture_store().items()))
    text = write_figure(item_id, digest)
    source = tmp_path / "figure.json"
    source.write_text(text, encoding="utf-8")
    path = tmp_path / "a.pia"
    assert run("import", path, source)[0] == 0
    assert run("export", path, 1)[1] == text
    assert run("print", path, 1, "-o", tmp_path / "a.pdf")[0] == 0


def write_figure(item_id: str, digest: str) -> str:
    from pia_desktop.assessment.assessment import blank_root
    from pia_desktop.assessment.pictures import check_picture
    from pia_desktop.forms.values import Figure

    form = find_form("yoshiki4")
    picture = check_picture(picture_store()[digest], "x", "図１")
    root = blank_root(form).with_answer((item_id,), Figure.of("説明", (picture,)))
    return write_document(Snapshot(form, root), picture_store())


def test_a_faulty_file_is_reported_whole_and_leaves_the_cabinet_as_it_was(
    run: Run, cabinet: Path, tmp_path: Path
) -> None:
    document = json.loads(SMALL)
    document["values"] |= {"I.1.3": "たくさん", "no.such": 1}
    document["files"][0]["II.4.count"] = "五"
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(document), encoding="utf-8")
    before = cabinet.read_bytes()
    result = run("import", cabinet, bad)
    line = refused(result)
    assert "3" in line
    assert "bad.json" in line
    listed = result[1].splitlines()
    assert len(listed) == 3
    for item_id in ("I.1.3", "no.such", "II.4.count"):
        assert any(item_id in fault for fault in listed)
    assert cabinet.read_bytes() == before
    missing = tmp_path / "none.pia"
    refused(run("import", missing, bad))
    assert not missing.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 10_000, "あ".encode("cp932"), b"null", b"\xff\xfe{\x00}\x00", b'{"form": "\x1b[2J"}'],
)
def test_hostile_files_get_one_harmless_line(run: Run, tmp_path: Path, content: bytes) -> None:
    source = tmp_path / ("hostile.json" if os.name == "nt" else "hostile\x1b[31m.json")
    source.write_bytes(content)
    for result in (
        run("import", tmp_path / "a.pia", source),
        run("print", "--from", source, "-o", tmp_path / "a.pdf"),
    ):
        assert "\x1b" not in refused(result)
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


def test_what_is_no_cabinet_is_refused_by_every_command(run: Run, tmp_path: Path, small: Path) -> None:
    text = tmp_path / "text.pia"
    text.write_text("これは台帳ではない", encoding="utf-8")
    for path in (text, tmp_path, tmp_path / "none" / "a.pia"):
        for rest in (["export", path, 1], ["list", path], ["new", path, "yoshiki3"], ["import", path, small]):
            refused(run(*rest))
        refused(run("print", path, 1, "-o", tmp_path / "a.pdf"))
        refused(run("shots", path, 1, "-o", tmp_path / "shots"))
    for path in (tmp_path / "none.pia",):
        refused(run("list", path))
        refused(run("export", path, 1))
        assert not path.exists()
    assert text.read_text(encoding="utf-8") == "これは台帳ではない"


def test_an_unknown_number_is_refused(run: Run, cabinet: Path, tmp_path: Path) -> None:
    for number in (2, 2**63 - 1):
        for command, *rest in (
            ("export",),
            ("print", "-o", tmp_path / "a.pdf"),
            ("shots", "-o", tmp_path / "shots"),
        ):
            assert str(number) in refused(run(command, cabinet, number, *rest))
    assert not (tmp_path / "a.pdf").exists()
    assert not (tmp_path / "shots").exists()


# ---- print


def test_print_in_its_three_forms(run: Run, cabinet: Path, small: Path, tmp_path: Path) -> None:
    ways: dict[str, list[object]] = {
        "a.pdf": [cabinet, 1],
        "b.pdf": ["--from", small],
        "c.pdf": ["--blank", "yoshiki4"],
    }
    for name, way in ways.items():
        assert run("print", *way, "-o", tmp_path / name) == (0, "", "")
        assert (tmp_path / name).read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_print_says_which_characters_it_cannot_print(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "odd.json"
    source.write_text(SMALL.replace("台帳システム", "𠮷野システム"), encoding="utf-8")
    code, out, err = run("print", "--from", source, "-o", tmp_path / "a.pdf")
    assert (code, err) == (0, "")
    [line] = out.splitlines()
    assert "𠮷" in line
    assert "(I.2.1)" in line
    assert "システム2" in line


def test_nothing_is_written_over_what_is_read(run: Run, cabinet: Path, small: Path) -> None:
    before = cabinet.read_bytes(), small.read_bytes()
    refused(run("export", cabinet, 1, "-o", cabinet))
    refused(run("print", cabinet, 1, "-o", cabinet))
    refused(run("print", "--from", small, "-o", small))
    assert (cabinet.read_bytes(), small.read_bytes()) == before


def test_a_target_that_cannot_be_written_is_refused(run: Run, cabinet: Path, tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "none" / "a", tmp_path / ("a" * 300)):
        refused(run("export", cabinet, 1, "-o", target))
        refused(run("print", cabinet, 1, "-o", target))
    (tmp_path / "file").write_text("x", encoding="utf-8")
    told = run("shots", cabinet, 1, "-o", tmp_path / "file")
    refused(told)
    assert "同じ名前のファイルがあります" in told[2]


# ---- usage


@pytest.mark.parametrize(
    "arguments",
    [
        ["new"],
        ["new", "a.pia"],
        ["import", "a.pia"],
        ["export", "a.pia"],
        ["export", "a.pia", "eins"],
        ["export", "a.pia", "0"],
        ["export", "a.pia", "-1"],
        ["export", "a.pia", "①"],
        ["export", "a.pia", "9" * 5_000],
        ["export", "a.pia", str(2**63)],
        ["list"],
        ["list", "a.pia", "--yaml"],
        ["print"],
        ["print", "a.pia", "1"],
        ["print", "-o", "a.pdf"],
        ["print", "a.pia", "-o", "a.pdf"],
        ["print", "a.pia", "1", "--blank", "yoshiki3", "-o", "a.pdf"],
        ["print", "--from", "a.json", "--blank", "yoshiki3", "-o", "a.pdf"],
        ["shots", "a.pia", "1"],
        ["forms", "yoshiki3", "yoshiki4"],
        ["--colour"],
        ["exprot"],
    ],
)
def test_wrong_usage_is_2(run: Run, arguments: list[str]) -> None:
    usage(run(*arguments))


def test_a_mistyped_command_is_answered_with_the_one_meant(run: Run) -> None:
    assert "export" in usage(run("exprot"))


def test_help_shows_every_command(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    for command in ("forms", "new", "import", "export", "list", "print", "shots"):
        assert f"pia-desktop {command}" in out
        assert run(command, "-h")[0] == 0
    assert re.match(r"pia-desktop \d+\.\d+\.\d+\n", run("--version")[1])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a display is always there")
def test_the_window_needs_a_display(run: Run, cabinet: Path) -> None:
    refused(run(cabinet))
    refused(run())


# ---- streams


def test_a_console_without_a_japanese_code_page(monkeypatch: pytest.MonkeyPatch, cabinet: Path) -> None:
    """A pipe on Windows comes in a code page such as cp1252; what is said must still come out, in UTF-8."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    assert main(["list", str(cabinet)]) == 0
    sys.stdout.flush()
    assert "事務 ①髙﨑" in raw.getvalue().decode("utf-8")


def test_a_program_without_a_console(monkeypatch: pytest.MonkeyPatch, cabinet: Path) -> None:
    """The windowed program of a frozen build has no streams at all."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["list", str(cabinet)]) == 0
    assert main(["export", str(cabinet), "1"]) == 0
    assert main(["export", str(cabinet), "2"]) == 1
    assert main(["export"]) == 2


def test_the_built_window_shows_how_it_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(application, "show_words", lambda _heading, words: shown.append(words))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["--no-such-option"]) == 2
    assert main(["--help"]) == 0
    assert ["--no-such-option" in shown[0], "export" in shown[1], len(shown)] == [True, True, 2]


# ---- what no font can print


def test_glyphs_names_item_character_and_code_point(run: Run, tmp_path: Path) -> None:
    source, path = tmp_path / "a.json", tmp_path / "a.pia"
    document = json.loads(SMALL)
    document["values"]["I.1.2"] = "笑\U0001f600顔\U0001f600"
    document["files"][0]["II.1"] = "☑台帳"
    source.write_text(json.dumps(document), encoding="utf-8")
    assert run("import", path, source)[0] == 0
    code, out, err = run("glyphs", path, 1)
    assert (code, err) == (0, "")
    rows = [line.split("\t") for line in out.splitlines()]
    assert ["\U0001f600", "U+1F600"] in [row[1:] for row in rows if "I.1.2" in row[0]]
    assert ["☑", "U+2611"] in [row[1:] for row in rows if "II.1" in row[0]]
    assert len({tuple(row) for row in rows}) == len(rows)
    told = json.loads(run("glyphs", path, 1, "--json")[1])
    assert [[one["item"], one["char"], one["code"]] for one in told] == rows


def test_glyphs_of_an_assessment_that_can_be_printed(run: Run, cabinet: Path) -> None:
    assert run("glyphs", cabinet, 1) == (0, "", "")
    assert json.loads(run("glyphs", cabinet, 1, "--json")[1]) == []
    refused(run("glyphs", cabinet, 9))
    usage(run("glyphs", cabinet))


# ---- parts, files and size of a print


def pages_of(path: Path) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


def test_parts_of_a_print(run: Run, cabinet: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    assert run("print", cabinet, 1, "-o", target, "--parts", "Ⅱ,別添１") == (0, "", "")
    words = "".join(pages_of(target))
    assert "台帳" in words
    assert "項目一覧" not in words
    assert run("print", cabinet, 1, "-o", target, "--file", 1) == (0, "", "")
    assert "Ⅳ" not in "".join(pages_of(target))
    assert run("print", "--blank", "yoshiki3", "-o", target, "--parts", "cover") == (0, "", "")
    assert len(pages_of(target)) == 1


def test_a_larger_print_takes_more_pages(run: Run, cabinet: Path, tmp_path: Path) -> None:
    usual, large = tmp_path / "a.pdf", tmp_path / "b.pdf"
    assert run("print", cabinet, 1, "-o", usual) == (0, "", "")
    assert run("print", cabinet, 1, "-o", large, "--scale", 120) == (0, "", "")
    assert len(pages_of(large)) > len(pages_of(usual))


def test_numbers_may_be_typed_as_wide_as_a_japanese_keyboard_types_them(
    run: Run, cabinet: Path, tmp_path: Path
) -> None:
    plain, wide = tmp_path / "plain.pdf", tmp_path / "wide.pdf"
    some = ("--scale", 120, "--file", 1, "--pages", "1-2")
    same = ("--scale", "１２０", "--file", "１", "--pages", "１-２")
    assert run("print", cabinet, 1, "-o", plain, *some)[0] == 0
    assert run("print", cabinet, "１", "-o", wide, *same)[0] == 0
    assert wide.read_bytes() == plain.read_bytes()


def test_prints_of_what_is_not_there_are_refused(run: Run, cabinet: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    for arguments in (("--parts", "IX"), ("--parts", ","), ("--file", 2), ("--parts", "I", "--file", 1)):
        refused(run("print", cabinet, 1, "-o", target, *arguments))
    for arguments in (("--scale", 20), ("--scale", "１２"), ("--file", 0), ("--file", "x")):
        usage(run("print", cabinet, 1, "-o", target, *arguments))
    assert not target.exists()


def test_a_print_is_a_copy_for_a_purpose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = {
        "form": "yoshiki3",
        "version": "平成30年5月",
        "values": {"I.1.1": "鷲の事務", "I.1.1.withheld": True},
    }
    source = tmp_path / "a.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    texts = {}
    for copy in ("submission", "public", "draft"):
        target = tmp_path / f"{copy}.pdf"
        assert main(["print", "--from", str(source), "-o", str(target), "--copy", copy]) == 0
        texts[copy] = "".join(page.extract_text() for page in pypdf.PdfReader(target).pages)
    assert ["鷲" in texts[copy] for copy in texts] == [True, False, True]
    assert ["下書き" in texts[copy] for copy in texts] == [False, False, True]
    assert main(["print", "--from", str(source), "-o", str(tmp_path / "x.pdf"), "--copy", "other"]) == 2
    assert "submission" in capsys.readouterr().err


# ---- export as other kinds of file


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".html"])
def test_an_assessment_is_exported_from_a_cabinet_a_file_or_a_blank_form(
    run: Run, cabinet: Path, tmp_path: Path, suffix: str
) -> None:
    source = tmp_path / "small.json"
    source.write_text(SMALL, encoding="utf-8")
    made = [tmp_path / f"{name}{suffix}" for name in ("cabinet", "file", "blank")]
    copy = ["--copy", "submission"]
    assert run("export", cabinet, 1, "-o", made[0], *copy) == (0, "", "")
    assert run("export", "--from", source, "-o", made[1], *copy) == (0, "", "")
    assert run("export", "--blank", "yoshiki3", "-o", made[2]) == (0, "", "")
    assert made[0].read_bytes() == made[1].read_bytes() != made[2].read_bytes()
    before = made[0].read_bytes()
    assert run("export", tmp_path / "none.pia", 1, "-o", made[0])[0] == 1
    assert made[0].read_bytes() == before


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".html"])
def test_what_is_withheld_is_in_no_file_for_the_public(run: Run, tmp_path: Path, suffix: str) -> None:
    """A page is for the public unless it is asked for otherwise."""
    token = "秘匿語句壱弐参"
    source = tmp_path / "a.json"
    values = f'"I.1.1":"事務と{token}","I.1.1.withheld":[[3,10]]'
    source.write_text(
        f'{{"form":"yoshiki3","version":"平成30年5月","values":{{{values}}}}}', encoding="utf-8"
    )
    target = tmp_path / f"a{suffix}"
    asked = [] if suffix == ".html" else ["--copy", "public"]
    assert run("export", "--from", source, "-o", target, *asked) == (0, "", "")
    assert token not in all_words(target)
    assert run("export", "--from", source, "-o", target, "--copy", "submission") == (0, "", "")
    assert token in all_words(target)


def all_words(path: Path) -> str:
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as parts:
        return "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
