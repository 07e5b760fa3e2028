"""What an output is for, on the command line: nothing withheld for the public; known places may be left."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pypdf
import pytest

from db.cabinet import Cabinet
from db.records import Note, ReviewPoint
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.withheld import WHOLE, WITHHELD_MARK
from pia_desktop.documents.council_remarks import key_of
from pia_desktop.guidance.review import review_points
from pia_desktop.revisions.compare import compare
from tests.cli.running import Run
from tests.outputs.tokens import sample, words_in

SECRET = "鷲鷹鶴鴨"
EVERYWHERE = ("export", "compare", "propose-changes")


def office(path: Path, *, twice: bool) -> Path:
    """A cabinet whose assessment was published with the secret and withholds it now, in its title, too.

    ``twice``: it still stands in another answer.
    """
    state = sample("yoshiki3")
    title = (state.form.roles.title,)
    with Cabinet.create(path) as cabinet:
        number = cabinet.new(state.form, state.root)
        cabinet.apply(number, [SetAnswer(("I.1.1",), f"前{SECRET}後"), SetAnswer(title, f"{SECRET}の事務")])
        if twice:
            cabinet.apply(number, [SetAnswer(("I.1.2",), f"なお、{SECRET}を除く")])
        cabinet.close_version(number, "公表", date(2026, 4, 1).isoformat())
        cabinet.apply(
            number,
            [
                SetAnswer(("I.1.1",), f"前{SECRET}後に追記"),
                SetWithheld(("I.1.1",), ((1, 5),)),
                SetWithheld(title, WHOLE),
            ],
        )
    return path


@pytest.mark.parametrize("command", EVERYWHERE)
def test_a_list_for_the_public_holds_nothing_withheld(command: str, run: Run, tmp_path: Path) -> None:
    cabinet = office(tmp_path / "a.pia", twice=False)
    code, whole, _err = run(command, cabinet, 1)
    assert code == 0
    assert SECRET in whole
    code, public, err = run(command, cabinet, 1, "--copy", "public")
    assert (code, err) == (0, "")
    assert SECRET not in public
    assert WITHHELD_MARK in public


@pytest.mark.parametrize("suffix", [".pdf", ".html", ".docx"])
def test_a_comparison_for_the_public_holds_nothing_withheld(suffix: str, run: Run, tmp_path: Path) -> None:
    """Of the older version neither, which was public with it."""
    cabinet, target = office(tmp_path / "a.pia", twice=False), tmp_path / f"compared{suffix}"
    assert run("compare", cabinet, 1, "-o", target, "--copy", "public")[0] == 0
    words = words_in(target)
    assert SECRET not in words
    assert suffix == ".pdf" or "追記" in words


def test_the_calendar_for_the_public_names_nothing_withheld(run: Run, tmp_path: Path) -> None:
    cabinet, target = office(tmp_path / "a.pia", twice=False), tmp_path / "due.ics"
    for copy, there in (("submission", True), ("public", False)):
        assert run("due", cabinet, "--ics", "-o", target, "--copy", copy)[0] == 0
        assert (SECRET in words_in(target)) == there
        assert (SECRET in run("due", cabinet, "--copy", copy)[1]) == there


@pytest.mark.parametrize(
    "arguments",
    [
        ("print", "-o", "out.pdf"),
        ("export", "-o", "out.json"),
        ("export",),
        ("compare", "-o", "out.docx"),
        ("compare", "--json"),
        ("propose-changes",),
        ("propose-changes", "-o", "out.txt"),
    ],
    ids=" ".join,
)
def test_places_that_remain_are_listed_and_left_only_on_request(
    arguments: tuple[str, ...], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cabinet = office(tmp_path / "a.pia", twice=True)
    monkeypatch.chdir(tmp_path)
    command, *others = arguments
    code, out, err = run(command, cabinet, 1, *others, "--copy", "public")
    place, summary = err.splitlines()
    assert (code, out) == (4, "")
    assert f"なお、［{SECRET}］を除く" in place
    assert "1" in summary
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("out")] == []
    code, out, again = run(command, cabinet, 1, *others, "--copy", "public", "--leave-known")
    assert code == 0
    assert again.splitlines() == [place]


def test_a_draft_may_be_for_either_purpose(run: Run, tmp_path: Path) -> None:
    cabinet, target = office(tmp_path / "a.pia", twice=False), tmp_path / "out.pdf"
    for copy, marked, there in (
        (("--copy", "public", "--draft"), True, False),
        (("--copy", "public"), False, False),
        (("--draft",), True, True),
        (("--copy", "draft"), True, True),
        ((), False, True),
    ):
        assert run("print", cabinet, 1, "-o", target, *copy)[0] == 0
        text = "".join(page.extract_text() for page in pypdf.PdfReader(target).pages)
        assert ("下書き" in text) == marked
        assert (SECRET in words_in(target)) == there


def test_an_export_for_the_public_is_an_assessment_like_any_other(run: Run, tmp_path: Path) -> None:
    cabinet, target = office(tmp_path / "a.pia", twice=False), tmp_path / "out.json"
    assert run("export", cabinet, 1, "-o", target, "--copy", "public")[0] == 0
    assert json.loads(target.read_text(encoding="utf-8"))["values"]["I.1.1"] == f"前{WITHHELD_MARK}後に追記"
    assert run("import", tmp_path / "b.pia", target)[:2] == (0, "1\n")


@pytest.mark.parametrize("command", ["council", "compare", "hearing", "review-sheet"])
def test_what_a_state_between_withheld_goes_out_neither_in_remarks_nor_of_old(
    command: str, run: Run, tmp_path: Path
) -> None:
    """Neither of the two states knows of it: it was public in the first, and is gone from today's."""
    cabinet, target = tmp_path / "a.pia", tmp_path / ("out.pdf" if command == "hearing" else "out.html")
    state = sample("yoshiki3")
    with Cabinet.create(cabinet) as held:
        number = held.new(state.form, state.root)
        held.apply(number, [SetAnswer(("I.1.1",), f"前{SECRET}後")])
        held.close_version(number, "公表", "2026-04-01", "published", {"published": "2026-04-01"})
        held.apply(number, [SetWithheld(("I.1.1",), ((1, 5),))])
        held.close_version(number, "途中", "2026-04-02")
        held.apply(number, [SetWithheld(("I.1.1",), None), SetAnswer(("I.1.1",), "改めた名称")])
        found = compare(held.load_version(held.versions(number)[0].id), held.load(number))
        held.put_council_remarks(number, {key_of(one): f"備考{SECRET}備考" for one in found.changes})
        point = ReviewPoint(1, review_points().groups[0].points[0].id, "", f"備考{SECRET}備考")
        held.apply_all([], jobs=[(number, lambda work: work.put_review_point(number, point))])
    states = () if command == "review-sheet" else ("1",)
    code, _out, err = run(command, cabinet, number, *states, "--copy", "public", "-o", target)
    assert (code, err) == (0, "")
    text = words_in(target)
    assert SECRET not in text


@pytest.mark.parametrize(
    "words",
    [
        ("print", "--version", "1", "-o", "a.pdf"),
        ("export", "--version", "1", "-o", "a.html"),
        ("outline", "--version", "1", "-o", "a.html"),
        ("review-sheet", "--version", "1", "-o", "a.html"),
        ("counter", "--version", "1", "-o", "a.pdf"),
        ("compare", "1", "2", "-o", "a.html"),
        ("council", "1", "2", "-o", "a.html"),
        ("hearing", "1", "2", "-o", "a.pdf"),
    ],
)
def test_what_is_withheld_by_now_is_told_before_an_old_version_goes_out(
    words: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    """The versions themselves withhold nothing: the words were public then."""
    cabinet = tmp_path / "a.pia"
    state = sample("yoshiki3")
    with Cabinet.create(cabinet) as held:
        number = held.new(state.form, state.root)
        held.apply(number, [SetAnswer(("I.1.1",), f"前{SECRET}後")])
        held.close_version(number, "公表", "2026-04-01", "published", {"published": "2026-04-01"})
        held.close_version(number, "再び", "2026-04-02")
        held.apply(number, [SetWithheld(("I.1.1",), ((1, 5),))])
    command, *others, name = words
    target = tmp_path / name
    arguments = (command, cabinet, number, *others, target, "--copy", "public")
    code, _out, err = run(*arguments)
    assert (code, SECRET in err, target.exists()) == (4, True, False)
    code, _out, err = run(*arguments, "--leave-known")
    assert code == 0
    assert SECRET in err


def test_open_remarks_quote_nothing_that_was_withheld_once(run: Run, tmp_path: Path) -> None:
    cabinet, state = tmp_path / "a.pia", sample("yoshiki3")
    with Cabinet.create(cabinet) as held:
        number = held.new(state.form, state.root)
        held.apply(number, [SetAnswer(("I.1.1",), f"前{SECRET}後"), SetWithheld(("I.1.1",), ((1, 5),))])
        held.close_version(number, "途中", "2026-04-02")
        held.apply(number, [SetWithheld(("I.1.1",), None), SetAnswer(("I.1.1",), "改めた名称")])
        note = Note("k", number, (), "remark", f"{SECRET}は要るか")
        held.apply_all([], jobs=[(number, lambda work: work.put_note(note))])
    code, out, _err = run("remarks", cabinet)
    assert (code, SECRET in out) == (0, True)
    code, out, _err = run("remarks", cabinet, "--copy", "public")
    assert (code, SECRET in out, WITHHELD_MARK in out) == (0, False, True)
