"""Wrong usage of every command is told in Japanese, with what to do: argparse's own sentences are English."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import pytest

from pia_desktop.cli.arguments import named_file
from pia_desktop.cli.main import command_parser
from pia_desktop.cli.table import all_commands
from tests.cli.running import Run

COMMANDS = all_commands()
WRONG = "使い方が違います："
ENGLISH = re.compile(r"[a-z]+ [a-z]+")
"""Single words are names: options, commands, states."""


def filled(action: argparse.Action) -> list[str]:
    """An argument as it may be given, whatever it means."""
    if action.nargs == 0:
        return [action.option_strings[0]]
    value = str(next(iter(action.choices))) if action.choices else "1"
    return [action.option_strings[0], value] if action.option_strings else [value]


def needed(actions: list[argparse.Action]) -> list[str]:
    return [word for one in actions if one.required for word in filled(one)]


def wrong_calls(name: str) -> Iterator[tuple[str, list[str]]]:
    """Each kind of wrong usage that the command knows, and a command line of it."""
    actions = command_parser(name, COMMANDS[name])._actions
    whole = needed(actions)
    yield "unknown option", [*whole, "--nonsense"]
    if not any(one.nargs in ("+", "*") for one in actions):
        yield "too many", [*whole, *"123456789"]
    if whole:
        yield "missing", []
    for one in actions:
        others = needed([other for other in actions if other is not one])
        option = one.option_strings[-1] if one.option_strings else ""
        if option and one.nargs == 0 and not isinstance(one, argparse._HelpAction):
            yield f"value for {option}", [*others, f"{option}=1"]
        elif option and one.nargs is None:
            yield f"nothing behind {option}", [*others, option]
        if one.type is named_file:
            before = needed(actions[: actions.index(one)])
            yield f"empty {one.dest}", [*others, option, ""] if option else [*before, ""]
        elif one.choices is not None or one.type is not None:
            wrong = "？" * 1_000
            yield f"wrong {one.dest}", [*others, option, wrong] if option else [*others, wrong]


CALLS = [
    pytest.param(name, arguments, id=f"{name}: {kind}")
    for name in COMMANDS
    for kind, arguments in wrong_calls(name)
]


@pytest.mark.parametrize(("name", "arguments"), CALLS)
def test_wrong_usage_is_told_in_japanese_with_what_to_do(run: Run, name: str, arguments: list[str]) -> None:
    code, out, err = run(name, *arguments)
    assert (code, out) == (2, ""), err
    wrong, remedy = err.splitlines()[-2:]
    assert wrong.startswith(f"pia-desktop {name}: {WRONG}"), err
    said = wrong.removeprefix(f"pia-desktop {name}: {WRONG}")
    assert not ENGLISH.search(said), said
    assert f"pia-desktop {name} --help" in remedy


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["unpack", "a.piax", "a.pia", "--ours", "--theirs"], "--ours"),
        (["counter", "a.pia", "1", "-o", "a.pdf", "--scale", "eins"], "eins"),
        (["--nonsense"], "--nonsense"),
        (["fomrs"], "forms"),
        (["ほかの語", "a.pia"], "ほかの語"),
    ],
)
def test_what_was_wrong_is_named(run: Run, arguments: list[str], told: str) -> None:
    code, _out, err = run(*arguments)
    assert code == 2
    said = err.splitlines()[-2].partition(WRONG)[2]
    assert told in said
    assert "pia-desktop" in err.splitlines()[-1]
