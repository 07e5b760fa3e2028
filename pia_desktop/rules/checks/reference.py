"""The table of codes in ``docs/checks.md``; ``python -m pia_desktop.rules.checks.reference`` updates it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pia_desktop.forms.catalogue import all_forms
from pia_desktop.i18n import language, use_language
from pia_desktop.rules.checks.codes import CODES
from pia_desktop.rules.checks.rulebook import rulebook
from pia_desktop.rules.checks.severity import Severity

PLACE: Final = re.compile(r"(<!-- codes -->\n).*?(?=\n## |\Z)", re.DOTALL)
_LABELS: Final = {Severity.ERROR: "誤り", Severity.CONFIRM: "確認", Severity.HINT: "助言"}


def code_table() -> str:
    """A Markdown table line per code: severity, forms, fix, English message."""
    forms: dict[str, list[str]] = {code: [] for code in CODES}
    for form in all_forms():
        for code in rulebook(form).codes:
            number = form.id.removeprefix("yoshiki")
            forms[code] += [number] if number not in forms[code] else []
    before = language()
    use_language("en")
    try:
        lines = [
            f"| {code.code} | {_LABELS[code.severity]} | {'・'.join(sorted(forms[code.code])) or '–'} "
            f"| {code.mend() or '–'} | {code.sentence()} |"
            for code in CODES.values()
        ]
    finally:
        use_language(before)
    return "\n".join(["| code | 区分 | 様式 | mend | sentence |", "| --- | --- | --- | --- | --- |", *lines])


def with_table(text: str) -> str:
    """The page with the current table."""
    return PLACE.sub(lambda found: f"{found[1]}\n{code_table()}\n", text)


def main() -> None:
    """Update the table in the page."""
    page = Path(__file__).resolve().parents[3] / "docs" / "checks.md"
    page.write_text(with_table(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
