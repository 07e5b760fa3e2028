"""What the pages for developers name in the code is there: files, modules, classes and what they own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
PAGES: Final = (
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    *sorted(f"docs/{p.name}" for p in ROOT.glob("docs/*.md")),
)
CODE: Final = ("pia_desktop", "ui", "db", "tests", "benchmarks")
UNDER: Final = ("", "pia_desktop", "ui", "tests", "docs")
"""Where a path may begin that is written short: ``paper/draw``, ``context/steps``, ``db/test_disk.py``."""

QUOTED: Final = re.compile(r"`([^`\n]+)`")
PATH: Final = re.compile(r"[\w-]+(?:/[\w-]+)*/?[\w.-]*", re.ASCII)
FILE_END: Final = re.compile(r"\.(?:py|md|in|txt|toml|spec|yaml|json)$")
PLACEHOLDER: Final = re.compile(r"FORM|YYYY|^OUT|^ASSESSMENT")
OWNED: Final = re.compile(r"([A-Z]\w*[a-z]\w*)\.(\w+)", re.ASCII)
CLASS: Final = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+", re.ASCII)
MADE: Final = frozenset(
    {
        "dist/pia-desktop",
        "resources/forms/yoshiki3-2027-04.yaml",
        "resources/relations/moves-yoshiki3.yaml",
        "fonts.txt",
    }
)
"""Made by a command or kept by the user, or what a recipe would make."""


@cache
def owned() -> dict[str, set[str]]:
    """The names that stand in modules of the code; for a class, those that it and its bases hold."""
    found: dict[str, set[str]] = {}
    bases: dict[str, set[str]] = {}
    for top in CODE:
        for file in (ROOT / top).rglob("*.py"):
            module = ast.parse(file.read_bytes())
            for name in names(module):
                found.setdefault(name, set())
            for node in module.body:
                if isinstance(node, ast.ClassDef):
                    found[node.name].update(names(node))
                    bases.setdefault(node.name, set()).update(
                        base.id for base in node.bases if isinstance(base, ast.Name)
                    )
    for name, above in bases.items():
        for base in above:
            found[name] |= found.get(base, set())
    return found


def names(holder: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in holder.body:
        match node:
            case ast.FunctionDef(name) | ast.ClassDef(name):
                yield name
            case ast.Assign(targets=[ast.Name(name)]) | ast.AnnAssign(target=ast.Name(name)):
                yield name


@cache
def file_names() -> frozenset[str]:
    tops = (*CODE, "resources", "docs")
    return frozenset(path.name for top in tops for path in (ROOT / top).rglob("*.*"))


def is_path(words: str) -> bool:
    return any((ROOT / top / end).exists() for top in UNDER for end in (words, f"{words}.py"))


def is_there(words: str) -> bool:
    if is_path(words) or ("/" not in words and words in file_names()):
        return True
    module, _, name = words.rpartition(".")
    for top in UNDER:
        file = ROOT / top / f"{module}.py"
        if file.is_file() and name in set(names(ast.parse(file.read_bytes()))):
            return True
    return False


def missing(text: str) -> list[str]:
    """What is named there in code's letters, and is not in the code."""
    named = [word for words in QUOTED.findall(text) for word in words.split()]
    return [word for word in named if not (word in MADE or holds(word))]


def holds(words: str) -> bool:
    if match := OWNED.fullmatch(words):
        if FILE_END.search(words):
            return is_there(words)
        return match[2] in owned().get(match[1], ())
    if CLASS.fullmatch(words):
        return words in owned()
    if words.startswith(tuple(f"{top}." for top in CODE)):
        return is_path(words.replace(".", "/"))
    if PATH.fullmatch(words) and ("/" in words or FILE_END.search(words)) and not PLACEHOLDER.search(words):
        return is_there(words)
    return True


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    assert missing((ROOT / page).read_text("utf-8")) == []


@pytest.mark.parametrize(
    "gone",
    ["paper/drawn", "ui/app/gone.py", "gone.py", "Session.gone", "GoneClass", "db/saver.GONE", "ui.gone"],
)
def test_what_is_gone_is_found(gone: str) -> None:
    there = "`paper/draw` `Session.snapshot` `db/saver.DELAY` `Saver` `pia_desktop.i18n` `dates.py`"
    assert missing(f"{there} and `{gone}`") == [gone]


def test_every_dependency_has_its_reason() -> None:
    """And the page of the architecture stays one page."""
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = project.split("\ndependencies = [", 1)[1].split("\n]", 1)[0]
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    reasons = page.split("## Dependencies", 1)[1]
    packages = re.findall(r'"([\w-]+)', listed)
    assert packages
    assert [name for name in packages if not re.search(rf"(?<![\w-]){name}(?![\w-])", reasons)] == []
    assert len(page.splitlines()) <= 80
    assert max(map(len, page.splitlines())) <= 150


def test_the_changelog_says_nothing_twice() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    entries = [line for line in lines if line.startswith("- ")]
    assert [line for line in set(entries) if entries.count(line) > 1] == []
    released = [line for line in lines if line.startswith("## [")]
    assert len(released) == len(set(released))
