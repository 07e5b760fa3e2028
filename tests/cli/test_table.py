"""The table of commands names every module that makes some, and each command's own."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest

import pia_desktop.cli
from pia_desktop.cli.main import command_parser
from pia_desktop.cli.table import MODULES, all_commands, commands_in


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


def told_options(name: str) -> list[argparse.Action]:
    """What the help of a command lists."""
    parser = command_parser(name, all_commands()[name])
    return [option for option in parser._actions if option.help != argparse.SUPPRESS]


@pytest.mark.parametrize("name", MODULES)
def test_the_usage_of_a_command_has_all_its_options(name: str) -> None:
    in_usage = set(re.findall(r"(?<![\w-])--?[\w-]+", all_commands()[name].usage)) | {"-h", "--encoding"}
    missing = [
        option.option_strings
        for option in told_options(name)
        if option.option_strings and in_usage.isdisjoint(option.option_strings)
    ]
    assert missing == []


@pytest.mark.parametrize("name", MODULES)
def test_the_help_of_commands_speaks_with_one_voice(name: str) -> None:
    said = [all_commands()[name].help, *(option.help or "" for option in told_options(name))]
    assert [words for words in said if re.search(r"(ます|ません|です)(。|、|）|$)", words)] == []
