"""The table of commands names every module that makes some, and each command's own."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest

import pia_desktop.cli
from pia_desktop.cli.table import MODULES, commands_in


def test_each_module_with_commands_is_in_the_table_with_all_of_them() -> None:
    made = {
        name: module.name
        for module in iter_modules(pia_desktop.cli.__path__)
        if hasattr(import_module(f"pia_desktop.cli.{module.name}"), "commands")
        for name in commands_in(module.name)
    }
    assert made == dict(MODULES)


@pytest.mark.parametrize(("arguments", "wanted"), [(["forms", "-h"], {"contents"}), (["--version"], set())])
def test_a_start_loads_the_module_of_its_command_alone(arguments: list[str], wanted: set[str]) -> None:
    script = "import sys, pia_desktop.cli as c; c.main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    loaded = done.stderr.splitlines()[-1].split()
    assert {name for name in set(MODULES.values()) if f"pia_desktop.cli.{name}" in loaded} == wanted
