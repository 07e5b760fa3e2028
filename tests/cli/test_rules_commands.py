"""The commands that apply the guideline, as a console sees them."""

from __future__ import annotations

import json

import pytest

from pia_desktop.cli.main import main
from pia_desktop.rules.threshold import Owed


def threshold(people: str, handlers: str, incident: str, *more: str) -> list[str]:
    return ["threshold", "--people", people, "--handlers", handlers, "--incident", incident, *more]


@pytest.mark.parametrize(
    ("people", "handlers", "incident", "owed"),
    [
        ("999", "5000", "yes", Owed.NOTHING),
        ("1,000", "5000", "yes", Owed.BASIC),
        ("10000", "499", "no", Owed.BASIC),
        ("10000", "500", "no", Owed.FOCUSED),
        ("299999", "499", "no", Owed.FOCUSED),
        ("100000", "1", "yes", Owed.FULL),
        ("300,000", "0", "no", Owed.FULL),
    ],
)
def test_threshold_says_what_is_owed_and_why(
    capsys: pytest.CaptureFixture[str], people: str, handlers: str, incident: str, owed: Owed
) -> None:
    assert main(threshold(people, handlers, incident)) == 0
    result, reason = capsys.readouterr().out.splitlines()
    assert result == owed.value
    assert main(threshold(people, handlers, incident, "--json")) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["result"], told["reason"]) == (result, reason)
    assert told["owed"] == owed.name.lower()


def test_people_may_be_counted_in_wide_digits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(threshold("12,000", "10", "no")) == 0
    plain = capsys.readouterr().out
    assert main(threshold("１２，０００", "１０", "no")) == 0
    assert capsys.readouterr().out == plain


@pytest.mark.parametrize(
    "arguments",
    [
        threshold("-1", "1", "no"),
        threshold("1万", "1", "no"),
        threshold("百", "1", "no"),
        threshold("1.5", "1", "no"),
        threshold("9" * 5_000, "1", "no"),
        threshold("", "1", "no"),
        threshold("1", "x", "no"),
        threshold("1", "1", "maybe"),
        ["threshold", "--people", "1", "--handlers", "1"],
        ["threshold"],
    ],
)
def test_bad_numbers_are_wrong_usage(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 3, "usage, what is wrong, and where to read on"
    assert len(told.err) < 1_000
