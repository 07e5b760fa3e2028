"""Documents that come in by the command line: new ones, earlier versions, and to be compared with."""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.kinds import ChecksKind
from pia_desktop.forms.values import Checked, Figure, Value
from pia_desktop.i18n import _
from pia_desktop.incoming import Origin, as_version, is_called, place_words, same_work
from pia_desktop.intake.cells import Where
from pia_desktop.paths import resource_root
from tests.cli.running import Run

SAMPLE = resource_root() / "samples" / "yoshiki3.json"
ORIGIN = Origin("昨年度.xlsx", "", date(2026, 4, 1))


@pytest.fixture
def cabinet(run: Run, tmp_path: Path) -> Path:
    """A cabinet with the sample, a version of which is closed."""
    path = tmp_path / "office.pia"
    assert run("import", path, SAMPLE)[:2] == (0, "1\n")
    assert run("close-version", path, 1, "--name", "今年", "--on", "2026-03-31")[:2] == (0, "1\n")
    return path


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as an office has it: a workbook of last year, with a word of an answer changed."""
    read = read_file(SAMPLE)
    path = tmp_path_factory.mktemp("office") / "去年.xlsx"
    root = read.root.with_answer(("I.1.2",), "去年の事務の内容")
    path.write_bytes(form_bytes(Snapshot(read.form, root), read.pictures, ".xlsx"))
    return path


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (None, True),
        ("title", False),
        ("agency", False),
    ],
)
def test_a_document_of_a_known_work_has_its_marks(
    run: Run, cabinet: Path, workbook: Path, changed: str | None, same: bool
) -> None:
    """Not those of an assessment that another office calls so, which is told."""
    hidden, contents = "去年の事務の内容", ("I.1.2",)
    with Cabinet.open(cabinet) as held:
        roles = held.load(1).form.roles
        held.apply(1, [SetAnswer(contents, hidden), SetWithheld(contents, ((0, len(hidden)),))])
        if changed is not None:
            held.apply(1, [SetAnswer((getattr(roles, changed),), "別の名前")])
    code, out, told = run("import", cabinet, workbook)
    assert (code, out) == (0, "2\n")
    assert ("別の名前" in told) is (changed == "agency")
    with Cabinet.open(cabinet, read_only=True) as held:
        made = held.load(2).root
    assert made.answer(contents) == hidden
    assert made.withheld_at(contents) == (((0, len(hidden)),) if same else None)


def test_a_workbook_becomes_an_earlier_version(run: Run, cabinet: Path, workbook: Path) -> None:
    done = run("import", cabinet, workbook, "--as-version-of", 1, "--name", "去年", "--on", "令和7年3月31日")
    assert done[:2] == (0, "2\n"), done
    assert "0" in done[2]
    assert done[2].count("\n") == 1
    rows = [line.split("\t")[:3] for line in run("versions", cabinet, 1)[1].splitlines()]
    assert rows == [["2", "去年", "2025-03-31"], ["1", "今年", "2026-03-31"]]
    assert run("compare", cabinet, 1) == (0, "", "")  # the latest by its day, which is the draft as it is
    changes = json.loads(run("compare", cabinet, 1, 2, "--json")[1])
    assert [change["change"] for change in changes] == ["changed"]
    assert changes[0]["before"] == "去年の事務の内容"
    assert json.loads(run("propose-changes", cabinet, 1, "--json")[1]) == []
    with Cabinet.open(cabinet, read_only=True) as held:
        [origin] = held.notes(1)
        assert "去年.xlsx" in origin.words
        assert "SHA-256" in origin.words


def test_a_file_is_compared_with_and_stored_nowhere(run: Run, cabinet: Path, workbook: Path) -> None:
    before = cabinet.read_bytes()
    code, out, _err = run("compare", cabinet, 1, "--with", workbook)
    assert code == 0
    assert out.startswith("changed\t")
    assert out.count("\n") == 1
    assert run("compare", cabinet, 1, 1, "--with", SAMPLE)[:2] == (0, "")
    assert cabinet.read_bytes() == before


def test_a_workbook_becomes_an_assessment(run: Run, tmp_path: Path, workbook: Path) -> None:
    path = tmp_path / "new.pia"
    assert run("import", path, workbook)[:2] == (0, "1\n")
    with Cabinet.open(path, read_only=True) as held:
        assert held.load(1).root.answer(("I.1.2",)) == "去年の事務の内容"


@pytest.mark.parametrize(
    "words",
    [
        ("--as-version-of", 1),
        ("--name", "去年"),
        ("--on", "2025-03-31"),
        ("--as-version-of", 1, "--name", "", "--on", "2025-03-31"),
        ("--as-version-of", 1, "--name", "去年", "--on", "去年"),
    ],
)
def test_what_does_not_go_together_is_said(run: Run, cabinet: Path, words: tuple[object, ...]) -> None:
    code, out, err = run("import", cabinet, SAMPLE, *words)
    assert (code, out) == (2, "")
    assert err


def test_a_version_of_none_or_of_another_form_is_refused(run: Run, cabinet: Path) -> None:
    for one, file in ((9, SAMPLE), (1, SAMPLE.with_name("yoshiki4.json"))):
        code, out, err = run("import", cabinet, file, "--as-version-of", one, "--name", "去年")
        assert (code, out, err.count("\n")) == (1, "", 1)
        with Cabinet.open(cabinet, read_only=True) as held:
            assert len(held.versions(1)) == 1
            assert held.notes(1) == ()


def test_a_place_is_told_in_the_words_of_its_kind() -> None:
    assert place_words(Where(3, None, (0.0, 1.0, 2.0, 3.0))) == "3ページ"
    assert place_words(Where(None, "Ⅰ", "B2:C3")) == "Ⅰ B2:C3"
    assert place_words(Where(None, "1", "B12")) == "12行目"


ORIGIN = Origin("昨年度.xlsx", "", date(2026, 4, 1))


@pytest.mark.parametrize(
    ("name", "same"), [("昨年度.pdf", True), ("昨年度.TXT", True), ("昨年度.xlsx", False)]
)
def test_blanks_that_a_page_does_not_tell_are_no_changes(name: str, same: bool) -> None:
    read = read_file(SAMPLE)
    form, root = read.form, read.root
    run = Figure(("第一\u3000段\n落", "第二"))
    checks = next(one.item for one in form.places.values() if isinstance(one.item.kind, ChecksKind))
    assert isinstance(checks.kind, ChecksKind)
    label = checks.kind.boxes[0].label
    words: dict[str, tuple[Value, Value]] = {
        form.roles.title: ("児童手当\u3000評価書\n\n", "児童手当 評価書"),
        "figure": (run, Figure(("第一 段落", "第二"))),
        checks.id: (Checked.of([label], {label: "紙\u3000媒体"}), Checked.of([label], {label: "紙媒体"})),
    }
    now = replace(root, answers={**root.answers, **{key: one for key, (one, _other) in words.items()}})
    was = replace(root, answers={**root.answers, **{key: other for key, (_one, other) in words.items()}})
    taken = as_version(Snapshot(form, was), Snapshot(form, now), Origin(name, "", date(2026, 4, 1)))
    assert [taken.root.answers[key] == now.answers[key] for key in words] == [same] * 3


def test_other_words_of_a_page_stay_changes() -> None:
    read = read_file(SAMPLE)
    title = read.form.roles.title
    now, was = (read.root.with_answer((title,), words) for words in ("児童手当 評価書", "児童手当\u3000評価"))
    origin = Origin("昨年度.pdf", "", date(2026, 4, 1))
    taken = as_version(Snapshot(read.form, was), Snapshot(read.form, now), origin)
    assert taken.root.answer((title,)) == "児童手当\u3000評価"


def test_entries_of_a_file_get_the_keys_of_those_that_they_are() -> None:
    one, other = (Snapshot(read.form, read.root) for read in (read_file(SAMPLE), read_file(SAMPLE)))
    keys = [path for path, _node in one.root.walk()]
    assert keys != [path for path, _node in other.root.walk()]
    assert [path for path, _node in as_version(other, one, ORIGIN).root.walk()] == keys


@dataclass(frozen=True)
class Called:
    """An assessment in a list."""

    number: str
    title: str
    agency: str = ""
    id: int = 1
    form: str = "yoshiki3"
    trashed: bool = False


def test_a_work_is_known_by_its_name_or_else_its_number() -> None:
    read = read_file(SAMPLE)
    roles = read.form.roles
    name = read.root.answer((roles.title,))
    agency = read.root.answer((roles.agency,))
    assert isinstance(name, str)
    assert isinstance(agency, str)
    assert is_called(read.form, read.root, "", f" {name[:4]}\u3000{name[4:]}")
    assert not is_called(read.form, read.root, "", name + "2")
    named = Called(number="", title=name)
    assert same_work(read.form, read.root, named)
    assert same_work(read.form, read.root, replace(named, agency=f"{agency[:-1]}教育委員会"))
    assert not same_work(read.form, read.root, replace(named, agency="別の市長"))
    nameless = read.root.with_answer((roles.title,), None).with_answer((roles.number,), "１２")
    assert is_called(read.form, nameless, "12", name)
    assert not is_called(read.form, nameless, "", "")


def test_several_documents_are_taken_in_each_by_itself(run: Run, tmp_path: Path, workbook: Path) -> None:
    path, broken = tmp_path / "office.pia", tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK")
    code, out, err = run("import", path, SAMPLE, broken, workbook)
    assert code == 1
    taken = _("taken in as assessment {id}")
    assert out.splitlines() == [
        f"{name}: {taken.format(id=number)}" for number, name in enumerate((SAMPLE, workbook), 1)
    ]
    assert f"{broken}: " in err
    assert f"{workbook}: " in err  # what it read, and what is to be looked at
    with Cabinet.open(path, read_only=True) as opened:
        assert {one.id for one in opened.list()} == {1, 2}


def test_a_version_is_made_of_one_document(run: Run, cabinet: Path, workbook: Path) -> None:
    code, out, err = run("import", cabinet, workbook, SAMPLE, "--as-version-of", 1, "--name", "去年")
    assert (code, out) == (2, "")
    assert "--as-version-of" in err
