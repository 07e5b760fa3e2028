"""All figures of the README in one run: ``python -m benchmarks``; ``--readme`` writes them there."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from pathlib import Path

from benchmarks import cabinet, carrying, checks, intake, paper, preview, registers, reuse, revisions, window
from benchmarks.samples import show

README = Path(__file__).resolve().parent.parent / "README.md"
PLACE = re.compile(r"(<!-- benchmarks -->\n).*?(?=\n## )", re.DOTALL)


def main() -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        show(
            [
                *window.rows(),
                *preview.rows(),
                *paper.rows(),
                *revisions.rows(),
                *checks.rows(),
                *cabinet.rows(),
                *reuse.rows(),
                *registers.rows(),
                *carrying.rows(),
                *intake.rows(),
            ]
        )
    print(printed.getvalue())
    if "--readme" in sys.argv:
        text = README.read_text(encoding="utf-8")
        README.write_text(
            PLACE.sub(lambda found: f"{found[1]}\n{printed.getvalue()}", text), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
