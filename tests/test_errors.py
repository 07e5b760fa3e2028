"""Errors in one line: their sentences stand apart in either language."""

import pytest

from pia_desktop.errors import Fault, UserError


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (UserError("台帳を開けません", "控えを開いてください。"), "台帳を開けません。控えを開いてください。"),
        (
            UserError("台帳を開けません。", "控えを開いてください。"),
            "台帳を開けません。控えを開いてください。",
        ),
        (UserError("It cannot be opened", "Open a copy."), "It cannot be opened. Open a copy."),
        (UserError("“It” is gone.", "Open a copy."), "“It” is gone. Open a copy."),
        (UserError("The form “x”", "Choose another."), "The form “x”. Choose another."),
        (UserError("誤りがあります:", faults=[Fault("3行目", "未知")]), "誤りがあります: 3行目: 未知"),
        (UserError("二\n行"), "二 行"),
        (UserError(""), ""),
    ],
)
def test_sentences_of_one_line(error: UserError, line: str) -> None:
    assert error.one_line() == line
