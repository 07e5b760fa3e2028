"""How far what was read agrees with what stands in a document: ``python -m tests.intake.agreement``.

Compared after NFKC without blanks, as a person would; line ends for themselves.
"""

from __future__ import annotations

import json
import sys
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pia_desktop.errors import UserError
from pia_desktop.intake.child import read_document

CASES = Path(__file__).resolve().parents[3] / "shared" / "import" / "cases"
TRUTHS = Path(__file__).resolve().parents[3] / "shared" / "samples"


@dataclass(frozen=True)
class Agreement:
    """Items of the truth and paths that differ; line ends of the truth, and ones missing or too many."""

    items: int
    wrong: tuple[tuple[str | int, ...], ...]
    line_ends: int
    line_ends_wrong: int


def plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


def answers(raw: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Every answer of a document by its path; a check set is one."""
    if isinstance(raw, dict) and "checked" not in raw:
        for key, inner in raw.items():
            yield from answers(inner, (*path, key))
    elif isinstance(raw, list):
        for at, inner in enumerate(raw):
            yield from answers(inner, (*path, at))
    elif isinstance(raw, dict):
        texts = {key: plain(text) for key, text in raw.get("texts", {}).items()}
        yield path, (sorted(raw["checked"]), texts, raw.get("counts", {}))
    elif raw not in ("", None):
        yield path, raw


def compare(read: dict[str, Any], truth: dict[str, Any]) -> Agreement:
    one, other = dict(answers(read)), dict(answers(truth))
    wrong = []
    ends = ends_wrong = 0
    for path in sorted({*one, *other}, key=str):
        mine, right = one.get(path), other.get(path)
        if isinstance(mine, str) and isinstance(right, str):
            if plain(mine) != plain(right):
                wrong.append(path)
                continue
            ends += right.count("\n")
            ends_wrong += len(_ends(mine) ^ _ends(right))
        elif mine != right:
            wrong.append(path)
    return Agreement(len(other), tuple(wrong), ends, ends_wrong)


def _ends(text: str) -> set[int]:
    """Where lines end, counted in signs that are no blanks."""
    found, at = set(), 0
    for line in text.split("\n")[:-1]:
        at += len(plain(line))
        found.add(at)
    return found - {0}


def truth_of(case: Path) -> dict[str, Any] | None:
    """What stands in a case; None where it is a blank form or no assessment."""
    named = [path for path in TRUTHS.glob("*.json") if path.stem in case.stem]
    return json.loads(named[0].read_text(encoding="utf-8")) if named else None


def main() -> None:
    import resource  # Windows has none, and the tests need the rest of this module there too

    print("| case | items | wrong | line ends | wrong | doubts | left over | s | MB |\n" + "| --- " * 9 + "|")
    for case in (
        sorted(path for path in CASES.rglob("*") if path.is_file())
        if len(sys.argv) < 2
        else map(Path, sys.argv[1:])
    ):
        began = time.monotonic()
        try:
            outcome = read_document(case)
        except UserError as error:
            print(f"| {case.name} | {error.one_line()} | | | | | | {time.monotonic() - began:.2f} | |")
            continue
        seconds = time.monotonic() - began
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        report = outcome.report
        truth = truth_of(case) or {"form": report.form, "version": report.version}
        found = compare(outcome.document, truth)
        print(
            f"| {case.parent.name}/{case.name} | {found.items} | {len(found.wrong)}"
            f" | {found.line_ends} | {found.line_ends_wrong}"
            f" | {len(report.doubts)} | {len(report.left_over)} | {seconds:.2f} | {memory:.0f} |"
        )


if __name__ == "__main__":
    main()
