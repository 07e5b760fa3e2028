"""A class's name says which one is meant in every module that it stands in."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
HERE = "here"


def named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names that a module imports or gives to a class, and where each is from."""
    for one in ast.walk(tree):
        if isinstance(one, ast.ImportFrom):
            yield from ((alias.name, str(one.module)) for alias in one.names)
        elif isinstance(one, ast.ClassDef):
            yield one.name, HERE


def test_no_module_meets_two_classes_of_one_name() -> None:
    paths = [path for package in ("pia_desktop", "db", "ui") for path in (ROOT / package).rglob("*.py")]
    names = {path: set(named(ast.parse(path.read_text(encoding="utf-8")))) for path in paths}
    made = Counter(name for own in names.values() for name, source in own if source == HERE)
    assert made
    met = {path.name: Counter(name for name, _source in own if made[name] > 1) for path, own in names.items()}
    assert {path: name for path, own in met.items() for name, count in own.items() if count > 1} == {}
