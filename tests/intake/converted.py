"""How far PDFs are read that other programs make of documents: ``python -m tests.intake.converted [WORD…]``.

Workbooks go through LibreOffice Calc, Word documents through Writer, web pages through Chromium; those that
this program hands out, and those of the layouts beside this file.  WORDs choose cases by their names.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.documents.form_files import FORM_SUFFIXES, form_bytes
from pia_desktop.errors import UserError
from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import find_form
from pia_desktop.intake.child import read_document
from pia_desktop.intake.report import Report
from pia_desktop.paths import resource_root
from tests.intake.agreement import TRUTHS, Agreement, compare
from tests.intake.layouts import LAYOUTS

SAMPLES: Final = resource_root() / "samples"
_PRINTED: Final = (".xlsx", ".docx", ".html")
_WAIT: Final = 300.0


@dataclass(frozen=True)
class Case:
    """A document that another program makes a PDF of."""

    name: str
    suffix: str
    truth: Path
    write: Callable[[Path], None]


def cases() -> Iterator[Case]:
    """Every assessment at hand, in every look that can be printed."""
    for truth in sorted((*SAMPLES.glob("yoshiki[234].json"), *TRUTHS.glob("*.json"))):
        for suffix in set(FORM_SUFFIXES) & set(_PRINTED):
            yield Case(f"{truth.stem} own {suffix}", suffix, truth, _handed_out(truth, suffix))
        for name, (write, suffix) in LAYOUTS.items():
            if suffix in _PRINTED:
                yield Case(f"{truth.stem} {name} {suffix}", suffix, truth, _laid_out(truth, write))


def _handed_out(truth: Path, suffix: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        read = read_file(truth)
        path.write_bytes(form_bytes(Snapshot(read.form, read.root), read.pictures, suffix))

    return write


def _laid_out(truth: Path, layout: Callable[..., None]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        document = json.loads(truth.read_text(encoding="utf-8"))
        layout(find_form(document["form"], document["version"]), document, path)

    return write


def printer_of(suffix: str) -> str | None:
    """The program that makes a PDF of such a file; None where it is not installed."""
    names = ("chromium", "chromium-browser", "google-chrome") if suffix == ".html" else ("soffice",)
    return next(filter(None, map(shutil.which, names)), None)


def printed(path: Path, folder: Path) -> Path:
    """The PDF of a document."""
    program, made = printer_of(path.suffix), folder / f"{path.stem}.pdf"
    assert program is not None
    if path.suffix == ".html":
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
        command = [program, *options, "--no-pdf-header-footer", f"--print-to-pdf={made}", path.as_uri()]
    else:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, capture_output=True, timeout=_WAIT, check=True)
    return made


def without_pictures(document: dict[str, Any]) -> dict[str, Any]:
    """The contents as the layouts beside this file write them; a PDF gives other pixels, too."""

    def plain(raw: object) -> object:
        if isinstance(raw, dict) and "pictures" in raw:
            return raw.get("text", "")
        if isinstance(raw, dict):
            return {key: plain(one) for key, one in raw.items()}
        return [plain(one) for one in raw] if isinstance(raw, list) else raw

    return {key: plain(one) for key, one in document.items()}


def tried(case: Case, folder: Path) -> tuple[Agreement, Report] | str:
    """How far a case is read, and the report; or why it is not."""
    path = folder / f"document{case.suffix}"
    case.write(path)
    try:
        outcome = read_document(printed(path, folder))
    except UserError as error:
        return error.one_line()
    truth = without_pictures(json.loads(case.truth.read_text(encoding="utf-8")))
    return compare(without_pictures(outcome.document), truth), outcome.report


def main() -> None:
    """Print a row for each case, and below it what differs."""
    print("| case | items | wrong | line ends | wrong | doubts | left over |\n" + "| --- " * 7 + "|")
    for case in cases():
        if printer_of(case.suffix) is None or not all(word in case.name for word in sys.argv[1:]):
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = tried(case, Path(folder))
        if isinstance(found, str):
            print(f"| {case.name} | {found} | | | | | |", flush=True)
            continue
        agreement, report = found
        print(
            f"| {case.name} | {agreement.items} | {len(agreement.wrong)} | {agreement.line_ends}"
            f" | {agreement.line_ends_wrong} | {len(report.doubts)} | {len(report.left_over)} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
