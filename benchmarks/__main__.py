"""The figures of the README: ``python -m benchmarks``, or some: ``python -m benchmarks window checks``.

Each part runs in a process of its own: none finds memory, threads or windows that another has left behind.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks.samples import HEADING, Row, show, table
from benchmarks.words import NoJapanese, japanese_row

ROOT: Final = Path(__file__).resolve().parent.parent
README: Final = ROOT / "README.md"
PARTS: Final = (
    "window",
    "preview",
    "paper",
    "revisions",
    "checks",
    "cabinet",
    "reuse",
    "office",
    "handing_out",
    "registers",
    "carrying",
    "intake",
)
_PLACE: Final = re.compile(r"(<!-- benchmarks -->\n).*?(?=\n## )", re.DOTALL)


def main() -> int:
    """Measure, print, and write the README's table where that is wanted."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("parts", nargs="*", metavar="PART", help=f"some of {', '.join(PARTS)}; else all")
    options.add_argument("--readme", action="store_true", help="write the table of all parts to README.md")
    chosen = options.parse_args()
    unknown = [part for part in chosen.parts if part not in PARTS]
    if unknown:
        options.error(f"no part {', '.join(unknown)}")
    if chosen.readme and chosen.parts:
        options.error("--readme needs all parts")
    rows = [row for part in chosen.parts or PARTS for row in measured(part)]
    show(rows)
    if chosen.readme:
        try:
            words = table([HEADING, *rows], japanese_row)
        except NoJapanese as error:
            print(f"benchmarks/words.yaml lacks: {error}", file=sys.stderr)
            return 1
        text = README.read_text(encoding="utf-8")
        README.write_text(_PLACE.sub(lambda found: f"{found[1]}\n{words}", text), encoding="utf-8")
    return 0


def measured(part: str) -> list[Row]:
    """The rows of one part, measured in a process of its own that draws on no screen."""
    environment = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "default.warning=false", **os.environ}
    command = [sys.executable, "-m", f"benchmarks.{part}"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    return rows_of(done.stdout)


def rows_of(printed: str) -> list[Row]:
    """The rows of a Markdown table, without its heading."""
    found: list[Row] = []
    for line in printed.splitlines():
        if line.startswith("| ") and not line.startswith(("| ---", f"| {HEADING[0]} |")):
            what, figure, goal = (cell.strip() for cell in line.strip("|").split("|"))
            found.append((what, figure, goal))
    return found


if __name__ == "__main__":
    sys.exit(main())
