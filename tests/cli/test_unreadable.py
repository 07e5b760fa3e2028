"""Commands over a whole cabinet: an assessment that cannot be read stops none of them, and is told of."""

from __future__ import annotations

import html
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.records import Note
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node
from pia_desktop.cli import main
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from tests.db.writing import write

FORM = find_form("yoshiki3")
WORKS = ("犬の登録事務", "読めない事務", "舟の登録事務")
LAW = "番号法第９条第１項及び別表第一の16の項"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three assessments; the second cannot be read."""
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for number, title in enumerate(WORKS, 1):
            answers = {FORM.roles.number: str(number), FORM.roles.title: title, "I.1.1": title, "I.4": LAW}
            cabinet.new(FORM, Node(dict(answers), {FILES: {"k": Node({"II.1": f"{title}ファイル"})}}))
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE answer SET value = '{' WHERE assessment_id = 2 AND item_id = 'I.4'")
    return path


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        (("list",), 0, False),
        (("due",), 0, False),
        (("search", "事務"), 0, True),
        (("register", "files"), 0, False),
        (("plan",), 0, False),
        (("year",), 0, False),
        (("replace", "--find", "登録", "--with", "届出"), 1, True),
        (("law", "2024-05-bango-beppyo", "--apply", "--rows"), 1, True),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_the_others_are_in_it(
    path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], code: int, told: bool
) -> None:
    name, *rest = command
    assert main([name, str(path), *rest]) == code
    said = capsys.readouterr()
    if name not in {"due", "replace", "law", "year"}:
        assert WORKS[0] in said.out
        assert WORKS[2] in said.out
    assert (WORKS[1] in said.err) == told


def test_the_list_says_which_cannot_be_read_why_and_what_to_do(
    path: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["list", str(path)]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if _("cannot be read") in line]
    assert [WORKS[1] in line for line in told] == [True]
    assert main(["list", str(path), "--only", "unreadable", "--json"]) == 0
    (only,) = json.loads(capsys.readouterr().out)
    assert (only["id"], "I.4" in only["fault"]) == (2, True)
    assert main(["list", str(path), "--only", "unchecked", "--json"]) == 0
    assert {one["id"] for one in json.loads(capsys.readouterr().out)} == {
        1,
        3,
    }  # made in one second, or in two
    page = tmp_path / "一覧.html"
    assert main(["list", str(path), "-o", str(page)]) == 0
    why = only["fault"].partition("。")[0]  # what to do depends on the backups that there are by then
    assert why in html.unescape(page.read_text(encoding="utf-8"))


def test_the_notes_and_versions_of_one_that_cannot_be_read_are_found(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Cabinet.open(path) as cabinet:
        cabinet.close_version(1, "公表", "2026-04-01")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE answer SET value = '{' WHERE assessment_id = 1 AND item_id = 'I.4'")
    assert main(["search", str(path), "犬", "--versions"]) == 0
    said = capsys.readouterr()
    assert "公表" in said.out
    assert printed_path(FORM, ("I.1.1",)) in said.out
    assert WORKS[0] in said.err


def test_a_version_that_cannot_be_searched_is_told(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Cabinet.open(path) as cabinet:
        for one in (1, 3):
            cabinet.close_version(one, f"公表{one}", "2026-04-01")
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE version SET contents = x'00' WHERE assessment_id = 1")
    assert main(["search", str(path), "登録", "--versions"]) == 0
    said = capsys.readouterr()
    assert "公表3" in said.out
    assert "公表1" in said.err
    assert "公表3" not in said.err


def test_what_is_replaced_is_replaced_in_all_others(path: Path) -> None:
    assert main(["replace", str(path), "--find", "登録", "--with", "届出"]) == 1
    assert main(["law", str(path), "2024-05-bango-beppyo", "--apply", "--rows"]) == 1
    with Cabinet.open(path) as cabinet:
        for one in (1, 3):
            root = cabinet.load(one).root
            assert "届出" in str(root.answer((FORM.roles.title,)))
            assert "別表第一" not in str(root.answer(("I.4",)))
            assert root.entries((FORM.roles.changes,))


@pytest.mark.parametrize(
    "command",
    [
        ("list", "-o", "表.html"),
        ("due", "--ics", "-o", "表.ics"),
        ("register", "files", "-o", "表.html"),
        ("plan", "-o", "表.html"),
        ("year", "-o", "表.html"),
        ("remarks", "-o", "表.html"),
    ],
    ids=lambda value: value[0],
)
def test_copies_for_the_public_are_of_the_others(
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
) -> None:
    """Nobody knows what the unreadable one withholds."""
    monkeypatch.chdir(tmp_path)
    with Cabinet.open(path) as cabinet:
        for one in (1, 2, 3):
            cabinet.set_stages(one, "published", {"published": "2026-04-01"})
            note = Note(f"n{one}", one, (), "remark", f"{WORKS[one - 1]}への指摘")
            write(cabinet, lambda work, note=note: work.put_note(note), one)  # type: ignore[misc]
    name, *rest = command
    assert main([name, str(path), *rest, "--copy", "public"]) == 0
    (made,) = tmp_path.glob("表.*")
    said = html.unescape(made.read_text(encoding="utf-8")).replace("\r\n ", "")
    assert [work in said for work in WORKS] == [True, False, True]
    assert WORKS[1] in capsys.readouterr().err


def test_remarks_on_it_are_listed_without_their_place(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Cabinet.open(path) as cabinet:
        for one in (2, 3):
            note = Note(f"n{one}", one, ("I.1.1",), "remark", f"指摘{one}")
            write(cabinet, lambda work, note=note: work.put_note(note), one)  # type: ignore[misc]
    assert main(["remarks", str(path), "--json"]) == 0
    said = capsys.readouterr()
    first, second = json.loads(said.out)
    assert (first["title"], first["remark"]) == (WORKS[1], "指摘2")
    assert first["place"] == _("(the assessment cannot be read)")
    assert second["place"] == printed_path(FORM, ("I.1.1",))
    assert WORKS[1] in said.err


@pytest.mark.parametrize(
    "command",
    [("list",), ("remarks",), ("register", "files"), ("plan",), ("year",)],
    ids=lambda value: value[0],
)
@pytest.mark.parametrize("suffix", [".pdf", ".xlsx"])
def test_its_tables_are_written(path: Path, tmp_path: Path, command: tuple[str, ...], suffix: str) -> None:
    name, *rest = command
    out = tmp_path / f"表{suffix}"
    assert main([name, str(path), *rest, "-o", str(out)]) == 0
    assert out.stat().st_size > 1_000
