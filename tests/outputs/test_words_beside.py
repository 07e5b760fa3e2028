"""Words beside the contents in a cabinet: none of what is withheld reaches a copy for the public."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.records import Note, Opinion, ReviewPoint
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.cli import main
from pia_desktop.documents.council_remarks import key_of
from pia_desktop.revisions.compare import compare
from tests.db.writing import write
from tests.outputs.tokens import sample, words_in

SECRET = "鷲鷹機密の施設"
"""Withheld of the title and of an answer; a closed version shows both."""
CUT = "烏鵲密語の場所"
"""Cut out of the form: it stands nowhere but in words that say it is withheld."""
SAID = f"{SECRET}と〖公表しない：{CUT}〗の根拠は何か。"
ANSWER = ("I.1.2",)

TABLES = (
    ["compare", "1", "1"],
    ["council", "1", "1"],
    ["council", "1", "2"],
    ["review-sheet", "1"],
    ["outline", "1"],
    ["remarks", "--all"],
    ["list"],
    ["register", "systems"],
    ["plan"],
    ["year"],
)
FILES = [
    *((words, suffix) for words in TABLES for suffix in (".html", ".xlsx")),
    (["export", "1"], ".xlsx"),
    (["export", "1"], ".html"),
    (["hearing", "1", "1"], ".pdf"),
    (["counter", "1"], ".pdf"),
    (["year"], ".ics"),
    (["due", "--ics"], ".ics"),
]
TOLD = [
    [*words, *json]
    for words in (
        ["compare", "1", "1"],
        ["propose-changes", "1"],
        ["remarks", "--all"],
        ["register"],
        ["plan"],
    )
    for json in ([], ["--json"])
]


def span(words: str) -> tuple[tuple[int, int], ...]:
    at = words.index(SECRET)
    return ((at, at + len(SECRET)),)


@pytest.fixture(scope="module")
def cabinet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("beside") / "台帳.pia"
    form, root = sample("yoshiki4").form, sample("yoshiki4").root
    title, text = f"国保の事務{SECRET}全項目評価書", f"前の文。{SECRET}で保管する。後の文。"
    old = root.with_answer((form.roles.title,), title).with_answer(ANSWER, text)
    with Cabinet.create(path) as made:
        made.new(form, old)
        made.close_version(1, f"第1版 {SAID}", "2025-04-01")
        made.apply(1, [SetWithheld((form.roles.title,), span(title)), SetAnswer(ANSWER, f"{text}追記。")])
        made.apply(1, [SetWithheld(ANSWER, span(text))])
        with made._write_to(1) as work:
            work.put_note(Note("a", 1, ANSWER, "remark", SAID, author=SAID, answer=SAID))
            work.put_note(Note("b", 1, (), "note", SAID))
            work.put_opinion(Opinion("c", 1, 1, 1, "令和8年4月1日", ANSWER, SAID, SAID, SAID))
            for number in (1, 2):
                work.put_review_point(1, ReviewPoint(number, "soundness.department", "適", SAID))
            for column in ("remarks", "planned", "note", "department"):
                work.put_plan_cell(1, column, SAID)
        write(made, lambda work: work.begin_round(1, SAID), 1)
        found = compare(Snapshot(form, old), Snapshot(form, made.load(1).root))
        made.put_council_remarks(1, {key_of(change): SAID for change in found.changes})
        made.close_version(1, f"第2版 {SAID}", "2025-05-01")
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))


def run(cabinet: Path, words: list[str], *more: str) -> int:
    command, *rest = words
    return main([command, str(cabinet), *rest, "--copy", "public", *more])


@pytest.mark.parametrize(("words", "suffix"), FILES, ids=lambda one: one if isinstance(one, str) else one[0])
def test_no_file_holds_them(cabinet: Path, tmp_path: Path, words: list[str], suffix: str) -> None:
    target = tmp_path / f"写し{suffix}"
    assert run(cabinet, words, "-o", str(target)) == 0
    found = words_in(target)
    assert SECRET not in found
    assert CUT not in found


@pytest.mark.parametrize("words", TOLD, ids=" ".join)
def test_no_standard_output_holds_them(
    cabinet: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run(cabinet, words) == 0
    told = "".join(capsys.readouterr().out.split())
    assert SECRET not in told
    assert CUT not in told


def test_where_it_is_handed_in_they_are_there(cabinet: Path, tmp_path: Path) -> None:
    target = tmp_path / "点検.html"
    assert main(["review-sheet", str(cabinet), "1", "-o", str(target)]) == 0
    assert SECRET in words_in(target)
    assert CUT in words_in(target)
