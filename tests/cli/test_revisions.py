"""Versions and what changed between them, on the command line."""

import json
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import SetWithheld
from pia_desktop.documents.council_remarks import key_of
from pia_desktop.exchange.interchange import read_file
from pia_desktop.outputs.readers import read_output
from pia_desktop.paths import resource_root
from pia_desktop.revisions.compare import AnswerChanged, as_edit, compare
from pia_desktop.revisions.history import read_history
from tests.cli.running import Run
from tests.revisions.recorded import with_all_rows

SAMPLES = resource_root() / "samples"


@pytest.fixture
def blank(run: Run, tmp_path: Path) -> Path:
    """A cabinet with an empty assessment and no version of it."""
    path = tmp_path / "blank.pia"
    assert run("new", path, "yoshiki3")[:2] == (0, "1\n")
    return path


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cabinet with the sample and its history: two versions closed, a draft, nothing recorded."""
    path = tmp_path_factory.mktemp("history") / "history.pia"
    read = read_file(SAMPLES / "yoshiki4.json")
    text = (SAMPLES / "history" / "yoshiki4.json").read_text(encoding="utf-8")
    newest = Snapshot(read.form, read.root)
    told = read_history(text, newest)
    first, *later = with_all_rows(text, newest)
    with Cabinet.create(path) as cabinet:
        number = cabinet.new(read.form, first.root, read.pictures)
        for version, (old, new) in zip(told, pairwise((first, *later)), strict=False):
            cabinet.close_version(number, version.name, version.closed_on.isoformat())
            cabinet.apply(number, as_edit(compare(old, new)).edits)
    return path


def refused(result: tuple[int, str, str]) -> str:
    code, out, err = result
    assert (code, out, err.count("\n")) == (1, "", 1)
    return err


def test_versions_are_closed_and_listed(run: Run, blank: Path) -> None:
    assert run("versions", blank, 1) == (0, "", "")
    assert json.loads(run("versions", blank, 1, "--json")[1]) == []
    assert run("close-version", blank, 1, "--name", "初版", "--on", "令和5年9月29日") == (0, "1\n", "")
    assert run("close-version", blank, 1, "--name", "第２版", "--on", "2024-09-30") == (0, "2\n", "")
    assert run("close-version", blank, 1, "--name", "今日の版")[:2] == (0, "3\n")
    rows = [line.split("\t")[:3] for line in run("versions", blank, 1)[1].splitlines()]
    assert rows[:2] == [["1", "初版", "2023-09-29"], ["2", "第２版", "2024-09-30"]]
    told = json.loads(run("versions", blank, 1, "--json")[1])
    assert [(one["number"], one["name"]) for one in told] == [(1, "初版"), (2, "第２版"), (3, "今日の版")]


def test_a_version_of_an_earlier_day_than_the_last_is_told(run: Run, blank: Path) -> None:
    assert run("close-version", blank, 1, "--name", "今日の版") == (0, "1\n", "")
    code, out, err = run("close-version", blank, 1, "--name", "早い版", "--on", "2020-01-01")
    assert (code, out) == (0, "2\n")
    assert "今日の版" in err


def test_a_name_that_another_version_bears_is_told(run: Run, blank: Path) -> None:
    assert run("close-version", blank, 1, "--name", "公表版") == (0, "1\n", "")
    code, out, err = run("close-version", blank, 1, "--name", "公表版")
    assert (code, out, err.count("\n")) == (0, "2\n", 1)
    assert "公表版" in err


def test_a_name_is_one_line_of_words(run: Run, blank: Path) -> None:
    for name in ("", " \u3000", "\n", "\x01", "\udcff", "長" * 101):
        code, out, err = run("close-version", blank, 1, "--name", name)
        assert (code, out) == (2, "")
        assert "--name" in err
    assert run("close-version", blank, 1, "--name", " 初\udcff版\n\x07１ ")[0] == 0
    assert [one["name"] for one in json.loads(run("versions", blank, 1, "--json")[1])] == ["初版 １"]


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".html"])
def test_a_comparison_is_read_from_the_older_state_to_the_newer_and_names_both(
    run: Run, history: Path, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"compared{suffix}"
    assert run("compare", history, 1, 1, 2, "-o", target) == (0, "", "")
    words = "".join("".join(one.text for one in read_output(target, suffix)).split())
    older, newer = "第1版「令和４年度公表版」", "第2版「令和５年度公表版」"
    assert words.index(f"変更前：{older}") < words.index(f"変更後：{newer}")
    assert "項目変更前変更後" in words


def test_a_comparison_with_a_document_names_its_file(run: Run, history: Path, tmp_path: Path) -> None:
    target = tmp_path / "compared.html"
    sample = SAMPLES / "yoshiki4.json"
    assert run("compare", history, 1, 1, "--with", sample, "-o", target) == (0, "", "")
    assert "変更前：yoshiki4.json" in target.read_text(encoding="utf-8")


def test_what_changed_between_versions_and_since(run: Run, history: Path) -> None:
    between = json.loads(run("compare", history, 1, 1, 2, "--json")[1])
    since = json.loads(run("compare", history, 1, "--json")[1])
    both = json.loads(run("compare", history, 1, 1, "--json")[1])
    assert since == json.loads(run("compare", history, 1, 2, "--json")[1])
    assert {one["change"] for one in between} == {"changed", "added", "moved"}
    assert {one["change"] for one in since} == {"changed", "added", "moved", "removed"}
    assert len(both) > max(len(between), len(since))
    [dept] = [one for one in between if one["path"] == ["I.7.1"]]
    assert (dept["before"], dept["after"]) == ("健康福祉部　保険年金課", "健康福祉部　国民健康保険課")
    assert "".join(old for _kind, old, _new in dept["passages"]) == dept["before"]
    lines = run("compare", history, 1, 1, 2)[1].splitlines()
    assert [line.split("\t")[:2] for line in lines] == [[one["change"], one["item"]] for one in between]
    assert run("compare", history, 1, 2, 2) == (0, "", "")


def test_what_changed_as_a_document(run: Run, history: Path, tmp_path: Path) -> None:
    for name, head in (("a.pdf", b"%PDF-"), ("a.html", b"<!DOCTYPE html"), ("a.docx", b"PK")):
        assert run("compare", history, 1, 1, 2, "-o", tmp_path / name) == (0, "", "")
        assert (tmp_path / name).read_bytes()[: len(head)].lower() == head.lower()
    words = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "a.pdf").pages)
    assert "所属長の役職名" in words.replace("\n", "")
    assert "（略）" not in words
    assert run("compare", history, 1, 1, 2, "--shorten", "-o", tmp_path / "short.html")[0] == 0
    assert "（略）" in (tmp_path / "short.html").read_text(encoding="utf-8")
    refused(run("compare", history, 1, "-o", tmp_path / "a.txt"))
    refused(run("compare", history, 1, "-o", history))


def test_rows_are_proposed_until_they_stand_in_the_table(run: Run, history: Path, tmp_path: Path) -> None:
    known = [
        line.split("\t")
        for line in (Path(__file__).parents[1] / "revisions" / "history_rows.tsv")
        .read_text(encoding="utf-8")
        .splitlines()
    ]
    told = json.loads(run("propose-changes", history, 1, "--json")[1])
    assert [["2", one["timing"], one["item"]] for one in told] == [row for row in known if row[0] == "2"]
    assert all(one["reason"] and one["before"] and one["after"] and one["paths"] for one in told)
    lines = [line.split("\t") for line in run("propose-changes", history, 1)[1].splitlines()]
    assert [line[0] for line in lines] == [one["item"] for one in told]
    for name, flags in (("rows.json", ()), ("rows.out", ("--json",))):
        assert run("propose-changes", history, 1, "-o", tmp_path / name, *flags) == (0, "", "")
        assert json.loads((tmp_path / name).read_text(encoding="utf-8")) == told
    assert run("propose-changes", history, 1, "-o", tmp_path / "rows.txt") == (0, "", "")
    written = (tmp_path / "rows.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t") for line in written] == lines
    refused(run("propose-changes", history, 1, "-o", history))
    refused(run("propose-changes", history, 1, "-o", tmp_path / "rows.docx"))
    whole = json.loads(run("propose-changes", history, 1, "--json", "--no-shorten")[1])
    assert [one["item"] for one in whole] == [one["item"] for one in told]
    assert sum("（略）" in one["after"] for one in told) > sum("（略）" in one["after"] for one in whole)


def test_what_is_not_there_is_refused(run: Run, blank: Path, history: Path) -> None:
    for command in ("compare", "propose-changes"):
        assert "close-version" in refused(run(command, blank, 1))
        refused(run(command, blank, 9))
    refused(run("versions", blank, 9))
    refused(run("close-version", blank, 9, "--name", "版"))
    refused(run("compare", history, 1, 7))
    refused(run("compare", history, 1, 1, 7))


@pytest.mark.parametrize(
    "arguments",
    [
        ["versions"],
        ["versions", "a.pia"],
        ["close-version", "a.pia", "1"],
        ["close-version", "a.pia", "1", "--name", "版", "--on", "平成32年1月1日"],
        ["close-version", "a.pia", "1", "--name", "版", "--on", "2024-09"],
        ["compare", "a.pia"],
        ["compare", "a.pia", "1", "0"],
        ["compare", "a.pia", "1", "一"],
        ["compare", "a.pia", "1", "1", "2", "3"],
        ["compare", "a.pia", "1", "--json", "-o", "a.pdf"],
        ["propose-changes", "a.pia"],
    ],
)
def test_wrong_usage_is_2(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err


def test_a_version_may_be_named_by_wide_digits(run: Run, history: Path) -> None:
    assert run("compare", history, "１", "１", "--json") == run("compare", history, 1, 1, "--json")


def test_a_closed_version_is_printed_and_exported_as_it_was(run: Run, history: Path, tmp_path: Path) -> None:
    """Whatever the draft became; and some of its pages alone."""
    with Cabinet.open(history, read_only=True) as cabinet:
        first = cabinet.load_version(cabinet.versions(1)[0].id)
    assert run("export", history, 1, "--version", 1, "-o", tmp_path / "v1.json")[0] == 0
    read = read_file(tmp_path / "v1.json")
    assert compare(Snapshot(read.form, read.root), first).changes == ()
    assert run("print", history, 1, "--version", 1, "--pages", "1,3", "-o", tmp_path / "v1.pdf")[0] == 0
    assert run("print", history, 1, "-o", tmp_path / "now.pdf")[0] == 0
    pages = pypdf.PdfReader(tmp_path / "v1.pdf").pages
    published = first.root.answer(("cover.published_on",))
    assert isinstance(published, str)
    assert len(pages) == 2
    assert published in pages[0].extract_text()
    assert published not in pypdf.PdfReader(tmp_path / "now.pdf").pages[0].extract_text()


def test_a_version_or_page_that_is_not_there_is_refused_and_nothing_is_written(
    run: Run, history: Path, tmp_path: Path
) -> None:
    target = tmp_path / "x.pdf"
    assert "9" in refused(run("print", history, 1, "--version", 9, "-o", target))
    assert "999" in refused(run("print", history, 1, "--pages", "999", "-o", target))
    assert not target.exists()


def test_the_foot_of_a_draft_names_the_version(run: Run, history: Path, tmp_path: Path) -> None:
    """The one that the draft will be, or the closed one that is printed."""
    for arguments, words in (((), "第3版"), (("--version", 2), "第2版")):
        target = tmp_path / "draft.pdf"
        assert run("print", history, 1, "--copy", "draft", *arguments, "-o", target)[0] == 0
        assert words in pypdf.PdfReader(target).pages[0].extract_text()


# ---- council


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".html"])
def test_a_council_gets_its_table_with_the_versions_and_the_clerks_words(
    run: Run, history: Path, tmp_path: Path, suffix: str
) -> None:
    with Cabinet.open(history) as cabinet:
        found = compare(cabinet.load_version(cabinet.versions(1)[0].id), cabinet.load(1))
        [change, *_others] = [one for one in found.changes if one.path[0] != found.form.roles.changes]
        cabinet.put_council_remarks(1, {key_of(change): "この点を御審議ください。"})
    target = tmp_path / f"対照表{suffix}"
    assert run("council", history, 1, 1, "-o", target) == (0, "", "")
    words = "".join(extract.text for extract in read_output(target, suffix))
    squeezed = "".join(words.split())
    for wanted in (
        "改定後：下書き（",
        "改定前：第1版「",
        "下線部が修正・追記箇所",
        "この点を御審議ください。",
    ):
        assert wanted in squeezed
    assert run("council", history, 1, 1, 2, "-o", target) == (0, "", "")
    again = "".join(extract.text for extract in read_output(target, suffix))
    assert "改定後：第2版「" in "".join(again.split())


def test_a_council_is_not_shown_what_is_withheld(run: Run, history: Path, tmp_path: Path) -> None:
    copied = tmp_path / "c.pia"
    copied.write_bytes(history.read_bytes())
    with Cabinet.open(copied) as cabinet:
        found = compare(cabinet.load_version(cabinet.versions(1)[0].id), cabinet.load(1))
        change = next(
            one
            for one in found.changes
            if isinstance(one, AnswerChanged) and isinstance(one.new, str) and len(one.new) > 40
            if one.path[0] != found.form.roles.changes
        )
        assert isinstance(change.new, str)
        secret = change.new[:20]
        cabinet.apply(1, (SetWithheld(change.path, ((0, 20),)),))
    target = tmp_path / "公表用.html"
    assert run("council", copied, 1, 1, "-o", target, "--copy", "public", "--leave-known")[0] == 0
    assert secret not in target.read_text("utf-8")
    assert run("council", copied, 1, 1, "-o", target)[0] == 0
    assert "".join(secret.split()) in "".join(
        "".join(one.text for one in read_output(target, ".html")).split()
    )


def test_a_council_table_needs_a_version_and_a_place(run: Run, blank: Path, tmp_path: Path) -> None:
    assert run("council", blank, 1, "-o", tmp_path / "a.pdf")[0] == 1
    assert run("council", blank, 1)[0] == 2
