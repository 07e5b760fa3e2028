"""The text of the PDF is the form's and the answers', word for word in their order, and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node, new_key
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES, Part
from pia_desktop.forms.values import Checked
from pia_desktop.paper.printing import print_pdf
from tests.paper.documents import document, document_names, short_name
from tests.paper.expected import expected_front, expected_parts, squeezed

PDFTOTEXT = shutil.which("pdftotext")
needs_pdftotext = pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext is not installed")


def printed_pages(snapshot: Snapshot, pictures: PictureDict, folder: Path) -> list[str]:
    """The squeezed text of each page, its number checked and taken off."""
    target = folder / "print.pdf"
    print_pdf(snapshot, pictures, target)
    assert PDFTOTEXT is not None
    command = [PDFTOTEXT, "-raw", "-enc", "UTF-8", str(target), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    pages = [squeezed(page) for page in text.split("\f")[:-1]]
    for number, page in enumerate(pages, 1):
        assert page.endswith(str(number))
    return [page.removesuffix(str(number)) for number, page in enumerate(pages, 1)]


def said_again(part: Part, root: Node) -> list[str]:
    """What a page may begin with below the table's head, the longest first: which row goes on there."""
    tables = [section.table for section in part.sections if section.table]
    found = set()
    for table in tables:
        columns = [column.id for column in table.columns if column.again]
        for row in root.lists.get(table.id, {}).values():
            words = squeezed("".join(str(row.answers.get(column, "")) for column in columns))
            found.add(words if re.search("続き[)）]*$", words) else f"{words}（続き）")
    return sorted(found, key=len, reverse=True)


def check_text(snapshot: Snapshot, pictures: PictureDict, folder: Path) -> None:
    form, root = snapshot.form, snapshot.root
    pages = printed_pages(snapshot, pictures, folder)
    text = "".join(pages)
    front = expected_front(form, root)
    assert text[: len(front)] == front
    at = len(front)
    for part, words in expected_parts(form, root):
        if not any(section.table for section in part.sections):
            assert text[at : at + len(words)] == words
            at += len(words)
            continue
        # A row that is split goes on cell by cell, and the table's head stands on each of its pages.
        first = next(number for number in range(len(pages)) if len("".join(pages[:number])) == at)
        heads = squeezed("".join(c.label or "" for s in part.sections if s.table for c in s.table.columns))
        table = [page.removeprefix(heads) for page in pages[first + 1 :]]
        assert all(page.startswith(heads) for page in pages[first + 1 :])
        again = said_again(part, root)
        table = [page.removeprefix(next(filter(page.startswith, again), "")) for page in table]
        assert Counter(pages[first] + "".join(table)) == Counter(words)
        at = len(text)
    assert at == len(text)


def test_the_real_assessments_are_among_the_documents(samples: Path) -> None:
    """Where this is skipped, the laws were held to invented ones alone."""
    assert {path.name for path in samples.glob("*.json")} <= set(map(short_name, document_names()))


@needs_pdftotext
@pytest.mark.parametrize("name", document_names(), ids=short_name)
def test_every_word_is_printed_in_order_and_nothing_else(name: str, tmp_path: Path) -> None:
    found = document(name)
    check_text(found.snapshot, found.pictures, tmp_path)


@needs_pdftotext
def test_ticked_none_boxes_empty_their_rows_and_no_others(tmp_path: Path) -> None:
    name = next(name for name in document_names() if name.endswith("yoshiki4.json"))
    found = document(name)
    root = found.snapshot.root
    for key in root.lists[FILES]:
        for box in ("III.4.none", "III.6.none_provide"):
            root = root.with_answer((FILES, key, box), True)
    check_text(Snapshot(found.snapshot.form, root), found.pictures, tmp_path)


@needs_pdftotext
@pytest.mark.parametrize("entries", [0, 1, 2, 5, 6, 10, 11, 16, 20, 21, 25, 26, 35])
def test_bands_stand_where_an_entry_falls_in_them(entries: int, tmp_path: Path) -> None:
    form = find_form("yoshiki3")
    systems = {new_key(): Node({"I.2.1": f"架空システム{number}"}) for number in range(entries)}
    root = Node(lists={FILES: {new_key(): Node()}, **({"I.2": systems} if systems else {})})
    check_text(Snapshot(form, root), PictureDict(), tmp_path)


@needs_pdftotext
def test_boxes_beside_a_heading_are_ticked_there(tmp_path: Path) -> None:
    form = find_form("yoshiki2", "令和6年10月")
    items = [place.item for place in form.places.values() if place.item.in_heading]
    assert [item.id for item in items] == ["I.9"]
    root = Node({"I.9": Checked.of(["適用した"]), "I.9.reason": "架空の理由"})
    check_text(Snapshot(form, root), PictureDict(), tmp_path)
    assert "規則第９条第２項の適用[○]適用した適用した理由架空の理由" in "".join(
        printed_pages(Snapshot(form, root), PictureDict(), tmp_path)
    )


@needs_pdftotext
@pytest.mark.parametrize("name", ["架空ファイル", "", "長" * 61])
def test_each_of_several_files_names_itself_in_every_part(name: str, tmp_path: Path) -> None:
    form = find_form("yoshiki4")
    files = {new_key(): Node({"II.1": words} if words else {}) for words in (name, "別ファイル")}
    pages = "".join(printed_pages(Snapshot(form, Node(lists={FILES: files})), PictureDict(), tmp_path))
    title = "（別添２）特定個人情報ファイル記録項目"
    shown = name if len(name) <= 60 else f"{'長' * 60}…"
    assert f"{title}（別ファイル）" in pages
    assert (f"{title}（{shown}）" in pages) == bool(name)


@needs_pdftotext
def test_markup_is_printed_as_typed(tmp_path: Path) -> None:
    form = find_form("yoshiki4")
    words = "<b>太字</b> &amp; &nbsp; {} {0} %s %d \\n \\\\ (( )) <> [ ] ${x} 〔〕'\"`#!/"
    file = Node({"II.1": words, "III.1": words})
    root = Node({"I.1.2": words, "cover.title": words}, {FILES: {new_key(): file}})
    check_text(Snapshot(form, root), PictureDict(), tmp_path)
