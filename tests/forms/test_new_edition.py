"""The files of a new edition are laid so that the program takes them, and that no test needs a change."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pia_desktop.forms.catalogue import edition_files
from tests.conftest import ROOT

EDITION = "令和20年11月"
LATER = "2038-11"
FORMS = list(dict.fromkeys(form for form, _version in edition_files()))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what shipped definitions, and the tests of them, need."""
    copy = tmp_path_factory.mktemp("scratch")
    for name in ("pia_desktop", "resources", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("README.md", "CHANGELOG.md", "pyproject.toml"):
        shutil.copy(ROOT / name, copy / name)
    return copy


def run(scratch: Path, *arguments: str) -> tuple[int, str, str]:
    """Run a module in the scratch copy; exit code, output, errors."""
    environment = {**os.environ, "PYTHONPATH": str(scratch), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=scratch,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def files(scratch: Path) -> set[Path]:
    return {path for path in scratch.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def test_a_new_edition_is_laid_and_is_like_one_that_is_shipped(scratch: Path) -> None:
    before = files(scratch)
    for form in FORMS:
        code, told, errors = run(scratch, "tests.forms.new_edition", form, EDITION)
        assert code == 0, errors
        assert f"resources/forms/{form}-{LATER}.yaml: says what" in told
        assert f"tests/golden/paper-blank-{form}-{LATER}.txt" in told.splitlines()
    new = {path.relative_to(scratch).as_posix() for path in files(scratch) - before}
    assert {
        f"resources/{folder}/{form}-{LATER}.yaml" for folder in ("forms", "rules") for form in FORMS
    } <= new
    assert {f"tests/golden/paper-blank-{form}-{LATER}.txt" for form in FORMS} <= new
    code, told, errors = run(
        scratch,
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/forms/test_shipped.py",
        "-k",
        "definition or place or named",
    )
    assert code == 0, told + errors

    definition = scratch / "resources" / "forms" / f"{FORMS[0]}-{LATER}.yaml"
    text = definition.read_text(encoding="utf-8").replace("id: I.1.2,", "id: I.1.new,", 1)
    definition.write_text(text, encoding="utf-8")
    code, told, errors = run(scratch, "tests.forms.new_edition", "--open", FORMS[0])
    assert (code, "says what" in told) == (0, False), errors
    assert "nothing is said of 'I.1.2'" in told
    assert "nothing is said of 'I.1.new'" in told


def test_an_option_that_is_lost_is_open_until_the_step_renames_it(scratch: Path) -> None:
    form = FORMS[1]
    if not (scratch / "resources" / "forms" / f"{form}-{LATER}.yaml").exists():
        run(scratch, "tests.forms.new_edition", form, EDITION)
    definition = scratch / "resources" / "forms" / f"{form}-{LATER}.yaml"
    text = definition.read_text(encoding="utf-8")
    definition.write_text(
        text.replace("[実施する, 実施しない, 未定]", "[行う, 実施しない, 未定]"), encoding="utf-8"
    )
    lost = "'実施する' is no option any more, and not renamed: I.5.1"
    assert lost in run(scratch, "tests.forms.new_edition", "--open", form)[1]
    moves = scratch / "resources" / "relations" / f"moves-{form}.yaml"
    step = moves.read_text(encoding="utf-8") + "  options: {I.5.1: {実施する: 行う}}\n"
    moves.write_text(step, encoding="utf-8")
    assert lost not in run(scratch, "tests.forms.new_edition", "--open", form)[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("yoshiki9", EDITION), "There is no form yoshiki9"),
        (("yoshiki2", "平成30年5月"), "is there already"),
        (("yoshiki2", "平成26年4月"), "must be later than the last edition"),
        (("yoshiki2", "来年"), "is not a month"),
        (("yoshiki2", "令和30年4月1日"), "is not a month"),
        (("yoshiki2",), "new-edition FORM EDITION"),
    ],
)
def test_what_cannot_be_laid_is_told_and_nothing_written(
    scratch: Path, arguments: tuple[str, ...], words: str
) -> None:
    before = files(scratch)
    code, _told, errors = run(scratch, "tests.forms.new_edition", *arguments)
    assert code == 1
    assert words in errors
    assert files(scratch) == before
