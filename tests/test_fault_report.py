"""The report of a fault is passed on with the log: it holds nothing that a clerk wrote."""

from __future__ import annotations

import pytest

from pia_desktop.fault_report import fault_report

SECRET = "鷲町の秘密"


def _raised(error: Exception, by: Exception | None = None) -> BaseException:
    """It once it has been raised, so that it knows where."""
    with pytest.raises(type(error)) as caught:
        raise error from by
    return caught.value


@pytest.mark.parametrize(
    ("error", "last"),
    [
        (KeyError(SECRET), "KeyError: …"),
        (ValueError(f"the answer {SECRET} is too long"), "ValueError: the answer … is too long"),
        (ValueError("not a number: '03-1234-5678'"), "ValueError: not a number: …"),
        (RuntimeError("no such widget"), "RuntimeError: no such widget"),
        (
            UnicodeEncodeError("cp932", SECRET, 0, 1, "no"),
            "UnicodeEncodeError: … codec can't encode character …",
        ),
    ],
)
def test_words_of_an_answer_are_hidden_and_those_of_the_program_stay(error: Exception, last: str) -> None:
    report = fault_report(_raised(error))
    assert last in report
    assert SECRET not in report.replace("SECRET", "")
    assert "in _raised" in report


def test_what_a_fault_came_from_is_told_and_hidden_too() -> None:
    report = fault_report(_raised(TypeError("second"), ValueError(f"first: {SECRET}")))
    assert report.index("ValueError: first: …") < report.index("TypeError: second")
    assert SECRET not in report
