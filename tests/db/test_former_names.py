"""An edition that an earlier release called otherwise: its files and cabinets open, and say today's name."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.search import SearchIndex
from pia_desktop.assessment.assessment import Snapshot, blank_root
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.cli import main
from pia_desktop.exchange.interchange import read_document, write_document
from pia_desktop.forms.catalogue import all_forms, edition_files, find_form
from pia_desktop.forms.model import Form

RENAMED = [(form, name) for form in all_forms() for name in form.formerly]
EACH = pytest.mark.parametrize(("form", "name"), RENAMED, ids=[f"{f.id} {name}" for f, name in RENAMED])


def test_the_older_edition_of_the_basic_form_is_of_2019() -> None:
    """Published ones carry [平成31年１月　様式２]; releases before called it 平成30年5月."""
    form = find_form("yoshiki2", "平成30年5月")
    assert (form.version, form.mark) == ("平成31年1月", "[平成31年１月　様式２]")


@EACH
def test_a_former_name_is_no_edition_of_its_own(form: Form, name: str) -> None:
    assert (form.id, name) not in edition_files()
    assert [one for one in RENAMED if (one[0].id, one[1]) == (form.id, name)] == [(form, name)]
    assert find_form(form.id, name) is form


@EACH
def test_a_file_with_a_former_name_is_read(form: Form, name: str) -> None:
    root = blank_root(form).with_answer((form.roles.title,), "旧名の事務")
    text = write_document(Snapshot(form, root), PictureDict())
    old = text.replace(json.dumps(form.version, ensure_ascii=False), json.dumps(name, ensure_ascii=False))
    assert old != text
    read = read_document(old, "old.json")
    assert read.form is form
    assert write_document(Snapshot(read.form, read.root), PictureDict()) == text


@pytest.fixture(params=RENAMED, ids=[f"{f.id} {name}" for f, name in RENAMED])
def old_cabinet(request: pytest.FixtureRequest, path: Path) -> tuple[Form, Path]:
    """A cabinet as an earlier release left it: an assessment, and a version closed in it."""
    form, name = request.param
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(form, blank_root(form).with_answer((form.roles.title,), "旧名の事務"))
        cabinet.close_version(made, "第1版", "2024-04-01")
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE assessment SET version = ?", (name,))
        raw.execute("UPDATE version SET edition = ?", (name,))
    return form, path


def test_a_cabinet_with_a_former_name_opens_with_its_versions(old_cabinet: tuple[Form, Path]) -> None:
    form, path = old_cabinet
    with Cabinet.open(path) as cabinet:
        (info,) = cabinet.list()
        assert (info.form, info.version) == (form.id, form.version)
        cabinet.apply(info.id, [SetAnswer((form.roles.agency,), "架空市")])
        assert cabinet.load(info.id).form is form
        (version,) = cabinet.versions(info.id)
        assert (version.form, version.edition) == (form.id, form.version)
        assert cabinet.load_version(version.id).form is form
        assert cabinet.close_version(info.id, "第2版", "2025-04-01").edition == form.version


def test_words_of_a_former_edition_are_found(old_cabinet: tuple[Form, Path]) -> None:
    _form, path = old_cabinet
    with Cabinet.open(path) as cabinet, SearchIndex.open(cabinet) as index:
        index.sync()
        assert [hit.item_id for hit in index.search("旧名の事務")]


def test_the_command_line_takes_and_tells(
    old_cabinet: tuple[Form, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    form, path = old_cabinet
    for name in form.formerly:
        assert main(["new", str(path), f"{form.id}@{name}"]) == 0
    capsys.readouterr()
    assert main(["list", str(path), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {one["version"] for one in listed} == {form.version}
    target = tmp_path / "out.json"
    assert main(["export", str(path), "1", "-o", str(target)]) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["version"] == form.version
