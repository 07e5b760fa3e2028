"""README's table of commands is that of the program: every command, and no option that a command lacks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from pia_desktop.cli import main

README: Final = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
ROW: Final = re.compile(r"^\| `pia-desktop ([a-z][a-z-]*)(.*)$", re.MULTILINE)
OPTION: Final = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def help_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main([*arguments, "--help"]) == 0
    return capsys.readouterr().out


def test_the_table_has_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    commands = re.findall(r"^  pia-desktop ([a-z][a-z-]*)", help_of(capsys), re.MULTILINE)
    assert commands
    assert {command for command, _rest in ROW.findall(README)} == set(commands)


@pytest.mark.parametrize(("command", "rest"), ROW.findall(README))
def test_each_row_names_options_of_its_command(
    capsys: pytest.CaptureFixture[str], command: str, rest: str
) -> None:
    assert set(OPTION.findall(rest)) - set(OPTION.findall(help_of(capsys, command))) == set()


def test_what_can_be_for_the_public_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence names those with a choice, the next those that are for the public alone."""
    found = re.search(r"外に出すもの（(.*?)）は(.*?)はいつも公表用です", README, re.DOTALL)
    assert found is not None
    choosing, public = found.groups()
    commands = {command for command, _rest in ROW.findall(README)}
    helps = {command: help_of(capsys, command) for command in commands}
    assert set(re.findall(r"`([a-z-]+)`", choosing)) == {
        command for command, words in helps.items() if "--copy submission|public" in words
    }
    assert set(re.findall(r"`([a-z]+)`", public)) == {
        command for command, words in helps.items() if "--copy public]" in words
    }
