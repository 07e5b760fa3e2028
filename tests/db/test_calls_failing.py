"""Whatever call of the system fails: what was there stays whole, nothing half is left, the reason is told."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from db.backup import back_up
from db.cabinet import Cabinet
from db.errors import CabinetGone
from db.saver import Saver
from pia_desktop import i18n
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.documents.lists import list_document
from pia_desktop.documents.writing import write_table
from pia_desktop.errors import UserError
from pia_desktop.files import write_bytes
from pia_desktop.forms.catalogue import find_form
from pia_desktop.language_choice import choose_language
from pia_desktop.outputs.exporting import write_export
from pia_desktop.outputs.makers import FileJob, FileMakers, FileTask
from pia_desktop.outputs.release import releasable
from pia_desktop.paper.fontchain import remember_fonts
from pia_desktop.paper.options import PrintOptions
from pia_desktop.paper.printing import print_pdf
from pia_desktop.paper.purpose import Copy
from pia_desktop.paper.style import Style
from pia_desktop.paths import user_data_dir
from tests.db.test_migrations import LONG, second_schema
from tests.db.test_saver import title
from tests.failing import calls_failing
from tests.outputs.tokens import sample as read_sample

sample = cache(read_sample)

Act = Callable[[Path], object]

OLD = b"what was there before"
NAME = "台帳.pia"
SHORT = PrintOptions(frozenset({"III"}))
SECOND = "yoshiki2"


@pytest.fixture(autouse=True)
def _in_japanese(_plain_english: None) -> Iterator[None]:
    i18n.use_language("ja")
    yield
    i18n.use_language("en")


def is_japanese(words: str) -> bool:
    return any("ぁ" <= char <= "ん" for char in words)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepare: Act, act: Act, code: int = errno.ENOSPC
) -> Iterator[tuple[Path, bool]]:
    """Act once for each call, which fails alone or with all after it; yields folder and refusal."""
    for once in (False, True):
        for number in count(1):
            folder = tmp_path / f"{once}{number}"
            folder.mkdir()
            prepare(folder)
            told: list[UserError] = []
            with calls_failing(monkeypatch, number, code, once=once) as done:
                try:
                    act(folder)
                except UserError as error:
                    told.append(error)
            assert all(is_japanese(words) for one in told for words in (one.message, one.remedy))
            if len(done) < number:
                assert not told
                break
            yield folder, bool(told)


# ---- files for others and settings


def _print(target: Path) -> None:
    print_pdf(sample(SECOND), PictureDict(), target, options=SHORT)


def _table(target: Path) -> None:
    write_table(list_document("一覧", [("列", 1)], [("値",)], lines=[]), target)


def _export(target: Path) -> None:
    write_export(releasable(Copy.SUBMISSION, sample(SECOND)), PictureDict(), target)


def _together(target: Path) -> None:
    job = FileJob.of(sample(SECOND), ".json", PrintOptions(), Style())
    with FileMakers(0) as makers:
        for _number, became in makers.made([FileTask(1, job, PictureDict(), target)], lambda: False):
            if isinstance(became, UserError):
                raise UserError("書けません。", "もう一度。") from became


def _pack(target: Path) -> None:
    with Cabinet.open(target.with_name(NAME)) as cabinet:
        cabinet.pack(1, target)


def _copy(target: Path) -> None:
    with Cabinet.open(target.with_name(NAME)) as cabinet:
        cabinet.save_copy_to(target)


def _rescue(target: Path) -> None:
    """What is saved elsewhere when the cabinet itself is gone."""
    with Cabinet.open(target.with_name(NAME), read_only=True) as cabinet:
        known = {1: cabinet.load(1)}
        saver = Saver(cabinet)

        def gone(path: Path) -> None:
            raise CabinetGone(path)

        cabinet.save_copy_to = gone  # type: ignore[method-assign]
        try:
            saver.rescue(target, known)
        finally:
            saver.abandon()


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cabinet to be copied."""
    path = tmp_path_factory.mktemp("ready") / NAME
    form = find_form(SECOND)
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        cabinet.apply(1, [title(form, "前の題")])
    return path


WRITERS: dict[str, Act] = {
    "a.txt": lambda target: write_bytes(target, b"new"),
    "print.pdf": _print,
    **{f"table{suffix}": _table for suffix in (".pdf", ".docx")},
    **{f"form{suffix}": _export for suffix in (".xlsx", ".json")},
    "together.json": _together,
    "carried.piax": _pack,
    "copy.pia": _copy,
    "rescued.pia": _rescue,
}


@pytest.mark.parametrize("there", [True, False], ids=["one before", "new"])
@pytest.mark.parametrize("name", WRITERS)
def test_a_file_is_the_old_or_the_new_one_and_nothing_else_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ready: Path, name: str, there: bool
) -> None:
    def prepare(folder: Path) -> None:
        shutil.copyfile(ready, folder / NAME)
        if there:
            (folder / name).write_bytes(OLD)

    seen = set()
    for folder, refused in faults(
        tmp_path, monkeypatch, prepare, lambda folder: WRITERS[name](folder / name)
    ):
        seen.add(refused)
        after = contents(folder)
        assert set(after) - {name} == {NAME}
        if refused:
            assert after.get(name) == (OLD if there else None)
        else:
            assert len(after[name]) > 2
            assert after[name] != OLD
    assert True in seen


SETTINGS: dict[str, Callable[[], None]] = {
    "language": lambda: choose_language("ja"),
    "fonts": lambda: remember_fonts((), mincho=True),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_the_old_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    SETTINGS[name]()
    (file,) = user_data_dir().iterdir()
    old, act = b"\n", SETTINGS[name]
    prepare: Act = lambda _folder: file.write_bytes(old)  # noqa: E731
    for _folder, refused in faults(tmp_path, monkeypatch, prepare, lambda _folder: act()):
        assert list(user_data_dir().iterdir()) == [file]
        assert (file.read_bytes() == old) is refused


# ---- cabinets


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
def test_a_cabinet_that_cannot_be_made_bars_no_second_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def make(folder: Path) -> None:
        Cabinet.create(folder / NAME).close()

    for folder, _refused in faults(tmp_path, monkeypatch, lambda _folder: None, make, code):
        assert set(contents(folder)) <= {NAME}
        if not (folder / NAME).exists():
            Cabinet.create(folder / NAME).close()
        with Cabinet.open(folder / NAME) as cabinet:
            assert cabinet.list() == ()
            assert not cabinet.read_only


def test_a_backup_is_there_whole_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ready: Path) -> None:
    def prepare(folder: Path) -> None:
        shutil.rmtree(user_data_dir(), ignore_errors=True)
        shutil.copyfile(ready, folder / NAME)

    for folder, refused in faults(tmp_path, monkeypatch, prepare, lambda folder: back_up(folder / NAME)):
        made = [file for file in user_data_dir().rglob("*") if file.is_file() and file.name != "place.txt"]
        assert set(contents(folder)) == {NAME}
        assert len(made) == (not refused)
        for file in made:
            with Cabinet.open(file, read_only=True) as cabinet:
                assert cabinet.list()[0].title == "前の題"


# ---- upgrades


def older(path: Path) -> None:
    second_schema(path, find_form("yoshiki4"))


def test_an_upgrade_is_done_or_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = tmp_path / "old.pia"
    older(template)

    def prepare(folder: Path) -> None:
        shutil.copyfile(template, folder / NAME)

    refusals = 0
    for folder, refused in faults(
        tmp_path, monkeypatch, prepare, lambda folder: Cabinet.open(folder / NAME).close()
    ):
        refusals += refused
        for file in contents(folder):
            assert file == NAME or "バックアップ" in file
            revision = revision_of(folder / file)
            assert revision == "0002" or file == NAME
        assert_all_there(folder / NAME)
    assert refusals


def revision_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as raw:
        (revision,) = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return str(revision)


def assert_all_there(path: Path) -> None:
    with Cabinet.open(path) as cabinet:
        assert not cabinet.read_only
        assert cabinet.council_remarks(1)["k"] == LONG
        assert [info.title for info in cabinet.list()] == ["題1", "題2"]
        assert [len(cabinet.versions(info.id)) for info in cabinet.list()] == [1, 1]
