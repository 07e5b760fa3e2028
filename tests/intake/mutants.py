"""Documents as an enemy or a bad stick makes them: ``python -m tests.intake.mutants 5000``, of each kind.

Some are bytes changed anywhere; some are whole files with something odd inside, in the XML of an archive, in
the streams of a PDF, in the tags of a page; some are whole files whose structure lies (``lying_archives`` and
``lying_pdfs``).  They are read in a child that is used again and again; with ``--command`` they go through
the command, each in processes of its own.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import os
import random
import re
import select
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.exchange.interchange import read_document, read_file
from pia_desktop.intake.fronts.xlsx import read_xlsx
from pia_desktop.paper.printing import print_pdf
from pia_desktop.paths import resource_root
from tests.db.piax_mutants import in_bytes
from tests.intake.lying_archives import in_word, in_workbook
from tests.intake.lying_pdfs import in_pdf_tree

SLOW: Final = 5.0
"""Seconds of the processor."""

_PATIENCE: Final = 120.0
"""Seconds of the clock after which a child counts as hanging, on a machine that is busy with other things."""

_ODD: Final = (
    b"",
    b"-1",
    b"0",
    b"1e400",
    b"99999999999999999999",
    b"2147483648",
    b"XFD1048576",
    b"A1:XFD1048576",
    b"../../../../etc/passwd",
    b"file:///etc/passwd",
    b"http://127.0.0.1:9/x",
    b"&#0;",
    b"&#x1e;&#10;",
    b"&lol;",
    b"\xef\xbf\xbf",
    b"[" * 3_000,
    "長".encode() * 20_000,
    "別紙１　".encode(),
    "提供先999999999".encode(),
    "平成30年99月99日".encode(),
    b"data:image/png;base64,AAAA",
)
_VALUE: Final = re.compile(rb'="([^"]{0,200})"')
_WORDS: Final = re.compile(rb">([^<>]{1,200})<")
_ELEMENT: Final = re.compile(rb"<([A-Za-z0-9:]+)(?:\s[^<>]*)?>[^<>]*</\1>|<[^<>]*/>")
_NUMBER: Final = re.compile(rb"-?[0-9]+(?:\.[0-9]+)?")
_FEW: Final = (1, 1, 1, 2, 5)
_SMALL: Final = 0.85
"""How many are made of the smallest document, so that many can be tried."""


def _replaced(data: bytes, pattern: re.Pattern[bytes], group: int, rng: random.Random) -> bytes:
    """One place of a pattern, chosen at random, with something odd or some other such thing there."""
    start = rng.randrange(len(data) + 1)
    found = pattern.search(data, start) or pattern.search(data)
    if found is None:
        return in_bytes(data, rng)
    other = pattern.search(data, rng.randrange(len(data) + 1))
    new = rng.choice(_ODD) if other is None or rng.random() < 0.6 else other[group]
    return data[: found.start(group)] + new + data[found.end(group) :]


def _doubled(data: bytes, rng: random.Random) -> bytes:
    """An element lost, or said many times."""
    start = rng.randrange(len(data) + 1)
    found = _ELEMENT.search(data, start) or _ELEMENT.search(data)
    if found is None:
        return in_bytes(data, rng)
    return data[: found.start()] + found[0] * rng.choice([0, 2, 2_000]) + data[found.end() :]


def in_markup(data: bytes, rng: random.Random) -> bytes:
    """XML or HTML with something odd in attributes, words and elements."""
    for _number in range(rng.choice(_FEW)):
        match rng.randrange(3):
            case 0:
                data = _replaced(data, _VALUE, 1, rng)
            case 1:
                data = _replaced(data, _WORDS, 1, rng)
            case 2:
                data = _doubled(data, rng)
    return data


def in_archive(data: bytes, rng: random.Random) -> bytes:
    """An archive that can be opened, with something odd in a part or in the names of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice(list(parts))
    match rng.randrange(8):
        case 0:
            parts[rng.choice(["../../x", "/tmp/x", "C:\\x", name + "/x", "x" * 60_000])] = parts.pop(name)
        case 1:
            parts[rng.choice(list(parts))] = parts[name]
        case 2:
            parts[name] = in_bytes(parts[name] or b" ", rng)
        case _:
            parts[name] = in_markup(parts[name], rng)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, part in parts.items():
            archive.writestr(zipfile.ZipInfo(key, (1980, 1, 1, 0, 0, 0)), part)
    return made.getvalue()


def in_pdf(data: bytes, rng: random.Random) -> bytes:
    """A PDF with other numbers and names in it; readers mend its table of objects."""
    for _number in range(rng.choice(_FEW)):
        data = _replaced(data, rng.choice([_NUMBER, _NAME]), 0, rng)
    return data


_NAME: Final = re.compile(rb"/[A-Za-z0-9]+")


def _plain_pdf(data: bytes) -> bytes:
    import pikepdf

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            made, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True
        )
    return made.getvalue()


def in_table(data: bytes, rng: random.Random) -> bytes:
    """A table of text with something odd in a field, lines or quotes too many, in another encoding."""
    lines = data.split(b"\n")
    at = rng.randrange(len(lines))
    fields = lines[at].split(b",")
    match rng.randrange(4):
        case 0:
            fields[rng.randrange(len(fields))] = rng.choice(_ODD)
            lines[at] = b",".join(fields)
        case 1:
            lines[at] = rng.choice([b'"' + lines[at], lines[at] * 500, b"," * 100_000, b'"' * 9_999])
        case 2:
            lines[at : at + 1] = [lines[at]] * rng.choice([0, 2, 2_000])
        case _:
            words = data.decode("utf-8")
            return words.encode(rng.choice(["cp932", "utf-16", "utf-16-le", "euc_jp"]), "replace")
    return b"\n".join(lines)


INSIDE: Final[dict[str, tuple[Callable[[bytes, random.Random], bytes], ...]]] = {
    ".xlsx": (in_archive, in_workbook),
    ".docx": (in_archive, in_word),
    ".pdf": (in_pdf, in_pdf_tree),
    ".html": (in_markup,),
    ".csv": (in_table,),
}


SAMPLES: Final = ("yoshiki2", "yoshiki3", "yoshiki4")
"""The invented assessments, the smallest one first."""


def seeds(names: Sequence[str] = SAMPLES) -> dict[str, list[bytes]]:
    """Whole documents of each kind: invented assessments as this program hands them out."""
    found: dict[str, list[bytes]] = {suffix: [] for suffix in INSIDE}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            read = read_file(resource_root() / "samples" / f"{name}.json")
            snapshot = Snapshot(read.form, read.root)
            for suffix in (".xlsx", ".docx", ".html"):
                found[suffix].append(form_bytes(snapshot, read.pictures, suffix))
            found[".html"][-1] = found[".html"][-1].replace(b"</body>", _LISTS + b"</body>")
            found[".csv"].append(_as_table(found[".xlsx"][-1], Path(folder) / "a.xlsx"))
            path = Path(folder) / "a.pdf"
            print_pdf(snapshot, read.pictures, path)
            found[".pdf"] += [path.read_bytes(), _plain_pdf(path.read_bytes())]
    return found


_LISTS: Final = (
    b"<style>ol { list-style: upper-roman } ul.a li { display: block }</style><ol start='3' reversed>"
    b"<li value='7'>a</li><li><ul class='a' type='square'><li>b</li></ul></li></ol>"
)


def _as_table(book: bytes, path: Path) -> bytes:
    """A workbook's cells as text with commas."""
    path.write_bytes(book)
    rows: dict[int, dict[int, str]] = {}
    for cell in read_xlsx(path).cells:
        rows.setdefault(cell.row, {})[int(cell.box.left)] = cell.text
    held = io.StringIO()
    made = csv.writer(held)
    for _number, row in sorted(rows.items()):
        made.writerow([row.get(at, "") for at in range(max(row) + 1)])
    return held.getvalue().encode("utf-8")


def mutant(whole: dict[str, list[bytes]], suffix: str, rng: random.Random) -> bytes:
    """The next one of a kind."""
    first, *larger = whole[suffix]
    data = rng.choice(larger) if larger and rng.random() > _SMALL else first
    return rng.choice((in_bytes, *INSIDE[suffix]))(data, rng)


# ---- the child


def _serve() -> None:
    """Read each file that a line names, and say what became of it and what it cost."""
    from pia_desktop.intake.reading import read_here
    from pia_desktop.intake.refusal import Refused
    from pia_desktop.processes.limits import Limits, limit_this_process

    limit_this_process(Limits(1_000_000))
    for line in sys.stdin:
        began = time.process_time()
        try:
            outcome = read_here(Path(line.rstrip("\n")))
            result = "read"
            took = time.process_time() - began
            read_document(json.dumps(outcome.document), "x")
            json.dumps(outcome.as_json())
        except Refused as error:
            result, took = error.code, time.process_time() - began
        except (MemoryError, RecursionError):
            result, took = "memory", time.process_time() - began
        print(json.dumps([result, took]), flush=True)


class Child:
    """A process that reads file after file; it is begun anew when it has died or was ended."""

    def __init__(self, folder: Path) -> None:
        self.scratch = folder / "scratch"
        self.scratch.mkdir()
        self.process: subprocess.Popen[str] | None = None

    def read(self, path: Path) -> tuple[str, float]:
        """What became of a file: ``read``, the code of a refusal, or one of those below; seconds.

        ``died``: by a fault of ours; ``gave up``: a library ended the process, as for want of memory, which
        is what the process is for; ``hangs``.
        """
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.intake.mutants", "--serve"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "TMPDIR": str(self.scratch), "PYTHONUNBUFFERED": "1"},
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        ready, _out, _error = select.select([self.process.stdout], [], [], _PATIENCE)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            code = self.process.wait() if ready else 0
            self.close()
            return ("gave up" if code < 0 else "died" if ready else "hangs"), 0.0
        result, took = json.loads(line)
        return str(result), float(took)

    def left(self) -> list[Path]:
        """What it has left in its temporary folder."""
        return list(self.scratch.iterdir())

    def close(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def by_command(path: Path, folder: Path) -> tuple[str, float]:
    """What the command says to a file; it may write its output and nothing else."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out, scratch = folder / "out.json", folder / "scratch"
    scratch.mkdir(exist_ok=True)
    ran = subprocess.run(
        [sys.executable, "-m", "pia_desktop", "read", str(path), "-o", str(out)],
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(scratch)},
        check=False,
        timeout=_PATIENCE,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if ran.returncode not in (0, 1) or "Traceback" in ran.stderr:
        return "died", took
    if ran.returncode == 1 and (ran.stderr.count("\n") != 1 or out.exists()):
        return "untold", took
    out.unlink(missing_ok=True)
    return ("read" if ran.returncode == 0 else "refused"), took


BAD: Final = frozenset({"died", "hangs", "slow", "changed", "left", "untold"})
"""What no file may bring about."""


class Trial:
    """Tries mutants one after another; those that do what no file may are kept in ``kept``."""

    def __init__(self, folder: Path, kept: Path | None = None, *, command: bool = False) -> None:
        self.folder, self.kept, self.command = folder, kept, command
        self.child = Child(folder)
        self.counts: dict[str, Counter[str]] = {suffix: Counter() for suffix in INSIDE}
        self.slowest = 0.0

    def one(self, suffix: str, data: bytes) -> str:
        """Try one; what became of it."""
        path = self.folder / f"文書{suffix}"
        path.write_bytes(data)
        if self.command:
            result, took = by_command(path, self.folder)
        else:
            result, took = self.child.read(path)
        self.slowest = max(self.slowest, took)
        if took > SLOW:
            result = "slow"
        elif self.child.left():
            result = "left"
        elif path.read_bytes() != data or {one.name for one in self.folder.iterdir()} != {
            path.name,
            "scratch",
        }:
            result = "changed"
        path.unlink(missing_ok=True)
        self.counts[suffix][result] += 1
        if result in BAD and self.kept is not None:
            self.kept.mkdir(exist_ok=True)
            name = hashlib.sha256(data).hexdigest()[:12]
            (self.kept / f"{result}-{name}{suffix}").write_bytes(data)
        return result

    def run(
        self,
        whole: dict[str, list[bytes]],
        count: int,
        rng: random.Random,
        tell: Callable[[int, Trial], None] | None = None,
    ) -> None:
        """Try so many of each kind."""
        try:
            for number in range(count):
                for suffix in INSIDE:
                    self.one(suffix, mutant(whole, suffix, rng))
                if tell is not None:
                    tell(number + 1, self)
        finally:
            self.child.close()


def _tell(number: int, trial: Trial) -> None:
    if number % 100 == 0:
        counts = {suffix: dict(sorted(one.items())) for suffix, one in trial.counts.items()}
        print(number, f"slowest {trial.slowest:.1f} s", counts, flush=True)


def main() -> None:
    """Try as many as the command says, from a seed that is told."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument("--keep", type=Path, help="where those go that do what no file may")
    parser.add_argument("--command", action="store_true", help="through the command")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        _serve()
        return
    print("seed", options.seed, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), options.keep, command=options.command)
        trial.run(seeds(), options.count, random.Random(options.seed), _tell)
        _tell(0, trial)


if __name__ == "__main__":
    main()
