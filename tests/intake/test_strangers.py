"""A page of another assessment in the place of a document's own is doubted, and a sound document is not."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.intake.anchors import Anchor, Role
from pia_desktop.intake.cells import Box, Cell, Reason, Sheet
from pia_desktop.intake.fronts.pdffonts import strange_pages
from pia_desktop.intake.gather import Slot
from pia_desktop.intake.matching import Hit
from pia_desktop.intake.reading import read_here
from pia_desktop.intake.report import DocPath, Notes, Outcome
from pia_desktop.intake.strange_entries import doubt_entries
from pia_desktop.intake.strangers import doubt_days, doubt_mixed_files, doubt_other_work
from pia_desktop.intake.tables import TableRow
from pia_desktop.paper.printing import print_pdf
from pia_desktop.paths import resource_root


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The samples as PDF."""
    folder = tmp_path_factory.mktemp("printed")
    found = {}
    for name in ("yoshiki3", "yoshiki4"):
        document = read_file(resource_root() / "samples" / f"{name}.json")
        found[name] = folder / f"{name}.pdf"
        print_pdf(Snapshot(document.form, document.root), document.pictures, found[name])
    return found


def _with_page_of(own: Path, other: Path, number: int, folder: Path) -> Outcome:
    """What is read of a PDF whose page of this number is the other's."""
    made, source = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(own)
    made.import_pages(source, list(range(number - 1)))
    made.import_pages(pypdfium2.PdfDocument(other), [number - 1])
    made.import_pages(source, list(range(number, len(source))))
    made.save(folder / "a.pdf")
    return read_here(folder / "a.pdf")


def _strange(found: Outcome) -> set[DocPath]:
    return {doubt.path for doubt in found.report.doubts if doubt.reason is Reason.STRANGE_PAGE}


@pytest.mark.parametrize("name", ["yoshiki3", "yoshiki4"])
def test_a_sound_document_has_no_strange_page(printed: dict[str, Path], name: str) -> None:
    assert _strange(read_here(printed[name])) == set()


def test_what_stands_on_a_page_with_labels_of_another_form_is_doubted(
    tmp_path: Path, printed: dict[str, Path]
) -> None:
    number = 4
    found = _with_page_of(printed["yoshiki4"], printed["yoshiki3"], number, tmp_path)
    on_page = {path for path, where in found.places.items() if where.page == number}
    assert on_page
    assert on_page <= _strange(found)


def test_files_that_a_page_of_another_assessment_mixes_are_doubted_as_a_whole(
    tmp_path: Path, printed: dict[str, Path]
) -> None:
    """It begins a file, and the parts behind it would go to the wrong ones."""
    number = 8
    found = _with_page_of(printed["yoshiki4"], printed["yoshiki3"], number, tmp_path)
    straight = read_here(printed["yoshiki4"])
    moved = {
        path
        for path in found.places
        if path[0] == FILES and _value(found.document, path) != _value(straight.document, path)
    }
    assert moved
    doubted = {doubt.path for doubt in found.report.doubts} | set(found.report.not_found)
    assert {path for path in moved if path not in doubted} == set()


@pytest.mark.parametrize("number", [3, 7, 20])
def test_a_page_of_another_print_of_the_same_form_is_doubted(
    tmp_path: Path, printed: dict[str, Path], number: int
) -> None:
    """It fits in all else, as that of another office does; the letters within the file tell it."""
    document = read_file(resource_root() / "samples" / "yoshiki3.json")
    other = document.root.with_answer((document.form.roles.agency,), "鵬嶋市長")
    print_pdf(Snapshot(document.form, other), document.pictures, tmp_path / "other.pdf")
    found = _with_page_of(printed["yoshiki3"], tmp_path / "other.pdf", number, tmp_path)
    on_page = {path for path, where in found.places.items() if where.page == number}
    assert on_page
    assert on_page <= _strange(found)
    edges = {doubt.where.page for doubt in found.report.doubts if doubt.reason is Reason.PAGES}
    assert edges <= {number - 1, number, number + 1}
    assert edges & {number - 1, number + 1}


_ONE, _TWO = (frozenset({("Mincho", size)}) for size in (10, 20))
_MORE = frozenset({("Mincho", 10), ("Mincho", 30)})
_REST = frozenset({("Mincho", 30)})


@pytest.mark.parametrize(
    ("fonts", "strange"),
    [
        ([_ONE, _ONE, _TWO, _ONE], {3}),
        ([_ONE, _ONE, _TWO, _TWO, _ONE, _ONE, _ONE], {3, 4}),
        ([_ONE, _ONE, _ONE, _TWO], set()),
        ([_TWO, _ONE, _ONE, _ONE], set()),
        ([_ONE, _MORE, _REST, _ONE], set()),
        ([_ONE, _ONE, frozenset(), _ONE], set()),
        ([_ONE, _ONE, frozenset({("Gothic", 20)}), _ONE], set()),
        ([frozenset({("Mincho", size)}) for size in range(6)], set()),
        ([], set()),
    ],
)
def test_only_a_page_between_those_of_one_print_is_strange(
    fonts: list[frozenset[tuple[str, int]]], strange: set[int]
) -> None:
    """Parts that were printed one by one are sound, and so are programs that part the letters of a font."""
    assert strange_pages(fonts) == strange


@pytest.mark.parametrize(("name", "other"), [("yoshiki3", "yoshiki4"), ("yoshiki4", "yoshiki3")])
def test_the_page_of_a_work_that_the_title_does_not_name_is_doubted(
    tmp_path: Path, printed: dict[str, Path], name: str, other: str
) -> None:
    number = 3
    found = _with_page_of(printed[name], printed[other], number, tmp_path)
    on_page = {path for path, where in found.places.items() if where.page == number}
    assert ("values", "I.1.1") in on_page
    assert on_page <= _strange(found)


def test_entries_from_one_on_a_strange_page_on_are_doubted_as_a_whole() -> None:
    """Those before it are not, nor is the rest of the file, nor are rows of a table."""
    notes = Notes()
    heading = Cell("委託事項1", Sheet(7), Box(0, 0, 1, 1), 0)
    slots = [
        Slot(
            Anchor("委託事項", Role.ENTRY, list_id="II.4.e"), heading, Hit(0, 1.0), ("files", 0, "II.4.e", 0)
        )
    ]
    rows: list[DocPath] = [("values", "A3.changes", number, "項目") for number in (3, 4)]
    entries: list[DocPath] = [("files", 0, "II.4.e", number, one) for number in range(3) for one in "ab"]
    for path in (*entries, ("files", 0, "II.1"), *rows):
        notes.place(path, Cell("字", Sheet(9), Box(0, 0, 1, 1), 0))
    for path in (entries[2], ("files", 0, "II.1"), rows[0]):
        notes.doubt(path, {Reason.STRANGE_PAGE}, Cell("字", Sheet(8), Box(0, 0, 1, 1), 0), "字")
    doubt_entries(slots, notes)
    assert {doubt.path for doubt in notes.doubts} == {*entries[2:], ("files", 0, "II.1"), rows[0]}


@pytest.mark.parametrize(
    ("title", "work", "doubted"),
    [
        ("介護保険に関する事務　全項目評価書", "介護保険に関する事務", False),
        ("介護保険事務 全項目評価書", "介護保険法による保険給付に関する事務", False),
        ("介護保険事務 全項目評価書", "予防接種の実施に関する事務", True),
        ("介護保険に関する事務 全項目評価書", "国民健康保険に関する事務", True),
        ("児童手当に関する事務 重点項目評価書", "児童扶養手当の支給に関する事務", False),
        ("福祉手当に関する事務 重点項目評価書", "特別児童扶養手当の支給に関する事務", False),
        ("全項目評価書", "予防接種の実施に関する事務", False),
        ("介護保険事務 全項目評価書", "", False),
    ],
)
def test_only_a_work_that_has_nothing_of_the_title_is_doubted(title: str, work: str, doubted: bool) -> None:
    form = find_form("yoshiki4")
    notes = Notes()
    path: DocPath = ("values", str(form.roles.work))
    notes.place(path, Cell(work, Sheet(3), Box(0, 0, 1, 1), 0))
    doubt_other_work(form, {form.roles.title: title, str(form.roles.work): work}, notes)
    assert [doubt.path for doubt in notes.doubts] == ([path] if doubted else [])


@pytest.mark.parametrize(
    ("repeated", "doubted"),
    [
        ("予防接種ファイル", False),
        ("予防接種ファイル（健康管理システム）", False),
        ("", False),
        ("介護保険ファイル", True),
    ],
)
def test_a_file_is_doubted_where_a_part_names_another(repeated: str, doubted: bool) -> None:
    """Not where one says more than the other."""
    form = find_form("yoshiki3")
    name = form.roles.file_name
    assert name is not None
    again = next(place.item.id for place in form.places.values() if place.item.default == name)
    notes = Notes()
    notes.place((FILES, 0, name), Cell("予防接種ファイル", Sheet(3), Box(0, 0, 1, 1), 0))
    doubt_mixed_files(form, {0: {name: "予防接種ファイル", again: repeated}}, [], notes)
    assert bool(notes.doubts) is doubted


def _value(document: object, path: DocPath) -> object:
    for key in path:
        if isinstance(document, dict):
            document = document.get(key)
        elif isinstance(document, list) and int(key) < len(document):
            document = document[int(key)]
        else:
            return None
    return document


DAYS = ["令和5年4月1日", "令和5年10月1日", "令和6年4月1日", "令和6年10月1日", "令和7年4月1日"]
PAGES = [1, 1, 2, 2, 3]


def _rows(days: list[str], pages: list[int] = PAGES) -> list[TableRow]:
    cells = [
        Cell(day, Sheet(page), Box(0, 0, 1, 1), at)
        for at, (day, page) in enumerate(zip(days, pages, strict=True))
    ]
    return [TableRow({"day": cell.text}, cells={"day": [cell]}) for cell in cells]


@pytest.mark.parametrize(
    ("order", "doubted"),
    [
        ([0, 1, 2, 3, 4], []),
        ([4, 3, 2, 1, 0], []),
        ([1, 0, 2, 3, 4], []),
        ([0, 3, 1, 2, 4], [1, 2]),
    ],
    ids=["sorted", "the newest first", "not sorted within a page", "back behind a page's end"],
)
def test_days_that_go_back_behind_a_page_are_doubted(order: list[int], doubted: list[int]) -> None:
    rows = _rows([DAYS[at] for at in order])
    doubt_days(rows, "day")
    assert [at for at, row in enumerate(rows) if row.doubts.get("day") == {Reason.STRANGE_PAGE}] == doubted


def test_a_page_before_and_behind_which_days_go_back_is_doubted_whole() -> None:
    rows = _rows([DAYS[at] for at in (1, 2, 0, 3, 4, 3, 4)], [1, 1, 2, 2, 2, 3, 3])
    doubt_days(rows, "day")
    assert [at for at, row in enumerate(rows) if row.doubts] == [1, 2, 3, 4, 5]
